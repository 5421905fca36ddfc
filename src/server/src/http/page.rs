//! Cutting lists into pages, the same for every list. A cursor names the order it belongs to and
//! the last item's place in it, and so it is good whatever has come or gone since.

use api::{ListAsked, PAGE_DEFAULT, PAGE_MAX, Page};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;

use super::problem::Refused;

/// What an order sorts by: its name, and what of an item it looks at.
pub(crate) type By<T> = (&'static str, fn(&T) -> String);

/// A list: what tells its items apart, and the orders it can be in.
pub(crate) struct Listing<T: 'static> {
    /// What tells an item apart.
    pub(crate) id: fn(&T) -> String,
    /// Its orders; with `-` before the name the other way round.
    pub(crate) orders: &'static [By<T>],
    /// The order when nobody asks for one.
    pub(crate) usual: &'static str,
}

/// A place in an order: what it sorts by, and the id.
type Place = (String, String);

/// An order that was asked for.
struct Order<T> {
    name: String,
    by: fn(&T) -> String,
    backwards: bool,
}

impl<T> Listing<T> {
    /// The page of those items that the list has.
    ///
    /// # Errors
    /// When there is no such order, the limit cannot be, or the cursor is of another order.
    pub(crate) fn page(&self, asked: ListAsked<'_>, items: Vec<T>) -> Result<Page<T>, Refused> {
        let order = self.order(asked.sort)?;
        let limit = limit(asked.limit)?;
        let after = asked.after.map(|cursor| place(&order.name, cursor));
        let after = after.transpose()?;
        let mut placed: Vec<(Place, T)> = items
            .into_iter()
            .map(|item| (((order.by)(&item), (self.id)(&item)), item))
            .filter(|(place, _)| match &after {
                Some(after) if order.backwards => place < after,
                Some(after) => place > after,
                None => true,
            })
            .collect();
        placed.sort_unstable_by(|(one, _), (two, _)| one.cmp(two));
        if order.backwards {
            placed.reverse();
        }
        let more = placed.len() > limit;
        placed.truncate(limit);
        let last = placed.last().filter(|_| more);
        let next = last.map(|((key, id), _)| cursor(&order.name, key, id));
        let items = placed.into_iter().map(|(_, item)| item).collect();
        Ok(Page { items, next })
    }

    fn order(&self, asked: Option<&str>) -> Result<Order<T>, Refused> {
        let name = asked.unwrap_or(self.usual);
        let plain = name.strip_prefix('-').unwrap_or(name);
        let by = self.orders.iter().find(|(order, _)| *order == plain);
        let (_, by) = by.ok_or_else(|| {
            let names: Vec<&str> = self.orders.iter().map(|(name, _)| *name).collect();
            let names = names.join(", ");
            let detail = format!("Sort by {names}; with - before it the other way round.");
            Refused::bad_value("sort", detail)
        })?;
        Ok(Order {
            name: name.to_owned(),
            by: *by,
            backwards: name.starts_with('-'),
        })
    }
}

/// How many items a caller wants.
fn limit(asked: Option<usize>) -> Result<usize, Refused> {
    match asked {
        None => Ok(PAGE_DEFAULT),
        Some(limit) if (1..=PAGE_MAX).contains(&limit) => Ok(limit),
        Some(_) => Err(Refused::bad_value(
            "limit",
            format!("The limit is from 1 to {PAGE_MAX}."),
        )),
    }
}

fn cursor(order: &str, key: &str, id: &str) -> String {
    URL_SAFE_NO_PAD.encode(format!("{order}\n{id}\n{key}"))
}

/// The place that a cursor names in an order.
fn place(order: &str, cursor: &str) -> Result<Place, Refused> {
    let wrong = || {
        let detail = "Pass next of the page before, with the same sort.";
        Refused::bad_value("after", detail)
    };
    let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| wrong())?;
    let text = String::from_utf8(bytes).map_err(|_| wrong())?;
    let mut parts = text.splitn(3, '\n');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(of), Some(id), Some(key)) if of == order => Ok((key.to_owned(), id.to_owned())),
        _other => Err(wrong()),
    }
}

/// A text as orders compare it: without regard to case.
pub(crate) fn by_text(text: &str) -> String {
    text.to_lowercase()
}

/// An instant as orders compare it.
pub(crate) fn by_instant(at: Timestamp) -> String {
    let since = at
        .as_millisecond()
        .saturating_sub(Timestamp::MIN.as_millisecond());
    format!("{since:020}")
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
        next: page.next,
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

    type Item = (u32, &'static str);

    const LIST: Listing<Item> = Listing {
        id: |(id, _)| id.to_string(),
        orders: &[
            ("name", |(_, name)| by_text(name)),
            ("id", |(id, _)| id.to_string()),
        ],
        usual: "name",
    };
    const ITEMS: [Item; 5] = [(1, "Oak"), (2, "ash"), (3, "oak"), (4, "Elm"), (5, "Ash")];

    fn asked<'a>(sort: Option<&'a str>, after: Option<&'a str>, limit: usize) -> ListAsked<'a> {
        let limit = Some(limit);
        ListAsked { sort, after, limit }
    }

    fn walk(sort: Option<&str>, limit: usize) -> Vec<u32> {
        let mut seen = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let page = LIST.page(asked(sort, after.as_deref(), limit), ITEMS.to_vec());
            let page = page.unwrap();
            seen.extend(page.items.iter().map(|(id, _)| *id));
            after = page.next;
            if after.is_none() {
                return seen;
            }
        }
    }

    #[test]
    fn pages_of_any_length_follow_each_other_without_gap() {
        for limit in 1..=6 {
            assert_eq!(walk(None, limit), [2, 5, 4, 1, 3]);
            assert_eq!(walk(Some("-name"), limit), [3, 1, 4, 5, 2]);
            assert_eq!(walk(Some("-id"), limit), [5, 4, 3, 2, 1]);
        }
    }

    #[test]
    fn a_cursor_is_good_when_its_item_has_gone_and_for_no_other_order() {
        let first = LIST.page(asked(None, None, 1), ITEMS.to_vec()).unwrap();
        let after = first.next.as_deref();
        let rest: Vec<Item> = ITEMS.into_iter().filter(|(id, _)| *id != 2).collect();
        let page = LIST.page(asked(None, after, 9), rest.clone()).unwrap();
        assert_eq!(page.items.len(), 4);
        for sort in ["-name", "id"] {
            let refused = LIST.page(asked(Some(sort), after, 9), rest.clone());
            assert_eq!(refused.unwrap_err().field.as_deref(), Some("after"));
        }
    }

    #[test]
    fn what_cannot_be_asked_is_named() {
        let field = |asked| LIST.page(asked, ITEMS.to_vec()).unwrap_err().field;
        assert_eq!(field(asked(None, Some("7"), 1)).as_deref(), Some("after"));
        assert_eq!(field(asked(None, None, 0)).as_deref(), Some("limit"));
        assert_eq!(
            field(asked(None, None, PAGE_MAX + 1)).as_deref(),
            Some("limit")
        );
        assert_eq!(
            field(asked(Some("price"), None, 1)).as_deref(),
            Some("sort")
        );
    }

    #[test]
    fn instants_are_in_order_before_and_after_the_epoch() {
        let at = |second| by_instant(Timestamp::from_second(second).unwrap());
        assert!(at(-5) < at(-4) && at(-1) < at(0) && at(9) < at(10));
    }
}
