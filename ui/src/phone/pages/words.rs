//! Sentences that several pages say: why something was refused, where an op is, what an entry's
//! exceptions are.

use domain::timesheet::Exception;
use engine::DecideError;
use jiff::Timestamp;
use jiff::civil::DateTime;
use oplog::receipt::QuarantineReason;
use ui::components::{Glyph, Tone};
use ui::i18n;
use ui::replica::Standing;
use ui::t;

use crate::state::{JoinFault, Refusal};

/// Why a command was not done, for the person; `None` where the page says it already.
pub(crate) fn refusal(refusal: &Refusal) -> Option<String> {
    match refusal {
        Refusal::Rule(error) => Some(rule(error)),
        Refusal::NotEnrolled => Some(t!("refused-not-enrolled")),
        Refusal::NotSaved => None,
    }
}

/// Why the rules say no.
pub(crate) fn rule(error: &DecideError) -> String {
    i18n::text_in("rule", error.code())
}

/// Why joining did not work.
pub(crate) fn join_fault(fault: &JoinFault) -> String {
    match fault {
        JoinFault::NoAnswer => t!("join-no-answer"),
        JoinFault::NotOpen => t!("join-not-open"),
        JoinFault::ForOffice => t!("join-for-office"),
        JoinFault::Unsent => t!("join-unsent"),
        JoinFault::Refused(code) => t!("join-refused", code = code.clone()),
        JoinFault::Storage(detail) => t!("join-storage", detail = detail.clone()),
    }
}

/// Where an op is, in a few words, with what goes beside them.
pub(crate) fn standing(standing: Standing) -> (String, Tone, Glyph) {
    match standing {
        Standing::OnPhone => (t!("standing-on-phone"), Tone::Neutral, Glyph::Phone),
        Standing::OnServer => (t!("standing-on-server"), Tone::Neutral, Glyph::Check),
        Standing::Counted => (t!("standing-counted"), Tone::Good, Glyph::CheckDouble),
        Standing::Superseded => (t!("standing-superseded"), Tone::Warn, Glyph::Alert),
        Standing::Parked => (t!("standing-parked"), Tone::Warn, Glyph::Alert),
        Standing::Quarantined(_) => (t!("standing-quarantined"), Tone::Bad, Glyph::Alert),
    }
}

/// Why an op does not count.
pub(crate) fn reason_not_counted(standing: Standing) -> String {
    let reason = match standing {
        Standing::Quarantined(QuarantineReason::NotPermitted) => "not-permitted",
        Standing::Quarantined(QuarantineReason::WrongActor) => "wrong-actor",
        Standing::Quarantined(QuarantineReason::DeviceRevoked) => "device-revoked",
        Standing::Quarantined(QuarantineReason::UnknownSubject) => "unknown-subject",
        Standing::Quarantined(QuarantineReason::IdReused) => "id-reused",
        Standing::Quarantined(QuarantineReason::Unreadable) => "unreadable",
        Standing::Quarantined(QuarantineReason::BreaksRule) => "breaks-rule",
        Standing::Quarantined(QuarantineReason::EmployeeArchived) => "employee-archived",
        Standing::Quarantined(QuarantineReason::SetAside) => "set-aside",
        Standing::Quarantined(QuarantineReason::PeriodLocked) => "period-locked",
        Standing::Parked => "parked",
        Standing::OnPhone | Standing::OnServer | Standing::Superseded | Standing::Counted => {
            "other"
        }
    };
    i18n::text_in("aside", reason)
}

/// What someone should look at in an entry.
pub(crate) fn exception(kind: Exception) -> String {
    i18n::text_in("exception", kind.name())
}

/// What an op says, in words.
pub(crate) fn op_kind(name: &str) -> String {
    i18n::text_in("op", &kebab(name))
}

/// `ClockedIn` as `clocked-in`.
fn kebab(name: &str) -> String {
    let mut kebab = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !kebab.is_empty() {
            kebab.push('-');
        }
        kebab.push(letter.to_ascii_lowercase());
    }
    kebab
}

/// A local date and time: `Wed, Mar 4, 7:45 AM`, or the time alone on `today`.
pub(crate) fn local_time(local: DateTime, today: jiff::civil::Date) -> String {
    let time = i18n::time(local.time());
    if local.date() == today {
        time
    } else {
        format!("{}, {time}", i18n::date_with_weekday(local.date()))
    }
}

/// How long ago, or that it never was.
pub(crate) fn age_or_never(then: Option<Timestamp>, now: Timestamp) -> String {
    then.map_or_else(|| t!("never"), |then| i18n::age(then, now))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_of_op_is_named_as_its_message_is() {
        assert_eq!(kebab("ClockedIn"), "clocked-in");
        assert_eq!(kebab("ExceptionsSettled"), "exceptions-settled");
    }
}
