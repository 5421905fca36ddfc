//! One company: commands and segments in, journal and views kept, snapshots out.

pub(crate) mod delta;
pub(crate) mod execute;
pub(crate) mod ingest;
pub(crate) mod journal;
pub(crate) mod snapshot;
