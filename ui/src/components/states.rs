//! What a list shows when it has nothing yet: empty, loading, failed.

use sycamore::prelude::*;

use super::text::{NONE, words, words_if};
use super::{Button, Callback, Glyph, Icon, MaybeText, Text};
use crate::t;

/// Nothing here yet: what will be here, and as children the one button that starts it. With `page`
/// it is all that the page has, and its title is the page's heading.
#[component(inline_props)]
pub fn Empty(
    #[prop(setter(into))] title: Text,
    #[prop(default = NONE, setter(into))] body: MaybeText,
    #[prop(default, setter(strip_option))] icon: Option<Glyph>,
    #[prop(default)] page: bool,
    #[prop(default)] children: Children,
) -> View {
    let glyph = icon.map(|glyph| view! { Icon(glyph=glyph, class="empty-icon") });
    let actions = children.call();
    let title = words(title);
    let title = if page {
        view! { h1(class="empty-title", tabindex="-1") { (title) } }
    } else {
        view! { p(class="empty-title") { (title) } }
    };
    let body = words_if(body, |body| view! { p(class="empty-body") { (body) } });
    view! {
        div(class="empty") {
            (glyph)
            (title)
            (body)
            div(class="empty-actions") { (actions) }
        }
    }
}

/// What happened, what was kept, and a way to try again.
#[component(inline_props)]
pub fn ErrorState(
    #[prop(setter(into))] body: Text,
    #[prop(default = NONE, setter(into))] title: MaybeText,
    #[prop(default, setter(strip_option, into))] on_retry: Option<Callback<()>>,
) -> View {
    let title = match title {
        MaybeDyn::Static(None) => Text::from(t!("error-title")),
        title => (move || title.get_clone().unwrap_or_default()).into(),
    };
    let retry = on_retry.map(|on_retry| {
        view! {
            div(class="empty-actions") {
                Button(
                    label=t!("retry"), icon=Glyph::Refresh,
                    on_press=move |()| on_retry.call(()),
                )
            }
        }
    });
    let (title, body) = (words(title), words(body));
    view! {
        div(class="empty empty--error", role="alert") {
            Icon(glyph=Glyph::Alert, class="empty-icon")
            p(class="empty-title") { (title) }
            p(class="empty-body") { (body) }
            (retry)
        }
    }
}

/// The shape of what is coming.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SkeletonKind {
    /// Lines of text.
    #[default]
    Lines,
    /// Rows of a table or a list.
    Rows,
    /// A card or a figure.
    Block,
}

/// A still shape in the place of what is coming, so that nothing jumps when it arrives.
#[component(inline_props)]
pub fn Skeleton(#[prop(default)] kind: SkeletonKind, #[prop(default = 3)] count: usize) -> View {
    let class = match kind {
        SkeletonKind::Lines => "skeleton skeleton--lines",
        SkeletonKind::Rows => "skeleton skeleton--rows",
        SkeletonKind::Block => "skeleton skeleton--block",
    };
    let bones: Vec<View> = (0..count).map(|_| view! { span(class="bone") }).collect();
    view! {
        div(class=class, role="status", aria-busy="true") {
            span(class="sr-only") { (t!("loading")) }
            (bones)
        }
    }
}
