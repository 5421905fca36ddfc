//! What happens in a run, drawn from its seed before it begins, and how a run that fails is made
//! shorter.

use testkit::{Crash, Dice};

/// How many steps a run has.
const STEPS: u64 = 70;
/// How many phones there are.
pub const PHONES: usize = 3;
/// How many tabs a phone has.
pub const TABS: usize = 2;
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
    /// A worker presses a button so many times.
    Press {
        phone: usize,
        times: u64,
    },
    /// The app starts anew.
    PhoneRestarts {
        phone: usize,
    },
    /// A phone syncs in one go.
    Sync {
        phone: usize,
        fates: [Fate; 4],
    },
    /// A tab sends, and waits.
    TabSends {
        phone: usize,
        tab: usize,
    },
    /// What one of the waiting tabs sent arrives, and it goes on with the answer.
    TabHears {
        which: usize,
        fate: Fate,
    },
    /// A tab sends and waits; another writes and syncs meanwhile; then the first one's answer comes.
    TabsCross {
        phone: usize,
        fate: Fate,
    },
    /// A manager adds a job, or an entry for a worker.
    AddJob,
    AddEntry {
        phone: usize,
    },
    /// A manager changes the note or the end of an entry, or voids it.
    EditNote {
        entry: usize,
    },
    EditEnd {
        entry: usize,
    },
    Void {
        entry: usize,
    },
    /// A worker's role changes: what the phone may see changes with it.
    ChangeRole {
        phone: usize,
    },
    /// Time passes.
    Pass {
        minutes: i64,
    },
    /// The server stops in order and starts.
    Restart,
    /// The power goes now.
    PowerCut {
        crash: Crash,
    },
    /// The power goes after so many more disk operations, and perhaps again while recovering.
    PowerCutSoon {
        crash: Crash,
        after: u64,
        again: Option<u64>,
    },
    /// Syncs to the disk fail; it is noticed, and the server restarted.
    SyncsFail {
        crash: Crash,
    },
    /// The disk is full for a while, until the server is restarted with room.
    DiskFull {
        room: usize,
    },
}

/// The steps of a seed.
pub fn of(seed: u64) -> Vec<Step> {
    let mut dice = Dice::seeded(seed);
    (0..STEPS).map(|_| step(&mut dice)).collect()
}

fn step(dice: &mut Dice) -> Step {
    let phone = dice.place(PHONES);
    let (tab, entry) = (dice.place(TABS), dice.place(1_000));
    let crash = Crash::ALL[dice.place(Crash::ALL.len())];
    match dice.below(100) {
        0..4 => {
            let fate = fate(dice);
            Step::TabsCross { phone, fate }
        }
        4..22 => {
            let times = if dice.happens(10) {
                40 + dice.below(260)
            } else {
                1 + dice.below(4)
            };
            Step::Press { phone, times }
        }
        22..24 => Step::PhoneRestarts { phone },
        24..46 => {
            let fates = std::array::from_fn(|_| fate(dice));
            Step::Sync { phone, fates }
        }
        46..54 => Step::TabSends { phone, tab },
        54..62 => {
            let fate = fate(dice);
            Step::TabHears { which: entry, fate }
        }
        62..64 => Step::AddJob,
        64..68 => Step::AddEntry { phone },
        68..72 => Step::EditNote { entry },
        72..75 => Step::EditEnd { entry },
        75..77 => Step::Void { entry },
        77..78 => Step::ChangeRole { phone },
        78..83 => Step::Pass {
            minutes: i64::try_from(dice.below(90)).unwrap_or(0),
        },
        83..85 => Step::Restart,
        85..88 => Step::PowerCut { crash },
        88..96 => Step::PowerCutSoon {
            crash,
            after: 1 + dice.below(60),
            again: dice.happens(40).then(|| 1 + dice.below(25)),
        },
        96..98 => Step::SyncsFail { crash },
        _rest => Step::DiskFull {
            room: dice.place(200_000),
        },
    }
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
        let voids = steps
            .iter()
            .filter(|step| matches!(step, Step::Sync { .. }))
            .count();
        voids >= 2 && steps.iter().any(|step| matches!(step, Step::Press { .. }))
    };
    assert_eq!(shortened(&steps, fails).len(), 3);
}
