//! The tables of the file: their versioned names, and whose key seals their values.

use engine::Table;
use redb::TableDefinition;

/// Keys and values are bytes everywhere.
pub(crate) type Definition = TableDefinition<'static, &'static [u8], &'static [u8]>;

macro_rules! rooms {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $owner:ident;)*) => {
        /// A table of the file.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) enum Room {
            $($(#[$doc])* $variant,)*
            /// A view table of the engine, keyed by company and the engine's key.
            View(Table),
        }

        /// The rooms that are not view tables.
        const OWN: &[Room] = &[$(Room::$variant,)*];

        impl Room {
            /// The versioned name of the table.
            pub(crate) const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                    Self::View(table) => table.name(),
                }
            }

            /// Whose key seals the values.
            pub(crate) const fn owner(self) -> Owner {
                match self {
                    $(Self::$variant => Owner::$owner,)*
                    Self::View(_) => Owner::Company,
                }
            }
        }
    };
}

/// Whose key seals a table's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    /// The master key.
    Master,
    /// The key of the system tables.
    System,
    /// The key of the company whose id begins the table's key.
    Company,
}

rooms! {
    /// By key id: the data keys.
    DataKey = "data_key-1", Master;
    /// One row: the server's signing key, id and epoch.
    ServerKey = "server_key-1", System;
    /// By name: numbers that the store keeps about itself.
    Setting = "setting-1", System;
    /// By account.
    Account = "account-1", System;
    /// By the keyed hash of an e-mail address.
    AccountByEmail = "account_by_email-1", System;
    /// By account and company: the member.
    Membership = "membership-1", System;
    /// By company: the directory.
    CompanyEntry = "company_entry-1", System;
    /// By token hash.
    Session = "session-1", System;
    /// By account and token hash; rows are empty.
    SessionByAccount = "session_by_account-1", System;
    /// By code hash.
    InvitationCode = "invitation_code-1", System;
    /// By code hash.
    PasswordReset = "password_reset-1", System;
    /// By token hash.
    CalendarFeed = "calendar_feed-1", System;
    /// By company and member: the token's hash.
    CalendarFeedByMember = "calendar_feed_by_member-1", System;
    /// By company, member and token: what stands for a program of that member.
    AccessToken = "access_token-1", System;
    /// By token hash: company, member and token.
    AccessTokenByHash = "access_token_by_hash-1", System;
    /// By key id: what signs and verifies the tokens that programs carry.
    TokenKey = "token_key-1", System;
    /// By number, in order of time.
    SecurityEvent = "security_event-1", System;
    /// One row.
    Setup = "setup-1", System;
    /// By `made` or `failed`: the last backup of either kind.
    Backup = "backup-1", System;
    /// By epoch: how a life of the journals began that is not the first.
    Epoch = "epoch-1", System;
    /// By company and arrival: the bytes of each op as received, kept for ever.
    RawOp = "raw_op-1", Company;
    /// By company, log and first sequence: which arrivals hold a run of a log.
    LogRun = "log_run-1", Company;
    /// By company and log.
    LogHead = "log_head-1", Company;
    /// By company and position.
    Journal = "journal-1", Company;
    /// By company.
    JournalHead = "journal_head-1", Company;
    /// By company and the last of a run of positions: the view rows that these changed.
    Change = "change-1", Company;
    /// By company and what held ops waited for: how far they have been judged again.
    Again = "again-1", Company;
    /// By company, op and number.
    Outbox = "outbox-1", Company;
    /// By company, op and number: effects from before a restore, until an operator releases them.
    OutboxHeld = "outbox_held-1", Company;
    /// By company: that its journal waits for what phones showed to be gone.
    Recovery = "recovery-1", Company;
    /// By company and log: up to where ops are awaited.
    Awaited = "awaited-1", Company;
    /// By company and the keyed hash of a request: what it led to.
    Request = "request-1", Company;
    /// By company, member and the keyed hash of an idempotency key: what was answered.
    KeptAnswer = "kept_answer-1", Company;
}

/// How many rooms there are.
pub(crate) const ROOMS: usize = OWN.len() + Table::ALL.len();

impl Room {
    /// Every room.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        OWN.iter()
            .copied()
            .chain(Table::ALL.iter().map(|table| Self::View(*table)))
    }

    /// The room of a table's name, if this version has one.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::all().find(|room| room.name() == name)
    }

    /// Its place among all rooms.
    pub(crate) fn index(self) -> usize {
        match self {
            Self::View(table) => {
                OWN.len()
                    + Table::ALL
                        .iter()
                        .position(|other| *other == table)
                        .unwrap_or(0)
            }
            own => OWN.iter().position(|other| *other == own).unwrap_or(0),
        }
    }

    /// The table's definition.
    pub(crate) const fn definition(self) -> Definition {
        TableDefinition::new(self.name())
    }
}

/// The one table whose values are plain: it says which format the rest is in.
pub(crate) const META: Definition = TableDefinition::new("meta-1");

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_room_has_its_own_name_and_place() {
        let names: BTreeSet<_> = Room::all().map(Room::name).collect();
        assert_eq!(names.len(), ROOMS);
        assert!(Room::all().map(Room::index).eq(0..ROOMS));
        assert!(!names.contains("meta-1"));
    }
}
