//! A sheet to test the forms with.

use domain::time::Zone;
use domain::{EmployeeId, TimeEntryId};
use jiff::civil::{Weekday, date};

use super::{Column, Language, Line, PaperSize, Sheet};

pub(crate) fn line() -> Line {
    Line {
        employee: EmployeeId::from_bytes([2; 16]),
        employee_name: "Núria Peña".to_owned(),
        employee_number: "17".to_owned(),
        work_date: date(2026, 3, 9),
        start: Some("2026-03-09T11:02:00Z".parse().unwrap()),
        end: Some("2026-03-09T19:32:00Z".parse().unwrap()),
        unpaid_break_seconds: 1800,
        paid_break_seconds: 900,
        worked_seconds: 8 * 3600,
        job_code: "J-1".to_owned(),
        job: "Kitchen".to_owned(),
        customer: "Ada".to_owned(),
        cost_code_number: "310".to_owned(),
        cost_code: "Framing".to_owned(),
        note: String::new(),
        exceptions: Vec::new(),
        id: TimeEntryId::from_bytes([1; 16]),
    }
}

pub(crate) fn sheet(lines: Vec<Line>) -> Sheet {
    Sheet {
        company: "Reyes Framing".to_owned(),
        zone: Zone::named("America/New_York").unwrap(),
        workweek_starts: Weekday::Monday,
        from: date(2026, 3, 9),
        to: date(2026, 3, 15),
        generated_at: "2026-03-16T12:00:00Z".parse().unwrap(),
        columns: Column::ALL.to_vec(),
        language: Language::English,
        byte_order_mark: false,
        paper: PaperSize::Letter,
        lines,
    }
}
