//! A choice of one from a long list, by recent ones or by search: a combobox for the office, a
//! sheet for the phone. Both show the same list (`list`) over the same rules (`matching`).

mod combobox;
mod list;
mod matching;
mod sheet;

pub use self::combobox::Combobox;
pub use self::matching::{PickItem, fold_text};
pub use self::sheet::PickSheet;
