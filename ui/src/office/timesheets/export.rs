//! Taking timesheets away: the dialog that asks for what, and brings the file.

mod choice;

use api::employee::Employee;
use api::export::{COLUMNS, ExportFormat};
use api::job::Job;
use domain::company::Permission;
use jiff::civil::{Date, Weekday};
use sycamore::prelude::*;
use ui::components::{
    Button, ButtonKind, Checkbox, Choice, Combobox, Dialog, Glyph, InputKind, PickItem, Segmented,
    Select, TextInput, Toasts,
};
use ui::i18n::{self, text_in};
use ui::{files, t};

use crate::data::fetched_list;
use crate::forms::{Form, on_submit};
use crate::http;
use crate::state::App;
use crate::words;
use choice::{Days, PERIODS, Remembered, days_of, format_name, format_of};

/// What is chosen, while the dialog is open.
#[derive(Clone, Copy)]
struct Chosen {
    app: App,
    workweek_starts: Weekday,
    period: Signal<String>,
    from: Signal<String>,
    to: Signal<String>,
    format: Signal<String>,
    employees: Signal<Vec<String>>,
    jobs: Signal<Vec<String>>,
    columns: [Signal<bool>; COLUMNS.len()],
}

impl Chosen {
    fn remembered(app: App, workweek_starts: Weekday) -> Chosen {
        let last = Remembered::read(&company(app));
        let ticked = |name: &str| last.columns.iter().any(|column| column == name);
        let days = days_of("this-week", app.today(), workweek_starts);
        let day = |pick: fn(Days) -> Date| {
            let text = days.map(|days| pick(days).to_string());
            create_signal(text.unwrap_or_default())
        };
        Chosen {
            app,
            workweek_starts,
            period: create_signal(last.period.clone()),
            from: day(|days| days.from),
            to: day(|days| days.to),
            format: create_signal(format_name(last.format).to_owned()),
            employees: create_signal(last.employees.clone()),
            jobs: create_signal(last.jobs.clone()),
            columns: COLUMNS.map(|name| create_signal(ticked(name))),
        }
    }

    /// What is to be remembered.
    fn now(self) -> Remembered {
        let ticked = COLUMNS.iter().zip(self.columns);
        let ticked = ticked.filter(|(_, ticked)| ticked.get());
        Remembered {
            period: self.period.get_clone(),
            format: format_of(&self.format.get_clone()),
            columns: ticked.map(|(name, _)| (*name).to_owned()).collect(),
            employees: self.employees.get_clone(),
            jobs: self.jobs.get_clone(),
        }
    }

    /// The days, or the field that is wrong with what to do.
    fn days(self) -> Result<Days, (&'static str, String)> {
        let period = self.period.get_clone();
        if let Some(days) = days_of(&period, self.app.today(), self.workweek_starts) {
            return Ok(days);
        }
        let date = |text: Signal<String>, field| {
            let date = text.with(|text| text.parse::<Date>());
            date.map_err(|_| (field, t!("export-date-missing")))
        };
        let (from, to) = (date(self.from, "from")?, date(self.to, "to")?);
        if to < from {
            return Err(("to", t!("export-ends-before")));
        }
        Ok(Days { from, to })
    }
}

fn company(app: App) -> String {
    let id = app.company.with(|c| c.as_ref().map(|c| c.id.to_string()));
    id.unwrap_or_default()
}

/// The dialog, until it is closed. `shown` has a date of the week on the page, which tells where
/// weeks begin.
pub fn dialog(app: App, week: Option<Date>, open: Signal<bool>) -> View {
    let starts = week.map_or(Weekday::Monday, Date::weekday);
    let chosen = Chosen::remembered(app, starts);
    let form = Form::new(app);
    let submit = on_submit(move || send(app, chosen, form, open));
    let (period, filters) = (period(chosen, form), filters(chosen));
    let columns = columns(chosen, form);
    let formats = ["xlsx", "csv", "tsv", "pdf"];
    let formats = formats.map(|name| Choice::new(name, text_in("export-format", name)));
    let notice = form.notice(&["from", "to", "columns"]);
    view! {
        Dialog(title=t!("export-title"), on_close=move |()| open.set(false), class="dialog--wide") {
            form(class="form", novalidate=true, on:submit=submit, data-test="export-form") {
                (notice)
                (period)
                Segmented(
                    label=t!("export-format"), value=chosen.format, choices=formats.to_vec(),
                )
                (filters)
                (columns)
                p(class="muted small") { (t!("export-rule")) }
                div(class="sr-only", role="status") {
                    (move || if form.busy.get() { t!("export-busy") } else { String::new() })
                }
                div(class="dialog-actions") {
                    Button(label=t!("cancel"), on_press=move |()| open.set(false))
                    Button(
                        label=t!("export"), kind=ButtonKind::Primary, icon=Glyph::Download,
                        submit=true, busy=form.busy, test="export-submit",
                    )
                }
            }
        }
    }
}

