//! What happened to an entry, line by line: who, when, and each field before and after. Pure.

use domain::MemberId;
use engine::rows::{EntryValues, Field, HistoryRow};
use oplog::Payload;
use oplog::v1::payload::BreakTimes;

/// Who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    /// The person whose phone this is.
    Self_,
    /// Somebody with more rights.
    Office,
    /// Another worker; none may today.
    Other,
}

/// A field that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    /// The field.
    pub(crate) field: Field,
    /// What it was.
    pub(crate) before: EntryValues,
    /// What it is.
    pub(crate) after: EntryValues,
}

/// Who stated a line.
pub(crate) fn who(line: &HistoryRow, own: MemberId) -> Who {
    use oplog::v1::payload::RoleTag;
    match line.role {
        _ if line.actor == own => Who::Self_,
        RoleTag::Manager | RoleTag::Owner => Who::Office,
        RoleTag::Worker => Who::Other,
    }
}

/// The fields that a correction changed, in the order they are shown. Taps on the clock have none:
/// what they say is their name and their time.
pub(crate) fn changes(line: &HistoryRow) -> Vec<Change> {
    let corrected = Payload::KINDS
        .iter()
        .any(|(kind, name)| *kind == line.kind && *name == "EntryEdited");
    let Some(before) = line.before.as_ref().filter(|_| corrected) else {
        return Vec::new();
    };
    let after = &line.after;
    let differs = [
        (Field::Start, before.start != after.start),
        (Field::End, before.end != after.end),
        (Field::Breaks, !same_breaks(&before.breaks, &after.breaks)),
        (Field::Job, before.job != after.job),
        (Field::CostCode, before.cost_code != after.cost_code),
        (Field::Note, before.note != after.note),
    ];
    differs
        .into_iter()
        .filter(|(_, differs)| *differs)
        .map(|(field, _)| Change {
            field,
            before: before.clone(),
            after: after.clone(),
        })
        .collect()
}

fn same_breaks(before: &[BreakTimes], after: &[BreakTimes]) -> bool {
    before == after
}
