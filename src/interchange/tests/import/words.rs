//! The page docs/formats/import.md has every code with its words, as they are.

use interchange::import::{DateOrder, Field, ReadError, Reason};

const PAGE: &str = include_str!("../../../../docs/formats/import.md");

#[track_caller]
fn check(code: &str, words: &str) {
    let row = format!("| `{code}` | {words} |");
    assert!(PAGE.contains(&row), "the page lacks: {row}");
}

#[test]
fn the_page_words_every_rejection_of_a_row() {
    let not_a_date = |text: &str, order| Reason::NotADate {
        text: text.into(),
        order,
    };
    let reasons = [
        Reason::NoEmployee,
        Reason::NoDate,
        Reason::NoTime,
        Reason::StillRunning,
        Reason::Total,
        Reason::NotWork {
            kind: "Break".into(),
        },
        not_a_date("soon", None),
        not_a_date("13/15/2024", Some(DateOrder::MonthFirst)),
        not_a_date("13/15/2024", Some(DateOrder::DayFirst)),
        Reason::NotATime {
            text: "25:00".into(),
        },
        Reason::NotADuration { text: "abc".into() },
        Reason::EndBeforeStart,
        Reason::BreakTooLong,
        Reason::TooLong,
        Reason::TooManyHours,
        Reason::TextTooLong { field: Field::Job },
        Reason::UnknownZone {
            text: "Mars/Olympus".into(),
        },
    ];
    for reason in &reasons {
        check(reason.code(), &reason.to_string());
        for (_, value) in reason.params() {
            assert!(reason.to_string().contains(&value), "{reason}: {value}");
        }
    }
    assert_eq!(PAGE.matches("\n| `").count(), reasons.len() + 9);
}

#[test]
fn the_page_words_every_refusal_of_a_file() {
    for error in [
        ReadError::Empty,
        ReadError::TooLarge { max_mebibytes: 32 },
        ReadError::TooManyRows { max: 200_000 },
        ReadError::TooManyColumns { line: 2, max: 200 },
        ReadError::FieldTooLong {
            line: 2,
            max_kibibytes: 32,
        },
        ReadError::NotATable,
        ReadError::LockedWorkbook,
        ReadError::DamagedWorkbook,
        ReadError::NoSuchSheet {
            name: "March".into(),
        },
    ] {
        check(error.code(), &error.to_string());
    }
}
