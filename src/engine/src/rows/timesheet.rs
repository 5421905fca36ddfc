//! Rows of timesheets: the settings that days and periods follow, what was said about a period's
//! hours, which periods are locked, and what was stated about locked time.

use domain::id::Id;
use domain::payroll::Dates;
use domain::time::{date_of_day, day_number};
use domain::timesheet::{Said, SheetStatus, Statements};
use domain::{EmployeeId, MemberId, OpId, PayRunId, TimeEntryId};
use jiff::Timestamp;
use jiff::civil::Date;
use oplog::v1::payload::{PeriodRuleTag, ReminderStep, TimesheetPolicy, WorkweekTag};
use oplog::wire;
use serde::{Deserialize, Serialize};

use super::{EntryRow, Row, key};
use crate::table::Table;

/// The hash of the entries of a timesheet: what a submission and an approval name.
pub type EntriesHash = [u8; 32];

/// A date in a key, so that keys sort as dates do.
pub fn date_key(date: Date) -> [u8; 4] {
    (day_number(date).cast_unsigned() ^ 0x8000_0000).to_be_bytes()
}

/// The date of [`date_key`].
pub fn date_of_key(bytes: [u8; 4]) -> Option<Date> {
    date_of_day((u32::from_be_bytes(bytes) ^ 0x8000_0000).cast_signed())
}

/// A value that is in force from a date on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Since<T> {
    /// The first date.
    #[serde(with = "wire::date")]
    pub from: Date,
    /// The value.
    pub value: T,
}

/// Sets what is in force from a date on, in place of what had begun on the same date.
pub fn set_since<T>(list: &mut Vec<Since<T>>, from: Date, value: T) {
    list.retain(|since| since.from != from);
    let at = list.partition_point(|since| since.from < from);
    list.insert(at, Since { from, value });
}

/// The company's settings that have dates; before the first of each, those of its own row hold.
/// Key: empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SheetSettingsRow {
    /// IANA zones.
    pub zones: Vec<Since<String>>,
    /// When workweeks and workdays begin.
    pub workweeks: Vec<Since<WorkweekTag>>,
    /// How often the firm pays.
    pub periods: Vec<Since<PeriodRuleTag>>,
    /// What the firm wants of timesheets.
    pub policies: Vec<Since<TimesheetPolicy>>,
}

impl SheetSettingsRow {
    /// What the firm wants of timesheets on a date.
    pub fn policy_on(&self, date: Date) -> TimesheetPolicy {
        let past = self.policies.iter().rev().find(|since| since.from <= date);
        past.map(|since| since.value).unwrap_or_default()
    }
}

/// The zones of an employee's days; `None` is the company's. Key: employee.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct EmployeeZoneRow {
    /// IANA zones.
    pub zones: Vec<Since<Option<String>>>,
}

/// That hours are true and complete.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    /// The journal position.
    pub position: u64,
    /// When, by the author's clock.
    #[serde(with = "wire::instant")]
    pub at: Timestamp,
    /// The entries that were meant.
    #[serde(with = "wire::bytes")]
    pub entries: EntriesHash,
    /// The version of the words.
    pub statement: u16,
    /// The language in which they were read.
    pub language: String,
}

/// That the employee does not agree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objection {
    /// The journal position.
    pub position: u64,
    /// When, by the author's clock.
    #[serde(with = "wire::instant")]
    pub at: Timestamp,
    /// With what.
    pub words: String,
}

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Decided {
    /// Approved, these entries.
    Approved(#[serde(with = "wire::bytes")] EntriesHash),
    /// Back to the employee.
    Returned,
    /// Open again.
    Reopened,
}

/// What a manager decided about a timesheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The journal position.
    pub position: u64,
    /// By whom.
    #[serde(with = "wire::id")]
    pub by: MemberId,
    /// When, by the author's clock.
    #[serde(with = "wire::instant")]
    pub at: Timestamp,
    /// What.
    pub decided: Decided,
    /// A note or a reason.
    pub words: String,
}

