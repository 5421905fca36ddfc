//! A reminder on its way: from who is due to the mail server, once.

use domain::company::Role;
use engine::command::{AddEmployee, AddEntry, Booking, LockPeriod};
use oplog::v1::payload::TimesheetPolicy;

use super::*;
use crate::jobs::kit::{COMPANY, Office};
use crate::mail::sink::{Manners, readable, sink};

const FIRST: Date = Date::constant(2026, 3, 2);

/// An office on the Monday after a week in which somebody worked; hours are to be submitted by
/// midnight and approved a day later, with reminders eight hours before.
async fn office(language: &str, mailer: Option<Mailer>, email: &str) -> (Office, EmployeeId) {
    let office = Office::founded(language, mailer).await;
    let policy = TimesheetPolicy {
        submit_due_hours: Some(24),
        approve_due_hours: Some(48),
        remind_hours: Some(8),
        ..TimesheetPolicy::default()
    };
    let policy = TimesheetCommand::ChangePolicy(FIRST, policy);
    office.does(Command::Timesheet(policy)).await;
    let add = Command::AddEmployee(AddEmployee {
        name: "Íñigo Muñoz".to_owned(),
        email: email.to_owned(),
        number: String::new(),
        role: Role::Worker,
    });
    let employee = office.does(add).await.ops[0].subject();
    let entry = Command::AddEntry(AddEntry {
        employee,
        start: "2026-03-04T08:00:00Z".parse().unwrap(),
        end: "2026-03-04T16:00:00Z".parse().unwrap(),
        breaks: Vec::new(),
        booking: Booking::default(),
        reason: "from the paper sheet".to_owned(),
    });
    office.does(entry).await;
    (office, employee)
}

/// How many the outbox holds after a look at who is due.
async fn noted(office: &Office) -> usize {
    round(&office.context, &office.stopping).await;
    office.due()
}

#[tokio::test]
async fn whoever_did_not_submit_is_mailed_once_in_the_companys_language() {
    for (language, says) in [
        ("en", "were not submitted yet"),
        ("es", "aún no se han enviado"),
    ] {
        let (mailer, served) = sink(Manners::Takes).await;
        let (office, _) = office(language, Some(mailer), "inigo@example.com").await;
        assert_eq!(noted(&office).await, 0, "it is too early");
        office.clock.advance(4);
        assert_eq!(noted(&office).await, 1);
        office.round().await;
        let text = readable(&served.await.unwrap());
        assert!(text.contains(says), "{text}");
        assert!(text.contains("https://time.example.com/app/"), "{text}");
        assert_eq!(noted(&office).await, 0, "once a period and step");
    }
}

#[tokio::test]
async fn those_who_approve_are_mailed_where_timesheets_wait() {
    let (mailer, served) = sink(Manners::Takes).await;
    // The worker has no address, so that the approver's is the only mail.
    let (office, _) = office("en", Some(mailer), "").await;
    office.clock.advance(28);
    assert_eq!(noted(&office).await, 1);
    office.round().await;
    let text = readable(&served.await.unwrap());
    assert!(
        text.contains("To: \"Olivia Reed\" <olivia@example.com>"),
        "{text}"
    );
    assert!(
        text.contains("/timesheets?show=approve&period=2026-03-02"),
        "{text}"
    );
}

#[tokio::test]
async fn what_was_done_before_the_mail_left_is_not_mailed() {
    let (mailer, served) = sink(Manners::Takes).await;
    let (office, _) = office("en", Some(mailer), "inigo@example.com").await;
    office.clock.advance(4);
    assert_eq!(noted(&office).await, 1);
    let lock = TimesheetCommand::LockPeriod(LockPeriod {
        first: FIRST,
        pay_run: None,
        note: String::new(),
    });
    office.does(Command::Timesheet(lock)).await;
    office.round().await;
    assert_eq!(office.due(), 0, "it is settled");
    assert!(!served.is_finished(), "the mail server was not called");
}

#[tokio::test]
async fn a_mail_server_that_is_busy_gets_the_reminder_later_and_nobody_is_noted_without_one() {
    let (mailer, _served) = sink(Manners::Busy).await;
    let (busy, _) = office("en", Some(mailer), "inigo@example.com").await;
    busy.clock.advance(4);
    assert_eq!(noted(&busy).await, 1);
    busy.round().await;
    assert_eq!(busy.due(), 0, "not at once");
    busy.clock.advance(1);
    assert_eq!(busy.due(), 1);

    let (silent, employee) = office("en", None, "inigo@example.com").await;
    silent.clock.advance(4);
    assert_eq!(noted(&silent).await, 0);
    let view = silent.context.store.snapshot(COMPANY).unwrap();
    let due = query::due(&view, silent.context.clock.now()).unwrap();
    let still: Vec<EmployeeId> = due.iter().map(|due| due.employee).collect();
    assert_eq!(
        still,
        [employee],
        "a mail server that is set up later is used"
    );
}
