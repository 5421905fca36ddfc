//! What to do about time in a locked pay period: what was typed is sent as a late correction,
//! which somebody who approves decides about.

use api::timesheet::{LateCorrection, NewLateCorrection};
use domain::company::Permission;
use gloo_net::http::Method;
use sycamore::prelude::*;
use ui::components::{Button, Glyph, Icon, Toasts, Tone};
use ui::t;

use crate::address::go;
use crate::forms::Form;
use crate::http;
use crate::state::App;

/// The code of the refusal that this answers.
const PERIOD_LOCKED: &str = "period_locked";

/// The offer, while the form was refused for the lock. `what` reads the form; `done` leaves it.
pub fn offer(
    app: App,
    form: Form,
    what: impl Fn() -> Option<NewLateCorrection> + Clone + 'static,
    done: impl Fn() + Clone + 'static,
) -> View {
    let locked = create_selector(move || {
        let is = |fault: &http::Fault| fault.is(PERIOD_LOCKED);
        form.fault.with(|fault| fault.as_ref().is_some_and(is))
    });
    View::from_dynamic(move || {
        if !locked.get() {
            return View::new();
        }
        let (what, done) = (what.clone(), done.clone());
        let send = move |()| {
            let Some(late) = what() else { return };
            let path = app.path("/late-corrections");
            let request = async move { http::send(Method::POST, &path, &late).await };
            let done = done.clone();
            form.send(request, move |_: LateCorrection| {
                done();
                say(app);
            });
        };
        view! {
            div(class="exception", data-test="late-offer") {
                Icon(glyph=Glyph::Lock)
                div(class="stack stack--tight") {
                    p { (t!("approve-late-offer")) }
                    Button(
                        label=t!("approve-late-send"), on_press=send, busy=form.busy,
                        test="late-send",
                    )
                }
            }
        }
    })
}

fn say(app: App) {
    let toasts = Toasts::get();
    if !app.may(Permission::ApproveTimesheets) {
        return toasts.done(t!("approve-late-sent"));
    }
    let open = move |()| go(app, "/timesheets?show=late");
    toasts.with_action(
        Tone::Good,
        t!("approve-late-sent"),
        t!("approve-late-open"),
        open,
    );
}
