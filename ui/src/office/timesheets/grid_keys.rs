//! Moving through the grid: one cell takes the Tab key, the arrows move between cells, Enter or a
//! press opens a day.

use gloo_timers::callback::Timeout;
use jiff::civil::Date;
use sycamore::prelude::*;
use ui::dom;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlTableElement};

use crate::address::{param, set_params};
use crate::state::App;

/// How far Page Up and Page Down go.
const PAGE_ROWS: usize = 10;

/// A press on a cell opens its day.
pub fn on_press(app: App, event: &web_sys::MouseEvent) {
    let Some(cell) = cell_of(event.target()) else {
        return;
    };
    let (employee, date) = (
        cell.get_attribute("data-employee"),
        cell.get_attribute("data-date"),
    );
    set_params(
        app,
        &[("employee", employee.as_deref()), ("day", date.as_deref())],
        false,
    );
}

/// The cell that has the keyboard is the one that Tab comes back to.
pub fn on_focus(event: &web_sys::FocusEvent) {
    let Some(cell) = cell_of(event.target()) else {
        return;
    };
    if let Some(table) = table_of(&cell) {
        take_tab(&table, &cell);
    }
}

/// The arrows and their like.
pub fn on_key(event: &web_sys::KeyboardEvent) {
    let Some(cell) = cell_of(event.target()) else {
        return;
    };
    let Some((table, at)) = place_of(&cell) else {
        return;
    };
    let (row, column) = at;
    let (rows, columns) = (row_count(&table), 7_usize);
    let last = rows.saturating_sub(1);
    let control = event.ctrl_key() || event.meta_key();
    let to = match event.key().as_str() {
        "ArrowLeft" => (row, column.saturating_sub(1)),
        "ArrowRight" => (row, (column + 1).min(columns - 1)),
        "ArrowUp" => (row.saturating_sub(1), column),
        "ArrowDown" => ((row + 1).min(last), column),
        "PageUp" => (row.saturating_sub(PAGE_ROWS), column),
        "PageDown" => ((row + PAGE_ROWS).min(last), column),
        "Home" if control => (0, 0),
        "End" if control => (last, columns - 1),
        "Home" => (row, 0),
        "End" => (row, columns - 1),
        _ => return,
    };
    event.prevent_default();
    if let Some(cell) = cell_at(&table, to) {
        dom::focus_element(&cell);
    }
}

/// Keeps one cell in the order of Tab, and marks the one whose day is open.
pub fn keep_place(app: App, table: NodeRef, order: ReadSignal<Vec<(Option<Date>, String)>>) {
    let (employee, day) = (param(app, "employee"), param(app, "day"));
    create_effect(move || {
        order.track();
        let open = employee.get_clone().zip(day.get_clone());
        // Rows are drawn after this effect has run.
        let timeout = Timeout::new(0, move || {
            let Some(table) = dom::element::<HtmlTableElement>(table) else {
                return;
            };
            if let Ok(Some(marked)) = table.query_selector(".cell[aria-expanded]") {
                unmark(&marked);
            }
            let open = open.and_then(|(employee, day)| find(&table, &employee, &day));
            if let Some(cell) = &open {
                mark(cell);
                take_tab(&table, cell);
            } else if table
                .query_selector(".cell[tabindex='0']")
                .ok()
                .flatten()
                .is_none()
                && let Some(first) = cell_at(&table, (0, 0))
            {
                take_tab(&table, &first);
            }
        });
        on_cleanup(move || drop(timeout));
    });
}

fn find(table: &HtmlTableElement, employee: &str, day: &str) -> Option<HtmlElement> {
    let plain = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if !plain(employee) || !plain(day) {
        return None;
    }
    let selector = format!(".cell[data-employee='{employee}'][data-date='{day}']");
    table
        .query_selector(&selector)
        .ok()
        .flatten()?
        .dyn_into()
        .ok()
}

fn mark(cell: &HtmlElement) {
    if cell.set_attribute("aria-expanded", "true").is_err() {
        console_log!("a cell could not be marked");
    }
}

fn unmark(cell: &Element) {
    if cell.remove_attribute("aria-expanded").is_err() {
        console_log!("a cell could not be unmarked");
    }
}

fn take_tab(table: &HtmlTableElement, cell: &HtmlElement) {
    if let Ok(Some(before)) = table.query_selector(".cell[tabindex='0']")
        && let Ok(before) = before.dyn_into::<HtmlElement>()
    {
        before.set_tab_index(-1);
    }
    cell.set_tab_index(0);
}

fn cell_of(target: Option<web_sys::EventTarget>) -> Option<HtmlElement> {
    let element = target?.dyn_into::<Element>().ok()?;
    element.closest(".cell[data-date]").ok()??.dyn_into().ok()
}

fn table_of(cell: &HtmlElement) -> Option<HtmlTableElement> {
    cell.closest("table").ok()??.dyn_into().ok()
}

fn place_of(cell: &HtmlElement) -> Option<(HtmlTableElement, (usize, usize))> {
    let table = table_of(cell)?;
    let row = cell
        .closest("tr")
        .ok()??
        .dyn_into::<web_sys::HtmlTableRowElement>()
        .ok()?;
    let column = cell
        .closest("td")
        .ok()??
        .dyn_into::<web_sys::HtmlTableCellElement>()
        .ok()?;
    let row = usize::try_from(row.section_row_index()).ok()?;
    // The first cell of a row is its name.
    let column = usize::try_from(column.cell_index().checked_sub(1)?).ok()?;
    Some((table, (row, column)))
}

fn row_count(table: &HtmlTableElement) -> usize {
    let rows = body(table).map(|body| body.rows().length());
    rows.and_then(|rows| rows.try_into().ok()).unwrap_or(0)
}

fn cell_at(table: &HtmlTableElement, (row, column): (usize, usize)) -> Option<HtmlElement> {
    let row = body(table)?.rows().item(row.try_into().ok()?)?;
    let cells = row.query_selector_all(".cell").ok()?;
    cells.item(column.try_into().ok()?)?.dyn_into().ok()
}

fn body(table: &HtmlTableElement) -> Option<web_sys::HtmlTableSectionElement> {
    table.t_bodies().item(0)?.dyn_into().ok()
}
