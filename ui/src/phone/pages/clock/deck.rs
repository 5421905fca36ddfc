//! What the thumb reaches: job and cost code, the one large button, and what stands beside it.

use domain::{CostCodeId, JobId, TimeEntryId};
use engine::Command;
use engine::command::{Booking, EditEntry};
use sycamore::prelude::*;
use sycamore::web::{events, tags};
use ui::components::{
    Button, ButtonKind, Callback, Dialog, Glyph, Icon, PickItem, PickSheet, Textarea,
};
use ui::reactive::{Say, dynamic, selector};
use ui::{dom, t};
use wasm_bindgen::JsCast;

use super::glance::{Glance, Mode};
use super::undo;
use crate::pages::words;
use crate::pages::work::{Work, parse};
use crate::state::Phone;

/// What the deck shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Off,
    On,
    Break,
    Switching,
}

/// The deck of the first screen.
#[component(inline_props)]
pub(super) fn Deck(glance: ReadSignal<Glance>, work: ReadSignal<Work>) -> View {
    let phone = Phone::get();
    let switching = create_signal(false);
    let noting = create_signal(false);
    let shown = selector(move || match glance.with(|glance| glance.mode) {
        Mode::Off => Shown::Off,
        Mode::Break { .. } => Shown::Break,
        Mode::On if switching.get() => Shown::Switching,
        Mode::On => Shown::On,
    });
    // A switch that was begun is given up when the state changes under it.
    create_effect(move || {
        if glance.with(|glance| glance.mode) != Mode::On && switching.get_untracked() {
            switching.set(false);
        }
    });
    let deck = dynamic(move || {
        let shown = shown.get();
        // The button that was pressed goes; the keyboard stays with the large one.
        if dom::focus_is_in(".clock-deck") {
            on_mount(move || focus(shown));
        }
        untrack(move || match shown {
            Shown::Off => off(phone, work, noting),
            Shown::On => on(phone, glance, switching, noting),
            Shown::Break => on_break(phone, glance, noting),
            Shown::Switching => switch(phone, glance, work, switching),
        })
    });
    view! {
        div(class="clock-deck", data-test="deck") { (deck) }
        NoteDialog(open=noting, glance=glance)
    }
}

/// The large button takes the keyboard, and what to switch to comes before it.
fn focus(shown: Shown) {
    let button = match shown {
        Shown::Off | Shown::On | Shown::Break => ".punch",
        Shown::Switching => ".clock-deck button",
    };
    if let Some(button) = document().query_selector(button).ok().flatten() {
        dom::focus_element(button.unchecked_ref());
    }
}

fn off(phone: Phone, work: ReadSignal<Work>, noting: Signal<bool>) -> View {
    let pickers = pickers(work, phone.deck.job, phone.deck.cost_code);
    let clock_in = Callback::from(move |()| {
        let booking = Booking {
            job: phone.deck.job.with(|job| parse(job.as_ref())),
            cost_code: phone.deck.cost_code.with(|code| parse(code.as_ref())),
            note: phone.deck.note.get_clone(),
        };
        phone.perform(Command::ClockIn(booking), move |outcome| {
            if outcome.is_ok() {
                phone.deck.note.set(String::new());
            }
            undo::after_clock_in(phone, outcome);
        });
    });
    let note_label = selector(move || {
        if phone.deck.note.with(String::is_empty) {
            t!("note-add")
        } else {
            t!("note-change")
        }
    });
    let note = dynamic(move || {
        let note = phone.deck.note.get_clone();
        if note.is_empty() {
            View::new()
        } else {
            view! { p(class="deck-note") { (note) } }
        }
    });
    let punch = punch(
        phone,
        t!("clock-in"),
        Glyph::Play,
        "punch punch--in",
        "clock-button",
        clock_in,
    );
    view! {
        (pickers)
        (note)
        (punch)
        div(class="deck-row") {
            Button(
                label=move || note_label.get_clone(), icon=Glyph::Note, kind=ButtonKind::Quiet, test="note-button",
                on_press=move |()| noting.set(true),
            )
        }
    }
}

