//! Timesheets, periods and late corrections as answers.

use api::employee::EmployeeBrief;
use api::timesheet::{
    LateCorrection, MissedBreak, PayPeriod, PeriodLock, PeriodUnlock, SheetChange, SheetDay,
    SheetEvent, SheetEventKind, SheetSummary, SheetWeek, Timesheet,
};
use domain::{EmployeeId, MemberId};
use engine::query::{Late, Period, SheetDetail};
use engine::rows::{EntriesHash, LateEntryRow, RowHash, TimesheetEventRow};
use engine::timesheet::STATEMENT_VERSION;
use engine::{access, query};
use jiff::Timestamp;
use store::CompanySnapshot;

use crate::auth::member::Member;
use crate::http::entry_shape::{EntryShape, kind_name};
use crate::http::problem::Refused;
use crate::http::shape::{Names, employee_brief, hash_of_text, hash_text};

/// The hash of entries that a text is.
///
/// # Errors
/// When it is not 64 hexadecimal digits.
pub(crate) fn entries_hash(text: &str) -> Result<EntriesHash, Refused> {
    let wrong = || Refused::bad_value("entries_hash", "entries_hash is that of what you read.");
    let (first, second) = text.split_at_checked(32).ok_or_else(wrong)?;
    let first = hash_of_text(first).ok_or_else(wrong)?;
    let second = hash_of_text(second).ok_or_else(wrong)?;
    let mut hash = [0; 32];
    hash[..16].copy_from_slice(&first);
    hash[16..].copy_from_slice(&second);
    Ok(hash)
}

/// The hash of a proposal that a text is.
///
/// # Errors
/// When it is not 32 hexadecimal digits.
pub(crate) fn row_hash(text: &str) -> Result<RowHash, Refused> {
    let wrong = || Refused::bad_value("proposed", "proposed is the hash of what you read.");
    hash_of_text(text).ok_or_else(wrong)
}

/// What timesheets of one answer share.
pub(crate) struct SheetShape<'a> {
    member: &'a Member,
    view: &'a CompanySnapshot,
    names: Names<'a>,
    entries: EntryShape<'a>,
}

impl<'a> SheetShape<'a> {
    /// For timesheets of this company at `now`, shown to a member.
    ///
    /// # Errors
    /// When the settings cannot be read.
    pub(crate) fn new(
        member: &'a Member,
        view: &'a CompanySnapshot,
        now: Timestamp,
    ) -> Result<Self, Refused> {
        Ok(Self {
            member,
            view,
            names: Names::new(view),
            entries: EntryShape::new(view, now)?,
        })
    }

    /// An employee in a few words.
    ///
    /// # Errors
    /// When there is none, or rows cannot be read.
    pub(crate) fn employee(&self, id: EmployeeId) -> Result<EmployeeBrief, Refused> {
        self.names.employee(id)
    }

    fn name(&self, id: MemberId) -> Result<String, Refused> {
        let member = self.names.member(id)?;
        Ok(member.map(|member| member.name).unwrap_or_default())
    }

    fn may_approve(&self, employee: EmployeeId) -> Result<bool, Refused> {
        Ok(!access::approval_refused(
            self.view,
            self.member.id,
            employee,
        )?)
    }

    /// A pay period.
    ///
    /// # Errors
    /// When rows cannot be read.
    pub(crate) fn period(&self, period: &Period) -> Result<PayPeriod, Refused> {
        let lock = match &period.lock {
            None => None,
            Some(lock) => Some(PeriodLock {
                by: self.name(lock.by)?,
                at: lock.at,
                note: lock.note.clone(),
                by_pay_run: lock.pay_run.is_some(),
                unlocked: match &lock.unlocked {
                    None => None,
                    Some(unlock) => Some(PeriodUnlock {
                        by: self.name(unlock.by)?,
                        at: unlock.at,
                        reason: unlock.reason.clone(),
                    }),
                },
            }),
        };
        Ok(PayPeriod {
            first: period.dates.first,
            last: period.dates.last,
            ended: period.ended,
            locked: period.is_locked(),
            lock,
        })
    }

