//! XLSX: one worksheet with typed cells, its header frozen and filtered, totals below.
//!
//! Text is always written as a string, never parsed: a formula in what someone wrote stays text.

use jiff::civil::{Date, DateTime};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet,
    XlsxError,
};

use super::timesheet::{Cell, Column, Sheet};
use super::words;

/// Excel's own limit on the characters of a cell.
const CELL_CHARS_MAX: usize = 32_767;
const WIDTH_MIN: usize = 8;
const WIDTH_MAX: usize = 44;
const PAPER_A4: u8 = 9;
const PAPER_LETTER: u8 = 1;

struct Formats {
    header: Format,
    text: Format,
    date: Format,
    instant: Format,
    duration: Format,
    hours: Format,
    total: Format,
    total_duration: Format,
    total_hours: Format,
}

impl Formats {
    fn new() -> Self {
        let top = |format: Format| format.set_bold().set_border_top(FormatBorder::Thin);
        let text = Format::new().set_align(FormatAlign::Top);
        let figures = |pattern: &str| text.clone().set_num_format(pattern);
        let duration = figures("[h]:mm");
        let hours = figures("0.00");
        Self {
            header: Format::new()
                .set_bold()
                .set_border_bottom(FormatBorder::Thin),
            date: figures("yyyy-mm-dd"),
            instant: figures("yyyy-mm-dd hh:mm"),
            total: top(text.clone()),
            total_duration: top(duration.clone()),
            total_hours: top(hours.clone()),
            text,
            duration,
            hours,
        }
    }
}

/// The file of a sheet.
pub(super) fn write(sheet: &Sheet) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let mut about = DocProperties::new()
        .set_title(sheet.language.timesheets())
        .set_company(&sheet.company);
    // Without a date of ours the writer takes the machine's.
    if let Ok(made) = ExcelDateTime::from_timestamp(sheet.generated_at.as_second()) {
        about = about.set_creation_datetime(&made);
    }
    workbook.set_properties(&about);
    fill(workbook.add_worksheet(), sheet)?;
    workbook.save_to_buffer()
}

fn fill(page: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    let formats = Formats::new();
    page.set_name(sheet.language.timesheets())?;
    let mut widths = Vec::new();
    for (place, column) in (0_u16..).zip(&sheet.columns) {
        let header = column.header(sheet.language);
        page.write_string_with_format(0, place, header, &formats.header)?;
        widths.push(header.chars().count() + 3);
    }
    for (row, line) in (1_u32..).zip(&sheet.lines) {
        for ((place, column), width) in (0_u16..).zip(&sheet.columns).zip(&mut widths) {
            let cell = line.cell(*column, sheet);
            *width = (*width).max(width_of(&cell));
            write_cell(page, (row, place), &cell, sheet, &formats)?;
        }
    }
    for (place, width) in (0_u16..).zip(widths) {
        // A float for the file's own unit, characters.
        let characters = u16::try_from(width.clamp(WIDTH_MIN, WIDTH_MAX)).unwrap_or(u16::MAX);
        page.set_column_width(place, f64::from(characters))?;
    }
    totals(page, sheet, &formats)?;
    arrange(page, sheet)
}

