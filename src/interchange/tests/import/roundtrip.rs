//! What is exported and imported again is the same hours.

use super::{sheet, zone};
use domain::time::Zone;
use domain::timesheet::HistoricalTime;
use domain::{EmployeeId, TimeEntryId};
use interchange::export::{Column, Form, Language, Line, PaperSize, Sheet, write};
use interchange::import::{Preset, mapping::guess, rows};
use jiff::Timestamp;
use jiff::civil::{Weekday, date};
use proptest::prelude::*;

fn exported(zone: &Zone, language: Language, lines: Vec<Line>) -> Sheet {
    Sheet {
        company: "Acme".into(),
        zone: zone.clone(),
        workweek_starts: Weekday::Monday,
        from: date(2024, 1, 1),
        to: date(2024, 12, 31),
        generated_at: Timestamp::UNIX_EPOCH,
        columns: Column::ALL.to_vec(),
        language,
        byte_order_mark: true,
        paper: PaperSize::Letter,
        lines,
    }
}

/// A line of hours in 2024, its text as wild as an entry's may be.
fn line(zone: Zone) -> impl Strategy<Value = Line> {
    let text = || "[a-zñ='+@\"-]( ?[a-zñ=,;\"🔨.-]){0,12}";
    let start = 1_704_070_800_i64..1_735_600_000;
    // Around the hours that New York's clocks skip and repeat.
    let changing = prop_oneof![
        start,
        1_710_048_000_i64..1_710_064_000,
        1_730_600_000_i64..1_730_630_000
    ];
    (
        changing,
        0..100_000_i64,
        0..3600_i64,
        any::<bool>(),
        [text(), text(), text(), text()],
    )
        .prop_map(
            move |(start, length, pause, timed, [name, job, customer, note])| {
                let at = |second| Timestamp::from_second(second).unwrap();
                let pause = if timed { pause.min(length) } else { 0 };
                let length = if timed { length } else { length.min(86_400) };
                Line {
                    employee: EmployeeId::from_bytes([1; 16]),
                    employee_name: name,
                    employee_number: "17".into(),
                    work_date: domain::time::work_date(at(start), &zone),
                    start: timed.then(|| at(start)),
                    end: timed.then(|| at(start + length)),
                    unpaid_break_seconds: pause,
                    paid_break_seconds: 0,
                    worked_seconds: length - pause,
                    job_code: "J-1".into(),
                    job,
                    customer,
                    cost_code_number: "310".into(),
                    cost_code: "Framing".into(),
                    note,
                    exceptions: Vec::new(),
                    id: TimeEntryId::from_bytes([2; 16]),
                }
            },
        )
}

fn check(lines: &[Line], form: Form, language: Language) {
    let company = zone("America/New_York");
    let bytes = write(&exported(&company, language, lines.to_vec()), form).unwrap();
    let sheet = sheet(bytes);
    let mapping = guess(&sheet);
    assert_eq!(mapping.preset, Preset::Timetrakr);
    // Another zone than it was exported from.
    let read: Vec<_> = rows(&sheet, &mapping, &zone("Asia/Tokyo")).collect();
    for (row, line) in read.iter().zip(lines) {
        let row = row.as_ref().unwrap_or_else(|why| panic!("{why}: {line:?}"));
        let time = match (line.start, line.end) {
            (Some(start), Some(end)) => HistoricalTime::Span {
                start,
                end,
                break_seconds: line.unpaid_break_seconds,
            },
            _ => HistoricalTime::Hours {
                date: line.work_date,
                seconds: line.worked_seconds,
            },
        };
        assert!(
            row.time == time || (form == Form::Xlsx && row.time == an_hour_earlier(time)),
            "{line:?} {:?}",
            row.time
        );
        assert_eq!(row.employee, line.employee_name);
        assert_eq!(row.job, line.job);
        assert_eq!(row.job_code, line.job_code);
        assert_eq!(row.customer, line.customer);
        assert_eq!(row.cost_code, line.cost_code);
        assert_eq!(row.note, line.note);
    }
    let entries = read.iter().filter(|row| row.is_ok()).count();
    assert_eq!(entries, lines.len(), "{:?}", read.last());
}

/// A workbook has local times: what lies wholly in the hour that autumn repeats may be taken for
/// the first of the two, never for more or less work.
fn an_hour_earlier(time: HistoricalTime) -> HistoricalTime {
    let hour = jiff::SignedDuration::from_hours(1);
    match time {
        HistoricalTime::Span {
            start,
            end,
            break_seconds,
        } => HistoricalTime::Span {
            start: start - hour,
            end: end - hour,
            break_seconds,
        },
        hours @ HistoricalTime::Hours { .. } => hours,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_is_exported_and_imported_again_is_the_same_hours(
        lines in proptest::collection::vec(line(zone("America/New_York")), 1..12),
    ) {
        for language in Language::ALL {
            for form in [Form::Csv, Form::Tsv, Form::Xlsx] {
                check(&lines, form, language);
            }
        }
    }
}
