//! Certified payroll of a final run: for a job of public works, week by week.

use api::job::Job;
use api::pay::JobPublicWorks;
use api::pay::run::PayRunDetail;
use jiff::civil::Date;
use sycamore::prelude::*;
use ui::components::{
    Button, ButtonKind, Checkbox, Choice, Combobox, Glyph, InputKind, PickItem, Select, TextInput,
    Tone,
};
use ui::i18n::date_range;
use ui::t;

use super::files::get_file;
use super::run::Run;
use super::say;
use crate::data::{fetched, fetched_list};
use crate::forms::{Form, missing};
use crate::state::App;
use crate::words;

/// What is asked for.
#[derive(Clone, Copy)]
struct Asked {
    job: Signal<Option<String>>,
    week: Signal<String>,
    number: Signal<String>,
    is_final: Signal<bool>,
}

/// The section of a final run's page.
pub fn section(app: App, run: Run) -> View {
    let weeks = run.state.with_untracked(|state| {
        let weeks = |detail: &PayRunDetail| weeks(detail);
        state.ready().map(weeks).unwrap_or_default()
    });
    let asked = Asked {
        job: create_signal(None),
        week: create_signal(
            weeks
                .first()
                .map(|(first, _)| first.to_string())
                .unwrap_or_default(),
        ),
        number: create_signal("1".to_owned()),
        is_final: create_signal(false),
    };
    let choices: Vec<Choice> = weeks
        .into_iter()
        .map(|(first, last)| Choice::new(first.to_string(), date_range(first, last)))
        .collect();
    let jobs = fetched_list::<Job>(app, || Some("/jobs".to_owned()));
    let items = create_memo(move || {
        let item = |job: Job| PickItem::new(job.id.to_string(), job.name).with_detail(job.code);
        jobs.or_default().into_iter().map(item).collect::<Vec<_>>()
    });
    let works = fetched::<JobPublicWorks>(app, move || {
        let job = asked.job.get_clone()?;
        Some(format!("/jobs/{job}/public-works"))
    });
    let is_marked = create_selector(move || {
        let job = asked.job.get_clone()?;
        works.state.with(|state| {
            let works = state
                .ready()
                .filter(|works| works.job.id.to_string() == job)?;
            Some((job, works.works.is_some()))
        })
    });
    let form = Form::new(app);
    let (notice, job_error) = (form.notice(&["job", "week", "number"]), form.error("job"));
    let rest = View::from_dynamic(move || match is_marked.get_clone() {
        None => View::new(),
        Some((job, false)) => untrack(|| {
            let href = format!("/jobs?open={job}");
            let words = words::notice(Glyph::Info, Tone::Warn, t!("payroll-certified-unmarked"));
            view! { (words) a(href=href) { (t!("payroll-certified-mark")) } }
        }),
        Some((_, true)) => untrack(|| rest(app, run, form, asked, choices.clone())),
    });
    view! {
        section(class="section no-print", data-test="payroll-certified") {
            div(class="section-head") { h2 { (t!("payroll-certified")) } }
            p(class="muted small") { (t!("payroll-certified-lead")) }
            div(class="form") {
                (notice)
                Combobox(
                    label=t!("job"), selected=asked.job, items=items, error=job_error,
                    test="certified-job",
                )
                (rest)
            }
        }
    }
}

fn rest(app: App, run: Run, form: Form, asked: Asked, weeks: Vec<Choice>) -> View {
    let get = move |format: &'static str| {
        let number = say::text(asked.number);
        let number = if number.parse::<u32>().is_ok_and(|number| number > 0) {
            number
        } else {
            String::new()
        };
        if !form.check(missing(
            "number",
            &number,
            t!("payroll-certified-number-missing"),
        )) {
            return;
        }
        let id = run
            .state
            .with_untracked(|state| state.ready().map(|detail| detail.run.id));
        let (Some(id), Some(job)) = (id, asked.job.get_clone_untracked()) else {
            return;
        };
        let (week, last) = (asked.week.get_clone_untracked(), asked.is_final.get());
        let path = format!(
            "/pay/runs/{id}/certified?job={job}&week={week}&number={number}&is_final={last}\
             &format={format}"
        );
        get_file(app, form, &path);
    };
    view! {
        div(class="form-row") {
            Select(
                label=t!("payroll-certified-week"), value=asked.week, choices=weeks,
                error=form.error("week"), test="certified-week",
            )
            TextInput(
                label=t!("payroll-certified-number"), value=asked.number, kind=InputKind::Digits,
                error=form.error("number"), maxlength="6", test="certified-number",
            )
        }
        Checkbox(label=t!("payroll-certified-last"), checked=asked.is_final)
        div(class="row") {
            Button(
                label=t!("payroll-certified-pdf"), kind=ButtonKind::Primary, icon=Glyph::Download,
                on_press=move |()| get("pdf"), busy=form.busy, test="certified-pdf",
            )
            Button(
                label=t!("payroll-certified-csv"), icon=Glyph::Download,
                on_press=move |()| get("csv"), busy=form.busy, test="certified-csv",
            )
        }
    }
}

/// The workweeks that the run pays, in order.
fn weeks(detail: &PayRunDetail) -> Vec<(Date, Date)> {
    let weeks = detail.people.iter().flat_map(|person| &person.weeks);
    let mut weeks: Vec<(Date, Date)> = weeks.map(|week| (week.first, week.last)).collect();
    weeks.sort_unstable();
    weeks.dedup();
    weeks
}
