//! Writing: timesheets as CSV, TSV, XLSX and PDF, and one's own hours as a calendar.
//!
//! Owns the forms, their columns and their words in English and Spanish. Must not know where the
//! lines come from nor who may see them.

pub mod calendar;
pub(crate) mod delimited;
pub mod formula;
pub(crate) mod paper;
mod timesheet;
mod words;
mod workbook;

pub use paper::{PaperError, PaperSize};
pub use timesheet::{Column, Line, Sheet};
pub use words::Language;

/// A form that timesheets are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Comma-separated values, RFC 4180.
    Csv,
    /// Tab-separated values, quoted alike.
    Tsv,
    /// A workbook with typed cells.
    Xlsx,
    /// Pages to sign.
    Pdf,
}

impl Form {
    /// Every form.
    pub const ALL: [Self; 4] = [Self::Csv, Self::Tsv, Self::Xlsx, Self::Pdf];

    /// The stable name, which is the file's ending too.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Xlsx => "xlsx",
            Self::Pdf => "pdf",
        }
    }

    /// The form of a stable name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.name() == name)
    }

    /// The media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Tsv => "text/tab-separated-values; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pdf => "application/pdf",
        }
    }

    /// The most lines one file holds: each form is made in memory.
    pub const fn lines_max(self) -> usize {
        match self {
            Self::Csv | Self::Tsv => 200_000,
            Self::Xlsx => 50_000,
            Self::Pdf => 10_000,
        }
    }
}

/// Why a file could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// More lines than the form holds.
    #[error("{lines} lines are too many for one {} file: the most is {}", form.name(), form.lines_max())]
    TooManyLines {
        /// The form.
        form: Form,
        /// How many there are.
        lines: usize,
    },
    /// The workbook could not be written.
    #[error("the workbook could not be written: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The pages could not be written.
    #[error("the pages could not be written: {0}")]
    Paper(#[from] paper::PaperError),
}

/// The file of a sheet.
///
/// # Errors
/// When it has too many lines for the form, or the form's writer fails.
pub fn write(sheet: &Sheet, form: Form) -> Result<Vec<u8>, ExportError> {
    let lines = sheet.lines.len();
    if lines > form.lines_max() {
        return Err(ExportError::TooManyLines { form, lines });
    }
    match form {
        Form::Csv => Ok(delimited::write(sheet, b',')),
        Form::Tsv => Ok(delimited::write(sheet, b'\t')),
        Form::Xlsx => Ok(workbook::write(sheet)?),
        Form::Pdf => Ok(paper::write(sheet)?),
    }
}

#[cfg(test)]
pub(crate) mod samples;
