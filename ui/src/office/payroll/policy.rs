//! A firm's own policy as it is typed: thresholds of days and weeks, weekdays and holidays.

use api::pay::{PayPolicy, PremiumHoliday, PremiumWeekday, Threshold};
use sycamore::prelude::*;
use ui::components::{Button, ButtonKind, Glyph, IconButton, InputKind, Select, TextInput};
use ui::i18n::{decimal_typed, read_decimal};
use ui::t;

use crate::words;

/// What stands before the multiple in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    Hours,
    Weekday,
    Date,
}

/// A row: hours, a weekday or a date, and the multiple of straight pay.
#[derive(Clone, Copy, PartialEq)]
struct Row {
    key: u32,
    before: Signal<String>,
    multiple: Signal<String>,
}

/// Rows of one kind.
#[derive(Clone, Copy)]
struct Rows {
    kind: Before,
    rows: Signal<Vec<Row>>,
    next_key: Signal<u32>,
}

impl Rows {
    fn new(kind: Before, given: Vec<(String, u16)>) -> Rows {
        let rows = Rows {
            kind,
            rows: create_signal(Vec::new()),
            next_key: create_signal(0),
        };
        for (before, multiple) in given {
            rows.add(before, multiple);
        }
        rows
    }

    fn add(self, before: String, multiple: u16) {
        let key = self.next_key.get_untracked();
        self.next_key.set_silent(key + 1);
        let row = Row {
            key,
            before: create_signal(before),
            multiple: create_signal(decimal_typed(multiple.into(), 2)),
        };
        self.rows.update(|rows| rows.push(row));
    }

    /// What was typed, or nothing when a row is not complete.
    fn read(self) -> Option<Vec<(String, u16)>> {
        let rows = self.rows.get_clone();
        let read = rows.into_iter().map(|row| {
            let multiple = row.multiple.with(|typed| read_decimal(typed, 2))?;
            let multiple = u16::try_from(multiple).ok()?;
            let before = row.before.with(|typed| typed.trim().to_owned());
            (!before.is_empty() && multiple >= 100).then_some((before, multiple))
        });
        read.collect()
    }
}

/// A policy as it is typed.
#[derive(Clone, Copy)]
pub struct PolicyDraft {
    name: Signal<String>,
    day: Rows,
    week: Rows,
    weekdays: Rows,
    holidays: Rows,
}

impl PolicyDraft {
    /// Begins with a policy, or with overtime over 40 hours a week.
    pub fn of(policy: Option<&PayPolicy>) -> PolicyDraft {
        let over = |thresholds: &[Threshold]| {
            let one = |one: &Threshold| {
                let hours = i64::from(one.over_seconds) * 100 / 3600;
                (decimal_typed(hours, 2), one.multiple)
            };
            thresholds.iter().map(one).collect::<Vec<_>>()
        };
        let usual = || vec![("40".to_owned(), 150)];
        let weekdays = policy.map(|policy| policy.weekdays.iter());
        let weekdays = weekdays.into_iter().flatten();
        let holidays = policy.map(|policy| policy.holidays.iter());
        let holidays = holidays.into_iter().flatten();
        PolicyDraft {
            name: create_signal(policy.map(|policy| policy.name.clone()).unwrap_or_default()),
            day: Rows::new(
                Before::Hours,
                policy.map(|policy| over(&policy.day)).unwrap_or_default(),
            ),
            week: Rows::new(
                Before::Hours,
                policy.map_or_else(usual, |policy| over(&policy.week)),
            ),
            weekdays: Rows::new(
                Before::Weekday,
                weekdays
                    .map(|day| (day.weekday.to_string(), day.multiple))
                    .collect(),
            ),
            holidays: Rows::new(
                Before::Date,
                holidays
                    .map(|day| (day.date.to_string(), day.multiple))
                    .collect(),
            ),
        }
    }

    /// What was typed, or nothing when something is missing.
    pub fn read(self) -> Option<PayPolicy> {
        let thresholds = |rows: Rows| -> Option<Vec<Threshold>> {
            let one = |(hours, multiple): (String, u16)| {
                let seconds = read_decimal(&hours, 2)?.checked_mul(36)?;
                Some(Threshold {
                    over_seconds: seconds.try_into().ok()?,
                    multiple,
                })
            };
            rows.read()?.into_iter().map(one).collect()
        };
        let weekdays = self.weekdays.read()?.into_iter().map(|(day, multiple)| {
            let weekday = day.parse().ok()?;
            Some(PremiumWeekday { weekday, multiple })
        });
        let holidays = self.holidays.read()?.into_iter().map(|(date, multiple)| {
            let date = date.parse().ok()?;
            Some(PremiumHoliday { date, multiple })
        });
        let name = self.name.with(|name| name.trim().to_owned());
        (!name.is_empty()).then_some(())?;
        Some(PayPolicy {
            name,
            day: thresholds(self.day)?,
            week: thresholds(self.week)?,
            weekdays: weekdays.collect::<Option<_>>()?,
            holidays: holidays.collect::<Option<_>>()?,
        })
    }

    /// The fields.
    pub fn fields(self, error: impl Fn() -> Option<String> + 'static) -> View {
        let said = move || error().unwrap_or_default();
        let day = rows_view(self.day, t!("payroll-policy-day"));
        let week = rows_view(self.week, t!("payroll-policy-week"));
        let weekdays = rows_view(self.weekdays, t!("payroll-policy-weekdays"));
        let holidays = rows_view(self.holidays, t!("payroll-policy-holidays"));
        view! {
            div(class="ask", data-test="pay-policy") {
                p(class="muted small") { (t!("payroll-policy-lead")) }
                TextInput(
                    label=t!("name"), value=self.name, maxlength="120", test="pay-policy-name",
                )
                (day)
                (week)
                (weekdays)
                (holidays)
                p(class="field-error", role="alert") { (said()) }
            }
        }
    }
}

fn rows_view(rows: Rows, legend: String) -> View {
    let first = match rows.kind {
        Before::Hours => "8",
        Before::Weekday => "7",
        Before::Date => "",
    };
    view! {
        fieldset(class="breaks") {
            legend(class="field-label") { (legend) }
            Keyed(list=rows.rows, key=|row| row.key, view=move |row| row_view(rows, row))
            Button(
                label=t!("payroll-policy-add"), kind=ButtonKind::Quiet, icon=Glyph::Plus,
                on_press=move |()| rows.add(first.to_owned(), 150),
            )
        }
    }
}

fn row_view(rows: Rows, row: Row) -> View {
    let before = match rows.kind {
        Before::Hours => text_field(t!("payroll-policy-over"), row.before, InputKind::Text),
        Before::Date => text_field(t!("payroll-policy-date"), row.before, InputKind::Date),
        Before::Weekday => view! {
            Select(
                label=t!("payroll-weekday"), value=row.before, choices=words::weekday_choices(),
            )
        },
    };
    view! {
        div(class="break-row") {
            (before)
            TextInput(label=t!("payroll-policy-multiple"), value=row.multiple, maxlength="5")
            IconButton(
                glyph=Glyph::Trash, label=t!("payroll-policy-remove"),
                on_press=move |()| rows.rows.update(|all| all.retain(|one| one.key != row.key)),
            )
        }
    }
}

fn text_field(label: String, value: Signal<String>, kind: InputKind) -> View {
    view! { TextInput(label=label, value=value, kind=kind, maxlength="10") }
}
