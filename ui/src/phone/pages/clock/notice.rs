//! What the first screen says of this phone's storage before anything is lost: little room, work
//! that has waited for long, and, once the phone is in use, the browser's offer to install. One at
//! a time, the gravest.

use sycamore::prelude::*;
use ui::components::{Button, ButtonKind, Glyph, Icon};
use ui::reactive::{Say, dynamic, selector};
use ui::replica::Book;
use ui::{dom, i18n, t};

use super::super::sync_sheet::{export_button, is_old, outbox};
use crate::browser::{self, Room, install};
use crate::state::Phone;

/// Says that the offer to install was declined here; the settings still make it.
const DECLINED: &str = "tt-install-declined";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Saying {
    Nothing,
    LittleRoom,
    Waiting,
    Install,
}

/// The notice, where there is one.
#[component]
pub(super) fn Notice() -> View {
    let phone = Phone::get();
    let outbox = outbox(phone);
    let offered = create_signal(install::is_offered());
    browser::on_window(install::OFFER_CHANGED, move || {
        if offered.is_alive() {
            offered.set(install::is_offered());
        }
    });
    let declined = create_signal(dom::stored(DECLINED).is_some());
    let in_use = selector(move || {
        phone.book.with(|book| {
            book.as_ref()
                .is_some_and(|book: &Book| book.head().next_seq > 0)
        })
    });
    let saying = selector(move || {
        if phone.room.get().is_some_and(Room::is_low) {
            Saying::LittleRoom
        } else if is_old(outbox.get().oldest_unsent, phone.now.get()) {
            Saying::Waiting
        } else if in_use.get() && offered.get() && !declined.get() && !install::is_installed() {
            Saying::Install
        } else {
            Saying::Nothing
        }
    });
    let decline = move |()| {
        dom::store(DECLINED, Some("1"));
        declined.set(true);
    };
    dynamic(move || {
        let (saying, waits) = (saying.get(), outbox.get());
        let (text, test) = match saying {
            Saying::Nothing => return View::new(),
            Saying::LittleRoom => (t!("little-room"), "little-room"),
            Saying::Waiting => {
                let oldest = waits.oldest_unsent.unwrap_or_default();
                let age = i18n::age(oldest, phone.now.get_untracked());
                let text = t!("waiting-long", count = waits.unsent, age = age);
                (text, "waiting-long")
            }
            Saying::Install => (t!("install-why"), "install-notice"),
        };
        let (class, glyph) = if saying == Saying::Install {
            ("note", Glyph::Download)
        } else {
            ("note note--warn", Glyph::Alert)
        };
        let actions = if saying == Saying::Install {
            view! {
                Button(label=t!("install-button"), on_press=|()| install::accept_offer())
                Button(label=t!("install-later"), kind=ButtonKind::Quiet, test="install-later", on_press=decline)
            }
        } else if waits.unsent > 0 {
            untrack(move || export_button(phone, "notice-export"))
        } else {
            View::new()
        };
        let title = (saying == Saying::Install)
            .then(|| view! { p(class="strong") { Say(text=t!("install-title")) } });
        view! {
            div(class=class, role="status", data-test=test) {
                Icon(glyph=glyph)
                div(class="stack stack--tight") {
                    (title)
                    p { (text) }
                    div(class="row") { (actions) }
                }
            }
        }
    })
}
