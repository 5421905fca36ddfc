//! The days of a timesheet with their entries, a line for each, and what each workweek adds up to.

use api::entry::Entry;
use api::timesheet::{SheetDay, SheetWeek, Timesheet};
use domain::time::Zone;
use sycamore::prelude::*;
use ui::i18n::{date_range, date_with_weekday};
use ui::t;

use super::super::super::{entry_times, entry_values};
use super::day_link;
use crate::words;

/// The table.
pub(super) fn table(sheet: &Timesheet, zone: &Zone) -> View {
    let several = sheet.weeks.len() > 1;
    let mut rows = Vec::new();
    for day in &sheet.days {
        rows.push(row(sheet, day, zone));
        let ended = sheet.weeks.iter().find(|week| week.last == day.date);
        rows.extend(ended.filter(|_| several).map(week_row));
    }
    let summary = &sheet.summary;
    let (worked, breaks) = (
        length(summary.worked_seconds),
        length(summary.break_seconds),
    );
    let deducted = length(summary.deducted_seconds);
    view! {
        div(class="table-wrap", tabindex="0", role="region", aria-label=t!("approve-days")) {
            table(class="table sheet-days") {
                caption(class="sr-only") { (t!("approve-days")) }
                thead {
                    tr {
                        th(scope="col") { (t!("day")) }
                        th(scope="col") { (t!("exceptions-of-entries")) }
                        th(scope="col", class="num") { (t!("hours")) }
                        th(scope="col", class="num") { (t!("breaks")) }
                        th(scope="col", class="num") { (t!("approve-deducted")) }
                    }
                }
                tbody { (rows) }
                tfoot {
                    tr {
                        th(scope="row", colspan="2") { (t!("total")) }
                        td(class="num strong") { (worked) }
                        td(class="num") { (breaks) }
                        td(class="num") { (deducted) }
                    }
                }
            }
        }
    }
}

fn row(sheet: &Timesheet, day: &SheetDay, zone: &Zone) -> View {
    let entries = sheet.entries.iter();
    let entries: Vec<&Entry> = entries.filter(|e| day.entries.contains(&e.id)).collect();
    let lines: Vec<View> = entries.iter().map(|e| line(sheet, e, zone)).collect();
    let deducted = (day.deducted_seconds > 0).then(|| {
        let meal = t!(
            "approve-meal-by-rule",
            hours = words::hours(day.deducted_seconds)
        );
        view! { li(class="muted small") { (meal) } }
    });
    let look = (!entries.is_empty()).then(|| {
        let unsettled = entries.iter().any(|entry| {
            let open = |e: &api::entry::EntryException| !e.settled;
            !entry.voided && entry.exceptions.iter().any(open)
        });
        let label = if unsettled {
            t!("settle")
        } else {
            t!("approve-open-day")
        };
        let link = day_link(sheet, day.date, label);
        view! { span(class="no-print") { (link) } }
    });
    let date = date_with_weekday(day.date);
    let (worked, breaks) = (length(day.worked_seconds), length(day.break_seconds));
    let taken = length(day.deducted_seconds);
    view! {
        tr {
            th(scope="row") { span(class="row row--apart") { span { (date) } (look) } }
            td { ul(class="plain-list") { (lines) (deducted) } }
            td(class="num") { (worked) }
            td(class="num") { (breaks) }
            td(class="num") { (taken) }
        }
    }
}

/// `7:02 AM – 3:31 PM · Miller House · Framing`, with what is doubtful about it.
fn line(sheet: &Timesheet, entry: &Entry, zone: &Zone) -> View {
    let values = &entry.values;
    let mut parts = vec![entry_times(entry, zone)];
    if !values.breaks.is_empty() {
        let breaks = entry_values::pauses(&values.breaks, zone);
        parts.push(format!("{} {breaks}", t!("breaks")));
    }
    parts.extend(values.job.as_ref().map(|job| words::job_name(Some(job))));
    let code = values.cost_code.as_ref();
    parts.extend(code.map(|code| words::cost_code_name(Some(code))));
    if !values.note.is_empty() {
        parts.push(format!("“{}”", values.note));
    }
    let text = parts.join(" · ");
    let text = if entry.voided {
        view! { del(class="muted") { (text) } " " (t!("voided")) }
    } else {
        view! { span { (text) } }
    };
    let badges = (!entry.voided && !entry.exceptions.is_empty())
        .then(|| words::exception_badges(&entry.exceptions));
    let worked = sheet.meals_worked.contains(&entry.id).then(|| {
        view! { span(class="muted small") { (t!("approve-meal-worked")) } }
    });
    view! { li { (text) " " (badges) (worked) } }
}

fn week_row(week: &SheetWeek) -> View {
    let label = t!("approve-week", range = date_range(week.first, week.last));
    let worked = words::hours(week.worked_seconds);
    view! {
        tr(class="sheet-week") {
            th(scope="row", colspan="2") { (label) }
            td(class="num strong") { (worked) }
            td {}
            td {}
        }
    }
}

/// A duration; a dash for none.
fn length(seconds: i64) -> String {
    if seconds == 0 {
        "–".to_owned()
    } else {
        words::hours(seconds)
    }
}
