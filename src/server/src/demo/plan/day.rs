//! An ordinary day: in, lunch, out, and what usually happens in between.

use domain::{JobId, MemberId};
use engine::Command;
use engine::command::{AddEntry, Booking};
use jiff::civil::{Date, Weekday};

use super::{Act, Change, Draft, Slot, pause};
use crate::demo::calendar::at;
use crate::demo::company::{Site, Staff};
use crate::demo::dice::Dice;

const NOTES: [&str; 6] = [
    "Waited for the lumber delivery",
    "Recogí material en el almacén",
    "Rain stopped us for half an hour",
    "Two trips to the dump",
    "Inspector came by",
    "Ayudé con el tejado por la tarde",
];

/// Reasons that a manager gives for moving a start or an end.
const REASONS: [&str; 5] = [
    "Started at the yard, loading the truck",
    "Clocked out from home; left the site earlier",
    "Gate log says otherwise",
    "Agreed on the phone",
    "Salió antes con permiso",
];

/// The last job in the list takes hours in the first weeks alone.
const LAST_SITE_WEEKS: i32 = 4;

/// What a worker works on in a week.
pub(super) fn booking(
    dice: &mut Dice,
    staff: &Staff,
    worker: usize,
    date: Date,
    began: Date,
) -> Booking {
    let week = (date - began).get_days() / 7;
    let open = if week < LAST_SITE_WEEKS {
        staff.sites.len()
    } else {
        staff.sites.len() - 1
    };
    // A crew stays on its site for a week; now and then someone helps out elsewhere.
    let week = usize::try_from(week).unwrap_or_default();
    let usual = (worker + week * 3) % open;
    let helps = dice.percent(10);
    let site = if helps {
        dice.pick(&staff.sites[..open])
    } else {
        &staff.sites[usual]
    };
    let note = if dice.percent(6) {
        (*dice.pick(&NOTES)).to_owned()
    } else {
        String::new()
    };
    Booking {
        job: Some(site.job),
        cost_code: Some(*dice.pick(&site.cost_codes)),
        note,
    }
}

/// One ordinary day of one worker.
pub(super) fn ordinary(
    draft: &mut Draft,
    dice: &mut Dice,
    staff: &Staff,
    worker: usize,
    date: Date,
    began: Date,
) {
    let member = staff.workers[worker].member;
    let booking = booking(dice, staff, worker, date, began);
    let start = dice.between(405, 440);
    if date.weekday() == Weekday::Saturday {
        let slot = clock_in(draft, member, date, start, booking);
        draft.add(
            at(date, dice.between(700, 745)),
            member,
            Act::Run(Command::ClockOut),
        );
        correct(draft, dice, staff, slot, date, start);
        return;
    }
    let end = dice.between(925, 1_000);
    let lunch = dice.between(705, 735);
    let lunch_end = lunch + dice.between(28, 38);
    if dice.percent(2) {
        by_hand(
            draft,
            staff,
            worker,
            date,
            (start, end),
            (lunch, lunch_end),
            booking,
        );
        return;
    }
    let on_job = booking.job;
    let slot = clock_in(draft, member, date, start, booking);
    if dice.percent(30) {
        let coffee = dice.between(570, 600);
        rest(draft, member, date, coffee, coffee + 15, true);
    }
    rest(draft, member, date, lunch, lunch_end, false);
    if dice.percent(12) {
        let elsewhere = move_over(dice, staff, on_job);
        let moved = at(date, lunch_end + dice.between(20, 60));
        let after = draft.slot();
        draft.add(
            moved,
            member,
            Act::Begin(after, Command::SwitchJob(elsewhere)),
        );
    }
    draft.add(at(date, end), member, Act::Run(Command::ClockOut));
    correct(draft, dice, staff, slot, date, start);
}

/// Another job for the afternoon.
fn move_over(dice: &mut Dice, staff: &Staff, from: Option<JobId>) -> Booking {
    let open = &staff.sites[..staff.sites.len() - 1];
    let others: Vec<&Site> = open.iter().filter(|site| Some(site.job) != from).collect();
    let site = *dice.pick(&others);
    let note = "Moved over after lunch".to_owned();
    Booking {
        job: Some(site.job),
        cost_code: site.cost_codes.first().copied(),
        note,
    }
}

/// Clocks in; the new entry's place.
pub(super) fn clock_in(
    draft: &mut Draft,
    member: MemberId,
    date: Date,
    minute: i64,
    booking: Booking,
) -> Slot {
    let slot = draft.slot();
    draft.add(
        at(date, minute),
        member,
        Act::Begin(slot, Command::ClockIn(booking)),
    );
    slot
}

/// A break from one minute of the day to another.
pub(super) fn rest(
    draft: &mut Draft,
    member: MemberId,
    date: Date,
    from: i64,
    to: i64,
    paid: bool,
) {
    draft.add(
        at(date, from),
        member,
        Act::Run(Command::StartBreak { paid }),
    );
    draft.add(at(date, to), member, Act::Run(Command::EndBreak));
}

/// The phone stayed at home: a manager writes the day down in the evening.
fn by_hand(
    draft: &mut Draft,
    staff: &Staff,
    worker: usize,
    date: Date,
    (start, end): (i64, i64),
    (lunch, lunch_end): (i64, i64),
    booking: Booking,
) {
    let slot = draft.slot();
    let add = AddEntry {
        employee: staff.workers[worker].employee,
        start: at(date, start),
        end: at(date, end),
        breaks: vec![pause(date, lunch, lunch_end)],
        booking,
        reason: "Phone was at home; times from the foreman's sheet".to_owned(),
    };
    let manager = staff.managers[worker % staff.managers.len()];
    draft.add(
        at(date, 1_065),
        manager,
        Act::Begin(slot, Command::AddEntry(add)),
    );
}

/// Now and then a start is corrected: mostly by a manager, sometimes by the worker.
fn correct(draft: &mut Draft, dice: &mut Dice, staff: &Staff, slot: Slot, date: Date, start: i64) {
    if !dice.percent(4) {
        return;
    }
    let change = Change {
        start: Some(at(date, start - dice.between(10, 25))),
        reason: dice.pick::<&'static str>(&REASONS),
        ..Change::default()
    };
    let manager = *dice.pick(&staff.managers);
    draft.add(at(date, 1_080), manager, Act::Edit(slot, change));
}
