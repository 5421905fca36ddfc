//! Hours from elsewhere: a file's bytes become a [`table::Sheet`], a [`mapping::Mapping`] says
//! which column is what, and [`rows()`] reads [`domain::timesheet::HistoricalEntry`] after
//! `HistoricalEntry` out of it, or the reason why a row is none. It knows files and nothing of the
//! company: whether an entry is a duplicate, or its job exists, is for others to say.

mod duration;
pub mod facts;
mod header;
pub mod mapping;
mod moment;
pub mod preset;
mod rejection;
mod rows;
pub mod table;

pub use facts::{DateClue, DateOrder, DateReading, Facts};
pub use mapping::{Field, Mapping, MappingFault, Unit};
pub use preset::Preset;
pub use rejection::{Reason, Rejection};
pub use rows::{Rows, rows};
pub use table::{Limits, ReadError, Sheet};
