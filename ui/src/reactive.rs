//! Sycamore's reactive nodes behind one door each, so that the compiler makes one of a kind and
//! not one for each closure: the phone downloads every copy.

use std::borrow::Cow;

use sycamore::prelude::*;

/// A part of a view that is made again whenever what it reads changes.
pub fn dynamic(view: impl FnMut() -> View + 'static) -> View {
    let view: Box<dyn FnMut() -> View> = Box::new(view);
    View::from_dynamic(view)
}

/// A value that follows what it reads, and tells only of real changes.
pub fn selector<T: PartialEq>(value: impl FnMut() -> T + 'static) -> ReadSignal<T> {
    let value: Box<dyn FnMut() -> T> = Box::new(value);
    create_selector(value)
}

/// Words that do not change while they stand. In a view `(t!("…"))` would make a node that
/// follows signals, of which a message reads none.
#[component(inline_props)]
pub fn Say(
    /// The words.
    #[prop(setter(into))]
    text: Cow<'static, str>,
) -> View {
    View::from(text)
}
