//! What happens in the demo, step by step, before any of it is done: ordinary days by chance,
//! and the few that go wrong as days do.

mod day;
mod story;

use domain::timesheet::{Break, Exception};
use domain::{JobId, MemberId};
use engine::Command;
use jiff::civil::{Date, Weekday};
use jiff::{Timestamp, ToSpan};

use super::calendar::{at, zone};
use super::company::Staff;
use super::dice::Dice;
use story::Story;

/// A place for the entry that a step makes, for later steps to name.
pub(super) type Slot = usize;

/// One thing that someone does at a moment.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) at: Timestamp,
    pub(super) actor: MemberId,
    pub(super) act: Act,
}

/// What is done.
#[derive(Debug)]
pub(super) enum Act {
    /// A command that names no entry of this plan.
    Run(Command),
    /// A command that begins an entry.
    Begin(Slot, Command),
    /// A change of an entry.
    Edit(Slot, Change),
    /// An entry shall count no more.
    Void(Slot, &'static str),
    /// Exceptions were looked at.
    Settle(Slot, Exception, &'static str),
}

/// A correction with its reason.
#[derive(Debug, Default)]
pub(super) struct Change {
    pub(super) start: Option<Timestamp>,
    pub(super) end: Option<Timestamp>,
    pub(super) breaks: Option<Vec<Break>>,
    pub(super) job: Option<JobId>,
    pub(super) reason: &'static str,
}

/// The plan while it is made.
#[derive(Debug, Default)]
struct Draft {
    steps: Vec<Step>,
    slots: Slot,
}

impl Draft {
    fn slot(&mut self) -> Slot {
        self.slots += 1;
        self.slots - 1
    }

    fn add(&mut self, at: Timestamp, actor: MemberId, act: Act) {
        self.steps.push(Step { at, actor, act });
    }
}

/// Everything from the first Monday up to now, in order of time.
pub(super) fn make(staff: &Staff, dice: &mut Dice, began: Date, now: Timestamp) -> Vec<Step> {
    let mut draft = Draft::default();
    let story = Story::of(staff, began, now);
    let today = zone().local(now).date();
    for worker in 0..staff.workers.len() {
        let mut date = began;
        while date <= today {
            if !story.takes(&mut draft, dice, staff, worker, date) && !is_off(dice, date) {
                day::ordinary(&mut draft, dice, staff, worker, date, began);
            }
            date = date.saturating_add(1.day());
        }
    }
    story.around(&mut draft, dice, staff);
    let mut steps: Vec<Step> = draft
        .steps
        .into_iter()
        .filter(|step| step.at <= now)
        .collect();
    steps.sort_by_key(|step| step.at);
    steps
}

/// Sundays, most Saturdays, and now and then a day for oneself.
fn is_off(dice: &mut Dice, date: Date) -> bool {
    match date.weekday() {
        Weekday::Sunday => true,
        Weekday::Saturday => !dice.percent(12),
        _workday => dice.percent(4),
    }
}

/// An unpaid break inside a day.
fn pause(date: Date, from: i64, to: i64) -> Break {
    Break {
        start: at(date, from),
        end: Some(at(date, to)),
        paid: false,
    }
}
