//! The frame: which page stands, the sync line over it, the bar under it, and what is said loudly.

use std::cell::Cell;
use std::rc::Rc;

use sycamore::prelude::*;
use ui::components::{
    Button, ButtonKind, Empty, Glyph, Icon, NavItem, Skeleton, SkeletonKind, TabBar,
};
use ui::reactive::{Say, dynamic, selector};
use ui::replica::{Book, DbError};
use ui::{dom, t};

use crate::browser;
use crate::pages::clock::Clock;
use crate::pages::days::Days;
use crate::pages::entry::Entry;
use crate::pages::form::{Add, Correct};
use crate::pages::join::Join;
use crate::pages::settings::Settings;
use crate::pages::sheet::Sheet;
use crate::pages::sync_sheet::{Sync, export_button};
use crate::route::Route;
use crate::state::{Phone, Stage, Trouble};

/// What is in sight.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Screen {
    Starting,
    Broken(DbError),
    Join(Option<String>),
    Page(Route),
}

/// The app.
#[component]
pub(crate) fn App() -> View {
    let phone = Phone::get();
    let screen = selector(move || {
        let route = phone.route.get_clone();
        match (phone.stage.get_clone(), route) {
            (Stage::Starting, _) => Screen::Starting,
            (Stage::Broken(error), _) => Screen::Broken(error),
            (_, Route::Join(code)) => Screen::Join(code),
            (Stage::NotEnrolled | Stage::Evicted(_), _) => Screen::Join(None),
            (Stage::Enrolled, route) => Screen::Page(route),
        }
    });
    // The first page keeps the focus where the browser puts it; later ones take it.
    let later = Rc::new(Cell::new(false));
    // The frame stays while only the page in it changes.
    let framed = selector(move || screen.with(|screen| matches!(screen, Screen::Page(_))));
    dynamic(move || {
        if framed.get() {
            let later = Rc::clone(&later);
            return untrack(move || frame(phone, screen, later));
        }
        let screen = screen.get_clone();
        later.set(screen != Screen::Starting);
        untrack(move || match screen {
            Screen::Starting | Screen::Page(_) => starting(),
            Screen::Broken(error) => broken(phone, &error),
            Screen::Join(code) => view! { Join(code=code) },
        })
    })
}

fn frame(phone: Phone, screen: ReadSignal<Screen>, later: Rc<Cell<bool>>) -> View {
    let page = dynamic(move || {
        let Screen::Page(route) = screen.get_clone() else {
            return View::new();
        };
        let moved = later.replace(true);
        untrack(move || {
            if moved {
                on_mount(focus_heading);
            }
            page(&route)
        })
    });
    // While something is typed the bar would only be in the way: those pages lead back themselves.
    let typing = selector(move || {
        phone
            .route
            .with(|route| matches!(route, Route::Add | Route::Correct(_)))
    });
    let bar = dynamic(move || {
        if typing.get() {
            View::new()
        } else {
            untrack(move || tab_bar(phone))
        }
    });
    view! {
        div(class="phone") {
            a(class="skip-link", href="#main", on:click=|event: web_sys::MouseEvent| skip(&event)) { Say(text=t!("skip-to-page")) }
            Sync()
            Loud()
            (page)
            (bar)
        }
    }
}

fn tab_bar(phone: Phone) -> View {
    let at = move |tab: Route| move || phone.route.with(|route| route.tab() == tab);
    let items = vec![
        NavItem::new(
            Route::Clock.href(),
            t!("tab-clock"),
            Glyph::Clock,
            at(Route::Clock),
        ),
        NavItem::new(
            Route::Days.href(),
            t!("tab-days"),
            Glyph::Calendar,
            at(Route::Days),
        ),
        NavItem::new(
            Route::Settings.href(),
            t!("tab-settings"),
            Glyph::Settings,
            at(Route::Settings),
        )
        .with_count(move || usize::from(phone.updates.ready.get())),
    ];
    view! { TabBar(label=t!("tabs"), items=items) }
}

