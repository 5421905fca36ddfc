//! Approving: a pay period's timesheets at a glance, one of them in full, and late corrections.
//!
//! Period, filters and the timesheet that is open are in the address.

mod act;
mod late;
mod overview;
mod period;
mod sheet;
mod words;

use std::collections::BTreeSet;

use api::timesheet::PeriodSheets;
use jiff::civil::Date;
use sycamore::prelude::*;
use ui::components::SkeletonKind;

use self::act::Act;
use crate::address::{param, set_params};
use crate::data::{Fetched, fetched_by};
use crate::http::{self, Answer};
use crate::listing::when_ready;
use crate::state::{App, Put};

pub use late::tab as late_tab;

/// The server gives this many timesheets at once,
const ROWS_AT_ONCE: usize = 500;
/// and an overview has no more of such pages.
const PAGES_MAX: usize = 20;

/// The tab: the period's overview, or the timesheet that is in the address.
pub fn tab(app: App) -> View {
    let date = period_in_address(app);
    let path = move || {
        let date = date.get().map(|date| format!("&date={date}"));
        let date = date.unwrap_or_default();
        Some(format!("/timesheets?limit={ROWS_AT_ONCE}{date}"))
    };
    let sheets = fetched_by(app, path, |path| async move { whole_period(&path).await });
    let sheet = param(app, "sheet");
    let asked = create_signal(None::<Act>);
    let selected = create_signal(BTreeSet::new());
    let head = period::head(app, sheets, asked);
    let part = View::from_dynamic(move || match sheet.get_clone() {
        Some(employee) => untrack(|| sheet::page(app, employee, date, asked)),
        None => untrack(|| {
            when_ready(sheets, SkeletonKind::Rows, 12, move || {
                overview::overview(app, sheets, asked, selected)
            })
        }),
    });
    let dialog = act::dialog_of(app, asked, move || selected.put(BTreeSet::new()));
    view! {
        div(class="approve", data-test="approve") {
            (head)
            (part)
        }
        (dialog)
    }
}

/// A date of the period; none is the period of today.
fn period_in_address(app: App) -> ReadSignal<Option<Date>> {
    let text = param(app, "period");
    create_selector(move || text.get_clone().and_then(|date| date.parse().ok()))
}

/// Another period; the timesheet of the same employee stays open.
fn to_period(app: App, date: Option<Date>) {
    let date = date.map(|date| date.to_string());
    set_params(app, &[("period", date.as_deref())], false);
}

/// Opens an employee's timesheet, or goes back to all.
fn to_sheet(app: App, employee: Option<&str>) {
    set_params(app, &[("sheet", employee)], false);
}

async fn whole_period(path: &str) -> Answer<PeriodSheets> {
    let mut sheets: PeriodSheets = http::get(path).await?;
    for _ in 1..PAGES_MAX {
        let Some(cursor) = sheets.next.take() else {
            break;
        };
        let cursor = String::from(js_sys::encode_uri_component(&cursor));
        let more: PeriodSheets = http::get(&format!("{path}&after={cursor}")).await?;
        sheets.rows.extend(more.rows);
        sheets.next = more.next;
    }
    Ok(sheets)
}

/// The period that is shown, once it is known.
fn shown_period(sheets: Fetched<PeriodSheets>) -> ReadSignal<Option<api::timesheet::PayPeriod>> {
    create_selector(move || {
        sheets
            .state
            .with(|state| state.ready().map(|sheets| sheets.period.clone()))
    })
}
