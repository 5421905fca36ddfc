//! Days, workweeks and periods that change from a date on, and zones of employees.

use domain::payroll::{Dates, Workweek};
use domain::timesheet::PeriodRule;
use engine::command::{ChangePayCalendar, TimesheetCommand as C};
use engine::query;
use engine::timesheet::calendar;
use jiff::civil::{Date, Time, Weekday, date};

use super::kit::*;

fn changing(from: Date) -> ChangePayCalendar {
    ChangePayCalendar {
        from,
        zone: None,
        workweek: None,
        periods: None,
    }
}

#[test]
fn periods_change_from_a_date_on_and_leave_no_day_out() {
    let (mut s, manager) = crew(1);
    let owner = s.owner.member;
    let change = about(C::ChangePayCalendar(ChangePayCalendar {
        periods: Some(PeriodRule::TwiceMonthly {
            first_day: 1,
            second_day: 16,
        }),
        ..changing(NEXT)
    }));
    refused(s.tries(manager.member, &change), "not_permitted");
    s.does(owner, &change);
    let period = |day| {
        query::period(&s.view, day, s.clock.now())
            .unwrap()
            .unwrap()
            .dates
    };
    assert_eq!(period(FIRST), WEEK);
    let half = Dates {
        first: NEXT,
        last: date(2026, 3, 31),
    };
    assert_eq!(period(NEXT), half);
    refused(
        s.tries(owner, &about(C::ChangePayCalendar(changing(NEXT)))),
        "nothing_changed",
    );
    let wrong = ChangePayCalendar {
        periods: Some(PeriodRule::Monthly { first_day: 31 }),
        ..changing(NEXT)
    };
    refused(
        s.tries(owner, &about(C::ChangePayCalendar(wrong))),
        "settings_invalid",
    );
    refolds(&s);
}

#[test]
fn the_workweek_changes_from_a_date_on_and_both_starts_are_kept_for_pay() {
    let (mut s, _manager) = crew(1);
    let ana = s.crew[0].clone();
    let owner = s.owner.member;
    let sunday = Workweek {
        starts: Weekday::Sunday,
        starts_at: Time::constant(4, 30, 0, 0),
    };
    let change = ChangePayCalendar {
        workweek: Some(sunday),
        ..changing(date(2026, 3, 15))
    };
    s.does(owner, &about(C::ChangePayCalendar(change)));
    let calendar = calendar(&s.view, ana.employee).unwrap().unwrap();
    assert_eq!(calendar.workweeks.on(FIRST).starts, Weekday::Monday);
    let kept: Vec<_> = calendar.workweeks.changes().collect();
    assert_eq!(kept, [(date(2026, 3, 15), &sunday)]);
    let cut = Dates {
        first: FIRST,
        last: date(2026, 3, 14),
    };
    assert_eq!(calendar.week_of(FIRST), cut);
    assert_eq!(calendar.period_of(FIRST), cut);
}

#[test]
fn days_are_those_of_the_employees_zone() {
    let (mut s, _manager) = crew(1);
    let ana = s.crew[0].clone();
    let owner = s.owner.member;
    // 01:00 on Monday in New York is Sunday evening in Los Angeles.
    let night = adding(&s, &ana, "2026-03-16", "01:00", "02:00");
    s.does(ana.member, &night);
    assert_eq!(sheet(&s, ana.employee).entries.len(), 5);
    let west = about(C::ChangeEmployeeZone(
        ana.employee,
        FIRST,
        Some("america/los_angeles".into()),
    ));
    s.does(owner, &west);
    let detail = sheet(&s, ana.employee);
    assert_eq!(detail.entries.len(), 6);
    assert_eq!(detail.zone.name(), "America/Los_Angeles");
    assert_eq!(detail.days[6].worked_seconds, 3600);
    let nowhere = about(C::ChangeEmployeeZone(
        ana.employee,
        FIRST,
        Some("Mars/Olympus".into()),
    ));
    refused(s.tries(owner, &nowhere), "zone_unknown");
    let home = about(C::ChangeEmployeeZone(ana.employee, FIRST, None));
    s.does(owner, &home);
    assert_eq!(sheet(&s, ana.employee).entries.len(), 5);
    refolds(&s);
}
