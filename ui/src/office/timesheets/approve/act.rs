//! What is decided about timesheets, periods and late corrections: each is asked with what it
//! will do, and names what was seen.

use api::id::EmployeeId;
use api::problem::code;
use api::timesheet::{
    AcceptLateCorrection, ApproveSubmitted, ApproveTimesheets, DeclineLateCorrection,
    LateCorrection, LockPeriod, PayPeriod, PeriodWithReason, SheetToApprove,
    TIMESHEETS_APPROVED_MAX,
};
use gloo_net::http::Method;
use jiff::civil::Date;
use sycamore::prelude::*;
use ui::components::{Button, ButtonKind, Dialog, Glyph, Textarea, Toasts};
use ui::i18n::date_range;
use ui::t;

use crate::forms::{Form, missing, on_submit};
use crate::http::{self, Answer};
use crate::state::{App, Put};

/// Something to decide.
#[derive(Clone, PartialEq)]
pub(super) enum Act {
    /// These timesheets are right; `left` others that were chosen are not ready for it.
    Approve {
        first: Date,
        sheets: Vec<SheetToApprove>,
        left: usize,
    },
    /// Every submitted timesheet without open questions is right.
    ApproveSubmitted { first: Date, count: usize },
    /// A timesheet goes back to the employee.
    Return(EmployeeId, String, Date),
    /// A timesheet is to be decided about again.
    Reopen(EmployeeId, String, Date),
    /// The time of a period changes no more.
    Lock(PayPeriod),
    /// It does again.
    Unlock(PayPeriod),
    /// A late correction counts.
    Accept(Box<LateCorrection>),
    /// It does not.
    Decline(Box<LateCorrection>),
}

/// How a decision is asked for.
struct Question {
    title: String,
    effect: String,
    label: String,
    confirm: String,
    kind: ButtonKind,
    /// Whether it needs words.
    needed: bool,
}

impl Act {
    fn question(&self) -> Question {
        let ask = |title: String, effect: String, confirm: String| Question {
            title,
            effect,
            label: t!("approve-note"),
            confirm,
            kind: ButtonKind::Primary,
            needed: false,
        };
        let why = |question: Question| Question {
            label: t!("reason"),
            needed: true,
            ..question
        };
        let range = |period: &PayPeriod| date_range(period.first, period.last);
        match self {
            Self::Approve { sheets, left, .. } => {
                let left = (*left > 0).then(|| t!("approve-left", count = *left));
                let effect = t!("approve-effect");
                let effect = left.map_or(effect.clone(), |left| format!("{effect} {left}"));
                let title = t!("approve-title", count = sheets.len());
                ask(title, effect, t!("approve"))
            }
            Self::ApproveSubmitted { count, .. } => ask(
                t!("approve-title", count = *count),
                t!("approve-submitted-effect"),
                t!("approve"),
            ),
            Self::Return(_, name, _) => why(ask(
                t!("approve-return-title", name = name.as_str()),
                t!("approve-return-effect"),
                t!("approve-return"),
            )),
            Self::Reopen(_, name, _) => why(ask(
                t!("approve-reopen-title", name = name.as_str()),
                t!("approve-reopen-effect"),
                t!("approve-reopen"),
            )),
            Self::Lock(period) => ask(
                t!("approve-lock-title", period = range(period)),
                t!("approve-lock-effect"),
                t!("approve-lock"),
            ),
            Self::Unlock(period) => why(ask(
                t!("approve-unlock-title", period = range(period)),
                t!("approve-unlock-effect"),
                t!("approve-unlock"),
            )),
            Self::Accept(late) => ask(
                t!(
                    "approve-late-accept-title",
                    name = late.employee.name.as_str()
                ),
                t!("approve-late-accept-effect"),
                t!("approve-late-accept"),
            ),
            Self::Decline(late) => why(ask(
                t!(
                    "approve-late-decline-title",
                    name = late.employee.name.as_str()
                ),
                t!("approve-late-decline-effect"),
                t!("approve-late-decline"),
            )),
        }
    }

    fn done(&self) -> String {
        match self {
            Self::Approve { sheets, .. } => t!("approve-done", count = sheets.len()),
            Self::ApproveSubmitted { count, .. } => t!("approve-done", count = *count),
            Self::Return(_, name, _) => t!("approve-returned", name = name.as_str()),
            Self::Reopen(_, name, _) => t!("approve-reopened", name = name.as_str()),
            Self::Lock(_) => t!("approve-locked-toast"),
            Self::Unlock(_) => t!("approve-unlocked-toast"),
            Self::Accept(_) => t!("approve-late-accepted"),
            Self::Decline(_) => t!("approve-late-declined"),
        }
    }
}

