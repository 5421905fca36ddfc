//! The sync line and the sheet behind it: counts, the last contact, what is wrong, and the ways to
//! get work to the server.

use domain::time::{Zone, work_date};
use jiff::Timestamp;
use sycamore::prelude::*;
use sycamore::web::{events, tags};
use ui::components::{Button, ButtonKind, Dialog, DialogKind, Glyph, Icon, SyncLine, SyncTone};
use ui::reactive::{Say, dynamic, selector};
use ui::replica::{Book, Contact, Outbox};
use ui::{dom, i18n, t};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

use super::form::typed_date;
use super::words;
use crate::browser::{self, file};
use crate::state::Phone;
use crate::sync::{Fault, Reason, Stopped, SyncState, Upload};

/// Unsent work older than this asks for attention: 24 hours.
const OLD_SECONDS: i64 = 24 * 3_600;

/// Whether the oldest unsent work has waited for long.
pub(crate) fn is_old(oldest_unsent: Option<Timestamp>, now: Timestamp) -> bool {
    oldest_unsent.is_some_and(|at| now.as_second() - at.as_second() > OLD_SECONDS)
}

/// A clock that is off by more than this is told of: 2 minutes.
const SKEW_MS_TOLD: i64 = 120_000;

/// What the line says. Pure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Line {
    /// Nothing was stated yet.
    Nothing,
    /// So many are on this phone alone.
    Saved(usize),
    /// They are on their way.
    Sending(usize),
    /// So many are on the server and not judged.
    OnServer(usize),
    /// Everything is judged; so many do not count.
    Counted {
        /// How many do not count.
        aside: usize,
    },
    /// Nothing waits, but this phone cannot sync.
    Stopped,
}

impl Line {
    /// The line for what waits.
    pub(crate) fn of(outbox: &Outbox, sync: &SyncState) -> Line {
        if outbox.unsent > 0 {
            // "Sending" would not be true while the network is not there.
            let sending = sync.running && sync.fault.is_none();
            return if sending {
                Line::Sending(outbox.unsent)
            } else {
                Line::Saved(outbox.unsent)
            };
        }
        if matches!(sync.fault, Some(Fault::Stopped(_))) {
            return Line::Stopped;
        }
        if outbox.received > 0 {
            return Line::OnServer(outbox.received);
        }
        if outbox.judged > 0 {
            return Line::Counted {
                aside: outbox.not_counted,
            };
        }
        Line::Nothing
    }

    fn tone(&self, outbox: &Outbox, sync: &SyncState, now: Timestamp) -> SyncTone {
        let stopped = matches!(sync.fault, Some(Fault::Stopped(_)));
        let old = is_old(outbox.oldest_unsent, now);
        match self {
            Line::Saved(_) | Line::Sending(_) if stopped || old => SyncTone::Attention,
            Line::Saved(_) => SyncTone::Saved,
            Line::Sending(_) => SyncTone::Sending,
            Line::OnServer(_) => SyncTone::Received,
            Line::Counted { .. } | Line::Nothing => SyncTone::Counted,
            Line::Stopped => SyncTone::Attention,
        }
    }

    fn words(&self) -> String {
        match self {
            Line::Nothing => t!("sync-nothing"),
            Line::Saved(count) => t!("sync-saved", count = *count),
            Line::Sending(count) => t!("sync-sending", count = *count),
            Line::OnServer(count) => t!("sync-on-server", count = *count),
            Line::Counted { aside: 0 } => t!("sync-counted"),
            Line::Counted { aside } => t!("sync-counted-but", count = *aside),
            Line::Stopped => t!("sync-stopped"),
        }
    }
}

/// The line at the top, and the sheet that it opens.
#[component]
pub(crate) fn Sync() -> View {
    let phone = Phone::get();
    let open = create_signal(false);
    let outbox = outbox(phone);
    let line = selector(move || phone.sync.with(|sync| Line::of(&outbox.get(), sync)));
    let tone = selector(move || {
        phone
            .sync
            .with(|sync| line.with(|line| line.tone(&outbox.get(), sync, phone.now.get())))
    });
    let text = selector(move || line.with(Line::words));
    let age = selector(move || {
        outbox
            .get()
            .oldest_unsent
            .map(|oldest| i18n::age(oldest, phone.now.get()))
    });
    let sheet = dynamic(move || {
        if open.get() {
            untrack(move || sheet(phone, open, outbox))
        } else {
            View::new()
        }
    });
    view! {
        SyncLine(
            tone=tone, text=move || text.get_clone(), age=move || age.get_clone(),
            on_press=move |()| open.set(true),
        )
        (sheet)
    }
}

