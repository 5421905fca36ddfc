//! Icons: one outline set, `assets/icons/sprite.svg`, referenced by name.
//!
//! The sprite's address is hashed, so the HTML shell says it in `<meta name="tt-sprite">`.

use std::borrow::Cow;
use std::cell::OnceCell;

use sycamore::prelude::*;
use sycamore::web::{HtmlNode, ViewHtmlNode, ViewNode};

use super::MaybeText;
use super::text::NONE;
use crate::dom;

const SVG: &str = "http://www.w3.org/2000/svg";

macro_rules! glyphs {
    ($($name:ident = $id:literal,)*) => {
        /// An icon of the set. Each is the id of a symbol in the sprite.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Glyph {
            $(#[doc = concat!("`", $id, "`")] $name,)*
        }

        impl Glyph {
            /// Every icon.
            pub const ALL: &[Glyph] = &[$(Glyph::$name,)*];

            /// The id of the symbol in the sprite.
            pub fn id(self) -> &'static str {
                match self { $(Glyph::$name => $id,)* }
            }
        }
    };
}

glyphs! {
    Alert = "alert",
    Archive = "archive",
    Bell = "bell",
    Brand = "brand",
    Briefcase = "briefcase",
    Calendar = "calendar",
    Check = "check",
    CheckDouble = "check-double",
    ChevronDown = "chevron-down",
    ChevronLeft = "chevron-left",
    ChevronRight = "chevron-right",
    ChevronUp = "chevron-up",
    Clock = "clock",
    Close = "close",
    Cloud = "cloud",
    CloudOff = "cloud-off",
    Copy = "copy",
    Download = "download",
    Eye = "eye",
    Filter = "filter",
    Globe = "globe",
    Help = "help",
    History = "history",
    Info = "info",
    Link = "link",
    Lock = "lock",
    LogOut = "log-out",
    Mail = "mail",
    Menu = "menu",
    Monitor = "monitor",
    Money = "money",
    Moon = "moon",
    More = "more",
    Note = "note",
    Pause = "pause",
    Pencil = "pencil",
    Phone = "phone",
    Play = "play",
    Plus = "plus",
    Printer = "printer",
    Qr = "qr",
    Refresh = "refresh",
    Restore = "restore",
    Search = "search",
    Settings = "settings",
    Share = "share",
    Sort = "sort",
    Stop = "stop",
    Sun = "sun",
    Switch = "switch",
    Tag = "tag",
    Trash = "trash",
    Undo = "undo",
    Upload = "upload",
    User = "user",
    Users = "users",
}

thread_local! {
    static SPRITE: OnceCell<String> = const { OnceCell::new() };
}

fn reference(glyph: Glyph) -> String {
    SPRITE.with(|sprite| {
        let sprite = sprite.get_or_init(|| dom::meta("tt-sprite").unwrap_or_default());
        format!("{sprite}#{}", glyph.id())
    })
}

/// An icon. Hidden from assistive technology, because a word stands beside it; where none does,
/// `label` is that word.
#[component(inline_props)]
pub fn Icon(
    glyph: Glyph,
    #[prop(default = NONE, setter(into))] label: MaybeText,
    #[prop(default)] class: &'static str,
) -> View {
    let mut r#use = HtmlNode::create_element_ns(SVG, "use".into());
    set(&mut r#use, "href", reference(glyph));
    let mut svg = HtmlNode::create_element_ns(SVG, "svg".into());
    set(&mut svg, "class", super::text::classes(&["icon", class]));
    set(&mut svg, "viewBox", "0 0 24 24");
    set(&mut svg, "focusable", "false");
    match label {
        MaybeDyn::Static(None) => set(&mut svg, "aria-hidden", "true"),
        label => {
            set(&mut svg, "role", "img");
            svg.set_attribute("aria-label".into(), label);
        }
    }
    svg.append_child(r#use);
    View::from_node(svg)
}

fn set(node: &mut HtmlNode, name: &'static str, value: impl Into<Cow<'static, str>>) {
    node.set_attribute(name.into(), MaybeDyn::Static(Some(value.into())));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sprite_holds_every_icon_and_no_other() {
        let sprite = include_str!("../../../assets/icons/sprite.svg");
        for glyph in Glyph::ALL {
            let symbol = format!("<symbol id=\"{}\" ", glyph.id());
            assert!(sprite.contains(&symbol), "the sprite has no {}", glyph.id());
        }
        assert_eq!(sprite.matches("<symbol ").count(), Glyph::ALL.len());
    }

    #[test]
    fn an_icon_without_words_is_named_and_one_beside_words_is_hidden() {
        let hidden = sycamore::render_to_string(|| view! { Icon(glyph=Glyph::Clock) });
        assert!(
            hidden.contains("aria-hidden=\"true\"") && hidden.contains("#clock"),
            "{hidden}"
        );
        let named =
            sycamore::render_to_string(|| view! { Icon(glyph=Glyph::Lock, label="Locked") });
        assert!(named.contains("aria-label=\"Locked\""), "{named}");
    }
}
