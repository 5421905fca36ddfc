//! XLSX: typed cells, and workbooks that are made to do harm.

use super::support::{archive, workbook as made};
use super::{check, outcome, sheet, zone};
use interchange::import::mapping::guess;
use interchange::import::table::{Source, read, read_sheet};
use interchange::import::{Limits, ReadError};
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

/// Two sheets, the first of them empty; dates, times and durations typed as spreadsheets do.
fn typed() -> Vec<u8> {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Notes").unwrap();
    let page = book.add_worksheet().set_name("March").unwrap();
    let date = Format::new().set_num_format("dd/mm/yyyy");
    let time = Format::new().set_num_format("h:mm AM/PM");
    let both = Format::new().set_num_format("yyyy-mm-dd hh:mm:ss");
    let elapsed = Format::new().set_num_format("[h]:mm:ss");
    let headers = [
        "Employee",
        "Date",
        "Start time",
        "End time",
        "Duration",
        "Note",
        "Job code",
    ];
    for (column, header) in headers.into_iter().enumerate() {
        page.write_string(2, column as u16, header).unwrap();
    }
    let day = ExcelDateTime::from_ymd(2024, 3, 4).unwrap();
    page.write_string(3, 0, "Núria Peña").unwrap();
    page.write_datetime_with_format(3, 1, &day, &date).unwrap();
    page.write_datetime_with_format(3, 2, ExcelDateTime::from_hms(8, 30, 0).unwrap(), &time)
        .unwrap();
    page.write_datetime_with_format(3, 3, ExcelDateTime::from_hms(17, 0, 5).unwrap(), &time)
        .unwrap();
    page.write_string(3, 5, "a & b < c\nsecond 🔨").unwrap();
    page.write_number(3, 6, 1042.0).unwrap();
    page.write_string(5, 0, "Bo").unwrap();
    page.write_datetime_with_format(5, 1, &day, &date).unwrap();
    page.write_number(5, 4, 7.125).unwrap();
    page.write_string(6, 0, "Bo").unwrap();
    page.write_datetime_with_format(6, 1, &day, &date).unwrap();
    page.write_number_with_format(6, 4, 1.5 / 24.0, &elapsed)
        .unwrap();
    page.write_string(7, 0, "Bo").unwrap();
    let start = ExcelDateTime::from_ymd(2024, 3, 4)
        .unwrap()
        .and_hms(22, 0, 0)
        .unwrap();
    page.write_datetime_with_format(7, 2, &start, &both)
        .unwrap();
    page.write_datetime_with_format(7, 3, ExcelDateTime::from_hms(6, 0, 0).unwrap(), &time)
        .unwrap();
    page.write_formula(
        7,
        5,
        rust_xlsxwriter::Formula::new("=A1").set_result("worked out"),
    )
    .unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn typed_cells_are_read_to_the_second_from_the_first_sheet_with_anything_in_it() {
    check(
        typed(),
        &[
            "4 Núria Peña <> |  / [1042]  /  | 2024-03-04T13:30:00Z 2024-03-04T22:00:05Z | \
             a & b < c\nsecond 🔨",
            "6 Bo <> |  / []  /  | 2024-03-04 25650 | ",
            "7 Bo <> |  / []  /  | 2024-03-04 5400 | ",
            "8 Bo <> |  / []  /  | 2024-03-05T03:00:00Z 2024-03-05T11:00:00Z | worked out",
        ],
    );
    let sheets = vec!["Notes".to_owned(), "March".to_owned()];
    let source = Source::Workbook {
        sheet: "March".into(),
        sheets,
    };
    assert_eq!(sheet(typed()).source(), &source);
}

#[test]
fn a_shift_that_begins_or_ends_at_midnight_keeps_its_time() {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    let both = Format::new().set_num_format("dd/mm/yyyy h:mm");
    for (column, header) in ["Employee", "Start", "End"].into_iter().enumerate() {
        page.write_string(0, column as u16, header).unwrap();
    }
    for (row, (start, end)) in [(45_366.0, 45_366.25), (45_366.75, 45_367.0)]
        .into_iter()
        .enumerate()
    {
        let row = row as u32 + 1;
        page.write_string(row, 0, "Ana").unwrap();
        page.write_number_with_format(row, 1, start, &both).unwrap();
        page.write_number_with_format(row, 2, end, &both).unwrap();
    }
    check(
        book.save_to_buffer().unwrap(),
        &[
            "2 Ana <> |  / []  /  | 2024-03-15T04:00:00Z 2024-03-15T10:00:00Z | ",
            "3 Ana <> |  / []  /  | 2024-03-15T22:00:00Z 2024-03-16T04:00:00Z | ",
        ],
    );
}

#[test]
fn a_sheet_can_be_chosen_by_name() {
    let read = |name| read_sheet(&typed(), name, &Limits::default());
    assert_eq!(read("March").map(|sheet| sheet.row_count()), Ok(4));
    assert_eq!(read("Notes"), Err(ReadError::Empty));
    assert_eq!(
        read("April"),
        Err(ReadError::NoSuchSheet {
            name: "April".into()
        })
    );
}

fn sheet_of(rows: &str) -> Vec<u8> {
    format!("<worksheet><sheetData>{rows}</sheetData></worksheet>").into_bytes()
}

#[test]
fn rich_strings_phonetics_inline_text_entities_and_gaps_are_read() {
    let shared = "<sst uniqueCount=\"99999999999999\"><si><r><t>Na</t></r><r><t>me</t></r>\
                  <rPh><t>ruby</t></rPh></si><si/><si><t>A&amp;B&#33;</t></si></sst>";
    let rows = "<row r=\"1\"><c t=\"s\"><v>0</v></c><c r=\"C1\" t=\"inlineStr\"><is><t>Hours</t>\
                </is></c></row><row><c t=\"s\"><v>2</v></c><c r=\"C2\"><v>8</v></c></row>\
                <row r=\"7\"><c r=\"C7\" t=\"e\"><v>#N/A</v></c></row>\
                <row r=\"9\"><c r=\"B9\" t=\"s\"><v>1</v></c><c t=\"b\"><v>1</v></c></row>";
    let sheet = read(
        &made(&sheet_of(rows), shared.as_bytes(), b""),
        &Limits::default(),
    )
    .unwrap();
    assert_eq!(sheet.headers(), ["Name", "", "Hours"]);
    let rows: Vec<(u32, Vec<&str>)> = sheet
        .rows()
        .map(|row| (row.line(), row.cells().collect()))
        .collect();
    assert_eq!(rows, [(2, vec!["A&B!", "", "8"]), (9, vec!["", "", "1"])]);
}

#[test]
fn a_workbook_that_lies_or_is_damaged_is_refused() {
    let read_made = |cells: &str, shared: &str| {
        read(
            &made(cells.as_bytes(), shared.as_bytes(), b""),
            &Limits::default(),
        )
    };
    let row = |rows: &str| String::from_utf8(sheet_of(rows)).unwrap();
    let cell = "<c t=\"inlineStr\"><is><t>x</t></is></c>";
    for (rows, why) in [
        (
            format!("<row r=\"99999999999\">{cell}</row>"),
            "a row beyond all rows",
        ),
        (
            format!("<row r=\"2\">{cell}</row><row r=\"1\">{cell}</row>"),
            "rows out of order",
        ),
        (
            format!("<row r=\"0\">{cell}</row>"),
            "a row before the first",
        ),
        (
            "<row><c r=\"AAAAAAAAA1\"><v>1</v></c></row>".into(),
            "a column beyond all columns",
        ),
        (
            "<row><c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>1</v></c></row>".into(),
            "columns back",
        ),
        (
            "<row><c t=\"s\"><v>7</v></c></row>".into(),
            "a string that is not there",
        ),
        (
            "<row><c t=\"s\"><v>-7</v></c></row>".into(),
            "a string before the first",
        ),
        ("<a>".repeat(100_000), "a tower of elements"),
        (
            format!("<row><c><v>{}</v></c></row>", "<b ".repeat(1_000_000)),
            "an endless tag",
        ),
    ] {
        assert_eq!(
            read_made(&row(&rows), ""),
            Err(ReadError::DamagedWorkbook),
            "{why}"
        );
    }
    let far = "<row><c r=\"ZZZ1\"><v>1</v></c></row>";
    assert_eq!(
        read_made(&row(far), ""),
        Err(ReadError::TooManyColumns { line: 1, max: 200 })
    );
    let long = format!("<row><c><v>{}</v></c></row>", "1".repeat(40_000));
    let too_long = Err(ReadError::FieldTooLong {
        line: 1,
        max_kibibytes: 32,
    });
    assert_eq!(read_made(&row(&long), ""), too_long);
    let strings = format!("<sst>{}</sst>", "<si/>".repeat(2_000_001));
    let too_large = Err(ReadError::TooLarge { max_mebibytes: 32 });
    assert_eq!(read_made(&row(""), &strings), too_large);
    assert_eq!(
        read(
            &archive(&[("word/document.xml", b"<a/>")]),
            &Limits::default()
        ),
        Err(ReadError::NotATable)
    );
}

#[test]
fn a_cell_far_out_costs_nothing() {
    let rows = "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\"><v>2</v></c>\
                <c r=\"XFD1\"/></row><row r=\"1048576\"><c r=\"A1048576\"><v>3</v></c></row>";
    let sheet = read(&made(&sheet_of(rows), b"", b""), &Limits::default()).unwrap();
    assert_eq!(
        sheet.rows().map(|row| row.line()).collect::<Vec<_>>(),
        [1_048_576]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_damage_to_a_workbook_makes_it_panic(
        edits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)
    ) {
        let mut bytes = typed();
        for (at, byte) in edits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(sheet) = read(&bytes, &Limits::default()) {
            outcome(&sheet, &guess(&sheet), &zone("UTC"));
        }
    }

    #[test]
    fn no_xml_makes_it_panic(
        cells in proptest::collection::vec(
            prop::sample::select(vec![
                "<row>", "<row r=\"3\">", "</row>", "<c>", "<c r=\"B2\" t=\"s\">", "<c s=\"1\">",
                "</c>", "<v>", "</v>", "0", "1e400", "-1", "45366.5", "<is>", "<t>", "</t>",
                "</is>", "&#0;", "&lt;", "<!--", "-->", "<![CDATA[", "]]>", "<?x", "?>", "é",
            ]),
            0..60,
        ),
        style in prop::sample::select(vec!["", "14", "46", "164", "x"]),
    ) {
        let styles = format!(
            "<s><numFmt numFmtId=\"164\" formatCode=\"[h]:mm\"/><cellXfs><xf/>\
             <xf numFmtId=\"{style}\"/></cellXfs></s>"
        );
        let shared = b"<sst><si><t>one</t></si></sst>";
        let made = made(&sheet_of(&cells.concat()), shared, styles.as_bytes());
        if let Ok(sheet) = read(&made, &Limits::default()) {
            outcome(&sheet, &guess(&sheet), &zone("UTC"));
        }
    }
}
