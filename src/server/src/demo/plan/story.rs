//! The days that go wrong, as days do: a forgotten clock-out, an overlap, hours written twice, a
//! night of storm; and who is on the clock right now.

use domain::timesheet::Exception;
use engine::Command;
use engine::command::{AddEntry, Booking};
use jiff::civil::{Date, Weekday};
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::day::{booking, clock_in, rest};
use super::{Act, Change, Draft, pause};
use crate::demo::calendar::{at, zone};
use crate::demo::company::Staff;
use crate::demo::dice::Dice;

// Workers by their place in the staff.
const ON_THE_CLOCK: [usize; 4] = [1, 2, 8, 10];
const ON_BREAK: usize = 10;
const FORGOT_AND_FIXED: usize = 4;
const FORGOT_AND_OPEN: usize = 5;
const OVERLAPS: usize = 6;
const WRITES_TWICE: usize = 7;
const STORM: usize = 3;

/// When each of it happens.
#[derive(Debug)]
pub(super) struct Story {
    began: Date,
    now: Timestamp,
    today: Date,
    last_workday: Date,
    fixed: Date,
    twice: Date,
    storm: Date,
}

impl Story {
    pub(super) fn of(_staff: &Staff, began: Date, now: Timestamp) -> Self {
        let today = zone().local(now).date();
        let mut last_workday = today.saturating_sub(1.day());
        while matches!(last_workday.weekday(), Weekday::Saturday | Weekday::Sunday) {
            last_workday = last_workday.saturating_sub(1.day());
        }
        let day = |week: i64, day: i64| began.saturating_add((week * 7 + day).days());
        Self {
            began,
            now,
            today,
            last_workday,
            fixed: day(3, 2),
            twice: day(6, 1),
            storm: day(7, 3),
        }
    }

    /// Whether the day of this worker is part of the story; it is then planned here.
    pub(super) fn takes(
        &self,
        draft: &mut Draft,
        dice: &mut Dice,
        staff: &Staff,
        worker: usize,
        date: Date,
    ) -> bool {
        match worker {
            FORGOT_AND_FIXED if date == self.fixed => self.forgotten_and_fixed(draft, dice, staff),
            FORGOT_AND_OPEN if date == self.last_workday => self.forgotten(draft, dice, staff),
            // Still on the clock since then.
            FORGOT_AND_OPEN if date > self.last_workday => {}
            OVERLAPS if date == self.last_workday => self.overlap(draft, dice, staff),
            WRITES_TWICE if date == self.twice => self.written_twice(draft, dice, staff),
            STORM if date == self.storm => self.stormy_night(draft, dice, staff),
            // A day off after the night.
            STORM if date == self.storm.saturating_add(1.day()) => {}
            worker if ON_THE_CLOCK.contains(&worker) && date == self.today => {
                self.right_now(draft, dice, staff, worker);
            }
            _other => return false,
        }
        true
    }

    /// What happens in the office: a finished job is archived.
    pub(super) fn around(&self, draft: &mut Draft, _dice: &mut Dice, staff: &Staff) {
        let finished = staff
            .sites
            .last()
            .expect("invariant: the demo has jobs")
            .job;
        let friday = self.began.saturating_add((5 * 7 + 4).days());
        draft.add(
            at(friday, 1_020),
            staff.owner,
            Act::Run(Command::ArchiveJob(finished)),
        );
    }

    fn forgotten_and_fixed(&self, draft: &mut Draft, dice: &mut Dice, staff: &Staff) {
        let member = staff.workers[FORGOT_AND_FIXED].member;
        let on = booking(dice, staff, FORGOT_AND_FIXED, self.fixed, self.began);
        let slot = clock_in(draft, member, self.fixed, 418, on);
        rest(draft, member, self.fixed, 720, 750, false);
        let change = Change {
            end: Some(at(self.fixed, 945)),
            reason: "Forgot to clock out; called him, left at 15:45",
            ..Change::default()
        };
        draft.add(
            at(self.fixed, 1_210),
            staff.managers[0],
            Act::Edit(slot, change),
        );
    }

