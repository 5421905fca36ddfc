//! The header: the company, the search, and the person with what is the person's own.

use sycamore::prelude::*;
use sycamore::web::tags;
use ui::components::{Avatar, Button, ButtonKind, Choice, Glyph, Icon, IconButton, Select};
use ui::t;
use wasm_bindgen::JsCast;

use crate::gate::{language_switch, theme_switch};
use crate::state::{App, Overlay};
use crate::words;

const MENU: &str = "person-menu";

/// The header.
pub fn header(app: App) -> View {
    view! {
        header(class="topbar") {
            (company(app))
            div(class="topbar-search") {
                button(
                    r#type="button", class="search-button", data-test="search-open",
                    on:click=move |_| app.overlay.set(Overlay::Search),
                ) {
                    Icon(glyph=Glyph::Search)
                    span { (t!("search-open")) }
                    kbd { "Ctrl K" }
                }
            }
            div(class="topbar-person") {
                IconButton(
                    glyph=Glyph::Help, label=t!("shortcuts"),
                    on_press=move |()| app.overlay.set(Overlay::Shortcuts), class="topbar-help",
                )
                (person(app))
            }
        }
    }
}

/// The company's name; a choice for who belongs to several.
fn company(app: App) -> View {
    View::from_dynamic(move || {
        let companies = app
            .session
            .with(|s| s.as_ref().map(|s| s.companies.clone()));
        let companies = companies.unwrap_or_default();
        let current = app.company.get_clone();
        let name = current.as_ref().map(|c| c.name.clone()).unwrap_or_default();
        if companies.len() < 2 {
            return view! { span(class="topbar-company", data-test="company-name") { (name) } };
        }
        let value = create_signal(current.map(|c| c.id.to_string()).unwrap_or_default());
        let choices: Vec<Choice> = companies
            .iter()
            .map(|c| Choice::new(c.id.to_string(), c.name.clone()))
            .collect();
        let choose = move |id: String| {
            if let Some(company) = companies.iter().find(|c| c.id.to_string() == id) {
                app.choose_company(company);
            }
        };
        view! {
            Select(
                label=t!("company"), value=value, choices=choices, on_choose=choose,
                label_hidden=true, class="topbar-companies",
            )
        }
    })
}

fn person(app: App) -> View {
    let name = move || {
        app.company
            .with(|c| c.as_ref().map(|c| c.employee_name.clone()))
            .unwrap_or_default()
    };
    let shown = create_selector(name);
    let label = View::from_dynamic(move || {
        let (initials, words) = (shown.get_clone(), shown.get_clone());
        view! {
            Avatar(name=initials)
            span(class="person-name") { (words) }
            span(class="sr-only") { (t!("person-menu")) }
        }
    });
    let toggle: View = tags::button()
        .r#type("button")
        .class("btn btn--quiet person-button")
        .attr("popovertarget", MENU)
        .attr("data-test", "person-menu")
        .children((label, view! { Icon(glyph=Glyph::ChevronDown) }))
        .into();
    let email = app
        .session
        .with(|s| s.as_ref().map(|s| s.account.email.clone()));
    let email = email.unwrap_or_default();
    let role = move || {
        app.company
            .with(|c| c.as_ref().map(|c| words::role_name(c.role)))
            .unwrap_or_default()
    };
    let menu: View = tags::div()
        .id(MENU)
        .class("menu")
        .attr("popover", "auto")
        .children(view! {
            div(class="menu-head") {
                span(class="strong") { (shown.get_clone()) }
                span(class="muted small") { (email) }
                span(class="muted small") { (role()) }
            }
            div(class="menu-part") {
                span(class="menu-label") { (t!("language")) }
                (language_switch())
            }
            div(class="menu-part") {
                span(class="menu-label") { (t!("theme")) }
                (theme_switch())
            }
            div(class="menu-actions") {
                Button(
                    label=t!("password-change"), kind=ButtonKind::Quiet, icon=Glyph::Lock,
                    on_press=move |()| over(app, Overlay::Password), test="password-change",
                )
                Button(
                    label=t!("calendar-link"), kind=ButtonKind::Quiet, icon=Glyph::Calendar,
                    on_press=move |()| over(app, Overlay::Calendar), test="calendar-link",
                )
                Button(
                    label=t!("tokens"), kind=ButtonKind::Quiet, icon=Glyph::Switch,
                    on_press=move |()| over(app, Overlay::Tokens), test="tokens",
                )
                Button(
                    label=t!("shortcuts"), kind=ButtonKind::Quiet, icon=Glyph::Help,
                    on_press=move |()| over(app, Overlay::Shortcuts),
                )
                Button(
                    label=t!("sign-out"), kind=ButtonKind::Quiet, icon=Glyph::LogOut,
                    on_press=move |()| app.sign_out(), test="sign-out",
                )
            }
        })
        .into();
    view! { (toggle) (menu) }
}

fn over(app: App, overlay: Overlay) {
    let menu = document().get_element_by_id(MENU);
    if let Some(menu) = menu.and_then(|menu| menu.dyn_into::<web_sys::HtmlElement>().ok())
        && menu.hide_popover().is_err()
    {
        console_log!("the menu was closed already");
    }
    app.overlay.set(overlay);
}
