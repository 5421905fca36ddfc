//! What happens in a run, drawn from its seed before it begins, and how a run that fails is made
//! shorter.

use engine::command::HeldAct;
use testkit::{Crash, Dice};

/// How many steps a run has.
const STEPS: u64 = 70;
/// How many phones there are.
pub const PHONES: usize = 3;
/// How many there may be with their copies.
pub const PHONES_MAX: usize = 5;
/// How many tabs a phone has.
pub const TABS: usize = 2;
/// How many periods back managers go.
const PERIODS: usize = 4;
/// How many runs shortening may take.
const TRIES_MAX: usize = 150;

/// What the network does with one exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Delivered,
    RequestLost,
    AnswerLost,
    /// The request arrives twice; the second answer comes back.
    Twice,
    /// The answer ends early.
    AnswerCut,
    /// An earlier request of anyone arrives again before this one.
    EarlierAgain(usize),
    /// The answer to an earlier request comes in place of this one's.
    EarlierAnswer(usize),
}

/// Something that happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// To a phone, which is one of as many as there are by then.
    Phone(usize, PhoneAct),
    /// What one of the waiting tabs sent arrives, and it goes on with the answer.
    TabHears { which: usize, fate: Fate },
    /// In the office.
    Office(OfficeAct),
    /// To the server.
    Fault(Fault),
    /// Time passes.
    Pass { minutes: i64 },
}

/// What happens to a phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhoneAct {
    /// A worker presses a button so many times.
    Press { times: u64 },
    /// The app starts anew.
    Restart,
    /// It syncs in one go.
    Sync { fates: [Fate; 4] },
    /// A tab sends, and waits.
    TabSends { tab: usize },
    /// A tab sends and waits; another writes and syncs meanwhile; then the first one's answer comes.
    TabsCross { fate: Fate },
    /// Its storage is copied, and both copies go on.
    IsCopied { seed: u64 },
    /// It is gone for good.
    IsLost,
}

/// What managers do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfficeAct {
    AddJob,
    AddEntry {
        phone: usize,
    },
    EditNote {
        entry: usize,
    },
    EditEnd {
        entry: usize,
    },
    Void {
        entry: usize,
    },
    Restore {
        entry: usize,
    },
    /// What the phone may see changes with it.
    ChangeRole {
        phone: usize,
    },
    LeavesOrReturns {
        phone: usize,
    },
    Revoke {
        phone: usize,
    },
    /// Approve everyone's timesheets of a period so many back; lock or unlock it.
    Approve {
        back: usize,
    },
    Lock {
        back: usize,
    },
    Unlock {
        back: usize,
    },
    /// A late correction that awaits an approver, and an op that is held back.
    SettleLate {
        which: usize,
        accept: bool,
    },
    SettleHeld {
        which: usize,
        act: HeldAct,
    },
    /// What waited for something that has happened is judged again.
    JudgeAgain,
}

/// What happens to the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It stops in order and starts.
    Restart,
    /// The power goes now.
    PowerCut { crash: Crash },
    /// The power goes after so many more disk operations, and perhaps again while recovering.
    PowerCutSoon {
        crash: Crash,
        after: u64,
        again: Option<u64>,
    },
    /// Syncs to the disk fail; it is noticed, and the server restarted.
    SyncsFail { crash: Crash },
    /// The disk is full for a while, until the server is restarted with room.
    DiskFull { room: usize },
    /// Its clock is set so far ahead.
    ServerClock { minutes: i64 },
    /// A backup is made.
    BackUp,
    /// The disk is lost, and the last backup restored.
    SetBack,
}

/// The steps of a seed.
pub fn of(seed: u64) -> Vec<Step> {
    let mut dice = Dice::seeded(seed);
    (0..STEPS).map(|_| step(&mut dice)).collect()
}

fn step(dice: &mut Dice) -> Step {
    match dice.below(100) {
        0..49 => Step::Phone(dice.place(PHONES_MAX), phone_act(dice)),
        49..57 => Step::TabHears {
            which: dice.place(1_000),
            fate: fate(dice),
        },
        57..74 => Step::Office(office_act(dice)),
        74..79 => Step::Pass {
            minutes: minutes(dice, 90),
        },
        79 => Step::Pass {
            minutes: minutes(dice, 60 * 24 * 20),
        },
        80..83 => Step::Pass {
            minutes: minutes(dice, 60 * 24 * 120),
        },
        _rest => Step::Fault(fault(dice)),
    }
}

