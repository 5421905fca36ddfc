//! One entry: its times and breaks, where it stands, what was changed and by whom, and what can be
//! done about it.

mod story;

use std::rc::Rc;

use domain::TimeEntryId;
use domain::time::{Zone, work_date};
use domain::timesheet::worked_seconds;
use engine::query::{self, EntryDetail};
use engine::rows::{EntryValues, Field, HistoryRow};
use engine::{Command, DecideError};
use jiff::Timestamp;
use oplog::receipt::Verdict;
use sycamore::prelude::*;
use ui::components::{Badge, Button, ButtonKind, Dialog, Empty, Glyph, Icon, Textarea, Tone};
use ui::reactive::{Say, dynamic, selector};
use ui::replica::{Book, Standing};
use ui::{i18n, t};

use super::breaks::Breaks;
use super::days::{entry_standing, zone_note};
use super::late::{self, stated};
use super::words;
use super::work::Work;
use crate::route::Route;
use crate::state::{Phone, Refusal};
use story::Who;

#[derive(Clone, PartialEq)]
struct Shown {
    detail: EntryDetail,
    standing: Standing,
    /// How far each own op has come, by its place in the history.
    lines: Vec<Option<Standing>>,
    /// What became of a correction of locked time.
    late: Option<String>,
    zone: Zone,
}

/// The page.
#[component(inline_props)]
pub(crate) fn Entry(id: TimeEntryId) -> View {
    let phone = Phone::get();
    let work = Work::follow(phone);
    let voiding = create_signal(false);
    let shown = selector(move || {
        phone.book.with(|book| {
            book.as_ref()
                .and_then(|book| read(book, id, phone.now.get_untracked()))
        })
    });
    let body = dynamic(move || {
        let work = work.get_clone();
        match shown.get_clone() {
            Some(shown) => untrack(move || detail_view(phone, id, &work, &shown, voiding)),
            None => {
                view! { Empty(title=t!("entry-gone"), body=t!("entry-gone-body"), icon=Glyph::Calendar) }
            }
        }
    });
    let back = back(t!("days-title"), &Route::Days);
    view! {
        main(class="phone-main", id="main") {
            (back)
            (body)
            Breaks(entry=Rc::new(move |_: &Book, _| Some(id)), page=true)
            VoidDialog(open=voiding, id=id)
        }
    }
}

/// The way back to the page above.
pub(crate) fn back(label: String, route: &Route) -> View {
    let href = route.href();
    view! {
        a(class="back", href=href) { Icon(glyph=Glyph::ChevronLeft) span { (label) } }
    }
}

fn read(book: &Book, id: TimeEntryId, now: Timestamp) -> Option<Shown> {
    let detail = query::entry(book.view(), id, now).ok().flatten()?;
    let lines = detail
        .history
        .iter()
        .map(|(_, line)| book.standing_of(line.op_id))
        .collect();
    Some(Shown {
        standing: entry_standing(book, id, now).0,
        lines,
        late: late::note(book, id),
        zone: book.zone(),
        detail,
    })
}

fn detail_view(
    phone: Phone,
    id: TimeEntryId,
    work: &Work,
    shown: &Shown,
    voiding: Signal<bool>,
) -> View {
    let now = phone.now.get_untracked();
    let row = &shown.detail.row;
    let zone = &shown.zone;
    let title = work
        .booking(row.values.job, row.values.cost_code)
        .unwrap_or_else(|| t!("no-job"));
    let date = i18n::day_relative(work_date(row.values.start, zone), work_date(now, zone));
    let times = super::days::times(row, zone, now);
    let length = i18n::duration(worked_seconds(&row.entry(id), now) / 60);
    let (label, tone, icon) = words::standing(shown.standing);
    let voided = row
        .voided
        .then(|| view! { Badge(label=t!("entry-voided"), tone=Tone::Neutral) });
    let note = (!row.values.note.is_empty()).then(|| {
        let note = row.values.note.clone();
        view! { p(class="own-note") { Icon(glyph=Glyph::Note) span { (note) } } }
    });
    let exceptions: Vec<View> = shown
        .detail
        .exceptions
        .iter()
        .filter(|found| !found.settled)
        .map(|found| {
            let text = i18n::text_in("exception-help", found.kind.name());
            view! { div(class="note note--warn") { Icon(glyph=Glyph::Alert) p { (text) } } }
        })
        .collect();
    let late = late::note_view(shown.late.clone());
    let breaks = breaks_view(&row.values, zone);
    let story = story_view(phone, work, shown);
    let actions = actions(phone, id, row.voided, voiding);
    let zone_note = zone_note(phone);
    let class = if row.voided {
        "entry-head is-void"
    } else {
        "entry-head"
    };
    view! {
        header(class=class) {
            h1(tabindex="-1") { (title) }
            p(class="muted") { (date) }
            p(class="entry-figure") { (length) }
            p { (times) }
            div(class="row") { Badge(label=label, tone=tone, icon=icon) (voided) }
        }
        (late)
        (exceptions)
        (note)
        (breaks)
        (zone_note)
        (actions)
        (story)
    }
}

