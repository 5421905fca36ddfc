//! Pay periods, workweeks and workdays: which dates belong together, when each begins, and how
//! that changes from a date on. Every date is in exactly one period and one workweek, whatever
//! changes; a change cuts the one that it falls into.

use jiff::Timestamp;
use jiff::civil::{Date, Weekday};

use crate::payroll::{Dated, Dates, Workweek};
use crate::time::{Span, Zone, day_number, days_after, workweek_start};

/// Months begin a period on no later day, so that every month has it.
pub const PERIOD_DAY_MAX: i8 = 28;
/// The most days a period has: a month.
pub const PERIOD_DAYS_MAX: i32 = 31;

/// How often the firm pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeriodRule {
    /// A period is a workweek, whichever day that begins on.
    Workweek,
    /// Seven days.
    Weekly {
        /// The first day of a period.
        anchor: Date,
    },
    /// Fourteen days.
    TwoWeeks {
        /// The first day of a period.
        anchor: Date,
    },
    /// Two periods a month.
    TwiceMonthly {
        /// The day of the month on which one begins.
        first_day: i8,
        /// The later day on which the other begins.
        second_day: i8,
    },
    /// One period a month.
    Monthly {
        /// The day of the month on which it begins.
        first_day: i8,
    },
}

impl PeriodRule {
    /// Whether its days are in every month and in order.
    pub fn is_sound(self) -> bool {
        let in_month = |day| (1..=PERIOD_DAY_MAX).contains(&day);
        match self {
            Self::Workweek | Self::Weekly { .. } | Self::TwoWeeks { .. } => true,
            Self::TwiceMonthly {
                first_day,
                second_day,
            } => in_month(first_day) && in_month(second_day) && first_day < second_day,
            Self::Monthly { first_day } => in_month(first_day),
        }
    }

    /// The dates that a date is among, were this the rule for ever.
    fn around(self, date: Date, starts: Weekday) -> Dates {
        match self {
            Self::Workweek => week_around(date, starts),
            Self::Weekly { anchor } => repeating(anchor, 7, date),
            Self::TwoWeeks { anchor } => repeating(anchor, 14, date),
            Self::TwiceMonthly {
                first_day,
                second_day,
            } if (first_day..second_day).contains(&date.day()) => Dates {
                first: on_day(date, first_day),
                last: days_after(on_day(date, second_day), -1),
            },
            Self::TwiceMonthly {
                first_day,
                second_day,
            } if date.day() >= second_day => Dates {
                first: on_day(date, second_day),
                last: days_after(on_day(next_month(date), first_day), -1),
            },
            Self::TwiceMonthly {
                first_day,
                second_day,
            } => Dates {
                first: on_day(month_before(date), second_day),
                last: days_after(on_day(date, first_day), -1),
            },
            Self::Monthly { first_day } if date.day() >= first_day => Dates {
                first: on_day(date, first_day),
                last: days_after(on_day(next_month(date), first_day), -1),
            },
            Self::Monthly { first_day } => Dates {
                first: on_day(month_before(date), first_day),
                last: days_after(on_day(date, first_day), -1),
            },
        }
    }
}

fn week_around(date: Date, starts: Weekday) -> Dates {
    let first = workweek_start(date, starts);
    Dates {
        first,
        last: days_after(first, 6),
    }
}

/// The run of `length` days that a date is in, where one of the runs begins at the anchor.
fn repeating(anchor: Date, length: i32, date: Date) -> Dates {
    let since = day_number(date).saturating_sub(day_number(anchor));
    let into = since.checked_rem_euclid(length).unwrap_or_default();
    let first = days_after(date, into.saturating_neg());
    Dates {
        first,
        last: days_after(first, length.saturating_sub(1)),
    }
}

fn on_day(month: Date, day: i8) -> Date {
    Date::new(month.year(), month.month(), day).unwrap_or(month)
}

fn next_month(date: Date) -> Date {
    days_after(on_day(date, PERIOD_DAY_MAX), 4)
}

fn month_before(date: Date) -> Date {
    days_after(on_day(date, 1), -1)
}

