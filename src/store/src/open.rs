//! Opening the store: the folder, the file and its one owner, the keys, the format, and views
//! that an older engine made.

mod first;
pub(crate) mod master;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use domain::CompanyId;
use oplog::receipt::{Signed, Statement};
use oplog::{PublicKey, SigningKey};
use redb::backends::FileBackend;
use redb::{Database, DatabaseError, ReadableDatabase};
use tokio::sync::broadcast;

use crate::ambient::{Ambient, Machine};
use crate::blob::BlobFolder;
use crate::disk::{Disk, FailureCause, Watched};
use crate::error::{Failure, ReadError, WriteError};
use crate::figures::Counters;
use crate::keys::Keyring;
use crate::migrate::{self, Step};
use crate::restore;
use crate::seal::MasterKey;
use crate::system::rows::TokenHash;
use crate::tables::{self, ReadTables};
use crate::unit::Unit;
use crate::verify::refold;
use crate::writer;
use crate::writer::queue::Queue;
use crate::writer::reply::Reply;
use crate::writer::work::Task;

/// The database file's name in the data folder.
pub(crate) const FILE_NAME: &str = "timetrakr.redb";
/// How much memory the database may use for pages.
const CACHE_BYTES: usize = 16 * 1024 * 1024;
/// How many commits a slow subscriber may fall behind.
const COMMITS_KEPT: usize = 1_024;

/// How to open the store.
#[derive(Debug, Clone, Default)]
pub struct OpenOptions {
    /// The master key; `None` reads it from `master.key` in the data folder, which the first
    /// start makes.
    pub master_key: Option<MasterKey>,
}

/// Why the store does not open. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process has it open.
    #[error("the database is in use by another TimeTrakr; stop that one first")]
    InUse,
    /// A later version wrote it.
    #[error(
        "the database has format {found}, this version knows {known}; use the TimeTrakr that wrote it or a newer one"
    )]
    NewerFormat {
        /// The format found.
        found: u32,
        /// The format that this version writes.
        known: u32,
    },
    /// The engine of a later version made its views.
    #[error(
        "a newer TimeTrakr used this database (its views have version {found}, this version knows {known}); use that one or a newer one"
    )]
    NewerViews {
        /// The version found.
        found: u32,
        /// The version that this one makes.
        known: u32,
    },
    /// An older version wrote it, and no copy could be made before it is migrated.
    #[error("the database is of an older TimeTrakr and is not touched without a copy: {0}")]
    NoCopy(String),
    /// A restore was interrupted, and there is no database yet.
    #[error("a restore into {path} was interrupted; run `timetrakr restore` again", path = path.display())]
    UnfinishedRestore {
        /// The data folder.
        path: PathBuf,
    },
    /// The master key is not the one that the database was made with.
    #[error("the master key is not this database's; give the one that it was made with")]
    WrongMasterKey,
    /// The key file is not a key.
    #[error("{path} is not a master key: it holds 64 hexadecimal digits", path = path.display())]
    BadMasterKeyFile {
        /// The file.
        path: PathBuf,
    },
    /// There is a database, but no key for it.
    #[error("the database's master key is missing: put it back at {path}", path = path.display())]
    MasterKeyMissing {
        /// Where it should be.
        path: PathBuf,
    },
    /// The data folder or a file in it cannot be used.
    #[error("{path} cannot be used: {source}", path = path.display())]
    Folder {
        /// The folder or file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The database failed.
    #[error("the database cannot be opened: {0}")]
    Storage(String),
    /// Its rows cannot be read.
    #[error("the database cannot be read: {0}")]
    Read(#[from] ReadError),
}

/// Whether the store takes new work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Health {
    /// It does.
    Ok,
    /// The disk or the database failed: what is there can be read, nothing new is kept until a
    /// restart.
    Failed {
        /// What failed.
        reason: String,
        /// Why, as far as it can be told.
        cause: FailureCause,
        /// How long ago.
        ago: Duration,
    },
}

/// What made the store read-only.
struct Fault {
    reason: String,
    cause: FailureCause,
    uptime_ms: u64,
}

/// How a database of ours is opened.
pub(crate) fn builder() -> redb::Builder {
    let mut builder = Database::builder();
    builder.set_cache_size(CACHE_BYTES);
    builder
}

/// The database of a file, which is made if it is not there.
fn on_file(path: &Path) -> Result<(Database, Arc<Disk>), OpenError> {
    let folder = |source| OpenError::Folder {
        path: path.to_owned(),
        source,
    };
    let mut options = std::fs::OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    let file = options.open(path).map_err(folder)?;
    on_disk(FileBackend::new(file).map_err(|error| unopened(&error))?)
}

/// The database on a disk, which is watched.
fn on_disk(backend: impl redb::StorageBackend) -> Result<(Database, Arc<Disk>), OpenError> {
    let disk = Disk::new(backend).map_err(|error| OpenError::Storage(error.to_string()))?;
    let database = builder().create_with_backend(Watched(Arc::clone(&disk)));
    Ok((database.map_err(|error| unopened(&error))?, disk))
}

