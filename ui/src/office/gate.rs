//! What stands before the pages: starting, set-up, sign-in, accepting an invitation; and which of
//! these or the pages is in sight.

mod join;
mod linked;
mod reset;
mod setup;
mod sign_in;

use api::session::Session;
use domain::company::Role;
use sycamore::prelude::*;
use ui::components::{
    Button, ButtonKind, Choice, ErrorState, Glyph, Icon, LinkButton, Segmented, Spinner,
};
use ui::i18n::{self, Language};
use ui::{t, theme};

use crate::forms::focus_soon;
use crate::routes::Page;
use crate::shell;
use crate::state::{App, Stage};

/// The whole view, by stage.
pub fn root(app: App, page: ReadSignal<Page>) -> View {
    let stage = create_selector(move || app.stage.get_clone());
    View::from_dynamic(move || {
        let stage = stage.get_clone();
        untrack(move || match stage {
            Stage::Starting => view! { main(class="gate") { Spinner() } },
            Stage::Unreachable(fault) => {
                let words = fault.words();
                view! {
                    main(class="gate") {
                        ErrorState(body=words, on_retry=move |()| app.start())
                    }
                }
            }
            Stage::Setup => setup::page(app),
            Stage::SignIn { ended } => sign_in::page(app, ended),
            Stage::Join(code) => join::page(app, code),
            Stage::Reset(code) => reset::page(app, code),
            Stage::Inside => inside(app, page),
        })
    })
}

/// Goes in after a form of the gate, which had the keyboard.
fn go_in(app: App, session: Session) {
    app.enter(session);
    focus_soon("main[tabindex]");
}

/// The frame of a page before the pages: brand, title, what it is for, content, language.
pub fn frame(title: String, lead: String, wide: bool, content: View) -> View {
    let class = if wide {
        "gate-card gate-card--wide"
    } else {
        "gate-card"
    };
    let lead = (!lead.is_empty()).then(|| view! { p(class="muted") { (lead) } });
    view! {
        main(class="gate") {
            div(class=class) {
                header(class="gate-head") {
                    Icon(glyph=Glyph::Brand, class="brand")
                    h1(tabindex="-1") { (title) }
                    (lead)
                }
                (content)
                footer(class="gate-foot") { (language_switch()) (theme_switch()) }
            }
        }
    }
}

/// English or Spanish.
pub fn language_switch() -> View {
    let value = create_signal(i18n::locale().language.code().to_owned());
    let choose = |code: String| {
        if let Some(language) = Language::of_tag(&code) {
            i18n::choose_language(language);
        }
    };
    view! {
        Segmented(
            label=t!("language"), value=value, choices=crate::words::language_choices(),
            on_choose=choose, label_hidden=true,
        )
    }
}

/// Light, dark, or as the system says.
pub fn theme_switch() -> View {
    let value = create_signal(theme::current().as_str().to_owned());
    let choices = vec![
        Choice::new("system", t!("theme-system")),
        Choice::new("light", t!("theme-light")),
        Choice::new("dark", t!("theme-dark")),
    ];
    view! {
        Segmented(
            label=t!("theme"), value=value, choices=choices, label_hidden=true,
            on_choose=|word: String| theme::choose(theme::Theme::from_word(&word)),
        )
    }
}

/// The pages for those who have something to do here; the way to the phone app for the others.
fn inside(app: App, page: ReadSignal<Page>) -> View {
    let place = create_selector(move || app.company.with(|c| c.as_ref().map(|c| (c.id, c.role))));
    View::from_dynamic(move || match place.get() {
        Some((_, role)) if role != Role::Worker.into() => untrack(|| shell::shell(app, page)),
        Some(_) => untrack(|| for_workers(app)),
        None => untrack(|| without_company(app)),
    })
}

fn for_workers(app: App) -> View {
    let company = app.company.get_clone().map(|c| c.name).unwrap_or_default();
    let content = view! {
        div(class="stack") {
            LinkButton(
                label=t!("worker-open-phone"), href="/app/", kind=ButtonKind::Primary,
                icon=Glyph::Phone, test="worker-app",
            )
            Button(label=t!("sign-out"), on_press=move |()| app.sign_out(), test="sign-out")
        }
    };
    frame(
        t!("worker-title", company = company),
        t!("worker-lead"),
        false,
        content,
    )
}

fn without_company(app: App) -> View {
    let content = view! {
        Button(label=t!("sign-out"), on_press=move |()| app.sign_out(), test="sign-out")
    };
    frame(
        t!("no-company-title"),
        t!("no-company-lead"),
        false,
        content,
    )
}