fn on(
    phone: Phone,
    glance: ReadSignal<Glance>,
    switching: Signal<bool>,
    noting: Signal<bool>,
) -> View {
    let take_break = move |paid: bool| {
        let before = glance.get_clone_untracked();
        phone.perform(Command::StartBreak { paid }, move |outcome| {
            undo::after_break_change(phone, before, outcome);
        });
    };
    let punch = clock_out(phone, glance, "punch punch--out");
    view! {
        (punch)
        div(class="deck-row") {
            Button(
                label=t!("break-start"), icon=Glyph::Pause, test="break-button",
                disabled=stopped(phone), on_press=move |()| take_break(false),
            )
            Button(
                label=t!("break-start-paid"), icon=Glyph::Pause, test="paid-break-button",
                disabled=stopped(phone), on_press=move |()| take_break(true),
            )
            Button(
                label=t!("switch-job"), icon=Glyph::Switch, test="switch-button",
                disabled=stopped(phone), on_press=move |()| switching.set(true),
            )
            Button(
                label=t!("note"), icon=Glyph::Note, test="note-button",
                disabled=stopped(phone), on_press=move |()| noting.set(true),
            )
        }
    }
}

fn on_break(phone: Phone, glance: ReadSignal<Glance>, noting: Signal<bool>) -> View {
    let end_break = Callback::from(move |()| {
        let before = glance.get_clone_untracked();
        phone.perform(Command::EndBreak, move |outcome| {
            undo::after_break_change(phone, before, outcome);
        });
    });
    let out = move |()| clock_out_now(phone, glance);
    let punch = punch(
        phone,
        t!("break-end"),
        Glyph::Play,
        "punch punch--in",
        "break-end-button",
        end_break,
    );
    view! {
        (punch)
        div(class="deck-row") {
            Button(
                label=t!("clock-out"), icon=Glyph::Stop, test="clock-button",
                disabled=stopped(phone), on_press=out,
            )
            Button(
                label=t!("note"), icon=Glyph::Note, test="note-button",
                disabled=stopped(phone), on_press=move |()| noting.set(true),
            )
        }
    }
}

fn switch(
    phone: Phone,
    glance: ReadSignal<Glance>,
    work: ReadSignal<Work>,
    switching: Signal<bool>,
) -> View {
    let (job, cost_code) = glance.with_untracked(|glance| (glance.job, glance.cost_code));
    let job = create_signal(job.map(|job| job.to_string()));
    let cost_code = create_signal(cost_code.map(|code| code.to_string()));
    let pickers = pickers(work, job, cost_code);
    let go = Callback::from(move |()| {
        let booking = Booking {
            job: job.with(|job| parse(job.as_ref())),
            cost_code: cost_code.with(|code| parse(code.as_ref())),
            note: String::new(),
        };
        let before = glance.get_clone_untracked();
        phone.perform(Command::SwitchJob(booking), move |outcome| {
            if outcome.is_ok() {
                switching.set(false);
            }
            undo::after_switch(phone, &before, outcome);
        });
    });
    let punch = punch(
        phone,
        t!("switch-now"),
        Glyph::Switch,
        "punch punch--in",
        "switch-now-button",
        go,
    );
    view! {
        p(class="deck-question") { Say(text=t!("switch-question")) }
        (pickers)
        (punch)
        div(class="deck-row") {
            Button(label=t!("cancel"), test="switch-cancel", on_press=move |()| switching.set(false))
        }
    }
}

/// The rows for job and cost code. Choosing a job puts away a cost code that is not for it.
pub(crate) fn pickers(
    work: ReadSignal<Work>,
    job: Signal<Option<String>>,
    cost_code: Signal<Option<String>>,
) -> View {
    let chosen_job = move || job.with(|job| parse::<JobId>(job.as_ref()));
    create_effect(move || {
        let job = chosen_job();
        let wanted: Option<CostCodeId> = cost_code.with_untracked(|code| parse(code.as_ref()));
        let fitting = work.with(|work| work.fitting(wanted, job));
        if fitting != wanted {
            cost_code.set(fitting.map(|code| code.to_string()));
        }
    });
    let jobs = move || -> Vec<PickItem> { work.with(|work| work.job_items(chosen_job())) };
    let codes = move || -> Vec<PickItem> { work.with(|work| work.cost_code_items(chosen_job())) };
    let any_jobs = selector(move || work.with(Work::has_jobs));
    let any_codes = selector(move || work.with(|work| work.has_cost_codes(chosen_job())));
    let job_row = dynamic(move || {
        if !any_jobs.get() {
            return View::new();
        }
        view! {
            PickSheet(
                label=t!("job"), selected=job, items=jobs, none=t!("no-job"), none_pickable=true,
                icon=Glyph::Briefcase, search_label=t!("job-search"), test="job-picker",
            )
        }
    });
    let code_row = dynamic(move || {
        if !any_codes.get() {
            return View::new();
        }
        view! {
            PickSheet(
                label=t!("cost-code"), selected=cost_code, items=codes, none=t!("no-cost-code"),
                none_pickable=true, icon=Glyph::Tag, search_label=t!("cost-code-search"),
                test="cost-code-picker",
            )
        }
    });
    let none_at_all = dynamic(move || {
        if any_jobs.get() || any_codes.get() {
            View::new()
        } else {
            view! { p(class="pick-rows-none") { Say(text=t!("no-jobs-yet")) } }
        }
    });
    view! {
        div(class="pick-rows") { (job_row) (code_row) (none_at_all) }
    }
}

