//! Rows of time entries, their history, and of ops that do not count.

use domain::timesheet::{EntryFlags, TimeEntry};
use domain::{CostCodeId, EmployeeId, ImportId, JobId, LogId, MemberId, OpId, TimeEntryId};
use jiff::Timestamp;
use oplog::receipt::{QuarantineReason, Verdict};
use oplog::v1::payload::{BreakAttestation, BreakTimes, RoleTag};
use oplog::wire;
use serde::{Deserialize, Serialize};

use super::Row;
use crate::table::Table;

/// A field of an entry that edits can conflict on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Field {
    /// When work began.
    Start,
    /// When it ended.
    End,
    /// The breaks.
    Breaks,
    /// The job.
    Job,
    /// The cost code.
    CostCode,
    /// The note.
    Note,
    /// Whether it counts.
    Voided,
}

/// Who last set a field, and where in the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldStamp {
    /// The journal position.
    pub position: u64,
    /// The author's log.
    #[serde(with = "wire::id")]
    pub log: LogId,
    /// The author's role then.
    pub role: RoleTag,
}

/// The stamps of an entry's fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamps {
    /// Of the start.
    pub start: FieldStamp,
    /// Of the end.
    pub end: FieldStamp,
    /// Of the breaks.
    pub breaks: FieldStamp,
    /// Of the job.
    pub job: FieldStamp,
    /// Of the cost code.
    pub cost_code: FieldStamp,
    /// Of the note.
    pub note: FieldStamp,
    /// Of voiding.
    pub voided: FieldStamp,
}

impl Stamps {
    /// Every field set at once.
    pub const fn all(stamp: FieldStamp) -> Self {
        Self {
            start: stamp,
            end: stamp,
            breaks: stamp,
            job: stamp,
            cost_code: stamp,
            note: stamp,
            voided: stamp,
        }
    }

    /// The stamp of a field.
    pub const fn of(&self, field: Field) -> FieldStamp {
        match field {
            Field::Start => self.start,
            Field::End => self.end,
            Field::Breaks => self.breaks,
            Field::Job => self.job,
            Field::CostCode => self.cost_code,
            Field::Note => self.note,
            Field::Voided => self.voided,
        }
    }

    /// Sets the stamp of a field.
    pub const fn set(&mut self, field: Field, stamp: FieldStamp) {
        match field {
            Field::Start => self.start = stamp,
            Field::End => self.end = stamp,
            Field::Breaks => self.breaks = stamp,
            Field::Job => self.job = stamp,
            Field::CostCode => self.cost_code = stamp,
            Field::Note => self.note = stamp,
            Field::Voided => self.voided = stamp,
        }
    }
}

/// The values of an entry that people see and change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryValues {
    /// When work began.
    #[serde(with = "wire::instant")]
    pub start: Timestamp,
    /// When it ended, if it has.
    #[serde(with = "wire::instant_option")]
    pub end: Option<Timestamp>,
    /// Its breaks in order of their start.
    pub breaks: Vec<BreakTimes>,
    /// The job.
    #[serde(with = "wire::id_option")]
    pub job: Option<JobId>,
    /// The cost code.
    #[serde(with = "wire::id_option")]
    pub cost_code: Option<CostCodeId>,
    /// The note, or empty.
    pub note: String,
}

/// How an entry came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    /// By clocking in.
    Clock,
    /// By hand.
    Hand,
    /// Out of a file.
    Import {
        /// The import, without which it does not count.
        #[serde(with = "wire::id")]
        import: ImportId,
        /// Only its length and its work date are known; start and end stand for them.
        hours_only: bool,
    },
}

/// What the journal noted about an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct EntryFlagsRow {
    /// The phone's clock was doubtful.
    pub clock_suspect: bool,
    /// An op of it reached the server more than a day after it happened.
    pub late: bool,
    /// Its job or cost code was archived when it was booked.
    pub archived_job: bool,
    /// Its employee was archived when it was stated.
    pub former_employee: bool,
}

/// What the employee said about the breaks of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Attested {
    /// The meal that is taken off by rule was worked.
    pub meal_worked: bool,
    /// Answers at the end of work, one a question.
    pub answers: Vec<BreakAttestation>,
}

/// A time entry. Key: time entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryRow {
    /// Whose time it is.
    #[serde(with = "wire::id")]
    pub employee: EmployeeId,
    /// What people see and change.
    pub values: EntryValues,
    /// Voided entries stay visible and count for nothing.
    pub voided: bool,
    /// How it came to be.
    pub origin: Origin,
    /// What the employee said about its breaks.
    pub attested: Attested,
    /// What the journal noted.
    pub flags: EntryFlagsRow,
    /// The stable names of exceptions that were looked at and let stand.
    pub settled: Vec<String>,
    /// Who set which field.
    pub stamps: Stamps,
}

