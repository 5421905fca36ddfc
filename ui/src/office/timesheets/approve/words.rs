//! Where a timesheet stands and what is to be looked at, in words.

use api::timesheet::{BreakQuestion, MissedBreak, SheetStatus, SheetSummary};
use sycamore::prelude::*;
use ui::components::{Badge, Glyph, Tone};
use ui::i18n::date;
use ui::t;

use crate::words;

/// Every status, in the order in which an office looks at them, with its name in addresses.
pub(super) const STATUSES: [(SheetStatus, &str); 6] = [
    (SheetStatus::Submitted, "submitted"),
    (
        SheetStatus::ChangedSinceSubmitted,
        "changed_since_submitted",
    ),
    (SheetStatus::ChangedSinceApproved, "changed_since_approved"),
    (SheetStatus::Returned, "returned"),
    (SheetStatus::Open, "open"),
    (SheetStatus::Approved, "approved"),
];

/// Where it stands.
pub(super) fn status_name(status: SheetStatus) -> String {
    match status {
        SheetStatus::Open => t!("timesheet-open"),
        SheetStatus::Submitted => t!("timesheet-submitted"),
        SheetStatus::ChangedSinceSubmitted => t!("timesheet-changed-since-submitted"),
        SheetStatus::Returned => t!("timesheet-returned"),
        SheetStatus::Approved => t!("timesheet-approved"),
        SheetStatus::ChangedSinceApproved => t!("timesheet-changed-since-approved"),
    }
}

/// The icon beside those words.
pub(super) fn status_glyph(status: SheetStatus) -> Glyph {
    match status {
        SheetStatus::Open => Glyph::Clock,
        SheetStatus::Submitted => Glyph::Check,
        SheetStatus::ChangedSinceSubmitted | SheetStatus::ChangedSinceApproved => Glyph::Alert,
        SheetStatus::Returned => Glyph::Undo,
        SheetStatus::Approved => Glyph::CheckDouble,
    }
}

/// Where it stands, as a badge.
pub(super) fn status_badge(status: SheetStatus) -> View {
    let tone = match status {
        SheetStatus::Open | SheetStatus::Submitted | SheetStatus::Returned => Tone::Neutral,
        SheetStatus::ChangedSinceSubmitted | SheetStatus::ChangedSinceApproved => Tone::Warn,
        SheetStatus::Approved => Tone::Good,
    };
    let (label, icon) = (status_name(status), status_glyph(status));
    view! { Badge(label=label, tone=tone, icon=icon) }
}

/// Whether it can be approved as it is.
pub(super) fn is_ready(row: &SheetSummary) -> bool {
    let approved = row.status == SheetStatus::Approved;
    row.can_approve && !approved && !row.open && row.exceptions.is_empty()
}

/// Whether *approve all submitted without open questions* takes it.
pub(super) fn is_taken(row: &SheetSummary) -> bool {
    row.status == SheetStatus::Submitted && is_ready(row) && !row.objected
}

/// Whether somebody has to look at it before it can be approved.
pub(super) fn needs_a_look(row: &SheetSummary) -> bool {
    let changed = matches!(
        row.status,
        SheetStatus::ChangedSinceSubmitted | SheetStatus::ChangedSinceApproved
    );
    changed || row.objected || row.open || !row.exceptions.is_empty() || row.late > 0
}

/// What is to be looked at, as badges.
pub(super) fn questions(row: &SheetSummary) -> View {
    let mut badges = Vec::new();
    if row.objected {
        badges.push((t!("approve-objects"), Tone::Bad, Glyph::Note));
    }
    for kind in &row.exceptions {
        let (name, tone) = (words::exception_name(*kind), words::exception_tone(*kind));
        badges.push((name, tone, Glyph::Alert));
    }
    if row.open {
        badges.push((t!("on-clock-badge"), Tone::Warn, Glyph::Clock));
    }
    if row.changes > 0 {
        let label = t!("approve-changes", count = row.changes);
        badges.push((label, Tone::Warn, Glyph::Pencil));
    }
    if row.late > 0 {
        badges.push((
            t!("approve-late-count", count = row.late),
            Tone::Warn,
            Glyph::History,
        ));
    }
    if !row.missed.is_empty() {
        let label = t!("approve-missed-count", count = row.missed.len());
        badges.push((label, Tone::Neutral, Glyph::Pause));
    }
    let badges = badges.into_iter().map(|(label, tone, icon)| {
        view! { Badge(label=label, tone=tone, icon=icon) }
    });
    let badges: Vec<View> = badges.collect();
    view! { span(class="badges") { (badges) } }
}

/// A meal or rest period that was not provided, with its day.
pub(super) fn missed(missed: &MissedBreak) -> String {
    let day = date(missed.date);
    match missed.question {
        BreakQuestion::Meal => t!("approve-missed-meal", date = day),
        BreakQuestion::Rest => t!("approve-missed-rest", date = day),
    }
}
