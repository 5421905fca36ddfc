//! The fields of an entry's form.

use api::entry::Entry;
use api::job::{CostCode, Job};
use domain::time::Zone;
use sycamore::prelude::*;
use ui::components::{
    Button, ButtonKind, Checkbox, Combobox, Glyph, Icon, IconButton, InputKind, PickItem,
    TextInput, Textarea,
};
use ui::t;

use super::draft::{BreakDraft, Draft};
use crate::data::fetched_list;
use crate::forms::Form;
use crate::state::App;
use crate::words;

/// Start and end. An open entry may stay so.
pub fn times(form: Form, draft: Draft, open: bool) -> View {
    let hint = open.then(|| t!("end-open-hint"));
    // An end date that was never touched follows the start.
    let followed = create_signal(draft.start_date.get_clone_untracked());
    create_effect(move || {
        let start = draft.start_date.get_clone();
        let before = followed.replace_silent(start.clone());
        if draft.end_date.with_untracked(|end| *end == before) {
            draft.end_date.set(start);
        }
    });
    view! {
        div(class="form-pair") {
            TextInput(
                label=t!("start-date"), value=draft.start_date, kind=InputKind::Date,
                test="entry-start-date",
            )
            TextInput(
                label=t!("start-time"), value=draft.start_time, kind=InputKind::Time,
                error=form.error("start"), test="entry-start-time",
            )
            TextInput(
                label=t!("end-date"), value=draft.end_date, kind=InputKind::Date,
                test="entry-end-date",
            )
            TextInput(
                label=t!("end-time"), value=draft.end_time, kind=InputKind::Time, hint=hint,
                error=form.error("end"), test="entry-end-time",
            )
        }
    }
}

/// The breaks: times, and whether each is paid.
pub fn breaks(form: Form, draft: Draft) -> View {
    let none = create_selector(move || draft.breaks.with(Vec::is_empty));
    let error = form.error("breaks");
    let error = View::from_dynamic(move || match error() {
        Some(words) => {
            view! { p(class="field-error", role="alert") { Icon(glyph=Glyph::Alert) span { (words) } } }
        }
        None => View::new(),
    });
    let hint = View::from_dynamic(move || {
        none.get()
            .then(|| view! { p(class="muted small") { (t!("breaks-none")) } })
    });
    view! {
        fieldset(class="breaks") {
            legend(class="field-label") { (t!("breaks")) }
            (hint)
            Keyed(
                list=draft.breaks, key=|pause| pause.key,
                view=move |pause| break_row(draft, pause),
            )
            (error)
            Button(
                label=t!("break-add"), kind=ButtonKind::Quiet, icon=Glyph::Plus,
                on_press=move |()| draft.add_break(None, &Zone::utc()), test="break-add",
            )
        }
    }
}

fn break_row(draft: Draft, pause: BreakDraft) -> View {
    view! {
        div(class="break-row", data-test="break-row") {
            TextInput(
                label=t!("break-from"), value=pause.start, kind=InputKind::Time,
                test="break-start",
            )
            TextInput(label=t!("break-to"), value=pause.end, kind=InputKind::Time, test="break-end")
            Checkbox(label=t!("break-paid"), checked=pause.paid)
            IconButton(
                glyph=Glyph::Trash, label=t!("break-remove"),
                on_press=move |()| draft.remove_break(pause.key),
            )
        }
    }
}

/// What the times add up to, as they are typed.
pub fn total(draft: Draft, zone: Zone) -> View {
    let seconds = create_selector(move || {
        let (start, end) = (draft.start(&zone)?, draft.end(&zone)?);
        let pauses = draft.pauses(start, false, &zone)?;
        let length = |from: jiff::Timestamp, to: jiff::Timestamp| to.as_second() - from.as_second();
        let unpaid = pauses.iter().filter(|pause| !pause.paid);
        let breaks: i64 = unpaid
            .filter_map(|p| p.end.map(|end| length(p.start, end)))
            .sum();
        let worked = length(start, end) - breaks;
        (worked > 0).then_some(worked)
    });
    let words = move || match seconds.get() {
        Some(seconds) => t!(
            "entry-adds-up",
            hours = words::hours(seconds),
            decimal = words::decimal(seconds)
        ),
        None => t!("entry-adds-up-not"),
    };
    view! { p(class="entry-total", role="status") { (words()) } }
}

/// Job, cost code, note and reason.
pub fn work(app: App, form: Form, draft: Draft, entry: Option<&Entry>) -> View {
    let jobs = fetched_list::<Job>(app, || Some("/jobs".to_owned()));
    let codes = fetched_list::<CostCode>(app, || Some("/cost-codes".to_owned()));
    // What the entry is booked on can be kept, archived or not.
    let own_job = entry.and_then(|entry| entry.values.job.clone());
    let own_code = entry.and_then(|entry| entry.values.cost_code.clone());
    let job_items = create_memo(move || {
        let item = |job: Job| PickItem::new(job.id.to_string(), job.name).with_detail(job.code);
        let own = own_job.as_ref().map(|job| {
            PickItem::new(job.id.to_string(), job.name.clone()).with_detail(job.code.clone())
        });
        with_own(jobs.or_default().into_iter().map(item).collect(), own)
    });
    let code_items = create_memo(move || {
        let job = draft.job.get_clone();
        let fits = |code: &CostCode| code.job.is_none_or(|own| Some(own.to_string()) == job);
        let item =
            |code: CostCode| PickItem::new(code.id.to_string(), code.name).with_detail(code.code);
        let own = own_code.as_ref().map(|code| {
            PickItem::new(code.id.to_string(), code.name.clone()).with_detail(code.code.clone())
        });
        with_own(
            codes
                .or_default()
                .into_iter()
                .filter(fits)
                .map(item)
                .collect(),
            own,
        )
    });
    let hint = entry.is_some().then(|| t!("reason-hint"));
    view! {
        Combobox(
            label=t!("job"), selected=draft.job, items=job_items, clearable=true, optional=true,
            placeholder=t!("no-job"), error=form.error("job"), test="entry-job",
        )
        Combobox(
            label=t!("cost-code"), selected=draft.cost_code, items=code_items, clearable=true,
            optional=true, placeholder=t!("no-cost-code"), error=form.error("cost_code"),
            test="entry-cost-code",
        )
        Textarea(
            label=t!("note"), value=draft.note, rows="2", optional=true, error=form.error("note"),
            maxlength="1000", test="entry-note",
        )
        TextInput(
            label=t!("reason"), value=draft.reason, hint=hint, error=form.error("reason"),
            maxlength="1000", test="entry-reason",
        )
    }
}

fn with_own(mut items: Vec<PickItem>, own: Option<PickItem>) -> Vec<PickItem> {
    if let Some(own) = own.filter(|own| !items.iter().any(|item| item.id == own.id)) {
        items.push(own);
    }
    items
}
