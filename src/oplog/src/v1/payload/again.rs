//! How an op that did not count takes a new verdict at a later place in the journal.

use serde::{Deserialize, Serialize};

use crate::receipt::Verdict;

payloads! {
    /// An op that did not count was judged again, by the server as what it waited for happened, or
    /// by the actor who settled it. It takes effect here. Subject: the op.
    Rejudged {
        /// The journal position at which the op was first judged.
        position: u64,
        /// How it is judged now.
        verdict: Verdict,
        /// Why the actor settled it so, or empty.
        reason: String,
    }
}