/// What stays in sight, and how it prints.
fn arrange(page: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    let last_column = u16::try_from(sheet.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    page.set_freeze_panes(1, 0)?;
    page.autofilter(0, 0, last_row(sheet), last_column)?;
    page.set_repeat_rows(0, 0)?;
    page.set_landscape();
    page.set_print_fit_to_pages(1, 0);
    page.set_paper_size(match sheet.paper {
        super::PaperSize::A4 => PAPER_A4,
        super::PaperSize::Letter => PAPER_LETTER,
    });
    Ok(())
}

fn last_row(sheet: &Sheet) -> u32 {
    u32::try_from(sheet.lines.len()).unwrap_or(u32::MAX)
}

fn write_cell(
    page: &mut Worksheet,
    (row, place): (u32, u16),
    cell: &Cell<'_>,
    sheet: &Sheet,
    formats: &Formats,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => string(page, row, place, text, formats)?,
        Cell::Words(words) => string(page, row, place, words, formats)?,
        Cell::Date(date) => match day(*date) {
            Some(day) => {
                page.write_datetime_with_format(row, place, day, &formats.date)?;
            }
            None => string(page, row, place, &date.to_string(), formats)?,
        },
        Cell::Instant(at) => {
            let local = sheet.zone.local(*at);
            match moment(local) {
                Some(moment) => {
                    page.write_datetime_with_format(row, place, moment, &formats.instant)?;
                }
                None => string(page, row, place, &local.to_string(), formats)?,
            }
        }
        Cell::Duration(seconds) => {
            page.write_number_with_format(row, place, days(*seconds), &formats.duration)?;
        }
        Cell::Hours(seconds) => {
            page.write_number_with_format(row, place, hours(*seconds), &formats.hours)?;
        }
    }
    Ok(())
}

fn string(
    page: &mut Worksheet,
    row: u32,
    place: u16,
    text: &str,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let text: String = text.chars().take(CELL_CHARS_MAX).collect();
    page.write_string_with_format(row, place, text, &formats.text)?;
    Ok(())
}

/// Sums below the lines; a filter changes them, as it changes what is seen.
fn totals(page: &mut Worksheet, sheet: &Sheet, formats: &Formats) -> Result<(), XlsxError> {
    let last = last_row(sheet);
    if last == 0 {
        return Ok(());
    }
    for (place, column) in (0_u16..).zip(&sheet.columns) {
        let sum = |of: fn(&super::Line) -> i64| sheet.lines.iter().map(of).sum::<i64>();
        let (result, format) = match column {
            Column::UnpaidBreak => (
                days(sum(|line| line.unpaid_break_seconds)),
                &formats.total_duration,
            ),
            Column::PaidBreak => (
                days(sum(|line| line.paid_break_seconds)),
                &formats.total_duration,
            ),
            Column::Worked => (days(sheet.worked_seconds()), &formats.total_duration),
            Column::Hours => (hours(sheet.worked_seconds()), &formats.total_hours),
            Column::Employee
            | Column::EmployeeNumber
            | Column::WorkDate
            | Column::Start
            | Column::End
            | Column::TimeZone
            | Column::JobCode
            | Column::Job
            | Column::Customer
            | Column::CostCodeNumber
            | Column::CostCode
            | Column::Note
            | Column::Exceptions
            | Column::EntryId => {
                let word = if place == 0 {
                    sheet.language.total()
                } else {
                    ""
                };
                page.write_string_with_format(last + 1, place, word, &formats.total)?;
                continue;
            }
        };
        let name = rust_xlsxwriter::column_number_to_name(place);
        let formula = Formula::new(format!("=SUBTOTAL(109,{name}2:{name}{})", last + 1));
        let formula = formula.set_result(result.to_string());
        page.write_formula_with_format(last + 1, place, formula, format)?;
    }
    Ok(())
}

/// A day as the workbook counts them; `None` before 1900, which it cannot.
fn day(date: Date) -> Option<ExcelDateTime> {
    let year = u16::try_from(date.year())
        .ok()
        .filter(|year| *year >= 1900)?;
    let (month, day) = (date.month().unsigned_abs(), date.day().unsigned_abs());
    ExcelDateTime::from_ymd(year, month, day).ok()
}

fn moment(local: DateTime) -> Option<ExcelDateTime> {
    let hour = u16::from(local.hour().unsigned_abs());
    let minute = local.minute().unsigned_abs();
    let second = u16::from(local.second().unsigned_abs());
    day(local.date())?.and_hms(hour, minute, second).ok()
}

/// Seconds as days, the unit of a workbook's times. Sums of entries are far below where a float
/// would lose a second.
fn days(seconds: i64) -> f64 {
    seconds as f64 / 86_400.0
}