fn breaks_view(values: &EntryValues, zone: &Zone) -> Option<View> {
    if values.breaks.is_empty() {
        return None;
    }
    let rows: Vec<View> = values
        .breaks
        .iter()
        .map(|pause| {
            let start = i18n::time(zone.local(pause.start).time());
            let end = pause.end.map_or_else(|| t!("entry-running"), |end| i18n::time(zone.local(end).time()));
            let kind = if pause.paid { t!("break-paid") } else { t!("break-unpaid") };
            let times = format!("{start} \u{2013} {end}");
            view! { div(class="list-row") { span(class="grow") { (times) } span(class="muted") { (kind) } } }
        })
        .collect();
    Some(view! {
        section(class="stack stack--tight") {
            h2(class="section-title") { Say(text=t!("breaks")) }
            div(class="list") { (rows) }
        }
    })
}

fn actions(phone: Phone, id: TimeEntryId, voided: bool, voiding: Signal<bool>) -> View {
    if voided {
        return view! {
            div(class="row") {
                Button(
                    label=t!("entry-restore"), icon=Glyph::Restore, test="entry-restore",
                    on_press=move |()| restore(phone, id),
                )
            }
        };
    }
    view! {
        div(class="row") {
            Button(
                label=t!("entry-correct"), icon=Glyph::Pencil, kind=ButtonKind::Primary, test="entry-correct",
                on_press=move |()| phone.go(&Route::Correct(id)),
            )
            Button(
                label=t!("entry-void"), icon=Glyph::Trash, kind=ButtonKind::Danger, test="entry-void",
                on_press=move |()| voiding.set(true),
            )
        }
    }
}

fn restore(phone: Phone, id: TimeEntryId) {
    let restore = move || Command::RestoreEntry(id, t!("reason-restored"));
    phone.perform(restore(), move |outcome| match outcome {
        Ok(_) => phone.toasts.done(t!("entry-restored")),
        Err(refusal) if late::turned(&refusal).is_some() => {
            phone.perform(stated(restore(), true), move |outcome| match outcome {
                Ok(_) => phone.toasts.done(t!("late-sent")),
                Err(refusal) => say(phone, &refusal),
            });
        }
        Err(refusal) => say(phone, &refusal),
    });
}

fn say(phone: Phone, refusal: &Refusal) {
    if let Some(text) = words::refusal(refusal) {
        phone.toasts.failed(text);
    }
}

/// Asks why, and then the entry counts no more. It stays in sight, and can be brought back.
#[component(inline_props)]
fn VoidDialog(open: Signal<bool>, id: TimeEntryId) -> View {
    let phone = Phone::get();
    dynamic(move || {
        if !open.get() {
            return View::new();
        }
        untrack(move || {
            let reason = create_signal(String::new());
            let error = create_signal(None::<String>);
            let late = create_signal(false);
            let go = move |()| {
                let void = Command::VoidEntry(id, reason.get_clone());
                phone.perform(stated(void, late.get()), move |outcome| match outcome {
                    Ok(_) if late.is_alive() && late.get_untracked() => {
                        open.set(false);
                        phone.toasts.done(t!("late-sent"));
                    }
                    Ok(_) => {
                        open.set(false);
                        phone
                            .toasts
                            .undoable(t!("entry-voided-done"), move |()| restore(phone, id));
                    }
                    Err(Refusal::Rule(DecideError::Text(_))) if error.is_alive() => {
                        error.set(Some(t!("reason-missing")));
                    }
                    Err(refusal) => {
                        if let Some((turned, text)) = late::turned(&refusal)
                            && error.is_alive()
                        {
                            late.set(turned);
                            return error.set(Some(text));
                        }
                        open.set(false);
                        say(phone, &refusal);
                    }
                });
            };
            view! {
                Dialog(title=t!("entry-void"), on_close=move |()| open.set(false)) {
                    p { Say(text=t!("entry-void-body")) }
                    Textarea(
                        label=t!("reason"), value=reason, rows="2", maxlength="1000", required=true,
                        error=move || error.get_clone(),
                    )
                    div(class="dialog-actions") {
                        Button(label=t!("cancel"), on_press=move |()| open.set(false))
                        Button(label=t!("entry-void"), kind=ButtonKind::Danger, test="void-confirm", on_press=go)
                    }
                }
            }
        })
    })
}

