//! What is typed into the form of an entry, and the request that it makes.
//!
//! Fields have no seconds, clocks do: what was not touched is sent as it was, or not at all.

use api::entry::{Break, Entry, EntryPatch, NewEntry};
use domain::time::Zone;
use jiff::Timestamp;
use jiff::civil::Date;
use sycamore::prelude::*;
use ui::t;

use crate::clock::{date_text, instant, next_instant, time_text};

/// Fields that cannot be sent, with what to do.
pub type Refused = Vec<(&'static str, String)>;

/// A break as it is typed.
#[derive(Clone, Copy, PartialEq)]
pub struct BreakDraft {
    /// Tells breaks apart while the form is open.
    pub key: u32,
    /// `12:00`
    pub start: Signal<String>,
    /// `12:30`, or empty while it lasts.
    pub end: Signal<String>,
    /// Whether it counts as worked time.
    pub paid: Signal<bool>,
    /// What it was before, if it was.
    before: Signal<Option<Break>>,
}

/// An entry as it is typed.
#[derive(Clone, Copy)]
pub struct Draft {
    /// The date of the start.
    pub start_date: Signal<String>,
    /// The time of the start.
    pub start_time: Signal<String>,
    /// The date of the end.
    pub end_date: Signal<String>,
    /// The time of the end, or empty while it lasts.
    pub end_time: Signal<String>,
    /// The breaks.
    pub breaks: Signal<Vec<BreakDraft>>,
    /// The job's id.
    pub job: Signal<Option<String>>,
    /// The cost code's id.
    pub cost_code: Signal<Option<String>>,
    /// The note.
    pub note: Signal<String>,
    /// Why.
    pub reason: Signal<String>,
    next_key: Signal<u32>,
}

impl Draft {
    /// A new entry on a day.
    pub fn on(date: Date) -> Draft {
        let text = |text: String| create_signal(text);
        Draft {
            start_date: text(date.to_string()),
            start_time: text(String::new()),
            end_date: text(date.to_string()),
            end_time: text(String::new()),
            breaks: create_signal(Vec::new()),
            job: create_signal(None),
            cost_code: create_signal(None),
            note: text(String::new()),
            reason: text(String::new()),
            next_key: create_signal(0),
        }
    }

    /// What an entry is.
    pub fn of(entry: &Entry, zone: &Zone) -> Draft {
        let values = &entry.values;
        let draft = Draft::on(entry.work_date);
        draft.start_date.set(date_text(values.start, zone));
        draft.start_time.set(time_text(values.start, zone));
        if let Some(end) = values.end {
            draft.end_date.set(date_text(end, zone));
            draft.end_time.set(time_text(end, zone));
        }
        for pause in &values.breaks {
            draft.add_break(Some(*pause), zone);
        }
        draft
            .job
            .set(values.job.as_ref().map(|job| job.id.to_string()));
        draft
            .cost_code
            .set(values.cost_code.as_ref().map(|code| code.id.to_string()));
        draft.note.set(values.note.clone());
        draft
    }

    /// One more break, empty or as it is.
    pub fn add_break(self, pause: Option<Break>, zone: &Zone) {
        let key = self.next_key.get_untracked();
        self.next_key.set(key + 1);
        let time = |at: Option<Timestamp>| at.map(|at| time_text(at, zone)).unwrap_or_default();
        let draft = BreakDraft {
            key,
            start: create_signal(time(pause.map(|pause| pause.start))),
            end: create_signal(time(pause.and_then(|pause| pause.end))),
            paid: create_signal(pause.is_some_and(|pause| pause.paid)),
            before: create_signal(pause),
        };
        self.breaks.update(|breaks| breaks.push(draft));
    }

    /// Takes a break away.
    pub fn remove_break(self, key: u32) {
        self.breaks
            .update(|breaks| breaks.retain(|pause| pause.key != key));
    }

    /// The start as typed.
    pub fn start(self, zone: &Zone) -> Option<Timestamp> {
        instant(
            &self.start_date.get_clone(),
            &self.start_time.get_clone(),
            zone,
        )
    }

    /// The end as typed.
    pub fn end(self, zone: &Zone) -> Option<Timestamp> {
        instant(&self.end_date.get_clone(), &self.end_time.get_clone(), zone)
    }

    /// The breaks as typed, in order; none when one of them is not complete.
    pub fn pauses(self, start: Timestamp, open: bool, zone: &Zone) -> Option<Vec<Break>> {
        let drafts = self.breaks.get_clone();
        let pauses: Option<Vec<Break>> = drafts
            .into_iter()
            .map(|draft| draft.pause(start, open, zone))
            .collect();
        pauses.map(|mut pauses| {
            pauses.sort_by_key(|pause| pause.start);
            pauses
        })
    }

    /// The request for a new entry, and what keeps it from being sent.
    pub fn new_entry(self, employee: &str, zone: &Zone) -> (Option<NewEntry>, Refused) {
        let mut refused = Refused::new();
        let (start, end) = (self.start(zone), self.end(zone));
        self.check_span(start, end, &mut refused);
        let breaks = start.and_then(|start| self.pauses(start, false, zone));
        if start.is_some() && breaks.is_none() {
            refused.push(("breaks", t!("break-incomplete")));
        }
        self.check_reason(&mut refused);
        let new = employee
            .parse()
            .ok()
            .zip(start)
            .zip(end)
            .map(|((employee, start), end)| NewEntry {
                employee,
                start,
                end,
                breaks: breaks.unwrap_or_default(),
                job: parsed(self.job),
                cost_code: parsed(self.cost_code),
                note: text(self.note),
                reason: text(self.reason),
            });
        (new, refused)
    }

    /// The request for a change, and what keeps it from being sent. Only what was touched is in it.
    pub fn patch(
        self,
        entry: &Entry,
        expected: Option<String>,
        zone: &Zone,
    ) -> (EntryPatch, Refused) {
        let mut refused = Refused::new();
        let values = &entry.values;
        let mut patch = EntryPatch {
            expected,
            reason: text(self.reason),
            ..EntryPatch::default()
        };
        let start = self.start(zone);
        let stays_open = values.end.is_none() && self.end_time.with(String::is_empty);
        let end = if stays_open { None } else { self.end(zone) };
        let differs = |at: Option<Timestamp>, typed: Option<Timestamp>| {
            minute(at, zone) != minute(typed, zone)
        };
        if stays_open {
            if start.is_none() {
                refused.push(("start", t!("time-missing")));
            }
        } else {
            self.check_span(start, end, &mut refused);
        }
        if differs(Some(values.start), start) {
            patch.start = start;
        }
        if !stays_open && differs(values.end, end) {
            patch.end = end;
        }
        let base = if patch.start.is_some() {
            start
        } else {
            Some(values.start)
        };
        match base.map(|start| self.pauses(start, stays_open, zone)) {
            Some(Some(breaks)) if breaks != values.breaks => patch.breaks = Some(breaks),
            Some(None) => refused.push(("breaks", t!("break-incomplete"))),
            Some(Some(_)) | None => {}
        }
        let (job, code) = (parsed(self.job), parsed(self.cost_code));
        if job != values.job.as_ref().map(|job| job.id) {
            patch.job = Some(job);
        }
        if code != values.cost_code.as_ref().map(|code| code.id) {
            patch.cost_code = Some(code);
        }
        if text(self.note) != values.note {
            patch.note = Some(text(self.note));
        }
        let only_note = patch.start.is_none()
            && patch.end.is_none()
            && patch.breaks.is_none()
            && patch.job.is_none()
            && patch.cost_code.is_none();
        if !only_note {
            self.check_reason(&mut refused);
        }
        (patch, refused)
    }

    fn check_span(self, start: Option<Timestamp>, end: Option<Timestamp>, refused: &mut Refused) {
        if start.is_none() {
            refused.push(("start", t!("time-missing")));
        }
        match (start, end) {
            (_, None) => refused.push(("end", t!("time-missing"))),
            (Some(start), Some(end)) if end <= start => {
                refused.push(("end", t!("end-before-start")));
            }
            (Some(_) | None, Some(_)) => {}
        }
    }

    fn check_reason(self, refused: &mut Refused) {
        if text(self.reason).is_empty() {
            refused.push(("reason", t!("reason-missing")));
        }
    }
}

impl BreakDraft {
    fn pause(self, start: Timestamp, open: bool, zone: &Zone) -> Option<Break> {
        let (from, to, paid) = (
            self.start.get_clone(),
            self.end.get_clone(),
            self.paid.get(),
        );
        if let Some(before) = self.before.get() {
            let same_end = before
                .end
                .map(|end| time_text(end, zone))
                .unwrap_or_default()
                == to;
            if time_text(before.start, zone) == from && same_end {
                return Some(Break { paid, ..before });
            }
        }
        let from = next_instant(&from, start, zone)?;
        if to.is_empty() {
            return open.then_some(Break {
                start: from,
                end: None,
                paid,
            });
        }
        let to = next_instant(&to, from, zone)?;
        Some(Break {
            start: from,
            end: Some(to),
            paid,
        })
    }
}

fn minute(at: Option<Timestamp>, zone: &Zone) -> Option<(String, String)> {
    at.map(|at| (date_text(at, zone), time_text(at, zone)))
}

fn text(signal: Signal<String>) -> String {
    signal.with(|text| text.trim().to_owned())
}

fn parsed<T: std::str::FromStr>(signal: Signal<Option<String>>) -> Option<T> {
    signal.with(|id| id.as_ref().and_then(|id| id.parse().ok()))
}
