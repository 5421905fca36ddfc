//! Gusto's hours and earnings. An empty cell leaves what Gusto has; a 0 would overwrite it.

use super::earnings::{self, Earning, decimal};
use super::{Mapping, PayFile};
use crate::export::delimited::csv_row;
use crate::export::formula;

const HEADER: [&str; 15] = [
    "last_name",
    "first_name",
    "title",
    "gusto_employee_id",
    "regular_hours",
    "overtime_hours",
    "double_overtime_hours",
    "missed_break_hours",
    "bonus",
    "commission",
    "paycheck_tips",
    "cash_tips",
    "correction_payment",
    "reimbursement",
    "personal_note",
];

/// The file.
pub(super) fn write(run: &PayFile, mapping: &Mapping) -> Vec<u8> {
    let digits = run.currency.minor_digits();
    let mut out = Vec::new();
    csv_row(&mut out, HEADER.map(str::to_owned));
    for payee in &run.payees {
        let sums = earnings::of(payee);
        if sums.is_empty() {
            continue;
        }
        let hours = |kinds: &[Earning]| {
            let hours = kinds.iter().filter_map(|kind| sums.get(kind));
            let sum = hours.map(|sum| sum.hours).sum();
            earnings::Sum {
                hours: sum,
                minor: 0,
            }
            .hours_text()
            .unwrap_or_default()
        };
        let money = |kind: Earning| {
            sums.get(&kind)
                .filter(|sum| sum.minor != 0)
                .map_or_else(String::new, |sum| decimal(sum.minor, digits))
        };
        let id = mapping.ids.get(&payee.employee);
        csv_row(
            &mut out,
            [
                text(&payee.last_name),
                text(&payee.first_name),
                text(&payee.title),
                id.cloned().unwrap_or_default(),
                hours(&[Earning::Regular]),
                hours(&[Earning::Overtime]),
                hours(&[Earning::DoubleTime]),
                hours(&[Earning::MealPremium, Earning::RestPremium]),
                money(Earning::Bonus),
                String::new(),
                String::new(),
                String::new(),
                money(Earning::Correction),
                money(Earning::Reimbursement),
                String::new(),
            ],
        );
    }
    out
}

/// What people wrote, which no spreadsheet on the way may run.
fn text(text: &str) -> String {
    formula::neutralised(text).into_owned()
}
