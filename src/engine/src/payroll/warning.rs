//! What a payroll clerk would want to look at before a run is final, beside what the laws find.

use std::collections::BTreeMap;

use domain::EmployeeId;
use domain::payroll::Dates;
use domain::timesheet::SheetStatus;

use super::gather::Person;
use super::run::Calculated;
use crate::rows::{
    self, LateEntryRow, LateState, PaidWeekRow, PayRunRow, PayRunState, TimesheetRow,
};
use crate::timesheet::sheet_entries;
use crate::view::{Snapshot, ViewError};

/// More hours than this in a workweek are looked at: 60.
const LONG_WEEK_SECONDS: i64 = 60 * 3600;
/// The part by which gross pay may differ from the run before, in hundredths.
const MOVED_HUNDREDTHS: i64 = 25;
/// The most late corrections that are read.
const LATE_MAX: usize = 10_000;
/// The most runs that are read.
const RUNS_MAX: usize = 10_000;

/// Something to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// Whose.
    pub employee: EmployeeId,
    /// What.
    pub kind: WarningKind,
}

/// The kinds of things to look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WarningKind {
    /// Nothing was worked, and somebody is paid by the hour.
    NoHours,
    /// More than 60 hours in a workweek.
    LongWeek {
        /// The worked seconds.
        seconds: i64,
    },
    /// Nothing says what the person is paid.
    NoTerms,
    /// The timesheet is not approved.
    NotApproved,
    /// It was approved, and changed since.
    ChangedSinceApproval,
    /// So many entries have no end and are not paid.
    OpenEntries(usize),
    /// So many corrections of locked time await somebody, and are not paid.
    LatePending(usize),
    /// Gross pay differs much from the run before.
    Moved {
        /// What the run before paid, in minor units.
        before_minor: i64,
        /// What this one pays.
        now_minor: i64,
    },
}

impl std::fmt::Display for WarningKind {
    /// In words, without the figures that pages show beside them.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::NoHours => "no hours in this pay period",
            Self::LongWeek { .. } => "more than 60 hours in a workweek",
            Self::NoTerms => "nothing says what this person is paid",
            Self::NotApproved => "the timesheet is not approved",
            Self::ChangedSinceApproval => "the timesheet changed since it was approved",
            Self::OpenEntries(_) => "time entries without an end are not paid",
            Self::LatePending(_) => "late corrections await a decision and are not paid",
            Self::Moved { .. } => "gross pay differs by more than a quarter from the last pay run",
        })
    }
}

impl WarningKind {
    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NoHours => "no_hours",
            Self::LongWeek { .. } => "long_week",
            Self::NoTerms => "no_terms",
            Self::NotApproved => "not_approved",
            Self::ChangedSinceApproval => "changed_since_approval",
            Self::OpenEntries(_) => "open_entries",
            Self::LatePending(_) => "late_pending",
            Self::Moved { .. } => "moved",
        }
    }
}

/// What is to be looked at in a run.
pub(super) fn find<'a>(
    view: &impl Snapshot,
    row: &PayRunRow,
    people: impl Iterator<Item = &'a Person>,
    calculated: &Calculated,
) -> Result<Vec<Warning>, ViewError> {
    let late = late(view)?;
    let before = before(view, row)?;
    let mut warnings = Vec::new();
    for person in people {
        let employee = person.employee;
        let is_there = person
            .record
            .archived_at
            .is_none_or(|left| person.calendar.date_of(left) >= row.first);
        let mut warn = |kind| warnings.push(Warning { employee, kind });
        let paid = calculated
            .people
            .iter()
            .find(|paid| paid.employee == employee);
        let weeks = paid.map(|paid| paid.weeks.as_slice()).unwrap_or_default();
        let seconds = |week: &domain::payroll::WeekPay| {
            let hours = week.hours;
            hours
                .regular_seconds
                .saturating_add(hours.overtime_seconds)
                .saturating_add(hours.double_seconds)
        };
        let most = weeks.iter().map(seconds).max();
        if let Some(seconds) = most.filter(|most| *most > LONG_WEEK_SECONDS) {
            warn(WarningKind::LongWeek { seconds });
        }
        let mut days = person.worked.iter();
        let has_hours = days.any(|day| row.dates().contains(day.date));
        if person.without_terms && has_hours {
            warn(WarningKind::NoTerms);
        }
        if !has_hours && is_there && !person.without_terms && weeks.is_empty() {
            warn(WarningKind::NoHours);
        }
        if has_hours && let Some(kind) = approval(view, person, row.dates())? {
            warn(kind);
        }
        let open = person.open.len();
        if open > 0 {
            warn(WarningKind::OpenEntries(open));
        }
        if let Some(pending) = late.get(&employee) {
            warn(WarningKind::LatePending(*pending));
        }
        let now_minor = paid.map_or(0, super::run::PaidPerson::gross_minor);
        if let Some(before_minor) = before.get(&employee).copied()
            && has_moved(before_minor, now_minor)
        {
            warn(WarningKind::Moved {
                before_minor,
                now_minor,
            });
        }
    }
    Ok(warnings)
}

fn has_moved(before: i64, now: i64) -> bool {
    let difference = now.saturating_sub(before).saturating_abs();
    before != 0
        && difference.saturating_mul(100) > before.saturating_abs().saturating_mul(MOVED_HUNDREDTHS)
}

fn approval(
    view: &impl Snapshot,
    person: &Person,
    dates: Dates,
) -> Result<Option<WarningKind>, ViewError> {
    let period = person.calendar.period_of(dates.first);
    let key = TimesheetRow::key_of(person.employee, period.first);
    let Some(row) = rows::get::<TimesheetRow>(view, &key)? else {
        return Ok(Some(WarningKind::NotApproved));
    };
    let Some(sheet) = sheet_entries(view, person.employee, period)? else {
        return Ok(None);
    };
    Ok(match row.status(&sheet.hash) {
        SheetStatus::Approved => None,
        SheetStatus::ChangedSinceApproved => Some(WarningKind::ChangedSinceApproval),
        _not_approved => Some(WarningKind::NotApproved),
    })
}

/// How many late corrections of each await somebody.
fn late(view: &impl Snapshot) -> Result<BTreeMap<EmployeeId, usize>, ViewError> {
    let mut counts = BTreeMap::new();
    let found = rows::all::<LateEntryRow>(view, &[], LATE_MAX)?;
    for (_, row) in found {
        if row.state == LateState::Pending {
            let count: &mut usize = counts.entry(row.employee).or_default();
            *count = count.saturating_add(1);
        }
    }
    Ok(counts)
}

/// What the final run before this one paid each.
fn before(view: &impl Snapshot, row: &PayRunRow) -> Result<BTreeMap<EmployeeId, i64>, ViewError> {
    let runs = rows::all::<PayRunRow>(view, &[], RUNS_MAX)?.into_iter();
    let earlier = runs.filter(|(_, run)| run.state == PayRunState::Final && run.last < row.first);
    let Some((run, _)) = earlier.max_by_key(|(_, run)| run.last) else {
        return Ok(BTreeMap::new());
    };
    let mut paid = BTreeMap::new();
    for (key, row) in rows::all::<PaidWeekRow>(view, &[], usize::MAX)? {
        let (Some(employee), Some(of)) = (key.get(..16), key.get(20..)) else {
            continue;
        };
        if of != run {
            continue;
        }
        if let Ok(bytes) = employee.try_into() {
            let sum: &mut i64 = paid.entry(EmployeeId::from_bytes(bytes)).or_default();
            *sum = sum.saturating_add(row.minor);
        }
    }
    Ok(paid)
}
