//! Imports: what was brought out of files, the way to bring more, and one import with what came of
//! it and the way back.

mod one;
mod shown;
mod undo;
mod wizard;

use api::id::ImportId;
use api::import::{Import, ImportState};
use domain::company::Permission;
use sycamore::prelude::*;
use ui::components::{ButtonKind, Column, DataTable, Empty, Glyph, LinkButton, SkeletonKind, Sort};
use ui::i18n;
use ui::{dom, t};

use crate::address::go;
use crate::data::{Fetched, fetched_list};
use crate::listing::when_ready;
use crate::state::App;
use crate::words;

pub use self::shown::author;

/// The address of the list.
pub const LIST: &str = "/imports";
/// The address of the way to bring a file.
const NEW: &str = "/imports/new";
/// While an import is under way, how often it is asked how far it has come, in milliseconds.
const LOOK_MS: u32 = 1_000;

/// The list.
pub fn page(app: App) -> View {
    guarded(app, || list_page(app))
}

/// The way to bring a file.
pub fn new_page(app: App) -> View {
    guarded(app, || wizard::page(app))
}

/// One import.
pub fn one_page(app: App, id: ImportId) -> View {
    guarded(app, || one::page(app, id))
}

/// The address of an import.
pub fn address(id: ImportId) -> String {
    format!("{LIST}/{id}")
}

fn guarded(app: App, page: impl FnOnce() -> View) -> View {
    if app.may(Permission::Import) {
        return page();
    }
    view! {
        main(class="page", id="main", tabindex="-1") {
            Empty(
                title=t!("imports-not-yours"), body=t!("imports-not-yours-body"),
                icon=Glyph::Lock, page=true,
            ) {
                LinkButton(label=t!("nav-today"), href="/")
            }
        }
    }
}

/// Reads something again, now and then, while an import in it is under way: nothing else tells how
/// far it has come.
fn follow<T: Clone + 'static>(fetched: Fetched<T>, runs: impl Fn(&T) -> bool + 'static) {
    let runs =
        create_selector(move || fetched.state.with(|state| state.ready().is_some_and(&runs)));
    create_effect(move || {
        if runs.get() {
            dom::every(LOOK_MS, move || fetched.reload());
        }
    });
}

fn list_page(app: App) -> View {
    let imports = fetched_list::<Import>(app, || Some(LIST.to_owned()));
    let is_running = |import: &Import| import.state == ImportState::Running;
    follow(imports, move |imports: &Vec<Import>| {
        imports.iter().any(is_running)
    });
    let list = when_ready(imports, SkeletonKind::Rows, 6, move || list(app, imports));
    let any = create_selector(move || {
        imports
            .state
            .with(|s| s.ready().is_some_and(|i| !i.is_empty()))
    });
    let add = View::from_dynamic(move || {
        if !any.get() {
            return View::new();
        }
        view! {
            LinkButton(
                label=t!("import-hours"), href=NEW, kind=ButtonKind::Primary, icon=Glyph::Upload,
                test="imports-add",
            )
        }
    });
    view! {
        main(class="page page--fill", id="main", tabindex="-1") {
            div(class="page-head") {
                h1 { (t!("imports")) }
                div(class="page-actions") { (add) }
            }
            (list)
        }
    }
}

fn list(app: App, imports: Fetched<Vec<Import>>) -> View {
    let rows = create_memo(move || imports.or_default());
    let empty = create_selector(move || rows.with(Vec::is_empty));
    View::from_dynamic(move || {
        if empty.get() {
            return view! {
                Empty(title=t!("imports-empty"), body=t!("imports-empty-body"), icon=Glyph::Upload) {
                    LinkButton(
                        label=t!("import-hours"), href=NEW, kind=ButtonKind::Primary,
                        icon=Glyph::Upload, test="imports-add",
                    )
                }
            };
        }
        let sort = create_signal(None::<Sort>);
        let columns = columns(app);
        view! {
            DataTable(
                caption=t!("imports"), columns=columns, rows=rows, sort=sort,
                key=|row: &Import| row.id.to_string(), name=|row: &Import| row.file_name.clone(),
                on_open=move |row: Import| go(app, &address(row.id)), class="table--pin",
            )
        }
    })
}

fn columns(app: App) -> Vec<Column<Import>> {
    let zone = app.zone();
    let count = |read: fn(&Import) -> Option<u64>| {
        move |row: &Import| View::from(read(row).map_or_else(|| "–".to_owned(), shown::number))
    };
    vec![
        Column::new("file", t!("import-file"), |row: &Import| {
            View::from(row.file_name.clone())
        })
        .sorted_by(|row| row.file_name.to_lowercase()),
        Column::new("state", t!("import-state"), |row: &Import| {
            shown::state_badge(row.state)
        }),
        Column::new("by", t!("import-by"), |row: &Import| {
            View::from(shown::author(row.by.as_ref()))
        })
        .sorted_by(|row| shown::author(row.by.as_ref()).to_lowercase()),
        Column::new("at", t!("import-at"), move |row: &Import| {
            View::from(i18n::date_time_at(row.at, &zone))
        })
        .figures()
        .sorted_by(|row| row.at),
        Column::new(
            "entries",
            t!("import-entries"),
            count(|row| row.counts.map(|counts| counts.entries)),
        )
        .figures()
        .sorted_by(|row| row.counts.map(|counts| counts.entries)),
        Column::new("hours", t!("hours"), |row: &Import| {
            let hours = row.counts.map(|counts| words::hours(counts.seconds));
            View::from(hours.unwrap_or_else(|| "–".to_owned()))
        })
        .figures()
        .sorted_by(|row| row.counts.map(|counts| counts.seconds)),
        Column::new(
            "rejected",
            t!("import-rejected"),
            count(|row| row.counts.map(|counts| counts.rejected)),
        )
        .figures()
        .sorted_by(|row| row.counts.map(|counts| counts.rejected)),
    ]
}
