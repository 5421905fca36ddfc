//! Random sequences of office commands and phone ops, with duplicates, splits, lost answers and
//! restarts: the views equal what the journal gives, and a phone's log is there once.

use super::kit::{Firm, Phone, check_sound, found, minute, open};
use crate::Store;
use engine::Command;
use engine::command::{Booking, EditEntry, JobText};
use proptest::prelude::*;

#[derive(Debug, Clone, Copy)]
enum Step {
    /// Phone n clocks in, or out when it is in.
    Tap(usize),
    /// Phone n sends ops from somewhere known to somewhere later, perhaps again.
    Send {
        phone: usize,
        back: usize,
        count: usize,
        twice: bool,
    },
    AddJob,
    OwnerClocks,
    AddEntry(usize),
    EditNote(usize),
    Void(usize),
    Restart,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..2_usize).prop_map(Step::Tap),
        4 => (0..2_usize, 0..4_usize, 1..6_usize, any::<bool>())
            .prop_map(|(phone, back, count, twice)| Step::Send { phone, back, count, twice }),
        1 => Just(Step::AddJob),
        2 => Just(Step::OwnerClocks),
        2 => (0..2_usize).prop_map(Step::AddEntry),
        2 => (0..8_usize).prop_map(Step::EditNote),
        1 => (0..8_usize).prop_map(Step::Void),
        1 => Just(Step::Restart),
    ]
}

struct World {
    dir: tempfile::TempDir,
    store: Option<Store>,
    firm: Firm,
    phones: Vec<Phone>,
    open: Vec<Option<domain::TimeEntryId>>,
    entries: Vec<domain::TimeEntryId>,
    clock: i64,
}

impl World {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = open(dir.path());
        let firm = found(&store, 1);
        let phones = vec![
            firm.phone(&store, "Wanda Worker", 40),
            firm.phone(&store, "Walter Worker", 41),
        ];
        Self {
            dir,
            store: Some(store),
            firm,
            phones,
            open: vec![None; 2],
            entries: Vec::new(),
            clock: 10,
        }
    }

    fn store(&self) -> &Store {
        self.store.as_ref().unwrap()
    }

    fn step(&mut self, step: Step) {
        self.clock += 7;
        let at = minute(self.clock);
        let entry = |n: usize, entries: &[domain::TimeEntryId]| {
            entries.get(n % entries.len().max(1)).copied()
        };
        match step {
            Step::Tap(n) => match self.open[n].take() {
                Some(entry) => self.phones[n].clock_out(entry, self.clock),
                None => {
                    let entry = self.phones[n].clock_in(self.clock);
                    self.open[n] = Some(entry);
                }
            },
            Step::Send {
                phone,
                back,
                count,
                twice,
            } => self.send(phone, back, count, twice),
            Step::AddJob => {
                let text = JobText {
                    name: format!("Job {}", self.clock),
                    ..JobText::default()
                };
                self.firm
                    .execute(self.store(), Command::AddJob(text), at)
                    .unwrap();
            }
            Step::OwnerClocks => {
                let begin =
                    self.firm
                        .execute(self.store(), Command::ClockIn(Booking::default()), at);
                if begin.is_err() {
                    self.firm
                        .execute(self.store(), Command::ClockOut, at)
                        .unwrap();
                }
            }
            Step::AddEntry(n) => {
                let employee = self.phones[n].employee;
                let entry = self
                    .firm
                    .add_entry(self.store(), employee, self.clock - 6, self.clock);
                self.entries.push(entry);
            }
            Step::EditNote(n) => {
                if let Some(entry) = entry(n, &self.entries) {
                    let edit = EditEntry {
                        entry,
                        expected: None,
                        start: None,
                        end: None,
                        breaks: None,
                        job: None,
                        cost_code: None,
                        note: Some(format!("note {}", self.clock)),
                        reason: "asked".to_owned(),
                    };
                    // A voided entry may refuse; either way views and journal must agree.
                    let _ = self
                        .firm
                        .execute(self.store(), Command::EditEntry(edit), at);
                }
            }
            Step::Void(n) => {
                if let Some(entry) = entry(n, &self.entries) {
                    let void = Command::VoidEntry(entry, "entered twice".to_owned());
                    let _ = self.firm.execute(self.store(), void, at);
                }
            }
            Step::Restart => {
                self.store = None;
                self.store = Some(open(self.dir.path()));
            }
        }
    }

    fn send(&self, phone: usize, back: usize, count: usize, twice: bool) {
        let phone = &self.phones[phone];
        let held = self
            .firm
            .snapshot(self.store())
            .log(phone.log)
            .unwrap()
            .unwrap()
            .head
            .next_seq as usize;
        let from = held.saturating_sub(back);
        let to = (from + count).min(phone.ops.len());
        if from >= to {
            return;
        }
        let middle = from + (to - from) / 2;
        let mut segments = vec![phone.segment(from, to)];
        if twice && middle > from {
            segments = vec![
                phone.segment(middle, to),
                phone.segment(from, middle),
                phone.segment(from, to),
            ];
        }
        let done = phone.send(self.store(), segments);
        assert!(done.problems.is_empty(), "{:?}", done.problems);
        let receipt = done.receipts[0]
            .verified(&self.store().public_key())
            .unwrap();
        let receipted = usize::try_from(receipt.next_seq).unwrap();
        assert!(receipted >= to);
        assert_eq!(receipt.head(), phone.heads[receipted]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 24,
        failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(20_261_121),
        ..ProptestConfig::default()
    })]

    #[test]
    fn folding_again_gives_the_stored_views(steps in prop::collection::vec(step(), 1..40)) {
        let mut world = World::new();
        for step in steps {
            world.step(step);
        }
        for n in 0..world.phones.len() {
            world.send(n, 2, usize::MAX / 2, true);
            let phone = &world.phones[n];
            let snapshot = world.firm.snapshot(world.store());
            let head = snapshot.log(phone.log).unwrap().unwrap().head;
            prop_assert_eq!(head, *phone.heads.last().unwrap());
            let outcomes = snapshot.outcomes(phone.log, 0, 1_000).unwrap().outcomes;
            prop_assert!(outcomes.iter().map(|outcome| outcome.seq).eq(0..phone.ops.len() as u64));
        }
        check_sound(world.store());
    }
}