/// What was said about one employee's hours of one period. Key: employee, first date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimesheetRow {
    /// The first date of the period.
    #[serde(with = "wire::date")]
    pub first: Date,
    /// Its last, as it was when something was last said.
    #[serde(with = "wire::date")]
    pub last: Date,
    /// The last submission.
    pub submitted: Option<Submission>,
    /// The last objection.
    pub objection: Option<Objection>,
    /// The last decision.
    pub decision: Option<Decision>,
    /// Of what the employee was reminded.
    pub reminded: Vec<ReminderStep>,
}

impl TimesheetRow {
    /// The key of an employee's timesheet.
    pub fn key_of(employee: EmployeeId, first: Date) -> Vec<u8> {
        key(&[&employee.to_bytes(), &date_key(first)])
    }

    /// A timesheet about which nothing was said.
    pub const fn blank(dates: Dates) -> Self {
        Self {
            first: dates.first,
            last: dates.last,
            submitted: None,
            objection: None,
            decision: None,
            reminded: Vec::new(),
        }
    }

    /// Where it stands, whose entries have this hash now.
    pub fn status(&self, entries: &EntriesHash) -> SheetStatus {
        let submitted = self.submitted.as_ref();
        let decided = self.decision.as_ref().map(|decision| {
            let said = match decision.decided {
                Decided::Approved(hash) => Said::Approved(hash),
                Decided::Returned => Said::Returned,
                Decided::Reopened => Said::Reopened,
            };
            (decision.position, said)
        });
        let statements = Statements {
            submitted: submitted.map(|one| (one.position, one.entries)),
            decided,
        };
        statements.status(entries)
    }

    /// The objection that nobody decided about since.
    pub fn open_objection(&self) -> Option<&Objection> {
        let decided = self.decision.as_ref().map_or(0, |one| one.position);
        self.objection
            .as_ref()
            .filter(|objection| objection.position > decided)
    }
}

/// Something that was said about a timesheet. Key: employee, first date, journal position.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimesheetEventRow {
    /// The op.
    #[serde(with = "wire::id")]
    pub op_id: OpId,
    /// Its kind.
    pub kind: u16,
    /// Who said it.
    #[serde(with = "wire::id")]
    pub actor: MemberId,
    /// When, by the author's clock.
    #[serde(with = "wire::instant")]
    pub at: Timestamp,
    /// When the server received it.
    #[serde(with = "wire::instant")]
    pub received_at: Timestamp,
    /// The entries that were meant, where it names any.
    #[serde(with = "wire::bytes_option")]
    pub entries: Option<EntriesHash>,
    /// A reason, a note or an objection; or empty.
    pub words: String,
}

/// Who unlocked a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unlock {
    /// By whom.
    #[serde(with = "wire::id")]
    pub by: MemberId,
    /// When.
    #[serde(with = "wire::instant")]
    pub at: Timestamp,
    /// Why.
    pub reason: String,
}

/// A period that is locked, or was. Key: first date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodLockRow {
    /// The first date.
    #[serde(with = "wire::date")]
    pub first: Date,
    /// The last.
    #[serde(with = "wire::date")]
    pub last: Date,
    /// By whom.
    #[serde(with = "wire::id")]
    pub by: MemberId,
    /// When.
    #[serde(with = "wire::instant")]
    pub at: Timestamp,
    /// The pay run that locked it, unless a person did.
    #[serde(with = "wire::id_option")]
    pub pay_run: Option<PayRunId>,
    /// A note, or empty.
    pub note: String,
    /// Set once it is open again.
    pub unlocked: Option<Unlock>,
}

impl PeriodLockRow {
    /// Whether it is locked.
    pub const fn is_locked(&self) -> bool {
        self.unlocked.is_none()
    }

    /// Its dates.
    pub const fn dates(&self) -> Dates {
        Dates {
            first: self.first,
            last: self.last,
        }
    }
}

