//! One employee's timesheet of a period: what is to be decided, its days, what others changed, and
//! what was said about it.

mod days;

use api::timesheet::{
    SheetEvent, SheetEventKind, SheetStatus, SheetSummary, SheetToApprove, Timesheet,
};
use domain::time::Zone;
use jiff::civil::Date;
use sycamore::prelude::*;
use ui::components::{Button, ButtonKind, Glyph, Icon, LinkButton, SkeletonKind, Tone};
use ui::i18n::{date_range, date_time_at};
use ui::t;

use super::super::history;
use super::act::Act;
use super::to_sheet;
use super::words::{is_ready, missed, status_badge};
use crate::address::go;
use crate::data::fetched;
use crate::listing::when_ready;
use crate::state::App;
use crate::words;

/// The timesheet in full.
pub(super) fn page(
    app: App,
    employee: String,
    date: ReadSignal<Option<Date>>,
    asked: Signal<Option<Act>>,
) -> View {
    let path = move || {
        let date = date.get().map(|date| format!("?date={date}"));
        let date = date.unwrap_or_default();
        Some(format!("/employees/{employee}/timesheet{date}"))
    };
    let sheet = fetched::<Timesheet>(app, path);
    let now = create_memo(move || sheet.state.with(|state| state.ready().cloned()));
    let content = when_ready(sheet, SkeletonKind::Rows, 10, move || {
        View::from_dynamic(move || {
            let sheet = now.get_clone()?;
            Some(untrack(|| one(app, &sheet, asked)))
        })
    });
    view! {
        div(class="row no-print") {
            Button(
                label=t!("approve-back"), kind=ButtonKind::Quiet, icon=Glyph::ChevronLeft,
                on_press=move |()| to_sheet(app, None), test="sheet-back",
            )
        }
        (content)
    }
}

fn one(app: App, sheet: &Timesheet, asked: Signal<Option<Act>>) -> View {
    let zone = Zone::named(&sheet.zone).unwrap_or_else(|_| app.zone());
    let head = head(app, sheet, asked);
    let questions = questions(app, sheet);
    let figures = figures(&sheet.summary);
    let days = days::table(sheet, &zone);
    let other_zone = (zone.name() != app.zone().name()).then(|| {
        let name = zone.name().replace('_', " ");
        view! { p(class="muted small") { (t!("timesheet-zone", zone = name.as_str())) } }
    });
    let changes = changes(sheet, &zone);
    let story = story(sheet, &zone);
    let signatures = signatures();
    view! {
        article(class="sheet stack", data-test="sheet") {
            (head)
            (questions)
            (figures)
            (other_zone)
            (days)
            (changes)
            (story)
            (signatures)
        }
    }
}

fn head(app: App, sheet: &Timesheet, asked: Signal<Option<Act>>) -> View {
    let summary = &sheet.summary;
    let person = &summary.employee;
    let (name, number) = (person.name.clone(), person.number.clone());
    let range = date_range(sheet.period.first, sheet.period.last);
    let badge = status_badge(summary.status);
    let acts = acts(sheet, asked);
    let print = |()| {
        if window().print().is_err() {
            console_log!("printing is not allowed here");
        }
    };
    let company = app
        .company
        .with(|c| c.as_ref().map(|c| c.name.clone()))
        .unwrap_or_default();
    let on_paper = t!("print-head", company = company);
    view! {
        p(class="print-only") { (on_paper) }
        div(class="section-head") {
            div(class="row") {
                h2(data-test="sheet-name") { (name) }
                span(class="muted") { (number) }
                (badge)
            }
            p(class="print-only") { (range) }
            div(class="row no-print") {
                (acts)
                Button(label=t!("print"), icon=Glyph::Printer, on_press=print, test="sheet-print")
            }
        }
    }
}

/// What can be decided about it as it stands.
fn acts(sheet: &Timesheet, asked: Signal<Option<Act>>) -> View {
    let summary = &sheet.summary;
    if !summary.can_approve {
        return View::new();
    }
    let (first, employee) = (sheet.period.first, summary.employee.id);
    let name = summary.employee.name.clone();
    let mut buttons = Vec::new();
    if is_ready(summary) {
        let hash = summary.entries_hash.clone();
        let approve = move |()| {
            let sheets = vec![SheetToApprove {
                employee,
                entries_hash: hash.clone(),
            }];
            asked.set(Some(Act::Approve {
                first,
                sheets,
                left: 0,
            }));
        };
        buttons.push(view! {
            Button(
                label=t!("approve"), kind=ButtonKind::Primary, icon=Glyph::Check,
                on_press=approve, test="sheet-approve",
            )
        });
    }
    let submitted = matches!(
        summary.status,
        SheetStatus::Submitted | SheetStatus::ChangedSinceSubmitted
    );
    if submitted && !sheet.period.locked {
        let name = name.clone();
        let back = move |()| asked.set(Some(Act::Return(employee, name.clone(), first)));
        buttons.push(view! {
            Button(
                label=t!("approve-return"), icon=Glyph::Undo, on_press=back, test="sheet-return",
            )
        });
    }
    let approved = matches!(
        summary.status,
        SheetStatus::Approved | SheetStatus::ChangedSinceApproved
    );
    if approved && !sheet.period.locked {
        let reopen = move |()| asked.set(Some(Act::Reopen(employee, name.clone(), first)));
        buttons.push(view! {
            Button(label=t!("approve-reopen"), on_press=reopen, test="sheet-reopen")
        });
    }
    View::from(buttons)
}