fn unopened(error: &DatabaseError) -> OpenError {
    match error {
        DatabaseError::DatabaseAlreadyOpen => OpenError::InUse,
        other => OpenError::Storage(other.to_string()),
    }
}

/// A company's journal reached a position; it is on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Committed {
    /// The company.
    pub company: CompanyId,
    /// The last position.
    pub position: u64,
}

/// The server's identity towards devices.
pub(crate) struct Identity {
    pub(crate) key: SigningKey,
    pub(crate) server_id: [u8; 16],
    pub(crate) epoch: u64,
    /// A random number of this start.
    pub(crate) boot_id: u64,
}

/// What the writer thread and the callers share.
pub(crate) struct Shared {
    pub(crate) database: Database,
    pub(crate) disk: Arc<Disk>,
    pub(crate) keys: Arc<Keyring>,
    pub(crate) identity: Arc<Identity>,
    pub(crate) commits: broadcast::Sender<Committed>,
    /// Files beside the database; none for one in memory.
    pub(crate) blobs: Option<BlobFolder>,
    /// The data folder; none for one in memory.
    pub(crate) folder: Option<PathBuf>,
    /// The format that the database is in.
    pub(crate) format: u32,
    pub(crate) counters: Counters,
    /// Companies of whose recovery ops are left to be judged.
    unjudged: Mutex<Vec<CompanyId>>,
    failure: OnceLock<Fault>,
    /// What is read once the store has failed: the database answers nothing from the disk then.
    past: OnceLock<Database>,
}

impl Shared {
    /// Takes no more writes from now on. What the last good commit left is read on.
    pub(crate) fn fail(&self, reason: &str) {
        let cause = self.disk.cause();
        let fault = Fault {
            reason: reason.to_owned(),
            cause,
            uptime_ms: self.keys.ambient().uptime_ms(),
        };
        // The first failure is the one to tell.
        if self.failure.set(fault).is_err() {
            return;
        }
        let what_to_do = match cause {
            FailureCause::DiskFull => {
                "the disk is full: make room, or run `timetrakr recover-space`, then restart"
            }
            FailureCause::DiskFailed => {
                "look at the disk, restart, and run `timetrakr verify`; keep a backup at hand"
            }
        };
        tracing::error!(
            reason,
            what_to_do,
            "the store failed and is read-only until it is restarted"
        );
        match self.disk.reopened(&builder()) {
            // Nobody else can have set it: one failure is the first.
            Ok(past) => drop(self.past.set(past)),
            Err(error) => tracing::error!(%error, "reads may fail too until the restart"),
        }
    }

    pub(crate) fn failure(&self) -> Option<String> {
        self.failure.get().map(|fault| fault.reason.clone())
    }

    /// The rows as they are now.
    pub(crate) fn read(&self) -> Result<ReadTables, ReadError> {
        let transaction = self
            .readable()
            .begin_read()
            .map_err(|error| tables::storage(&error))?;
        Ok(ReadTables::new(transaction, Arc::clone(&self.keys)))
    }

    /// The database to read from.
    pub(crate) fn readable(&self) -> &Database {
        self.past.get().unwrap_or(&self.database)
    }

    /// Has what a company's recovery left to judge be judged next.
    pub(crate) fn judge_next(&self, company: CompanyId) {
        let mut unjudged = self.unjudged.lock().unwrap_or_else(PoisonError::into_inner);
        unjudged.push(company);
    }

    /// A company of whose recovery ops are left to be judged.
    pub(crate) fn take_unjudged(&self) -> Option<CompanyId> {
        let mut unjudged = self.unjudged.lock().unwrap_or_else(PoisonError::into_inner);
        unjudged.pop()
    }
}

/// The store. Cheap to clone; dropping the last clone finishes what waits and closes the file.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    shared: Arc<Shared>,
    queue: Arc<Queue>,
    writer: Option<JoinHandle<()>>,
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.queue.close();
        if let Some(writer) = self.writer.take()
            && writer.join().is_err()
        {
            tracing::error!("the writer thread ended in a panic");
        }
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store")
            .field("health", &self.health())
            .finish_non_exhaustive()
    }
}

impl Store {
    /// Whether there is a database in a folder.
    pub fn is_in(folder: &Path) -> bool {
        folder.join(FILE_NAME).exists()
    }

    /// Opens the store in a data folder, making both at the first start.
    ///
    /// # Errors
    /// When another process has it, the key or format is not ours, or the disk fails.
    pub fn open(dir: &Path, options: OpenOptions) -> Result<Self, OpenError> {
        Self::open_with(dir, options, migrate::STEPS)
    }

    /// Whether a data folder has a database.
    pub fn exists(dir: &Path) -> bool {
        dir.join(FILE_NAME).exists()
    }

    /// Opens it with these steps from one format to the next.
    pub(crate) fn open_with(
        dir: &Path,
        options: OpenOptions,
        steps: &[Step],
    ) -> Result<Self, OpenError> {
        master::make_folder(dir)?;
        let path = dir.join(FILE_NAME);
        if dir.join(restore::PARTIAL).exists() && !path.exists() {
            let path = dir.to_owned();
            return Err(OpenError::UnfinishedRestore { path });
        }
        let (database, disk) = on_file(&path)?;
        master::owner_only(&path)?;
        let machine: Arc<dyn Ambient> = Arc::new(Machine::from_now());
        Self::build((database, disk), Some(dir), steps, &machine, |is_new| {
            master::master_key(dir, options, is_new)
        })
    }

