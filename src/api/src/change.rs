//! A field that a change may leave out (as it is), set, or clear with `null`.

use serde::{Deserialize, Deserializer};

/// For `#[serde(default, deserialize_with = "change::clearable")]` on an `Option<Option<T>>`.
pub(crate) fn clearable<'de, T, D>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::<T>::deserialize(deserializer).map(Some)
}