/// What waits on this phone.
pub(crate) fn outbox(phone: Phone) -> ReadSignal<Outbox> {
    selector(move || {
        phone
            .book
            .with(|book| book.as_ref().map(Book::outbox).unwrap_or_default())
    })
}

fn sheet(phone: Phone, open: Signal<bool>, outbox: ReadSignal<Outbox>) -> View {
    let counts = dynamic(move || {
        let outbox = outbox.get();
        let age = outbox.oldest_unsent.map(|oldest| {
            let text = t!(
                "sync-oldest",
                age = i18n::age(oldest, phone.now.get_untracked())
            );
            view! { span(class="list-detail") { (text) } }
        });
        let counted = outbox.judged - outbox.not_counted;
        let aside = (outbox.not_counted > 0)
            .then(|| count_row(t!("sync-row-aside"), outbox.not_counted, None));
        View::from(vec![
            count_row(t!("sync-row-phone"), outbox.unsent, age),
            count_row(t!("sync-row-server"), outbox.received, None),
            count_row(t!("sync-row-counted"), counted, None),
            View::from(aside),
        ])
    });
    let contact = selector(move || {
        phone
            .book
            .with(|book| book.as_ref().and_then(Book::contact))
    });
    let last = move || {
        let age = words::age_or_never(contact.get().map(|contact| contact.at), phone.now.get());
        t!("sync-last-contact", age = age)
    };
    let problems = dynamic(move || {
        let fault = phone.sync.with(|sync| sync.fault.clone());
        problems(fault.as_ref(), contact.get())
    });
    let running = selector(move || phone.sync.with(|sync| sync.running));
    let upload = upload(phone);
    let none_unsent = selector(move || outbox.get().unsent == 0);
    view! {
        Dialog(title=t!("sync-title"), kind=DialogKind::Sheet, on_close=move |()| open.set(false)) {
            div(class="stack", data-test="sync-sheet") {
                p(class="muted") { Say(text=t!("sync-explain")) }
                div(class="list") { (counts) }
                p(class="muted small", data-test="last-contact") { (last()) }
                (problems)
                div(class="sheet-actions") {
                    Button(
                        label=t!("sync-now"), kind=ButtonKind::Primary, icon=Glyph::Refresh, test="sync-now",
                        busy=move || running.get(), on_press=move |()| phone.sync_now(Reason::Hand),
                    )
                    Button(
                        label=t!("sync-export"), icon=Glyph::Download, test="sync-export",
                        disabled=move || none_unsent.get(), on_press=move |()| export(phone),
                    )
                    (upload)
                }
                p(class="muted small") { Say(text=t!("sync-export-explain")) }
            }
        }
    }
}

fn count_row(label: String, count: usize, detail: Option<View>) -> View {
    let count = i18n::number(i64::try_from(count).unwrap_or(i64::MAX));
    view! {
        div(class="list-row") {
            div(class="list-words") { span { (label) } (detail) }
            span(class="num strong") { (count) }
        }
    }
}

fn problems(fault: Option<&Fault>, contact: Option<Contact>) -> View {
    let mut notes = Vec::new();
    let text = match fault {
        None => None,
        Some(Fault::NoAnswer) => Some((t!("sync-offline"), false)),
        Some(Fault::ReadOnly) => Some((t!("sync-read-only"), true)),
        Some(Fault::Busy) => Some((t!("sync-busy"), false)),
        Some(Fault::Stopped(stopped)) => Some((stopped_words(*stopped), true)),
    };
    if let Some((text, warn)) = text {
        let (class, glyph) = if warn {
            ("note note--warn", Glyph::Alert)
        } else {
            ("note", Glyph::CloudOff)
        };
        notes.push(
            view! { div(class=class, data-test="sync-problem") { Icon(glyph=glyph) p { (text) } } },
        );
    }
    if let Some(skew) = contact
        .map(|contact| contact.skew_ms)
        .filter(|skew| skew.abs() > SKEW_MS_TOLD)
    {
        let minutes = skew.abs() / 60_000;
        let text = if skew > 0 {
            t!("clock-ahead", minutes = minutes)
        } else {
            t!("clock-behind", minutes = minutes)
        };
        notes
            .push(view! { div(class="note note--warn") { Icon(glyph=Glyph::Clock) p { (text) } } });
    }
    View::from(notes)
}

fn stopped_words(stopped: Stopped) -> String {
    match stopped {
        Stopped::Revoked => t!("stopped-revoked"),
        Stopped::UnknownDevice => t!("stopped-unknown"),
        Stopped::OtherServer => t!("stopped-other-server"),
        Stopped::Copied => t!("stopped-copied"),
        Stopped::NotTaken => t!("stopped-not-taken"),
        Stopped::Key => t!("stopped-key"),
    }
}

