//! The lines of timesheets: one for each entry that counts, by employee and start, with the rows
//! behind its names.

use std::collections::{BTreeMap, BTreeSet};

use domain::time::{Zone, day_span, work_date};
use domain::timesheet::{BreakSeconds, Exception, break_seconds, worked_seconds};
use domain::{CostCodeId, EmployeeId, JobId, TimeEntryId};
use jiff::Timestamp;
use jiff::civil::Date;

use super::time::{entries_of, exceptions_of};
use crate::rows::{self, CostCodeRow, EmployeeRow, EntryRow, JobRow};
use crate::view::{Snapshot, ViewError};

/// Which lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetAsked {
    /// The first work date.
    pub from: Date,
    /// The last work date.
    pub to: Date,
    /// Of these employees.
    pub employees: BTreeSet<EmployeeId>,
    /// On these jobs; `None` for any and for none.
    pub jobs: Option<BTreeSet<JobId>>,
    /// After this many lines no more are read.
    pub lines_max: usize,
}

/// A line, lent to whoever writes it down.
#[derive(Debug)]
pub struct SheetLine<'a> {
    /// The entry's id.
    pub id: TimeEntryId,
    /// The entry.
    pub entry: &'a EntryRow,
    /// The employee's record.
    pub person: &'a EmployeeRow,
    /// The job.
    pub job: Option<&'a JobRow>,
    /// The cost code.
    pub cost_code: Option<&'a CostCodeRow>,
    /// The local day on which it began, in the company's zone: the day it counts on as a whole.
    pub work_date: Date,
    /// Worked seconds, up to now.
    pub worked_seconds: i64,
    /// Its breaks, up to now.
    pub breaks: BreakSeconds,
    /// Exceptions that nobody settled.
    pub exceptions: Vec<Exception>,
}

/// Hands over the lines in order of the employee's name and of the entry's start, and gives their
/// number. An entry belongs to the day on which it began; voided ones have no line. More than
/// `lines_max` means that there are more than that.
///
/// # Errors
/// When rows cannot be read.
pub fn sheet<E: From<ViewError>>(
    view: &impl Snapshot,
    asked: &SheetAsked,
    now: Timestamp,
    mut line: impl FnMut(SheetLine<'_>) -> Result<(), E>,
) -> Result<usize, E> {
    let zone = super::company(view)?
        .and_then(|row| Zone::named(&row.zone).ok())
        .unwrap_or_else(Zone::utc);
    let (Some(first), Some(last)) = (day_span(asked.from, &zone), day_span(asked.to, &zone)) else {
        return Ok(0);
    };
    let mut names = Names::default();
    let mut count = 0_usize;
    for (employee, person, _) in super::people(view)? {
        if !asked.employees.contains(&employee) {
            continue;
        }
        let entries = entries_of(view, employee, first.start(), last.end())?;
        let mut open = BTreeMap::<TimeEntryId, Vec<Exception>>::new();
        for found in exceptions_of(&entries, now) {
            if !found.settled {
                open.entry(found.entry).or_default().push(found.kind);
            }
        }
        for (id, row) in &entries {
            let work_date = work_date(row.values.start, &zone);
            let on_job = asked.jobs.as_ref().is_none_or(|jobs| {
                let job = row.values.job;
                job.is_some_and(|job| jobs.contains(&job))
            });
            if row.voided || !on_job || work_date < asked.from || work_date > asked.to {
                continue;
            }
            count = count.saturating_add(1);
            if count > asked.lines_max {
                return Ok(count);
            }
            names.read(view, row)?;
            let entry = row.entry(*id);
            line(SheetLine {
                id: *id,
                entry: row,
                person: &person,
                job: names.job(row.values.job),
                cost_code: names.cost_code(row.values.cost_code),
                work_date,
                worked_seconds: worked_seconds(&entry, now),
                breaks: break_seconds(&entry, now),
                exceptions: open.remove(id).unwrap_or_default(),
            })?;
        }
    }
    Ok(count)
}

/// The rows behind names, each read once.
#[derive(Default)]
struct Names {
    jobs: BTreeMap<JobId, Option<JobRow>>,
    cost_codes: BTreeMap<CostCodeId, Option<CostCodeRow>>,
}

impl Names {
    fn read(&mut self, view: &impl Snapshot, row: &EntryRow) -> Result<(), ViewError> {
        if let Some(job) = row.values.job
            && !self.jobs.contains_key(&job)
        {
            self.jobs.insert(job, rows::get(view, &job.to_bytes())?);
        }
        if let Some(code) = row.values.cost_code
            && !self.cost_codes.contains_key(&code)
        {
            self.cost_codes
                .insert(code, rows::get(view, &code.to_bytes())?);
        }
        Ok(())
    }

    fn job(&self, id: Option<JobId>) -> Option<&JobRow> {
        self.jobs.get(&id?)?.as_ref()
    }

    fn cost_code(&self, id: Option<CostCodeId>) -> Option<&CostCodeRow> {
        self.cost_codes.get(&id?)?.as_ref()
    }
}
