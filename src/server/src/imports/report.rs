//! The rows of a file that were not taken: kept beside the import, and given as a table that a
//! person can mend and bring again.

use engine::import::RejectReason;
use interchange::export::formula;
use interchange::import::Rejection;
use interchange::import::table::Sheet;
use serde::{Deserialize, Serialize};

/// A row that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RejectedRow {
    /// The line of the file that it begins on.
    pub line: u32,
    /// Why, in English.
    pub reason: String,
    /// Why, as a stable code.
    pub code: String,
    /// What the words of the code are filled with, by name. Every row of a file may be rejected,
    /// and a map of one takes six times the memory.
    #[serde(default, skip_serializing_if = "Vec::is_empty", with = "by_name")]
    pub params: Vec<(String, String)>,
}

/// Pairs as an object.
mod by_name {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(
        pairs: &[(String, String)],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_map(pairs.iter().map(|(name, value)| (name, value)))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<(String, String)>, D::Error> {
        let pairs: BTreeMap<String, String> = BTreeMap::deserialize(deserializer)?;
        Ok(pairs.into_iter().collect())
    }
}

impl RejectedRow {
    /// One that the file itself gives reason for.
    pub(super) fn of_file(rejection: &Rejection) -> Self {
        let params = rejection.reason.params();
        Self {
            line: rejection.line,
            reason: rejection.reason.to_string(),
            code: rejection.reason.code().to_owned(),
            params: params
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
        }
    }

    /// One that the company gives reason for.
    pub(super) fn of_company(line: u32, reason: RejectReason) -> Self {
        let field = match reason {
            RejectReason::Text { field, .. } => Some(field),
            RejectReason::Full { what } => Some(what),
            _plain => None,
        };
        Self {
            line,
            reason: reason.to_string(),
            code: code(reason).to_owned(),
            params: field
                .map(|field| ("field".to_owned(), field.to_owned()))
                .into_iter()
                .collect(),
        }
    }
}

const fn code(reason: RejectReason) -> &'static str {
    match reason {
        RejectReason::NoEmployee => "no_employee",
        RejectReason::AmbiguousEmployee => "ambiguous_employee",
        RejectReason::AmbiguousJob => "ambiguous_job",
        RejectReason::AmbiguousCostCode => "ambiguous_cost_code",
        RejectReason::InFuture => "in_future",
        RejectReason::TooLong => "too_long",
        RejectReason::LongerThanItsDay => "longer_than_its_day",
        RejectReason::PeriodLocked => "period_locked",
        RejectReason::Text { .. } => "text_refused",
        RejectReason::Full { .. } => "company_full",
    }
}

/// The rejected rows of an import, as they are kept.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Report {
    /// The headers of the file.
    pub headers: Vec<String>,
    /// The rows, in the order of the file.
    pub rows: Vec<ReportRow>,
}

/// A rejected row with its cells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportRow {
    /// The row.
    #[serde(flatten)]
    pub row: RejectedRow,
    /// Its cells, as in the file.
    pub cells: Vec<String>,
}

impl Report {
    /// The report on rows of a sheet, which are in order of their lines.
    pub(crate) fn new(sheet: &Sheet, rejected: &[RejectedRow]) -> Self {
        let mut wanted = rejected.iter().peekable();
        let mut rows = Vec::with_capacity(rejected.len());
        for row in sheet.rows() {
            let Some(next) = wanted.peek() else { break };
            if row.line() == next.line {
                rows.push(ReportRow {
                    row: (*next).clone(),
                    cells: row.cells().map(str::to_owned).collect(),
                });
                wanted.next();
            }
        }
        Self {
            headers: sheet.headers().to_vec(),
            rows,
        }
    }

    /// As a table: line, reason, and the row as it was.
    pub fn csv(&self) -> String {
        let mut text = String::new();
        let head = ["Line", "Reason"].into_iter();
        push_row(
            &mut text,
            head.chain(self.headers.iter().map(String::as_str)),
        );
        for ReportRow { row, cells } in &self.rows {
            let line = row.line.to_string();
            let own = [line.as_str(), row.reason.as_str()].into_iter();
            push_row(&mut text, own.chain(cells.iter().map(String::as_str)));
        }
        text
    }
}

fn push_row<'a>(text: &mut String, cells: impl Iterator<Item = &'a str>) {
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            text.push(',');
        }
        let cell = formula::neutralised(cell);
        if cell.contains([',', '"', '\r', '\n']) {
            text.push('"');
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(&cell);
        }
    }
    text.push_str("\r\n");
}
