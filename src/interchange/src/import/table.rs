//! A file as rows of text: one table, whatever the format it came in. It bounds what a file may
//! cost and knows nothing of what its columns mean.
//!
//! All cells stand in one `String`, a separator between them, so that a sheet takes about the
//! memory of its text, however many cells and rows that text is cut into.

mod cell;
mod error;
mod package;
mod text;
mod workbook;

use std::borrow::Cow;
use std::str::Split;

pub use error::ReadError;

/// The most bytes of a file, and of the text in it.
pub const BYTES_MAX: usize = 32 * 1024 * 1024;
/// The most rows.
pub const ROWS_MAX: usize = 200_000;
/// The most columns.
pub const COLUMNS_MAX: usize = 200;
/// The most bytes of text in one cell.
pub const FIELD_BYTES_MAX: usize = 32 * 1024;

/// How many rows at the top may be titles before the headers.
const TITLE_ROWS_MAX: usize = 20;

/// Between two cells of a row; never in one.
const SEPARATOR: char = '\u{1f}';
/// What the text grows by, so that it never holds twice what it needs.
const TEXT_STEP_BYTES: usize = 4 * 1024 * 1024;

/// What a file may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The most bytes of the file, and of the text in it.
    pub bytes_max: usize,
    /// The most rows.
    pub rows_max: usize,
    /// The most columns.
    pub columns_max: usize,
    /// The most bytes of text in one cell.
    pub field_bytes_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes_max: BYTES_MAX,
            rows_max: ROWS_MAX,
            columns_max: COLUMNS_MAX,
            field_bytes_max: FIELD_BYTES_MAX,
        }
    }
}

/// What a sheet was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Delimited text.
    Text {
        /// The name of its encoding, such as `UTF-8` or `windows-1252`.
        encoding: &'static str,
        /// What stands between two cells.
        delimiter: char,
    },
    /// An XLSX workbook.
    Workbook {
        /// The sheet that was read.
        sheet: String,
        /// All its sheets, in order.
        sheets: Vec<String>,
    },
}

/// One table: headers and the rows under them. Rows with nothing in them are not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    source: Source,
    headers: Vec<String>,
    text: String,
    rows: Vec<RowStart>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct RowStart {
    at: u32,
    line: u32,
}

impl Sheet {
    /// What it was read from.
    pub const fn source(&self) -> &Source {
        &self.source
    }

    /// The header of each column, trimmed.
    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    /// How many rows there are under the headers.
    pub fn row_count(&self) -> usize {
        self.rows.len()
    }

    /// The rows under the headers, in order.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        (0..self.rows.len()).map(|index| self.row(index))
    }

    fn row(&self, index: usize) -> Row<'_> {
        let start = self.rows[index];
        let end = self
            .rows
            .get(index + 1)
            .map_or(self.text.len(), |next| next.at as usize);
        Row {
            line: start.line,
            text: &self.text[start.at as usize..end],
        }
    }
}

/// One row of a sheet; it may have fewer cells than there are headers, or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row<'a> {
    line: u32,
    text: &'a str,
}

impl<'a> Row<'a> {
    /// The line of the file that the row begins on, from 1.
    pub const fn line(self) -> u32 {
        self.line
    }

    /// Its cells, in order.
    pub fn cells(self) -> Split<'a, char> {
        self.text.split(SEPARATOR)
    }
}

/// Reads a file: a workbook's first sheet that has anything in it, or delimited text.
///
/// # Errors
/// When it is neither, or over a limit.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Sheet, ReadError> {
    read_file(bytes, None, limits)
}

/// Reads the sheet of a name from a workbook.
///
/// # Errors
/// As [`read`], and when there is no such sheet.
pub fn read_sheet(bytes: &[u8], name: &str, limits: &Limits) -> Result<Sheet, ReadError> {
    read_file(bytes, Some(name), limits)
}