fn clock_out(phone: Phone, glance: ReadSignal<Glance>, class: &'static str) -> View {
    let press = Callback::from(move |()| clock_out_now(phone, glance));
    punch(
        phone,
        t!("clock-out"),
        Glyph::Stop,
        class,
        "clock-button",
        press,
    )
}

fn clock_out_now(phone: Phone, glance: ReadSignal<Glance>) {
    let before = glance.get_clone_untracked();
    phone.perform(Command::ClockOut, move |outcome| {
        undo::after_clock_out(phone, &before, outcome);
    });
}

/// The one large button. While a tap is on its way to the disk it is busy, and then what it says
/// is what the disk holds.
fn punch(
    phone: Phone,
    label: String,
    glyph: Glyph,
    class: &'static str,
    test: &'static str,
    on_press: Callback<()>,
) -> View {
    tags::button()
        .r#type("button")
        .class(class)
        .attr("data-test", test)
        .attr("aria-busy", move || phone.saving.get().then_some("true"))
        .disabled(stopped(phone))
        .on(events::click, move |_| on_press.call(()))
        .children(view! { Icon(glyph=glyph) span { (label) } })
        .into()
}

/// Whether input is stopped: nothing more can be saved, or this phone may not write any more.
fn stopped(phone: Phone) -> impl Fn() -> bool + 'static {
    move || phone.trouble.with(Option::is_some) || phone.is_revoked()
}

/// The note: of the entry that runs, else for the next clock-in.
#[component(inline_props)]
fn NoteDialog(open: Signal<bool>, glance: ReadSignal<Glance>) -> View {
    let phone = Phone::get();
    dynamic(move || {
        if !open.get() {
            return View::new();
        }
        untrack(move || {
            let (entry, current) = glance.with(|glance| (glance.entry, glance.note.clone()));
            let current = if entry.is_some() {
                current
            } else {
                phone.deck.note.get_clone()
            };
            let text = create_signal(current);
            let save = move |()| save_note(phone, entry, text.get_clone(), open);
            view! {
                Dialog(title=t!("note"), on_close=move |()| open.set(false)) {
                    Textarea(label=t!("note"), value=text, maxlength="1000", hint=t!("note-hint"), label_hidden=true)
                    div(class="dialog-actions") {
                        Button(label=t!("cancel"), on_press=move |()| open.set(false))
                        Button(label=t!("save"), kind=ButtonKind::Primary, test="note-save", on_press=save)
                    }
                }
            }
        })
    })
}

fn save_note(phone: Phone, entry: Option<TimeEntryId>, text: String, open: Signal<bool>) {
    let Some(entry) = entry else {
        phone.deck.note.set(text.trim().to_owned());
        open.set(false);
        return;
    };
    let edit = EditEntry {
        entry,
        expected: None,
        start: None,
        end: None,
        breaks: None,
        job: None,
        cost_code: None,
        note: Some(text),
        reason: String::new(),
    };
    phone.perform(Command::EditEntry(edit), move |outcome| {
        use engine::DecideError::NothingChanged;
        match outcome {
            Ok(_) | Err(crate::state::Refusal::Rule(NothingChanged)) => open.set(false),
            Err(refusal) => {
                if let Some(text) = words::refusal(&refusal) {
                    phone.toasts.failed(text);
                }
            }
        }
    });
}
