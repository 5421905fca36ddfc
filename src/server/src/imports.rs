//! Bringing hours out of files: reading, planning, and the imports that run now, one for each
//! company at a time. The HTTP routes and the command line both come here.
//!
//! What runs is known in memory alone: a restart in the middle leaves parts that nobody sees, and
//! the import can be started again.

pub(crate) mod files;
mod outcome;
mod read;
mod report;
mod run;

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::time::Zone;
use domain::{CompanyId, ImportId, MemberId};
use engine::command::{AppointOwner, OpenCompany};
use engine::{Command, MemoryView, query};
use jiff::Timestamp;
use store::{BlobId, Execute, Store};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::auth::owners;
use crate::directory::{self, is_called};
use crate::state::Clock;
pub use outcome::{Outcome, Preview, Progress};
pub use read::{ReadFault, Reading, Table, headers_hash};
pub use report::{RejectedRow, Report, ReportRow};
pub use run::ImportError;
use run::{Delivery, Place, Planned};

/// How many files are read at once: each takes memory and a core.
const READINGS_MAX: usize = 2;
/// How many imports run at once, besides: the others wait for their turn.
const RUNNING_MAX: usize = 2;
/// How often one that waits looks whether it is its turn.
const TURN_EVERY: Duration = Duration::from_millis(100);

/// Imports of a server.
#[derive(Clone)]
pub struct Imports(Arc<Shared>);

struct Shared {
    store: Store,
    clock: Arc<dyn Clock>,
    /// The last import of each company since the server started.
    last: Mutex<HashMap<CompanyId, Running>>,
    readings: Arc<Semaphore>,
    running: Arc<Semaphore>,
    stopping: AtomicBool,
}

/// An import that runs, or ended since the server started.
#[derive(Debug, Clone)]
pub struct Running {
    /// The import.
    pub import: ImportId,
    /// Who started it.
    pub by: MemberId,
    /// When.
    pub at: Timestamp,
    /// What the file is called.
    pub file_name: String,
    /// How far it has come.
    pub progress: Progress,
    /// What came of it, once it ended.
    pub end: Option<Result<Outcome, Failure>>,
}

/// Why an import ended before its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The stable code.
    pub code: &'static str,
    /// What happened, in English.
    pub detail: String,
}

/// A file that is brought into a company.
#[derive(Debug, Clone)]
pub struct Order {
    /// The company.
    pub company: CompanyId,
    /// Who brings it.
    pub by: MemberId,
    /// The file, as it is kept.
    pub file: BlobId,
    /// What it is called.
    pub file_name: String,
    /// The zone of its local times where it names none; `None`: the company's.
    pub zone: Option<Zone>,
}

/// A file that the command line brings.
#[derive(Debug, Clone)]
pub struct Brought {
    /// The name of the company; one that is not there is made.
    pub company: String,
    /// What the file is called.
    pub file_name: String,
    /// The zone of its local times, and of a company that is made.
    pub zone: Option<Zone>,
    /// The zone of a company that is made, where no other is named.
    pub machine_zone: Zone,
    /// Only say what would come of it.
    pub dry_run: bool,
}

impl Imports {
    /// No import yet.
    pub fn new(store: Store, clock: Arc<dyn Clock>) -> Self {
        Self(Arc::new(Shared {
            store,
            clock,
            last: Mutex::default(),
            readings: Arc::new(Semaphore::new(READINGS_MAX)),
            running: Arc::new(Semaphore::new(RUNNING_MAX)),
            stopping: AtomicBool::new(false),
        }))
    }

    /// Ends what is under way, as the server stops: nothing of it counts.
    pub(crate) fn stop(&self) {
        self.0.stopping.store(true, Ordering::Relaxed);
    }

    /// A permit for each file that is read.
    pub(crate) fn readings(&self) -> &Arc<Semaphore> {
        &self.0.readings
    }

    /// What would come of a file. Blocking.
    ///
    /// # Errors
    /// When rows cannot be read.
    pub fn preview(
        &self,
        company: CompanyId,
        table: &Table,
        zone: Option<&Zone>,
    ) -> Result<Preview, ImportError> {
        let planned = self.plan(company, table, zone, &mut |_| {})?;
        Ok(planned.preview())
    }

    /// Begins an import, which goes on by itself. The table is read from the file again when its
    /// turn comes.
    ///
    /// # Errors
    /// When another one of the company is under way.
    pub fn start(&self, order: Order, reading: Reading) -> Result<ImportId, ImportError> {
        let import = self.begin(&order)?;
        let imports = self.clone();
        tokio::task::spawn_blocking(move || {
            // Whoever asks is told by the state of the import.
            let _told = imports.carry_out(&order, import, reading, &mut |_| {});
        });
        Ok(import)
    }

