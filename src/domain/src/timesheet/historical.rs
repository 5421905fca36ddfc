//! Hours that were written down elsewhere, before the firm came here: what an import reads out of
//! a file and what the company's state machine takes in. Nothing here knows a file format.

use jiff::Timestamp;
use jiff::civil::Date;

/// One row of somebody's hours. Names are as the file has them, trimmed; empty where it has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoricalEntry {
    /// The line of the file that the row begins on, from 1.
    pub line: u32,
    /// Who worked.
    pub employee: String,
    /// The person's e-mail address.
    pub email: String,
    /// Whom it was for.
    pub customer: String,
    /// The name of the job.
    pub job: String,
    /// The firm's code of the job.
    pub job_code: String,
    /// The kind of work.
    pub cost_code: String,
    /// When, or how long on which day.
    pub time: HistoricalTime,
    /// What was written beside it.
    pub note: String,
}

/// The time of a [`HistoricalEntry`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HistoricalTime {
    /// From one instant to another; never ends before it starts.
    Span {
        /// When work began.
        start: Timestamp,
        /// When it ended.
        end: Timestamp,
        /// Seconds of unpaid break inside it, at most its length.
        break_seconds: i64,
    },
    /// Only a number of hours on a work date is known.
    Hours {
        /// The work date.
        date: Date,
        /// Worked seconds, 0 to 24 hours.
        seconds: i64,
    },
}

impl HistoricalTime {
    /// Seconds worked.
    pub fn worked_seconds(&self) -> i64 {
        match *self {
            Self::Span {
                start,
                end,
                break_seconds,
            } => crate::time::elapsed_seconds(start, end).saturating_sub(break_seconds),
            Self::Hours { seconds, .. } => seconds,
        }
    }
}
