//! Writing an entry by hand, and correcting one. Offline and at once; the times are typed in the
//! company's zone.

pub(crate) mod draft;

use std::collections::BTreeMap;

use domain::TimeEntryId;
use domain::time::work_date;
use domain::timesheet::{BREAKS_MAX, Break};
use engine::command::{AddEntry, Booking, EditEntry};
use engine::rows::{self, EntryRow, EntryValues};
use engine::{Command, DecideError};
use sycamore::prelude::*;
use ui::components::{
    Button, ButtonKind, Checkbox, Empty, Glyph, Icon, IconButton, InputKind, TextInput, Textarea,
};
use ui::reactive::{Say, dynamic, selector};
use ui::replica::Book;
use ui::t;

use super::clock;
use super::days::zone_note;
use super::entry::back;
use super::late::{self, stated};
use super::words;
use super::work::{Work, parse};
use crate::route::Route;
use crate::state::Phone;
pub(crate) use draft::typed_date;
use draft::{BreakDraft, DraftFault, TimesDraft};

/// Writing an entry by hand.
#[component]
pub(crate) fn Add() -> View {
    let phone = Phone::get();
    let zone = untrack(|| phone.zone());
    let today = work_date(phone.now.get_untracked(), &zone);
    let fields = Fields::new(&TimesDraft::on(today));
    fields.job.set(phone.deck.job.get_clone_untracked());
    fields
        .cost_code
        .set(phone.deck.cost_code.get_clone_untracked());
    let back = back(t!("days-title"), &Route::Days);
    let form = form(phone, fields, None, Route::Days);
    view! {
        main(class="phone-main", id="main") {
            (back)
            h1(tabindex="-1") { Say(text=t!("entry-add")) }
            (form)
        }
    }
}

/// Correcting an entry.
#[component(inline_props)]
pub(crate) fn Correct(id: TimeEntryId) -> View {
    let phone = Phone::get();
    let Some(values) = current(phone, id) else {
        let back = back(t!("days-title"), &Route::Days);
        return view! {
            main(class="phone-main", id="main") {
                (back)
                Empty(title=t!("entry-gone"), body=t!("entry-gone-body"), icon=Glyph::Calendar)
            }
        };
    };
    let zone = untrack(|| phone.zone());
    let fields = Fields::new(&TimesDraft::of(&values, &zone));
    fields.job.set(values.job.map(|job| job.to_string()));
    fields
        .cost_code
        .set(values.cost_code.map(|code| code.to_string()));
    fields.note.set(values.note.clone());
    let back = back(t!("entry"), &Route::Entry(id));
    let form = form(phone, fields, Some((id, values)), Route::Entry(id));
    view! {
        main(class="phone-main", id="main") {
            (back)
            h1(tabindex="-1") { Say(text=t!("entry-correct")) }
            (form)
        }
    }
}

/// What is typed.
#[derive(Clone, Copy)]
struct Fields {
    start_date: Signal<String>,
    start_time: Signal<String>,
    end_date: Signal<String>,
    end_time: Signal<String>,
    job: Signal<Option<String>>,
    cost_code: Signal<Option<String>>,
    note: Signal<String>,
    reason: Signal<String>,
    /// The breaks in order, by a number that stays with each.
    breaks: Signal<BTreeMap<u32, BreakDraft>>,
    break_rows: Signal<Vec<u32>>,
    error: Signal<Option<String>>,
    /// Whether it is stated as a correction of locked time.
    late: Signal<bool>,
}

impl Fields {
    fn new(draft: &TimesDraft) -> Fields {
        let mut breaks = BTreeMap::new();
        for (id, pause) in (0_u32..).zip(&draft.breaks) {
            breaks.insert(id, pause.clone());
        }
        let fields = Fields {
            start_date: create_signal(draft.start_date.clone()),
            start_time: create_signal(draft.start_time.clone()),
            end_date: create_signal(draft.end_date.clone()),
            end_time: create_signal(draft.end_time.clone()),
            job: create_signal(None),
            cost_code: create_signal(None),
            note: create_signal(String::new()),
            reason: create_signal(String::new()),
            break_rows: create_signal(breaks.keys().copied().collect()),
            breaks: create_signal(breaks),
            error: create_signal(None),
            late: create_signal(false),
        };
        fields.let_end_follow_start();
        fields
    }

