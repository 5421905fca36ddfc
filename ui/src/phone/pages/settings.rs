//! Language and colours, whose phone this is, whether the browser keeps what is stored, the
//! version, and giving the phone up.

use sycamore::prelude::*;
use ui::components::{Button, ButtonKind, Choice, Confirm, Glyph, Icon, Segmented};
use ui::i18n::{self, Language};
use ui::reactive::{Say, dynamic, selector};
use ui::replica::Book;
use ui::t;
use ui::theme::{self, Theme};
use wasm_bindgen_futures::spawn_local;

use super::join::install_offer;
use super::sync_sheet::{export_button, outbox};
use super::words;
use crate::browser::{Persistence, install};
use crate::state::Phone;

/// The page.
#[component]
pub(crate) fn Settings() -> View {
    let phone = Phone::get();
    let sections = vec![
        update(phone),
        language(),
        colours(),
        whose(phone),
        unsent(phone),
        storage(phone),
        install_offer(),
        version(phone),
        leave(phone),
    ];
    view! {
        main(class="phone-main", id="main", data-test="settings") {
            h1(tabindex="-1") { Say(text=t!("settings-title")) }
            (sections)
        }
    }
}

fn update(phone: Phone) -> View {
    dynamic(move || {
        if !phone.updates.ready.get() {
            return View::new();
        }
        view! {
            div(class="note", data-test="update-ready") {
                Icon(glyph=Glyph::Refresh)
                div(class="stack stack--tight grow") {
                    p { Say(text=t!("update-ready")) }
                    Button(label=t!("update-now"), kind=ButtonKind::Primary, on_press=move |()| phone.updates.switch())
                }
            }
        }
    })
}

fn language() -> View {
    let chosen = create_signal(i18n::locale().language.code().to_owned());
    let choices = Language::ALL
        .iter()
        .map(|language| Choice::new(language.code(), language.own_name()))
        .collect();
    let choose = |code: String| {
        if let Some(language) = Language::ALL
            .iter()
            .find(|language| language.code() == code)
        {
            i18n::choose_language(*language);
        }
    };
    view! {
        div(data-test="language") {
            Segmented(label=t!("language"), value=chosen, choices=choices, on_choose=choose)
        }
    }
}

fn colours() -> View {
    let chosen = create_signal(theme::current().as_str().to_owned());
    let choices = vec![
        Choice::new(Theme::System.as_str(), t!("theme-system")),
        Choice::new(Theme::Light.as_str(), t!("theme-light")),
        Choice::new(Theme::Dark.as_str(), t!("theme-dark")),
    ];
    view! {
        div(data-test="theme") {
            Segmented(
                label=t!("theme"), value=chosen, choices=choices,
                on_choose=|word: String| theme::choose(Theme::from_word(&word)),
            )
        }
    }
}

fn whose(phone: Phone) -> View {
    let known = selector(move || {
        phone.book.with(|book| {
            book.as_ref().map(|book| {
                (
                    book.person(),
                    book.company().name,
                    book.identity().device_name.clone(),
                    book.zone().name().replace('_', " "),
                )
            })
        })
    });
    let rows = dynamic(move || {
        let (person, company, device, zone) = known.get_clone().unwrap_or_default();
        View::from(vec![
            fact(t!("settings-person"), person),
            fact(t!("settings-company"), company),
            fact(t!("settings-device"), device),
            fact(t!("settings-zone"), zone),
        ])
    });
    view! {
        section(class="stack stack--tight") {
            h2(class="section-title") { Say(text=t!("settings-whose")) }
            div(class="list") { (rows) }
        }
    }
}

fn fact(label: String, value: String) -> View {
    view! {
        div(class="list-row fact") { span(class="muted") { (label) } span(class="fact-value") { (value) } }
    }
}