/// When one employee's days, workweeks and pay periods begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// The zone that the employee's days are in.
    pub zones: Dated<Zone>,
    /// The first day of the workweek, and when each day begins.
    pub workweeks: Dated<Workweek>,
    /// How often the firm pays.
    pub periods: Dated<PeriodRule>,
}

impl Calendar {
    /// When a workday begins. `None` only at the ends of the calendar.
    pub fn day_start(&self, date: Date) -> Option<Timestamp> {
        let local = date.to_datetime(self.workweeks.on(date).starts_at);
        self.zones.on(date).instant(local)
    }

    /// A workday, to the beginning of the next. `None` only at the ends of the calendar.
    pub fn day_span(&self, date: Date) -> Option<Span> {
        Span::new(
            self.day_start(date)?,
            self.day_start(date.tomorrow().ok()?)?,
        )
    }

    /// The time from the first to the last date. `None` only at the ends of the calendar.
    pub fn span(&self, dates: Dates) -> Option<Span> {
        let after = dates.last.tomorrow().ok()?;
        Span::new(self.day_start(dates.first)?, self.day_start(after)?)
    }

    /// The workday that an instant is in.
    pub fn date_of(&self, at: Timestamp) -> Date {
        let near = Zone::utc().local(at).date();
        let mut date = self.zones.on(near).local(at).date();
        while let (Some(start), Ok(before)) = (self.day_start(date), date.yesterday())
            && start > at
        {
            date = before;
        }
        while let Ok(next) = date.tomorrow()
            && self.day_start(next).is_some_and(|start| start <= at)
        {
            date = next;
        }
        date
    }

    /// The workweek that a date is in; shorter where the start of the workweek changes.
    pub fn week_of(&self, date: Date) -> Dates {
        let week = week_around(date, self.workweeks.on(date).starts);
        within(self.workweeks.changes().map(|(from, _)| from), date, week)
    }

    /// The pay period that a date is in; shorter where the rule changes.
    pub fn period_of(&self, date: Date) -> Dates {
        let rule = *self.periods.on(date);
        let period = rule.around(date, self.workweeks.on(date).starts);
        let period = within(self.periods.changes().map(|(from, _)| from), date, period);
        match rule {
            PeriodRule::Workweek => {
                within(self.workweeks.changes().map(|(from, _)| from), date, period)
            }
            PeriodRule::Weekly { .. }
            | PeriodRule::TwoWeeks { .. }
            | PeriodRule::TwiceMonthly { .. }
            | PeriodRule::Monthly { .. } => period,
        }
    }

    /// The period after one that ends on this date.
    pub fn period_after(&self, last: Date) -> Dates {
        self.period_of(days_after(last, 1))
    }

    /// The period before one that begins on this date.
    pub fn period_before(&self, first: Date) -> Dates {
        self.period_of(days_after(first, -1))
    }

    /// The workweeks, or the parts of them, that dates consist of, in order.
    pub fn weeks_in(&self, dates: Dates) -> Vec<Dates> {
        let mut weeks = Vec::new();
        let mut date = dates.first;
        while date <= dates.last {
            let week = self.week_of(date);
            weeks.push(Dates {
                first: week.first.max(dates.first),
                last: week.last.min(dates.last),
            });
            let Ok(next) = week.last.tomorrow() else {
                break;
            };
            date = next.max(days_after(date, 1));
        }
        weeks
    }
}

/// The part of `dates` around a date that no change cuts off.
fn within(changes: impl Iterator<Item = Date>, date: Date, dates: Dates) -> Dates {
    changes.fold(dates, |dates, from| {
        if from <= date {
            Dates {
                first: dates.first.max(from),
                ..dates
            }
        } else {
            Dates {
                last: dates.last.min(days_after(from, -1)),
                ..dates
            }
        }
    })
}

