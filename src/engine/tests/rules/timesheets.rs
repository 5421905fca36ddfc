//! Commands about timesheets in the permission table; their rules are in tests/timesheets.

use domain::timesheet::{BreakAnswer, BreakQuestion, Exception, PeriodRule};
use engine::Command;
use engine::command::{
    ApproveTimesheets, ChangePayCalendar, LockPeriod, SubmitTimesheet, TimesheetCommand as C,
};
use engine::query;
use engine::rows::RowHash;
use jiff::civil::{Date, date};
use oplog::v1::payload::{ReminderStep, TimesheetPolicy};

use super::permissions::{Case, Stage};

/// The period of the stage's entry, which is over.
const FIRST: Date = date(2026, 3, 2);
/// A period without entries.
const LATER: Date = date(2026, 3, 9);

fn submit(first: Date) -> C {
    C::Submit(SubmitTimesheet {
        first,
        seen: None,
        statement: 1,
        language: "en".into(),
    })
}

fn lock() -> C {
    C::LockPeriod(LockPeriod {
        first: FIRST,
        pay_run: None,
        note: String::new(),
    })
}

/// The timesheet of the target has nothing that must be looked at.
fn settled(stage: &mut Stage) {
    let kinds = vec![Exception::TooLong];
    stage.owner_does(&Command::SettleExceptions(
        stage.entry,
        kinds,
        "checked".into(),
    ));
}

fn approve(stage: &mut Stage) -> C {
    settled(stage);
    let employee = stage.target.employee;
    let now = stage.site.s.clock.now();
    let sheet = query::timesheet(&stage.site.s.view, employee, FIRST, now);
    let hash = sheet.unwrap().unwrap().summary.hash;
    C::Approve(ApproveTimesheets {
        first: FIRST,
        sheets: vec![(employee, hash)],
        note: String::new(),
    })
}

/// The period is locked, and the owner stated that the entry was void.
fn corrected(stage: &mut Stage) -> RowHash {
    stage.owner_does(&Command::Timesheet(lock()));
    let void = Command::VoidEntry(stage.entry, "twice".into());
    stage.owner_does(&Command::Timesheet(C::StateLate(Box::new(void))));
    let late = query::late_pending(&stage.site.s.view).unwrap();
    late[0].hash
}

macro_rules! cases {
    ($($name:literal $about:literal |$stage:pat_param| $command:expr;)*) => {
        vec![$(($name, $about, |$stage| Command::Timesheet($command)),)*]
    };
}

pub fn cases() -> Vec<Case> {
    cases! {
        "Timesheet ChangePayCalendar" false |_| C::ChangePayCalendar(ChangePayCalendar {
            from: LATER,
            zone: None,
            workweek: None,
            periods: Some(PeriodRule::Monthly { first_day: 1 }),
        });
        "Timesheet ChangeEmployeeZone" true |stage| {
            C::ChangeEmployeeZone(stage.target.employee, LATER, Some("UTC".into()))
        };
        "Timesheet ChangePolicy" false |_| C::ChangePolicy(LATER, TimesheetPolicy::default());
        "Timesheet Submit" false |_| submit(FIRST);
        "Timesheet Object" false |_| C::Object(FIRST, "ten hours".into());
        "Timesheet Approve" true |stage| approve(stage);
        "Timesheet ApproveSubmitted" false |stage| {
            settled(stage);
            let other = stage.site.other.member;
            stage.site.s.does(other, &Command::Timesheet(submit(FIRST)));
            C::ApproveSubmitted(FIRST)
        };
        "Timesheet Return" true |stage| C::Return(stage.target.employee, FIRST, "no job".into());
        "Timesheet Reopen" true |stage| C::Reopen(stage.target.employee, FIRST, "early".into());
        "Timesheet LockPeriod" false |_| lock();
        "Timesheet UnlockPeriod" false |stage| {
            stage.owner_does(&Command::Timesheet(lock()));
            C::UnlockPeriod(FIRST, "a crew was missing".into())
        };
        "Timesheet AcceptLate" true |stage| {
            let seen = corrected(stage);
            C::AcceptLate(stage.entry, seen, String::new())
        };
        "Timesheet DeclineLate" true |stage| {
            let seen = corrected(stage);
            C::DeclineLate(stage.entry, seen, "not twice".into())
        };
        "Timesheet StateLate" true |stage| {
            stage.owner_does(&Command::Timesheet(lock()));
            let void = Command::VoidEntry(stage.entry, "twice".into());
            C::StateLate(Box::new(void))
        };
        "Timesheet AttestBreaks" true |stage| {
            C::AttestBreaks(stage.entry, vec![(BreakQuestion::Meal, BreakAnswer::Missed)])
        };
        "Timesheet SayMealWorked" true |stage| {
            C::SayMealWorked(stage.entry, true, String::new())
        };
        "Timesheet NoteReminded" true |stage| {
            C::NoteReminded(stage.target.employee, FIRST, ReminderStep::Submit)
        };
    }
}
