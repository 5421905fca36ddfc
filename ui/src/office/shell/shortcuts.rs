//! The list of keys, with the switch for those of one letter.

use sycamore::prelude::*;
use ui::components::{Checkbox, Dialog};
use ui::t;

use super::keys;
use crate::state::{App, Overlay};

/// The dialog.
pub fn dialog(app: App) -> View {
    let on = create_signal(keys::single_keys());
    let everywhere = [
        (vec!["Ctrl", "K"], t!("shortcut-search")),
        (vec!["/"], t!("shortcut-search")),
        (vec!["?"], t!("shortcut-help")),
        (vec!["Esc"], t!("shortcut-close")),
    ];
    let grid = [
        (vec!["←", "→", "↑", "↓"], t!("shortcut-move")),
        (vec!["Home", "End"], t!("shortcut-ends")),
        (vec!["Enter"], t!("shortcut-open")),
    ];
    let names = [
        t!("nav-today"),
        t!("nav-timesheets"),
        t!("nav-exceptions"),
        t!("nav-jobs"),
        t!("nav-cost-codes"),
        t!("nav-people"),
        t!("nav-settings"),
    ];
    let pages = keys::PAGES
        .iter()
        .zip(names)
        .map(|((letter, _), name)| (vec!["g", letter], name));
    let close = move |()| app.overlay.set(Overlay::None);
    let parts = vec![
        part(t!("shortcuts-everywhere"), everywhere.into_iter()),
        part(t!("shortcuts-pages"), pages),
        part(t!("shortcuts-grid"), grid.into_iter()),
    ];
    view! {
        Dialog(title=t!("shortcuts"), on_close=close, class="dialog--wide") {
            div(class="shortcuts") { (parts) }
            Checkbox(
                label=t!("single-keys"), checked=on, hint=t!("single-keys-hint"),
                on_change=keys::set_single_keys,
            )
        }
    }
}

fn part(title: String, rows: impl Iterator<Item = (Vec<&'static str>, String)>) -> View {
    let row = |(keys, what): (Vec<&'static str>, String)| {
        let keys: Vec<View> = keys
            .into_iter()
            .map(|key| view! { kbd { (key) } })
            .collect();
        view! { div(class="shortcut") { dt { (keys) } dd { (what) } } }
    };
    let rows: Vec<View> = rows.map(row).collect();
    view! {
        section(class="stack stack--tight") {
            h3 { (title) }
            dl(class="shortcut-list") { (rows) }
        }
    }
}
