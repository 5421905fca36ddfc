//! Shift differentials: more an hour between two clock times.

use api::employee::Employee;
use api::pay::{Differential, EndDifferential, NewDifferential, PaySettings};
use gloo_net::http::Method;
use jiff::civil::{Date, Time};
use sycamore::prelude::*;
use ui::components::{
    Button, ButtonKind, Checkbox, Combobox, Glyph, InputKind, PickItem, SkeletonKind, TextInput,
    Toasts,
};
use ui::i18n::{date, money_rate, read_rate, time, weekday_short};
use ui::t;

use super::say;
use crate::data::{Fetched, fetched_list};
use crate::forms::{Form, on_submit};
use crate::http;
use crate::listing::when_ready;
use crate::state::{App, Put};
use crate::words;

const FIELDS: &[&str] = &["name", "from", "times", "weekdays", "amount"];

/// The currency that holds last; dollars before any was set.
pub fn currency(settings: Fetched<PaySettings>) -> String {
    let last = |settings: &PaySettings| settings.rules.last().map(|rules| rules.currency.clone());
    let last = settings.state.with(|state| state.ready().and_then(last));
    last.unwrap_or_else(|| "USD".to_owned())
}

/// The list and the form.
pub fn group(app: App, settings: Fetched<PaySettings>) -> View {
    let list = fetched_list::<Differential>(app, || Some("/pay/differentials".to_owned()));
    let people = fetched_list::<Employee>(app, || Some("/employees".to_owned()));
    let adding = create_signal(false);
    let items = when_ready(list, SkeletonKind::Lines, 2, move || {
        View::from_dynamic(move || {
            let (people, currency) = (people.or_default(), currency(settings));
            let items: Vec<View> = list
                .or_default()
                .iter()
                .map(|one| row(app, list, one, &people, &currency))
                .collect();
            if items.is_empty() {
                return view! { p(class="muted") { (t!("payroll-differentials-none")) } };
            }
            view! { ul(class="record-list") { (items) } }
        })
    });
    let form = View::from_dynamic(move || match adding.get() {
        true => untrack(|| form(app, list, people, settings, adding)),
        false => view! {
            div {
                Button(
                    label=t!("payroll-differential-add"), icon=Glyph::Plus,
                    on_press=move |()| adding.set(true), test="differential-add",
                )
            }
        },
    });
    view! { (items) (form) }
}

fn row(
    app: App,
    list: Fetched<Vec<Differential>>,
    one: &Differential,
    people: &[Employee],
    currency: &str,
) -> View {
    let says = &one.says;
    let name = says.name.clone();
    let whose = says.employee.map(|id| {
        let person = people.iter().find(|person| person.id == id);
        person.map(|person| person.name.clone()).unwrap_or_default()
    });
    let whose = whose.unwrap_or_else(|| t!("payroll-everyone"));
    let rate = t!(
        "payroll-more-an-hour",
        rate = money_rate(says.per_hour, currency)
    );
    let days: Vec<String> = says.weekdays.iter().map(|day| day_name(*day)).collect();
    let times = format!(
        "{} \u{2013} {}, {}",
        clock(says.from_minutes),
        clock(says.to_minutes),
        days.join(" ")
    );
    let holds = match one.last {
        Some(last) => t!("payroll-from-to", date = date(says.from), last = date(last)),
        None => t!("payroll-from", date = date(says.from)),
    };
    let busy = create_signal(false);
    let id = one.id;
    let end = one.last.is_none().then(|| {
        let end = move |()| {
            let path = app.path("/pay/differentials/end");
            let body = EndDifferential {
                differential: id,
                last: app.today(),
            };
            let request =
                async move { http::send::<_, Differential>(Method::POST, &path, &body).await };
            app.act(busy, request, move |answer| match answer {
                Ok(_) => list.reload(),
                Err(fault) => Toasts::get().failed(fault.words()),
            });
        };
        view! {
            Button(
                label=t!("payroll-differential-end"), kind=ButtonKind::Quiet, on_press=end,
                busy=busy,
            )
        }
    });
    let end = View::from(end);
    view! {
        li(class="record") {
            div(class="grow") {
                p { span(class="strong") { (name) } " · " (rate) }
                p(class="muted small") { (times) " · " (whose) }
                p(class="muted small") { (holds) }
            }
            (end)
        }
    }
}

/// A weekday by its number, Monday 1.
pub fn day_name(day: u8) -> String {
    // 5 January 2026 is a Monday.
    let day = i8::try_from(day.clamp(1, 7)).unwrap_or(1);
    weekday_short(Date::constant(2026, 1, 4 + day))
}

fn clock(minutes: u16) -> String {
    let part = |minutes: u16| i8::try_from(minutes).unwrap_or(0);
    Time::new(part(minutes / 60), part(minutes % 60), 0, 0).map_or_else(|_| String::new(), time)
}

/// A differential as it is typed.
#[derive(Clone, Copy)]
struct Draft {
    name: Signal<String>,
    employee: Signal<Option<String>>,
    from: Signal<String>,
    begins: Signal<String>,
    ends: Signal<String>,
    per_hour: Signal<String>,
    days: [Signal<bool>; 7],
}

