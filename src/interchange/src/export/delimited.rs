//! CSV and TSV: UTF-8, quoted by RFC 4180, lines ended by CR LF.

use super::formula;
use super::timesheet::{Cell, Sheet};
use super::words;

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The file of a sheet, with this between two cells.
pub(super) fn write(sheet: &Sheet, delimiter: u8) -> Vec<u8> {
    let mut out = Vec::new();
    if sheet.byte_order_mark {
        out.extend_from_slice(BYTE_ORDER_MARK.as_bytes());
    }
    let headers = sheet
        .columns
        .iter()
        .map(|column| column.header(sheet.language));
    row(&mut out, delimiter, headers.map(str::to_owned));
    for line in &sheet.lines {
        let cells = sheet.columns.iter();
        row(
            &mut out,
            delimiter,
            cells.map(|column| text(&line.cell(*column, sheet), sheet)),
        );
    }
    out
}

fn row(out: &mut Vec<u8>, delimiter: u8, cells: impl Iterator<Item = String>) {
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            out.push(delimiter);
        }
        field(out, delimiter, &cell);
    }
    out.extend_from_slice(b"\r\n");
}

/// One line of comma-separated values.
pub(crate) fn csv_row(out: &mut Vec<u8>, cells: impl IntoIterator<Item = String>) {
    row(out, b',', cells.into_iter());
}

fn field(out: &mut Vec<u8>, delimiter: u8, cell: &str) {
    let quoted = |byte: u8| byte == delimiter || matches!(byte, b'"' | b'\r' | b'\n');
    if !cell.bytes().any(quoted) {
        return out.extend_from_slice(cell.as_bytes());
    }
    out.push(b'"');
    out.extend_from_slice(cell.replace('"', "\"\"").as_bytes());
    out.push(b'"');
}

fn text(cell: &Cell<'_>, sheet: &Sheet) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => formula::neutralised(text).into_owned(),
        Cell::Words(words) => words.clone(),
        Cell::Date(date) => date.to_string(),
        Cell::Instant(at) => {
            let local = sheet.zone.local(*at);
            let offset = sheet.zone.offset_seconds(*at);
            let (sign, minutes) = if offset < 0 {
                ('-', -offset / 60)
            } else {
                ('+', offset / 60)
            };
            format!(
                "{}T{:02}:{:02}:{:02}{sign}{:02}:{:02}",
                local.date(),
                local.hour(),
                local.minute(),
                local.second(),
                minutes / 60,
                minutes % 60
            )
        }
        Cell::Duration(seconds) => words::duration(*seconds),
        Cell::Hours(seconds) => words::decimal_hours(*seconds),
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{line, sheet};
    use super::super::{Column, Form, Language, write};

    #[track_caller]
    fn check(columns: &[Column], edit: impl Fn(&mut super::super::Line), expect: &str) {
        let mut sheet = sheet(vec![line()]);
        sheet.columns = columns.to_vec();
        sheet.lines.iter_mut().for_each(edit);
        let text = String::from_utf8(write(&sheet, Form::Csv).unwrap()).unwrap();
        assert_eq!(text, expect);
    }

    #[test]
    fn every_column_is_written_by_default_with_the_headers_that_imports_know() {
        check(
            &Column::ALL,
            |_| {},
            "Employee,Employee number,Work date,Start,End,Time zone,Unpaid break,Paid break,\
             Worked,Hours,Job code,Job,Customer,Cost code number,Cost code,Note,Exceptions,\
             Entry id\r\n\
             Núria Peña,17,2026-03-09,2026-03-09T07:02:00-04:00,2026-03-09T15:32:00-04:00,\
             America/New_York,0:30:00,0:15:00,8:00:00,8.00,J-1,Kitchen,Ada,310,Framing,,,\
             01010101010101010101010101010101\r\n",
        );
    }

    #[test]
    fn columns_come_in_the_order_that_was_asked_for() {
        check(
            &[Column::Hours, Column::Employee],
            |_| {},
            "Hours,Employee\r\n8.00,Núria Peña\r\n",
        );
    }

    #[test]
    fn what_needs_quotes_gets_them() {
        check(
            &[Column::Note],
            |line| line.note = "a, \"b\"\r\nc".to_owned(),
            "Note\r\n\"a, \"\"b\"\"\r\nc\"\r\n",
        );
    }

    #[test]
    fn formulas_in_what_people_wrote_are_neutralised_in_every_text_column() {
        let evil = "=HYPERLINK(\"http://x\")".to_owned();
        check(
            &[
                Column::Employee,
                Column::Job,
                Column::Customer,
                Column::CostCode,
                Column::Note,
            ],
            |line| {
                line.employee_name = evil.clone();
                line.job = "+1".to_owned();
                line.customer = "-1".to_owned();
                line.cost_code = "@x".to_owned();
                line.note = "\t=1".to_owned();
            },
            "Employee,Job,Customer,Cost code,Note\r\n\
             \"'=HYPERLINK(\"\"http://x\"\")\",'+1,'-1,'@x,'\t=1\r\n",
        );
    }

    #[test]
    fn an_entry_of_hours_alone_has_no_times_and_a_running_one_no_end() {
        let columns = [Column::WorkDate, Column::Start, Column::End, Column::Worked];
        check(
            &columns,
            |line| (line.start, line.end) = (None, None),
            "Work date,Start,End,Worked\r\n2026-03-09,,,8:00:00\r\n",
        );
        check(
            &columns,
            |line| line.end = None,
            "Work date,Start,End,Worked\r\n2026-03-09,2026-03-09T07:02:00-04:00,,8:00:00\r\n",
        );
    }

    #[test]
    fn tabs_part_cells_in_tsv_and_a_byte_order_mark_leads_where_it_is_wanted() {
        let mut sheet = sheet(vec![line()]);
        sheet.columns = vec![Column::Employee, Column::Note];
        sheet.language = Language::Spanish;
        sheet.byte_order_mark = true;
        sheet.lines[0].note = "a\tb".to_owned();
        let text = String::from_utf8(write(&sheet, Form::Tsv).unwrap()).unwrap();
        assert_eq!(text, "\u{feff}Empleado\tNota\r\nNúria Peña\t\"a\tb\"\r\n");
    }
}