fn send(app: App, chosen: Chosen, form: Form, open: Signal<bool>) {
    let days = match chosen.days() {
        Ok(days) => days,
        Err(wrong) => {
            form.check(vec![wrong]);
            return;
        }
    };
    let now = chosen.now();
    let none = now.columns.is_empty() && now.format != ExportFormat::Pdf;
    let refused = none.then(|| ("columns", t!("export-columns-missing")));
    if !form.check(refused.into_iter().collect()) {
        return;
    }
    now.store(&company(app));
    let language = i18n::locale().language.code();
    let path = app.path(&choice::path(&now, days, language));
    let request = async move { http::get_file(&path).await };
    form.send(request, move |file| {
        if files::download(&file.name, &file.bytes) {
            Toasts::get().done(t!("export-done", file = file.name));
            if open.is_alive() {
                open.set(false);
            }
        } else {
            Toasts::get().failed(t!("export-not-saved"));
        }
    });
}

fn period(chosen: Chosen, form: Form) -> View {
    let periods = PERIODS.map(|name| Choice::new(name, text_in("export-period", name)));
    let days = View::from_dynamic(move || {
        let period = chosen.period.get_clone();
        match days_of(&period, chosen.app.today(), chosen.workweek_starts) {
            Some(days) => {
                let range = i18n::date_range(days.from, days.to);
                view! { p(class="muted small", data-test="export-range") { (range) } }
            }
            None => view! {
                div(class="row") {
                    TextInput(
                        label=t!("export-from"), value=chosen.from, kind=InputKind::Date,
                        error=form.error("from"), test="export-from",
                    )
                    TextInput(
                        label=t!("export-to"), value=chosen.to, kind=InputKind::Date,
                        error=form.error("to"), test="export-to",
                    )
                }
            },
        }
    });
    view! {
        div(class="stack stack--tight") {
            Select(
                label=t!("export-period"), value=chosen.period, choices=periods.to_vec(),
                test="export-period",
            )
            (days)
        }
    }
}

/// Whose hours, and on what; whoever sees only the own ones is not asked whose.
fn filters(chosen: Chosen) -> View {
    let app = chosen.app;
    let jobs = fetched_list::<Job>(app, || Some("/jobs".to_owned()));
    let jobs = create_memo(move || {
        let item =
            |job: &Job| PickItem::new(job.id.to_string(), words::coded(&job.code, &job.name));
        jobs.or_default().iter().map(item).collect::<Vec<_>>()
    });
    let jobs = many(
        jobs,
        chosen.jobs,
        (t!("export-jobs"), t!("export-jobs-all")),
        "export-job",
    );
    let employees = app.may(Permission::ViewTime).then(|| {
        let people = fetched_list::<Employee>(app, || Some("/employees".to_owned()));
        let people = create_memo(move || {
            let item = |person: &Employee| {
                let item = PickItem::new(person.id.to_string(), person.name.clone());
                item.with_detail(person.number.clone())
            };
            people.or_default().iter().map(item).collect::<Vec<_>>()
        });
        many(
            people,
            chosen.employees,
            (t!("export-employees"), t!("export-employees-all")),
            "export-employee",
        )
    });
    let employees = View::from(employees);
    view! { (employees) (jobs) }
}

/// A field that adds one after the other, and the list of what was added.
fn many(
    items: ReadSignal<Vec<PickItem>>,
    picked: Signal<Vec<String>>,
    (label, all): (String, String),
    test: &'static str,
) -> View {
    let one = create_signal(None::<String>);
    let pick = move |id: Option<String>| {
        if let Some(id) = id
            && picked.with(|picked| !picked.contains(&id))
        {
            picked.update(|picked| picked.push(id));
        }
        one.set(None);
    };
    let named = label.clone();
    let list = View::from_dynamic(move || {
        let known = items.get_clone();
        let entries: Vec<View> = picked
            .get_clone()
            .into_iter()
            .filter_map(|id| {
                let item = known.iter().find(|item| item.id == id)?;
                Some(removable(id, item.label.clone(), picked))
            })
            .collect();
        let label = named.clone();
        if entries.is_empty() {
            return View::new();
        }
        view! { ul(class="picked", aria-label=label) { (entries) } }
    });
    view! {
        div(class="stack stack--tight") {
            Combobox(
                label=label, selected=one, items=items, on_pick=pick, placeholder=all,
                optional=true, test=test,
            )
            (list)
        }
    }
}

fn removable(id: String, name: String, picked: Signal<Vec<String>>) -> View {
    let label = t!("export-remove", name = name.as_str());
    let remove = move |()| picked.update(|picked| picked.retain(|other| *other != id));
    view! {
        li(class="picked-item") {
            span { (name) }
            ui::components::IconButton(glyph=Glyph::Close, label=label, on_press=remove)
        }
    }
}

fn columns(chosen: Chosen, form: Form) -> View {
    let error = form.error("columns");
    let is_paper = create_selector(move || chosen.format.with(|format| format == "pdf"));
    let boxes = View::from_dynamic(move || {
        if is_paper.get() {
            return view! { p(class="muted small") { (t!("export-paper")) } };
        }
        let boxes: Vec<View> = COLUMNS
            .iter()
            .zip(chosen.columns)
            .map(|(name, ticked)| {
                let label = text_in("export-column", name);
                let test = format!("export-column-{name}");
                view! { Checkbox(label=label, checked=ticked, test=test) }
            })
            .collect();
        view! {
            details(class="disclosure") {
                summary(data-test="export-columns") { (t!("export-columns")) }
                fieldset(class="check-grid") {
                    legend(class="sr-only") { (t!("export-columns")) }
                    (boxes)
                }
            }
        }
    });
    let said = move || error().unwrap_or_default();
    view! {
        div(class="stack stack--tight") {
            (boxes)
            p(class="field-error", role="alert") { (said()) }
        }
    }
}
