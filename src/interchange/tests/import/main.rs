//! Importing: files as firms bring them, and files as nobody should.

mod bytes;
mod mapping;
mod presets;
mod roundtrip;
#[path = "../support/mod.rs"]
mod support;
mod times;
mod words;
mod workbook;

use domain::time::Zone;
use domain::timesheet::{HistoricalEntry, HistoricalTime};
use interchange::import::{Limits, Mapping, Rejection, Sheet, mapping::guess, rows, table};

fn sheet(bytes: impl AsRef<[u8]>) -> Sheet {
    table::read(bytes.as_ref(), &Limits::default()).expect("a table")
}

fn zone(name: &str) -> Zone {
    Zone::named(name).expect("a zone")
}

/// One line for each row, as the file has them.
fn outcome(sheet: &Sheet, mapping: &Mapping, zone: &Zone) -> Vec<String> {
    rows(sheet, mapping, zone).map(|row| told(&row)).collect()
}

/// `LINE who <email> | customer / [job code] job / cost code | time | note`, or `LINE: reason`.
fn told(row: &Result<HistoricalEntry, Rejection>) -> String {
    let entry = match row {
        Ok(entry) => entry,
        Err(rejected) => return format!("{}: {}", rejected.line, rejected.reason),
    };
    let time = match entry.time {
        HistoricalTime::Span {
            start,
            end,
            break_seconds: 0,
        } => format!("{start} {end}"),
        HistoricalTime::Span {
            start,
            end,
            break_seconds,
        } => {
            format!("{start} {end} less {break_seconds}")
        }
        HistoricalTime::Hours { date, seconds } => format!("{date} {seconds}"),
    };
    format!(
        "{} {} <{}> | {} / [{}] {} / {} | {time} | {}",
        entry.line,
        entry.employee,
        entry.email,
        entry.customer,
        entry.job_code,
        entry.job,
        entry.cost_code,
        entry.note,
    )
}

/// What is read from a file in New York by the mapping that it suggests.
#[track_caller]
fn check(bytes: impl AsRef<[u8]>, expect: &[&str]) {
    check_in("America/New_York", bytes, expect);
}

#[track_caller]
fn check_in(name: &str, bytes: impl AsRef<[u8]>, expect: &[&str]) {
    let sheet = sheet(bytes);
    let mapping = guess(&sheet);
    assert_eq!(mapping.check(), Ok(()), "{mapping:?}");
    assert_eq!(outcome(&sheet, &mapping, &zone(name)), expect);
}
