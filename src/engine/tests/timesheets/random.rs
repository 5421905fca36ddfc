//! Whatever is stated, by whomever and however, the totals of a locked period stand: nothing but
//! an accepted correction or an unlocking moves them.

use domain::{MemberId, TimeEntryId};
use engine::command::{Booking, ChangeCompany, TimesheetCommand as C};
use engine::{Command, query};
use oplog::receipt::Verdict;
use oplog::v1::payload as p;
use proptest::prelude::*;
use testkit::{Person, Scenario};

use super::kit::*;

/// One step: which kind, by whom, about whose entry, on which day of two weeks.
type Step = (u8, u8, u8, u8);

fn command(s: &Scenario, manager: &Person, step: Step) -> (MemberId, Command) {
    let (kind, who, place, day) = step;
    let people = [
        s.owner.clone(),
        manager.clone(),
        s.crew[0].clone(),
        s.crew[1].clone(),
    ];
    let actor = people[usize::from(who) % people.len()].member;
    let person = s.crew[usize::from(place) % 2].clone();
    let entries = sheet(s, person.employee).entries;
    let entry = entries[usize::from(place) % entries.len()].0;
    let date = format!("2026-03-{:02}", 7 + day % 12);
    let command = match kind % 9 {
        0 => adding(s, &person, &date, "16:00", "17:00"),
        1 => {
            let end = s.local(&format!("{date}T19:00"));
            editing(entry, |edit| edit.end = Some(end))
        }
        2 => editing(entry, |edit| edit.note = Some(date)),
        3 => Command::VoidEntry(entry, "twice".into()),
        4 => Command::RestoreEntry(entry, String::new()),
        5 => about(C::SayMealWorked(entry, day % 2 == 0, String::new())),
        6 => Command::ClockIn(Booking::default()),
        7 => Command::ClockOut,
        _zone => Command::ChangeCompany(ChangeCompany {
            zone: Some("Asia/Tokyo".into()),
            ..ChangeCompany::default()
        }),
    };
    (actor, command)
}

/// The step as an op of an own-made app, which asks no rule beforehand.
fn forged(
    step: Step,
    entry: TimeEntryId,
    phone: &mut testkit::TestPhone,
    s: &Scenario,
) -> oplog::Op {
    let (kind, _, _, day) = step;
    let at = s.local(&format!("2026-03-{:02}T20:00", 7 + day % 12));
    let payload: oplog::Payload = match kind % 5 {
        0 => p::ClockedOut {}.into(),
        1 => p::EntryVoided { reason: "x".into() }.into(),
        2 => p::EntryEdited {
            start: None,
            end: Some(at),
            breaks: None,
            job: None,
            cost_code: None,
            note: None,
            reason: "x".into(),
        }
        .into(),
        3 => p::BreakStarted { paid: false }.into(),
        _late => p::CompanyChanged {
            name: None,
            zone: Some("Asia/Tokyo".into()),
            workweek_starts: Some(5),
            language: None,
        }
        .into(),
    };
    phone.state(entry, at, payload)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_locked_period_stands(steps in prop::collection::vec(any::<Step>(), 1..24)) {
        let (mut s, manager) = crew(2);
        let mut phone = s.enrol(&manager);
        lock(&mut s);
        let figures = |s: &Scenario| -> Vec<_> {
            s.crew
                .iter()
                .map(|person| {
                    let summary = sheet(s, person.employee).summary;
                    (summary.worked_seconds, summary.hash, summary.entries)
                })
                .collect()
        };
        let locked = figures(&s);
        for step in steps {
            s.later(7);
            let (actor, command) = command(&s, &manager, step);
            let entry = sheet(&s, s.crew[0].employee).entries[0].0;
            let op = forged(step, entry, &mut phone, &s);
            s.receives(phone.log, &op, 0);
            for command in [command.clone(), late(command)] {
                let ctx = engine::Ctx {
                    now: s.clock.now(),
                    actor,
                    zone: &s.zone,
                    boot_id: 1,
                    monotonic_ms: 0,
                    seen: s.position(),
                    entropy: [s.position() as u8; 32],
                };
                let log = s.journal[0].1.log;
                for op in engine::decide(&s.view, &command, &ctx).unwrap_or_default() {
                    let verdict = s.receives(log, &op, 0);
                    prop_assert_ne!(verdict, Verdict::Parked);
                }
            }
            prop_assert_eq!(&figures(&s), &locked);
        }
        // What was kept can be decided, and then moves what it says and nothing else.
        for waiting in query::late_pending(&s.view).unwrap() {
            let accept = about(C::AcceptLate(waiting.entry, waiting.hash, String::new()));
            let owner = s.owner.member;
            s.does(owner, &accept);
            let row = s.entry(waiting.entry);
            prop_assert_eq!(row.values, waiting.row.proposed.values);
        }
        refolds(&s);
    }
}
