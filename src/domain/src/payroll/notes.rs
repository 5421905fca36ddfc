//! Tests of exceptions: what a rule does not compute is said, and where figures do not stand, that
//! is said too.

use jiff::civil::{Time, Weekday, date};

use super::PayExceptionKind as Kind;
use super::scenario::{Scenario, exact};
use super::*;
use crate::time::Span;

#[track_caller]
fn check(scenario: &Scenario, expect: &[Kind]) {
    assert_eq!(scenario.run().1, expect);
}

const FORTY_EIGHT: [&str; 4] = ["12", "12", "12", "12"];

#[test]
fn a_salary_for_all_hours_stands_under_the_flsa_alone_and_over_the_minimum_wage() {
    let salaried = |law| Scenario::under(law).salaried(&FORTY_EIGHT);
    check(&salaried("us-flsa").salary("600", None), &[]);
    let refused = [Kind::FluctuatingNotAllowed];
    check(&salaried("us-ca").salary("600", None), &refused);
    check(&salaried("us-nv").salary("900", None), &refused);
    check(&salaried("us-co").salary("900", None), &refused);
    // 336 ÷ 48 = 7.00.
    let low = salaried("us-flsa").salary("336", None);
    assert!(low.run().1.contains(&Kind::FluctuatingBelowMinimumWage));
    let not_understood = PayKind::Salary {
        amount: exact("600"),
        covers: Covers::Fluctuating { understood: false },
    };
    check(&salaried("us-flsa").item(not_understood), &refused);
}

#[test]
fn work_that_nothing_pays_for_is_an_exception() {
    let nothing = Scenario::under("us-flsa").salaried(&["8"]);
    assert!(nothing.run().1.contains(&Kind::RateMissing));
}

#[test]
fn a_state_whose_rule_is_not_calculated_does_not_pass_as_flsa() {
    for state in ["us-ky", "us-or", "us-pr"] {
        check(
            &Scenario::under(state).days("20", &["8"]),
            &[Kind::RuleNotComputed],
        );
    }
    check(&Scenario::under("us-tx").days("20", &["8"]), &[]);
    assert_eq!(Law::named("us-xx"), None);
}

#[test]
fn premiums_that_a_rule_does_not_know_are_not_paid() {
    for (law, kind) in [
        ("us-flsa", PayKind::MealPremium),
        ("us-nv", PayKind::RestPremium),
        ("us-co", PayKind::MealPremium),
    ] {
        let scenario = Scenario::under(law).days("20", &["8"]).item(kind);
        check(&scenario, &[Kind::PremiumNotComputed]);
        assert_eq!(scenario.run().0[0].gross_minor, 16_000);
    }
}

#[test]
fn piece_pay_in_california_leaves_rest_pay_to_a_person() {
    let scenario = Scenario::under("us-ca")
        .salaried(&["8"])
        .item(PayKind::Piece {
            amount: exact("200"),
        });
    check(&scenario, &[Kind::PieceRestPay]);
}

#[test]
fn pay_under_the_minimum_wage_is_reported_and_not_topped_up() {
    let scenario = Scenario::under("us-flsa").days("7", &["10"]);
    let below = Kind::BelowMinimumWage {
        paid: exact("7"),
        minimum: exact("7.25"),
    };
    check(&scenario, &[below]);
    assert_eq!(scenario.run().0[0].gross_minor, 7000);
}

#[test]
fn a_break_over_midnight_is_an_exception_only_where_it_changes_a_figure() {
    let night = |law, from, to| {
        let mut scenario = Scenario::under(law).shift("20", from, to);
        scenario.employee.work[0].breaks = vec![Break::Somewhere { seconds: 1800 }];
        scenario
    };
    // California: 15:30 to 07:30 is 8.5 and 7.5 hours, or 8 and 7.5 without the break.
    check(
        &night("us-ca", "2026-03-03 15:30", "2026-03-04 07:30"),
        &[Kind::BreakWithoutPlace],
    );
    check(&night("us-ca", "2026-03-03 20:00", "2026-03-04 04:00"), &[]);
    check(&night("us-co", "2026-03-03 18:00", "2026-03-04 08:00"), &[]);
}

#[test]
fn recorded_times_are_rounded_on_a_copy_and_never_in_california_and_colorado() {
    let rounded = |law| {
        let mut scenario = Scenario::under(law).shift("20", "2026-03-03 08:07", "2026-03-03 16:08");
        scenario.employee.rounding = Some(TimeRounding::Fifteen);
        scenario
    };
    // 08:07 is 08:00 and 16:08 is 16:15.
    check(&rounded("us-flsa"), &[]);
    let hours = rounded("us-flsa").run().0[0].hours;
    assert_eq!(hours.regular_seconds, 8 * 3600 + 900);
    for law in ["us-ca", "us-co"] {
        check(&rounded(law), &[Kind::RoundingRefused]);
        let hours = rounded(law).run().0[0].hours;
        assert_eq!(
            hours.regular_seconds + hours.overtime_seconds,
            8 * 3600 + 60
        );
    }
}

#[test]
fn a_meals_clock_out_and_clock_in_are_never_rounded() {
    let mut scenario = Scenario::under("us-flsa")
        .shift("20", "2026-03-03 08:07", "2026-03-03 12:04")
        .shift("20", "2026-03-03 12:36", "2026-03-03 16:08");
    scenario.employee.rounding = Some(TimeRounding::Fifteen);
    // 08:00 to 12:04 and 12:36 to 16:15.
    let hours = scenario.run().0[0].hours;
    assert_eq!(hours.regular_seconds, (244 + 219) * 60);
}

