//! Statements that the server keeps and does not count, with the reason in words.

use api::entry::Quarantined;
use sycamore::prelude::*;
use ui::components::{Badge, Column, DataTable, Glyph, Sort, Tone};
use ui::i18n::{date_time_at, text_in};
use ui::{dom, t};

use crate::address::param;
use crate::data::fetched_list;
use crate::state::App;

/// The section; nothing while there is nothing to show.
pub fn section(app: App) -> View {
    let waiting = fetched_list::<Quarantined>(app, || Some("/quarantine".to_owned()));
    let rows = create_memo(move || waiting.or_default());
    let empty = create_selector(move || rows.with(Vec::is_empty));
    let sort = create_signal(None::<Sort>);
    let asked_for = param(app, "show");
    View::from_dynamic(move || {
        if empty.get() {
            return View::new();
        }
        let columns = columns(app);
        untrack(|| {
            let heading = create_node_ref();
            // Below a long list it would not be found by who came for it.
            if asked_for.with(|show| show.as_deref() == Some("quarantine")) {
                on_mount(move || dom::focus(heading));
            }
            view! {
                section(class="section", data-test="quarantine") {
                    div(class="section-head") {
                        h2(tabindex="-1", r#ref=heading) { (t!("quarantine")) }
                    }
                    p(class="muted") { (t!("quarantine-lead")) }
                    DataTable(
                        caption=t!("quarantine"), columns=columns, rows=rows, sort=sort,
                        key=|row: &Quarantined| row.position.to_string(),
                        name=|row: &Quarantined| row.actor.clone(),
                    )
                }
            }
        })
    })
}

fn columns(app: App) -> Vec<Column<Quarantined>> {
    let (zone, other) = (app.zone(), app.zone());
    vec![
        Column::new("actor", t!("stated-by"), |row: &Quarantined| {
            let (actor, device) = (row.actor.clone(), row.device.clone().unwrap_or_default());
            view! {
                span(class="who-words") {
                    span { (actor) }
                    span(class="who-detail") { (device) }
                }
            }
        })
        .sorted_by(|row| row.actor.to_lowercase()),
        Column::new("kind", t!("statement"), |row: &Quarantined| {
            View::from(text_in("happened", &kebab(&row.kind)))
        }),
        Column::new("reason", t!("why-not-counted"), |row: &Quarantined| {
            let (words, tone) = (text_in("quarantined", &row.reason), Tone::Warn);
            view! { Badge(label=words, tone=tone, icon=Glyph::Alert) }
        }),
        Column::new("at", t!("happened-at"), move |row: &Quarantined| {
            View::from(date_time_at(row.at, &zone))
        })
        .figures()
        .sorted_by(|row| row.at),
        Column::new("received", t!("received-at"), move |row: &Quarantined| {
            View::from(date_time_at(row.received_at, &other))
        })
        .figures()
        .sorted_by(|row| row.received_at),
    ]
}

/// `EntryEdited` as `entry-edited`.
fn kebab(kind: &str) -> String {
    let mut words = String::new();
    for letter in kind.chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push('-');
        }
        words.extend(letter.to_lowercase());
    }
    words
}