    /// The last import of a company since the server started.
    pub fn last(&self, company: CompanyId) -> Option<Running> {
        self.lock().get(&company).cloned()
    }

    /// Whether an import of a company is under way.
    pub fn is_running(&self, company: CompanyId) -> bool {
        self.last(company).is_some_and(|last| last.end.is_none())
    }

    /// Brings a file from the command line, and makes the company if it has to. Blocking.
    ///
    /// # Errors
    /// When it cannot be done; nothing of it counts then.
    pub fn bring(
        &self,
        brought: &Brought,
        table: Table,
        bytes: &[u8],
        tell: &mut dyn FnMut(Progress),
    ) -> Result<Outcome, ImportError> {
        let found = self.company_named(&brought.company)?;
        let company = match found {
            Some(company) if brought.dry_run => {
                let zone = brought.zone.as_ref();
                return Ok(self.plan(company, &table, zone, tell)?.outcome);
            }
            Some(company) => company,
            None => {
                let owner = self.owner_to_be()?;
                let outcome = would_found(brought, &table, self.0.clock.now(), tell)?;
                if brought.dry_run || outcome.entries == 0 {
                    return Ok(outcome);
                }
                self.open_company(brought, owner)?
            }
        };
        let file = self.0.store.blobs().put(company, &mut &*bytes)?;
        let order = Order {
            company,
            by: engine::access::SYSTEM,
            file,
            file_name: brought.file_name.clone(),
            zone: brought.zone.clone(),
        };
        let import = self.begin(&order)?;
        // The rows are read again when their turn comes; twice is too much for memory.
        drop(table.sheet);
        self.carry_out(&order, import, Reading::Mapped(table.mapping), tell)
    }

    /// Takes the company's place, so that no other import of it begins.
    fn begin(&self, order: &Order) -> Result<ImportId, ImportError> {
        let import = ImportId::from_bytes(self.0.store.random());
        let running = Running {
            import,
            by: order.by,
            at: self.0.clock.now(),
            file_name: order.file_name.clone(),
            progress: Progress::default(),
            end: None,
        };
        let mut last = self.lock();
        if last
            .get(&order.company)
            .is_some_and(|last| last.end.is_none())
        {
            return Err(ImportError::Running);
        }
        last.insert(order.company, running);
        Ok(import)
    }

    /// Carries out an import that was begun, and gives the company's place back whatever happens.
    fn carry_out(
        &self,
        order: &Order,
        import: ImportId,
        reading: Reading,
        tell: &mut dyn FnMut(Progress),
    ) -> Result<Outcome, ImportError> {
        let place = Turn {
            imports: self,
            company: order.company,
        };
        let mut tell = |progress| {
            place.note(progress);
            tell(progress);
        };
        let done = self.read_and_bring(order, import, reading, &mut tell);
        let company = order.company;
        match &done {
            Ok(outcome) => tracing::info!(%company, %import, entries = outcome.entries, "imported"),
            Err(error) => tracing::warn!(%company, %import, %error, "an import came to nothing"),
        }
        place.end(done.as_ref());
        done
    }

    fn read_and_bring(
        &self,
        order: &Order,
        import: ImportId,
        reading: Reading,
        tell: &mut dyn FnMut(Progress),
    ) -> Result<Outcome, ImportError> {
        let _held_until_brought = self.turn()?;
        let store = &self.0.store;
        let table = {
            let bytes = store.blobs().get(order.company, order.file)?;
            Table::read(&bytes, reading)?
        };
        let planned = self.plan(order.company, &table, order.zone.as_ref(), tell)?;
        if planned.outcome.entries == 0 {
            return Ok(planned.outcome);
        }
        let clock = &self.0.clock;
        let delivery = Delivery {
            store,
            company: order.company,
            actor: order.by,
            import,
            file: order.file,
            file_name: &order.file_name,
            now: &|| clock.now(),
            stopping: &self.0.stopping,
        };
        delivery.bring(&table, planned, tell)
    }

    /// Waits for the turn to run, on this thread.
    fn turn(&self) -> Result<OwnedSemaphorePermit, ImportError> {
        loop {
            if let Ok(permit) = self.0.running.clone().try_acquire_owned() {
                return Ok(permit);
            }
            if self.0.stopping.load(Ordering::Relaxed) {
                return Err(ImportError::Stopping);
            }
            std::thread::sleep(TURN_EVERY);
        }
    }

