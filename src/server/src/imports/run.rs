//! Running an import: rows to a plan, a plan to parts, parts to the store, a few at a time so that
//! others are answered meanwhile; and at the end the one command that makes all of it count.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::time::Zone;
use domain::{CompanyId, ImportId, MemberId};
use engine::Command;
use engine::import::{Plan, Planner, parts};
use engine::view::Snapshot;
use interchange::import::{DateOrder, DateReading, Rows, rows};
use jiff::Timestamp;
use oplog::v1::payload::ImportCommitted;
use store::{
    BlobError, BlobId, Execute, ExecuteError, Executed, ReadError, Reply, Store, WriteError,
};

use super::outcome::{Outcome, Preview, Progress};
use super::read::{ReadFault, Table};
use super::report::{RejectedRow, Report};

/// How many parts wait for the writer at once: enough that commits are shared, and so few that a
/// clock-in behind them is soon answered.
const IN_FLIGHT_MAX: usize = 8;
/// How often progress is told while rows are read.
const TELL_EVERY_ROWS: u64 = 500;
/// How long to wait before a part is sent again to a store that has too much to do.
const BUSY_WAIT: std::time::Duration = std::time::Duration::from_millis(50);
/// The longest file name that is kept, in characters.
const FILE_NAME_CHARS_MAX: usize = 200;

/// Why an import came to nothing. Nothing of it counts.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be read.
    #[error(transparent)]
    File(#[from] ReadFault),
    /// Another import of the company is under way.
    #[error("another import of this company is under way; wait until it is finished")]
    Running,
    /// The server stops.
    #[error("the server was stopped; start the import again")]
    Stopping,
    /// More than one company has the name.
    #[error("more than one company has this name")]
    AmbiguousCompany,
    /// There is no company of the name, and it is not clear whose it would be.
    #[error(
        "there is no company of this name, and this server has several owners, so it is not clear whose it would be; name one of its companies"
    )]
    WhoseCompany,
    /// No company can have the name.
    #[error("the name of a company {0}")]
    CompanyName(domain::text::TextError),
    /// The company has no settings, as it was never set up.
    #[error("there is no such company")]
    UnknownCompany,
    /// The file or the report cannot be kept or read again.
    #[error(transparent)]
    Blob(#[from] BlobError),
    /// The store cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A part was refused.
    #[error(transparent)]
    Execute(#[from] ExecuteError),
}

impl From<engine::ViewError> for ImportError {
    fn from(error: engine::ViewError) -> Self {
        Self::Read(error.into())
    }
}

impl ImportError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::File(fault) => fault.code(),
            Self::Running => api::problem::code::IMPORT_RUNNING,
            Self::Stopping => "server_stopping",
            Self::AmbiguousCompany => "company_ambiguous",
            Self::WhoseCompany => "company_unclaimed",
            Self::CompanyName(_) => api::problem::code::BAD_VALUE,
            Self::UnknownCompany => "company_not_found",
            Self::Blob(BlobError::Missing) => api::problem::code::NOT_FOUND,
            Self::Blob(_) | Self::Read(_) => api::problem::code::INTERNAL,
            Self::Execute(error) => error.code(),
        }
    }
}

/// A file against a company, planned and not yet brought.
pub(super) struct Planned {
    pub(super) plan: Plan,
    pub(super) outcome: Outcome,
    pub(super) dates: DateReading,
}

/// Where and when rows are planned.
pub(super) struct Place<'a, S> {
    pub(super) view: &'a S,
    /// The company's zone, in which work dates are.
    pub(super) company_zone: &'a Zone,
    /// The zone of local times, where neither the file nor the mapping names one.
    pub(super) file_zone: &'a Zone,
    pub(super) now: Timestamp,
    pub(super) entropy: [u8; 32],
}

/// Plans a table's rows.
pub(super) fn plan<S: Snapshot>(
    table: &Table,
    place: &Place<'_, S>,
    tell: &mut dyn FnMut(Progress),
) -> Result<Planned, ImportError> {
    let zone = table.zone_or(place.file_zone)?;
    let mut planner = Planner::new(place.view, place.now, place.company_zone, place.entropy)?;
    let all: Rows<'_> = rows(&table.sheet, &table.mapping, &zone);
    let facts = *all.facts();
    let mut progress = Progress {
        rows: u64::try_from(table.sheet.row_count()).unwrap_or(u64::MAX),
        ..Progress::default()
    };
    let mut rejected = Vec::new();
    for row in all {
        match row {
            Ok(row) => planner.add(row)?,
            Err(rejection) => rejected.push(RejectedRow::of_file(&rejection)),
        }
        progress.rows_read += 1;
        if progress.rows_read.is_multiple_of(TELL_EVERY_ROWS) {
            tell(progress);
        }
    }
    let plan = planner.finish()?;
    let more = plan.rejected.iter();
    rejected.extend(more.map(|row| RejectedRow::of_company(row.line, row.reason)));
    rejected.sort_unstable_by_key(|row| row.line);
    progress.entries = plan.counts.entries;
    tell(progress);
    let mut outcome = Outcome {
        rows: progress.rows_read,
        rejected,
        preset: table.mapping.preset.name().to_owned(),
        zone: zone.name().to_owned(),
        warnings: warnings(facts.dates),
        ..Outcome::default()
    };
    outcome.count(plan.counts);
    Ok(Planned {
        plan,
        outcome,
        dates: facts.dates,
    })
}

