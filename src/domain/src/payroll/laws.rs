//! What holds for pay whatever the input: properties over made-up weeks.

use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use super::scenario::{Scenario, exact};
use super::*;
use crate::id::TimeEntryId;
use crate::time::Span;

const LAWS: [&str; 5] = ["us-flsa", "us-ca", "us-ak", "us-nv", "us-co"];

/// An entry that starts so many minutes into a fortnight, which has the night on which clocks go
/// forward, and is so many minutes long, at so many cents an hour.
type Shift = (i64, i64, i64);

fn begin() -> Timestamp {
    super::scenario::zone()
        .instant(date(2026, 3, 2).at(0, 0, 0, 0))
        .unwrap()
}

fn work(shifts: &[Shift]) -> Vec<Work> {
    let one = |(place, (start, minutes, cents)): (usize, &Shift)| {
        let start = begin() + SignedDuration::from_mins(*start);
        Work {
            entry: TimeEntryId::from_bytes([u8::try_from(place).unwrap(); 16]),
            span: Span::new(start, start + SignedDuration::from_mins(*minutes)).unwrap(),
            breaks: Vec::new(),
            rate: Some(Exact::ratio(*cents, 100)),
            job: None,
        }
    };
    shifts.iter().enumerate().map(one).collect()
}

/// Shifts one after the other, with gaps between them.
fn shifts() -> impl Strategy<Value = Vec<Shift>> {
    let one = (30_i64..1500, 1_i64..1000, 1000_i64..4000);
    proptest::collection::vec(one, 1..14).prop_map(|shifts| {
        let mut at = 0;
        let placed = shifts.into_iter().map(|(gap, minutes, cents)| {
            let start = at + gap;
            at = start + minutes;
            (start, minutes, cents)
        });
        placed.collect()
    })
}

fn bonus() -> impl Strategy<Value = Option<(i64, bool, i8, i8)>> {
    proptest::option::of((0_i64..100_000, any::<bool>(), 2_i8..16, 0_i8..10))
}

fn scenario(law: &str, shifts: &[Shift], bonus: Option<(i64, bool, i8, i8)>) -> Scenario {
    let mut scenario = Scenario::under(law);
    scenario.employee.work = work(shifts);
    scenario.employee.pay = bonus
        .map(|(cents, production, first, days)| PayItem {
            kind: PayKind::Bonus {
                amount: Exact::ratio(cents, 100),
                counts: if production {
                    BonusKind::Production
                } else {
                    BonusKind::Flat
                },
                apportion: Apportion::Weeks,
            },
            earned: Dates {
                first: date(2026, 3, first),
                last: date(2026, 3, first + days),
            },
        })
        .into_iter()
        .collect();
    scenario
}

/// What must not change when nothing that matters does.
fn figures(scenario: &Scenario) -> Vec<(Hours, Option<Exact>, i64, i64)> {
    let figures = |week: &WeekPay| {
        (
            week.hours,
            week.regular_rate,
            week.gross_minor,
            week.federal_premium_minor,
        )
    };
    scenario.run().0.iter().map(figures).collect()
}