impl Draft {
    fn new(today: Date) -> Draft {
        let text = |text: &str| create_signal(text.to_owned());
        Draft {
            name: text(""),
            employee: create_signal(None),
            from: text(&today.to_string()),
            begins: text("22:00"),
            ends: text("06:00"),
            per_hour: text(""),
            days: std::array::from_fn(|_| create_signal(true)),
        }
    }

    fn read(self, currency: &str) -> Result<NewDifferential, Vec<(&'static str, String)>> {
        let name = say::text(self.name);
        if name.is_empty() {
            return Err(vec![("name", t!("name-missing"))]);
        }
        let from = say::read_date(self.from, "from")?;
        let times = minutes(self.begins).zip(minutes(self.ends));
        let (from_minutes, to_minutes) =
            times.ok_or_else(|| vec![("times", t!("payroll-times-missing"))])?;
        let per_hour = self.per_hour.with(|typed| read_rate(typed, currency));
        let per_hour = per_hour.ok_or_else(|| vec![("amount", t!("payroll-rate-missing"))])?;
        let weekdays = (1..=7_u8).zip(self.days).filter(|(_, ticked)| ticked.get());
        let weekdays: Vec<u8> = weekdays.map(|(day, _)| day).collect();
        if weekdays.is_empty() {
            return Err(vec![("weekdays", t!("payroll-weekdays-missing"))]);
        }
        let employee = self.employee.get_clone();
        Ok(NewDifferential {
            name,
            employee: employee.and_then(|id| id.parse().ok()),
            from,
            from_minutes,
            to_minutes,
            weekdays,
            per_hour,
        })
    }
}

/// A typed time in minutes after midnight.
fn minutes(typed: Signal<String>) -> Option<u16> {
    let time: Time = typed.with(|typed| typed.parse().ok())?;
    let hour = u16::try_from(time.hour()).ok()?;
    let minute = u16::try_from(time.minute()).ok()?;
    Some(hour * 60 + minute)
}

fn form(
    app: App,
    list: Fetched<Vec<Differential>>,
    people: Fetched<Vec<Employee>>,
    settings: Fetched<PaySettings>,
    adding: Signal<bool>,
) -> View {
    let form = Form::new(app);
    let draft = Draft::new(app.today());
    let submit = on_submit(move || {
        let Some(new) = say::checked(form, draft.read(&currency(settings))) else {
            return;
        };
        let path = app.path("/pay/differentials");
        let request = async move { http::send(Method::POST, &path, &new).await };
        form.send(request, move |_one: Differential| {
            Toasts::get().done(t!("payroll-differential-saved"));
            adding.put(false);
            list.reload();
        });
    });
    let (fields, whose) = (fields(form, draft), whose(form, draft, people));
    let notice = form.notice(FIELDS);
    view! {
        form(class="ask", novalidate=true, on:submit=submit) {
            (notice)
            (fields)
            (whose)
            div(class="form-actions") {
                Button(
                    label=t!("save"), kind=ButtonKind::Primary, submit=true, busy=form.busy,
                    test="differential-save",
                )
                Button(label=t!("cancel"), on_press=move |()| adding.set(false))
            }
        }
    }
}

fn fields(form: Form, draft: Draft) -> View {
    let boxes: Vec<View> = words::weekday_choices()
        .into_iter()
        .zip(draft.days)
        .map(|(choice, ticked)| view! { Checkbox(label=choice.label, checked=ticked) })
        .collect();
    let weekdays_error = form.error("weekdays");
    let said = move || weekdays_error().unwrap_or_default();
    view! {
        TextInput(
            label=t!("name"), value=draft.name, error=form.error("name"), maxlength="120",
            hint=t!("payroll-differential-name-hint"), test="differential-name",
        )
        div(class="form-row") {
            TextInput(
                label=t!("payroll-begins"), value=draft.begins, kind=InputKind::Time,
                error=form.error("times"),
            )
            TextInput(label=t!("payroll-ends"), value=draft.ends, kind=InputKind::Time)
            TextInput(
                label=t!("payroll-per-hour"), value=draft.per_hour, error=form.error("amount"),
                maxlength="16", test="differential-rate",
            )
        }
        fieldset(class="check-grid") {
            legend(class="field-label") { (t!("payroll-begins-on")) }
            (boxes)
        }
        p(class="field-error", role="alert") { (said()) }
    }
}

fn whose(form: Form, draft: Draft, people: Fetched<Vec<Employee>>) -> View {
    let items = create_memo(move || {
        let item = |person: Employee| {
            PickItem::new(person.id.to_string(), person.name).with_detail(person.number)
        };
        let people = people.or_default().into_iter();
        people.map(item).collect::<Vec<_>>()
    });
    view! {
        div(class="form-row") {
            TextInput(
                label=t!("payroll-from-date"), value=draft.from, kind=InputKind::Date,
                error=form.error("from"),
            )
            Combobox(
                label=t!("employee"), selected=draft.employee, items=items, clearable=true,
                placeholder=t!("payroll-everyone"), optional=true,
            )
        }
    }
}
