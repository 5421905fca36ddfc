//! Pages are written whatever people are called, and every page says whose it is.

use super::*;
use crate::export::samples::{line, sheet};
use crate::export::{Form, Language, Line, write};
use page::{PageLayout, Piece};
use proptest::prelude::*;

fn laid_out(sheet: &Sheet) -> Vec<PageLayout> {
    layout::pages(sheet, &section::sections(sheet), &Faces::new().unwrap())
}

fn words(page: &PageLayout) -> Vec<&str> {
    let mut words = Vec::new();
    for piece in &page.pieces {
        match piece {
            Piece::Text { text, .. } => words.push(text.as_str()),
            Piece::Rule { .. } => {}
        }
    }
    words
}

#[track_caller]
fn fits(sheet: &Sheet) {
    let (width, height) = sheet.paper.points();
    let faces = Faces::new().unwrap();
    for page in laid_out(sheet) {
        for piece in &page.pieces {
            if let Piece::Text {
                x,
                y,
                size,
                weight,
                text,
                ..
            } = piece
            {
                let right = x + faces.of(*weight).width(text, *size);
                assert!(right <= width && *y <= height - 40.0, "{piece:?}");
            }
        }
    }
}

#[test]
fn a_page_has_the_week_its_days_and_totals_and_lines_to_sign() {
    let mut second = line();
    second.start = Some("2026-03-09T20:00:00Z".parse().unwrap());
    second.end = Some("2026-03-10T05:00:00Z".parse().unwrap());
    second.worked_seconds = 9 * 3600;
    let sheet = sheet(vec![line(), second]);
    let pages = laid_out(&sheet);
    assert_eq!(pages.len(), 1);
    let bookmark = pages[0].bookmark.as_deref();
    assert_eq!(bookmark, Some("Núria Peña, March 9, 2026, 17:00"));
    let words = words(&pages[0]);
    for expected in [
        "Timesheet: Núria Peña",
        "Reyes Framing",
        "Week of March 9, 2026 – March 15, 2026 · No. 17",
        "Mon 3/9",
        "7:02 AM",
        "3:32 PM",
        "Tue 3/10 1:00",
        "17:00",
        "J-1 Kitchen · 310",
        "Total worked: 17:00 (17.00 hours)",
        "Unpaid breaks: 1:00",
        "A shift that passes midnight counts on the day it began.",
        "Employee's signature",
        "Manager's signature",
        "Made March 16, 2026, 8:00 AM (America/New_York)",
        "1 / 1",
    ] {
        let said = words.iter().any(|word| word.contains(expected));
        assert!(said, "{expected}: {words:?}");
    }
    assert_eq!(words.iter().filter(|word| **word == "Mon 3/9").count(), 1);
}

#[test]
fn a_long_week_goes_on_over_the_page_with_its_head_and_whose_it_is() {
    let sheet = sheet(vec![line(); 120]);
    let pages = laid_out(&sheet);
    assert!(pages.len() > 1, "{}", pages.len());
    for page in pages.get(1..).unwrap() {
        assert!(words(page).contains(&"Reyes Framing · Núria Peña"));
    }
    assert!(words(&pages[1]).contains(&"Worked"));
    assert!(words(&pages[1]).contains(&format!("2 / {}", pages.len()).as_str()));
    fits(&sheet);
    assert!(write(&sheet, Form::Pdf).unwrap().starts_with(b"%PDF-1.7"));
}

#[test]
fn a_period_without_hours_says_so() {
    let mut sheet = sheet(Vec::new());
    sheet.language = Language::Spanish;
    sheet.paper = PaperSize::A4;
    let pages = laid_out(&sheet);
    assert!(words(&pages[0]).contains(&"No hay horas en este período."));
    assert!(!write(&sheet, Form::Pdf).unwrap().is_empty());
}

#[test]
fn the_same_sheet_gives_the_same_file() {
    let sheet = sheet(vec![line()]);
    assert_eq!(
        write(&sheet, Form::Pdf).unwrap(),
        write(&sheet, Form::Pdf).unwrap()
    );
    assert_eq!(
        write(&sheet, Form::Xlsx).unwrap(),
        write(&sheet, Form::Xlsx).unwrap()
    );
}

fn any_line() -> impl Strategy<Value = Line> {
    let text = || "(\\PC|👷🏽|\u{301}|\n|\t|ñ){0,60}";
    (text(), text(), text(), 0_i64..100_000).prop_map(|(name, job, note, worked)| Line {
        employee_name: name,
        job,
        note: note.repeat(8),
        worked_seconds: worked,
        ..line()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn no_words_keep_a_page_from_being_written_or_leave_it(lines in prop::collection::vec(any_line(), 1..4)) {
        let mut sheet = sheet(lines);
        sheet.paper = PaperSize::A4;
        fits(&sheet);
        write(&sheet, Form::Pdf).unwrap();
        write(&sheet, Form::Xlsx).unwrap();
        write(&sheet, Form::Csv).unwrap();
    }
}