fn story_view(phone: Phone, work: &Work, shown: &Shown) -> Option<View> {
    let own = phone.member()?;
    let lines: Vec<View> = shown
        .detail
        .history
        .iter()
        .zip(&shown.lines)
        .rev()
        .map(|((_, line), standing)| line_view(line, *standing, own, work, &shown.zone))
        .collect();
    Some(view! {
        section(class="stack stack--tight") {
            h2(class="section-title") { Say(text=t!("history")) }
            ol(class="list story", data-test="history") { (lines) }
        }
    })
}

pub(super) fn line_view(
    line: &HistoryRow,
    standing: Option<Standing>,
    own: domain::MemberId,
    work: &Work,
    zone: &Zone,
) -> View {
    let kind = oplog::Payload::KINDS
        .iter()
        .find(|(kind, _)| *kind == line.kind);
    let what = words::op_kind(kind.map_or("", |(_, name)| name));
    let who = match story::who(line, own) {
        Who::Self_ => t!("who-you"),
        Who::Office => t!("who-office"),
        Who::Other => t!("who-other"),
    };
    let local = zone.local(line.at);
    let when = format!(
        "{}, {}",
        i18n::date_with_weekday(local.date()),
        i18n::time(local.time())
    );
    let by = format!("{who} \u{b7} {when}");
    let changes: Vec<View> = story::changes(line)
        .iter()
        .map(|change| change_view(change, work, zone))
        .collect();
    let reason = (!line.reason.is_empty()).then(|| {
        let text = t!("story-reason", reason = line.reason.clone());
        view! { span(class="story-reason") { (text) } }
    });
    let lost = (line.verdict == Verdict::Superseded || !line.lost.is_empty())
        .then(|| view! { Badge(label=t!("story-lost"), tone=Tone::Warn, icon=Glyph::Alert) });
    let waiting =
        standing.filter(|standing| matches!(standing, Standing::OnPhone | Standing::OnServer));
    let waiting = waiting.map(|standing| {
        let (label, tone, icon) = words::standing(standing);
        view! { Badge(label=label, tone=tone, icon=icon) }
    });
    view! {
        li(class="list-row") {
            div(class="list-words") {
                span(class="strong") { (what) }
                span(class="list-detail") { (by) }
                (changes)
                (reason)
                (lost)
                (waiting)
            }
        }
    }
}

fn change_view(change: &story::Change, work: &Work, zone: &Zone) -> View {
    let field = match change.field {
        Field::Start => t!("field-start"),
        Field::End => t!("field-end"),
        Field::Breaks => t!("breaks"),
        Field::Job => t!("job"),
        Field::CostCode => t!("cost-code"),
        Field::Note => t!("note"),
        Field::Voided => t!("entry-voided"),
    };
    let before = value(change.field, &change.before, work, zone);
    let after = value(change.field, &change.after, work, zone);
    view! {
        span(class="story-change") {
            span(class="story-field") { (field) }
            span { del { (before) } " \u{2192} " ins { (after) } }
        }
    }
}

fn value(field: Field, values: &EntryValues, work: &Work, zone: &Zone) -> String {
    let day = zone.local(values.start).date();
    match field {
        Field::Start => i18n::time(zone.local(values.start).time()),
        Field::End => values.end.map_or_else(
            || t!("entry-running"),
            |end| words::local_time(zone.local(end), day),
        ),
        Field::Breaks if values.breaks.is_empty() => t!("breaks-none"),
        Field::Breaks => {
            let times = values.breaks.iter().map(|pause| {
                let start = i18n::time(zone.local(pause.start).time());
                let end = pause.end.map_or_else(
                    || t!("entry-running"),
                    |end| i18n::time(zone.local(end).time()),
                );
                format!("{start} \u{2013} {end}")
            });
            times.collect::<Vec<_>>().join(", ")
        }
        Field::Job => work.job_name(values.job).unwrap_or_else(|| t!("no-job")),
        Field::CostCode => work
            .cost_code_name(values.cost_code)
            .unwrap_or_else(|| t!("no-cost-code")),
        Field::Note if values.note.is_empty() => t!("note-none"),
        Field::Note => values.note.clone(),
        Field::Voided => String::new(),
    }
}