    /// While both days are the same, the end's day goes with the start's.
    fn let_end_follow_start(self) {
        let mut before = self.start_date.get_clone_untracked();
        create_effect(move || {
            let start = self.start_date.get_clone();
            if start != before {
                if self.end_date.with_untracked(|end| *end == before) {
                    self.end_date.set(start.clone());
                }
                before = start;
            }
        });
    }

    fn draft(self) -> TimesDraft {
        TimesDraft {
            start_date: self.start_date.get_clone_untracked(),
            start_time: self.start_time.get_clone_untracked(),
            end_date: self.end_date.get_clone_untracked(),
            end_time: self.end_time.get_clone_untracked(),
            breaks: self
                .breaks
                .with_untracked(|breaks| breaks.values().cloned().collect()),
        }
    }

    fn add_break(self) {
        let id = self
            .break_rows
            .with_untracked(|rows| rows.iter().max().map_or(0, |last| last + 1));
        self.breaks
            .update(|breaks| drop(breaks.insert(id, BreakDraft::default())));
        self.break_rows.update(|rows| rows.push(id));
    }

    fn remove_break(self, id: u32) {
        self.break_rows.update(|rows| rows.retain(|row| *row != id));
        self.breaks.update(|breaks| drop(breaks.remove(&id)));
    }
}

type Original = Option<(TimeEntryId, EntryValues)>;

fn form(phone: Phone, fields: Fields, original: Original, after: Route) -> View {
    let work = Work::follow(phone);
    let open = original
        .as_ref()
        .is_some_and(|(_, values)| values.end.is_none());
    let end_hint = open.then(|| t!("field-end-open"));
    let pickers = clock::pickers(work, fields.job, fields.cost_code);
    let breaks = breaks_view(fields);
    let reason_hint = if original.is_some() {
        t!("reason-hint-correct")
    } else {
        t!("reason-hint-add")
    };
    let error = dynamic(move || match fields.error.get_clone() {
        None => View::new(),
        Some(text) => view! {
            div(class="note note--warn", role="alert", data-test="form-error") { Icon(glyph=Glyph::Alert) p { (text) } }
        },
    });
    let save = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        submit(phone, fields, original.as_ref(), &after);
    };
    let max_date = typed_date(work_date(
        phone.now.get_untracked(),
        &untrack(|| phone.zone()),
    ));
    let last_date = max_date.clone();
    let zone_note = zone_note(phone);
    view! {
        form(class="stack", novalidate=true, on:submit=save) {
            (zone_note)
            div(class="time-pair") {
                TextInput(label=t!("field-start-date"), value=fields.start_date, kind=InputKind::Date, name="start-date", max=max_date)
                TextInput(label=t!("field-start"), value=fields.start_time, kind=InputKind::Time, name="start-time")
            }
            div(class="time-pair") {
                TextInput(label=t!("field-end-date"), value=fields.end_date, kind=InputKind::Date, name="end-date", max=last_date)
                TextInput(label=t!("field-end"), value=fields.end_time, kind=InputKind::Time, name="end-time", hint=end_hint)
            }
            (breaks)
            (pickers)
            Textarea(label=t!("note"), value=fields.note, rows="2", maxlength="1000", optional=true)
            Textarea(label=t!("reason"), value=fields.reason, rows="2", maxlength="1000", hint=reason_hint, required=true)
            div(aria-live="assertive") { (error) }
            div(class="save-actions") {
                Button(
                    label=move || if fields.late.get() { t!("late-send") } else { t!("save") },
                    kind=ButtonKind::Primary, submit=true, test="entry-save",
                    busy=move || phone.saving.get(),
                )
            }
        }
    }
}

fn breaks_view(fields: Fields) -> View {
    let full = selector(move || fields.break_rows.with(|rows| rows.len() >= BREAKS_MAX));
    view! {
        section(class="stack stack--tight") {
            h2(class="section-title") { Say(text=t!("breaks")) }
            Keyed(
                list=*fields.break_rows,
                view=move |id| break_view(fields, id),
                key=|id| *id,
            )
            Button(
                label=t!("break-add"), icon=Glyph::Plus, test="break-add",
                disabled=move || full.get(), on_press=move |()| fields.add_break(),
            )
        }
    }
}