/// The dialog, while something is asked; `after` is done once it was decided.
pub(super) fn dialog_of(
    app: App,
    asked: Signal<Option<Act>>,
    after: impl Fn() + Copy + 'static,
) -> View {
    View::from_dynamic(move || match asked.get_clone() {
        None => View::new(),
        Some(act) => untrack(|| dialog(app, act, asked, after)),
    })
}

fn dialog(
    app: App,
    act: Act,
    asked: Signal<Option<Act>>,
    after: impl Fn() + Copy + 'static,
) -> View {
    let form = Form::new(app);
    let words = create_signal(String::new());
    let toasts = Toasts::get();
    let Question {
        title,
        effect,
        label,
        confirm,
        kind,
        needed,
    } = act.question();
    let submit = on_submit(move || {
        let text = words.get_clone().trim().to_owned();
        if needed && !form.check(missing("reason", &text, t!("reason-missing"))) {
            return;
        }
        let (said, request) = (act.done(), send(app, act.clone(), text));
        form.send(request, move |()| {
            asked.put(None);
            toasts.done(said);
            after();
        });
    });
    let notice = form.notice(&["reason"]);
    let again = again(app, form, asked);
    view! {
        Dialog(title=title, on_close=move |()| asked.set(None)) {
            form(class="form", novalidate=true, on:submit=submit) {
                (notice)
                (again)
                p(class="muted") { (effect) }
                Textarea(
                    label=label, value=words, rows="2", error=form.error("reason"),
                    maxlength="1000", test="approve-words",
                )
                div(class="dialog-actions") {
                    Button(label=t!("cancel"), on_press=move |()| asked.set(None))
                    Button(
                        label=confirm, kind=kind, submit=true, busy=form.busy,
                        test="approve-submit",
                    )
                }
            }
        }
    }
}

/// After what was seen has changed: the way back to look at what it is now.
fn again(app: App, form: Form, asked: Signal<Option<Act>>) -> View {
    View::from_dynamic(move || {
        let changed = form.fault.with(|fault| {
            let is = |code: &str| fault.as_ref().is_some_and(|fault| fault.is(code));
            is(code::CHANGED_MEANWHILE) || is("late_correction_not_found")
        });
        changed.then(|| {
            let look = move |()| {
                asked.set(None);
                app.touched.update(|count| *count += 1);
            };
            view! {
                Button(
                    label=t!("approve-look-again"), icon=Glyph::Refresh, on_press=look,
                    test="approve-look-again",
                )
            }
        })
    })
}

async fn send(app: App, act: Act, words: String) -> Answer<()> {
    let post = Method::POST;
    let about = |employee: EmployeeId, what: &str| {
        app.path(&format!("/employees/{employee}/timesheet/{what}"))
    };
    let late = |late: &LateCorrection, what: &str| {
        app.path(&format!("/late-corrections/{}/{what}", late.entry))
    };
    match act {
        Act::Approve { first, sheets, .. } => approve(app, first, &sheets, words).await,
        Act::ApproveSubmitted { first, .. } => {
            let path = app.path("/timesheets/approve-submitted");
            http::tell(post, &path, &ApproveSubmitted { first }).await
        }
        Act::Return(employee, _, first) => {
            let body = PeriodWithReason {
                first,
                reason: words,
            };
            http::tell(post, &about(employee, "return"), &body).await
        }
        Act::Reopen(employee, _, first) => {
            let body = PeriodWithReason {
                first,
                reason: words,
            };
            http::tell(post, &about(employee, "reopen"), &body).await
        }
        Act::Lock(PayPeriod { first, .. }) => {
            let body = LockPeriod { first, note: words };
            http::tell(post, &app.path("/pay-periods/lock"), &body).await
        }
        Act::Unlock(PayPeriod { first, .. }) => {
            let body = PeriodWithReason {
                first,
                reason: words,
            };
            http::tell(post, &app.path("/pay-periods/unlock"), &body).await
        }
        Act::Accept(one) => {
            let body = AcceptLateCorrection {
                proposed: one.hash.clone(),
                note: words,
            };
            http::tell(post, &late(&one, "accept"), &body).await
        }
        Act::Decline(one) => {
            let body = DeclineLateCorrection {
                proposed: one.hash.clone(),
                reason: words,
            };
            http::tell(post, &late(&one, "decline"), &body).await
        }
    }
}

/// So many at a time as one request takes; the first that is refused ends it.
async fn approve(app: App, first: Date, sheets: &[SheetToApprove], note: String) -> Answer<()> {
    let path = app.path("/timesheets/approve");
    for sheets in sheets.chunks(TIMESHEETS_APPROVED_MAX) {
        let body = ApproveTimesheets {
            first,
            sheets: sheets.to_vec(),
            note: note.clone(),
        };
        http::tell(Method::POST, &path, &body).await?;
    }
    Ok(())
}
