//! The ways between pages: the phone's bar at the bottom, the office's rail at the left.
//!
//! Items are links, so that the address is the state and a middle click opens a tab. A bin whose
//! pages are not addresses gives `href="#name"` and listens to the hash.

use sycamore::prelude::*;
use sycamore::web::tags;

use super::text::words;
use super::{Glyph, Icon, Text};

/// A way to a page.
#[derive(Clone)]
pub struct NavItem {
    /// Where it leads.
    pub href: String,
    /// Its name.
    pub label: Text,
    /// Its icon.
    pub icon: Glyph,
    /// Whether its page is the one in sight.
    pub current: MaybeDyn<bool>,
    /// How many things wait there; nothing is shown for none.
    pub count: MaybeDyn<usize>,
}

impl NavItem {
    /// A way without a count.
    pub fn new(
        href: impl Into<String>,
        label: impl Into<Text>,
        icon: Glyph,
        current: impl Into<MaybeDyn<bool>>,
    ) -> NavItem {
        NavItem {
            href: href.into(),
            label: label.into(),
            icon,
            current: current.into(),
            count: 0.into(),
        }
    }

    /// The same way with a count.
    #[must_use]
    pub fn with_count(mut self, count: impl Into<MaybeDyn<usize>>) -> NavItem {
        self.count = count.into();
        self
    }
}

/// The phone's bar at the bottom edge.
#[component(inline_props)]
pub fn TabBar(#[prop(setter(into))] label: Text, items: Vec<NavItem>) -> View {
    let links: Vec<View> = items
        .into_iter()
        .map(|item| link(item, "tabbar-item"))
        .collect();
    tags::nav()
        .class("tabbar")
        .attr("aria-label", move || label.get_clone())
        .children(links)
        .into()
}

/// The office's rail. `head` stands above its items, the children at its end.
#[component(inline_props)]
pub fn Rail(
    #[prop(setter(into))] label: Text,
    items: Vec<NavItem>,
    #[prop(default)] head: View,
    #[prop(default)] children: Children,
) -> View {
    let links: Vec<View> = items
        .into_iter()
        .map(|item| link(item, "rail-item"))
        .collect();
    let foot = children.call();
    tags::nav()
        .class("rail")
        .attr("aria-label", move || label.get_clone())
        .children(view! {
            (head)
            div(class="rail-items") { (links) }
            div(class="rail-foot") { (foot) }
        })
        .into()
}

fn link(item: NavItem, class: &'static str) -> View {
    let NavItem {
        href,
        label,
        icon,
        current,
        count,
    } = item;
    let label = words(label);
    let count = crate::reactive::dynamic(move || match count.get() {
        0 => View::new(),
        count => view! { span(class="nav-count") { (count) } },
    });
    tags::a()
        .class(class)
        .href(href)
        .attr("aria-current", move || current.get().then_some("page"))
        .children(vec![
            view! { Icon(glyph=icon) },
            view! { span(class="nav-label") { (label) } },
            count,
        ])
        .into()
}