    /// A timesheet in a few words.
    ///
    /// # Errors
    /// When rows cannot be read.
    pub(crate) fn summary(&self, row: &query::SheetSummary) -> Result<SheetSummary, Refused> {
        let exceptions = row.exceptions.iter().copied().map(Into::into);
        let missed = row.missed.iter().map(|missed| MissedBreak {
            date: missed.date,
            question: missed.question.into(),
        });
        Ok(SheetSummary {
            employee: employee_brief(row.employee, &row.record),
            archived: row.record.archived_at.is_some(),
            status: row.status.into(),
            entries_hash: row.hash.iter().map(|byte| format!("{byte:02x}")).collect(),
            worked_seconds: row.worked_seconds,
            break_seconds: row.break_seconds,
            deducted_seconds: row.deducted_seconds,
            entries: row.entries,
            open: row.open,
            exceptions: exceptions.collect(),
            objected: row.objected,
            changes: row.changes,
            late: row.late,
            missed: missed.collect(),
            submitted_at: row.said.submitted.as_ref().map(|said| said.at),
            can_approve: self.may_approve(row.employee)?,
        })
    }

    /// A timesheet in full.
    ///
    /// # Errors
    /// When rows cannot be read.
    pub(crate) fn sheet(&self, detail: &SheetDetail) -> Result<Timesheet, Refused> {
        let entries = detail
            .entries
            .iter()
            .map(|(id, row)| self.entries.entry(*id, row, &detail.exceptions));
        let changes = detail.changes.iter().map(|change| {
            Ok(SheetChange {
                entry: change.entry.into(),
                item: self.entries.history(change.position, &change.line)?,
            })
        });
        let events = detail.events.iter();
        let events = events.map(|(position, row)| self.event(*position, row, detail.summary.hash));
        Ok(Timesheet {
            period: self.period(&detail.period)?,
            summary: self.summary(&detail.summary)?,
            zone: detail.zone.name().to_owned(),
            days: detail.days.iter().map(day).collect(),
            weeks: detail.weeks.iter().map(week).collect(),
            entries: entries.collect::<Result<_, _>>()?,
            meals_worked: detail
                .entries
                .iter()
                .filter(|(_, row)| row.attested.meal_worked)
                .map(|(id, _)| (*id).into())
                .collect(),
            changes: changes.collect::<Result<_, Refused>>()?,
            events: events.collect::<Result<_, _>>()?,
            late: detail
                .late
                .iter()
                .map(|late| self.late(late))
                .collect::<Result<_, _>>()?,
            statement: STATEMENT_VERSION,
        })
    }

    fn event(
        &self,
        position: u64,
        row: &TimesheetEventRow,
        now: EntriesHash,
    ) -> Result<SheetEvent, Refused> {
        let kind = match kind_name(row.kind) {
            Some("TimesheetSubmitted") => SheetEventKind::Submitted,
            Some("TimesheetObjected") => SheetEventKind::Objected,
            Some("TimesheetApproved") => SheetEventKind::Approved,
            Some("TimesheetReturned") => SheetEventKind::Returned,
            Some("TimesheetReopened") => SheetEventKind::Reopened,
            Some(_) | None => SheetEventKind::Other,
        };
        Ok(SheetEvent {
            position,
            kind,
            actor: self.name(row.actor)?,
            at: row.at,
            received_at: row.received_at,
            words: row.words.clone(),
            of_these_entries: row.entries.map(|entries| entries == now),
        })
    }

    /// A late correction.
    ///
    /// # Errors
    /// When rows cannot be read.
    pub(crate) fn late(&self, late: &Late) -> Result<LateCorrection, Refused> {
        let LateEntryRow {
            employee,
            before,
            proposed,
            by,
            at,
            reason,
            ..
        } = &late.row;
        let before_values = before.as_ref().map(|row| self.entries.values(&row.values));
        Ok(LateCorrection {
            entry: late.entry.into(),
            employee: self.employee(*employee)?,
            before: before_values.transpose()?,
            voided_before: before.as_ref().is_some_and(|row| row.voided),
            proposed: self.entries.values(&proposed.values)?,
            voided: proposed.voided,
            by: self.name(*by)?,
            at: *at,
            reason: reason.clone(),
            hash: hash_text(late.hash),
            can_decide: self.may_approve(*employee)?,
        })
    }
}

fn day(day: &query::SheetDay) -> SheetDay {
    SheetDay {
        date: day.date,
        worked_seconds: day.worked_seconds,
        break_seconds: day.break_seconds,
        deducted_seconds: day.deducted_seconds,
        entries: day.entries.iter().copied().map(Into::into).collect(),
    }
}

fn week(week: &query::SheetWeek) -> SheetWeek {
    SheetWeek {
        first: week.dates.first,
        last: week.dates.last,
        worked_seconds: week.worked_seconds,
    }
}
