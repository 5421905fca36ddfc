//! Pay periods, workweek and the beginning of days, from a date on.

use api::timesheet::{ChangePayCalendar, PayPeriodRule, TimesheetSettings, Workweek};
use gloo_net::http::Method;
use jiff::civil::{Date, Time};
use sycamore::prelude::*;
use ui::components::{Button, ButtonKind, Choice, InputKind, Select, TextInput, Toasts};
use ui::i18n::{self, date};
use ui::t;

use super::{first_possible, number};
use crate::forms::{Form, on_submit};
use crate::http;
use crate::state::App;
use crate::words::weekday_choices;

const FIELDS: &[&str] = &["from", "workweek", "periods", "anchor", "first_day"];

/// What is typed.
#[derive(Clone, Copy)]
struct Draft {
    from: Signal<String>,
    every: Signal<String>,
    anchor: Signal<String>,
    first_day: Signal<String>,
    second_day: Signal<String>,
    starts: Signal<String>,
    starts_at: Signal<String>,
}

impl Draft {
    fn of(app: App, settings: &TimesheetSettings, starts: u8) -> Draft {
        let text = |text: &str| create_signal(text.to_owned());
        let from = first_possible(app, settings);
        let draft = Draft {
            anchor: text(&from),
            from: text(&from),
            every: text("workweek"),
            first_day: text("1"),
            second_day: text("16"),
            starts: text(&starts.to_string()),
            starts_at: text("00:00"),
        };
        if let Some(last) = settings.periods.last() {
            draft.set_rule(last.periods);
        }
        if let Some(last) = settings.workweeks.last() {
            let Workweek {
                starts,
                starts_at_minutes: minutes,
            } = last.workweek;
            draft.starts.set(starts.to_string());
            let text = format!("{:02}:{:02}", minutes / 60, minutes % 60);
            draft.starts_at.set(text);
        }
        draft
    }

    fn set_rule(self, rule: PayPeriodRule) {
        let every = match rule {
            PayPeriodRule::Workweek => "workweek",
            PayPeriodRule::Week { anchor } => {
                self.anchor.set(anchor.to_string());
                "week"
            }
            PayPeriodRule::TwoWeeks { anchor } => {
                self.anchor.set(anchor.to_string());
                "two_weeks"
            }
            PayPeriodRule::HalfMonth {
                first_day,
                second_day,
            } => {
                self.first_day.set(first_day.to_string());
                self.second_day.set(second_day.to_string());
                "half_month"
            }
            PayPeriodRule::Month { first_day } => {
                self.first_day.set(first_day.to_string());
                "month"
            }
        };
        self.every.set(every.to_owned());
    }

    /// The rule as typed, or which field it lacks.
    fn rule(self) -> Result<PayPeriodRule, (&'static str, String)> {
        let anchor = || {
            let typed = self.anchor.with(|date| date.parse::<Date>().ok());
            typed.ok_or_else(|| ("anchor", t!("timesheet-date-missing")))
        };
        let day = |typed: Signal<String>| {
            let day = number::<i8>(typed).ok().flatten();
            let day = day.filter(|day| (1..=28).contains(day));
            day.ok_or_else(|| ("first_day", t!("timesheet-day-of-month")))
        };
        Ok(match self.every.get_clone().as_str() {
            "week" => PayPeriodRule::Week { anchor: anchor()? },
            "two_weeks" => PayPeriodRule::TwoWeeks { anchor: anchor()? },
            "half_month" => {
                let (first_day, second_day) = (day(self.first_day)?, day(self.second_day)?);
                if second_day <= first_day {
                    return Err(("first_day", t!("timesheet-days-in-order")));
                }
                PayPeriodRule::HalfMonth {
                    first_day,
                    second_day,
                }
            }
            "month" => PayPeriodRule::Month {
                first_day: day(self.first_day)?,
            },
            _ => PayPeriodRule::Workweek,
        })
    }

    fn workweek(self) -> Option<Workweek> {
        let starts = self.starts.with(|day| day.parse().ok())?;
        let at: Time = self.starts_at.with(|time| time.parse().ok())?;
        let minutes = u16::from(at.hour().unsigned_abs()) * 60;
        Some(Workweek {
            starts,
            starts_at_minutes: minutes + u16::from(at.minute().unsigned_abs()),
        })
    }
}