fn break_view(fields: Fields, id: u32) -> View {
    let draft = fields
        .breaks
        .with_untracked(|breaks| breaks.get(&id).cloned().unwrap_or_default());
    let start = create_signal(draft.start);
    let end = create_signal(draft.end);
    let paid = create_signal(draft.paid);
    create_effect(move || {
        let draft = BreakDraft {
            start: start.get_clone(),
            end: end.get_clone(),
            paid: paid.get(),
        };
        fields.breaks.update_silent(|breaks| {
            if let Some(held) = breaks.get_mut(&id) {
                *held = draft;
            }
        });
    });
    view! {
        div(class="card break-card") {
            div(class="time-pair") {
                TextInput(label=t!("break-from"), value=start, kind=InputKind::Time, name="break-start")
                TextInput(label=t!("break-to"), value=end, kind=InputKind::Time, name="break-end")
            }
            div(class="row row--apart") {
                Checkbox(label=t!("break-paid-check"), checked=paid)
                IconButton(glyph=Glyph::Trash, label=t!("break-remove"), on_press=move |()| fields.remove_break(id))
            }
        }
    }
}

fn submit(
    phone: Phone,
    fields: Fields,
    original: Option<&(TimeEntryId, EntryValues)>,
    after: &Route,
) {
    fields.error.set(None);
    match command(phone, fields, original) {
        Err(text) => fields.error.set(Some(text)),
        Ok(command) => {
            let after = after.clone();
            let late = fields.late.get_untracked();
            phone.perform(stated(command, late), move |outcome| match outcome {
                Ok(_) => {
                    let done = if late {
                        t!("late-sent")
                    } else {
                        t!("entry-saved")
                    };
                    phone.toasts.done(done);
                    phone.go(&after);
                }
                Err(refusal) => {
                    let turned = late::turned(&refusal).filter(|_| fields.late.is_alive());
                    if let Some((late, text)) = turned {
                        fields.late.set(late);
                        fields.error.set(Some(text));
                    } else if let Some(text) = words::refusal(&refusal)
                        && fields.error.is_alive()
                    {
                        fields.error.set(Some(text));
                    }
                }
            });
        }
    }
}

fn command(
    phone: Phone,
    fields: Fields,
    original: Option<&(TimeEntryId, EntryValues)>,
) -> Result<Command, String> {
    let zone = untrack(|| phone.zone());
    let times = fields
        .draft()
        .times(&zone, original.map(|(_, values)| values))
        .map_err(|fault| match fault {
            DraftFault::Start => t!("fault-start"),
            DraftFault::End => t!("fault-end"),
            DraftFault::Break => t!("fault-break"),
        })?;
    let booking = Booking {
        job: fields.job.with_untracked(|job| parse(job.as_ref())),
        cost_code: fields.cost_code.with_untracked(|code| parse(code.as_ref())),
        note: fields.note.get_clone_untracked(),
    };
    let reason = fields.reason.get_clone_untracked();
    let Some((id, values)) = original else {
        let employee = phone
            .book
            .with_untracked(|book| book.as_ref().map(|book| book.identity().employee));
        return Ok(Command::AddEntry(AddEntry {
            employee: employee.ok_or_else(|| t!("refused-not-enrolled"))?,
            start: times.start,
            end: times.end.ok_or_else(|| t!("fault-end"))?,
            breaks: times.breaks,
            booking,
            reason,
        }));
    };
    // What a sync brought while this page was open is looked at before it is written over.
    if current(phone, *id).as_ref() != Some(values) {
        return Err(words::rule(&DecideError::ChangedMeanwhile));
    }
    let breaks: Vec<Break> = values.breaks.iter().map(|pause| (*pause).into()).collect();
    if values.end.is_some() && times.end.is_none() {
        return Err(t!("fault-end"));
    }
    Ok(Command::EditEntry(EditEntry {
        entry: *id,
        expected: None,
        start: (times.start != values.start).then_some(times.start),
        end: times.end.filter(|end| Some(*end) != values.end),
        breaks: (times.breaks != breaks).then_some(times.breaks),
        job: (booking.job != values.job).then_some(booking.job),
        cost_code: (booking.cost_code != values.cost_code).then_some(booking.cost_code),
        note: (booking.note.trim() != values.note).then_some(booking.note),
        reason,
    }))
}

fn current(phone: Phone, id: TimeEntryId) -> Option<EntryValues> {
    let row = phone.book.with_untracked(|book: &Option<Book>| {
        book.as_ref().and_then(|book| {
            rows::get::<EntryRow>(book.view(), &id.to_bytes())
                .ok()
                .flatten()
        })
    });
    row.map(|row| row.values)
}
