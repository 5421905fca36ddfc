//! QuickBooks Desktop's time activities (IIF): tabs between cells, one line for each person, day,
//! job, cost code and payroll item.

use std::collections::BTreeMap;

use super::earnings::Earning;
use super::placed::placed;
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
    // Minutes are cut from the running total of each item of a workweek, so that they add up to it.
    let mut running: BTreeMap<(usize, Earning), (i64, i64)> = BTreeMap::new();
    for placed in placed(payee) {
        let (seconds, minutes) = running.entry((placed.week, placed.earning)).or_default();
        *seconds += placed.seconds;
        let now = (*seconds + 30) / 60;
        split(
            &mut activities,
            placed.worked,
            placed.earning,
            now - *minutes,
        );
        *minutes = now;
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
