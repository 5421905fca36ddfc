//! Text as components take it: fixed, or following a signal.

use std::borrow::Cow;

use sycamore::prelude::*;

/// Text that is there: `"…"`, a `String`, a closure that returns either, or a signal of one.
pub type Text = MaybeDyn<Cow<'static, str>>;

/// Text that may be missing: `None`, `"…"`, a `String`, an `Option`, a closure or a signal.
pub type MaybeText = MaybeDyn<Option<Cow<'static, str>>>;

/// No text.
pub(crate) const NONE: MaybeText = MaybeDyn::Static(None);

/// The text as a node: a plain one where it cannot change.
pub(crate) fn words(text: Text) -> View {
    match text {
        MaybeDyn::Static(text) => View::from(text),
        dynamic => View::from_dynamic(move || dynamic.get_clone().into_owned()),
    }
}

/// The text in an element that exists only while there is text.
pub(crate) fn words_if(text: MaybeText, wrap: impl Fn(String) -> View + 'static) -> View {
    match text {
        MaybeDyn::Static(None) => View::new(),
        MaybeDyn::Static(Some(text)) => wrap(text.into_owned()),
        dynamic => crate::reactive::dynamic(move || match dynamic.get_clone() {
            Some(text) => wrap(text.into_owned()),
            None => View::new(),
        }),
    }
}

/// Class names joined by spaces; empty ones are left out.
pub(crate) fn classes(names: &[&str]) -> String {
    let names: Vec<&str> = names
        .iter()
        .copied()
        .filter(|name| !name.is_empty())
        .collect();
    names.join(" ")
}
