//! What is said after a tap, with the way back. Nothing is taken out of the log: undoing is
//! another op, and the toast says what it will be.

use domain::TimeEntryId;
use domain::time::work_date;
use domain::timesheet::Break;
use engine::command::{Booking, EditEntry};
use engine::{Command, DecideError};
use oplog::Op;
use ui::components::Tone;
use ui::replica::Book;
use ui::t;

use super::glance::Glance;
use crate::pages::words;
use crate::state::{Phone, Refusal};

type Outcome = Result<Vec<Op>, Refusal>;

pub(super) fn after_clock_in(phone: Phone, outcome: Outcome) {
    let Some(op) = first(phone, outcome) else {
        return;
    };
    let entry: TimeEntryId = op.subject();
    phone
        .toasts
        .undoable(t!("clocked-in-at", time = time_of(phone, &op)), move |()| {
            perform(
                phone,
                Command::VoidEntry(entry, t!("reason-mistaken-tap")),
                t!("clock-in-undone"),
            );
        });
}

/// An end that was stated stays: going on is a new clock-in on the same job.
pub(super) fn after_clock_out(phone: Phone, before: &Glance, outcome: Outcome) {
    let Some(op) = first(phone, outcome) else {
        return;
    };
    // Tomorrow most likely begins where today ended.
    phone.deck.job.set(before.job.map(|job| job.to_string()));
    phone
        .deck
        .cost_code
        .set(before.cost_code.map(|code| code.to_string()));
    let booking = Booking {
        job: before.job,
        cost_code: before.cost_code,
        note: before.note.clone(),
    };
    let text = t!("clocked-out-at", time = time_of(phone, &op));
    phone
        .toasts
        .with_action(Tone::Good, text, t!("clock-back-in"), move |()| {
            perform(
                phone,
                Command::ClockIn(booking.clone()),
                t!("clocked-back-in"),
            );
        });
}

/// A break that was begun or ended by mistake: the entry's breaks as they were before.
pub(super) fn after_break_change(phone: Phone, before: Glance, outcome: Outcome) {
    let Some(op) = first(phone, outcome) else {
        return;
    };
    let began = before.break_start.is_none();
    let time = time_of(phone, &op);
    let text = if began {
        t!("break-started-at", time = time)
    } else {
        t!("break-ended-at", time = time)
    };
    phone.toasts.undoable(text, move |()| {
        let Some(entry) = before.entry else { return };
        let edit = EditEntry {
            breaks: Some(before.breaks.clone()),
            ..correction(entry)
        };
        perform(phone, Command::EditEntry(edit), t!("undone"));
    });
}

/// A switch by mistake: the new entry goes on with the old job.
pub(super) fn after_switch(phone: Phone, before: &Glance, outcome: Outcome) {
    let Some(op) = first(phone, outcome) else {
        return;
    };
    let entry: TimeEntryId = op.subject();
    let (job, cost_code) = (before.job, before.cost_code);
    phone
        .toasts
        .undoable(t!("switched-at", time = time_of(phone, &op)), move |()| {
            let edit = EditEntry {
                job: Some(job),
                cost_code: Some(cost_code),
                ..correction(entry)
            };
            perform(phone, Command::EditEntry(edit), t!("undone"));
        });
}

/// The op, or words on why there is none.
fn first(phone: Phone, outcome: Outcome) -> Option<Op> {
    match outcome {
        Ok(ops) => ops.into_iter().next(),
        // Another tab did the same a moment ago: the state that is shown now is what was wanted.
        Err(Refusal::Rule(error @ (DecideError::OnTheClock | DecideError::OffTheClock))) => {
            phone.toasts.done(words::rule(&error));
            None
        }
        Err(refusal) => {
            if let Some(text) = words::refusal(&refusal) {
                phone.toasts.failed(text);
            }
            None
        }
    }
}

fn perform(phone: Phone, command: Command, done: String) {
    phone.perform(command, move |outcome| match outcome {
        Ok(_) => phone.toasts.done(done),
        Err(refusal) => {
            if let Some(text) = words::refusal(&refusal) {
                phone.toasts.failed(text);
            }
        }
    });
}

fn correction(entry: TimeEntryId) -> EditEntry {
    EditEntry {
        entry,
        expected: None,
        start: None,
        end: None,
        breaks: None::<Vec<Break>>,
        job: None,
        cost_code: None,
        note: None,
        reason: t!("reason-mistaken-tap"),
    }
}

fn time_of(phone: Phone, op: &Op) -> String {
    let zone = phone
        .book
        .with_untracked(|book| book.as_ref().map(Book::zone));
    let at = op.envelope.at;
    zone.map(|zone| words::local_time(zone.local(at), work_date(at, &zone)))
        .unwrap_or_default()
}
