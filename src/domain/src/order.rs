//! Putting lists in order, in little code: phones download it for each type that is sorted, and
//! the standard library's sort, which is quicker for long lists, is ten times as large.

use std::mem;

/// Puts a list in the order of its keys; what has the same key stays as it was.
pub fn put_in_order<T, K: Ord>(list: &mut Vec<T>, key: impl Fn(&T) -> K) {
    order(list, &|one, other| key(one) <= key(other));
}

/// As [`put_in_order`], where a key takes time to make: each is made once.
pub fn put_in_order_by_made<T, K: Ord>(list: &mut Vec<T>, key: impl Fn(&T) -> K) {
    let keyed = mem::take(list).into_iter();
    let mut keyed: Vec<(K, T)> = keyed.map(|item| (key(&item), item)).collect();
    order(&mut keyed, &|one, other| one.0 <= other.0);
    list.extend(keyed.into_iter().map(|(_, item)| item));
}

fn order<T>(list: &mut Vec<T>, in_order: &impl Fn(&T, &T) -> bool) {
    if list.is_sorted_by(in_order) {
        return;
    }
    let mut later = list.split_off(list.len() / 2);
    order(list, in_order);
    order(&mut later, in_order);
    let mut merged = Vec::with_capacity(list.len().saturating_add(later.len()));
    let mut first = mem::take(list).into_iter().peekable();
    let mut later = later.into_iter().peekable();
    while let (Some(one), Some(other)) = (first.peek(), later.peek()) {
        let next = if in_order(one, other) {
            first.next()
        } else {
            later.next()
        };
        merged.extend(next);
    }
    merged.extend(first);
    merged.extend(later);
    *list = merged;
}

#[cfg(test)]
mod tests {
    use super::{put_in_order, put_in_order_by_made};

    #[test]
    fn a_list_comes_in_order_of_its_keys_and_ties_stay_as_they_were() {
        let mut list: Vec<(u32, u32)> = (0..200).map(|n| (n * 7_919 % 31, n)).collect();
        let mut sorted = list.clone();
        sorted.sort_by_key(|(key, _)| *key);
        put_in_order(&mut list, |(key, _)| *key);
        assert_eq!(list, sorted);
        put_in_order(&mut Vec::<u8>::new(), |byte| *byte);
        list.reverse();
        put_in_order_by_made(&mut list, |pair| *pair);
        assert_eq!(list, sorted);
    }
}
