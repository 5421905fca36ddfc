//! Waiting, where a skeleton has no shape to show.

use sycamore::prelude::*;

use crate::t;

/// A spinner that stays invisible for its first 300 ms, so that a quick answer shows none.
#[component]
pub fn Spinner() -> View {
    view! {
        span(class="spinner", role="status") {
            span(class="sr-only") { (t!("loading")) }
        }
    }
}
