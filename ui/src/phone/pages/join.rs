//! Becoming somebody's phone: the invitation is looked at, which changes nothing, and spent by
//! *Use this phone*. On an iPhone the app is installed first, because the installed app does not
//! see what the browser keeps.

use domain::time::Zone;
use sycamore::prelude::*;
use ui::components::{Button, ButtonKind, Empty, Glyph, Icon, LinkButton, TextInput};
use ui::reactive::{Say, dynamic, selector};
use ui::replica::Book;
use ui::t;
use wasm_bindgen_futures::spawn_local;

use super::words;
use crate::browser::install;
use crate::route::Route;
use crate::state::{JoinFault, Looked, Marker, Phone, Stage};

/// How many characters a code has, hyphens left out.
const CODE_CHARS: usize = 12;

#[derive(Clone, PartialEq)]
enum Step {
    /// A code is typed.
    Typing,
    /// It is looked up.
    Looking,
    /// What it says, and *Use this phone*.
    Found(Looked),
    /// It is being spent.
    Enrolling(Looked),
    /// This is the person's phone now.
    Done,
}

/// The page.
#[component(inline_props)]
pub(crate) fn Join(#[prop(!optional)] code: Option<String>) -> View {
    let phone = Phone::get();
    let typed = create_signal(code.as_deref().map(pretty).unwrap_or_default());
    let step = create_signal(Step::Typing);
    let fault = create_signal(None::<JoinFault>);
    let enrolled = phone.stage.get_clone_untracked() == Stage::Enrolled;
    if install::must_install_first() && !enrolled {
        return install_first(code.as_deref());
    }
    if code.is_some() && !enrolled {
        look_up(phone, typed, step, fault);
    }
    let replacing = create_signal(!enrolled);
    let body = dynamic(move || {
        if !replacing.get() {
            return untrack(move || in_use(phone, replacing, typed, step, fault));
        }
        let step_now = step.get_clone();
        untrack(move || match step_now {
            Step::Typing => typing(phone, typed, step, fault, false),
            Step::Looking => typing(phone, typed, step, fault, true),
            Step::Found(looked) => found(phone, &looked, step, fault, false),
            Step::Enrolling(looked) => found(phone, &looked, step, fault, true),
            Step::Done => done(phone),
        })
    });
    let brand = brand();
    view! {
        main(class="welcome", id="main", data-test="join") {
            (brand)
            (body)
        }
    }
}

fn brand() -> View {
    view! { div(class="brand", aria-hidden="true") { Icon(glyph=Glyph::Clock) } }
}

fn look_up(
    phone: Phone,
    typed: Signal<String>,
    step: Signal<Step>,
    fault: Signal<Option<JoinFault>>,
) {
    let code = pretty(&typed.get_clone_untracked());
    if code.chars().filter(|letter| *letter != '-').count() != CODE_CHARS {
        fault.set(Some(JoinFault::NotOpen));
        return;
    }
    fault.set(None);
    step.set(Step::Looking);
    // From here on the page stays until the person leaves it, also once this phone is enrolled.
    if phone
        .route
        .with_untracked(|route| !matches!(route, Route::Join(_)))
    {
        phone.go(&Route::Join(None));
    }
    spawn_local(async move {
        let looked = phone.look_up(code).await;
        if !step.is_alive() {
            return;
        }
        match looked {
            Ok(looked) => step.set(Step::Found(looked)),
            Err(problem) => {
                step.set(Step::Typing);
                fault.set(Some(problem));
            }
        }
    });
}

