//! An invitation with all that its holder needs: link, QR code, code to type, and what became of
//! its mail.

use api::id::EmployeeId;
use api::invitation::{
    Invitation, InvitationStatus, InvitationWithCode, MailStatus, NewInvitation, Purpose,
};
use gloo_net::http::Method;
use sycamore::prelude::*;
use ui::components::{Badge, Button, ButtonKind, Dialog, Glyph, Icon, Toasts, Tone};
use ui::i18n::{date_time_at, text_in};
use ui::t;

use crate::clipboard::copy_row;
use crate::forms::focus_soon;
use crate::http;
use crate::state::{App, Put};
use crate::words;

/// Issues an invitation and shows it.
pub fn issue(
    app: App,
    employee: EmployeeId,
    purpose: Purpose,
    shown: Signal<Option<InvitationWithCode>>,
    busy: Signal<bool>,
) {
    let path = app.path(&format!("/employees/{employee}/invitations"));
    let body = NewInvitation { purpose };
    let request = async move { http::send(Method::POST, &path, &body).await };
    app.act(busy, request, move |answer| match answer {
        Ok(invitation) => shown.put(Some(invitation)),
        Err(fault) => Toasts::get().failed(fault.words()),
    });
}

/// Shows an invitation that was issued before.
pub fn show(app: App, id: &str, shown: Signal<Option<InvitationWithCode>>, busy: Signal<bool>) {
    let path = app.path(&format!("/invitations/{id}"));
    app.act(
        busy,
        async move { http::get(&path).await },
        move |answer| match answer {
            Ok(invitation) => shown.put(Some(invitation)),
            Err(fault) => Toasts::get().failed(fault.words()),
        },
    );
}

/// Withdraws an invitation.
pub fn revoke(app: App, id: &str, busy: Signal<bool>, then: impl FnOnce() + 'static) {
    let path = app.path(&format!("/invitations/{id}"));
    let request = async move { http::press::<Invitation>(Method::DELETE, &path).await };
    app.act(busy, request, move |answer| {
        match answer {
            Ok(_) => {
                // What was pressed goes with the invitation.
                focus_soon(".panel-title");
                Toasts::get().done(t!("revoked-toast"));
            }
            Err(fault) => Toasts::get().failed(fault.words()),
        }
        then();
    });
}

/// The dialog, while there is an invitation to show.
pub fn dialog(app: App, shown: Signal<Option<InvitationWithCode>>) -> View {
    View::from_dynamic(move || match shown.get_clone() {
        Some(invitation) => untrack(move || open(app, invitation, shown)),
        None => View::new(),
    })
}

fn open(
    app: App,
    invitation: InvitationWithCode,
    shown: Signal<Option<InvitationWithCode>>,
) -> View {
    let InvitationWithCode {
        invitation,
        code,
        link,
        qr_svg,
    } = invitation;
    let name = invitation.employee_name.clone();
    let title = match invitation.purpose {
        Purpose::Device => t!("invite-title", name = name.as_str()),
        Purpose::Account => t!("invite-account-title", name = name.as_str()),
    };
    let lead = match invitation.purpose {
        Purpose::Device => t!("invite-lead"),
        Purpose::Account => t!("invite-account-lead"),
    };
    let expires = date_time_at(invitation.expires_at, &app.zone());
    let mail = mail(&invitation);
    let qr = qr_svg.map(|svg| words::qr(&svg, t!("invite-qr"), "invite-qr"));
    let tests = ["invite-link", "invite-copy"];
    let link = link.map(|link| copy_row(link, t!("invite-link"), tests));
    // The office has no field for a code: its link is opened in a browser.
    let typed = code.filter(|_| invitation.purpose == Purpose::Device);
    let code = typed.map(code_row);
    let actions = actions(app, &invitation, shown);
    let state =
        (invitation.status != InvitationStatus::Open).then(|| status_badge(invitation.status));
    view! {
        Dialog(title=title, on_close=move |()| shown.set(None), class="dialog--wide") {
            div(class="invite", data-test="invite-dialog") {
                (qr)
                div(class="stack") {
                    p { (lead) }
                    (state)
                    (link)
                    (code)
                    p(class="muted small") { (t!("invite-expires", time = expires.as_str())) }
                    (mail)
                }
            }
            (actions)
        }
    }
}

