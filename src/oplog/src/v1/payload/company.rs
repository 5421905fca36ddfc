//! How a company begins that has no owner yet: hours were brought before anyone set it up. And
//! how it goes on after its server was restored.

use domain::{AccountId, EmployeeId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::wire;

payloads! {
    /// The company begins, without an owner. Subject: the company.
    CompanyOpened {
        /// Its name.
        name: String,
        /// Its IANA zone.
        zone: String,
        /// The first day of its workweek, Monday 1 to Sunday 7.
        workweek_starts: u8,
        /// The language of its mail, `en` or `es`.
        language: String,
    }
    /// A company without an owner has one. Subject: the owner's place in the company.
    OwnerAppointed {
        /// The owner's employee record.
        #[serde(with = "wire::id")]
        employee: EmployeeId,
        /// The account that signs in as the owner.
        #[serde(with = "wire::id")]
        account: AccountId,
        /// The owner's name.
        name: String,
        /// The owner's e-mail address.
        email: String,
    }
    /// The server was restored from a backup; from here on it writes this log. What it had
    /// written after the backup was made is gone. Subject: the company.
    ServerRestored {
        /// When the backup was made.
        #[serde(with = "wire::instant")]
        backup_made_at: Timestamp,
        /// The life of the journal that begins.
        epoch: u64,
    }
    /// The journal had waited for what phones showed to be gone from the server, and goes on.
    /// The actor ended it, or the server where everything is back. Subject: the company.
    RecoveryEnded {
        /// Since when it waited.
        #[serde(with = "wire::instant")]
        since: Timestamp,
        /// Why it goes on.
        end: RecoveryEnd,
        /// How many ops that phones showed receipts of are still not back.
        missing: u64,
    }
}

/// Why a journal that waited goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RecoveryEnd {
    /// Everything that phones had shown is back.
    Complete,
    /// Somebody confirmed that it shall not wait for the rest.
    Confirmed,
}