impl EntryRow {
    /// The entry as the rules of the trade see it.
    pub fn entry(&self, id: TimeEntryId) -> TimeEntry {
        TimeEntry {
            id,
            employee: self.employee,
            start: self.values.start,
            end: self.values.end,
            breaks: self
                .values
                .breaks
                .iter()
                .map(|pause| (*pause).into())
                .collect(),
            job: self.values.job,
            cost_code: self.values.cost_code,
            voided: self.voided,
        }
    }

    /// The flags as the rules of the trade see them.
    pub const fn flags(&self) -> EntryFlags {
        EntryFlags {
            clock_suspect: self.flags.clock_suspect,
            late: self.flags.late,
            archived_job: self.flags.archived_job,
            former_employee: self.flags.former_employee,
            hours_only: self.is_hours_only(),
        }
    }

    /// Whether only its length and its work date are known.
    pub const fn is_hours_only(&self) -> bool {
        matches!(
            self.origin,
            Origin::Import {
                hours_only: true,
                ..
            }
        )
    }
}

/// Something that happened to an entry. Key: time entry, journal position.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryRow {
    /// Whose time it is: the history goes where the entry goes.
    #[serde(with = "wire::id")]
    pub employee: EmployeeId,
    /// The op.
    #[serde(with = "wire::id")]
    pub op_id: OpId,
    /// Its kind.
    pub kind: u16,
    /// Who stated it.
    #[serde(with = "wire::id")]
    pub actor: MemberId,
    /// The actor's role then.
    pub role: RoleTag,
    /// Through which log.
    #[serde(with = "wire::id")]
    pub log: LogId,
    /// When it happened by the author's clock.
    #[serde(with = "wire::instant")]
    pub at: Timestamp,
    /// When the server received it.
    #[serde(with = "wire::instant")]
    pub received_at: Timestamp,
    /// How it was judged.
    pub verdict: Verdict,
    /// The reason given, or empty.
    pub reason: String,
    /// The values before it, where there were any.
    pub before: Option<EntryValues>,
    /// The values after it.
    pub after: EntryValues,
    /// Fields that it set and lost to another edit.
    pub lost: Vec<Field>,
}

/// An op that was counted. Key: op id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpRow {
    /// Its journal position.
    pub position: u64,
    /// The first 128 bits of the BLAKE3 hash of its bytes.
    pub content: [u8; 16],
}

/// An op that did not count when it was judged, with what became of it. Key: journal position.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuarantineRow {
    /// The op.
    #[serde(with = "wire::id")]
    pub op_id: OpId,
    /// Its kind.
    pub kind: u16,
    /// Who stated it.
    #[serde(with = "wire::id")]
    pub actor: MemberId,
    /// Through which log.
    #[serde(with = "wire::id")]
    pub log: LogId,
    /// When it happened by the author's clock.
    #[serde(with = "wire::instant")]
    pub at: Timestamp,
    /// When the server received it.
    #[serde(with = "wire::instant")]
    pub received_at: Timestamp,
    /// Its sequence in the log.
    pub seq: u64,
    /// How far the author's clock was ahead when it was sent, in milliseconds.
    pub skew_ms: i64,
    /// The op as it was received.
    pub bytes: Vec<u8>,
    /// How it was judged at first.
    pub first: Verdict,
    /// How it is judged now.
    pub verdict: Verdict,
    /// What it waits for, as its key in [`Table::Waiting`] begins; empty when for nothing.
    pub waits_for: Vec<u8>,
    /// How it was judged again, the last time last; see [`crate::again::KEPT_MAX`].
    pub again: Vec<JudgedAgain>,
}

/// One time that an op was judged again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JudgedAgain {
    /// The journal position from which it stands.
    pub position: u64,
    /// When, by the clock of whoever judged.
    #[serde(with = "wire::instant")]
    pub at: Timestamp,
    /// Who settled it; [`crate::access::SYSTEM`] for the server.
    #[serde(with = "wire::id")]
    pub by: MemberId,
    /// The verdict.
    pub verdict: Verdict,
    /// Why, or empty.
    pub reason: String,
}

impl QuarantineRow {
    /// Whether it is held back: it does not count, and nobody decided that it never shall.
    pub const fn is_held(&self) -> bool {
        !self.waits_for.is_empty()
    }

    /// Whether somebody decided that it shall not count.
    pub const fn is_set_aside(&self) -> bool {
        matches!(
            self.verdict,
            Verdict::Quarantined(QuarantineReason::SetAside)
        )
    }

    /// Whether it was judged for good: it has taken effect.
    pub const fn is_final(&self) -> bool {
        !self.is_held() && !self.is_set_aside()
    }
}

impl Row for EntryRow {
    const TABLE: Table = Table::TimeEntry;
}

impl Row for HistoryRow {
    const TABLE: Table = Table::EntryHistory;
}

impl Row for OpRow {
    const TABLE: Table = Table::Op;
}

impl Row for QuarantineRow {
    const TABLE: Table = Table::Quarantine;
}