fn hours(seconds: i64) -> f64 {
    seconds as f64 / 3_600.0
}

fn width_of(cell: &Cell<'_>) -> usize {
    let longest = |text: &str| {
        text.lines()
            .map(|line| line.chars().count())
            .max()
            .unwrap_or(0)
    };
    match cell {
        Cell::Empty => 0,
        Cell::Text(text) => longest(text) + 1,
        Cell::Words(words) => longest(words) + 1,
        Cell::Date(_) => 11,
        Cell::Instant(_) => 17,
        Cell::Duration(seconds) => words::duration(*seconds).len(),
        Cell::Hours(_) => 8,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Range, Reader, Xlsx};

    use super::super::samples::{line, sheet};
    use super::super::{Column, Form, Line, write};

    fn opened(lines: Vec<Line>, columns: &[Column]) -> Range<Data> {
        let mut sheet = sheet(lines);
        sheet.columns = columns.to_vec();
        let bytes = write(&sheet, Form::Xlsx).unwrap();
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        assert_eq!(book.sheet_names(), ["Timesheets"]);
        book.worksheet_range("Timesheets").unwrap()
    }

    #[test]
    fn cells_have_their_types_and_the_last_row_sums_them() {
        let page = opened(
            vec![line(), line()],
            &[
                Column::Employee,
                Column::WorkDate,
                Column::Start,
                Column::Worked,
                Column::Hours,
            ],
        );
        let rows: Vec<_> = page.rows().collect();
        assert_eq!(rows.len(), 4);
        let header: Vec<_> = rows[0].iter().map(ToString::to_string).collect();
        assert_eq!(
            header,
            ["Employee", "Work date", "Start", "Worked", "Hours"]
        );
        assert_eq!(rows[1][0], Data::String("Núria Peña".to_owned()));
        let Data::DateTime(date) = rows[1][1] else {
            panic!("{:?}", rows[1][1])
        };
        assert!(date.is_datetime());
        assert_eq!(date.as_f64(), 46090.0, "March 9, 2026");
        let Data::DateTime(start) = rows[1][2] else {
            panic!("{:?}", rows[1][2])
        };
        let minutes = (start.as_f64() - 46090.0) * 1440.0;
        assert_eq!(minutes.round() as i64, 7 * 60 + 2, "07:02 in New York");
        let Data::DateTime(worked) = rows[1][3] else {
            panic!("{:?}", rows[1][3])
        };
        assert!(worked.is_duration());
        assert_eq!((worked.as_f64() * 86_400.0).round() as i64, 8 * 3600);
        assert_eq!(rows[1][4], Data::Float(8.0));
        assert_eq!(rows[3][0], Data::String("Total".to_owned()));
        assert_eq!(rows[3][4], Data::Float(16.0));
    }

    #[test]
    fn a_formula_in_a_note_is_a_string_and_not_a_formula() {
        for note in ["=1+1", "+1", "-1", "@x", "http://example.com", "\u{1}\u{b}"] {
            let mut evil = line();
            evil.note = note.to_owned();
            let page = opened(vec![evil], &[Column::Note]);
            assert_eq!(page.get_value((1, 0)), Some(&Data::String(note.to_owned())));
        }
    }

    #[test]
    fn a_date_that_no_workbook_can_hold_is_text() {
        let mut old = line();
        old.work_date = jiff::civil::date(1066, 10, 14);
        old.start = Some("1066-10-14T12:00:00Z".parse().unwrap());
        let page = opened(vec![old], &[Column::WorkDate, Column::Start]);
        assert_eq!(
            page.get_value((1, 0)),
            Some(&Data::String("1066-10-14".to_owned()))
        );
        assert!(matches!(page.get_value((1, 1)), Some(Data::String(_))));
    }

    #[test]
    fn a_sheet_without_lines_has_its_header_alone() {
        let page = opened(Vec::new(), &Column::ALL);
        assert_eq!(page.rows().count(), 1);
    }
}
