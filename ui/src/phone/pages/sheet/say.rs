//! What the worker says of a timesheet: that it is true and complete, or that it is not.

use engine::command::{SubmitTimesheet, TimesheetCommand};
use engine::rows::EntriesHash;
use engine::timesheet::STATEMENT_VERSION;
use engine::{Command, DecideError};
use jiff::civil::Date;
use sycamore::prelude::*;
use ui::components::{Button, ButtonKind, Dialog, Textarea};
use ui::reactive::{Say, dynamic};
use ui::{i18n, t};

use super::super::words;
use crate::state::{Phone, Refusal};

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// Whether the hours are true and complete.
    Submit {
        /// The first date of the period.
        first: Date,
        /// The entries that are in sight.
        seen: EntriesHash,
        /// Whether the period is over.
        ended: bool,
    },
    /// What is wrong with it. Of the period that begins on a date.
    Object(Date),
}

/// The question, while there is one.
#[component(inline_props)]
pub(super) fn Asking(asked: Signal<Option<Asked>>) -> View {
    let phone = Phone::get();
    dynamic(move || {
        let Some(question) = asked.get() else {
            return View::new();
        };
        untrack(move || dialog(phone, asked, question))
    })
}

fn dialog(phone: Phone, asked: Signal<Option<Asked>>, question: Asked) -> View {
    let typed = create_signal(String::new());
    let error = create_signal(None::<String>);
    let (title, test) = match question {
        Asked::Submit { .. } => (t!("sheet-submit"), "sheet-confirm"),
        Asked::Object(_) => (t!("sheet-object"), "sheet-object-confirm"),
    };
    let go = move |()| {
        let command = match question {
            Asked::Submit { first, seen, .. } => TimesheetCommand::Submit(SubmitTimesheet {
                first,
                seen: Some(seen),
                statement: STATEMENT_VERSION,
                language: i18n::locale().language.code().to_owned(),
            }),
            Asked::Object(first) => TimesheetCommand::Object(first, typed.get_clone()),
        };
        phone.perform(Command::Timesheet(command), move |outcome| match outcome {
            Ok(_) => asked.set(None),
            Err(Refusal::Rule(rule @ DecideError::Text(_))) if error.is_alive() => {
                error.set(Some(words::rule(&rule)));
            }
            Err(refusal) => {
                asked.set(None);
                if let Some(text) = words::refusal(&refusal) {
                    phone.toasts.failed(text);
                }
            }
        });
    };
    let body = match question {
        Asked::Submit { ended, .. } => {
            let early = (!ended).then(|| view! { p { Say(text=t!("sheet-early")) } });
            view! { p(data-test="statement") { Say(text=t!("timesheet-statement-1")) } (early) }
        }
        Asked::Object(_) => view! {
            p { Say(text=t!("sheet-object-body")) }
            Textarea(
                label=t!("sheet-object-words"), value=typed, rows="3", maxlength="1000", required=true,
                error=move || error.get_clone(), test="sheet-words",
            )
        },
    };
    view! {
        Dialog(title=title.clone(), on_close=move |()| asked.set(None)) {
            (body)
            div(class="dialog-actions") {
                Button(label=t!("cancel"), on_press=move |()| asked.set(None))
                Button(
                    label=title, kind=ButtonKind::Primary, test=test,
                    busy=move || phone.saving.get(), on_press=go,
                )
            }
        }
    }
}
