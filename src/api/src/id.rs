//! Ids in JSON: 32 hexadecimal digits in a string. The aliases have the names of `domain`'s ids;
//! `.0` is the domain's own.

use std::fmt;
use std::str::FromStr;

use domain::id::ParseIdError;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An id of `domain` that is written as a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id<T>(pub T);

/// A company's id.
pub type CompanyId = Id<domain::CompanyId>;
/// An account's id.
pub type AccountId = Id<domain::AccountId>;
/// A member's id.
pub type MemberId = Id<domain::MemberId>;
/// An employee's id.
pub type EmployeeId = Id<domain::EmployeeId>;
/// A device's id.
pub type DeviceId = Id<domain::DeviceId>;
/// A log's id.
pub type LogId = Id<domain::LogId>;
/// An op's id.
pub type OpId = Id<domain::OpId>;
/// A job's id.
pub type JobId = Id<domain::JobId>;
/// A cost code's id.
pub type CostCodeId = Id<domain::CostCodeId>;
/// A time entry's id.
pub type TimeEntryId = Id<domain::TimeEntryId>;
/// An invitation's id.
pub type InvitationId = Id<domain::InvitationId>;
/// An import's id.
pub type ImportId = Id<domain::ImportId>;
/// A pay run's id.
pub type PayRunId = Id<domain::PayRunId>;
/// A shift differential's id.
pub type DifferentialId = Id<domain::DifferentialId>;
/// A pay item's id.
pub type PayItemId = Id<domain::PayItemId>;
/// An access token's id.
pub type AccessTokenId = Id<domain::AccessTokenId>;

impl<T> From<T> for Id<T> {
    fn from(id: T) -> Self {
        Self(id)
    }
}

impl<T: fmt::Display> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T: FromStr<Err = ParseIdError>> FromStr for Id<T> {
    type Err = ParseIdError;
    fn from_str(text: &str) -> Result<Self, ParseIdError> {
        text.parse().map(Self)
    }
}

impl<T: fmt::Display> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de, T: FromStr<Err = ParseIdError>> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map(Self).map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "openapi")]
mod openapi {
    use utoipa::openapi::RefOr;
    use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};

    impl<T> utoipa::PartialSchema for super::Id<T> {
        fn schema() -> RefOr<Schema> {
            ObjectBuilder::new()
                .schema_type(Type::String)
                .pattern(Some("^[0-9a-f]{32}$"))
                .description(Some("128 bits as 32 hexadecimal digits"))
                .into()
        }
    }

    impl<T> utoipa::ToSchema for super::Id<T> {
        fn name() -> std::borrow::Cow<'static, str> {
            "Id".into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_string_of_32_digits() {
        let id: JobId = Id(domain::JobId::from_bytes([0xab; 16]));
        let json = serde_json::to_string(&id).unwrap();
        assert_eq!(json, format!("\"{}\"", "ab".repeat(16)));
        assert_eq!(serde_json::from_str::<JobId>(&json).unwrap(), id);
        assert!(serde_json::from_str::<JobId>("\"miller-house\"").is_err());
        assert!(serde_json::from_str::<JobId>("7").is_err());
    }
}