fn code_row(code: String) -> View {
    view! {
        div(class="stack stack--tight") {
            span(class="muted small") { (t!("invite-code-lead")) }
            span(class="invite-code", data-test="invite-code") { (code) }
        }
    }
}

fn mail(invitation: &Invitation) -> View {
    let (words, glyph, tone) = match invitation.mail {
        MailStatus::NotConfigured => (t!("mail-not-configured"), Glyph::Info, Tone::Neutral),
        MailStatus::NoAddress => (t!("mail-no-address"), Glyph::Info, Tone::Neutral),
        MailStatus::Queued => (t!("mail-queued"), Glyph::Mail, Tone::Neutral),
        MailStatus::Sent => (t!("mail-sent"), Glyph::Mail, Tone::Good),
        MailStatus::Failed => {
            let problem = invitation.mail_problem.clone().unwrap_or_default();
            (
                t!("mail-failed", problem = problem.as_str()),
                Glyph::Alert,
                Tone::Warn,
            )
        }
    };
    crate::words::notice(glyph, tone, words)
}

fn actions(app: App, invitation: &Invitation, shown: Signal<Option<InvitationWithCode>>) -> View {
    let busy = create_signal(false);
    let (id, employee, purpose) = (invitation.id, invitation.employee, invitation.purpose);
    let open = invitation.status == InvitationStatus::Open;
    let withdraw = move |()| revoke(app, &id.to_string(), busy, move || shown.put(None));
    let again = move |()| {
        // A new one makes the old one useless, so that only one is ever around.
        if open {
            let path = app.path(&format!("/invitations/{id}"));
            let request = async move { http::press::<Invitation>(Method::DELETE, &path).await };
            app.act(busy, request, move |answer| match answer {
                Ok(_) => issue(app, employee, purpose, shown, busy),
                Err(fault) => Toasts::get().failed(fault.words()),
            });
        } else {
            issue(app, employee, purpose, shown, busy);
        }
    };
    let withdraw = open.then(|| {
        view! {
            Button(
                label=t!("invite-revoke"), kind=ButtonKind::Danger, busy=busy, on_press=withdraw,
                test="invite-revoke",
            )
        }
    });
    view! {
        div(class="dialog-actions") {
            (withdraw)
            Button(
                label=t!("invite-again"), icon=Glyph::Refresh, busy=busy, on_press=again,
                test="invite-again",
            )
            Button(
                label=t!("done"), kind=ButtonKind::Primary, on_press=move |()| shown.set(None),
                test="invite-done",
            )
        }
    }
}

/// What has become of an invitation.
pub fn status_badge(status: InvitationStatus) -> View {
    let (word, tone, glyph) = match status {
        InvitationStatus::Open => ("open", Tone::Neutral, Glyph::Mail),
        InvitationStatus::Used => ("used", Tone::Good, Glyph::Check),
        InvitationStatus::Revoked => ("revoked", Tone::Bad, Glyph::Close),
        InvitationStatus::Expired => ("expired", Tone::Warn, Glyph::Clock),
    };
    let words = text_in("invitation", word);
    view! { Badge(label=words, tone=tone, icon=glyph) }
}

/// The icon of what an invitation is for.
pub fn purpose_icon(purpose: Purpose) -> View {
    match purpose {
        Purpose::Device => view! { Icon(glyph=Glyph::Phone, label=t!("phone")) },
        Purpose::Account => view! { Icon(glyph=Glyph::Monitor, label=t!("office-account")) },
    }
}