fn typing(
    phone: Phone,
    typed: Signal<String>,
    step: Signal<Step>,
    fault: Signal<Option<JoinFault>>,
    busy: bool,
) -> View {
    let evicted = match phone.stage.get_clone_untracked() {
        Stage::Evicted(marker) => Some(evicted_note(&marker)),
        Stage::Starting | Stage::NotEnrolled | Stage::Enrolled | Stage::Broken(_) => None,
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if !busy {
            look_up(phone, typed, step, fault);
        }
    };
    let error = move || fault.with(|fault| fault.as_ref().map(words::join_fault));
    view! {
        h1(tabindex="-1") { Say(text=t!("join-title")) }
        (evicted)
        p { Say(text=t!("join-body")) }
        form(class="stack", novalidate=true, on:submit=submit) {
            TextInput(
                label=t!("join-code"), value=typed, class="code-field", name="code", autocomplete="one-time-code",
                hint=t!("join-code-hint"), error=error, maxlength="20", placeholder="XXXX-XXXX-XXXX",
            )
            div(class="welcome-actions") {
                Button(label=t!("join-look"), kind=ButtonKind::Primary, submit=true, busy=busy, test="join-look")
            }
        }
    }
}

fn evicted_note(marker: &Marker) -> View {
    let (company, person) = (marker.company.clone(), marker.person.clone());
    let text = if marker.unsent == 0 {
        t!("evicted-nothing-lost", company = company, person = person)
    } else {
        t!(
            "evicted-lost",
            company = company,
            person = person,
            count = marker.unsent
        )
    };
    view! {
        div(class="note note--warn", role="alert", data-test="evicted") { Icon(glyph=Glyph::Alert) p { (text) } }
    }
}

fn found(
    phone: Phone,
    looked: &Looked,
    step: Signal<Step>,
    fault: Signal<Option<JoinFault>>,
    busy: bool,
) -> View {
    let company = looked.look.company_name.clone();
    let name = looked.look.first_name.clone();
    let greeting = t!("join-hello", name = name);
    let about = t!("join-about", company = company);
    let zone = crate::browser::device_zone().unwrap_or_else(Zone::utc);
    let today = zone.local(phone.now.get_untracked()).date();
    let until = t!(
        "join-until",
        date = words::local_time(zone.local(looked.look.expires_at), today)
    );
    let again = looked.clone();
    let use_phone = move |()| {
        let looked = again.clone();
        fault.set(None);
        step.set(Step::Enrolling(looked.clone()));
        spawn_local(async move {
            let enrolled = phone.enrol(looked.code.clone()).await;
            if !step.is_alive() {
                return;
            }
            match enrolled {
                Ok(()) => step.set(Step::Done),
                Err(problem) => {
                    step.set(Step::Found(looked));
                    fault.set(Some(problem));
                }
            }
        });
    };
    let error = dynamic(
        move || match fault.with(|fault| fault.as_ref().map(words::join_fault)) {
            None => View::new(),
            Some(text) => view! {
                div(class="note note--warn", role="alert", data-test="join-error") { Icon(glyph=Glyph::Alert) p { (text) } }
            },
        },
    );
    view! {
        h1(tabindex="-1", data-test="join-person") { (greeting) }
        p(data-test="join-company") { (about) }
        p(class="muted") { Say(text=t!("join-explain")) }
        p(class="muted small") { (until) }
        (error)
        div(class="welcome-actions") {
            Button(
                label=t!("join-use"), kind=ButtonKind::Primary, icon=Glyph::Phone, busy=busy, test="join-use",
                on_press=use_phone,
            )
            Button(
                label=t!("join-other-code"), kind=ButtonKind::Quiet, disabled=busy,
                on_press=move |()| { fault.set(None); step.set(Step::Typing); },
            )
        }
    }
}

fn done(phone: Phone) -> View {
    let name = phone
        .book
        .with_untracked(|book| book.as_ref().map(Book::person))
        .unwrap_or_default();
    let title = t!("join-done", name = name);
    let offer = install_offer();
    view! {
        h1(tabindex="-1") { (title) }
        p { Say(text=t!("join-done-body")) }
        (offer)
        div(class="welcome-actions") {
            LinkButton(label=t!("join-start"), href="#clock", kind=ButtonKind::Primary)
        }
    }
}