/// The form. Until a workweek is dated, it starts on the company's day.
pub(super) fn form(app: App, settings: &TimesheetSettings, starts: u8) -> View {
    let form = Form::new(app);
    let draft = Draft::of(app, settings, starts);
    // Sent only where it was touched, so that a change of one does not date the other anew.
    let (rule_before, week_before) = (draft.rule().ok(), draft.workweek());
    let submit = on_submit(move || {
        let mut refused = Vec::new();
        let from = draft.from.with(|from| from.parse::<Date>().ok());
        if from.is_none() {
            refused.push(("from", t!("timesheet-date-missing")));
        }
        let rule = draft.rule().map_err(|error| refused.push(error)).ok();
        let workweek = draft.workweek();
        if workweek.is_none() {
            refused.push(("workweek", t!("time-missing")));
        }
        if !form.check(refused) {
            return;
        }
        let Some(from) = from else { return };
        let change = ChangePayCalendar {
            from,
            zone: None,
            workweek: workweek.filter(|_| workweek != week_before),
            periods: rule.filter(|_| rule != rule_before),
        };
        let path = app.path("/timesheet-settings/calendar");
        let request = async move { http::send(Method::POST, &path, &change).await };
        form.send(request, move |_: TimesheetSettings| {
            Toasts::get().done(t!("settings-saved"));
        });
    });
    let notice = form.notice(FIELDS);
    let rule = rule_fields(form, draft);
    view! {
        form(class="form", novalidate=true, on:submit=submit, data-test="calendar-form") {
            h3 { (t!("timesheet-calendar")) }
            (notice)
            TextInput(
                label=t!("timesheet-from"), value=draft.from, kind=InputKind::Date,
                hint=t!("timesheet-from-hint"), error=form.error("from"), test="calendar-from",
            )
            (rule)
            div(class="form-row") {
                Select(
                    label=t!("workweek-starts"), value=draft.starts, choices=weekday_choices(),
                    error=form.error("workweek"), test="calendar-starts",
                )
                TextInput(
                    label=t!("timesheet-day-starts"), value=draft.starts_at,
                    kind=InputKind::Time, test="calendar-starts-at",
                )
            }
            div(class="form-actions") {
                Button(
                    label=t!("save"), kind=ButtonKind::Primary, submit=true, busy=form.busy,
                    test="calendar-save",
                )
            }
        }
    }
}

fn rule_fields(form: Form, draft: Draft) -> View {
    let choices = vec![
        Choice::new("workweek", t!("timesheet-every-workweek")),
        Choice::new("week", t!("timesheet-every-week")),
        Choice::new("two_weeks", t!("timesheet-every-two-weeks")),
        Choice::new("half_month", t!("timesheet-every-half-month")),
        Choice::new("month", t!("timesheet-every-month")),
    ];
    let every = draft.every;
    let more = View::from_dynamic(move || match every.get_clone().as_str() {
        "week" | "two_weeks" => view! {
            TextInput(
                label=t!("timesheet-anchor"), value=draft.anchor, kind=InputKind::Date,
                hint=t!("timesheet-anchor-hint"), error=form.error("anchor"),
                test="calendar-anchor",
            )
        },
        "half_month" => view! {
            div(class="form-row") {
                TextInput(
                    label=t!("timesheet-first-day"), value=draft.first_day,
                    kind=InputKind::Digits, error=form.error("first_day"), test="calendar-first",
                )
                TextInput(
                    label=t!("timesheet-second-day"), value=draft.second_day,
                    kind=InputKind::Digits, test="calendar-second",
                )
            }
        },
        "month" => view! {
            TextInput(
                label=t!("timesheet-first-day"), value=draft.first_day, kind=InputKind::Digits,
                hint=t!("timesheet-day-of-month"), error=form.error("first_day"),
                test="calendar-first",
            )
        },
        _ => View::new(),
    });
    view! {
        Select(
            label=t!("timesheet-periods"), value=every, choices=choices,
            error=form.error("periods"), test="calendar-every",
        )
        (more)
    }
}

/// How often the firm pays, in words.
pub(super) fn rule_words(rule: PayPeriodRule) -> String {
    match rule {
        PayPeriodRule::Workweek => t!("timesheet-every-workweek"),
        PayPeriodRule::Week { anchor } => {
            format!("{} ({})", t!("timesheet-every-week"), i18n::weekday(anchor))
        }
        PayPeriodRule::TwoWeeks { anchor } => {
            format!("{} ({})", t!("timesheet-every-two-weeks"), date(anchor))
        }
        PayPeriodRule::HalfMonth {
            first_day,
            second_day,
        } => format!(
            "{} ({first_day}, {second_day})",
            t!("timesheet-every-half-month")
        ),
        PayPeriodRule::Month { first_day } => {
            format!("{} ({first_day})", t!("timesheet-every-month"))
        }
    }
}

/// When workweeks and days begin, in words.
pub(super) fn workweek_words(workweek: Workweek) -> String {
    let day = workweek.starts.to_string();
    let mut choices = weekday_choices().into_iter();
    let day = choices.find(|choice| choice.value == day);
    let day = day.map(|choice| choice.label).unwrap_or_default();
    let minutes = workweek.starts_at_minutes;
    let at = i8::try_from(minutes / 60)
        .ok()
        .zip(i8::try_from(minutes % 60).ok());
    let at = at.and_then(|(hour, minute)| Time::new(hour, minute, 0, 0).ok());
    let at = at.map(i18n::time).unwrap_or_default();
    t!("timesheet-workweek-words", day = day, time = at)
}
