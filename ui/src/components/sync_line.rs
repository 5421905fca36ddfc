//! The line that says where the phone's work is.

use sycamore::prelude::*;
use sycamore::web::{events, tags};

use super::text::{NONE, words, words_if};
use super::{Callback, Glyph, Icon, MaybeText, Text};

/// How far the newest work has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyncTone {
    /// On this phone, and not yet sent.
    Saved,
    /// On its way.
    Sending,
    /// On the server.
    Received,
    /// Counted by the server.
    Counted,
    /// Not sent for so long, or in such a way, that the person should do something.
    Attention,
}

impl SyncTone {
    fn glyph(self) -> Glyph {
        match self {
            SyncTone::Saved => Glyph::Phone,
            SyncTone::Sending => Glyph::Upload,
            SyncTone::Received => Glyph::Check,
            SyncTone::Counted => Glyph::CheckDouble,
            SyncTone::Attention => Glyph::Alert,
        }
    }

    fn class(self) -> &'static str {
        match self {
            SyncTone::Saved => "sync-line sync-line--saved",
            SyncTone::Sending => "sync-line sync-line--sending",
            SyncTone::Received => "sync-line sync-line--received",
            SyncTone::Counted => "sync-line sync-line--counted",
            SyncTone::Attention => "sync-line sync-line--attention",
        }
    }
}

/// The line itself, which is one wide button to the details, and beside it what a screen reader
/// says when the state has changed. `text` is the state with its count, `age` how old the oldest
/// waiting work is.
#[component(inline_props)]
pub fn SyncLine(
    tone: ReadSignal<SyncTone>,
    #[prop(setter(into))] text: Text,
    #[prop(default = NONE, setter(into))] age: MaybeText,
    #[prop(setter(into))] on_press: Callback<()>,
) -> View {
    let glyph = crate::reactive::dynamic(move || {
        let glyph = tone.get().glyph();
        view! { Icon(glyph=glyph) }
    });
    // On its way is no news: what comes of it is.
    let news = text.clone();
    let news = crate::reactive::selector(move || match tone.get() {
        SyncTone::Sending => String::new(),
        SyncTone::Saved | SyncTone::Received | SyncTone::Counted | SyncTone::Attention => {
            news.get_clone().into_owned()
        }
    });
    let text = words(text);
    let age = words_if(age, |age| view! { span(class="sync-age") { (age) } });
    let content = view! {
        (glyph)
        span(class="sync-words") {
            span(class="sync-text") { (text) }
            (age)
        }
        Icon(glyph=Glyph::ChevronRight, class="sync-more")
    };
    let line: View = tags::button()
        .r#type("button")
        .attr("data-test", "sync-line")
        .class(move || tone.get().class())
        .on(events::click, move |_| on_press.call(()))
        .children(content)
        .into();
    view! {
        (line)
        p(class="sr-only", role="status") { (news.get_clone()) }
    }
}
