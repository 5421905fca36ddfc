//! The form of an entry: a new one, or a change of one that is there.
//!
//! A change names the state that was seen. When someone else changed the entry meanwhile, the form
//! keeps what was typed, shows what the entry is now, and asks what to do.

mod draft;
mod fields;

use api::entry::{Entry, EntryDetail};
use api::problem::code;
use api::timesheet::{LateEdit, NewLateCorrection};
use domain::time::Zone;
use gloo_net::http::Method;
use sycamore::futures::spawn_local_scoped;
use sycamore::prelude::*;
use ui::components::{Button, ButtonKind, Glyph, Icon, Toasts};
use ui::t;

use self::draft::Draft;
use super::day::{Day, Mode};
use super::{entry_values, late_offer};
use crate::forms::{Form, focus_soon, on_escape, on_submit, saved_words};
use crate::state::{App, Put};
use crate::{http, words};

const FIELDS: &[&str] = &[
    "start",
    "end",
    "breaks",
    "job",
    "cost_code",
    "note",
    "reason",
    "employee",
];

/// The form; without an entry it is a new one on the day.
pub fn form(app: App, day: &Day, entry: Option<&Entry>) -> View {
    let form = Form::new(app);
    let zone = app.zone();
    let draft = match entry {
        Some(entry) => Draft::of(entry, &zone),
        None => Draft::on(day.date),
    };
    let mode = day.mode;
    let expected = create_signal(entry.map(|entry| entry.hash.clone()));
    let saving = Saving {
        app,
        form,
        draft,
        expected,
        day: day.clone(),
    };
    let late = late(app, &saving, entry);
    let before = entry.cloned();
    let submit = on_submit(move || match &before {
        None => saving.add(),
        Some(entry) => saving.change(entry),
    });
    let title = if entry.is_some() {
        t!("entry-edit-title")
    } else {
        t!("entry-add-title")
    };
    let told = if entry.is_some() {
        code::CHANGED_MEANWHILE
    } else {
        ""
    };
    let notice = form.notice_unless(FIELDS, told);
    let changed = changed_meanwhile(app, form, entry, expected, mode);
    let times = fields::times(form, draft, entry.is_some_and(|e| e.values.end.is_none()));
    let breaks = fields::breaks(form, draft);
    let work = fields::work(app, form, draft, entry);
    let total = fields::total(draft, zone);
    let leave = move || mode.set(Mode::Entries);
    focus_soon(".panel .form input");
    on_cleanup(|| focus_soon(".panel-title"));
    view! {
        form(
            class="form", novalidate=true, on:submit=submit, on:keydown=on_escape(leave),
            data-test="entry-form",
        ) {
            h3 { (title) }
            (notice)
            (late)
            (changed)
            (times)
            (breaks)
            (total)
            (work)
            div(class="form-actions form-actions--sticky") {
                Button(
                    label=t!("save"), kind=ButtonKind::Primary, submit=true, busy=form.busy,
                    test="entry-save",
                )
                Button(
                    label=t!("cancel"), on_press=move |()| leave(),
                    test="entry-cancel",
                )
            }
        }
    }
}

/// What sending the form needs.
struct Saving {
    app: App,
    form: Form,
    draft: Draft,
    expected: Signal<Option<String>>,
    day: Day,
}

impl Saving {
    fn add(&self) {
        let (new, refused) = self.draft.new_entry(&self.day.employee, &self.app.zone());
        if self.form.check(refused)
            && let Some(new) = new
        {
            let path = self.app.path("/entries");
            let request = async move { http::send(Method::POST, &path, &new).await };
            self.form.send(request, self.done(String::new()));
        }
    }

    fn change(&self, entry: &Entry) {
        let expected = self.expected.get_clone();
        let (patch, refused) = self.draft.patch(entry, expected, &self.app.zone());
        if self.form.check(refused) {
            let path = self.app.path(&format!("/entries/{}", entry.id));
            let request = async move { http::send(Method::PATCH, &path, &patch).await };
            self.form.send(request, self.done(entry.hash.clone()));
        }
    }