    fn plan(
        &self,
        company: CompanyId,
        table: &Table,
        zone: Option<&Zone>,
        tell: &mut dyn FnMut(Progress),
    ) -> Result<Planned, ImportError> {
        let view = self.0.store.snapshot(company)?;
        let row = query::company(&view)?.ok_or(ImportError::UnknownCompany)?;
        let company_zone = Zone::named(&row.zone).map_err(ReadFault::from)?;
        let place = Place {
            view: &view,
            company_zone: &company_zone,
            file_zone: zone.unwrap_or(&company_zone),
            now: self.0.clock.now(),
            entropy: self.0.store.random(),
        };
        run::plan(table, &place, tell)
    }

    fn company_named(&self, name: &str) -> Result<Option<CompanyId>, ImportError> {
        let mut found = directory::companies(&self.0.store)?;
        found.retain(|(_, known)| is_called(name, &[known]));
        match found.as_slice() {
            [] => Ok(None),
            [(company, _)] => Ok(Some(*company)),
            [_, ..] => Err(ImportError::AmbiguousCompany),
        }
    }

    /// Whose a company will be that hours are brought for before it is there: nobody's while
    /// nobody can sign in, as whoever sets the server up takes it over; else the one owner's that
    /// the server has.
    fn owner_to_be(&self) -> Result<Option<AppointOwner>, ImportError> {
        if !self.0.store.system()?.has_accounts()? {
            return Ok(None);
        }
        let mut all = owners::all_owners(&self.0.store)?.into_iter();
        match (all.next(), all.next()) {
            (Some((account, row)), None) => Ok(Some(AppointOwner {
                account,
                name: row.name,
                email: row.email,
            })),
            _ => Err(ImportError::WhoseCompany),
        }
    }

    fn open_company(
        &self,
        brought: &Brought,
        owner: Option<AppointOwner>,
    ) -> Result<CompanyId, ImportError> {
        let company = CompanyId::from_bytes(self.0.store.random());
        let open = Command::OpenCompany(OpenCompany {
            company,
            name: brought.company.clone(),
            zone: company_zone(brought).name().to_owned(),
            workweek_starts: 1,
            language: "en".to_owned(),
        });
        let now = self.0.clock.now();
        let execute = Execute::new(company, engine::access::SYSTEM, open, now);
        self.0.store.execute(execute).wait()?;
        if let Some(owner) = owner {
            let appoint = owners::appoint(company, owner, now);
            self.0.store.execute(appoint).wait()?;
        }
        Ok(company)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<CompanyId, Running>> {
        self.0.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

const fn company_zone(brought: &Brought) -> &Zone {
    match &brought.zone {
        Some(zone) => zone,
        None => &brought.machine_zone,
    }
}

/// What would come of a file in a company that is not there.
///
/// # Errors
/// When no company can have the name, or the file cannot be read.
pub fn would_found(
    brought: &Brought,
    table: &Table,
    now: Timestamp,
    tell: &mut dyn FnMut(Progress),
) -> Result<Outcome, ImportError> {
    domain::text::name(&brought.company).map_err(ImportError::CompanyName)?;
    let zone = company_zone(brought);
    let place = Place {
        view: &MemoryView::default(),
        company_zone: zone,
        file_zone: zone,
        now,
        entropy: [0; 32],
    };
    Ok(run::plan(table, &place, tell)?.outcome)
}

/// A company's place among the imports that run; given back when dropped, a panic included.
struct Turn<'a> {
    imports: &'a Imports,
    company: CompanyId,
}

impl Turn<'_> {
    fn note(&self, progress: Progress) {
        if let Some(last) = self.imports.lock().get_mut(&self.company) {
            last.progress = progress;
        }
    }

    fn end(&self, done: Result<&Outcome, &ImportError>) {
        let end = done.cloned().map_err(|error| Failure {
            code: error.code(),
            detail: error.to_string(),
        });
        if let Some(last) = self.imports.lock().get_mut(&self.company) {
            last.end = Some(end);
        }
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if let Some(last) = self.imports.lock().get_mut(&self.company) {
            last.end.get_or_insert_with(|| {
                Err(Failure {
                    code: api::problem::code::INTERNAL,
                    detail: "the import failed".to_owned(),
                })
            });
        }
    }
}

impl std::fmt::Debug for Imports {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Imports").finish_non_exhaustive()
    }
}
