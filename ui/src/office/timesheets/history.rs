//! What happened to an entry: who did what and when, from which device and why, what it was before,
//! and what lost to another edit.

use api::entry::{
    Entry, EntryDetail, EntryField, EntryValues, HistoryItem, HistoryKind, Judgement,
};
use domain::time::Zone;
use sycamore::prelude::*;
use ui::components::{Badge, SkeletonKind, Tone};
use ui::i18n::{date_time_at, text_in};
use ui::t;

use super::entry_values;
use crate::data::{Fetched, fetched};
use crate::listing::when_ready;
use crate::state::App;
use crate::words;

/// An op that reached the server later than this after it happened says so.
const LATE_SECONDS: i64 = 600;

/// The history of an entry.
pub fn history(app: App, entry: ReadSignal<Option<Entry>>) -> View {
    let id = create_selector(move || entry.with(|entry| entry.as_ref().map(|entry| entry.id)));
    let detail: Fetched<EntryDetail> =
        fetched(app, move || id.get().map(|id| format!("/entries/{id}")));
    let items = create_memo(move || {
        detail.state.with(|s| {
            s.ready()
                .map(|detail| detail.history.clone())
                .unwrap_or_default()
        })
    });
    when_ready(detail, SkeletonKind::Lines, 4, move || {
        let zone = app.zone();
        view! {
            ol(class="timeline", data-test="entry-timeline") {
                Indexed(list=items, view=move |item| item_view(&item, &zone))
            }
        }
    })
}

/// One thing that happened.
pub fn item_view(item: &HistoryItem, zone: &Zone) -> View {
    let what = kind_words(item.kind);
    let actor = item.actor.clone();
    let from = match &item.device {
        Some(device) => t!("history-from-device", device = device.as_str()),
        None => t!("history-from-office"),
    };
    let when = date_time_at(item.at, zone);
    let role = words::role_name(item.role);
    let delay = item.received_at.as_second() - item.at.as_second();
    let received = (delay > LATE_SECONDS).then(|| {
        let received = date_time_at(item.received_at, zone);
        view! { p(class="timeline-when") { (t!("history-received", time = received.as_str())) } }
    });
    let badge = match item.judgement {
        Judgement::Applied => View::new(),
        Judgement::Superseded => {
            view! { Badge(label=t!("judged-superseded"), tone=Tone::Warn) }
        }
        Judgement::Parked => view! { Badge(label=t!("judged-parked"), tone=Tone::Warn) },
        Judgement::Quarantined => view! { Badge(label=t!("judged-quarantined"), tone=Tone::Bad) },
    };
    let reason = item.reason.clone();
    let reason = (!reason.is_empty()).then(|| {
        view! {
            p(class="timeline-reason") { "“" (reason) "”" }
        }
    });
    let changes = differences(item.before.as_ref(), &item.after, zone);
    let lost = (!item.lost.is_empty()).then(|| {
        let fields: Vec<String> = item.lost.iter().map(|field| field_name(*field)).collect();
        let fields = fields.join(", ");
        view! { p(class="small tone-warn") { (t!("history-lost", fields = fields.as_str())) } }
    });
    view! {
        li {
            p { span(class="strong") { (what) } " · " (actor) " " (badge) }
            p(class="timeline-when") { (when) " · " (from) " · " (role) }
            (received)
            (changes)
            (reason)
            (lost)
        }
    }
}

/// The fields that changed, as before → after; all of them where there was nothing before.
pub fn differences(before: Option<&EntryValues>, after: &EntryValues, zone: &Zone) -> View {
    let rows: Vec<View> = match before {
        Some(before) => {
            let old = values(before, zone);
            let pairs = old.into_iter().zip(values(after, zone));
            pairs
                .filter(|(old, new)| old != new)
                .map(|((name, old), (_, new))| {
                    let (old, new) = (or_dash(old), or_dash(new));
                    view! {
                        div(class="change") {
                            dt { (name) }
                            dd {
                                del(class="was") { (old) }
                                span(aria-hidden="true") { " → " }
                                ins { (new) }
                            }
                        }
                    }
                })
                .collect()
        }
        None => values(after, zone)
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| {
                view! {
                    div(class="change") { dt { (name) } dd { (value) } }
                }
            })
            .collect(),
    };
    if rows.is_empty() {
        View::new()
    } else {
        view! { dl(class="changes") { (rows) } }
    }
}

fn values(values: &EntryValues, zone: &Zone) -> [(String, String); 6] {
    let end = values
        .end
        .map_or_else(String::new, |end| date_time_at(end, zone));
    let breaks = if values.breaks.is_empty() {
        String::new()
    } else {
        entry_values::pauses(&values.breaks, zone)
    };
    let job = values
        .job
        .as_ref()
        .map(|job| words::coded(&job.code, &job.name));
    let code = values
        .cost_code
        .as_ref()
        .map(|code| words::coded(&code.code, &code.name));
    [
        (
            field_name(EntryField::Start),
            date_time_at(values.start, zone),
        ),
        (field_name(EntryField::End), end),
        (field_name(EntryField::Breaks), breaks),
        (field_name(EntryField::Job), job.unwrap_or_default()),
        (field_name(EntryField::CostCode), code.unwrap_or_default()),
        (field_name(EntryField::Note), values.note.clone()),
    ]
}

fn or_dash(text: String) -> String {
    if text.is_empty() {
        "–".to_owned()
    } else {
        text
    }
}

fn field_name(field: EntryField) -> String {
    match field {
        EntryField::Start => t!("entry-start"),
        EntryField::End => t!("entry-end"),
        EntryField::Breaks => t!("breaks"),
        EntryField::Job => t!("job"),
        EntryField::CostCode => t!("cost-code"),
        EntryField::Note => t!("note"),
        EntryField::Voided => t!("voided"),
    }
}

fn kind_words(kind: HistoryKind) -> String {
    let name = match kind {
        HistoryKind::ClockedIn => "clocked-in",
        HistoryKind::ClockedOut => "clocked-out",
        HistoryKind::BreakStarted => "break-started",
        HistoryKind::BreakEnded => "break-ended",
        HistoryKind::JobSwitched => "job-switched",
        HistoryKind::EntryAdded => "entry-added",
        HistoryKind::EntryEdited => "entry-edited",
        HistoryKind::EntryVoided => "entry-voided",
        HistoryKind::EntryRestored => "entry-restored",
        HistoryKind::ExceptionsSettled => "exceptions-settled",
        HistoryKind::Other => "other",
    };
    text_in("happened", name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_event_has_words_of_its_own() {
        ui::i18n::start(&[&ui::i18n::COMMON, &ui::i18n::OFFICE]);
        let other = kind_words(HistoryKind::Other);
        assert_ne!(kind_words(HistoryKind::ClockedIn), other);
        assert_ne!(kind_words(HistoryKind::ExceptionsSettled), other);
    }
}
