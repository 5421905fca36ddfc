//! What reading and writing can fail with. A failed write says whether it happened.

use engine::ViewError;

/// Reading failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// There is no such company.
    #[error("there is no such company")]
    UnknownCompany,
    /// A value is not what was sealed there: damaged, moved, or sealed under another key.
    #[error("a value of {table} is damaged: its seal does not hold")]
    Unsealed {
        /// The table.
        table: &'static str,
    },
    /// A value was unsealed but is not of its form.
    #[error("a value of {table} is not of its form")]
    Corrupt {
        /// The table.
        table: &'static str,
    },
    /// The disk or the database file failed.
    #[error("the database failed: {0}")]
    Storage(String),
    /// The engine could not read a view row.
    #[error(transparent)]
    View(#[from] ViewError),
}

impl From<ReadError> for ViewError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::View(error) => error,
            error @ (ReadError::UnknownCompany
            | ReadError::Unsealed { .. }
            | ReadError::Corrupt { .. }
            | ReadError::Storage(_)) => Self::Storage(error.to_string()),
        }
    }
}

/// Writing failed for a reason that has nothing to do with what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// Too much is waiting. Nothing was written.
    #[error("the server is busy; nothing was saved, try again in a moment")]
    Busy,
    /// The store failed before. Nothing was written.
    #[error("the server keeps nothing new until it is restarted: {reason}")]
    ReadOnly {
        /// What failed.
        reason: String,
    },
    /// The commit itself failed: it may or may not be on disk.
    #[error("it is not certain that this was saved: {reason}")]
    CommitFailed {
        /// What failed.
        reason: String,
    },
    /// This company was stopped after a fault; the others go on. Nothing was written.
    #[error("this company was stopped after a fault; nothing was saved, tell your operator")]
    Stopped,
    /// The server was set back, and the company waits for what phones bring again. Nothing was
    /// written.
    #[error(
        "the server was restored and waits for what phones send again; nothing was saved, try again later"
    )]
    Recovering,
    /// There is no such company. Nothing was written.
    #[error("there is no such company")]
    UnknownCompany,
    /// Something could not be read. Nothing was written.
    #[error("nothing was saved: {0}")]
    Storage(String),
}

impl WriteError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Busy => "busy",
            Self::ReadOnly { .. } => "read_only",
            Self::CommitFailed { .. } => "commit_failed",
            Self::Stopped => "company_stopped",
            Self::Recovering => "recovering",
            Self::UnknownCompany => "company_unknown",
            Self::Storage(_) => "storage_failed",
        }
    }
}

impl From<ReadError> for WriteError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::UnknownCompany => Self::UnknownCompany,
            error @ (ReadError::Unsealed { .. }
            | ReadError::Corrupt { .. }
            | ReadError::Storage(_)
            | ReadError::View(_)) => Self::Storage(error.to_string()),
        }
    }
}

/// How a unit of work ends without a result.
#[derive(Debug)]
pub(crate) enum Failure<E> {
    /// It was refused; nothing is wrong with the store.
    Refused(E),
    /// Something is wrong: the company stops.
    Fault(ReadError),
}

impl<E> From<ReadError> for Failure<E> {
    fn from(error: ReadError) -> Self {
        Self::Fault(error)
    }
}

impl<E> From<ViewError> for Failure<E> {
    fn from(error: ViewError) -> Self {
        Self::Fault(error.into())
    }
}
