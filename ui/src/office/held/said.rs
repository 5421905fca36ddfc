//! A held statement in words.

use api::held::Held;
use ui::i18n::{date_short, time_at};
use ui::t;

use crate::state::App;
use crate::words;

/// What somebody stated: *Ana clocked in at 07:02 on Harbour Street*.
pub(super) fn sentence(app: App, held: &Held) -> String {
    let zone = app.zone();
    let who = if held.actor.is_empty() {
        t!("held-someone")
    } else {
        held.actor.clone()
    };
    let (who, said) = (who.as_str(), &held.said);
    let time = |at: Option<jiff::Timestamp>| time_at(at.unwrap_or(held.at), &zone);
    let sentence = match held.kind.as_str() {
        "ClockedIn" => t!("held-clocked-in", who = who, time = time(said.start)),
        "ClockedOut" => t!("held-clocked-out", who = who, time = time(said.end)),
        "BreakStarted" => t!("held-break-started", who = who, time = time(said.start)),
        "BreakEnded" => t!("held-break-ended", who = who, time = time(said.end)),
        "JobSwitched" => t!("held-job-switched", who = who, time = time(said.start)),
        "EntryAdded" => {
            let day = date_short(zone.local(said.start.unwrap_or(held.at)).date());
            let (from, to) = (time(said.start), time(said.end));
            t!(
                "held-entry-added",
                who = who,
                day = day,
                from = from,
                to = to
            )
        }
        "EntryEdited" => t!("held-entry-edited", who = who),
        "EntryVoided" => t!("held-entry-voided", who = who),
        "EntryRestored" => t!("held-entry-restored", who = who),
        "ExceptionsSettled" => t!("held-exceptions-settled", who = who),
        "Unknown" => t!("held-unknown", who = who),
        _about_something_else => t!("held-other", who = who),
    };
    let sentence = match &said.job {
        Some(job) => {
            let job = words::coded(&job.code, &job.name);
            t!("held-on-job", said = sentence, job = job)
        }
        None => sentence,
    };
    match &said.employee {
        Some(other) if held.actor_employee != Some(other.id) => {
            t!("held-about", said = sentence, name = other.name.as_str())
        }
        Some(_) | None => sentence,
    }
}

/// The device it came from.
pub(super) fn from(held: &Held) -> String {
    match &held.device {
        Some(device) => t!("history-from-device", device = device.as_str()),
        None => t!("history-from-office"),
    }
}
