//! How a file is to be read, while a person looks at it.

use std::collections::BTreeMap;

use api::import::{DatesKnown, ImportDates, ImportFile, ImportMapping};
use domain::time::Zone;
use jiff::civil::Date;
use sycamore::prelude::*;

/// What a column can hold, in the order that it is offered.
pub const FIELDS: [&str; 20] = [
    "employee",
    "first_name",
    "last_name",
    "email",
    "date",
    "start_date",
    "start_time",
    "end_date",
    "end_time",
    "start",
    "end",
    "duration",
    "break",
    "zone",
    "customer",
    "job",
    "job_code",
    "cost_code",
    "note",
    "kind",
];
/// The fields that have dates.
const DATED: [&str; 7] = [
    "date",
    "start_date",
    "end_date",
    "start_time",
    "end_time",
    "start",
    "end",
];

/// The choices so far.
#[derive(Clone, Copy)]
pub struct Draft {
    /// Whose export it is taken for.
    pub preset: Signal<String>,
    /// The column of each field.
    pub columns: Signal<BTreeMap<String, usize>>,
    /// Who worked, where rows name nobody.
    pub employee: Signal<String>,
    /// Whether somebody has to say how dates are written.
    pub asks_for_order: Signal<bool>,
    /// How they are: empty where the file decides.
    pub order: Signal<String>,
    /// The mark of decimals: `comma`, `point`, or empty where the file decides.
    pub decimals: Signal<String>,
    /// The unit of durations that are bare numbers.
    pub duration_unit: Signal<String>,
    /// The unit of breaks that are bare numbers.
    pub break_unit: Signal<String>,
    /// The zone of local times; the company's where there is none.
    pub zone: Signal<Option<String>>,
}

impl Draft {
    /// Nothing chosen.
    pub fn empty() -> Draft {
        let text = || create_signal(String::new());
        Draft {
            preset: text(),
            columns: create_signal(BTreeMap::new()),
            employee: text(),
            asks_for_order: create_signal(false),
            order: text(),
            decimals: text(),
            duration_unit: text(),
            break_unit: text(),
            zone: create_signal(None),
        }
    }

    /// Starts from what a file suggests.
    pub fn read(self, file: &ImportFile) {
        self.fill(&file.mapping);
        if file.dates.known == DatesKnown::Undecided {
            self.ask_for_order(file.dates.clone());
        }
    }

    /// Starts from a mapping.
    pub fn fill(self, mapping: &ImportMapping) {
        batch(|| {
            let text = |text: &Option<String>| text.clone().unwrap_or_default();
            self.preset.set(mapping.preset.clone());
            self.columns.set(mapping.columns.clone());
            self.employee.set(text(&mapping.fixed_employee));
            self.asks_for_order.set(mapping.date_order.is_some());
            self.order.set(text(&mapping.date_order));
            let decimals = match mapping.decimal_comma {
                Some(true) => "comma",
                Some(false) => "point",
                None => "",
            };
            self.decimals.set(decimals.to_owned());
            self.duration_unit.set(text(&mapping.duration_unit));
            self.break_unit.set(text(&mapping.break_unit));
            self.zone.set(mapping.zone.clone());
        });
    }

    /// Every date can be read both ways: the person says which, the likely one is marked.
    pub fn ask_for_order(self, dates: ImportDates) {
        self.order.set(dates.order);
        self.asks_for_order.set(true);
    }

    /// The field of a column; empty when it is left out.
    pub fn field_of(self, column: usize) -> String {
        self.columns.with(|columns| {
            let found = columns.iter().find(|(_, place)| **place == column);
            found.map(|(field, _)| field.clone()).unwrap_or_default()
        })
    }

    /// Gives a column a field, which it takes from any other column; none when empty.
    pub fn give(self, column: usize, field: &str) {
        let before = self.field_of(column);
        self.columns.update(|columns| {
            columns.retain(|_, place| *place != column);
            if !field.is_empty() {
                columns.insert(field.to_owned(), column);
            }
        });
        if DATED.contains(&field) || DATED.contains(&before.as_str()) {
            // What was known of the dates was of other columns.
            self.asks_for_order.set(false);
            self.order.set(String::new());
        }
    }

    /// What is asked for.
    pub fn mapping(self, company: &Zone) -> ImportMapping {
        let text = |signal: Signal<String>| {
            let text = signal.with(|text| text.trim().to_owned());
            (!text.is_empty()).then_some(text)
        };
        let zone = self.zone.get_clone();
        ImportMapping {
            version: 1,
            preset: self.preset.get_clone(),
            columns: self.columns.get_clone(),
            fixed_employee: text(self.employee),
            date_order: text(self.order),
            decimal_comma: text(self.decimals).map(|mark| mark == "comma"),
            duration_unit: text(self.duration_unit),
            break_unit: text(self.break_unit),
            zone: zone.filter(|zone| zone != company.name()),
        }
    }
}

/// A date of the file that can be read both ways.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ambiguous {
    /// As it stands there.
    pub text: String,
    /// With the month first.
    pub month_first: Date,
    /// With the day first.
    pub day_first: Date,
}

/// The first such date in the rows that are known.
pub fn ambiguous(file: &ImportFile, columns: &BTreeMap<String, usize>) -> Option<Ambiguous> {
    let dated = DATED.iter().filter_map(|field| columns.get(*field));
    let cells = dated.flat_map(|column| file.first_rows.iter().filter_map(|row| row.get(*column)));
    cells.filter_map(|cell| both_ways(cell)).next()
}

fn both_ways(cell: &str) -> Option<Ambiguous> {
    let text = cell.split_whitespace().next()?;
    let figures: Vec<i16> = text
        .split(['/', '.', '-'])
        .map(|figures| figures.parse().ok())
        .collect::<Option<_>>()?;
    let [first, second, year] = figures[..] else {
        return None;
    };
    let year = if (0..100).contains(&year) {
        year + 2000
    } else {
        year
    };
    let date = |month: i16, day: i16| {
        Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    };
    let (month_first, day_first) = (date(first, second)?, date(second, first)?);
    (month_first != day_first).then(|| Ambiguous {
        text: text.to_owned(),
        month_first,
        day_first,
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::both_ways;

    #[test]
    fn only_a_date_that_can_be_read_both_ways_is_an_example() {
        let found = both_ways("3/4/2026 09:00").unwrap();
        assert_eq!(found.text, "3/4/2026");
        assert_eq!(found.month_first, date(2026, 3, 4));
        assert_eq!(found.day_first, date(2026, 4, 3));
        assert_eq!(both_ways("03.04.26").unwrap().day_first, date(2026, 4, 3));
        for plain in ["13/4/2026", "4/4/2026", "2026-03-04", "soon", "", "1/2"] {
            assert_eq!(both_ways(plain), None, "{plain}");
        }
    }
}
