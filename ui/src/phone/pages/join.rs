//! Becoming somebody's phone: the invitation is looked at, which changes nothing, and spent by
//! *Use this phone*. On an iPhone the app is installed first, because the installed app does not
//! see what the browser keeps.

use domain::time::Zone;
use jiff::civil::Date;
use sycamore::prelude::*;
use ui::components::{Button, ButtonKind, Glyph, Icon, LinkButton, TextInput};
use ui::reactive::{Say, dynamic, selector};
use ui::replica::Book;
use ui::t;
use wasm_bindgen_futures::spawn_local;

use super::words;
use crate::app::focus_heading;
use crate::browser::install;
use crate::route::Route;
use crate::state::{JoinFault, Looked, Phone, Stage, Trace};

/// How many characters a code has, hyphens left out.
const CODE_CHARS: usize = 12;

#[derive(Clone, PartialEq)]
enum Step {
    /// This phone is somebody's already.
    InUse,
    /// A code is typed.
    Typing,
    /// What it says, and *Use this phone*.
    Found(Looked),
    /// This is the person's phone now.
    Done,
}

/// How far joining has come.
#[derive(Clone, Copy)]
struct Joining {
    phone: Phone,
    typed: Signal<String>,
    step: Signal<Step>,
    /// Whether the server is being asked.
    busy: Signal<bool>,
    fault: Signal<Option<JoinFault>>,
}

/// The page.
#[component(inline_props)]
pub(crate) fn Join(#[prop(!optional)] code: Option<String>) -> View {
    let phone = Phone::get();
    let enrolled = phone.stage.get_clone_untracked() == Stage::Enrolled;
    if install::must_install_first() && !enrolled {
        return install_first(phone, code.as_deref());
    }
    let joining = Joining {
        phone,
        typed: create_signal(code.as_deref().map(pretty).unwrap_or_default()),
        step: create_signal(if enrolled { Step::InUse } else { Step::Typing }),
        busy: create_signal(false),
        fault: create_signal(None),
    };
    if code.is_some() && !enrolled {
        joining.look_up();
    }
    let first = std::cell::Cell::new(true);
    let body = dynamic(move || {
        let step = joining.step.get_clone();
        let first = first.replace(false);
        untrack(move || {
            if !first {
                on_mount(focus_heading);
            }
            match step {
                Step::InUse => in_use(joining),
                Step::Typing => typing(joining),
                Step::Found(looked) => found(joining, looked),
                Step::Done => done(phone),
            }
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

impl Joining {
    fn look_up(self) {
        let code = pretty(&self.typed.get_clone_untracked());
        if code.chars().filter(|letter| *letter != '-').count() != CODE_CHARS {
            self.fault.set(Some(JoinFault::NotOpen));
            return;
        }
        // From here on the page stays until the person leaves it, also once this phone is enrolled.
        if self
            .phone
            .route
            .with_untracked(|route| !matches!(route, Route::Join(_)))
        {
            self.phone.go(&Route::Join(None));
        }
        self.ask(async move { self.phone.look_up(code).await.map(Step::Found) });
    }

    fn enrol(self, code: String) {
        self.ask(async move { self.phone.enrol(code).await.map(|()| Step::Done) });
    }

    /// Asks the server, and goes where its answer leads.
    fn ask(self, asking: impl Future<Output = Result<Step, JoinFault>> + 'static) {
        self.fault.set(None);
        self.busy.set(true);
        spawn_local(async move {
            let answer = asking.await;
            if !self.step.is_alive() {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(step) => self.step.set(step),
                Err(fault) => self.fault.set(Some(fault)),
            }
        });
    }
}

fn typing(joining: Joining) -> View {
    let Joining { typed, busy, .. } = joining;
    let evicted = evicted_note(joining.phone);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if !busy.get() {
            joining.look_up();
        }
    };
    let error = move || {
        joining
            .fault
            .with(|fault| fault.as_ref().map(words::join_fault))
    };
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

/// That the browser removed what was kept, as far as it is known what.
fn evicted_note(phone: Phone) -> Option<View> {
    let Stage::Evicted(trace) = phone.stage.get_clone_untracked() else {
        return None;
    };
    let zone = crate::browser::device_zone().unwrap_or_else(Zone::utc);
    // With the date, whenever it is read.
    let when = |at| words::local_time(zone.local(at), Date::MIN);
    let (first, then) = match trace {
        Trace::Note(marker) => {
            let whose = t!(
                "evicted-whose",
                person = marker.person,
                company = marker.company
            );
            let when = when(marker.answered);
            let then = match marker.unsent {
                0 => t!("evicted-nothing-lost", when = when),
                count => t!("evicted-lost", count = count, when = when),
            };
            (whose, then)
        }
        Trace::Answered(at) => (t!("evicted"), t!("evicted-since", when = when(at))),
    };
    Some(view! {
        div(class="note note--warn", role="alert", data-test="evicted") {
            Icon(glyph=Glyph::Alert)
            div(class="stack stack--tight") {
                p(class="strong") { (first) }
                p { (then) }
                p { Say(text=t!("evicted-join")) }
            }
        }
    })
}

fn found(joining: Joining, looked: Looked) -> View {
    let Joining {
        phone, busy, fault, ..
    } = joining;
    let code = looked.code;
    let company = looked.look.company_name;
    let name = looked.look.first_name;
    let greeting = t!("join-hello", name = name);
    let about = t!("join-about", company = company);
    let zone = crate::browser::device_zone().unwrap_or_else(Zone::utc);
    let today = zone.local(phone.now.get_untracked()).date();
    let until = t!(
        "join-until",
        date = words::local_time(zone.local(looked.look.expires_at), today)
    );
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
                on_press=move |()| joining.enrol(code.clone()),
            )
            Button(
                label=t!("join-other-code"), kind=ButtonKind::Quiet, disabled=busy,
                on_press=move |()| { fault.set(None); joining.step.set(Step::Typing); },
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
fn install_first(phone: Phone, code: Option<&str>) -> View {
    let evicted = evicted_note(phone);
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
            (evicted)
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
fn in_use(joining: Joining) -> View {
    let phone = joining.phone;
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
                    joining.step.set(Step::Typing);
                    if joining.typed.with(|typed| !typed.is_empty()) {
                        joining.look_up();
                    }
                },
            )
        }
    });
    let keep = Route::Clock.href();
    view! {
        h1(tabindex="-1") { Say(text=t!("join-in-use-title")) }
        p { (text) }
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