    /// What follows when it is saved; `before` is the hash of the state that was changed.
    fn done(&self, before: String) -> impl FnOnce(EntryDetail) + use<> {
        let (mode, entries) = (self.day.mode, self.day.entries);
        move |now| {
            let changed = now.entry.hash != before;
            Toasts::get().done(saved_words(changed, t!("entry-saved-toast")));
            entries.reload();
            mode.put(Mode::Entries);
        }
    }
}

/// What to do when the time is locked.
fn late(app: App, saving: &Saving, entry: Option<&Entry>) -> View {
    let Saving {
        form,
        draft,
        expected,
        ref day,
        ..
    } = *saving;
    let (employee, mode, entry) = (day.employee.clone(), day.mode, entry.cloned());
    let what = move || match &entry {
        None => {
            let (new, refused) = draft.new_entry(&employee, &app.zone());
            new.filter(|_| form.check(refused))
                .map(NewLateCorrection::Add)
        }
        Some(entry) => {
            let (change, refused) = draft.patch(entry, expected.get_clone(), &app.zone());
            let edit = LateEdit {
                entry: entry.id,
                change,
            };
            form.check(refused).then_some(NewLateCorrection::Edit(edit))
        }
    };
    late_offer::offer(app, form, what, move || mode.put(Mode::Entries))
}

/// What to do when someone else was quicker.
fn changed_meanwhile(
    app: App,
    form: Form,
    entry: Option<&Entry>,
    expected: Signal<Option<String>>,
    mode: Signal<Mode>,
) -> View {
    let Some(id) = entry.map(|entry| entry.id) else {
        return View::new();
    };
    let now = create_signal(None::<EntryDetail>);
    let changed = create_selector(move || {
        form.fault.with(|fault| {
            fault
                .as_ref()
                .is_some_and(|f| f.is(code::CHANGED_MEANWHILE))
        })
    });
    create_effect(move || {
        if changed.get() {
            let path = app.path(&format!("/entries/{id}"));
            spawn_local_scoped(async move {
                if let Ok(detail) = http::get::<EntryDetail>(&path).await {
                    now.set(Some(detail));
                }
            });
        } else {
            now.set(None);
        }
    });
    View::from_dynamic(move || {
        let Some(detail) = now.get_clone() else {
            return View::new();
        };
        let entry = detail.entry;
        let zone = app.zone();
        let who = detail
            .history
            .last()
            .map(|item| item.actor.clone())
            .unwrap_or_default();
        let lines = value_lines(&entry, &zone);
        let hash = entry.hash.clone();
        let keep = move |()| {
            expected.set(Some(hash.clone()));
            form.fault.set(None);
        };
        let fresh = move |()| mode.set(Mode::Edit(Box::new(entry.clone())));
        view! {
            div(class="exception", data-test="entry-changed") {
                Icon(glyph=Glyph::Alert)
                div(class="stack stack--tight") {
                    p(class="strong") { (t!("changed-by", name = who.as_str())) }
                    ul(class="plain-list") { (lines) }
                    div(class="row") {
                        Button(label=t!("changed-keep"), on_press=keep, test="changed-keep")
                        Button(label=t!("changed-fresh"), on_press=fresh, test="changed-fresh")
                    }
                }
            }
        }
    })
}

/// What an entry is, a line for each value.
fn value_lines(entry: &Entry, zone: &Zone) -> Vec<View> {
    let lines = [
        super::entry_times(entry, zone),
        entry_values::pauses(&entry.values.breaks, zone),
        words::job_name(entry.values.job.as_ref()),
        words::cost_code_name(entry.values.cost_code.as_ref()),
        entry.values.note.clone(),
    ];
    let lines = lines.into_iter().filter(|line| !line.is_empty());
    lines.map(|line| view! { li { (line) } }).collect()
}