/// What becomes of a late correction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LateState {
    /// It awaits an approver.
    Pending,
    /// It counts.
    Accepted,
    /// It does not count.
    Declined,
}

/// Who decided about a late correction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateDecision {
    /// By whom.
    #[serde(with = "wire::id")]
    pub by: MemberId,
    /// When.
    #[serde(with = "wire::instant")]
    pub at: Timestamp,
    /// A note or a reason.
    pub words: String,
}

/// What was stated about an entry of locked time. Key: time entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateEntryRow {
    /// Whose time it is.
    #[serde(with = "wire::id")]
    pub employee: EmployeeId,
    /// What becomes of it.
    pub state: LateState,
    /// The entry as it counts, unless it would be a new one.
    pub before: Option<EntryRow>,
    /// The entry as it would be.
    pub proposed: EntryRow,
    /// The journal position of the last statement.
    pub position: u64,
    /// Who made it.
    #[serde(with = "wire::id")]
    pub by: MemberId,
    /// When, by the author's clock.
    #[serde(with = "wire::instant")]
    pub at: Timestamp,
    /// Why, or empty.
    pub reason: String,
    /// The last decision.
    pub decision: Option<LateDecision>,
}

impl LateEntryRow {
    /// The key by which pending ones of an employee are found.
    pub fn pending_key(employee: EmployeeId, entry: TimeEntryId) -> Vec<u8> {
        key(&[&employee.id_bytes(), &entry.id_bytes()])
    }
}

/// A correction of locked time that counts, for pay. Key: first date of the period in which it
/// pays, journal position.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateCorrectionRow {
    /// The entry.
    #[serde(with = "wire::id")]
    pub entry: TimeEntryId,
    /// Whose time it is.
    #[serde(with = "wire::id")]
    pub employee: EmployeeId,
    /// The first date of the period that it is time of.
    #[serde(with = "wire::date")]
    pub first: Date,
    /// Its last.
    #[serde(with = "wire::date")]
    pub last: Date,
    /// The first date of the period in which it pays.
    #[serde(with = "wire::date")]
    pub pays_first: Date,
    /// Its last.
    #[serde(with = "wire::date")]
    pub pays_last: Date,
    /// The entry as it was, unless it is a new one.
    pub before: Option<EntryRow>,
    /// The entry as it is from now on.
    pub after: EntryRow,
    /// Who decided.
    pub decision: LateDecision,
}

/// The days on which an import has entries: none of them may be locked when it begins or ceases
/// to count. Key: import.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ImportDaysRow {
    /// Days since 1970-01-01, in order.
    pub days: std::collections::BTreeSet<i32>,
}

macro_rules! row_in {
    ($($row:ident $table:ident,)*) => {$(
        impl Row for $row {
            const TABLE: Table = Table::$table;
        }
    )*};
}

row_in! {
    SheetSettingsRow SheetSettings,
    EmployeeZoneRow EmployeeZone,
    TimesheetRow Timesheet,
    TimesheetEventRow TimesheetEvent,
    PeriodLockRow PeriodLock,
    LateEntryRow LateEntry,
    LateCorrectionRow LateCorrection,
    ImportDaysRow ImportDays,
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn keys_of_dates_sort_as_dates_do() {
        let days = [date(1969, 12, 31), date(1970, 1, 1), date(2026, 3, 9)];
        let mut keys = days.map(date_key);
        assert!(keys.is_sorted());
        keys.sort_unstable();
        assert_eq!(keys.map(date_of_key), days.map(Some));
    }

    #[test]
    fn a_setting_of_the_same_date_takes_the_place_of_the_other() {
        let mut list = Vec::new();
        set_since(&mut list, date(2026, 3, 9), 1);
        set_since(&mut list, date(2026, 1, 1), 2);
        set_since(&mut list, date(2026, 3, 9), 3);
        let values: Vec<_> = list.iter().map(|since| since.value).collect();
        assert_eq!(values, [2, 3]);
    }
}