    fn forgotten(&self, draft: &mut Draft, dice: &mut Dice, staff: &Staff) {
        let member = staff.workers[FORGOT_AND_OPEN].member;
        let on = booking(dice, staff, FORGOT_AND_OPEN, self.last_workday, self.began);
        clock_in(draft, member, self.last_workday, 411, on);
        rest(draft, member, self.last_workday, 718, 749, false);
    }

    fn overlap(&self, draft: &mut Draft, dice: &mut Dice, staff: &Staff) {
        let date = self.last_workday;
        let worker = staff.workers[OVERLAPS];
        let on = booking(dice, staff, OVERLAPS, date, self.began);
        clock_in(draft, worker.member, date, 422, on);
        rest(draft, worker.member, date, 720, 752, false);
        draft.add(at(date, 951), worker.member, Act::Run(Command::ClockOut));
        let add = AddEntry {
            employee: worker.employee,
            start: at(date, 870),
            end: at(date, 1_035),
            breaks: Vec::new(),
            booking: Booking {
                job: Some(staff.sites[3].job),
                cost_code: staff.sites[3].cost_codes.first().copied(),
                note: "Helped out at the dental office".to_owned(),
            },
            reason: "Not on the phone".to_owned(),
        };
        let slot = draft.slot();
        draft.add(
            at(date, 1_100),
            staff.managers[1],
            Act::Begin(slot, Command::AddEntry(add)),
        );
    }

    fn written_twice(&self, draft: &mut Draft, dice: &mut Dice, staff: &Staff) {
        let date = self.twice;
        let worker = staff.workers[WRITES_TWICE];
        let on = booking(dice, staff, WRITES_TWICE, date, self.began);
        clock_in(draft, worker.member, date, 425, on.clone());
        rest(draft, worker.member, date, 722, 750, false);
        draft.add(at(date, 940), worker.member, Act::Run(Command::ClockOut));
        let again = AddEntry {
            employee: worker.employee,
            start: at(date, 420),
            end: at(date, 940),
            breaks: vec![pause(date, 720, 750)],
            booking: on,
            reason: "My phone showed nothing for today".to_owned(),
        };
        let slot = draft.slot();
        draft.add(
            at(date, 1_120),
            worker.member,
            Act::Begin(slot, Command::AddEntry(again)),
        );
        let next_morning = date.saturating_add(1.day());
        let void = Act::Void(slot, "Written twice; the clock has this day");
        draft.add(at(next_morning, 500), staff.managers[0], void);
    }

    fn stormy_night(&self, draft: &mut Draft, dice: &mut Dice, staff: &Staff) {
        let member = staff.workers[STORM].member;
        let on = booking(dice, staff, STORM, self.storm, self.began);
        let slot = clock_in(draft, member, self.storm, 330, on);
        rest(draft, member, self.storm, 720, 760, false);
        rest(draft, member, self.storm, 1_080, 1_110, false);
        draft.add(at(self.storm, 1_335), member, Act::Run(Command::ClockOut));
        let noted = "Storm on Thursday; the crew secured the parish hall roof until 22:15";
        let settle = Act::Settle(slot, Exception::TooLong, noted);
        draft.add(
            at(self.storm.saturating_add(1.day()), 540),
            staff.managers[1],
            settle,
        );
    }

    fn right_now(&self, draft: &mut Draft, dice: &mut Dice, staff: &Staff, worker: usize) {
        let member = staff.workers[worker].member;
        let ago = |minutes| {
            self.now
                .checked_sub(SignedDuration::from_mins(minutes))
                .unwrap_or(self.now)
        };
        let on = booking(dice, staff, worker, self.today, self.began);
        let slot = draft.slot();
        let since = ago(dice.between(70, 200));
        draft.add(since, member, Act::Begin(slot, Command::ClockIn(on)));
        if worker == ON_BREAK {
            draft.add(
                ago(12),
                member,
                Act::Run(Command::StartBreak { paid: false }),
            );
        }
    }
}
