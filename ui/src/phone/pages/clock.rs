//! The first screen: the state in words, how long, the totals, and what the thumb reaches.

mod deck;
mod glance;
mod notice;
mod undo;

use std::rc::Rc;

use domain::time::{elapsed_seconds, work_date};
use domain::timesheet::ENTRY_SECONDS_LONG;
use engine::query;
use jiff::{SignedDuration, Timestamp};
use sycamore::prelude::*;
use ui::components::{Button, Glyph, Icon};
use ui::reactive::{Say, dynamic, selector};
use ui::replica::Book;
use ui::{i18n, t};

use super::breaks::{Breaks, last_ended};
use super::words;
use super::work::Work;
use crate::browser;
use crate::route::Route;
use crate::state::Phone;
use deck::Deck;
pub(crate) use deck::pickers;
use glance::{Glance, Mode, WeekSoFar};
use notice::Notice;

/// The job and cost code that the last entry was booked on, as choices.
pub(crate) fn last_booking(book: &Book) -> (Option<String>, Option<String>) {
    let now = browser::now();
    let from = now
        .checked_sub(SignedDuration::from_hours(30 * 24))
        .unwrap_or(Timestamp::MIN);
    let entries = query::entries_of(book.view(), book.identity().employee, from, Timestamp::MAX);
    let Some((_, last)) = entries
        .unwrap_or_default()
        .into_iter()
        .rfind(|(_, row)| !row.voided)
    else {
        return (None, None);
    };
    let work = Work::of(book, now);
    let job = work.open_job(last.values.job);
    let cost_code = work.fitting(last.values.cost_code, job);
    (
        job.map(|job| job.to_string()),
        cost_code.map(|code| code.to_string()),
    )
}

/// The page.
#[component]
pub(crate) fn Clock() -> View {
    let phone = Phone::get();
    let work = Work::follow(phone);
    let glance = selector(move || {
        phone.book.with(|book| {
            book.as_ref()
                .map(|book| Glance::of(book, phone.now.get_untracked()))
                .unwrap_or_default()
        })
    });
    view! {
        main(class="phone-main", id="main") {
            h1(class="sr-only", tabindex="-1") { Say(text=t!("clock-title")) }
            State(glance=glance, work=work)
            Forgotten(glance=glance)
            Breaks(entry=Rc::new(last_ended), page=false)
            Notice()
            Totals()
            Deck(glance=glance, work=work)
        }
    }
}

/// On or off, where, and how long.
#[component(inline_props)]
fn State(glance: ReadSignal<Glance>, work: ReadSignal<Work>) -> View {
    let phone = Phone::get();
    let shown = dynamic(move || {
        let glance = glance.get_clone();
        let place = work.with(|work| work.booking(glance.job, glance.cost_code));
        untrack(move || state_view(phone, &glance, place))
    });
    // The ticking figure is not read out: only a change of the state is.
    let spoken = selector(move || {
        let glance = glance.get_clone();
        let place = work.with(|work| work.booking(glance.job, glance.cost_code));
        std::iter::once(mode_words(glance.mode))
            .chain(detail(phone, &glance))
            .chain(place)
            .collect::<Vec<_>>()
            .join(" \u{b7} ")
    });
    view! {
        p(class="sr-only", role="status") { (spoken.get_clone()) }
        (shown)
    }
}

fn state_view(phone: Phone, glance: &Glance, place: Option<String>) -> View {
    let words = mode_words(glance.mode);
    let class = match glance.mode {
        Mode::Off => "state",
        Mode::On => "state state--on",
        Mode::Break { .. } => "state state--break",
    };
    let since = glance.since().map(|since| {
        let elapsed = move || i18n::elapsed(elapsed_seconds(since, phone.now.get()), true);
        view! { p(class="state-since", role="timer", data-test="since") { (elapsed()) } }
    });
    let place = match glance.mode {
        Mode::Off => None,
        Mode::On | Mode::Break { .. } => Some(place.unwrap_or_else(|| t!("no-job"))),
    };
    let place = place.map(|place| view! { p(class="state-where") { (place) } });
    let detail = detail(phone, glance).map(|text| view! { p(class="state-detail") { (text) } });
    let note = (!glance.note.is_empty()).then(|| {
        let note = glance.note.clone();
        view! { p(class="state-detail state-note") { (note) } }
    });
    let mode = glance.mode.word();
    view! {
        section(class=class, data-test="state", data-mode=mode) {
            p(class="state-word") { (words) }
            (since)
            (place)
            (detail)
            (note)
        }
    }
}

fn mode_words(mode: Mode) -> String {
    match mode {
        Mode::Off => t!("state-off"),
        Mode::On => t!("state-on"),
        Mode::Break { paid: false } => t!("state-break"),
        Mode::Break { paid: true } => t!("state-break-paid"),
    }
}

fn detail(phone: Phone, glance: &Glance) -> Option<String> {
    let zone = phone
        .book
        .with_untracked(|book| book.as_ref().map(Book::zone))?;
    let today = work_date(phone.now.get_untracked(), &zone);
    let time = |at: Timestamp| words::local_time(zone.local(at), today);
    match (glance.mode, glance.start, glance.break_start) {
        (Mode::Off, ..) => glance
            .last_end
            .map(|end| t!("state-last-out", time = time(end))),
        (Mode::On, Some(start), _) => Some(t!("state-since", time = time(start))),
        (Mode::Break { .. }, Some(start), Some(pause)) => Some(t!(
            "state-break-since",
            time = time(pause),
            start = time(start)
        )),
        (Mode::On | Mode::Break { .. }, ..) => None,
    }
}

/// Asks after a clock-out that was probably forgotten.
#[component(inline_props)]
fn Forgotten(glance: ReadSignal<Glance>) -> View {
    let phone = Phone::get();
    let forgotten = selector(move || {
        let (entry, start) = glance.with(|glance| (glance.entry, glance.start));
        let long =
            start.is_some_and(|start| elapsed_seconds(start, phone.now.get()) > ENTRY_SECONDS_LONG);
        entry.filter(|_| long)
    });
    dynamic(move || {
        let Some(entry) = forgotten.get() else {
            return View::new();
        };
        view! {
            div(class="note note--warn", data-test="forgotten") {
                Icon(glyph=Glyph::Alert)
                div(class="stack stack--tight") {
                    p { Say(text=t!("forgotten-question")) }
                    Button(
                        label=t!("forgotten-correct"), icon=Glyph::Pencil,
                        on_press=move |()| phone.go(&Route::Correct(entry)),
                    )
                }
            }
        }
    })
}

/// Today's and this week's hours.
#[component]
fn Totals() -> View {
    let phone = Phone::get();
    let today = selector(move || {
        let zone = phone.zone();
        work_date(phone.now.get(), &zone)
    });
    let week = selector(move || {
        today.track();
        phone.book.with(|book| {
            book.as_ref()
                .map(|book| WeekSoFar::of(book, phone.now.get_untracked()))
        })
    });
    let totals = selector(move || {
        let now = phone.now.get();
        let totals = week.with(|week| {
            week.as_ref()
                .map(|week| week.totals(now))
                .unwrap_or_default()
        });
        (totals.today / 60, totals.week / 60)
    });
    view! {
        div(class="totals") {
            div(class="total") {
                span(class="total-label") { Say(text=t!("total-today")) }
                span(class="total-value", data-test="today-total") { (i18n::duration(totals.get().0)) }
            }
            div(class="total") {
                span(class="total-label") { Say(text=t!("total-week")) }
                span(class="total-value", data-test="week-total") { (i18n::duration(totals.get().1)) }
            }
        }
    }
}
