//! The pages, one module each, and what several of them need.

pub(crate) mod breaks;
pub(crate) mod clock;
pub(crate) mod days;
pub(crate) mod entry;
pub(crate) mod form;
pub(crate) mod join;
mod late;
pub(crate) mod settings;
pub(crate) mod sheet;
pub(crate) mod sync_sheet;
mod words;
mod work;
