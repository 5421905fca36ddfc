//! A crew with a week of hours, and what is done about it.

use domain::company::Role;
use domain::payroll::Dates;
use domain::timesheet::SheetStatus;
use domain::{EmployeeId, TimeEntryId};
use engine::command::{
    AddEntry, ApproveTimesheets, Booking, EditEntry, LockPeriod, SubmitTimesheet, TimesheetCommand,
};
use engine::query::{self, SheetDetail};
use engine::rows::EntriesHash;
use engine::timesheet::STATEMENT_VERSION;
use engine::{Command, DecideError, MemoryView};
use jiff::civil::{Date, date};
use testkit::{Person, Scenario};

/// The first day of the period that everything is about: a workweek.
pub const FIRST: Date = date(2026, 3, 9);
/// The next period.
pub const NEXT: Date = date(2026, 3, 16);
pub const WEEK: Dates = Dates {
    first: FIRST,
    last: date(2026, 3, 15),
};

/// A crew that worked five days of eight hours, on the Monday after, and their manager.
pub fn crew(count: usize) -> (Scenario, Person) {
    let mut s = Scenario::crew_of(count).with_week("2026-03-09");
    let manager = s.hire("Mia Blom", Role::Manager);
    let monday = s.local("2026-03-16T08:00");
    s.clock.set(monday);
    (s, manager)
}

pub fn about(command: TimesheetCommand) -> Command {
    Command::Timesheet(command)
}

pub fn sheet(s: &Scenario, employee: EmployeeId) -> SheetDetail {
    sheet_in(&s.view, s, employee)
}

pub fn sheet_in(view: &MemoryView, s: &Scenario, employee: EmployeeId) -> SheetDetail {
    let found = query::timesheet(view, employee, FIRST, s.clock.now()).unwrap();
    found.expect("an employee's timesheet")
}

pub fn status(s: &Scenario, employee: EmployeeId) -> SheetStatus {
    sheet(s, employee).summary.status
}

pub fn submitting(seen: Option<EntriesHash>) -> Command {
    about(TimesheetCommand::Submit(SubmitTimesheet {
        first: FIRST,
        seen,
        statement: STATEMENT_VERSION,
        language: "en".into(),
    }))
}

pub fn submit(s: &mut Scenario, person: &Person) {
    s.does(person.member, &submitting(None));
}

pub fn approving(s: &Scenario, person: &Person) -> Command {
    let hash = sheet(s, person.employee).summary.hash;
    about(TimesheetCommand::Approve(ApproveTimesheets {
        first: FIRST,
        sheets: vec![(person.employee, hash)],
        note: String::new(),
    }))
}

pub fn locking(first: Date) -> Command {
    about(TimesheetCommand::LockPeriod(LockPeriod {
        first,
        pay_run: None,
        note: String::new(),
    }))
}

/// The owner locks the week.
pub fn lock(s: &mut Scenario) {
    let owner = s.owner.member;
    s.does(owner, &locking(FIRST));
}

pub fn adding(s: &Scenario, person: &Person, day: &str, from: &str, to: &str) -> Command {
    Command::AddEntry(AddEntry {
        employee: person.employee,
        start: s.local(&format!("{day}T{from}")),
        end: s.local(&format!("{day}T{to}")),
        breaks: Vec::new(),
        booking: Booking::default(),
        reason: "forgot it".into(),
    })
}

pub fn editing(entry: TimeEntryId, change: impl FnOnce(&mut EditEntry)) -> Command {
    let mut edit = EditEntry {
        entry,
        expected: None,
        start: None,
        end: None,
        breaks: None,
        job: None,
        cost_code: None,
        note: None,
        reason: "as told".into(),
    };
    change(&mut edit);
    Command::EditEntry(edit)
}

pub fn late(command: Command) -> Command {
    about(TimesheetCommand::StateLate(Box::new(command)))
}

/// The hours of the week that count.
pub fn hours(s: &Scenario, employee: EmployeeId) -> f64 {
    sheet(s, employee).summary.worked_seconds as f64 / 3600.0
}

#[track_caller]
pub fn refused(result: Result<Vec<oplog::Op>, DecideError>, code: &str) {
    match result {
        Ok(ops) => panic!("not refused: {ops:?}"),
        Err(error) => assert_eq!(error.code(), code, "{error}"),
    }
}

/// What a refold gives is what is there.
#[track_caller]
pub fn refolds(s: &Scenario) {
    let rows = |view: &MemoryView| -> Vec<_> {
        view.rows()
            .map(|(table, key, value)| (table, key.to_vec(), value.to_vec()))
            .collect()
    };
    assert_eq!(rows(&s.refolded()), rows(&s.view));
}