/// Saves what was not sent as a file.
pub(crate) fn export_button(phone: Phone, test: &'static str) -> View {
    view! {
        Button(
            label=t!("sync-export"), icon=Glyph::Download, test=test,
            on_press=move |()| export(phone),
        )
    }
}

fn export(phone: Phone) {
    spawn_local(async move {
        // In a task there is no scope in which `untrack` could be called.
        let owner = phone
            .book
            .with_untracked(|book| book.as_ref().map(|book| (book.person(), book.zone())));
        let Some((person, zone)) = owner else { return };
        match phone.export_unsent().await {
            Ok(Some(bytes))
                if file::download(&file_name(&person, browser::now(), &zone), &bytes) =>
            {
                phone.toasts.done(t!("sync-exported"));
            }
            Ok(None) => phone.toasts.done(t!("sync-nothing")),
            Ok(Some(_)) | Err(()) => phone.toasts.failed(t!("sync-export-failed")),
        }
    });
}

/// `timetrakr-unsent-ana-ruiz-2026-03-04.ttun`
fn file_name(person: &str, at: Timestamp, zone: &Zone) -> String {
    let person: String = person
        .chars()
        .map(|letter| {
            if letter.is_alphanumeric() {
                letter.to_ascii_lowercase()
            } else {
                '-'
            }
        })
        .collect();
    let date = typed_date(work_date(at, zone));
    format!("timetrakr-unsent-{person}-{date}.ttun")
}

/// A colleague's file, chosen and sent.
fn upload(phone: Phone) -> View {
    let id = dom::fresh_id("upload");
    let input: View = tags::input()
        .r#type("file")
        .class("sr-only")
        .id(id.clone())
        .attr("data-test", "sync-upload")
        .on(events::change, move |event: web_sys::Event| {
            let input: Option<web_sys::HtmlInputElement> =
                event.target().and_then(|target| target.dyn_into().ok());
            let Some(input) = input else { return };
            let chosen = input.files().and_then(|files| files.get(0));
            input.set_value("");
            if let Some(chosen) = chosen {
                spawn_local(async move {
                    let outcome = match file::read(&chosen).await {
                        Some(bytes) => phone.upload(&bytes).await,
                        None => Upload::NotSuchAFile,
                    };
                    say_upload(phone, outcome);
                });
            }
        })
        .into();
    view! {
        div(class="file-pick") {
            (input)
            label(class="btn", r#for=id) { Icon(glyph=Glyph::Upload) span(class="btn-label") { Say(text=t!("sync-upload")) } }
        }
    }
}

fn say_upload(phone: Phone, outcome: Upload) {
    match outcome {
        Upload::Sent { taken, refused: 0 } => phone.toasts.done(t!("upload-done", count = taken)),
        Upload::Sent { taken, refused } => {
            phone
                .toasts
                .failed(t!("upload-some-refused", taken = taken, refused = refused));
        }
        Upload::NotSuchAFile => phone.toasts.failed(t!("upload-not-such-a-file")),
        Upload::NoAnswer => phone.toasts.failed(t!("upload-no-answer")),
        Upload::Failed => phone.toasts.failed(t!("upload-failed")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(outbox: Outbox, sync: &SyncState, expect: Line) {
        assert_eq!(Line::of(&outbox, sync), expect);
    }

    #[test]
    fn the_line_says_the_least_far_first() {
        let idle = SyncState::default();
        check(Outbox::default(), &idle, Line::Nothing);
        check(
            Outbox {
                judged: 4,
                ..Outbox::default()
            },
            &idle,
            Line::Counted { aside: 0 },
        );
        check(
            Outbox {
                judged: 4,
                received: 2,
                ..Outbox::default()
            },
            &idle,
            Line::OnServer(2),
        );
        check(
            Outbox {
                judged: 4,
                received: 2,
                unsent: 3,
                ..Outbox::default()
            },
            &idle,
            Line::Saved(3),
        );
    }

    #[test]
    fn nothing_is_sending_while_the_server_is_out_of_reach() {
        let outbox = Outbox {
            unsent: 1,
            ..Outbox::default()
        };
        let running = SyncState {
            running: true,
            ..SyncState::default()
        };
        check(outbox, &running, Line::Sending(1));
        check(
            outbox,
            &SyncState {
                fault: Some(Fault::NoAnswer),
                ..running
            },
            Line::Saved(1),
        );
    }

    #[test]
    fn a_file_is_named_after_its_person_and_day() {
        let at = "2026-03-04T12:00:00Z".parse().unwrap();
        assert!(
            file_name("Ana Ruiz", at, &Zone::utc()) == "timetrakr-unsent-ana-ruiz-2026-03-04.ttun"
        );
    }
}
