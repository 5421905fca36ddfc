//! What a person chooses to export: the period in words, the rest as it is sent, remembered in
//! this browser from one time to the next.

use api::export::{COLUMNS, ExportFormat};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};
use ui::dom;

const KEY: &str = "tt-export";

/// A stretch of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The first.
    pub from: Date,
    /// The last.
    pub to: Date,
}

/// The periods to choose from, by their names in addresses and storage.
pub const PERIODS: [&str; 5] = [
    "this-week",
    "last-week",
    "this-month",
    "last-month",
    "custom",
];

/// The days of a period by its name, as of a day; none for days of one's own choice.
pub fn days_of(period: &str, today: Date, workweek_starts: Weekday) -> Option<Days> {
    let week = domain::time::workweek_start(today, workweek_starts);
    let week_of = |from: Date| {
        let to = from.checked_add(6.days()).ok()?;
        Some(Days { from, to })
    };
    let month_of = |day: Date| Days {
        from: day.first_of_month(),
        to: day.last_of_month(),
    };
    match period {
        "this-week" => week_of(week),
        "last-week" => week_of(week.checked_sub(7.days()).ok()?),
        "this-month" => Some(month_of(today)),
        "last-month" => Some(month_of(today.first_of_month().yesterday().ok()?)),
        _custom => None,
    }
}

/// What was chosen last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remembered {
    /// The period's name.
    pub period: String,
    /// The form.
    pub format: ExportFormat,
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The ids of employees; everyone when empty.
    pub employees: Vec<String>,
    /// The ids of jobs; all when empty.
    pub jobs: Vec<String>,
}

impl Default for Remembered {
    fn default() -> Self {
        Self {
            period: "this-week".to_owned(),
            format: ExportFormat::Xlsx,
            columns: COLUMNS.map(str::to_owned).into(),
            employees: Vec::new(),
            jobs: Vec::new(),
        }
    }
}

impl Remembered {
    /// What was chosen last at this company in this browser, or what suits most.
    pub fn read(company: &str) -> Remembered {
        let stored = dom::stored(&key(company));
        let read = stored.and_then(|text| serde_json::from_str(&text).ok());
        let mut read: Remembered = read.unwrap_or_default();
        if !PERIODS.contains(&read.period.as_str()) {
            read.period = Remembered::default().period;
        }
        read.columns
            .retain(|column| COLUMNS.contains(&column.as_str()));
        read
    }

    /// Keeps it for the next time.
    pub fn store(&self, company: &str) {
        if let Ok(text) = serde_json::to_string(self) {
            dom::store(&key(company), Some(&text));
        }
    }
}

fn key(company: &str) -> String {
    format!("{KEY}-{company}")
}

/// The form of a value in the page.
pub fn format_of(name: &str) -> ExportFormat {
    match name {
        "csv" => ExportFormat::Csv,
        "tsv" => ExportFormat::Tsv,
        "pdf" => ExportFormat::Pdf,
        _xlsx => ExportFormat::Xlsx,
    }
}

/// The name of a form, as it is sent.
pub fn format_name(format: ExportFormat) -> &'static str {
    match format {
        ExportFormat::Csv => "csv",
        ExportFormat::Tsv => "tsv",
        ExportFormat::Xlsx => "xlsx",
        ExportFormat::Pdf => "pdf",
    }
}

/// The path that the choice is fetched from, for days.
pub fn path(chosen: &Remembered, days: Days, language: &str) -> String {
    let mut path = format!(
        "/exports/timesheets?format={}&from={}&to={}&language={language}",
        format_name(chosen.format),
        days.from,
        days.to
    );
    let mut add = |name: &str, values: &[String]| {
        if !values.is_empty() {
            path.push_str(&format!("&{name}={}", values.join(",")));
        }
    };
    add("employees", &chosen.employees);
    add("jobs", &chosen.jobs);
    if chosen.format != ExportFormat::Pdf && chosen.columns.len() < COLUMNS.len() {
        add("columns", &chosen.columns);
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[track_caller]
    fn check(period: &str, from: Date, to: Date) {
        let days = days_of(period, date(2026, 3, 4), Weekday::Sunday);
        assert_eq!(days, Some(Days { from, to }));
    }

    #[test]
    fn periods_begin_where_the_firms_week_and_the_month_do() {
        check("this-week", date(2026, 3, 1), date(2026, 3, 7));
        check("last-week", date(2026, 2, 22), date(2026, 2, 28));
        check("this-month", date(2026, 3, 1), date(2026, 3, 31));
        check("last-month", date(2026, 2, 1), date(2026, 2, 28));
        assert_eq!(days_of("custom", date(2026, 3, 4), Weekday::Sunday), None);
    }

    #[test]
    fn the_path_names_only_what_is_not_everything() {
        let mut chosen = Remembered::default();
        let days = Days {
            from: date(2026, 3, 1),
            to: date(2026, 3, 7),
        };
        let all = "/exports/timesheets?format=xlsx&from=2026-03-01&to=2026-03-07&language=es";
        assert_eq!(path(&chosen, days, "es"), all);
        chosen.columns = vec!["employee".to_owned(), "hours".to_owned()];
        chosen.employees = vec!["a".to_owned(), "b".to_owned()];
        let some = format!("{all}&employees=a,b&columns=employee,hours");
        assert_eq!(path(&chosen, days, "es"), some);
        chosen.format = ExportFormat::Pdf;
        assert!(!path(&chosen, days, "es").contains("columns"));
    }
}