fn gross(scenario: &Scenario) -> i64 {
    scenario.run().0.iter().map(|week| week.gross_minor).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn hours_are_conserved(law in 0_usize..5, shifts in shifts()) {
        let worked: i64 = shifts.iter().map(|(_, minutes, _)| minutes * 60).sum();
        let paid: i64 = scenario(LAWS[law], &shifts, None).run().0.iter().map(|week| {
            let hours = week.hours;
            hours.regular_seconds + hours.overtime_seconds + hours.double_seconds
        }).sum();
        prop_assert_eq!(worked, paid);
    }

    #[test]
    fn pay_is_never_less_than_under_the_flsa_alone(
        law in 0_usize..5, shifts in shifts(), bonus in bonus(),
    ) {
        let alone = gross(&scenario("us-flsa", &shifts, bonus));
        prop_assert!(gross(&scenario(LAWS[law], &shifts, bonus)) >= alone);
    }

    #[test]
    fn the_order_of_entries_does_not_matter(
        law in 0_usize..5, shifts in shifts(), bonus in bonus(), turn in any::<usize>(),
    ) {
        let ordered = scenario(LAWS[law], &shifts, bonus);
        let mut turned = scenario(LAWS[law], &shifts, bonus);
        let places = turned.employee.work.len();
        turned.employee.work.rotate_left(turn % places);
        if turn % 2 == 0 { turned.employee.work.reverse(); }
        prop_assert_eq!(figures(&ordered), figures(&turned));
    }

    #[test]
    fn splitting_an_entry_in_two_changes_nothing(
        law in 0_usize..5, shifts in shifts(), bonus in bonus(), which in any::<usize>(), part in 0_i64..1000,
    ) {
        let whole = scenario(LAWS[law], &shifts, bonus);
        let mut halves = shifts.clone();
        let place = which % halves.len();
        let (start, minutes, cents) = halves[place];
        let first = part % minutes;
        halves[place] = (start, first, cents);
        halves.push((start + first, minutes - first, cents));
        prop_assert_eq!(figures(&whole), figures(&scenario(LAWS[law], &halves, bonus)));
    }

    #[test]
    fn the_federal_share_never_exceeds_the_premium(
        law in 0_usize..5, shifts in shifts(), bonus in bonus(), salary in proptest::option::of(20_i64..60),
    ) {
        let mut scenario = scenario(LAWS[law], &shifts, bonus);
        if let Some(covered) = salary {
            for work in &mut scenario.employee.work { work.rate = None; }
            scenario = scenario.salary("1000", Some(&covered.to_string()));
        }
        for week in scenario.run().0 {
            prop_assert!(week.federal_premium_minor <= week.premium_minor, "{week:#?}");
            let lines: i64 = week.lines.iter().map(|line| line.amount_minor).sum();
            prop_assert_eq!(lines, week.gross_minor);
        }
    }

    #[test]
    fn every_line_of_hours_names_its_entries(law in 0_usize..5, shifts in shifts()) {
        let mut named: Vec<TimeEntryId> = scenario(LAWS[law], &shifts, None).run().0.iter()
            .flat_map(|week| &week.lines)
            .filter(|line| line.kind == LineKind::StraightTime)
            .flat_map(|line| line.entries.clone())
            .collect();
        named.sort_unstable();
        named.dedup();
        prop_assert_eq!(named.len(), shifts.len());
    }

    #[test]
    fn nothing_panics(
        law in 0_usize..7,
        spans in proptest::collection::vec((any::<i64>(), any::<i64>(), any::<i64>(), any::<i64>()), 0..6),
        items in proptest::collection::vec((0_u8..10, any::<i64>(), any::<i64>(), any::<u32>(), any::<u32>()), 0..6),
        near in any::<bool>(),
        flags in any::<u8>(),
    ) {
        let second = |second: i64| {
            let bounds = if near { (1_770_000_000, 1_775_000_000) }
                else { (Timestamp::MIN.as_second(), Timestamp::MAX.as_second()) };
            Timestamp::from_second(bounds.0 + second.rem_euclid(bounds.1 - bounds.0)).unwrap()
        };
        let names = ["us-flsa", "us-ca", "us-ak", "us-nv", "us-co", "none", "us-ky"];
        let mut scenario = Scenario::under(names[law]);
        let ordered = |a: Timestamp, b: Timestamp| Span::new(a.min(b), a.max(b)).unwrap();
        for (a, b, rate, part) in spans {
            scenario.employee.work.push(Work {
                entry: TimeEntryId::from_bytes([3; 16]),
                span: ordered(second(a), second(b)),
                breaks: vec![Break::Somewhere { seconds: part }, Break::At(ordered(second(part), second(b)))],
                rate: (rate % 3 != 0).then(|| Exact::ratio(rate, part)),
                job: None,
            });
        }
        for (kind, a, b, first, last) in items {
            let day = |number: u32| super::scenario::zone().local(second(i64::from(number) << 32)).date();
            let (first, last) = (day(first), day(last));
            let (amount, other) = (Exact::ratio(a, b), Exact::whole(b));
            scenario.employee.pay.push(PayItem {
                earned: Dates { first: first.min(last), last: first.max(last) },
                kind: match kind {
                    0 => PayKind::Bonus { amount, counts: BonusKind::Flat, apportion: Apportion::Hours },
                    1 => PayKind::Bonus { amount, counts: BonusKind::Production, apportion: Apportion::Weeks },
                    2 => PayKind::Piece { amount },
                    3 => PayKind::Differential { hours: amount, per_hour: other },
                    4 => PayKind::Salary { amount, covers: Covers::Hours(other) },
                    5 => PayKind::Salary { amount, covers: Covers::Fluctuating { understood: true } },
                    6 => PayKind::Reimbursement { amount },
                    7 => PayKind::PaidLeave { hours: amount, rate: other },
                    8 => PayKind::MealPremium,
                    _ => PayKind::RestPremium,
                },
            });
        }
        scenario.employee.rounding = (flags & 1 == 1).then_some(TimeRounding::Fifteen);
        scenario.employee.agreements.rate_in_effect = flags & 2 == 2;
        scenario.employee.agreements.four_tens = flags & 4 == 4;
        let _ = scenario.run();
    }
}

#[test]
fn a_night_with_a_clock_change_is_right_in_both_directions() {
    // 22:00 to 06:00 are seven hours when clocks go forward and nine when they go back.
    for (law, night, hours) in [
        ("us-flsa", "2026-03-07", "7 0 0"),
        ("us-flsa", "2026-10-31", "9 0 0"),
        ("us-ca", "2026-03-07", "7 0 0"),
        ("us-ca", "2026-10-31", "9 0 0"),
        ("us-nv", "2026-03-07", "7 0 0"),
        ("us-nv", "2026-10-31", "8 1 0"),
    ] {
        let next = night
            .parse::<jiff::civil::Date>()
            .unwrap()
            .tomorrow()
            .unwrap();
        let scenario =
            Scenario::under(law).shift("10", &format!("{night} 22:00"), &format!("{next} 06:00"));
        let gross = if hours == "7 0 0" {
            "70.00"
        } else if hours == "8 1 0" {
            "95.00"
        } else {
            "90.00"
        };
        scenario.check(hours, "10.00", gross, "0.00");
    }
}

#[test]
fn an_exact_third_survives_until_its_line_is_rounded() {
    // Three entries of 20 minutes at 10.00 are one line of 10.00, not three of 3.33.
    let scenario = Scenario::under("us-flsa")
        .shift("10", "2026-03-02 08:00", "2026-03-02 08:20")
        .shift("10", "2026-03-03 08:00", "2026-03-03 08:20")
        .shift("10", "2026-03-04 08:00", "2026-03-04 08:20");
    let line = scenario.run().0[0].lines[0].clone();
    assert_eq!((line.amount_minor, line.hours), (1000, Some(exact("1"))));
    assert_eq!(line.entries.len(), 3);
}
