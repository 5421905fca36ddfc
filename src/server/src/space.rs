//! When the space on the disk is little: one measure for the doctor, the office and the jobs.

/// With less than this a restart or a backup may already fail: 256 MiB.
pub(crate) const LEAST_BYTES: u64 = 256 * 1024 * 1024;
/// With less than this it is time to make room: 2 GiB.
pub(crate) const SPARE_BYTES: u64 = 2 * 1024 * 1024 * 1024;
