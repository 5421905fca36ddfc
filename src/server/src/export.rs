//! Timesheets as files: which lines are asked for, and the file that holds them.
//!
//! Owns what the HTTP route and the command line share. Knows neither HTTP nor who asks: who may
//! see whom comes in as a set of employees.

mod named;

use std::collections::BTreeSet;

use domain::time::Zone;
use domain::{EmployeeId, JobId};
use engine::query::{self, SheetAsked, SheetLine};
use engine::rows::CompanyRow;
use engine::{Snapshot, ViewError};
use interchange::export::{self, Column, ExportError, Form, Language, Line, PaperSize, Sheet};
use jiff::Timestamp;
use jiff::civil::{Date, Weekday};

pub(crate) use named::company_called;
pub use named::{NamedError, NamedExport, run};

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The form.
    pub form: Form,
    /// The first work date.
    pub from: Date,
    /// The last work date.
    pub to: Date,
    /// Of these employees.
    pub employees: BTreeSet<EmployeeId>,
    /// On these jobs; `None` for any and for none.
    pub jobs: Option<BTreeSet<JobId>>,
    /// The columns in order; all when empty.
    pub columns: Vec<Column>,
    /// The language; the company's when `None`.
    pub language: Option<Language>,
    /// What pages are cut to; by the company's zone when `None`.
    pub paper: Option<PaperSize>,
    /// Whether a text file begins with a byte-order mark.
    pub byte_order_mark: bool,
}

/// A file that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// What to call it, in ASCII.
    pub name: String,
    /// Its form.
    pub form: Form,
    /// How many lines it has.
    pub lines: usize,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Why no file was made.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    /// There is no company in the view.
    #[error("the company is not founded")]
    NoCompany,
    /// The last date is before the first.
    #[error("the last date is before the first")]
    EndsBeforeStart,
    /// Rows cannot be read.
    #[error(transparent)]
    View(#[from] ViewError),
    /// The file cannot be written.
    #[error(transparent)]
    Export(#[from] ExportError),
}

/// Makes the file. Takes memory and time by the number of lines: call it off the async threads.
///
/// # Errors
/// When there are too many lines, or rows cannot be read.
pub fn make(view: &impl Snapshot, wanted: &Wanted, now: Timestamp) -> Result<Made, MakeError> {
    if wanted.to < wanted.from {
        return Err(MakeError::EndsBeforeStart);
    }
    let company = query::company(view)?.ok_or(MakeError::NoCompany)?;
    let form = wanted.form;
    let asked = SheetAsked {
        from: wanted.from,
        to: wanted.to,
        employees: wanted.employees.clone(),
        jobs: wanted.jobs.clone(),
        lines_max: form.lines_max(),
    };
    let mut lines = Vec::new();
    let count = query::sheet(view, &asked, now, |line| {
        lines.push(written(&line));
        Ok::<_, ViewError>(())
    })?;
    if count > form.lines_max() {
        return Err(ExportError::TooManyLines { form, lines: count }.into());
    }
    let sheet = sheet(company, wanted, lines, now);
    Ok(Made {
        name: file_name(&sheet, form),
        form,
        lines: count,
        bytes: export::write(&sheet, form)?,
    })
}

fn sheet(company: CompanyRow, wanted: &Wanted, lines: Vec<Line>, now: Timestamp) -> Sheet {
    let zone = Zone::named(&company.zone).unwrap_or_else(|_| Zone::utc());
    let starts = i8::try_from(company.workweek_starts).ok();
    let starts = starts.and_then(|day| Weekday::from_monday_one_offset(day).ok());
    let language = wanted
        .language
        .or_else(|| Language::from_code(&company.language));
    let columns = if wanted.columns.is_empty() {
        Column::ALL.to_vec()
    } else {
        wanted.columns.clone()
    };
    Sheet {
        company: company.name,
        workweek_starts: starts.unwrap_or(Weekday::Monday),
        from: wanted.from,
        to: wanted.to,
        generated_at: now,
        columns,
        language: language.unwrap_or_default(),
        byte_order_mark: wanted.byte_order_mark,
        paper: wanted.paper.unwrap_or_else(|| paper_of(&zone)),
        zone,
        lines,
    }
}

/// What offices of a zone print on.
fn paper_of(zone: &Zone) -> PaperSize {
    let letter = ["America/", "US/", "Canada/", "Pacific/Honolulu"];
    if letter.iter().any(|place| zone.name().starts_with(place)) {
        PaperSize::Letter
    } else {
        PaperSize::A4
    }
}

fn written(line: &SheetLine<'_>) -> Line {
    // Of hours alone only the sum is known: the times stand for it.
    let timed = !line.entry.is_hours_only();
    let text = |text: Option<&String>| text.cloned().unwrap_or_default();
    Line {
        employee: line.entry.employee,
        employee_name: line.person.name.clone(),
        employee_number: line.person.number.clone(),
        work_date: line.work_date,
        start: timed.then_some(line.entry.values.start),
        end: line.entry.values.end.filter(|_| timed),
        unpaid_break_seconds: line.breaks.unpaid,
        paid_break_seconds: line.breaks.paid,
        worked_seconds: line.worked_seconds,
        job_code: text(line.job.map(|job| &job.code)),
        job: text(line.job.map(|job| &job.name)),
        customer: text(line.job.map(|job| &job.customer)),
        cost_code_number: text(line.cost_code.map(|code| &code.code)),
        cost_code: text(line.cost_code.map(|code| &code.name)),
        note: line.entry.values.note.clone(),
        exceptions: line.exceptions.clone(),
        id: line.id,
    }
}

/// `timesheets-reyes-framing-2026-03-09-2026-03-15.xlsx`.
fn file_name(sheet: &Sheet, form: Form) -> String {
    let mut company = String::new();
    for char in sheet.company.chars().map(|char| char.to_ascii_lowercase()) {
        if char.is_ascii_alphanumeric() {
            company.push(char);
        } else if !company.is_empty() && !company.ends_with('-') {
            company.push('-');
        }
        if company.len() >= 40 {
            break;
        }
    }
    let company = company.trim_end_matches('-');
    let parts = ["timesheets", company];
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let (from, to, ending) = (sheet.from, sheet.to, form.name());
    format!("{}-{from}-{to}.{ending}", parts.join("-"))
}

#[cfg(test)]
mod tests;