#[test]
fn a_week_without_work_pays_its_items() {
    for law in ["us-flsa", "us-ca", "us-nv", "none"] {
        let scenario = Scenario::under(law)
            .bonus("100", false)
            .salary("500", Some("40"))
            .item(PayKind::PaidLeave {
                hours: exact("8"),
                rate: exact("20"),
            });
        let (weeks, exceptions) = scenario.run();
        assert_eq!((weeks.len(), weeks[0].gross_minor), (1, 76_000), "{law}");
        assert!(
            !exceptions.iter().any(Kind::blocks),
            "{law}: {exceptions:?}"
        );
        assert_eq!(weeks[0].regular_rate, None);
    }
}

#[test]
fn a_short_break_is_paid_and_a_short_gap_is_noted() {
    let mut scenario = Scenario::under("us-flsa")
        .shift("20", "2026-03-03 08:00", "2026-03-03 10:00")
        .shift("20", "2026-03-03 10:15", "2026-03-03 12:00");
    check(&scenario, &[Kind::ShortGap]);
    let span = scenario.employee.work[0].span;
    let end = span.start() + jiff::SignedDuration::from_mins(20);
    scenario.employee.work[0].breaks = vec![Break::At(Span::new(span.start(), end).unwrap())];
    check(&scenario, &[Kind::ShortBreakPaid, Kind::ShortGap]);
    assert_eq!(scenario.run().0[0].gross_minor, 7500);
}

#[test]
fn entries_that_share_time_are_both_paid_and_noted() {
    let scenario = Scenario::under("us-flsa")
        .shift("20", "2026-03-03 08:00", "2026-03-03 12:00")
        .shift("20", "2026-03-03 11:00", "2026-03-03 13:00");
    check(&scenario, &[Kind::Overlap]);
    assert_eq!(scenario.run().0[0].gross_minor, 12_000);
}

#[test]
fn a_bonus_that_cuts_weeks_or_reaches_beyond_them_is_noted() {
    let bonus = |first, last| {
        let mut scenario = Scenario::under("us-flsa")
            .days("20", &["8"])
            .bonus("100", false);
        scenario.employee.pay[0].earned = Dates { first, last };
        scenario
    };
    check(&bonus(date(2026, 3, 4), date(2026, 3, 6)), &[]);
    let month = bonus(date(2026, 3, 1), date(2026, 3, 31));
    check(&month, &[Kind::BonusOutside]);
    // The weeks of 02-23, 03-02, 03-09, 03-16, 03-23 and 03-30: one sixth is this week's.
    let rate = month.run().0[0].regular_rate;
    assert_eq!(rate, Some(exact("20") + Exact::ratio(100, 6 * 8)));
}

#[test]
fn a_new_start_of_the_workweek_pays_the_greater_of_both_ways() {
    // Monday weeks until Sunday 2026-03-08 begins the first Sunday week. Five days of 8, and on the
    // Sunday 8 more: in the old week they are its hours over 40; the new one has 32 more.
    let mut scenario = Scenario::under("us-flsa").days(
        "20",
        &["8", "8", "8", "8", "8", "0", "8", "8", "8", "8", "8"],
    );
    let sunday = Workweek {
        starts: Weekday::Sunday,
        starts_at: Time::midnight(),
    };
    let workweek = scenario.employee.workweek.clone();
    scenario.employee.workweek = workweek.then(date(2026, 3, 8), sunday);
    check(&scenario, &[Kind::WorkweekChanges]);
    // 80 hours at 20, and 8 at 10 in the old week; the new way has 40 and 40 and nothing on top.
    let gross: i64 = scenario.run().0.iter().map(|week| week.gross_minor).sum();
    assert_eq!(gross, 168_000);
}

#[test]
fn a_rule_that_changes_within_a_week_pays_the_larger_of_both() {
    let mut scenario = Scenario::under("us-flsa").days("20", &["10", "10", "8"]);
    scenario.employee.law = scenario
        .employee
        .law
        .clone()
        .then(date(2026, 3, 4), Law::Alaska);
    check(&scenario, &[Kind::RuleChanges]);
    assert_eq!(scenario.run().0[0].gross_minor, 56_000 + 4000);
}

#[test]
fn four_tens_that_were_not_kept_to_are_noted() {
    let mut scenario = Scenario::under("us-nv").days("15", &["10", "10", "10", "10", "10"]);
    scenario.employee.agreements.four_tens = true;
    check(&scenario, &[Kind::FourTensNotKept]);
}

#[test]
fn nevadas_limit_before_the_table_is_an_exception() {
    let scenario = Scenario::under("us-nv").shift("15", "2023-03-06 08:00", "2023-03-06 18:00");
    check(&scenario, &[Kind::MinimumWageUnknown]);
}

#[test]
fn figures_that_do_not_fit_are_an_exception() {
    let scenario = Scenario::under("us-flsa").days("99999999999999999", &["24", "24"]);
    assert!(scenario.run().1.contains(&Kind::TooLarge));
    let negative = Scenario::under("us-flsa").days("-1", &["8"]);
    check(&negative, &[Kind::Negative]);
}
