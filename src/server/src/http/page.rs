//! Cutting lists into pages. A cursor is the id of the last item seen: nothing is ever removed
//! from a company, so the place in the sorted list is found again.

use api::{PAGE_DEFAULT, PAGE_MAX, Page};

use super::problem::Refused;

/// How many items a caller wants.
///
/// # Errors
/// When it is none or too many.
pub(crate) fn limit(asked: Option<usize>, default: usize) -> Result<usize, Refused> {
    match asked {
        None => Ok(default),
        Some(limit) if (1..=PAGE_MAX).contains(&limit) => Ok(limit),
        Some(_) => Err(Refused::bad_value(
            "limit",
            format!("The limit is from 1 to {PAGE_MAX}."),
        )),
    }
}

/// One page of the items that are kept out of a sorted list.
pub(crate) struct Cut<'a> {
    /// The cursor that the caller passed.
    pub(crate) cursor: Option<&'a str>,
    /// How many items at most.
    pub(crate) limit: Option<usize>,
}

impl Cut<'_> {
    /// The page, each item with what tells it apart.
    ///
    /// # Errors
    /// When the limit cannot be, or nothing has the cursor's id.
    pub(crate) fn page<T>(
        &self,
        sorted: Vec<T>,
        id: impl Fn(&T) -> String,
        keep: impl Fn(&T) -> bool,
    ) -> Result<Page<T>, Refused> {
        self.page_of(sorted, PAGE_DEFAULT, id, keep)
    }

    /// The same with another default limit.
    ///
    /// # Errors
    /// As [`Self::page`].
    pub(crate) fn page_of<T>(
        &self,
        sorted: Vec<T>,
        default: usize,
        id: impl Fn(&T) -> String,
        keep: impl Fn(&T) -> bool,
    ) -> Result<Page<T>, Refused> {
        let limit = limit(self.limit, default)?;
        let first = match self.cursor {
            None => 0,
            Some(cursor) => sorted
                .iter()
                .position(|item| id(item) == cursor)
                .map_or_else(
                    || {
                        Err(Refused::bad_value(
                            "cursor",
                            "The cursor is not one of this list.",
                        ))
                    },
                    |place| Ok(place + 1),
                )?,
        };
        let mut rest = sorted.into_iter().skip(first).filter(|item| keep(item));
        let items: Vec<T> = rest.by_ref().take(limit).collect();
        let more = rest.next().is_some();
        let next_cursor = items.last().filter(|_| more).map(id);
        Ok(Page { items, next_cursor })
    }
}

/// The same page with its items shaped.
///
/// # Errors
/// When shaping one fails.
pub(crate) fn shaped<T, U>(
    page: Page<T>,
    shape: impl FnMut(T) -> Result<U, Refused>,
) -> Result<Page<U>, Refused> {
    let items = page
        .items
        .into_iter()
        .map(shape)
        .collect::<Result<_, _>>()?;
    Ok(Page {
        items,
        next_cursor: page.next_cursor,
    })
}

/// Whether one of the texts has what was searched for, without regard to case.
pub(crate) fn matches(q: Option<&str>, texts: &[&str]) -> bool {
    let wanted = q.unwrap_or_default().trim().to_lowercase();
    wanted.is_empty()
        || texts
            .iter()
            .any(|text| text.to_lowercase().contains(&wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_follow_each_other_without_gap_and_the_last_has_no_cursor() {
        let mut seen = Vec::new();
        let mut cursor: Option<String> = None;
        loop {
            let cut = Cut {
                cursor: cursor.as_deref(),
                limit: Some(2),
            };
            let page = cut
                .page((0..10).collect(), ToString::to_string, |n: &u32| n % 2 == 1)
                .unwrap();
            seen.extend(page.items);
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(seen, [1, 3, 5, 7, 9]);
    }

    #[test]
    fn a_foreign_cursor_and_an_impossible_limit_are_refused() {
        let cut = |cursor, limit| {
            Cut { cursor, limit }
                .page(vec![1], ToString::to_string, |_| true)
                .map(|page| page.items)
        };
        assert_eq!(
            cut(Some("7"), None).unwrap_err().field.as_deref(),
            Some("cursor")
        );
        assert_eq!(
            cut(None, Some(0)).unwrap_err().field.as_deref(),
            Some("limit")
        );
        assert_eq!(
            cut(None, Some(PAGE_MAX + 1)).unwrap_err().field.as_deref(),
            Some("limit")
        );
        assert_eq!(cut(None, None).unwrap(), [1]);
    }
}
