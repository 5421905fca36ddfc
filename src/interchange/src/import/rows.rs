//! From a row of a sheet to a time entry, or the reason why it is none. It decides what a row
//! says, never whether the company wants it.

mod span;
mod text;

use domain::time::Zone;
use domain::timesheet::{HistoricalEntry, HistoricalTime};

use self::text::{line_text, note_text};
use super::facts::{Facts, facts};
use super::mapping::{Field, Mapping};
use super::preset::Preset;
use super::rejection::{Reason, Rejection, chars_max, quoted};
use super::table::{Row, Sheet, Source};

/// Reads the rows of a sheet, one after another. Local times are in `zone`, unless the row names
/// one itself.
pub fn rows<'a>(sheet: &'a Sheet, mapping: &'a Mapping, zone: &Zone) -> Rows<'a> {
    Rows {
        rows: Box::new(sheet.rows()),
        neutralised: mapping.preset == Preset::Timetrakr
            && matches!(sheet.source(), Source::Text { .. }),
        mapping,
        facts: facts(sheet, mapping, zone),
        zone: zone.clone(),
        named_zone: None,
    }
}

/// The entries of a sheet: see [`rows()`].
pub struct Rows<'a> {
    rows: Box<dyn ExactSizeIterator<Item = Row<'a>> + 'a>,
    mapping: &'a Mapping,
    facts: Facts,
    /// Whether formulas in text were neutralised, as our own text exports have them.
    neutralised: bool,
    zone: Zone,
    /// The last zone that a row named, and how: most rows name the same.
    named_zone: Option<(&'a str, Zone)>,
}

impl Rows<'_> {
    /// What the whole file says about how to read it.
    pub const fn facts(&self) -> &Facts {
        &self.facts
    }
}

impl Iterator for Rows<'_> {
    type Item = Result<HistoricalEntry, Rejection>;

    fn next(&mut self) -> Option<Self::Item> {
        let row = self.rows.next()?;
        let line = row.line();
        let cells = Cells {
            cells: row.cells().collect(),
            mapping: self.mapping,
            neutralised: self.neutralised,
        };
        let entry = self.read(&cells, line);
        Some(entry.map_err(|reason| Rejection { line, reason }))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.rows.size_hint()
    }
}

impl ExactSizeIterator for Rows<'_> {}

impl<'a> Rows<'a> {
    fn read(&mut self, cells: &Cells<'a>, line: u32) -> Result<HistoricalEntry, Reason> {
        if is_total(cells) {
            return Err(Reason::Total);
        }
        if let Some(kind) = not_work(cells.get(Field::Kind)) {
            return Err(Reason::NotWork { kind });
        }
        let time = self.time(cells)?;
        let email = domain::text::email(cells.get(Field::Email)).unwrap_or_default();
        let employee = cells.employee()?;
        Ok(HistoricalEntry {
            line,
            employee: match (employee.is_empty(), email.is_empty()) {
                (false, _) => employee,
                (true, false) => email.clone(),
                (true, true) => self.fixed_employee()?,
            },
            email,
            customer: cells.line_of(Field::Customer)?,
            job: cells.line_of(Field::Job)?,
            job_code: cells.line_of(Field::JobCode)?,
            cost_code: cells.line_of(Field::CostCode)?,
            time,
            note: note_text(cells.get(Field::Note)),
        })
    }

    fn fixed_employee(&self) -> Result<String, Reason> {
        let fixed = self.mapping.fixed_employee.as_deref().unwrap_or_default();
        let fixed = line_text(fixed, Field::Employee)?;
        if fixed.is_empty() {
            Err(Reason::NoEmployee)
        } else {
            Ok(fixed)
        }
    }

    fn time(&mut self, cells: &Cells<'a>) -> Result<HistoricalTime, Reason> {
        let named = cells.get(Field::Zone);
        let known = self
            .named_zone
            .as_ref()
            .is_some_and(|(name, _)| *name == named);
        if !named.is_empty() && !known {
            let zone = Zone::named(named).map_err(|_| Reason::UnknownZone {
                text: quoted(named),
            })?;
            self.named_zone = Some((named, zone));
        }
        let zone = match &self.named_zone {
            Some((name, zone)) if *name == named => zone,
            Some(_) | None => &self.zone,
        };
        span::time(cells, &self.facts, zone)
    }
}

/// The cells of one row, by field.
struct Cells<'a> {
    cells: Vec<&'a str>,
    mapping: &'a Mapping,
    neutralised: bool,
}

impl<'a> Cells<'a> {
    /// A field's cell, trimmed; empty where the row has none.
    fn get(&self, field: Field) -> &'a str {
        let column = self.mapping.column(field);
        let cell = column.and_then(|column| self.cells.get(column));
        let cell = cell.copied().unwrap_or_default().trim();
        if self.neutralised {
            crate::export::formula::restored(cell)
        } else {
            cell
        }
    }

    fn line_of(&self, field: Field) -> Result<String, Reason> {
        line_text(self.get(field), field)
    }

    fn employee(&self) -> Result<String, Reason> {
        let whole = self.get(Field::Employee);
        if !whole.is_empty() {
            return line_text(whole, Field::Employee);
        }
        let (first, last) = (self.get(Field::FirstName), self.get(Field::LastName));
        line_text(&format!("{first} {last}"), Field::Employee)
    }

    fn are_empty(&self, fields: &[Field]) -> bool {
        fields.iter().all(|field| self.get(*field).is_empty())
    }
}

/// A sum under the rows: no date, and nobody worked it, or the word itself where a name or a date
/// would be.
fn is_total(cells: &Cells<'_>) -> bool {
    const WORDS: [&str; 6] = [
        "total",
        "totals",
        "grand total",
        "totales",
        "summe",
        "gesamt",
    ];
    let first = cells.cells.iter().map(|cell| cell.trim());
    let first = first.into_iter().find(|cell| !cell.is_empty());
    let first = super::header::normalised(first.unwrap_or_default());
    let undated = cells.are_empty(&[
        Field::StartDate,
        Field::StartTime,
        Field::EndDate,
        Field::EndTime,
        Field::Start,
        Field::End,
    ]);
    let dateless = undated && cells.are_empty(&[Field::Date]);
    let nobody = cells.are_empty(&[
        Field::Employee,
        Field::FirstName,
        Field::LastName,
        Field::Email,
    ]);
    (dateless && nobody) || (undated && WORDS.contains(&first.as_str()))
}

/// The kind of a row that its program does not count as work.
fn not_work(kind: &str) -> Option<String> {
    const KINDS: [&str; 4] = ["break", "holiday", "time off", "time_off"];
    KINDS
        .contains(&kind.to_lowercase().as_str())
        .then(|| quoted(kind))
}
