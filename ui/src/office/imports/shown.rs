//! What an import looks like wherever it is shown: its state, its counts, and the rows that were
//! not taken, with the reason in the reader's language.

use api::employee::EmployeeBrief;
use api::import::{ImportCounts, ImportRejection, ImportState};
use sycamore::prelude::*;
use ui::components::{Badge, Column, DataTable, Glyph, Toasts, Tone};
use ui::i18n::{self, Args, text_in, text_in_with};
use ui::{files, t};

use crate::http::{Answer, ServerFile};
use crate::state::App;
use crate::words;

/// A count with the marks of its language.
pub fn number(count: u64) -> String {
    i18n::number(i64::try_from(count).unwrap_or(i64::MAX))
}

/// Who brought it.
pub fn author(by: Option<&EmployeeBrief>) -> String {
    by.map_or_else(|| t!("import-by-server"), |by| by.name.clone())
}

/// Where it stands, as a badge.
pub fn state_badge(state: ImportState) -> View {
    let (label, tone, icon) = match state {
        ImportState::Running => (t!("import-running"), Tone::Neutral, Glyph::Refresh),
        ImportState::Finished => (t!("import-finished"), Tone::Good, Glyph::Check),
        ImportState::Empty => (t!("import-empty"), Tone::Neutral, Glyph::Info),
        ImportState::Failed => (t!("import-failed"), Tone::Bad, Glyph::Alert),
        ImportState::Undone => (t!("import-undone"), Tone::Warn, Glyph::Undo),
    };
    view! { Badge(label=label, tone=tone, icon=icon) }
}

/// Whether an import is looked at before it is made, or after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Nothing was added yet.
    Before,
    /// It was made.
    After,
}

/// The counts as figures.
pub fn figures(counts: ImportCounts, when: When) -> View {
    let entries = match when {
        When::Before => t!("import-figure-new"),
        When::After => t!("import-figure-imported"),
    };
    let hours = words::hours(counts.seconds);
    let hours = t!("import-figure-hours", hours = hours.as_str());
    let figure = |label: String, count: u64, detail: String, test: &'static str| {
        let count = number(count);
        view! {
            div(class="figure") {
                span(class="figure-label") { (label) }
                span(class="figure-value", data-test=test) { (count) }
                span(class="figure-detail") { (detail) }
            }
        }
    };
    let (rows, duplicates) = (counts.rows, counts.duplicates);
    let figures = vec![
        figure(t!("import-figure-rows"), rows, String::new(), "import-rows"),
        figure(entries, counts.entries, hours, "import-entries"),
        figure(
            t!("import-figure-there"),
            duplicates,
            t!("import-figure-there-detail"),
            "import-duplicates",
        ),
        figure(
            t!("import-figure-rejected"),
            counts.rejected,
            t!("import-figure-rejected-detail"),
            "import-rejected",
        ),
    ];
    view! { div(class="figures", data-test="import-figures") { (figures) } }
}

/// Why a row was not taken.
pub fn reason(row: &ImportRejection) -> String {
    let mut args = Args::new();
    for (name, value) in &row.params {
        match name.as_str() {
            "text" => args.set("text", value.as_str()),
            "kind" => args.set("kind", value.as_str()),
            "max" => args.set("max", value.as_str()),
            "field" => args.set("field", text_in("import-field", value)),
            _of_later_versions => {}
        }
    }
    text_in_with("rejected", &row.code, &args)
}

/// The rows that are not taken: how many, the first of them, and the file of all.
pub fn rejected(rows: Vec<ImportRejection>, all: u64, when: When, download: View) -> View {
    if all == 0 {
        return View::new();
    }
    let shown = rows.len() as u64;
    let lead = if shown < all {
        t!("import-rejected-first", count = shown, all = number(all))
    } else {
        t!("import-rejected-all")
    };
    let columns = vec![
        Column::new("line", t!("import-line"), |row: &ImportRejection| {
            View::from(number(u64::from(row.line)))
        })
        .figures()
        .sorted_by(|row| row.line),
        Column::new("reason", t!("import-reason"), |row: &ImportRejection| {
            View::from(reason(row))
        })
        .sorted_by(reason),
    ];
    let title = match when {
        When::Before => t!("import-rejected-title", count = all, shown = number(all)),
        When::After => t!("import-rejected-were", count = all, shown = number(all)),
    };
    let caption = title.clone();
    view! {
        section(class="section", data-test="import-rejections") {
            div(class="section-head") {
                h2 { (title) }
                (download)
            }
            p(class="muted") { (lead) }
            DataTable(
                caption=caption, columns=columns, rows=rows,
                key=|row: &ImportRejection| row.line.to_string(),
                name=|row: &ImportRejection| row.line.to_string(), class="table--lines",
            )
        }
    }
}

/// Has the browser keep a file that the server gives.
pub fn keep(
    app: App,
    busy: Signal<bool>,
    request: impl Future<Output = Answer<ServerFile>> + 'static,
) {
    app.act(busy, request, |answer| match answer {
        Ok(file) if files::download(&file.name, &file.bytes) => {
            Toasts::get().done(t!("export-done", file = file.name));
        }
        Ok(_) => Toasts::get().failed(t!("export-not-saved")),
        Err(fault) => Toasts::get().failed(fault.words()),
    });
}