    /// The store on another kind of storage than a file: memory, or a disk that a test breaks.
    /// It has no folder, so no files beside the database. With the same `ambient`, backend and
    /// calls it writes the same but for the nonces of what is sealed.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn on_backend(
        backend: impl redb::StorageBackend,
        master_key: MasterKey,
        ambient: impl Ambient + 'static,
    ) -> Result<Self, OpenError> {
        let (database, disk) = on_disk(backend)?;
        let ambient: Arc<dyn Ambient> = Arc::new(ambient);
        Self::build((database, disk), None, migrate::STEPS, &ambient, |_| {
            Ok(master_key)
        })
    }

    fn build(
        (database, disk): (Database, Arc<Disk>),
        folder: Option<&Path>,
        steps: &[Step],
        ambient: &Arc<dyn Ambient>,
        master_key: impl FnOnce(bool) -> Result<MasterKey, OpenError>,
    ) -> Result<Self, OpenError> {
        let (keys, identity) = first::keys_of(&database, folder, steps, ambient, master_key)?;
        let shared = Arc::new(Shared {
            database,
            disk,
            keys: Arc::new(keys),
            identity: Arc::new(identity),
            commits: broadcast::Sender::new(COMMITS_KEPT),
            blobs: folder.map(BlobFolder::new),
            folder: folder.map(Path::to_owned),
            format: migrate::format_of(steps),
            counters: Counters::default(),
            unjudged: Mutex::default(),
            failure: OnceLock::new(),
            past: OnceLock::new(),
        });
        first::refuse_newer_views(&shared)?;
        refold::rebuild_views(&shared)?;
        first::find_unjudged(&shared)?;
        shared.disk.committed();
        let queue = Arc::new(Queue::default());
        let writer = std::thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn({
                let (shared, queue) = (Arc::clone(&shared), Arc::clone(&queue));
                move || writer::run(&shared, &queue)
            });
        let writer = writer.map_err(|error| OpenError::Storage(error.to_string()))?;
        Ok(Self {
            inner: Arc::new(Inner {
                shared,
                queue,
                writer: Some(writer),
            }),
        })
    }

    /// How many units of work wait for the writer.
    pub(crate) fn waiting(&self) -> usize {
        self.inner.queue.waiting()
    }

    /// Whether it takes new work.
    pub fn health(&self) -> Health {
        let shared = self.shared();
        shared.failure.get().map_or(Health::Ok, |fault| {
            let now = shared.keys.ambient().uptime_ms();
            Health::Failed {
                reason: fault.reason.clone(),
                cause: fault.cause,
                ago: Duration::from_millis(now.saturating_sub(fault.uptime_ms)),
            }
        })
    }

    /// Which life of the journals this is: restoring a backup opens a new one.
    pub fn epoch(&self) -> u64 {
        self.shared().identity.epoch
    }

    /// The server's id.
    pub fn server_id(&self) -> [u8; 16] {
        self.shared().identity.server_id
    }

    /// The public half of the server's signing key.
    pub fn public_key(&self) -> PublicKey {
        self.shared().identity.key.public()
    }

    /// A statement with the server's signature.
    pub fn sign<T: Statement>(&self, statement: T) -> Signed<T> {
        Signed::new(statement, &self.shared().identity.key)
    }

    /// A hash that nobody can make without this store's secret; each purpose has its own.
    pub fn keyed_hash(&self, purpose: &str, bytes: &[u8]) -> [u8; 32] {
        self.shared().keys.hash(purpose, bytes)
    }

    /// How a session token, an invitation code or a set-up code is kept.
    pub fn token_hash(&self, token: &[u8]) -> TokenHash {
        TokenHash(self.keyed_hash("token", token))
    }

    /// Random bytes, of the operating system where the store is on a disk.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        self.shared().keys.random()
    }

    /// Tells of each company's new position once it is on disk. A subscriber that falls behind
    /// is told so by the channel, and then refreshes everything.
    pub fn subscribe(&self) -> broadcast::Receiver<Committed> {
        self.shared().commits.subscribe()
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.inner.shared
    }

    /// The rows as they are now.
    pub(crate) fn read(&self) -> Result<ReadTables, ReadError> {
        self.shared().read()
    }

    /// Queues work for the writer.
    pub(crate) fn submit<T, E, F>(
        &self,
        company: Option<CompanyId>,
        cost: u64,
        action: F,
    ) -> Reply<T, E>
    where
        T: Send + 'static,
        E: From<WriteError> + Send + 'static,
        F: FnOnce(&mut Unit<'_, '_>) -> Result<T, Failure<E>> + Send + 'static,
    {
        if let Some(reason) = self.shared().failure() {
            return Reply::known(Err(WriteError::ReadOnly { reason }.into()));
        }
        let (work, reply) = Task::with_reply(company, cost, action);
        self.inner.queue.push(work);
        reply
    }
}