/// The dates from a first to a last one, in order.
pub fn dates_in(dates: Dates) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(dates.first), |date| date.tomorrow().ok())
        .take_while(move |date| *date <= dates.last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{Time, date};

    fn calendar(rule: PeriodRule) -> Calendar {
        Calendar {
            zones: Dated::always(Zone::named("America/New_York").unwrap()),
            workweeks: Dated::always(Workweek {
                starts: Weekday::Monday,
                starts_at: Time::midnight(),
            }),
            periods: Dated::always(rule),
        }
    }

    #[track_caller]
    fn check(rule: PeriodRule, day: Date, first: Date, last: Date) {
        assert_eq!(calendar(rule).period_of(day), Dates { first, last });
    }

    #[test]
    fn a_period_is_what_the_firm_says() {
        let thursday = date(2026, 3, 5);
        check(
            PeriodRule::Workweek,
            thursday,
            date(2026, 3, 2),
            date(2026, 3, 8),
        );
        let anchor = date(2026, 1, 7);
        let weekly = PeriodRule::Weekly { anchor };
        check(weekly, thursday, date(2026, 3, 4), date(2026, 3, 10));
        let two_weeks = PeriodRule::TwoWeeks { anchor };
        check(two_weeks, thursday, date(2026, 3, 4), date(2026, 3, 17));
        check(
            two_weeks,
            date(2026, 1, 6),
            date(2025, 12, 24),
            date(2026, 1, 6),
        );
    }

    #[test]
    fn twice_a_month_and_monthly_keep_to_the_length_of_months() {
        let halves = PeriodRule::TwiceMonthly {
            first_day: 1,
            second_day: 16,
        };
        check(
            halves,
            date(2024, 2, 29),
            date(2024, 2, 16),
            date(2024, 2, 29),
        );
        check(
            halves,
            date(2026, 2, 15),
            date(2026, 2, 1),
            date(2026, 2, 15),
        );
        let late = PeriodRule::TwiceMonthly {
            first_day: 10,
            second_day: 25,
        };
        check(late, date(2026, 1, 3), date(2025, 12, 25), date(2026, 1, 9));
        let monthly = PeriodRule::Monthly { first_day: 21 };
        check(
            monthly,
            date(2026, 3, 1),
            date(2026, 2, 21),
            date(2026, 3, 20),
        );
        check(
            monthly,
            date(2025, 12, 31),
            date(2025, 12, 21),
            date(2026, 1, 20),
        );
    }

    #[test]
    fn a_change_cuts_the_period_that_it_falls_into() {
        let mut calendar = calendar(PeriodRule::Workweek);
        calendar.periods = calendar
            .periods
            .then(date(2026, 3, 5), PeriodRule::Monthly { first_day: 1 });
        let cut = Dates {
            first: date(2026, 3, 2),
            last: date(2026, 3, 4),
        };
        assert_eq!(calendar.period_of(date(2026, 3, 4)), cut);
        let rest = Dates {
            first: date(2026, 3, 5),
            last: date(2026, 3, 31),
        };
        assert_eq!(calendar.period_of(date(2026, 3, 5)), rest);
        assert_eq!(calendar.period_after(cut.last), rest);
        assert_eq!(calendar.period_before(rest.first), cut);
    }

    #[test]
    fn a_day_begins_when_the_firm_says_also_when_clocks_change() {
        let mut calendar = calendar(PeriodRule::Workweek);
        calendar.workweeks = Dated::always(Workweek {
            starts: Weekday::Sunday,
            starts_at: Time::constant(4, 0, 0, 0),
        });
        let night: Timestamp = "2026-03-08T07:59:59Z".parse().unwrap();
        assert_eq!(calendar.date_of(night), date(2026, 3, 7));
        let morning: Timestamp = "2026-03-08T08:00:00Z".parse().unwrap();
        assert_eq!(calendar.date_of(morning), date(2026, 3, 8));
        let short = calendar.day_span(date(2026, 3, 7)).unwrap();
        assert_eq!(short.seconds(), 23 * 3600);
    }

    #[test]
    fn days_without_a_month_to_fit_are_refused() {
        let sound = |first_day, second_day| {
            PeriodRule::TwiceMonthly {
                first_day,
                second_day,
            }
            .is_sound()
        };
        assert!(sound(1, 16));
        assert!(!sound(16, 1) && !sound(0, 15) && !sound(15, 31));
        assert!(!PeriodRule::Monthly { first_day: 29 }.is_sound());
    }
}
