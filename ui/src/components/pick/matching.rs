//! Which items a search shows, and in which order. Pure.

use domain::order::put_in_order;

/// No more options than this are drawn: nobody reads on, and a phone would feel it.
pub(super) const SHOWN_MAX: usize = 60;

/// Something that can be picked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PickItem {
    /// What the signal holds when this is picked.
    pub id: String,
    /// Its name.
    pub label: String,
    /// A second line: a number, an address.
    pub detail: String,
    /// Used lately: stands first while nothing is searched.
    pub recent: bool,
}

impl PickItem {
    /// An item without a second line that was not used lately.
    pub fn new(id: impl Into<String>, label: impl Into<String>) -> PickItem {
        PickItem {
            id: id.into(),
            label: label.into(),
            detail: String::new(),
            recent: false,
        }
    }

    /// The same item with a second line.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<String>) -> PickItem {
        self.detail = detail.into();
        self
    }

    /// The same item, used lately or not.
    #[must_use]
    pub fn used_lately(mut self, recent: bool) -> PickItem {
        self.recent = recent;
        self
    }
}

/// The items for a query: each of its words begins or is inside the name or the detail, whatever
/// the accents. Without a query the recent ones come first, in the order given.
pub(super) fn matches(items: &[PickItem], query: &str) -> Vec<PickItem> {
    let words: Vec<String> = query.split_whitespace().map(fold_text).collect();
    if words.is_empty() {
        let (recent, others): (Vec<_>, Vec<_>) = items.iter().partition(|item| item.recent);
        return recent
            .into_iter()
            .chain(others)
            .take(SHOWN_MAX)
            .cloned()
            .collect();
    }
    let mut found: Vec<(bool, &PickItem)> = items
        .iter()
        .filter_map(|item| {
            let label = fold_text(&item.label);
            let detail = fold_text(&item.detail);
            let all = words
                .iter()
                .all(|word| label.contains(word) || detail.contains(word));
            let begins = words
                .first()
                .is_some_and(|word| label.starts_with(word.as_str()));
            all.then_some((!begins, item))
        })
        .collect();
    put_in_order(&mut found, |(later, _)| *later);
    found
        .into_iter()
        .take(SHOWN_MAX)
        .map(|(_, item)| item.clone())
        .collect()
}

/// How many of the items shown stand under "Recent".
pub(super) fn recent_count(shown: &[PickItem], query: &str) -> usize {
    if query.trim().is_empty() {
        shown.iter().take_while(|item| item.recent).count()
    } else {
        0
    }
}

/// Lower case, without the accents of our languages and their neighbours.
pub fn fold_text(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' => 'a',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'í' | 'ì' | 'î' | 'ï' => 'i',
            'ó' | 'ò' | 'ô' | 'ö' | 'õ' => 'o',
            'ú' | 'ù' | 'û' | 'ü' => 'u',
            'ñ' => 'n',
            'ç' => 'c',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items() -> Vec<PickItem> {
        vec![
            PickItem::new("1", "Peña Roof").with_detail("J-104"),
            PickItem::new("2", "Miller House")
                .with_detail("J-101")
                .used_lately(true),
            PickItem::new("3", "Old Mill"),
        ]
    }

    #[track_caller]
    fn check(query: &str, expect: &[&str]) {
        let found = matches(&items(), query);
        assert_eq!(
            found
                .iter()
                .map(|item| item.id.as_str())
                .collect::<Vec<_>>(),
            expect
        );
    }

    #[test]
    fn recent_items_stand_first_until_something_is_searched() {
        check("", &["2", "1", "3"]);
        assert_eq!(recent_count(&matches(&items(), ""), ""), 1);
        assert_eq!(recent_count(&matches(&items(), "mill"), "mill"), 0);
    }

    #[test]
    fn a_search_ignores_accents_and_reads_the_detail() {
        check("pena", &["1"]);
        check("j-101", &["2"]);
        check("house j-1", &["2"]);
        check("zzz", &[]);
    }

    #[test]
    fn names_that_begin_with_the_search_stand_first() {
        check("mill", &["2", "3"]);
        check("old", &["3"]);
    }
}