/// The browser's offer to install, where it makes one, and how to do it by hand where not.
pub(crate) fn install_offer() -> View {
    let offered = create_signal(install::is_offered());
    crate::browser::on_window(install::OFFER_CHANGED, move || {
        if offered.is_alive() {
            offered.set(install::is_offered());
        }
    });
    dynamic(move || {
        if install::is_installed() {
            return View::new();
        }
        if offered.get() {
            return view! {
                div(class="card", data-test="install-offer") {
                    p(class="strong") { Say(text=t!("install-title")) }
                    p { Say(text=t!("install-why")) }
                    Button(label=t!("install-button"), icon=Glyph::Download, on_press=|()| install::accept_offer())
                }
            };
        }
        view! {
            div(class="card", data-test="install-hint") {
                p(class="strong") { Say(text=t!("install-title")) }
                p { Say(text=t!("install-by-hand")) }
            }
        }
    })
}

/// On an iPhone or iPad in the browser: the steps to install, and the code to type afterwards.
fn install_first(code: Option<&str>) -> View {
    let code = code.map(pretty);
    let code_view = code.map(|code| {
        view! {
            div(class="card join-code-card") {
                span(class="muted small") { Say(text=t!("install-first-code")) }
                output(class="code-input", data-test="join-code") { (code) }
            }
        }
    });
    let brand = brand();
    view! {
        main(class="welcome", id="main", data-test="install-first") {
            (brand)
            h1(tabindex="-1") { Say(text=t!("install-first-title")) }
            p { Say(text=t!("install-first-why")) }
            ol(class="steps") {
                li { p { Say(text=t!("install-first-share")) " " Icon(glyph=Glyph::Share, class="inline-icon") } }
                li { p { Say(text=t!("install-first-add")) } }
                li { p { Say(text=t!("install-first-open")) } }
            }
            (code_view)
            p(class="muted small") { Say(text=t!("install-first-safari")) }
        }
    }
}

/// This phone is somebody's already.
fn in_use(
    phone: Phone,
    replacing: Signal<bool>,
    typed: Signal<String>,
    step: Signal<Step>,
    fault: Signal<Option<JoinFault>>,
) -> View {
    let (person, company) = phone
        .book
        .with_untracked(|book| {
            book.as_ref()
                .map(|book| (book.person(), book.company().name))
        })
        .unwrap_or_default();
    let unsent = selector(move || {
        phone
            .book
            .with(|book| book.as_ref().map_or(0, |book| book.outbox().unsent))
    });
    let text = t!("join-in-use", person = person, company = company);
    let replace = dynamic(move || {
        let count = unsent.get();
        if count > 0 {
            let text = t!("join-in-use-unsent", count = count);
            return view! { div(class="note note--warn") { Icon(glyph=Glyph::Alert) p { (text) } } };
        }
        view! {
            p(class="muted") { Say(text=t!("join-replace-explain")) }
            Button(
                label=t!("join-replace"), icon=Glyph::Switch, test="join-replace",
                on_press=move |()| {
                    replacing.set(true);
                    if typed.with(|typed| !typed.is_empty()) {
                        look_up(phone, typed, step, fault);
                    }
                },
            )
        }
    });
    let keep = Route::Clock.href();
    view! {
        Empty(title=t!("join-in-use-title"), body=text, icon=Glyph::Phone)
        (replace)
        div(class="welcome-actions") {
            LinkButton(label=t!("join-keep"), href=keep, kind=ButtonKind::Primary)
        }
    }
}

/// A code as it is printed: `ABCD-EFGH-JKMN`.
fn pretty(code: &str) -> String {
    let letters: Vec<char> = code
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_uppercase())
        .take(CODE_CHARS)
        .collect();
    letters
        .chunks(4)
        .map(|chunk| chunk.iter().collect::<String>())
        .collect::<Vec<_>>()
        .join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_written_as_it_is_printed() {
        assert_eq!(pretty("abcdefghjkmn"), "ABCD-EFGH-JKMN");
        assert_eq!(pretty("ABCD-EFGH-JKMN"), "ABCD-EFGH-JKMN");
        assert_eq!(pretty(" abcd efg"), "ABCD-EFG");
        assert_eq!(pretty(""), "");
    }
}