fn warnings(dates: DateReading) -> Vec<String> {
    let DateReading::Undecidable(clue) = dates else {
        return Vec::new();
    };
    let order = match clue.order {
        DateOrder::MonthFirst => "month first",
        DateOrder::DayFirst => "day first",
    };
    vec![format!(
        "every date can be read both ways; they were read {order}"
    )]
}

impl Planned {
    pub(super) fn preview(self) -> Preview {
        let starts = || self.plan.entries.iter().map(|entry| entry.start);
        Preview {
            span: starts().min().zip(starts().max()),
            outcome: self.outcome,
            dates: self.dates,
            samples: self.plan.samples,
            names: self.plan.names,
        }
    }
}

/// Who brings what into which company.
pub(super) struct Delivery<'a> {
    pub(super) store: &'a Store,
    pub(super) company: CompanyId,
    pub(super) actor: MemberId,
    pub(super) import: ImportId,
    pub(super) file: BlobId,
    pub(super) file_name: &'a str,
    pub(super) now: &'a dyn Fn() -> Timestamp,
    /// Turns true when the server stops.
    pub(super) stopping: &'a AtomicBool,
}

impl Delivery<'_> {
    /// Brings what was planned; afterwards it counts.
    pub(super) fn bring(
        &self,
        table: &Table,
        planned: Planned,
        tell: &mut dyn FnMut(Progress),
    ) -> Result<Outcome, ImportError> {
        let Planned {
            plan, mut outcome, ..
        } = planned;
        let report = self.keep_report(table, &outcome)?;
        let mut progress = Progress {
            rows_read: outcome.rows,
            rows: outcome.rows,
            entries_stored: 0,
            entries: outcome.entries,
        };
        tell(progress);
        let mut count = 0_u32;
        let mut waiting: VecDeque<(u64, Command, Reply<Executed, ExecuteError>)> = VecDeque::new();
        for command in parts(self.import, plan.names, plan.entries) {
            if waiting.len() >= IN_FLIGHT_MAX
                && let Some(first) = waiting.pop_front()
            {
                progress.entries_stored += self.finish(first)?;
                tell(progress);
            }
            if self.stopping.load(Ordering::Relaxed) {
                return Err(ImportError::Stopping);
            }
            // Entries come when what they name is there.
            let named = matches!(command, Command::StageImportEntries(..));
            while named
                && waiting
                    .front()
                    .is_some_and(|(_, sent, _)| brings_names(sent))
                && let Some(first) = waiting.pop_front()
            {
                self.finish(first)?;
            }
            count += 1;
            let reply = self.send(command.clone());
            waiting.push_back((entries_in(&command), command, reply));
        }
        for sent in waiting {
            progress.entries_stored += self.finish(sent)?;
            tell(progress);
        }
        let stated = self.stated(table, &outcome, count, report);
        let commit = Command::CommitImport(self.import, Box::new(stated));
        let reply = self.send(commit.clone());
        self.finish((0, commit, reply))?;
        outcome.import = Some(self.import.to_string());
        Ok(outcome)
    }

    fn send(&self, command: Command) -> Reply<Executed, ExecuteError> {
        let execute = Execute::new(self.company, self.actor, command, (self.now)());
        self.store.execute(execute)
    }

    /// Waits for a part; one that found the store too busy is sent again. Parts with entries may
    /// change places by that: only names must come before them, and the end after them.
    fn finish(
        &self,
        (entries, command, mut reply): (u64, Command, Reply<Executed, ExecuteError>),
    ) -> Result<u64, ImportError> {
        loop {
            match reply.wait() {
                Ok(_) => return Ok(entries),
                Err(ExecuteError::Write(WriteError::Busy)) => {
                    std::thread::sleep(BUSY_WAIT);
                    reply = self.send(command.clone());
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn keep_report(&self, table: &Table, outcome: &Outcome) -> Result<Option<BlobId>, ImportError> {
        if outcome.rejected.is_empty() {
            return Ok(None);
        }
        let report = Report::new(&table.sheet, &outcome.rejected);
        let bytes = serde_json::to_vec(&report).expect("invariant: a report is plain data");
        let kept = self
            .store
            .blobs()
            .put(self.company, &mut bytes.as_slice())?;
        Ok(Some(kept))
    }

    fn stated(
        &self,
        table: &Table,
        outcome: &Outcome,
        parts: u32,
        report: Option<BlobId>,
    ) -> ImportCommitted {
        let name = self.file_name.chars().filter(|c| !c.is_control());
        let mapping = serde_json::to_string(&table.mapping);
        ImportCommitted {
            parts,
            file: self.file.to_bytes(),
            report: report.map(BlobId::to_bytes),
            file_name: name.take(FILE_NAME_CHARS_MAX).collect(),
            source: outcome.preset.clone(),
            mapping: mapping.expect("invariant: a mapping is plain data"),
            headers: table.headers_hash(),
            zone: outcome.zone.clone(),
            rows: outcome.rows,
            entries: outcome.entries,
            duplicates: outcome.duplicates,
            rejected: u64::try_from(outcome.rejected.len()).unwrap_or(u64::MAX),
            employees: outcome.employees,
            jobs: outcome.jobs,
            cost_codes: outcome.cost_codes,
            seconds: outcome.seconds,
        }
    }
}

const fn brings_names(command: &Command) -> bool {
    matches!(command, Command::StageImportNames(..))
}

fn entries_in(command: &Command) -> u64 {
    match command {
        Command::StageImportEntries(_, part) => part.entries.len() as u64,
        _names => 0,
    }
}