fn phone_act(dice: &mut Dice) -> PhoneAct {
    match dice.below(100) {
        0..8 => PhoneAct::TabsCross { fate: fate(dice) },
        8..40 => PhoneAct::Press {
            times: if dice.happens(10) {
                40 + dice.below(260)
            } else {
                1 + dice.below(4)
            },
        },
        40..44 => PhoneAct::Restart,
        44..83 => PhoneAct::Sync {
            fates: std::array::from_fn(|_| fate(dice)),
        },
        83..97 => PhoneAct::TabSends {
            tab: dice.place(TABS),
        },
        97..99 => PhoneAct::IsCopied {
            seed: dice.number() >> 32,
        },
        _rest => PhoneAct::IsLost,
    }
}

fn office_act(dice: &mut Dice) -> OfficeAct {
    let (phone, entry) = (dice.place(PHONES_MAX), dice.place(1_000));
    let back = dice.place(PERIODS);
    match dice.below(100) {
        0..10 => OfficeAct::AddJob,
        10..25 => OfficeAct::AddEntry { phone },
        25..37 => OfficeAct::EditNote { entry },
        37..47 => OfficeAct::EditEnd { entry },
        47..54 => OfficeAct::Void { entry },
        54..58 => OfficeAct::Restore { entry },
        58..62 => OfficeAct::ChangeRole { phone },
        62..67 => OfficeAct::LeavesOrReturns { phone },
        67..69 => OfficeAct::Revoke { phone },
        69..75 => OfficeAct::Approve { back },
        75..82 => OfficeAct::Lock { back },
        82..84 => OfficeAct::Unlock { back },
        84..90 => OfficeAct::SettleLate {
            which: entry,
            accept: dice.happens(70),
        },
        90..96 => OfficeAct::SettleHeld {
            which: entry,
            act: [HeldAct::Release, HeldAct::SetAside, HeldAct::TakeBack][dice.place(3)],
        },
        _rest => OfficeAct::JudgeAgain,
    }
}

fn fault(dice: &mut Dice) -> Fault {
    let crash = Crash::ALL[dice.place(Crash::ALL.len())];
    match dice.below(100) {
        0..10 => Fault::Restart,
        10..22 => Fault::PowerCut { crash },
        22..54 => Fault::PowerCutSoon {
            crash,
            after: 1 + dice.below(60),
            again: dice.happens(40).then(|| 1 + dice.below(25)),
        },
        54..62 => Fault::SyncsFail { crash },
        62..70 => Fault::DiskFull {
            room: dice.place(200_000),
        },
        70..75 => Fault::ServerClock {
            minutes: [0, 0, 3, -40, 60 * 24 * 900, -60 * 24 * 400][dice.place(6)],
        },
        75..91 => Fault::BackUp,
        _rest => Fault::SetBack,
    }
}

fn minutes(dice: &mut Dice, end: u64) -> i64 {
    i64::try_from(dice.below(end)).unwrap_or(0)
}

fn fate(dice: &mut Dice) -> Fate {
    let which = dice.place(1_000);
    match dice.below(12) {
        0..6 => Fate::Delivered,
        6 => Fate::RequestLost,
        7 => Fate::AnswerLost,
        8 => Fate::Twice,
        9 => Fate::AnswerCut,
        10 => Fate::EarlierAgain(which),
        _rest => Fate::EarlierAnswer(which),
    }
}

/// The fewest of these steps that still fail: whole stretches are dropped first, then single ones.
pub fn shortened(steps: &[Step], fails: impl Fn(&[Step]) -> bool) -> Vec<Step> {
    let mut steps = steps.to_vec();
    let (mut stretch, mut tries) = (steps.len() / 2, 0);
    while stretch > 0 {
        let mut from = 0;
        while from < steps.len() && tries < TRIES_MAX {
            let mut fewer = steps.clone();
            fewer.drain(from..(from + stretch).min(steps.len()));
            tries += 1;
            if fails(&fewer) {
                steps = fewer;
            } else {
                from += stretch;
            }
        }
        stretch /= 2;
    }
    steps
}

#[test]
fn a_failing_run_is_shortened_to_what_fails() {
    let steps = of(1);
    let fails = |steps: &[Step]| {
        let acts = |wanted: fn(&PhoneAct) -> bool| {
            let is = |step: &&Step| matches!(step, Step::Phone(_, act) if wanted(act));
            steps.iter().filter(is).count()
        };
        let syncs = acts(|act| matches!(act, PhoneAct::Sync { .. }));
        syncs >= 2 && acts(|act| matches!(act, PhoneAct::Press { .. })) > 0
    };
    assert_eq!(shortened(&steps, fails).len(), 3);
}
