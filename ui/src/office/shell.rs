//! The frame around the pages: rail, header, what lies over them, and the keys that lead around.

mod backup;
mod header;
mod keys;
mod notice;
mod recovery;
mod search;
mod shortcuts;
mod standing;

use domain::company::Permission;
use sycamore::prelude::*;
use ui::components::{Empty, Glyph, Icon, LinkButton, NavItem, Rail};
use ui::{dom, t};

use crate::data::fetched;
use crate::routes::Page;
use crate::state::{App, Link, Overlay};
use crate::{
    account, cost_codes, exceptions, imports, jobs, payroll, people, settings, timesheets, today,
};

/// The frame with the page in it.
pub fn shell(app: App, page: ReadSignal<Page>) -> View {
    keys::listen(app);
    count_what_waits(app);
    let content = View::from_dynamic(move || {
        let page = page.get();
        untrack(move || page_view(app, page))
    });
    follow_title(app, page);
    view! {
        a(class="skip-link", href="#main") { (t!("skip-to-content")) }
        div(class="office") {
            (rail(app, page))
            div(class="office-main") {
                (header::header(app))
                (connection(app))
                (standing::lines(app))
                (recovery::line(app))
                (backup::lines(app))
                div(class="office-body") { (content) }
            }
        }
        (overlay(app))
    }
}

fn page_view(app: App, page: Page) -> View {
    match page {
        Page::Today => today::page(app),
        Page::Timesheets => timesheets::page(app),
        Page::Payroll => payroll::page(app),
        Page::PayRun(id) => payroll::run_page(app, id),
        Page::PaySettings => payroll::settings_page(app),
        Page::Exceptions => exceptions::page(app),
        Page::Jobs => jobs::page(app),
        Page::CostCodes => cost_codes::page(app),
        Page::People => people::page(app),
        Page::Imports => imports::page(app),
        Page::NewImport => imports::new_page(app),
        Page::Import(id) => imports::one_page(app, id),
        Page::Settings => settings::page(app),
        Page::NotFound => view! {
            main(class="page", id="main", tabindex="-1") {
                Empty(title=t!("not-found-title"), body=t!("not-found-body"), icon=Glyph::Search, page=true) {
                    LinkButton(label=t!("nav-today"), href="/")
                }
            }
        },
    }
}

fn page_name(page: Page) -> String {
    match page {
        Page::Today => t!("nav-today"),
        Page::Timesheets => t!("nav-timesheets"),
        Page::Payroll | Page::PayRun(_) => t!("nav-payroll"),
        Page::PaySettings => t!("payroll-settings"),
        Page::Exceptions => t!("nav-exceptions"),
        Page::Jobs => t!("nav-jobs"),
        Page::CostCodes => t!("nav-cost-codes"),
        Page::People => t!("nav-people"),
        Page::Imports | Page::Import(_) => t!("imports"),
        Page::NewImport => t!("import-hours"),
        Page::Settings => t!("nav-settings"),
        Page::NotFound => t!("not-found-title"),
    }
}

fn rail(app: App, page: ReadSignal<Page>) -> View {
    let item = |to: Page, href: &str, glyph: Glyph| {
        NavItem::new(href, page_name(to), glyph, move || page.get() == to)
    };
    let waiting = move || app.unsettled.get() + app.quarantined.get();
    let mut items = vec![
        item(Page::Today, "/", Glyph::Clock),
        item(Page::Timesheets, "/timesheets", Glyph::Calendar),
        item(Page::Exceptions, "/exceptions", Glyph::Alert).with_count(waiting),
        item(Page::Jobs, "/jobs", Glyph::Briefcase),
        item(Page::CostCodes, "/cost-codes", Glyph::Tag),
    ];
    if app.may(Permission::RunPayroll) {
        let current = move || matches!(page.get(), Page::Payroll | Page::PayRun(_));
        let name = page_name(Page::Payroll);
        items.insert(3, NavItem::new("/payroll", name, Glyph::Money, current));
    }
    if app.may(Permission::ViewPeople) {
        items.push(item(Page::People, "/people", Glyph::Users));
    }
    // Imports are made now and then: the way to them is in the settings.
    let in_settings = move || {
        matches!(
            page.get(),
            Page::Settings | Page::PaySettings | Page::Imports | Page::NewImport | Page::Import(_)
        )
    };
    items.push(NavItem::new(
        "/settings",
        page_name(Page::Settings),
        Glyph::Settings,
        in_settings,
    ));
    let brand = view! {
        a(class="brand-line", href="/") {
            Icon(glyph=Glyph::Brand)
            span { (t!("app-name")) }
        }
    };
    view! { Rail(label=t!("navigation"), items=items, head=brand) }
}

/// A calm line while the server is out of reach.
fn connection(app: App) -> View {
    view! {
        div(role="status") {
            (match app.link.get() {
                Link::Live => View::new(),
                Link::Lost => view! {
                    p(class="connection", data-test="connection-lost") {
                        Icon(glyph=Glyph::CloudOff)
                        span { (t!("connection-lost")) }
                    }
                },
            })
        }
    }
}

fn overlay(app: App) -> View {
    View::from_dynamic(move || {
        let overlay = app.overlay.get();
        untrack(move || match overlay {
            Overlay::None => View::new(),
            Overlay::Search => search::dialog(app),
            Overlay::Shortcuts => shortcuts::dialog(app),
            Overlay::Password => account::change_dialog(app),
            Overlay::Calendar => account::calendar::dialog(app),
            Overlay::Tokens => account::tokens::dialog(app),
        })
    })
}

/// The counts beside *Exceptions*, and the server's clock.
fn count_what_waits(app: App) {
    let today = fetched::<api::today::Today>(app, || Some("/today".to_owned()));
    create_effect(move || {
        let counts = today.state.with(|state| {
            state
                .ready()
                .map(|today| (today.now, today.unsettled, today.quarantined))
        });
        if let Some((now, unsettled, quarantined)) = counts {
            app.note_server_time(now);
            app.unsettled
                .set(unsettled.try_into().unwrap_or(usize::MAX));
            app.quarantined
                .set(quarantined.try_into().unwrap_or(usize::MAX));
        }
    });
}

/// The window's title, and the keyboard at the top of a page that was gone to.
fn follow_title(app: App, page: ReadSignal<Page>) {
    let first = create_signal(true);
    create_effect(move || {
        let page = page.get();
        let company = app
            .company
            .with(|c| c.as_ref().map(|c| c.name.clone()))
            .unwrap_or_default();
        document().set_title(&format!(
            "{} · {company} · {}",
            page_name(page),
            t!("app-name")
        ));
        if first.replace_silent(false) {
            return;
        }
        gloo_timers::callback::Timeout::new(0, || {
            // A record that the address opens takes the keyboard itself.
            if !dom::focus_is_in(".panel") {
                dom::focus_page();
            }
        })
        .forget();
    });
}
