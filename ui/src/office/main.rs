//! The office's app: set-up and sign-in, who is on the clock, timesheets, exceptions, jobs, people
//! and settings. It reads and writes through the HTTP API alone and keeps nothing that matters.
//!
//! `state` is the one place that knows who is signed in and how far the company's journal has
//! come; pages are functions of it and of the address.

mod account;
mod address;
mod clipboard;
mod clock;
mod cost_codes;
mod data;
mod exceptions;
mod forms;
mod gate;
mod held;
mod http;
mod imports;
mod jobs;
mod listing;
mod live;
mod panel;
mod payroll;
mod people;
mod routes;
mod settings;
mod shell;
mod state;
mod timesheets;
mod today;
mod words;
mod zones;

use sycamore::prelude::*;
use sycamore_router::Router;
use ui::components::{ToastRegion, Toasts};
use ui::i18n::{self, COMMON, Localized, OFFICE, Source};
use ui::theme;

use self::address::OfficeHistory;
use self::routes::Page;
use self::state::App;

const SOURCES: &[&Source] = &[&COMMON, &OFFICE];

fn main() {
    tell_of_faults();
    theme::start();
    i18n::start(SOURCES);
    sycamore::render(|| {
        Toasts::provide();
        let app = App::provide();
        live::follow(app);
        let history = OfficeHistory::new(app);
        let root = move |page: ReadSignal<Page>| {
            let page = create_selector(move || page.get());
            // This element stays: the router listens for presses on it.
            view! {
                div(class="office-root") {
                    Localized(view=move || view! {
                        (gate::root(app, page))
                        ToastRegion()
                    })
                }
            }
        };
        view! { Router(integration=history, view=root) }
    });
}

/// A fault of ours stops the app: the page says so instead of standing still.
fn tell_of_faults() {
    std::panic::set_hook(Box::new(|fault| {
        console_log!("{fault}");
        if let Some(notice) = document().get_element_by_id("boot-failed")
            && notice.remove_attribute("hidden").is_err()
        {
            console_log!("the notice could not be shown");
        }
    }));
}