fn storage(phone: Phone) -> View {
    spawn_local(phone.look_at_storage());
    let installed = if install::is_installed() {
        t!("settings-installed-yes")
    } else {
        t!("settings-installed-no")
    };
    let kept = dynamic(move || {
        let text = match phone.persistence.get() {
            Persistence::Kept => t!("storage-kept"),
            Persistence::MayBeRemoved => t!("storage-may-go"),
            Persistence::Unknown => t!("storage-unknown"),
        };
        let ask = (phone.persistence.get() == Persistence::MayBeRemoved).then(|| {
            view! {
                Button(
                    label=t!("storage-ask"), icon=Glyph::Lock, test="storage-ask",
                    on_press=move |()| spawn_local(phone.ask_to_persist()),
                )
            }
        });
        view! {
            div(class="list-row list-row--stacked") { span { (text) } (ask) }
        }
    });
    let room = dynamic(move || match phone.room.get() {
        Some(room) => fact(
            t!("storage-room"),
            t!(
                "storage-room-of",
                used = megabytes(room.used),
                left = megabytes(room.left)
            ),
        ),
        None => View::new(),
    });
    let installed = fact(t!("settings-installed"), installed);
    view! {
        section(class="stack stack--tight", data-test="storage") {
            h2(class="section-title") { Say(text=t!("settings-storage")) }
            div(class="list") {
                (kept)
                (installed)
                (room)
            }
        }
    }
}

/// Whole megabytes, begun ones counted.
fn megabytes(bytes: f64) -> String {
    i18n::number((bytes / 1_000_000.0).ceil() as i64)
}

/// What is on this phone alone, and the way out for it.
fn unsent(phone: Phone) -> View {
    let outbox = outbox(phone);
    let contact = selector(move || {
        phone
            .book
            .with(|book| book.as_ref().and_then(Book::contact))
    });
    let facts = dynamic(move || {
        let (waits, now) = (outbox.get(), phone.now.get());
        let count = i18n::number(i64::try_from(waits.unsent).unwrap_or(i64::MAX));
        let oldest = waits
            .oldest_unsent
            .map(|oldest| fact(t!("unsent-oldest"), i18n::age(oldest, now)));
        let last = words::age_or_never(contact.get().map(|contact| contact.at), now);
        View::from(vec![
            fact(t!("sync-row-phone"), count),
            View::from(oldest),
            fact(t!("unsent-last-contact"), last),
        ])
    });
    let any = selector(move || outbox.get().unsent > 0);
    let export = dynamic(move || {
        if !any.get() {
            return View::new();
        }
        untrack(move || {
            let button = export_button(phone, "settings-export");
            view! {
                div(class="row") { (button) }
                p(class="muted small") { Say(text=t!("sync-export-explain")) }
            }
        })
    });
    view! {
        section(class="stack stack--tight", data-test="unsent") {
            h2(class="section-title") { Say(text=t!("sync-title")) }
            div(class="list") { (facts) }
            (export)
        }
    }
}

fn version(phone: Phone) -> View {
    let version = dynamic(move || match phone.updates.version.get_clone() {
        Some(version) => fact(t!("settings-version"), version.chars().take(12).collect()),
        None => fact(t!("settings-version"), t!("settings-version-unknown")),
    });
    view! {
        section(class="stack stack--tight") {
            h2(class="section-title") { Say(text=t!("settings-app")) }
            div(class="list", data-test="version") { (version) }
        }
    }
}

/// Giving this phone up, which takes that everything was sent.
fn leave(phone: Phone) -> View {
    let asking = create_signal(false);
    let unsent = selector(move || {
        phone
            .book
            .with(|book| book.as_ref().map_or(0, |book: &Book| book.outbox().unsent))
    });
    let hint = dynamic(move || {
        let count = unsent.get();
        let text = if count > 0 {
            t!("leave-unsent", count = count)
        } else {
            t!("leave-explain")
        };
        view! { p(class="muted small") { (text) } }
    });
    let confirm = dynamic(move || {
        if !asking.get() {
            return View::new();
        }
        let leave = move |()| {
            asking.set(false);
            spawn_local(async move {
                match phone.leave().await {
                    Ok(()) => phone.toasts.done(t!("leave-done")),
                    Err(fault) => phone.toasts.failed(words::join_fault(&fault)),
                }
            });
        };
        view! {
            Confirm(
                title=t!("leave"), body=t!("leave-body"), confirm=t!("leave"),
                on_confirm=leave, on_cancel=move |()| asking.set(false),
            )
        }
    });
    view! {
        section(class="stack stack--tight") {
            div(class="row") {
                Button(
                    label=t!("leave"), kind=ButtonKind::Danger, icon=Glyph::LogOut, test="leave",
                    disabled=move || unsent.get() > 0, on_press=move |()| asking.set(true),
                )
            }
            (hint)
        }
        (confirm)
    }
}
