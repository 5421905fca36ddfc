//! Ids: one newtype for each kind of thing, so that a job is never passed where an employee is
//! meant. All are 128 bits, random or derived, and carry no meaning.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

/// The text given where an id was wanted is not one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind} id must be 32 hexadecimal digits, with or without hyphens")]
pub struct ParseIdError {
    kind: &'static str,
}

/// What every id is: 128 bits. Formats use it to write any of them the same way.
pub trait Id: Copy {
    /// The id with these 128 bits, big-endian.
    fn from_id_bytes(bytes: [u8; 16]) -> Self;
    /// The 128 bits, big-endian.
    fn id_bytes(self) -> [u8; 16];
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $kind:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// The id with these 128 bits, big-endian.
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(Uuid::from_bytes(bytes))
            }

            /// The 128 bits, big-endian: the form of table keys and of the wire.
            pub const fn to_bytes(self) -> [u8; 16] {
                self.0.into_bytes()
            }
        }

        impl Id for $name {
            fn from_id_bytes(bytes: [u8; 16]) -> Self {
                Self::from_bytes(bytes)
            }
            fn id_bytes(self) -> [u8; 16] {
                self.to_bytes()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}", self.0.as_simple())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0.as_simple())
            }
        }

        impl FromStr for $name {
            type Err = ParseIdError;
            fn from_str(text: &str) -> Result<Self, ParseIdError> {
                Uuid::try_parse(text).map(Self).map_err(|_| ParseIdError { kind: $kind })
            }
        }
    )*};
}

ids! {
    /// A tenant, and the legal employer inside it.
    CompanyId = "company";
    /// A person who can sign in, across companies.
    AccountId = "account";
    /// An account's or a phone holder's place in one company.
    MemberId = "member";
    /// A person who is paid.
    EmployeeId = "employee";
    /// Anything that writes ops and owns a signing key.
    DeviceId = "device";
    /// One device's append-only sequence of ops for one company.
    LogId = "log";
    /// One op; returns with the same id when its author sends it again.
    OpId = "op";
    /// A job: work for a customer that hours are costed to.
    JobId = "job";
    /// A cost code: the kind of work inside a job.
    CostCodeId = "cost code";
    /// One stretch of work by one employee.
    TimeEntryId = "time entry";
    /// An invitation to enrol a device or to open an account.
    InvitationId = "invitation";
    /// One import of hours that were written down elsewhere.
    ImportId = "import";
    /// One payroll of one pay period.
    PayRunId = "pay run";
    /// More pay for hours between two clock times.
    DifferentialId = "shift differential";
    /// Money beside hourly pay.
    PayItemId = "pay item";
    /// What stands for a program of a member.
    AccessTokenId = "access token";
}

impl From<OpId> for TimeEntryId {
    /// An entry is named after the op that began it.
    fn from(op: OpId) -> Self {
        Self::from_bytes(op.to_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_what_it_prints() {
        let id = JobId::from_bytes(*b"0123456789abcdef");
        assert_eq!(id.to_string().parse::<JobId>(), Ok(id));
    }

    #[test]
    fn a_wrong_id_is_refused_by_its_kind() {
        let error = "miller-house".parse::<JobId>().unwrap_err();
        assert!(error.to_string().starts_with("job id"));
    }
}
