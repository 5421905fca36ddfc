//! From bytes to cells: encodings, delimiters, lines and limits, and bytes that mean harm.

use super::{outcome, sheet, zone};
use interchange::import::mapping::guess;
use interchange::import::table::{Source, read, read_sheet};
use interchange::import::{Limits, ReadError};
use proptest::prelude::*;

const SPANISH: &str = "Empleado;Fecha;Horas;Nota\r\n\
    Núria Peña;15/03/2024;7,5;\"año «nuevo»\r\nsegunda línea\"\r\n\
    Iñaki Núñez;16/03/2024;8;señal — 5 €\r\n";

/// Lines and cells, for looking at.
fn cells(bytes: &[u8]) -> Vec<(u32, Vec<String>)> {
    let sheet = sheet(bytes);
    let row = |row: interchange::import::table::Row<'_>| {
        (row.line(), row.cells().map(str::to_owned).collect())
    };
    sheet.rows().map(row).collect()
}

#[test]
fn the_same_table_is_read_from_every_encoding() {
    let utf_16 = |unit: fn(u16) -> [u8; 2], mark: &str| {
        let text = format!("{mark}{SPANISH}");
        text.encode_utf16().flat_map(unit).collect::<Vec<u8>>()
    };
    let (windows_1252, _, _) = encoding_rs::WINDOWS_1252.encode(SPANISH);
    let expect = cells(SPANISH.as_bytes());
    assert_eq!(expect.len(), 2);
    assert_eq!(expect[1].0, 4);
    for (bytes, name) in [
        (SPANISH.as_bytes().to_vec(), "UTF-8"),
        (format!("\u{feff}{SPANISH}").into_bytes(), "UTF-8"),
        (utf_16(u16::to_le_bytes, "\u{feff}"), "UTF-16LE"),
        (utf_16(u16::to_be_bytes, "\u{feff}"), "UTF-16BE"),
        (utf_16(u16::to_le_bytes, ""), "UTF-16LE"),
        (utf_16(u16::to_be_bytes, ""), "UTF-16BE"),
        (windows_1252.into_owned(), "windows-1252"),
    ] {
        let encoding = name;
        assert_eq!(
            sheet(&bytes).source(),
            &Source::Text {
                encoding,
                delimiter: ';'
            }
        );
        assert_eq!(
            sheet(&bytes).headers(),
            ["Empleado", "Fecha", "Horas", "Nota"]
        );
        assert_eq!(cells(&bytes), expect, "{name}");
    }
}

#[test]
fn an_accent_after_a_megabyte_of_plain_text_still_decides_the_encoding() {
    let plain = "Ana;15/03/2024;8;\n".repeat(80_000);
    let text = format!("Empleado;Fecha;Horas;Nota\n{plain}Núria Peña;16/03/2024;8;año señal\n");
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(&text);
    let read = cells(&bytes);
    assert_eq!(read.last().unwrap().1[0], "Núria Peña");
    assert_eq!(read.last().unwrap().0, 80_002);
}

#[test]
fn the_delimiter_is_what_the_headers_are_cut_by() {
    for (text, delimiter) in [
        ("a,b,c\n1;2;3,4;5;6,7\n", ','),
        ("a;b;c\n1,0;2,0;3,0\n1,0;2,0;3,0\n", ';'),
        ("a\tb\n\"1,2,3\"\t2\n", '\t'),
        ("a|b\n1|2\n", '|'),
        ("alone\n1\n", ','),
        ("sep=;\na;b,c\n1;2\n", ';'),
        ("Hours, March 2024\na;b;c\n1;2;3\n1;2;3\n", ';'),
    ] {
        let sheet = sheet(text);
        let Source::Text {
            delimiter: found, ..
        } = sheet.source()
        else {
            panic!("{text}");
        };
        assert_eq!(*found, delimiter, "{text}");
        assert!(sheet.row_count() > 0, "{text}");
    }
}

#[test]
fn a_row_knows_the_line_it_begins_on_whatever_ends_lines() {
    let text = "\n\na,b\n\n1,\"x\ny\n\nz\"\n   ,\n2,q\n\n\n3,last";
    for ending in ["\n", "\r\n", "\r"] {
        let lines: Vec<u32> = cells(text.replace('\n', ending).as_bytes())
            .into_iter()
            .map(|(line, _)| line)
            .collect();
        assert_eq!(lines, [5, 10, 13], "{ending:?}");
    }
}

#[test]
fn rows_may_be_short_long_and_badly_quoted() {
    let read = cells(b"a,b,c\n1\n1,2,3,4,5\n\"x\"y,2,3\n5\" pipe,2,\"3\n");
    let rows: Vec<Vec<&str>> = read
        .iter()
        .map(|(_, row)| row.iter().map(String::as_str).collect())
        .collect();
    assert_eq!(
        rows,
        [
            vec!["1"],
            vec!["1", "2", "3", "4", "5"],
            vec!["xy", "2", "3"],
            vec!["5\" pipe", "2", "3\n"],
        ]
    );
}

