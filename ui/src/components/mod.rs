//! The component library: one small file for each, accessible by construction.
//!
//! Text arrives already translated. State that outlives a component belongs to the page, which
//! passes signals in; a component keeps only what is its own (is the list open, which option is
//! marked). Styles are in `assets/styles`, by class name; nothing here sets a style attribute.

mod avatar;
mod badge;
mod button;
mod callback;
mod checkbox;
mod data_table;
mod day_strip;
mod dialog;
mod field;
mod icon;
mod load;
mod nav;
mod pick;
mod segmented;
mod select;
mod side_panel;
mod spinner;
mod states;
mod sync_line;
mod tabs;
mod text;
mod text_input;
mod toasts;

pub use self::avatar::Avatar;
pub use self::badge::{Badge, Chip, Tone};
pub use self::button::{Button, ButtonKind, IconButton, LinkButton};
pub use self::callback::Callback;
pub use self::checkbox::Checkbox;
pub use self::data_table::{Column, DataTable, Sort};
pub use self::day_strip::{DaySpan, DayStrip, SpanKind};
pub use self::dialog::{Confirm, Dialog, DialogKind};
pub use self::field::{Field, FieldIds};
pub use self::icon::{Glyph, Icon};
pub use self::load::{Load, Loaded};
pub use self::nav::{NavItem, Rail, TabBar};
pub use self::pick::{Combobox, PickItem, PickSheet, fold_text};
pub use self::segmented::Segmented;
pub use self::select::{Choice, Select};
pub use self::side_panel::SidePanel;
pub use self::spinner::Spinner;
pub use self::states::{Empty, ErrorState, Skeleton, SkeletonKind};
pub use self::sync_line::{SyncLine, SyncTone};
pub use self::tabs::{Tab, Tabs};
pub use self::text::{MaybeText, Text};
pub use self::text_input::{InputKind, TextInput, Textarea};
pub use self::toasts::{ToastRegion, Toasts};
