//! What becomes of a device's log.

use domain::LogId;
use serde::{Deserialize, Serialize};

use crate::wire;

payloads! {
    /// A log was continued twice, by a copy of its device's storage or by storage that was set
    /// back: what came second goes on in a log of its own. Subject: the device.
    LogForked {
        /// The new log, which begins with everything that the other holds before the fork.
        #[serde(with = "wire::id")]
        log: LogId,
        /// The log that it branches from.
        #[serde(with = "wire::id")]
        from: LogId,
        /// The first sequence at which they differ.
        next_seq: u64,
        /// The chain hash before it.
        hash: [u8; 32],
    }
}
