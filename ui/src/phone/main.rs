//! The phone's app: clock in and out, own days, and the truth about what was sent.
//!
//! [`state`] holds what the app knows and is the only one that changes the replica; [`sync`] talks
//! to the server; [`pages`] draw. Nothing here knows of the office.

mod app;
mod browser;
mod http;
mod json;
mod pages;
mod route;
mod state;
mod sync;

use sycamore::prelude::*;
use ui::components::{ToastRegion, Toasts};
use ui::i18n::{self, COMMON, Localized, PHONE, Source};
use ui::theme;

const SOURCES: &[&Source] = &[&COMMON, &PHONE];

fn main() {
    theme::start();
    i18n::start(SOURCES);
    sycamore::render(|| {
        let toasts = Toasts::provide();
        let phone = state::Phone::provide(toasts);
        phone.start();
        view! {
            Localized(view=move || view! {
                app::App()
                ToastRegion()
            })
        }
    });
}
