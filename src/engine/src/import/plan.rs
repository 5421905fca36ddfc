//! What a file's rows become: entries, what they name that is not there yet, what was there
//! before, and what cannot be taken. Reads a snapshot, writes nothing.

use std::collections::{BTreeMap, BTreeSet};

use domain::text::NOTE_CHARS_MAX;
use domain::time::{Zone, elapsed_seconds, work_date};
use domain::timesheet::{ENTRY_SECONDS_MAX, HistoricalEntry, HistoricalTime};
use domain::{EmployeeId, JobId};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use oplog::v1::payload as p;

use super::place::place;
use super::resolve::{CostCodes, Ids, Jobs, People, RejectReason};
use super::standing;
use crate::query;
use crate::rows::{self, ImportKeyRow, RowHash};
use crate::timesheet::is_locked;
use crate::view::{Snapshot, ViewError};

/// How many rows a plan shows as they would be imported.
const SAMPLES_MAX: usize = 20;

/// How many of everything. `rows` is `entries`, `duplicates` and `rejected` together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Rows.
    pub rows: u64,
    /// Rows that become entries.
    pub entries: u64,
    /// Rows that are there already, or twice in the file.
    pub duplicates: u64,
    /// Rows that cannot be taken.
    pub rejected: u64,
    /// People who are not there yet.
    pub employees: u64,
    /// Jobs that are not there yet.
    pub jobs: u64,
    /// Cost codes that are not there yet.
    pub cost_codes: u64,
    /// Seconds worked in what becomes entries.
    pub seconds: i64,
}

/// A row that cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rejected {
    /// The line of the file it begins on.
    pub line: u32,
    /// Why.
    pub reason: RejectReason,
}

/// A row as it would be imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// The row as the file has it.
    pub row: HistoricalEntry,
    /// Its seconds worked.
    pub seconds: i64,
    /// Its local date.
    pub date: Date,
    /// Whether it is there already.
    pub duplicate: bool,
}

/// People, jobs and cost codes that the entries name and the company lacks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewNames {
    /// The people.
    pub employees: Vec<p::ImportedEmployee>,
    /// The jobs.
    pub jobs: Vec<p::ImportedJob>,
    /// The cost codes.
    pub cost_codes: Vec<p::ImportedCostCode>,
}

/// What rows become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// How many of everything.
    pub counts: Counts,
    /// What is not there yet.
    pub names: NewNames,
    /// The entries.
    pub entries: Vec<p::ImportedEntry>,
    /// Rows that cannot be taken, in the order they came.
    pub rejected: Vec<Rejected>,
    /// The first rows as they would be imported.
    pub samples: Vec<Sample>,
}

/// An entry on the way into a plan, with the places of what it names.
struct Planned {
    entry: p::ImportedEntry,
    person: usize,
    job: Option<usize>,
    cost_code: Option<usize>,
    /// Its place among the samples.
    sample: Option<usize>,
    worked_seconds: i64,
}

/// Makes a plan, row by row.
pub struct Planner<'a, S> {
    view: &'a S,
    now: Timestamp,
    zone: &'a Zone,
    ids: Ids,
    people: People,
    jobs: Jobs,
    cost_codes: CostCodes,
    /// Seconds of hours without times that stand on someone's day so far.
    days: BTreeMap<(EmployeeId, Date), i64>,
    /// How often the same hours without times came so far.
    repeats: BTreeMap<RowHash, u32>,
    seen: BTreeSet<RowHash>,
    planned: Vec<Planned>,
    counts: Counts,
    rejected: Vec<Rejected>,
    samples: Vec<Sample>,
}

impl<'a, S: Snapshot> Planner<'a, S> {
    /// A plan over this company at `now`; work dates are those of `zone`, and `entropy` is what
    /// the ids of everything new are made of.
    ///
    /// # Errors
    /// When rows of the view cannot be read.
    pub fn new(
        view: &'a S,
        now: Timestamp,
        zone: &'a Zone,
        entropy: [u8; 32],
    ) -> Result<Self, ViewError> {
        Ok(Self {
            view,
            now,
            zone,
            ids: Ids { entropy, made: 0 },
            people: People::read(view)?,
            jobs: Jobs::read(view)?,
            cost_codes: CostCodes::read(view)?,
            days: BTreeMap::new(),
            repeats: BTreeMap::new(),
            seen: BTreeSet::new(),
            planned: Vec::new(),
            counts: Counts::default(),
            rejected: Vec::new(),
            samples: Vec::new(),
        })
    }

