//! A line under the header that says what is the matter with the server, and what to do.

use sycamore::prelude::*;
use ui::components::{Glyph, Icon, IconButton};

/// The line, with what can be done about it.
pub fn line(test: &'static str, words: impl Into<View>, more: impl Into<View>) -> View {
    let (words, more) = (words.into(), more.into());
    view! {
        div(class="connection", data-test=test) {
            Icon(glyph=Glyph::Alert)
            span { (words) }
            (more)
        }
    }
}

/// The button that puts a line away.
pub fn away(label: String, test: &'static str, put_away: impl Fn(()) + 'static) -> View {
    view! { IconButton(glyph=Glyph::Close, label=label, on_press=put_away, test=test) }
}
