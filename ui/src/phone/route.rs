//! The pages by their address: what stands after `#`. Pure.

use domain::TimeEntryId;
use jiff::civil::Date;

use crate::pages::form::draft::{read_date, typed_date};

/// A page of the app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Route {
    /// The clock.
    Clock,
    /// Own days.
    Days,
    /// One entry.
    Entry(TimeEntryId),
    /// Correcting one entry.
    Correct(TimeEntryId),
    /// Writing an entry by hand.
    Add,
    /// The timesheet of the pay period that a date is in, or today.
    Sheet(Option<Date>),
    /// Settings.
    Settings,
    /// An invitation, with its code if the link brought one.
    Join(Option<String>),
}

impl Route {
    /// The page of what stands after `#`; the clock for anything unknown.
    pub(crate) fn parse(hash: &str) -> Route {
        let hash = hash.strip_prefix('#').unwrap_or(hash);
        let mut parts = hash.split('/');
        let name = parts.next().unwrap_or_default();
        let first = parts.next().filter(|part| !part.is_empty());
        let entry = || first.and_then(|id| id.parse::<TimeEntryId>().ok());
        match (name, parts.next()) {
            ("days", _) => Route::Days,
            ("entry", Some("correct")) => entry().map_or(Route::Days, Route::Correct),
            ("entry", _) => entry().map_or(Route::Days, Route::Entry),
            ("add", _) => Route::Add,
            ("sheet", _) => Route::Sheet(first.and_then(read_date)),
            ("settings", _) => Route::Settings,
            ("join", _) => Route::Join(first.map(ToOwned::to_owned)),
            (_clock, _) => Route::Clock,
        }
    }

    /// The address, with its `#`.
    pub(crate) fn href(&self) -> String {
        match self {
            Route::Clock => "#clock".to_owned(),
            Route::Days => "#days".to_owned(),
            Route::Entry(id) => format!("#entry/{id}"),
            Route::Correct(id) => format!("#entry/{id}/correct"),
            Route::Add => "#add".to_owned(),
            Route::Sheet(None) => "#sheet".to_owned(),
            Route::Sheet(Some(date)) => format!("#sheet/{}", typed_date(*date)),
            Route::Settings => "#settings".to_owned(),
            Route::Join(None) => "#join".to_owned(),
            Route::Join(Some(code)) => format!("#join/{code}"),
        }
    }

    /// Which item of the tab bar it stands under.
    pub(crate) fn tab(&self) -> Route {
        match self {
            Route::Clock | Route::Join(_) => Route::Clock,
            Route::Days | Route::Entry(_) | Route::Correct(_) | Route::Add | Route::Sheet(_) => {
                Route::Days
            }
            Route::Settings => Route::Settings,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_to_the_page_that_wrote_it() {
        let id = TimeEntryId::from_bytes(*b"0123456789abcdef");
        for route in [
            Route::Clock,
            Route::Days,
            Route::Entry(id),
            Route::Correct(id),
            Route::Add,
            Route::Sheet(None),
            Route::Sheet(Some(jiff::civil::date(2026, 11, 16))),
            Route::Settings,
            Route::Join(None),
            Route::Join(Some("ABCD-EFGH-JKMN".into())),
        ] {
            assert_eq!(Route::parse(&route.href()), route);
        }
    }

    #[test]
    fn an_unknown_address_leads_to_the_clock_and_an_unknown_entry_to_the_days() {
        assert_eq!(Route::parse(""), Route::Clock);
        assert_eq!(Route::parse("#payroll"), Route::Clock);
        assert_eq!(Route::parse("#entry/nonsense/correct"), Route::Days);
    }
}