/// What stands in the way, or is to be known before deciding.
fn questions(app: App, sheet: &Timesheet) -> View {
    let summary = &sheet.summary;
    let mut notes = Vec::new();
    if summary.objected {
        let said = sheet.events.iter().rev();
        let mut said = said.filter(|event| event.kind == SheetEventKind::Objected);
        let said = said.next().map(|event| event.words.clone());
        let name = summary.employee.name.as_str();
        let words = t!(
            "approve-objection",
            name = name,
            words = said.unwrap_or_default()
        );
        notes.push(words::notice(Glyph::Note, Tone::Bad, words));
    }
    if summary.open {
        let words = t!("error-timesheet-on-the-clock");
        notes.push(words::notice(Glyph::Clock, Tone::Warn, words));
    }
    if !summary.exceptions.is_empty() {
        let names = summary.exceptions.iter();
        let names: Vec<String> = names.map(|kind| words::exception_name(*kind)).collect();
        let words = t!("approve-exceptions", kinds = names.join(", "));
        notes.push(words::notice(Glyph::Alert, Tone::Warn, words));
    }
    for missed_break in &summary.missed {
        notes.push(words::notice(
            Glyph::Pause,
            Tone::Neutral,
            missed(missed_break),
        ));
    }
    if !sheet.late.is_empty() {
        let words = t!("approve-late-waiting", count = sheet.late.len());
        notes.push(view! {
            div(class="notice notice--warn") {
                Icon(glyph=Glyph::History)
                span { (words) }
                Button(
                    label=t!("approve-late-open"), kind=ButtonKind::Quiet,
                    on_press=move |()| go(app, "/timesheets?show=late"),
                )
            }
        });
    }
    if !summary.can_approve {
        notes.push(words::notice(
            Glyph::Info,
            Tone::Neutral,
            t!("approve-not-you"),
        ));
    }
    View::from(notes)
}

fn figures(summary: &SheetSummary) -> View {
    let figure = |label: String, seconds: i64, test: &'static str| {
        let (hours, decimal) = (words::hours(seconds), words::decimal(seconds));
        let decimal = t!("decimal-hours", hours = decimal);
        view! {
            div(class="figure") {
                span(class="figure-label") { (label) }
                span(class="figure-value", data-test=test) { (hours) }
                span(class="figure-detail") { (decimal) }
            }
        }
    };
    let worked = figure(t!("hours"), summary.worked_seconds, "sheet-worked");
    let breaks = figure(t!("breaks"), summary.break_seconds, "sheet-breaks");
    let deducted = figure(
        t!("approve-deducted"),
        summary.deducted_seconds,
        "sheet-deducted",
    );
    view! { div(class="figures") { (worked) (breaks) (deducted) } }
}

fn changes(sheet: &Timesheet, zone: &Zone) -> View {
    if sheet.changes.is_empty() {
        return View::new();
    }
    let items = sheet.changes.iter();
    let items = items.map(|change| history::item_view(&change.item, zone));
    let items: Vec<View> = items.collect();
    view! {
        section(class="section") {
            h3 { (t!("approve-changed-by-others")) }
            ol(class="timeline", data-test="sheet-changes") { (items) }
        }
    }
}

fn story(sheet: &Timesheet, zone: &Zone) -> View {
    if sheet.events.is_empty() {
        return view! { p(class="muted") { (t!("approve-nothing-said")) } };
    }
    let items: Vec<View> = sheet.events.iter().map(|e| event(e, zone)).collect();
    view! {
        section(class="section") {
            h3 { (t!("approve-said")) }
            ol(class="timeline", data-test="sheet-story") { (items) }
        }
    }
}

fn event(event: &SheetEvent, zone: &Zone) -> View {
    let by = event.actor.as_str();
    let what = match event.kind {
        SheetEventKind::Submitted => t!("approve-said-submitted", name = by),
        SheetEventKind::Objected => t!("approve-said-objected", name = by),
        SheetEventKind::Approved => t!("approve-said-approved", name = by),
        SheetEventKind::Returned => t!("approve-said-returned", name = by),
        SheetEventKind::Reopened => t!("approve-said-reopened", name = by),
        SheetEventKind::Other => t!("approve-said-other", name = by),
    };
    let when = date_time_at(event.at, zone);
    let words = event.words.clone();
    let words = (!words.is_empty()).then(|| {
        view! { p(class="timeline-reason") { "“" (words) "”" } }
    });
    let other = (event.of_these_entries == Some(false)).then(|| {
        view! { p(class="small tone-warn") { (t!("approve-other-entries")) } }
    });
    view! {
        li {
            p(class="strong") { (what) }
            p(class="timeline-when") { (when) }
            (words)
            (other)
        }
    }
}

/// Lines to sign, on paper alone.
fn signatures() -> View {
    view! {
        div(class="print-only") {
            p(class="signature-line") { (t!("approve-sign-employee")) }
            p(class="signature-line") { (t!("approve-sign-approver")) }
        }
    }
}

/// The link to where a day's entries are looked at, settled and corrected.
fn day_link(sheet: &Timesheet, date: Date, label: String) -> View {
    let href = super::super::day_address(&sheet.summary.employee.id.to_string(), date);
    view! { LinkButton(label=label, href=href, kind=ButtonKind::Quiet, icon=Glyph::ChevronRight) }
}
