//! ADP's two imports: RUN's generic one, a line for each kind of earnings, and Workforce Now's, a
//! line for each person with room for two more kinds of hours. Neither writes a 0 for none.

use super::check::{WORKFORCE_NOW_SLOTS, carries};
use super::earnings::{self, Earning, decimal};
use super::{Form, Frequency, Mapping, PayFile};
use crate::export::delimited::csv_row;

const RUN_FIRST_LINE: &str = "##GENERIC## V1.0";
const RUN_HEADER: [&str; 11] = [
    "Company Code",
    "Pay Frequency",
    "Pay Period Start Date",
    "Pay Period End Date",
    "Employee ID",
    "Earnings Code",
    "Pay Hours",
    "Dollars",
    "Separate Check",
    "Worked In Dept",
    "Rate Code",
];
const WORKFORCE_NOW_HEADER: [&str; 9] = [
    "Co Code",
    "Batch ID",
    "File #",
    "Reg Hours",
    "O/T Hours",
    "Hours 3 Code",
    "Hours 3 Amount",
    "Hours 4 Code",
    "Hours 4 Amount",
];

/// RUN's file.
pub(super) fn write_run(run: &PayFile, mapping: &Mapping) -> Vec<u8> {
    let digits = run.currency.minor_digits();
    let frequency = match run.frequency {
        Frequency::Weekly => "W",
        Frequency::Biweekly => "B",
        Frequency::Semimonthly => "S",
        Frequency::Monthly => "M",
    };
    let day = |date: jiff::civil::Date| {
        format!("{:02}/{:02}/{:04}", date.month(), date.day(), date.year())
    };
    let mut out = format!("{RUN_FIRST_LINE}\r\n").into_bytes();
    csv_row(&mut out, RUN_HEADER.map(str::to_owned));
    for payee in &run.payees {
        for (earning, sum) in earnings::of(payee) {
            let hours = sum.hours_text().filter(|_| earning.is_hours());
            // What is paid by the hour is left to ADP's own rate.
            let dollars = (hours.is_none() && sum.minor != 0).then(|| decimal(sum.minor, digits));
            if hours.is_none() && dollars.is_none() {
                continue;
            }
            csv_row(
                &mut out,
                [
                    mapping.company_code.clone(),
                    frequency.to_owned(),
                    day(run.period.first),
                    day(run.period.last),
                    mapping
                        .ids
                        .get(&payee.employee)
                        .cloned()
                        .unwrap_or_default(),
                    mapping.codes.get(&earning).cloned().unwrap_or_default(),
                    hours.unwrap_or_default(),
                    dollars.unwrap_or_default(),
                    String::new(),
                    String::new(),
                    String::new(),
                ],
            );
        }
    }
    out
}

/// Workforce Now's file.
pub(super) fn write_workforce_now(run: &PayFile, mapping: &Mapping) -> Vec<u8> {
    let mut out = Vec::new();
    csv_row(&mut out, WORKFORCE_NOW_HEADER.map(str::to_owned));
    for payee in &run.payees {
        let sums = earnings::of(payee);
        let hours = |kind: Earning| sums.get(&kind).and_then(|sum| sum.hours_text());
        let coded: Vec<_> = sums
            .keys()
            .filter(|kind| !matches!(kind, Earning::Regular | Earning::Overtime))
            .filter(|kind| carries(Form::AdpWorkforceNow, **kind))
            .filter_map(|kind| {
                let code = mapping.codes.get(kind).cloned().unwrap_or_default();
                Some([code, hours(*kind)?])
            })
            .collect();
        let mut slots = coded.chunks(WORKFORCE_NOW_SLOTS);
        let mut usual = [hours(Earning::Regular), hours(Earning::Overtime)];
        let mut next = slots.next();
        while next.is_some() || usual.iter().any(Option::is_some) {
            let [regular, overtime] = std::mem::take(&mut usual);
            let [third, fourth] = std::array::from_fn(|place| {
                let slot = next.and_then(|slots| slots.get(place));
                slot.cloned().unwrap_or_default()
            });
            let [third_code, third_hours] = third;
            let [fourth_code, fourth_hours] = fourth;
            csv_row(
                &mut out,
                [
                    mapping.company_code.clone(),
                    mapping.batch.clone(),
                    mapping
                        .ids
                        .get(&payee.employee)
                        .cloned()
                        .unwrap_or_default(),
                    regular.unwrap_or_default(),
                    overtime.unwrap_or_default(),
                    third_code,
                    third_hours,
                    fourth_code,
                    fourth_hours,
                ],
            );
            next = slots.next();
        }
    }
    out
}
