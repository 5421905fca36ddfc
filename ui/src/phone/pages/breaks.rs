//! What a firm asks about breaks: after the end of work whether meal and rest periods were
//! provided, and whether a meal that is taken off by rule was worked.

use std::rc::Rc;

use domain::TimeEntryId;
use domain::timesheet::{BreakAnswer, BreakQuestion};
use engine::Command;
use engine::command::TimesheetCommand;
use engine::rows::{self, EntryRow};
use engine::timesheet;
use jiff::{SignedDuration, Timestamp};
use sycamore::prelude::*;
use ui::components::{Button, ButtonKind, Choice, Segmented};
use ui::reactive::{Say, dynamic, selector};
use ui::replica::Book;
use ui::t;

use super::words;
use crate::state::Phone;

/// How long after the end of work the clock still asks about its breaks.
const ASKED_FOR: SignedDuration = SignedDuration::from_hours(16);

/// What there is to say about an entry.
#[derive(Clone, PartialEq, Eq)]
struct Shown {
    entry: TimeEntryId,
    /// What is asked and not answered.
    asked: Vec<BreakQuestion>,
    /// Minutes that are taken off by rule.
    deducted: Option<i64>,
    /// Whether the worker said that the meal was worked.
    meal_worked: bool,
}

/// What the clock asks about the entry that ended last.
pub(crate) fn last_ended(book: &Book, now: Timestamp) -> Option<TimeEntryId> {
    let from = now.checked_sub(ASKED_FOR).ok()?;
    let entries = engine::query::entries_of(book.view(), book.identity().employee, from, now);
    let (id, row) = entries.ok()?.pop()?;
    let ended = row.values.end.is_some_and(|end| end > from);
    (ended && !row.voided && row.attested.answers.is_empty()).then_some(id)
}

/// Which entry is asked about, if one is.
pub(crate) type Asked = Rc<dyn Fn(&Book, Timestamp) -> Option<TimeEntryId>>;

/// The questions about an entry, where there are any. `asks` says which one; on the entry's own
/// page also what is taken off.
#[component(inline_props)]
pub(crate) fn Breaks(entry: Asked, page: bool) -> View {
    let phone = Phone::get();
    let shown = selector(move || {
        phone.book.with(|book| {
            let book = book.as_ref()?;
            let id = entry(book, phone.now.get_untracked())?;
            read(book, id).filter(|shown| page || !shown.asked.is_empty())
        })
    });
    dynamic(move || match shown.get_clone() {
        None => View::new(),
        Some(shown) => untrack(move || card(phone, &shown, page)),
    })
}

fn read(book: &Book, entry: TimeEntryId) -> Option<Shown> {
    let view = book.view();
    let row: EntryRow = rows::get(view, &entry.to_bytes()).ok()??;
    row.values.end?;
    let calendar = timesheet::calendar(view, row.employee).ok()??;
    let date = calendar.date_of(row.values.start);
    let policy = timesheet::settings(view).ok()?.policy_on(date);
    let sheet = timesheet::sheet_entries(view, row.employee, calendar.period_of(date)).ok()??;
    let taken = sheet.deductions.iter().find(|taken| taken.entry == entry);
    let asks = [
        (policy.ask_meal, BreakQuestion::Meal),
        (policy.ask_rest, BreakQuestion::Rest),
    ];
    let asked = asks
        .into_iter()
        .filter(|(asks, _)| *asks && row.attested.answers.is_empty());
    Some(Shown {
        entry,
        asked: asked.map(|(_, question)| question).collect(),
        deducted: taken.map(|taken| taken.seconds / 60),
        meal_worked: row.attested.meal_worked,
    })
}

fn card(phone: Phone, shown: &Shown, page: bool) -> View {
    let entry = shown.entry;
    let worked = shown.meal_worked;
    let deducted = (page && (shown.deducted.is_some() || worked)).then(|| {
        let (text, label) = match shown.deducted {
            Some(minutes) if !worked => (
                t!("sheet-deducted", minutes = minutes),
                t!("meal-was-worked"),
            ),
            _ => (t!("meal-worked"), t!("meal-not-worked")),
        };
        let say = move |()| {
            let said = TimesheetCommand::SayMealWorked(entry, !worked, String::new());
            perform(phone, said);
        };
        view! {
            div(class="card stack stack--tight", data-test="meal") {
                p { (text) }
                Button(label=label, test="meal-worked", busy=move || phone.saving.get(), on_press=say)
            }
        }
    });
    let questions = (!shown.asked.is_empty()).then(|| questions(phone, entry, &shown.asked));
    view! { (questions) (deducted) }
}

fn questions(phone: Phone, entry: TimeEntryId, asked: &[BreakQuestion]) -> View {
    let answers: Vec<(BreakQuestion, Signal<String>)> = asked
        .iter()
        .map(|question| (*question, create_signal(String::new())))
        .collect();
    let bars: Vec<View> = answers
        .iter()
        .map(|(question, answer)| {
            let label = match question {
                BreakQuestion::Meal => t!("breaks-meal"),
                BreakQuestion::Rest => t!("breaks-rest"),
            };
            let choices = vec![
                Choice::new("taken", t!("breaks-taken")),
                Choice::new("waived", t!("breaks-waived")),
                Choice::new("missed", t!("breaks-missed")),
            ];
            view! { Segmented(label=label, value=*answer, choices=choices) }
        })
        .collect();
    let incomplete = {
        let answers = answers.clone();
        move || {
            answers
                .iter()
                .any(|(_, answer)| answer.with(String::is_empty))
        }
    };
    let say = move |()| {
        let answers = answers.iter().map(|(question, answer)| {
            let answer = answer.with(|answer| match answer.as_str() {
                "taken" => BreakAnswer::Taken,
                "waived" => BreakAnswer::Waived,
                _missed => BreakAnswer::Missed,
            });
            (*question, answer)
        });
        perform(
            phone,
            TimesheetCommand::AttestBreaks(entry, answers.collect()),
        );
    };
    view! {
        section(class="card stack stack--tight", data-test="breaks-asked") {
            h2(class="section-title") { Say(text=t!("breaks-asked")) }
            (bars)
            Button(
                label=t!("save"), kind=ButtonKind::Primary, test="breaks-save",
                disabled=incomplete, busy=move || phone.saving.get(), on_press=say,
            )
        }
    }
}

fn perform(phone: Phone, said: TimesheetCommand) {
    phone.perform(Command::Timesheet(said), move |outcome| {
        match outcome.as_ref().map_err(words::refusal) {
            Ok(_) => phone.toasts.done(t!("breaks-saved")),
            Err(Some(text)) => phone.toasts.failed(text),
            Err(None) => {}
        }
    });
}
