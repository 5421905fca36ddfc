//! The certified payroll against figures worked out by hand.

use domain::payroll::Exact;
use jiff::civil::date;

use super::*;
use crate::export::PaperSize;

fn exact(text: &str) -> Exact {
    text.parse().unwrap()
}

fn payroll() -> Certified {
    let first = date(2026, 3, 2);
    let mut days = [first; DAYS];
    for place in 1..DAYS {
        days[place] = days[place - 1].tomorrow().unwrap();
    }
    Certified {
        contractor: Contractor {
            name: "Reyes Framing".to_owned(),
            address: "12 Mill Road, Albany NY 12207".to_owned(),
            is_subcontractor: true,
        },
        project: Project {
            name: "Harbour school".to_owned(),
            location: "Albany NY".to_owned(),
            contract_number: "HS-26-104".to_owned(),
            wage_determination: "NY20260012".to_owned(),
        },
        number: 7,
        is_final: true,
        week_ending: date(2026, 3, 8),
        days,
        fringe: Fringe::Both,
        workers: vec![Worker {
            last_name: "Peña".to_owned(),
            first_name: "Núria".to_owned(),
            middle_initial: "M".to_owned(),
            identifier: "6789".to_owned(),
            standing: Some(Standing::Journeyworker),
            classification: "Carpenter".to_owned(),
            week: CertifiedWeek {
                straight_seconds: [8, 8, 8, 8, 8, 0, 0].map(|hours| hours * 3600),
                overtime_seconds: [4, 0, 0, 0, 0, 0, 0].map(|hours| hours * 3600),
                rate: exact("30"),
                fringe_credit: exact("6"),
                in_lieu: exact("2.50"),
                all_work_minor: Some(160_000),
                deductions: None,
            },
        }],
        signatory: Signatory {
            name: "Ada Reyes".to_owned(),
            title: "Owner".to_owned(),
        },
        finalised_at: "2026-03-10T12:00:00Z".parse().unwrap(),
    }
}

#[test]
fn a_line_has_every_column_and_leaves_open_what_is_not_known() {
    let text = String::from_utf8(csv(&payroll()).unwrap()).unwrap();
    let mut lines = text.lines();
    let header: Vec<_> = lines.next().unwrap().split(',').collect();
    let cells: Vec<_> = lines.next().unwrap().split(',').collect();
    assert_eq!(header.len(), cells.len());
    let of = |name: &str| {
        let place = header.iter().position(|header| *header == name);
        cells[place.unwrap_or_else(|| panic!("no column {name}"))]
    };
    for (column, expect) in [
        ("Payroll no.", "7 FINAL"),
        ("1A Worker entry no.", "1"),
        ("1B Last name", "Peña"),
        ("1E Worker identifying no.", "6789"),
        ("2 J or RA", "J"),
        ("4 ST 03/02", "8.00"),
        ("4 OT 03/02", "4.00"),
        ("4 OT 03/03", ""),
        ("5 ST hours", "40.00"),
        ("5 OT hours", "4.00"),
        ("6A OT rate", "45.00"),
        ("6B Fringe benefit credit", "264.00"),
        ("6C Payment in lieu of fringe", "110.00"),
        ("7A Gross this project", "1490.00"),
        ("7B Gross all work", "1600.00"),
        ("8D Total deductions", ""),
        ("9 Net pay", ""),
    ] {
        assert_eq!(of(column), expect, "{column}");
    }
}

#[test]
fn the_pages_are_the_same_each_time_and_are_a_pdf() {
    let first = pdf(&payroll(), PaperSize::Letter).unwrap();
    assert!(first.starts_with(b"%PDF-"));
    assert_eq!(first, pdf(&payroll(), PaperSize::Letter).unwrap());
}
