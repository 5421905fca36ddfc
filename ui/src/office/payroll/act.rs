//! What becomes of a run: reviewed, made final, or given up, each asked for in a dialog.

use api::pay::run::{ActOnPayRun, PayRunDetail};
use gloo_net::http::Method;
use sycamore::prelude::*;
use ui::components::{Button, ButtonKind, Dialog, Glyph, Textarea, Toasts, Tone};
use ui::i18n::{date_range, money};
use ui::t;

use super::run::Run;
use super::say;
use crate::forms::{Form, missing, on_submit};
use crate::http;
use crate::state::{App, Put};
use crate::words;

/// What is asked about a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Nothing.
    Nothing,
    /// Whether it is right.
    Review,
    /// Whether it is final.
    Finalise,
    /// Why it is given up.
    Discard,
}

/// The dialog of what is asked.
pub fn dialog(app: App, run: Run, ask: Signal<Ask>) -> View {
    View::from_dynamic(move || {
        let what = ask.get();
        untrack(|| {
            // What is reviewed is what was in sight when the dialog opened.
            let detail = run.state.with(|state| state.ready().cloned());
            match (what, detail) {
                (Ask::Nothing, _) | (_, None) => View::new(),
                (Ask::Review, Some(detail)) => review(app, run, ask, &detail),
                (Ask::Finalise, Some(detail)) => finalise(app, run, ask, &detail),
                (Ask::Discard, Some(detail)) => discard(app, run, ask, &detail),
            }
        })
    })
}

fn send(app: App, form: Form, run: Run, ask: Signal<Ask>, act: ActOnPayRun, done: String) {
    let id = run
        .state
        .with_untracked(|state| state.ready().map(|detail| detail.run.id));
    let Some(id) = id else { return };
    let path = app.path(&format!("/pay/runs/{id}"));
    let request = async move { http::send(Method::POST, &path, &act).await };
    form.send(request, move |now: PayRunDetail| {
        run.state.put(ui::components::Load::Ready(now));
        ask.put(Ask::Nothing);
        Toasts::get().done(done);
    });
}

fn review(app: App, run: Run, ask: Signal<Ask>, detail: &PayRunDetail) -> View {
    let form = Form::new(app);
    let note = create_signal(String::new());
    let basis = detail.basis.clone();
    let submit = on_submit(move || {
        let act = ActOnPayRun::Review {
            basis: basis.clone(),
            note: say::text(note),
        };
        send(app, form, run, ask, act, t!("payroll-reviewed-toast"));
    });
    let sum = t!(
        "payroll-review-sum",
        people = i64::from(detail.totals.people),
        gross = money(detail.totals.gross_minor, &detail.run.currency)
    );
    let blocking = detail.notices.iter().filter(|notice| notice.blocks).count();
    let blocking = (blocking > 0).then(|| {
        words::notice(
            Glyph::Alert,
            Tone::Warn,
            t!("payroll-review-blocked", count = blocking),
        )
    });
    let blocking = View::from(blocking);
    let notice = form.notice(&["note"]);
    let close = move || ask.set(Ask::Nothing);
    view! {
        Dialog(title=t!("payroll-review"), on_close=move |()| close()) {
            form(class="form", novalidate=true, on:submit=submit) {
                (notice)
                p { (sum) }
                (blocking)
                Textarea(
                    label=t!("payroll-note"), value=note, optional=true, maxlength="1000",
                    hint=t!("payroll-review-hint"), error=form.error("note"),
                    test="payroll-review-note",
                )
                div(class="dialog-actions") {
                    Button(label=t!("cancel"), on_press=move |()| close())
                    Button(
                        label=t!("payroll-review-do"), kind=ButtonKind::Primary, submit=true,
                        busy=form.busy, test="payroll-review-submit",
                    )
                }
            }
        }
    }
}

fn finalise(app: App, run: Run, ask: Signal<Ask>, detail: &PayRunDetail) -> View {
    let form = Form::new(app);
    let submit = on_submit(move || {
        let done = t!("payroll-final-toast");
        send(app, form, run, ask, ActOnPayRun::Finalise, done);
    });
    let dates = date_range(detail.run.first, detail.run.last);
    let gross = money(detail.totals.gross_minor, &detail.run.currency);
    let people = i64::from(detail.totals.people);
    let notice = form.notice(&[]);
    let close = move || ask.set(Ask::Nothing);
    view! {
        Dialog(title=t!("payroll-finalise"), on_close=move |()| close()) {
            form(class="form", novalidate=true, on:submit=submit) {
                (notice)
                p { (t!("payroll-review-sum", people = people, gross = gross.as_str())) }
                ul(class="bullets") {
                    li { (t!("payroll-final-means-kept")) }
                    li { (t!("payroll-final-means-locked", dates = dates.as_str())) }
                    li { (t!("payroll-final-means-later")) }
                }
                div(class="dialog-actions") {
                    Button(label=t!("cancel"), on_press=move |()| close())
                    Button(
                        label=t!("payroll-finalise-do"), kind=ButtonKind::Primary,
                        icon=Glyph::Lock, submit=true, busy=form.busy,
                        test="payroll-finalise-submit",
                    )
                }
            }
        }
    }
}

fn discard(app: App, run: Run, ask: Signal<Ask>, detail: &PayRunDetail) -> View {
    let form = Form::new(app);
    let reason = create_signal(String::new());
    let submit = on_submit(move || {
        let reason = say::text(reason);
        if !form.check(missing("reason", &reason, t!("reason-missing"))) {
            return;
        }
        let act = ActOnPayRun::Discard { reason };
        send(app, form, run, ask, act, t!("payroll-discarded-toast"));
    });
    let number = i64::from(detail.run.number);
    let notice = form.notice(&["reason"]);
    let close = move || ask.set(Ask::Nothing);
    view! {
        Dialog(title=t!("payroll-discard"), on_close=move |()| close()) {
            form(class="form", novalidate=true, on:submit=submit) {
                (notice)
                p { (t!("payroll-discard-means", number = number)) }
                Textarea(
                    label=t!("reason"), value=reason, rows="2", maxlength="1000",
                    error=form.error("reason"), test="payroll-discard-reason",
                )
                div(class="dialog-actions") {
                    Button(label=t!("cancel"), on_press=move |()| close())
                    Button(
                        label=t!("payroll-discard"), kind=ButtonKind::Danger, submit=true,
                        busy=form.busy, test="payroll-discard-submit",
                    )
                }
            }
        }
    }
}
