//! Opening the store: the folder, the file and its one owner, the keys, the format, and views
//! that an older engine made.

mod first;
pub(crate) mod master;

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::thread::JoinHandle;

use domain::CompanyId;
use oplog::receipt::{Signed, Statement};
use oplog::{PublicKey, SigningKey};
use redb::{Database, DatabaseError, ReadableDatabase};
use tokio::sync::broadcast;

use crate::blob::BlobFolder;
use crate::error::{Failure, ReadError, WriteError};
use crate::figures::Counters;
use crate::keys::Keyring;
use crate::migrate::{self, Step};
use crate::restore;
use crate::seal::{self, MasterKey};
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
    },
}

/// How a database of ours is opened.
pub(crate) fn builder() -> redb::Builder {
    let mut builder = Database::builder();
    builder.set_cache_size(CACHE_BYTES);
    builder
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
    pub(crate) started: std::time::Instant,
}

/// What the writer thread and the callers share.
pub(crate) struct Shared {
    pub(crate) database: Database,
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
    failure: OnceLock<String>,
}

impl Shared {
    /// Takes no more writes from now on.
    pub(crate) fn fail(&self, reason: &str) {
        tracing::error!(
            reason,
            "the store failed and is read-only until it is restarted"
        );
        // The first failure is the one to tell.
        let _ = self.failure.set(reason.to_owned());
    }

    pub(crate) fn failure(&self) -> Option<String> {
        self.failure.get().cloned()
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
        let database = builder().create(&path).map_err(|error| match error {
            DatabaseError::DatabaseAlreadyOpen => OpenError::InUse,
            other => OpenError::Storage(other.to_string()),
        })?;
        master::owner_only(&path)?;
        Self::build(database, Some(dir), steps, |is_new| {
            master::master_key(dir, options, is_new)
        })
    }

    /// The store on another kind of storage than a file: memory, or a disk that a test breaks.
    /// It has no folder, so no files beside the database.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn on_backend(
        backend: impl redb::StorageBackend,
        master_key: MasterKey,
    ) -> Result<Self, OpenError> {
        let database = builder()
            .create_with_backend(backend)
            .map_err(|error| OpenError::Storage(error.to_string()))?;
        Self::build(database, None, migrate::STEPS, |_| Ok(master_key))
    }

    fn build(
        database: Database,
        folder: Option<&Path>,
        steps: &[Step],
        master_key: impl FnOnce(bool) -> Result<MasterKey, OpenError>,
    ) -> Result<Self, OpenError> {
        let (keys, identity) = first::keys_of(&database, folder, steps, master_key)?;
        let shared = Arc::new(Shared {
            database,
            keys: Arc::new(keys),
            identity: Arc::new(identity),
            commits: broadcast::Sender::new(COMMITS_KEPT),
            blobs: folder.map(BlobFolder::new),
            folder: folder.map(Path::to_owned),
            format: migrate::format_of(steps),
            counters: Counters::default(),
            failure: OnceLock::new(),
        });
        first::refuse_newer_views(&shared)?;
        refold::rebuild_views(&shared)?;
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
        match self.shared().failure() {
            Some(reason) => Health::Failed { reason },
            None => Health::Ok,
        }
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

    /// Random bytes of the operating system.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        seal::random()
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
        let transaction = self
            .shared()
            .database
            .begin_read()
            .map_err(|error| tables::storage(&error))?;
        Ok(ReadTables::new(
            transaction,
            Arc::clone(&self.shared().keys),
        ))
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
