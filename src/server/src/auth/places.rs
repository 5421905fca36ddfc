//! How many things of one kind each client or account may have under way at once. Knows nothing of
//! what they are.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::throttle::Key;

/// A number of places for each key.
#[derive(Debug)]
pub(crate) struct Places {
    most: u32,
    taken: Mutex<HashMap<Key, u32>>,
}

/// A place that is taken until this is dropped.
#[derive(Debug)]
pub(crate) struct Place {
    places: Arc<Places>,
    key: Key,
}

impl Places {
    /// So many places for each key, all free.
    pub(crate) fn new(most: u32) -> Self {
        Self {
            most,
            taken: Mutex::new(HashMap::new()),
        }
    }

    /// Takes a place, unless all of the key's are taken.
    pub(crate) fn take(self: &Arc<Self>, key: Key) -> Option<Place> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let count = taken.entry(key).or_default();
        if *count >= self.most {
            return None;
        }
        *count += 1;
        Some(Place {
            places: Arc::clone(self),
            key,
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let taken = &self.places.taken;
        let mut taken = taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = taken.get_mut(&self.key) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                taken.remove(&self.key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_its_places_and_gets_them_back() {
        let places = Arc::new(Places::new(2));
        let (one, other) = (Key::of("test", "one"), Key::of("test", "other"));
        let first = places.take(one).unwrap();
        let second = places.take(one).unwrap();
        assert!(places.take(one).is_none());
        assert!(places.take(other).is_some());
        drop(first);
        let third = places.take(one).unwrap();
        assert!(places.take(one).is_none());
        drop((second, third));
        assert!(places.taken.lock().unwrap().is_empty());
    }
}
