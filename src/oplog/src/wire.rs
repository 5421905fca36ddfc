//! How single values are written inside our formats: ids as 16 bytes, instants as milliseconds
//! since 1970, for use with `#[serde(with = ...)]`.

/// What is wrong with milliseconds that are no instant. Not jiff's own words: the code that writes
/// those is larger than all of this crate, and phones download it.
const OUTSIDE: &str = "an instant outside the calendar";

/// A number of bytes that is known, as they are. Not serde's own reading of an array: it is as long
/// as the array, once for every format, and phones download it.
pub mod bytes {
    use std::fmt;

    use serde::de::{Error, SeqAccess, Visitor};
    use serde::ser::SerializeTuple;
    use serde::{Deserializer, Serializer};

    struct Bytes<const N: usize>;

    impl<'de, const N: usize> Visitor<'de> for Bytes<N> {
        type Value = [u8; N];

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("bytes")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut read: A) -> Result<[u8; N], A::Error> {
            let mut bytes = [0; N];
            for (at, byte) in bytes.iter_mut().enumerate() {
                let next = read.next_element()?;
                *byte = next.ok_or_else(|| A::Error::invalid_length(at, &self))?;
            }
            Ok(bytes)
        }
    }

    /// Writes the bytes.
    pub fn serialize<const N: usize, S: Serializer>(
        bytes: &[u8; N],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let mut tuple = serializer.serialize_tuple(N)?;
        for byte in bytes {
            tuple.serialize_element(byte)?;
        }
        tuple.end()
    }

    /// Reads what [`serialize`] wrote.
    pub fn deserialize<'de, const N: usize, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<[u8; N], D::Error> {
        deserializer.deserialize_tuple(N, Bytes)
    }
}

/// An optional known number of bytes.
pub mod bytes_option {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    #[serde(transparent)]
    struct Bytes<const N: usize>(#[serde(with = "super::bytes")] [u8; N]);

    /// Writes a tag and, if there are any, the bytes.
    pub fn serialize<const N: usize, S: Serializer>(
        bytes: &Option<[u8; N]>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        bytes.map(Bytes).serialize(serializer)
    }

    /// Reads what [`serialize`] wrote.
    pub fn deserialize<'de, const N: usize, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<[u8; N]>, D::Error> {
        Ok(Option::<Bytes<N>>::deserialize(deserializer)?.map(|read| read.0))
    }
}

/// Ids as 16 bytes.
pub mod id {
    use domain::id::Id;
    use serde::{Deserializer, Serialize, Serializer};

    /// Writes the 16 bytes.
    pub fn serialize<I: Id, S: Serializer>(id: &I, serializer: S) -> Result<S::Ok, S::Error> {
        id.id_bytes().serialize(serializer)
    }

    /// Reads the 16 bytes.
    pub fn deserialize<'de, I: Id, D: Deserializer<'de>>(deserializer: D) -> Result<I, D::Error> {
        super::bytes::deserialize(deserializer).map(I::from_id_bytes)
    }
}

/// Optional ids.
pub mod id_option {
    use domain::id::Id;
    use serde::{Deserializer, Serialize, Serializer};

    /// Writes a tag and, if there is one, the 16 bytes.
    pub fn serialize<I: Id, S: Serializer>(
        id: &Option<I>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        id.map(Id::id_bytes).serialize(serializer)
    }

    /// Reads what [`serialize`] wrote.
    pub fn deserialize<'de, I: Id, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<I>, D::Error> {
        Ok(super::bytes_option::deserialize(deserializer)?.map(I::from_id_bytes))
    }
}

/// A change to an optional id: unchanged, cleared or set.
pub mod id_change {
    use domain::id::Id;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    /// Writes the two tags and, if there is one, the 16 bytes.
    pub fn serialize<I: Id, S: Serializer>(
        change: &Option<Option<I>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        change.map(|id| id.map(Id::id_bytes)).serialize(serializer)
    }

    /// Reads what [`serialize`] wrote.
    pub fn deserialize<'de, I: Id, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Option<I>>, D::Error> {
        let change = Option::<Option<[u8; 16]>>::deserialize(deserializer)?;
        Ok(change.map(|id| id.map(I::from_id_bytes)))
    }
}

/// Lists of ids.
pub mod id_list {
    use domain::id::Id;
    use serde::{Deserialize, Deserializer, Serializer};

    /// Writes a length and 16 bytes each.
    pub fn serialize<I: Id, S: Serializer>(ids: &[I], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(ids.iter().map(|id| id.id_bytes()))
    }

    /// Reads what [`serialize`] wrote.
    pub fn deserialize<'de, I: Id, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<I>, D::Error> {
        Ok(Vec::<[u8; 16]>::deserialize(deserializer)?
            .into_iter()
            .map(I::from_id_bytes)
            .collect())
    }
}

/// The milliseconds of an instant. The calendar ends within a second of 9999 that has no whole
/// number of milliseconds after its first: what is in it is written as that first one.
fn milliseconds(at: jiff::Timestamp) -> i64 {
    at.as_millisecond()
        .min(jiff::Timestamp::MAX.as_second().saturating_mul(1_000))
}

/// Instants as milliseconds.
pub mod instant {
    use jiff::Timestamp;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    /// Writes the milliseconds since 1970.
    pub fn serialize<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        super::milliseconds(*at).serialize(serializer)
    }

    /// Reads milliseconds that are inside the calendar.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
        Timestamp::from_millisecond(i64::deserialize(deserializer)?)
            .map_err(|_| D::Error::custom(super::OUTSIDE))
    }
}

/// Optional instants.
pub mod instant_option {
    use jiff::Timestamp;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    /// Writes a tag and, if there is one, the milliseconds since 1970.
    pub fn serialize<S: Serializer>(
        at: &Option<Timestamp>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        at.map(super::milliseconds).serialize(serializer)
    }

    /// Reads what [`serialize`] wrote.
    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Timestamp>, D::Error> {
        Option::<i64>::deserialize(deserializer)?
            .map(Timestamp::from_millisecond)
            .transpose()
            .map_err(|_| D::Error::custom(super::OUTSIDE))
    }
}

/// Dates as days since 1970-01-01.
pub mod date {
    use domain::time::{date_of_day, day_number};
    use jiff::civil::Date;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    /// Writes the number of days.
    pub fn serialize<S: Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
        day_number(*date).serialize(serializer)
    }

    /// Reads a number of days that is inside the calendar.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        date_of_day(i32::deserialize(deserializer)?).ok_or_else(|| D::Error::custom(super::OUTSIDE))
    }
}
