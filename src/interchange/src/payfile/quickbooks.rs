//! QuickBooks Desktop's time activities (IIF): tabs between cells, one line for each person, day,
//! job, cost code and payroll item.
//!
//! A law says how many hours of a workweek are overtime, QuickBooks wants to know of each activity
//! whether it is: the last hours of the workweek are given to the higher items, so that the totals
//! of each workweek are the law's.

use super::earnings::Earning;
use super::{Mapping, PayFile, Payee, Worked};

/// The most minutes that one activity may have: 23:59.
const MINUTES_MAX: i64 = 23 * 60 + 59;

/// The file.
pub(super) fn write(run: &PayFile, mapping: &Mapping) -> Vec<u8> {
    let mut out = String::new();
    line(
        &mut out,
        &[
            "!TIMERHDR",
            "VER",
            "REL",
            "COMPANYNAME",
            "IMPORTEDBEFORE",
            "FROMTIMER",
            "COMPANYCREATETIME",
        ],
    );
    let company = plain(&run.company);
    let created = plain(&mapping.company_created);
    line(
        &mut out,
        &["TIMERHDR", "8", "0", &company, "N", "Y", &created],
    );
    line(
        &mut out,
        &[
            "!TIMEACT",
            "DATE",
            "JOB",
            "EMP",
            "ITEM",
            "PITEM",
            "DURATION",
            "PROJ",
            "NOTE",
            "BILLINGSTATUS",
        ],
    );
    for payee in &run.payees {
        let name = mapping.ids.get(&payee.employee);
        let name = plain(name.map_or("", String::as_str));
        for activity in activities(payee) {
            let date = activity.worked.date;
            let item = mapping.codes.get(&activity.earning);
            let cells = [
                "TIMEACT",
                &format!(
                    "{:02}/{:02}/{:02}",
                    date.month(),
                    date.day(),
                    date.year().rem_euclid(100)
                ),
                &job(activity.worked),
                &name,
                &plain(&activity.worked.cost_code),
                &plain(item.map_or("", String::as_str)),
                &format!("{}:{:02}", activity.minutes / 60, activity.minutes % 60),
                "",
                &plain(&activity.worked.note),
                "",
            ];
            line(&mut out, &cells);
        }
    }
    out.into_bytes()
}

/// Time of one entry under one payroll item.
struct Activity<'a> {
    worked: &'a Worked,
    earning: Earning,
    minutes: i64,
}

fn activities(payee: &Payee) -> Vec<Activity<'_>> {
    let mut activities = Vec::new();
    for week in &payee.weeks {
        let mut left = [
            (Earning::Regular, week.hours.regular_seconds),
            (Earning::Overtime, week.hours.overtime_seconds),
            (Earning::DoubleTime, week.hours.double_seconds),
        ];
        // Minutes are cut from the running total of each item, so that they add up to it.
        let mut written = [(0_i64, 0_i64); 3];
        let of_week = |worked: &&Worked| week.first <= worked.date && worked.date <= week.last;
        for worked in payee.worked.iter().filter(of_week) {
            let mut seconds = worked.seconds;
            for ((earning, left), (total, minutes)) in left.iter_mut().zip(&mut written) {
                let part = seconds.min(*left);
                if part <= 0 {
                    continue;
                }
                *left -= part;
                seconds -= part;
                *total += part;
                let now = (*total + 30) / 60;
                split(&mut activities, worked, *earning, now - *minutes);
                *minutes = now;
            }
        }
    }
    activities
}

fn split<'a>(
    activities: &mut Vec<Activity<'a>>,
    worked: &'a Worked,
    earning: Earning,
    minutes: i64,
) {
    let mut rest = minutes;
    while rest > 0 {
        let minutes = rest.min(MINUTES_MAX);
        rest -= minutes;
        activities.push(Activity {
            worked,
            earning,
            minutes,
        });
    }
}

/// `Customer:Job`.
fn job(worked: &Worked) -> String {
    let (customer, job) = (name(&worked.customer), name(&worked.job));
    match (customer.is_empty(), job.is_empty()) {
        (false, false) => format!("{customer}:{job}"),
        (true, false) => job,
        (_, true) => customer,
    }
}

/// A name in a list, where a colon would begin a name below it.
fn name(text: &str) -> String {
    plain(text).replace(':', "-")
}

/// Text without what ends a cell or a line.
fn plain(text: &str) -> String {
    let words: Vec<&str> = text
        .split(|char: char| char.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ").replace('"', "'")
}

fn line(out: &mut String, cells: &[&str]) {
    out.push_str(&cells.join("\t"));
    out.push_str("\r\n");
}
