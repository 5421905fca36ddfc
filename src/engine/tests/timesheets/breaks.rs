//! Meals taken off by rule, meals that were worked, and what workers say about their breaks.

use domain::timesheet::{BreakAnswer as Answer, BreakQuestion as Question, MissedBreak};
use engine::command::TimesheetCommand as C;
use jiff::civil::date;
use oplog::v1::payload as p;
use testkit::{Person, Scenario};

use super::kit::*;

fn policy(after_minutes: u16, deduct_minutes: u16) -> p::TimesheetPolicy {
    p::TimesheetPolicy {
        meal: Some(p::MealRuleTag {
            after_minutes,
            deduct_minutes,
        }),
        ask_meal: true,
        ask_rest: true,
        ..p::TimesheetPolicy::default()
    }
}

/// A crew of one whose Saturday of eight hours had no break.
fn saturday() -> (Scenario, Person, Person, domain::TimeEntryId) {
    let (mut s, manager) = crew(1);
    let ana = s.crew[0].clone();
    let owner = s.owner.member;
    s.does(owner, &about(C::ChangePolicy(FIRST, policy(360, 30))));
    let add = adding(&s, &ana, "2026-03-14", "08:00", "16:00");
    let entry = s.does(ana.member, &add)[0].subject();
    (s, ana, manager, entry)
}

#[test]
fn a_meal_is_taken_off_a_long_day_unless_it_was_recorded() {
    let (s, ana, _manager, entry) = saturday();
    let detail = sheet(&s, ana.employee);
    // Five days with half an hour at noon, and Saturday's eight hours less a meal.
    assert_eq!(detail.summary.worked_seconds, 40 * 3600 + 7 * 3600 + 1800);
    assert_eq!(detail.summary.deducted_seconds, 1800);
    assert_eq!(detail.deductions.len(), 1);
    assert_eq!(detail.deductions[0].entry, entry);
    assert_eq!(detail.days[5].worked_seconds, 7 * 3600 + 1800);
    assert_eq!(detail.days[5].deducted_seconds, 1800);
}

#[test]
fn a_meal_that_was_worked_is_paid_and_asks_for_approval_again() {
    let (mut s, ana, manager, entry) = saturday();
    submit(&mut s, &ana);
    let command = approving(&s, &ana);
    s.does(manager.member, &command);
    let worked = about(C::SayMealWorked(entry, true, "poured concrete".into()));
    s.does(ana.member, &worked);
    refused(s.tries(ana.member, &worked), "nothing_changed");
    let summary = sheet(&s, ana.employee).summary;
    assert_eq!(summary.worked_seconds, 48 * 3600);
    assert_eq!(summary.status.name(), "changed_since_approved");
    refolds(&s);
}

#[test]
fn a_rule_about_meals_asks_for_approval_again_where_it_changes_hours() {
    let (mut s, manager) = crew(1);
    let ana = s.crew[0].clone();
    let add = adding(&s, &ana, "2026-03-14", "08:00", "16:00");
    s.does(ana.member, &add);
    let command = approving(&s, &ana);
    s.does(manager.member, &command);
    let owner = s.owner.member;
    s.does(owner, &about(C::ChangePolicy(FIRST, policy(600, 30))));
    assert_eq!(status(&s, ana.employee).name(), "approved");
    s.does(owner, &about(C::ChangePolicy(FIRST, policy(360, 30))));
    assert_eq!(status(&s, ana.employee).name(), "changed_since_approved");
    refused(
        s.tries(owner, &about(C::ChangePolicy(FIRST, policy(10, 30)))),
        "settings_invalid",
    );
}

#[test]
fn a_missed_period_is_a_fact_for_pay_and_only_the_worker_states_it() {
    let (mut s, ana, manager, entry) = saturday();
    let answers = vec![
        (Question::Rest, Answer::Missed),
        (Question::Meal, Answer::Waived),
    ];
    let attest = about(C::AttestBreaks(entry, answers));
    refused(s.tries(manager.member, &attest), "not_permitted");
    s.does(ana.member, &attest);
    let missed = MissedBreak {
        date: date(2026, 3, 14),
        question: Question::Rest,
    };
    assert_eq!(sheet(&s, ana.employee).summary.missed, [missed]);
    let taken = about(C::AttestBreaks(
        entry,
        vec![(Question::Rest, Answer::Taken)],
    ));
    s.does(ana.member, &taken);
    assert!(sheet(&s, ana.employee).summary.missed.is_empty());
    refolds(&s);
}