fn read_file(bytes: &[u8], name: Option<&str>, limits: &Limits) -> Result<Sheet, ReadError> {
    const ZIP: &[u8] = b"PK\x03\x04";
    const COMPOUND_FILE: &[u8] = b"\xd0\xcf\x11\xe0";
    if bytes.len() > limits.bytes_max {
        return Err(too_large(limits));
    }
    if bytes.starts_with(COMPOUND_FILE) {
        return Err(ReadError::LockedWorkbook);
    }
    match (bytes.starts_with(ZIP), name) {
        (true, name) => workbook::read(bytes, name, limits),
        (false, None) => text::read(bytes, limits),
        (false, Some(name)) => Err(ReadError::NoSuchSheet { name: name.into() }),
    }
}

const fn too_large(limits: &Limits) -> ReadError {
    ReadError::TooLarge {
        max_mebibytes: limits.bytes_max / (1024 * 1024),
    }
}

/// Collects the cells of a sheet, within the limits.
struct Builder<'a> {
    limits: &'a Limits,
    text: String,
    rows: Vec<RowStart>,
    row_start: usize,
    columns: usize,
    blank: bool,
}

impl<'a> Builder<'a> {
    fn new(limits: &'a Limits) -> Self {
        Self {
            limits,
            text: String::new(),
            rows: Vec::new(),
            row_start: 0,
            columns: 0,
            blank: true,
        }
    }

    /// Adds a cell to the row that begins on `line`.
    fn cell(&mut self, cell: &str, line: u32) -> Result<(), ReadError> {
        let blank = cell.trim().is_empty();
        if self.columns >= self.limits.columns_max {
            // Spreadsheets write lines of empty cells far to the right.
            return if blank {
                Ok(())
            } else {
                Err(ReadError::TooManyColumns {
                    line,
                    max: self.limits.columns_max,
                })
            };
        }
        if cell.len() > self.limits.field_bytes_max {
            return Err(field_too_long(line, self.limits));
        }
        let cell = if cell.contains(SEPARATOR) {
            Cow::Owned(cell.replace(SEPARATOR, " "))
        } else {
            Cow::Borrowed(cell)
        };
        let mut separator = [0; 4];
        let between: &str = match self.columns {
            0 => "",
            _ => SEPARATOR.encode_utf8(&mut separator),
        };
        let bytes_max = self.limits.bytes_max;
        if !(push_within(&mut self.text, between, bytes_max)
            && push_within(&mut self.text, &cell, bytes_max))
        {
            return Err(too_large(self.limits));
        }
        self.columns += 1;
        self.blank &= blank;
        Ok(())
    }

    fn end_row(&mut self, line: u32) -> Result<(), ReadError> {
        if self.blank {
            self.text.truncate(self.row_start);
        } else {
            // One more for the headers.
            if self.rows.len() > self.limits.rows_max {
                return Err(ReadError::TooManyRows {
                    max: self.limits.rows_max,
                });
            }
            self.rows.push(RowStart {
                at: self.row_start as u32,
                line,
            });
            self.row_start = self.text.len();
        }
        self.columns = 0;
        self.blank = true;
        Ok(())
    }

    const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The sheet, its headers the first row with two cells or more; titles above it are left out.
    fn finish(self, source: Source) -> Result<Sheet, ReadError> {
        let mut sheet = Sheet {
            source,
            headers: Vec::new(),
            text: self.text,
            rows: self.rows,
        };
        let filled = |row: Row<'_>| row.cells().filter(|cell| !cell.trim().is_empty()).count();
        let head = sheet
            .rows()
            .take(TITLE_ROWS_MAX)
            .position(|row| filled(row) > 1)
            .unwrap_or(0);
        if sheet.rows.is_empty() {
            return Err(ReadError::Empty);
        }
        sheet.headers = sheet.row(head).cells().map(|h| h.trim().into()).collect();
        sheet.rows.drain(..=head);
        Ok(sheet)
    }
}

/// Adds to a text unless it then has more bytes than it may; it never sets aside twice its need.
fn push_within(text: &mut String, more: &str, bytes_max: usize) -> bool {
    let needed = text.len() + more.len();
    if needed > bytes_max {
        return false;
    }
    if needed > text.capacity() {
        text.reserve_exact(more.len().max(TEXT_STEP_BYTES.min(bytes_max)));
    }
    text.push_str(more);
    true
}

const fn field_too_long(line: u32, limits: &Limits) -> ReadError {
    ReadError::FieldTooLong {
        line,
        max_kibibytes: limits.field_bytes_max / 1024,
    }
}