#[test]
fn what_is_over_a_limit_is_said_in_words() {
    let limits = Limits {
        bytes_max: 2 * 1024 * 1024,
        rows_max: 10,
        columns_max: 5,
        field_bytes_max: 1024,
    };
    let check = |bytes: &[u8], expect: &str| {
        let error = read(bytes, &limits).unwrap_err();
        assert!(error.to_string().contains(expect), "{error}");
        assert!(error.code().starts_with("file_"));
        for (_, value) in error.params() {
            assert!(error.to_string().contains(&value), "{error} {value}");
        }
    };
    check(b"", "empty");
    check(b"\xef\xbb\xbf\r\n \r\n,,\r\n", "empty");
    check(&vec![b'a'; 2 * 1024 * 1024 + 1], "larger than 2 MiB");
    check("a,b\n".repeat(12).as_bytes(), "more than 10 rows");
    assert_eq!(
        read("a,b\n".repeat(11).as_bytes(), &limits)
            .unwrap()
            .row_count(),
        10
    );
    check(b"a,b\n1,2,3,4,5,6\n", "line 2 has more than 5 columns");
    assert_eq!(
        read(b"a,b\n1,2,3,4,5,,,,\n", &limits).unwrap().row_count(),
        1
    );
    check(
        &[b"a,b\n1,\"".to_vec(), vec![b'x'; 4096]].concat(),
        "quotation mark",
    );
    check(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "old format or has a password",
    );
    check(
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10\x08\x06",
        "neither text nor",
    );
    check(b"PK\x03\x04 and nothing more", "damaged");
    let no_sheet = read_sheet(b"a,b\n1,2\n", "March", &limits).unwrap_err();
    assert_eq!(
        no_sheet,
        ReadError::NoSuchSheet {
            name: "March".into()
        }
    );
}

/// Reads everything that can be read; it may fail and must not panic.
fn devour(bytes: &[u8]) {
    let limits = Limits {
        field_bytes_max: 512,
        ..Limits::default()
    };
    let Ok(sheet) = read(bytes, &limits) else {
        return;
    };
    let mapping = guess(&sheet);
    let mut last = 0;
    for row in sheet.rows() {
        assert!(row.line() > last, "lines grow");
        last = row.line();
    }
    assert_eq!(
        outcome(&sheet, &mapping, &zone("America/New_York")).len(),
        sheet.row_count()
    );
}

fn toggl() -> String {
    "User,Email,Client,Project,Task,Description,Start date,Start time,End date,End time,Duration\r\n\
     Ana,ana@example.com,Acme,Kitchen,Framing,\"a \"\"b\"\"\r\nc\",03/15/2024,09:00 AM,\
     03/15/2024,05:30 PM,08:30:00\r\n\
     Ana,ana@example.com,Acme,Kitchen,Framing,ñ 🔨,03/10/2024,02:30:00,,06:00:00,\"7,5\"\r\n"
        .repeat(3)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        devour(&bytes);
        devour(&[b"PK\x03\x04".as_slice(), &bytes].concat());
    }

    #[test]
    fn no_text_makes_it_panic(text in "[0-9a-zA-ZáñT:;,.|/\\-+ \t\r\n\"'=éZ٣€🔨]{0,400}") {
        devour(text.as_bytes());
        devour(format!("User,Date,Start,End,Duration,Break,Time zone\n{text}").as_bytes());
    }

    #[test]
    fn no_damage_to_a_good_file_makes_it_panic(
        edits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 0..30)
    ) {
        let mut bytes = toggl().into_bytes();
        for (at, byte, what) in edits {
            let at = at.index(bytes.len());
            match what {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => drop(bytes.remove(at)),
            }
        }
        devour(&bytes);
    }

    #[test]
    fn cells_come_back_as_written_on_the_line_they_were_written(
        rows in proptest::collection::vec(
            proptest::collection::vec("[a-zñ,;\"\n\r 🔨]{0,8}", 3),
            1..20,
        )
    ) {
        // Cells full of other delimiters could outvote the comma, so the file says it.
        let mut text = "sep=,\none,two,three".to_owned();
        let mut expect = Vec::new();
        for row in &rows {
            text.push('\n');
            let line = 1 + line_ends(&text);
            let quoted: Vec<String> =
                row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
            text.push_str(&quoted.join(","));
            if row.iter().any(|cell| !cell.trim().is_empty()) {
                expect.push((line, row.clone()));
            }
        }
        let read = cells(text.as_bytes());
        prop_assert_eq!(read, expect);
    }
}

fn line_ends(text: &str) -> u32 {
    text.replace("\r\n", "\n").matches(['\n', '\r']).count() as u32
}