    /// Takes the next row of the file.
    ///
    /// # Errors
    /// When rows of the view cannot be read.
    pub fn add(&mut self, row: HistoricalEntry) -> Result<(), ViewError> {
        self.counts.rows = self.counts.rows.saturating_add(1);
        let line = row.line;
        let planned = match self.resolve(&row) {
            Ok(planned) => planned,
            Err(reason) => {
                self.rejected.push(Rejected { line, reason });
                return Ok(());
            }
        };
        let duplicate = !self.seen.insert(planned.entry.content) || self.is_known(&planned)?;
        let entry = &planned.entry;
        if !duplicate && is_locked(self.view, entry.employee, entry.start, entry.end)? {
            let reason = RejectReason::PeriodLocked;
            self.rejected.push(Rejected { line, reason });
            return Ok(());
        }
        let sample = (self.samples.len() < SAMPLES_MAX).then_some(self.samples.len());
        if sample.is_some() {
            self.samples.push(Sample {
                row,
                seconds: planned.worked_seconds,
                date: work_date(planned.entry.start, self.zone),
                duplicate,
            });
        }
        if duplicate {
            self.counts.duplicates = self.counts.duplicates.saturating_add(1);
        } else {
            self.planned.push(Planned { sample, ..planned });
        }
        Ok(())
    }

    /// The plan.
    ///
    /// # Errors
    /// When rows of the view cannot be read.
    pub fn finish(mut self) -> Result<Plan, ViewError> {
        self.drop_what_is_there()?;
        let names = self.names();
        let many = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        let counts = Counts {
            entries: many(self.planned.len()),
            rejected: many(self.rejected.len()),
            employees: many(names.employees.len()),
            jobs: many(names.jobs.len()),
            cost_codes: many(names.cost_codes.len()),
            seconds: self
                .planned
                .iter()
                .fold(0, |sum, planned| sum.saturating_add(planned.worked_seconds)),
            ..self.counts
        };
        Ok(Plan {
            counts,
            names,
            entries: self
                .planned
                .into_iter()
                .map(|planned| planned.entry)
                .collect(),
            rejected: self.rejected,
            samples: self.samples,
        })
    }

    fn resolve(&mut self, row: &HistoricalEntry) -> Result<Planned, RejectReason> {
        self.check_time(row.time)?;
        let person = self.people.find(&row.employee, &row.email, &mut self.ids)?;
        let employee = id_at(&self.people.all, Some(person), |person| person.employee)
            .ok_or(RejectReason::NoEmployee)?;
        let job = self
            .jobs
            .find(&row.customer, &row.job, &row.job_code, &mut self.ids)?;
        let job_id = id_at(&self.jobs.all, job, |job| job.job);
        let cost_code = self
            .cost_codes
            .find(&row.cost_code, job_id, &mut self.ids)?;
        let cost_code_id = id_at(&self.cost_codes.all, cost_code, |code| code.cost_code);
        let (start, end, break_seconds, hours_only) = self.times(employee, row.time)?;
        let mut entry = p::ImportedEntry {
            employee,
            start,
            end,
            break_seconds,
            job: job_id,
            cost_code: cost_code_id,
            note: note(&row.note),
            hours_only,
            content: [0; 16],
        };
        entry.content = self.content(&entry, row.time);
        Ok(Planned {
            entry,
            person,
            job,
            cost_code,
            sample: None,
            worked_seconds: row.time.worked_seconds(),
        })
    }

    fn check_time(&self, time: HistoricalTime) -> Result<(), RejectReason> {
        match time {
            HistoricalTime::Span { start, end, .. } => {
                if end > self.now {
                    return Err(RejectReason::InFuture);
                }
                if elapsed_seconds(start, end) > ENTRY_SECONDS_MAX {
                    return Err(RejectReason::TooLong);
                }
            }
            HistoricalTime::Hours { date, .. } => {
                if date > work_date(self.now, self.zone) {
                    return Err(RejectReason::InFuture);
                }
            }
        }
        Ok(())
    }

    fn times(
        &mut self,
        employee: EmployeeId,
        time: HistoricalTime,
    ) -> Result<(Timestamp, Timestamp, u32, bool), RejectReason> {
        match time {
            HistoricalTime::Span {
                start,
                end,
                break_seconds,
            } => {
                let pause = break_seconds.clamp(0, elapsed_seconds(start, end).max(0));
                let pause = u32::try_from(pause).unwrap_or(0);
                Ok((start, end, pause, false))
            }
            HistoricalTime::Hours { date, seconds } => {
                let before = self.days.entry((employee, date)).or_default();
                let (start, end) = place(date, seconds, *before, self.zone)
                    .ok_or(RejectReason::LongerThanItsDay)?;
                *before = before.saturating_add(seconds);
                Ok((start, end, 0, true))
            }
        }
    }

