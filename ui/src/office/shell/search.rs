//! The search over employees, jobs and pages: type, mark with the arrows, go with Enter.

use api::employee::Employee;
use api::job::Job;
use sycamore::prelude::*;
use sycamore::web::{bind, events, tags};
use ui::components::{Dialog, Glyph, Icon};
use ui::{dom, t};

use crate::address::go;
use crate::data::fetched_list;
use crate::imports;
use crate::state::{App, Overlay};
use crate::words;

/// No more results than this are drawn.
const SHOWN_MAX: usize = 12;
const LIST: &str = "search-results";

#[derive(Clone, PartialEq)]
struct Found {
    label: String,
    detail: String,
    glyph: Glyph,
    to: String,
}

/// The dialog.
pub fn dialog(app: App) -> View {
    let people = fetched_list::<Employee>(app, || Some("/employees".to_owned()));
    let jobs = fetched_list::<Job>(app, || Some("/jobs".to_owned()));
    let query = create_signal(String::new());
    let marked = create_signal(0_usize);
    let found = create_memo(move || {
        let query = query.get_clone();
        search(&query, &people.or_default(), &jobs.or_default())
    });
    create_effect(move || {
        query.track();
        marked.set(0);
    });
    let leave = move |to: &str| {
        app.overlay.set(Overlay::None);
        go(app, to);
    };
    let node = create_node_ref();
    on_mount(move || dom::focus(node));
    let input: View = tags::input()
        .r#type("search")
        .class("input search-input")
        .r#ref(node)
        .role("combobox")
        .autocomplete("off")
        .attr("aria-label", t!("search-open"))
        .attr("aria-expanded", "true")
        .attr("aria-controls", LIST)
        .attr("aria-activedescendant", move || {
            format!("{LIST}-{}", marked.get())
        })
        .attr("data-test", "search-input")
        .placeholder(t!("search-placeholder"))
        .bind(bind::value, query)
        .on(events::keydown, move |event: web_sys::KeyboardEvent| {
            let count = found.with(Vec::len).max(1);
            match event.key().as_str() {
                "ArrowDown" => marked.set((marked.get() + 1) % count),
                "ArrowUp" => marked.set((marked.get() + count - 1) % count),
                "Enter" => {
                    let to = found.with(|found| found.get(marked.get()).map(|f| f.to.clone()));
                    if let Some(to) = to {
                        leave(&to);
                    }
                }
                _ => return,
            }
            event.prevent_default();
        })
        .into();
    let results = results(app, query, found, marked);
    view! {
        Dialog(
            title=t!("search"), class="dialog--search",
            on_close=move |()| app.overlay.set(Overlay::None),
        ) {
            (input)
            div(class="search-results", id=LIST, role="listbox", aria-label=t!("search")) {
                (results)
            }
        }
    }
}

fn results(
    app: App,
    query: Signal<String>,
    found: ReadSignal<Vec<Found>>,
    marked: Signal<usize>,
) -> View {
    View::from_dynamic(move || {
        let found = found.get_clone();
        if found.is_empty() {
            let typed = query.get_clone_untracked();
            let words = t!("nothing-found", query = typed.trim());
            return view! { p(class="pick-none") { (words) } };
        }
        let options = found.into_iter().enumerate();
        options
            .map(|(at, found)| option(app, at, found, marked))
            .collect::<Vec<View>>()
            .into()
    })
}

fn option(app: App, at: usize, found: Found, marked: Signal<usize>) -> View {
    let Found {
        label,
        detail,
        glyph,
        to,
    } = found;
    let chosen = create_selector(move || marked.get() == at);
    tags::div()
        .class(move || {
            if chosen.get() {
                "pick-option is-marked"
            } else {
                "pick-option"
            }
        })
        .role("option")
        .id(format!("{LIST}-{at}"))
        .attr(
            "aria-selected",
            move || if chosen.get() { "true" } else { "false" },
        )
        .on(events::mousemove, move |_| {
            if marked.get() != at {
                marked.set(at);
            }
        })
        .on(events::mousedown, |event: web_sys::MouseEvent| {
            event.prevent_default();
        })
        .on(events::click, move |_| {
            app.overlay.set(Overlay::None);
            go(app, &to);
        })
        .children(view! {
            Icon(glyph=glyph)
            span(class="pick-words") {
                span(class="pick-label") { (label) }
                span(class="pick-detail") { (detail) }
            }
        })
        .into()
}

fn search(query: &str, people: &[Employee], jobs: &[Job]) -> Vec<Found> {
    let page = |label: String, glyph, to: &str| Found {
        label,
        detail: t!("search-page"),
        glyph,
        to: to.to_owned(),
    };
    let pages = vec![
        page(t!("nav-today"), Glyph::Clock, "/"),
        page(t!("nav-timesheets"), Glyph::Calendar, "/timesheets"),
        page(t!("nav-exceptions"), Glyph::Alert, "/exceptions"),
        page(t!("nav-jobs"), Glyph::Briefcase, "/jobs"),
        page(t!("nav-cost-codes"), Glyph::Tag, "/cost-codes"),
        page(t!("nav-people"), Glyph::Users, "/people"),
        page(t!("imports"), Glyph::Upload, imports::LIST),
        page(t!("nav-settings"), Glyph::Settings, "/settings"),
    ];
    if query.trim().is_empty() {
        return pages;
    }
    let person = |e: &Employee| Found {
        label: e.name.clone(),
        detail: if e.number.is_empty() {
            t!("search-person")
        } else {
            e.number.clone()
        },
        glyph: Glyph::User,
        to: format!("/people?open={}", e.id),
    };
    let job = |j: &Job| Found {
        label: words::coded(&j.code, &j.name),
        detail: if j.customer.is_empty() {
            t!("search-job")
        } else {
            j.customer.clone()
        },
        glyph: Glyph::Briefcase,
        to: format!("/jobs?open={}", j.id),
    };
    let people = people
        .iter()
        .filter(|e| words::matches(query, &[&e.name, &e.number, &e.email]));
    let jobs = jobs
        .iter()
        .filter(|j| words::matches(query, &[&j.name, &j.code, &j.customer]));
    let pages = pages
        .into_iter()
        .filter(|page| words::matches(query, &[&page.label]));
    people
        .map(person)
        .chain(jobs.map(job))
        .chain(pages)
        .take(SHOWN_MAX)
        .collect()
}
