//! One company: commands and segments in, journal and views kept, snapshots out.

pub(crate) mod again;
pub(crate) mod delta;
pub(crate) mod entries;
pub(crate) mod evidence;
pub(crate) mod execute;
pub(crate) mod fork;
pub(crate) mod ingest;
pub(crate) mod journal;
pub(crate) mod recovery;
pub(crate) mod snapshot;