    /// What tells a row apart from every other. Equal hours without times may be twice the work,
    /// and are told apart by their order; equal times are the same work twice.
    fn content(&mut self, entry: &p::ImportedEntry, time: HistoricalTime) -> RowHash {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&entry.employee.to_bytes());
        match time {
            HistoricalTime::Span { start, end, .. } => {
                hasher.update(&start.as_millisecond().to_be_bytes());
                hasher.update(&end.as_millisecond().to_be_bytes());
                hasher.update(&entry.break_seconds.to_be_bytes());
            }
            HistoricalTime::Hours { date, seconds } => {
                hasher.update(&date.year().to_be_bytes());
                hasher.update(&[date.month().unsigned_abs(), date.day().unsigned_abs()]);
                hasher.update(&seconds.to_be_bytes());
            }
        }
        let job = entry.job.map(JobId::to_bytes).unwrap_or_default();
        let code = entry.cost_code.map(|code| code.to_bytes());
        hasher.update(&job).update(&code.unwrap_or_default());
        hasher.update(entry.note.as_bytes());
        let content = rows::first_half(&hasher.finalize());
        if !entry.hours_only {
            return content;
        }
        let repeat = self.repeats.entry(content).or_default();
        hasher.update(&repeat.to_be_bytes());
        *repeat = repeat.saturating_add(1);
        rows::first_half(&hasher.finalize())
    }

    /// Whether an import that counts brought the same row before.
    fn is_known(&self, planned: &Planned) -> Result<bool, ViewError> {
        let new = |new: Option<bool>| new.unwrap_or(false);
        let person = self.people.all.get(planned.person);
        let job = planned.job.and_then(|place| self.jobs.all.get(place));
        if new(person.map(|person| person.new.is_some())) || new(job.map(|job| job.new)) {
            return Ok(false);
        }
        match rows::get::<ImportKeyRow>(self.view, &planned.entry.content)? {
            Some(key) => standing::counts(self.view, key.import),
            None => Ok(false),
        }
    }

    /// Drops what someone wrote here with the same times: each person's entries are read once.
    fn drop_what_is_there(&mut self) -> Result<(), ViewError> {
        let mut spans: BTreeMap<EmployeeId, (Timestamp, Timestamp)> = BTreeMap::new();
        for planned in &self.planned {
            let known = self.people.all.get(planned.person);
            if planned.entry.hours_only || known.is_none_or(|person| person.new.is_some()) {
                continue;
            }
            let entry = &planned.entry;
            let span = spans
                .entry(entry.employee)
                .or_insert((entry.start, entry.end));
            *span = (span.0.min(entry.start), span.1.max(entry.end));
        }
        let mut there = BTreeSet::new();
        for (employee, (from, to)) in spans {
            let to = to.checked_add(SignedDuration::from_secs(1)).unwrap_or(to);
            for (_, row) in query::entries_of(self.view, employee, from, to)? {
                if let Some(end) = row.values.end {
                    there.insert((employee, row.values.start.as_second(), end.as_second()));
                }
            }
        }
        let (samples, counts) = (&mut self.samples, &mut self.counts);
        self.planned.retain(|planned| {
            let entry = &planned.entry;
            let times = (
                entry.employee,
                entry.start.as_second(),
                entry.end.as_second(),
            );
            let duplicate = !entry.hours_only && there.contains(&times);
            if duplicate {
                counts.duplicates = counts.duplicates.saturating_add(1);
                if let Some(sample) = planned.sample.and_then(|place| samples.get_mut(place)) {
                    sample.duplicate = true;
                }
            }
            !duplicate
        });
        Ok(())
    }

    /// What the entries that are left name and the company lacks, in the order it came.
    fn names(&self) -> NewNames {
        let used = |place: fn(&Planned) -> Option<usize>| -> BTreeSet<usize> {
            self.planned.iter().filter_map(place).collect()
        };
        let mut names = NewNames::default();
        for place in used(|planned| Some(planned.person)) {
            if let Some(person) = self.people.all.get(place)
                && let Some(member) = person.new
            {
                names.employees.push(p::ImportedEmployee {
                    employee: person.employee,
                    member,
                    name: person.name.clone(),
                    email: person.email.clone(),
                });
            }
        }
        for place in used(|planned| planned.job) {
            if let Some(job) = self.jobs.all.get(place).filter(|job| job.new) {
                names.jobs.push(p::ImportedJob {
                    job: job.job,
                    code: job.code.clone(),
                    name: job.name.clone(),
                    customer: job.customer.clone(),
                });
            }
        }
        for place in used(|planned| planned.cost_code) {
            if let Some(code) = self.cost_codes.all.get(place).filter(|code| code.new) {
                names.cost_codes.push(p::ImportedCostCode {
                    cost_code: code.cost_code,
                    code: code.code.clone(),
                    name: code.name.clone(),
                });
            }
        }
        names
    }
}

fn id_at<T, I>(all: &[T], place: Option<usize>, id: fn(&T) -> I) -> Option<I> {
    place.and_then(|place| all.get(place)).map(id)
}

/// A note as it is stored. One that is too long loses its end: the hours matter more, and the
/// file is kept.
fn note(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let plain = text
        .chars()
        .map(|c| if c.is_control() && c != '\n' { ' ' } else { c });
    let cut: String = plain.take(NOTE_CHARS_MAX).collect();
    cut.trim().to_owned()
}