fn page(route: &Route) -> View {
    match *route {
        Route::Clock | Route::Join(_) => view! { Clock() },
        Route::Days => view! { Days() },
        Route::Entry(id) => view! { Entry(id=id) },
        Route::Correct(id) => view! { Correct(id=id) },
        Route::Add => view! { Add() },
        Route::Sheet(date) => view! { Sheet(date=date) },
        Route::Settings => view! { Settings() },
    }
}

/// What must not be overlooked: nothing more can be saved, or this phone was withdrawn.
#[component]
fn Loud() -> View {
    let phone = Phone::get();
    let revoked = selector(move || phone.is_revoked());
    let unsent = selector(move || {
        phone
            .book
            .with(|book| book.as_ref().map_or(0, |book: &Book| book.outbox().unsent))
    });
    dynamic(move || {
        let (count, trouble) = (unsent.get(), phone.trouble.get_clone());
        let (title, text) = match &trouble {
            Some(Trouble::Full) => (
                Some(t!("trouble-full-title")),
                t!("trouble-full", count = count),
            ),
            Some(Trouble::Failed(detail)) => (
                Some(t!("trouble-failed-title")),
                t!("trouble-failed", count = count, detail = detail.clone()),
            ),
            Some(Trouble::Slow) => (None, t!("trouble-slow")),
            None if revoked.get() => (None, t!("stopped-revoked")),
            None => return View::new(),
        };
        let retry = move |()| {
            phone.trouble.set(None);
            wasm_bindgen_futures::spawn_local(phone.reload());
        };
        let ended = trouble.is_some_and(|trouble| trouble != Trouble::Slow);
        let retry = ended.then(|| {
            view! { Button(label=t!("retry"), icon=Glyph::Refresh, test="trouble-retry", on_press=retry) }
        });
        let export = (count > 0).then(|| export_button(phone, "trouble-export"));
        let hint = (count > 0).then(|| view! { p { Say(text=t!("trouble-export")) } });
        let title = title.map(|title| view! { p(class="strong") { (title) } });
        view! {
            div(class="loud", role="alert", data-test="trouble") {
                Icon(glyph=Glyph::Alert)
                div(class="stack stack--tight grow") {
                    (title)
                    p { (text) }
                    (hint)
                    div(class="row") { (retry) (export) }
                }
            }
        }
    })
}

fn starting() -> View {
    view! {
        div(class="phone") {
            main(class="phone-main", id="main") { Skeleton(kind=SkeletonKind::Block, count=3) }
        }
    }
}

/// The database cannot be used: why, what is safe, and the ways out.
fn broken(phone: Phone, error: &DbError) -> View {
    let body = match error {
        DbError::Full => t!("broken-full"),
        DbError::Blocked(_) => t!("broken-blocked"),
        DbError::Newer(_) => t!("broken-newer"),
        DbError::Silent => t!("broken-silent"),
        DbError::Unreadable { .. } | DbError::Failed(_) => t!("broken-body"),
    };
    let detail = t!("broken-detail", detail = error.to_string());
    let rescue = move |()| {
        wasm_bindgen_futures::spawn_local(async move {
            match browser::rescue().await {
                Some(taps) if taps > 0.0 => phone.toasts.done(t!("sync-exported")),
                Some(_) => phone.toasts.done(t!("sync-nothing")),
                None => phone.toasts.failed(t!("sync-export-failed")),
            }
        });
    };
    let reload = move |()| {
        // Where a newer version waits it is the one that can read what is here.
        phone.updates.switch();
    };
    view! {
        main(class="welcome", id="main", data-test="broken") {
            Empty(title=t!("broken-title"), body=body, icon=Glyph::Alert, page=true) {
                Button(label=t!("retry"), kind=ButtonKind::Primary, icon=Glyph::Refresh, on_press=reload)
                Button(label=t!("sync-export"), icon=Glyph::Download, test="rescue", on_press=rescue)
            }
            p(class="muted small") { Say(text=t!("sync-export-explain")) }
            p(class="muted small") { (detail) }
        }
    }
}

/// Puts the keyboard at the top of what came: a screen reader says where one is.
pub(crate) fn focus_heading() {
    dom::focus_page();
    window().scroll_to_with_x_and_y(0.0, 0.0);
}

/// The address says which page stands, so the skip link moves the focus itself.
fn skip(event: &web_sys::MouseEvent) {
    event.prevent_default();
    focus_heading();
}
