//! Commands about one's own timesheet, which a phone decides too: submitting it, objecting, and
//! saying how breaks were.

use domain::order::put_in_order;
use domain::payroll::Dates;
use domain::timesheet::{BreakAnswer, BreakQuestion};
use domain::{EmployeeId, TimeEntryId, text as rules};
use jiff::civil::Date;
use oplog::Op;
use oplog::v1::payload as p;

use super::desk::{Desk, text};
use super::error::{DecideError, Missing};
use super::people::is_language;
use super::sheet_fault::SheetFault;
use crate::command::{SubmitTimesheet, TimesheetCommand};
use crate::rows::EntryRow;
use crate::timesheet::{
    ANSWERS_MAX, STATEMENT_VERSION, SheetEntries, calendar, sheet_entries, standing_or_pending,
};
use crate::view::Snapshot;

type Ops = Result<Vec<Op>, DecideError>;

pub(super) fn draft_own<S: Snapshot>(desk: &Desk<'_, S>, command: &TimesheetCommand) -> Ops {
    match command {
        TimesheetCommand::Submit(submit) => self::submit(desk, submit),
        TimesheetCommand::Object(first, words) => object(desk, *first, words),
        TimesheetCommand::AttestBreaks(entry, answers) => attest(desk, *entry, answers),
        TimesheetCommand::SayMealWorked(entry, worked, note) => {
            meal_worked(desk, *entry, *worked, note)
        }
        TimesheetCommand::StateLate(command) => super::draft_time(desk, command),
        _of_the_office => Err(DecideError::NotPermitted),
    }
}

fn submit<S: Snapshot>(desk: &Desk<'_, S>, submit: &SubmitTimesheet) -> Ops {
    let employee = desk.own_employee()?;
    let sheet = hours_of(desk, employee, submit.first)?;
    if submit.seen.is_some_and(|seen| seen != sheet.hash) {
        return Err(DecideError::ChangedMeanwhile);
    }
    let begun = sheet.calendar.day_start(sheet.dates.first);
    if begun.is_none_or(|begun| begun > desk.ctx.now) {
        return Err(SheetFault::NotBegun.into());
    }
    if sheet.is_open() {
        return Err(SheetFault::OnTheClock.into());
    }
    if submit.statement == 0 || submit.statement > STATEMENT_VERSION {
        return Err(SheetFault::StatementUnknown.into());
    }
    if !is_language(&submit.language) {
        return Err(DecideError::Language);
    }
    let payload = p::TimesheetSubmitted {
        first: sheet.dates.first,
        last: sheet.dates.last,
        entries: sheet.hash,
        statement: submit.statement,
        language: submit.language.clone(),
    };
    Ok(vec![desk.op(employee, payload)])
}

fn object<S: Snapshot>(desk: &Desk<'_, S>, first: Date, words: &str) -> Ops {
    let employee = desk.own_employee()?;
    let sheet = hours_of(desk, employee, first)?;
    let payload = p::TimesheetObjected {
        first: sheet.dates.first,
        last: sheet.dates.last,
        entries: sheet.hash,
        words: text("words", rules::reason(words))?,
    };
    Ok(vec![desk.op(employee, payload)])
}

fn attest<S: Snapshot>(
    desk: &Desk<'_, S>,
    entry: TimeEntryId,
    answers: &[(BreakQuestion, BreakAnswer)],
) -> Ops {
    let row = own_entry(desk, entry)?;
    let mut answers: Vec<p::BreakAttestation> = answers
        .iter()
        .map(|(question, answer)| p::BreakAttestation {
            question: (*question).into(),
            answer: (*answer).into(),
        })
        .collect();
    put_in_order(&mut answers, |answer| *answer);
    answers.dedup_by_key(|one| one.question);
    if answers == row.attested.answers {
        return Err(DecideError::NothingChanged);
    }
    if answers.len() > ANSWERS_MAX {
        return Err(SheetFault::TooMany.into());
    }
    Ok(vec![desk.op(entry, p::BreaksAttested { answers })])
}

fn meal_worked<S: Snapshot>(
    desk: &Desk<'_, S>,
    entry: TimeEntryId,
    worked: bool,
    note: &str,
) -> Ops {
    let row = own_entry(desk, entry)?;
    if row.attested.meal_worked == worked {
        return Err(DecideError::NothingChanged);
    }
    let note = text("note", rules::note(note))?;
    Ok(vec![desk.op(entry, p::MealWorked { worked, note })])
}

/// An entry that counts, or would. Whose it is, the permission table asks.
fn own_entry<S: Snapshot>(desk: &Desk<'_, S>, entry: TimeEntryId) -> Result<EntryRow, DecideError> {
    let row = standing_or_pending(desk.view, entry)?.ok_or(Missing::TimeEntry)?;
    if row.voided {
        return Err(DecideError::Voided);
    }
    Ok(row)
}

/// The dates of the period that begins on a date.
pub(super) fn period<S: Snapshot>(
    desk: &Desk<'_, S>,
    employee: EmployeeId,
    first: Date,
) -> Result<Dates, DecideError> {
    let calendar = calendar(desk.view, employee)?.ok_or(Missing::Company)?;
    let dates = calendar.period_of(first);
    if dates.first != first {
        return Err(SheetFault::NotAPeriod.into());
    }
    Ok(dates)
}

/// The entries of the period that begins on a date.
pub(super) fn hours_of<S: Snapshot>(
    desk: &Desk<'_, S>,
    employee: EmployeeId,
    first: Date,
) -> Result<SheetEntries, DecideError> {
    let dates = period(desk, employee, first)?;
    sheet_entries(desk.view, employee, dates)?.ok_or_else(|| SheetFault::NotAPeriod.into())
}
