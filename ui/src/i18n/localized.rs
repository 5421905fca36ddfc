//! Rendering again when the language changes.

use std::cell::Cell;
use std::rc::Rc;

use sycamore::prelude::*;

thread_local! {
    static SWITCHED: Cell<Option<Signal<u32>>> = const { Cell::new(None) };
}

/// Tells [`Localized`] that the language has changed.
pub(super) fn announce() {
    if let Some(switched) = SWITCHED.get().filter(|switched| switched.is_alive()) {
        switched.update(|count| *count += 1);
    }
}

/// Renders `view` now, and from the start each time the language is switched, so that text read
/// once with `t!` is never left behind in the other language.
///
/// Put it at the root, with the app's state provided outside it. With a `Router`, put it inside
/// the router's view, under an element that stays.
#[component(inline_props)]
pub fn Localized<F>(view: F) -> View
where
    F: Fn() -> View + 'static,
{
    let switched = match SWITCHED.get().filter(|switched| switched.is_alive()) {
        Some(switched) => switched,
        None => {
            let switched = create_signal(0);
            SWITCHED.set(Some(switched));
            switched
        }
    };
    let view = Rc::new(view);
    View::from_dynamic(move || {
        switched.track();
        let view = Rc::clone(&view);
        untrack(move || view())
    })
}
