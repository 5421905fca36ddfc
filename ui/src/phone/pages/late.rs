//! Time that is locked: what is stated about it awaits an approver, and the worker is told so
//! before it is sent.

use domain::TimeEntryId;
use engine::command::TimesheetCommand;
use engine::rows::{self, LateEntryRow, LateState};
use engine::{Command, DecideError};
use sycamore::prelude::*;
use ui::components::{Glyph, Icon};
use ui::replica::Book;
use ui::t;

use crate::state::Refusal;

/// The command, as a late correction where it is one.
pub(crate) fn stated(command: Command, late: bool) -> Command {
    if late {
        Command::Timesheet(TimesheetCommand::StateLate(Box::new(command)))
    } else {
        command
    }
}

/// Whether a command can only be a late correction, or, where it was sent as one, is none; with
/// what to tell.
pub(crate) fn turned(refusal: &Refusal) -> Option<(bool, String)> {
    match refusal {
        Refusal::Rule(DecideError::Timesheet(fault)) => match fault.code() {
            "period_locked" => Some((true, t!("late-offer"))),
            "period_not_locked" => Some((false, t!("late-not"))),
            _another => None,
        },
        _another => None,
    }
}

/// What became of a late correction of an entry, where it does not count.
pub(crate) fn note(book: &Book, entry: TimeEntryId) -> Option<String> {
    let row: LateEntryRow = rows::get(book.view(), &entry.to_bytes()).ok()??;
    match row.state {
        LateState::Pending => Some(t!("late-pending")),
        LateState::Declined => {
            let words = row.decision.map(|decision| decision.words);
            Some(t!("late-declined", words = words.unwrap_or_default()))
        }
        LateState::Accepted => None,
    }
}

/// A note as it stands on a page.
pub(crate) fn note_view(text: Option<String>) -> View {
    text.map_or_else(View::new, |text| {
        view! { div(class="note note--warn", data-test="late-note") { Icon(glyph=Glyph::Lock) p { (text) } } }
    })
}
