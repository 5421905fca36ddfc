//! Something that is fetched: on its way, here, or failed.

use std::rc::Rc;

use sycamore::prelude::*;

use super::{Callback, ErrorState, Skeleton, SkeletonKind};

/// The state of something that is fetched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Load<T> {
    /// On its way for the first time.
    #[default]
    Pending,
    /// Here. A refresh keeps showing it until the next answer.
    Ready(T),
    /// It did not come; the text says why, translated.
    Failed(String),
}

impl<T> Load<T> {
    /// What is here, if it is.
    pub fn ready(&self) -> Option<&T> {
        match self {
            Load::Ready(value) => Some(value),
            Load::Pending | Load::Failed(_) => None,
        }
    }
}

/// Shows the skeleton, the error with a way to try again, or `view` of what came.
#[component(inline_props)]
pub fn Loaded<T: Clone + 'static, F>(
    state: ReadSignal<Load<T>>,
    view: F,
    #[prop(default, setter(strip_option, into))] on_retry: Option<Callback<()>>,
    #[prop(default)] skeleton: SkeletonKind,
    #[prop(default = 5)] skeleton_count: usize,
) -> View
where
    F: Fn(T) -> View + 'static,
{
    let view = Rc::new(view);
    crate::reactive::dynamic(move || match state.get_clone() {
        Load::Pending => view! { Skeleton(kind=skeleton, count=skeleton_count) },
        Load::Ready(value) => {
            let view = Rc::clone(&view);
            untrack(move || view(value))
        }
        Load::Failed(body) => match on_retry.clone() {
            Some(on_retry) => view! {
                ErrorState(body=body, on_retry=move |()| on_retry.call(()))
            },
            None => view! { ErrorState(body=body) },
        },
    })
}
