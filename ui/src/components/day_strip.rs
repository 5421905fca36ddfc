//! A day as a strip from midnight to midnight: what was worked, what was a break.

use sycamore::prelude::*;
use sycamore::web::{HtmlNode, ViewHtmlNode, ViewNode};

use super::Text;

const SVG: &str = "http://www.w3.org/2000/svg";
const DAY_MINUTES: u32 = 24 * 60;

/// What a part of a day was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpanKind {
    /// Worked.
    Work,
    /// A break.
    Break,
    /// Worked, and still going on.
    Open,
}

/// A part of a day, in minutes of the local day's wall clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DaySpan {
    /// Minutes after midnight at which it starts.
    pub start_minute: u32,
    /// Minutes after midnight at which it ends.
    pub end_minute: u32,
    /// What it was.
    pub kind: SpanKind,
}

/// The strip, a picture of what stands beside it in words; `label` says those words.
#[component(inline_props)]
pub fn DayStrip(
    #[prop(setter(into))] label: Text,
    #[prop(setter(into))] spans: MaybeDyn<Vec<DaySpan>>,
) -> View {
    crate::reactive::dynamic(move || {
        let mut svg = node("svg", "day-strip");
        set(&mut svg, "viewBox", "0 0 1440 12".to_owned());
        set(&mut svg, "preserveAspectRatio", "none".to_owned());
        set(&mut svg, "role", "img".to_owned());
        set(&mut svg, "aria-label", label.get_clone().into_owned());
        svg.append_child(bar("day-strip-ground", 0, DAY_MINUTES));
        for span in spans.get_clone() {
            let class = match span.kind {
                SpanKind::Work => "day-strip-work",
                SpanKind::Break => "day-strip-break",
                SpanKind::Open => "day-strip-open",
            };
            svg.append_child(bar(class, span.start_minute, span.end_minute));
        }
        for hour in [6, 12, 18] {
            svg.append_child(bar("day-strip-tick", hour * 60 - 2, hour * 60 + 2));
        }
        View::from_node(svg)
    })
}

fn bar(class: &'static str, start: u32, end: u32) -> HtmlNode {
    let start = start.min(DAY_MINUTES);
    let width = end.min(DAY_MINUTES).saturating_sub(start);
    let mut rect = node("rect", class);
    set(&mut rect, "x", start.to_string());
    set(&mut rect, "y", "0".to_owned());
    // A minute of work is still seen.
    set(&mut rect, "width", width.max(4).to_string());
    set(&mut rect, "height", "12".to_owned());
    rect
}

fn node(tag: &'static str, class: &'static str) -> HtmlNode {
    let mut node = HtmlNode::create_element_ns(SVG, tag.into());
    set(&mut node, "class", class.to_owned());
    node
}

fn set(node: &mut HtmlNode, name: &'static str, value: String) {
    node.set_attribute(name.into(), MaybeDyn::Static(Some(value.into())));
}
