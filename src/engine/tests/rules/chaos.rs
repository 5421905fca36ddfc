//! Ops that nobody would write, in an order that makes no sense: each is judged and applied, none
//! makes the engine stop, folding again gives the same rows, and every page can still be read.

use domain::{
    AccountId, CostCodeId, DeviceId, EmployeeId, InvitationId, JobId, LogId, MemberId, OpId,
    TimeEntryId,
};
use engine::access::SYSTEM;
use engine::scope::Scope;
use engine::{Table, effects, query};
use jiff::{SignedDuration, Timestamp};
use oplog::receipt::Verdict;
use oplog::v1::Envelope;
use oplog::v1::payload::{self as p, BreakTimes, InvitationPurpose, RoleTag};
use oplog::{Op, Payload, SigningKey};
use testkit::TestPhone;

use super::site::Site;

/// How many companies are tried, and how many ops each gets.
const SEEDS: u64 = 24;
const OPS: usize = 250;

/// Numbers that are the same in every run (SplitMix64).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap()
    }

    fn chance(&mut self, in_a_hundred: usize) -> bool {
        self.below(100) < in_a_hundred
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }

    fn maybe<T>(&mut self, value: T) -> Option<T> {
        self.chance(50).then_some(value)
    }
}

/// A company, its phones and every id that anything has, of whatever kind.
struct Chaos {
    dice: Dice,
    site: Site,
    phones: Vec<TestPhone>,
    ids: Vec<[u8; 16]>,
    stated: Vec<Op>,
}

impl Chaos {
    fn new(seed: u64) -> Self {
        let mut site = Site::new();
        let people = [&site.owner, &site.manager, &site.worker, &site.other].map(Clone::clone);
        let phones = people.iter().map(|person| site.s.enrol(person)).collect();
        let entry = site.entry_of(&people[2]);
        let mut ids = vec![
            [0; 16],
            [0xff; 16],
            entry.to_bytes(),
            site.s.company.to_bytes(),
        ];
        for person in &people {
            ids.extend([person.employee.to_bytes(), person.member.to_bytes()]);
        }
        ids.extend([site.job.to_bytes(), site.closed_job.to_bytes()]);
        ids.extend([site.code.to_bytes(), site.other_jobs_code.to_bytes()]);
        for (key, _) in engine::Snapshot::range(&site.s.view, Table::Device, &[], &[], 9).unwrap() {
            ids.push(key.try_into().unwrap());
        }
        Self {
            dice: Dice(seed),
            site,
            phones,
            ids,
            stated: Vec::new(),
        }
    }

    /// An id in use, of the right kind or of a wrong one, or one that nothing has.
    fn id(&mut self) -> [u8; 16] {
        if self.dice.chance(85) {
            self.dice.pick(&self.ids)
        } else {
            self.new_id()
        }
    }

    /// An id that nothing has, mostly.
    fn new_id(&mut self) -> [u8; 16] {
        if self.dice.chance(10) {
            return self.dice.pick(&self.ids);
        }
        let mut fresh = [0; 16];
        fresh[..8].copy_from_slice(&self.dice.next().to_be_bytes());
        fresh
    }

    /// An id that an entry has, mostly.
    fn entry(&mut self) -> [u8; 16] {
        let range = |table| engine::Snapshot::range(&self.site.s.view, table, &[], &[], 500);
        let entries = range(Table::TimeEntry).unwrap();
        if entries.is_empty() || self.dice.chance(20) {
            return self.id();
        }
        self.dice.pick(&entries).0.try_into().unwrap()
    }

    /// Someone's record, mostly; everyone has a phone.
    fn employee(&mut self) -> EmployeeId {
        let phone = self.dice.below(self.phones.len());
        if self.dice.chance(80) {
            self.phones[phone].employee
        } else {
            EmployeeId::from_bytes(self.id())
        }
    }

    fn booking(&mut self) -> (Option<JobId>, Option<CostCodeId>) {
        let (job, code) = (
            JobId::from_bytes(self.id()),
            CostCodeId::from_bytes(self.id()),
        );
        (self.dice.maybe(job), self.dice.maybe(code))
    }

    /// An instant: near now, on an odd day, or at an end of time.
    fn at(&mut self) -> Timestamp {
        let now = self.site.s.clock.now();
        match self.dice.below(12) {
            0 => Timestamp::MIN,
            1 => Timestamp::MAX,
            2 => Timestamp::UNIX_EPOCH,
            3 => Timestamp::from_millisecond(-62_135_596_800_001).unwrap(),
            4 => Timestamp::from_second(self.dice.next() as i64 % 250_000_000_000).unwrap_or(now),
            _near => {
                let minutes = i64::try_from(self.dice.below(4_000)).unwrap() - 3_500;
                now + SignedDuration::from_mins(minutes)
            }
        }
    }

    fn breaks(&mut self) -> Vec<BreakTimes> {
        let count = match self.dice.below(20) {
            0 => 200,
            few => few % 4,
        };
        (0..count)
            .map(|_| {
                let (start, end) = (self.at(), self.at());
                BreakTimes {
                    start,
                    end: self.dice.maybe(end),
                    paid: self.dice.chance(50),
                }
            })
            .collect()
    }

    fn text(&mut self) -> String {
        let many = "é".repeat(2_000);
        self.dice
            .pick(&["", "a note", "\u{0}\u{202e}", " ", many.as_str()])
            .to_owned()
    }

    fn role(&mut self) -> RoleTag {
        self.dice
            .pick(&[RoleTag::Worker, RoleTag::Manager, RoleTag::Owner])
    }

    /// What it says, and about what.
    fn payload(&mut self) -> ([u8; 16], Payload) {
        if self.dice.chance(75) {
            self.about_time()
        } else {
            self.about_the_company()
        }
    }

    fn about_time(&mut self) -> ([u8; 16], Payload) {
        let (entry, employee) = (self.entry(), self.employee());
        let ((job, cost_code), note) = (self.booking(), self.text());
        let (start, end) = (self.at(), self.at());
        let payload = match self.dice.below(11) {
            0 | 1 => {
                let clocked = p::ClockedIn {
                    employee,
                    job,
                    cost_code,
                    note,
                };
                return (self.new_id(), clocked.into());
            }
            2 => p::ClockedOut {}.into(),
            3 => p::BreakStarted {
                paid: self.dice.chance(50),
            }
            .into(),
            4 => p::BreakEnded {}.into(),
            5 => {
                let switched = p::JobSwitched {
                    from: TimeEntryId::from_bytes(entry),
                    employee,
                    job,
                    cost_code,
                    note,
                };
                return (self.new_id(), switched.into());
            }
            6 => {
                let added = p::EntryAdded {
                    employee,
                    start,
                    end,
                    breaks: self.breaks(),
                    job,
                    cost_code,
                    note,
                    reason: self.text(),
                };
                return (self.new_id(), added.into());
            }
            7 => {
                let breaks = self.breaks();
                p::EntryEdited {
                    start: self.dice.maybe(start),
                    end: self.dice.maybe(end),
                    breaks: self.dice.maybe(breaks),
                    job: self.dice.maybe(job),
                    cost_code: self.dice.maybe(cost_code),
                    note: self.dice.maybe(note),
                    reason: self.text(),
                }
                .into()
            }
            8 => p::EntryVoided { reason: note }.into(),
            9 => p::EntryRestored { reason: note }.into(),
            _settled => p::ExceptionsSettled {
                exceptions: vec![note.clone(), "overlap".to_owned(), "overlap".to_owned()],
                note,
            }
            .into(),
        };
        (entry, payload)
    }

    fn about_the_company(&mut self) -> ([u8; 16], Payload) {
        let (id, other, text) = (self.id(), self.id(), self.text());
        let (member, employee) = (MemberId::from_bytes(other), EmployeeId::from_bytes(other));
        let name = self.dice.maybe(text.clone());
        let purpose = self
            .dice
            .pick(&[InvitationPurpose::Device, InvitationPurpose::Account]);
        let invitation = self.dice.maybe(InvitationId::from_bytes(other));
        let payload = match self.dice.below(20) {
            0 => p::CompanyChanged {
                name,
                zone: self.dice.pick(&[
                    None,
                    Some("Mars/Base".into()),
                    Some("Asia/Kathmandu".into()),
                ]),
                workweek_starts: self.dice.pick(&[None, Some(0), Some(7), Some(255)]),
                language: None,
            }
            .into(),
            1 => p::EmployeeAdded {
                name: text.clone(),
                email: text.clone(),
                number: text,
            }
            .into(),
            2 => p::EmployeeChanged {
                name,
                email: None,
                number: None,
            }
            .into(),
            3 if self.dice.chance(30) => p::EmployeeArchived {}.into(),
            3 | 4 => p::EmployeeRestored {}.into(),
            5 => p::MemberAdded {
                employee,
                role: self.role(),
                account: None,
            }
            .into(),
            6 => p::MemberRoleChanged { role: self.role() }.into(),
            7 => p::MemberAccountLinked {
                account: AccountId::from_bytes(other),
                invitation,
            }
            .into(),
            8 => p::InvitationIssued {
                member,
                purpose,
                expires_at: self.at(),
            }
            .into(),
            9 => p::InvitationRevoked {}.into(),
            10 => p::InvitationMailed { problem: text }.into(),
            11 => p::DeviceEnrolled {
                member,
                log: LogId::from_bytes(id),
                public_key: SigningKey::from_seed([7; 32]).public(),
                name: text,
                invitation,
            }
            .into(),
            12 if self.dice.chance(20) => p::DeviceRevoked { reason: text }.into(),
            13 => p::JobAdded {
                code: text.clone(),
                name: text.clone(),
                customer: text,
            }
            .into(),
            14 => p::JobArchived {}.into(),
            15 => p::JobRestored {}.into(),
            16 => p::CostCodeAdded {
                code: text.clone(),
                name: text,
                job: Some(JobId::from_bytes(other)),
            }
            .into(),
            17 => p::CostCodeChanged {
                code: None,
                name,
                job: Some(Some(JobId::from_bytes(other))),
            }
            .into(),
            18 => Payload::Unknown {
                kind: 60_000,
                bytes: text.into_bytes(),
            },
            _noise => {
                let kinds: Vec<u16> = Payload::KINDS.iter().map(|(kind, _)| *kind).collect();
                Payload::Unreadable {
                    kind: self.dice.pick(&kinds),
                    bytes: vec![0xff; self.dice.below(40)],
                }
            }
        };
        (id, payload)
    }

    /// The log it comes through and the op: mostly one's own phone, at times a stranger's words
    /// or the same op again.
    fn op(&mut self) -> (LogId, Op) {
        let phone = self.dice.below(self.phones.len());
        let own = (self.phones[phone].log, self.phones[phone].member);
        let log = match self.dice.below(20) {
            0 => LogId::from_bytes(self.id()),
            1 => self.site.s.journal[0].1.log,
            _own => own.0,
        };
        if !self.stated.is_empty() && self.dice.chance(4) {
            return (log, self.dice.pick(&self.stated));
        }
        let (subject, payload) = self.payload();
        let begins = matches!(
            payload,
            Payload::ClockedIn(_) | Payload::JobSwitched(_) | Payload::EntryAdded(_)
        );
        let (op_id, actor, at) = (self.new_id(), MemberId::from_bytes(self.id()), self.at());
        let kind = payload.kind();
        let envelope = Envelope {
            kind,
            // As honest apps do it; at times with an id that something else has.
            op_id: OpId::from_bytes(if begins { subject } else { op_id }),
            actor: match self.dice.below(20) {
                0 => actor,
                1 => SYSTEM,
                _own => own.1,
            },
            subject,
            at: if self.dice.chance(70) {
                self.site.s.clock.now()
            } else {
                at
            },
            zone: self
                .dice
                .pick(&["America/New_York", "", "Nowhere/At_All"])
                .to_owned(),
            utc_offset_seconds: self.dice.pick(&[0, i32::MIN, i32::MAX, -18_000]),
            boot_id: self.dice.next() % 3,
            monotonic_ms: self.dice.pick(&[0, 1, u64::MAX, u64::MAX / 2]),
            seen: self.dice.pick(&[0, self.site.s.position(), u64::MAX]),
            base: self.dice.maybe([1; 16]),
            payload: Vec::new(),
        };
        let op = Op::new(envelope, payload);
        // As the server reads it: from bytes.
        (log, Op::decode(op.bytes()).unwrap_or(op))
    }

    fn run(&mut self) {
        for _ in 0..OPS {
            let minutes = i64::try_from(self.dice.below(90)).unwrap();
            self.site.s.later(minutes);
            let (log, op) = self.op();
            let skew_ms = self.dice.pick(&[0, 0, i64::MIN, i64::MAX]);
            let verdict = self.site.s.receives(log, &op, skew_ms);
            effects(&self.site.s.view, &op, verdict).unwrap();
            self.ids.push(op.envelope.subject);
            self.stated.push(op);
        }
    }

    /// Every page, today and at the ends of time.
    fn read_all(&self) {
        let view = &self.site.s.view;
        query::company(view).unwrap();
        query::jobs(view).unwrap();
        query::cost_codes(view).unwrap();
        query::invitations(view, None).unwrap();
        for (device, row) in query::devices(view, None).unwrap() {
            query::device_name(view, row.log).unwrap();
            if let Some(scope) = Scope::of_device(view, device).unwrap() {
                scope.snapshot(view).unwrap();
            }
        }
        assert!(!query::quarantine(view, OPS, |_| true).unwrap().is_empty());
        for now in [self.site.s.clock.now(), Timestamp::MIN, Timestamp::MAX] {
            let zone = &self.site.s.zone;
            query::today(view, now).unwrap();
            query::week(view, domain::time::work_date(now, zone), now).unwrap();
            query::exceptions(view, Timestamp::MIN, Timestamp::MAX, now).unwrap();
            for (employee, _, _) in query::people(view).unwrap() {
                let all =
                    query::entries_of(view, employee, Timestamp::MIN, Timestamp::MAX).unwrap();
                query::exceptions_of(&all, now);
                query::day_totals_of(&all, zone, now);
                query::open_entries(view, employee).unwrap();
                for (entry, _) in all {
                    query::entry(view, entry, now).unwrap().unwrap();
                }
            }
        }
        let _no_such = Scope::of_device(view, DeviceId::from_bytes([3; 16])).unwrap();
    }
}

/// How many ops of a company of this seed counted.
fn counted(seed: u64) -> usize {
    let mut chaos = Chaos::new(seed);
    let begun = chaos.site.s.journal.len();
    chaos.run();
    assert!(
        chaos.site.s.refolded() == chaos.site.s.view,
        "folding again gives other rows"
    );
    chaos.read_all();
    let stated = &chaos.site.s.journal[begun..];
    assert_eq!(stated.len(), OPS);
    let applied = stated
        .iter()
        .filter(|(_, _, verdict)| *verdict == Verdict::Applied);
    applied.count()
}

#[test]
fn no_sequence_of_ops_stops_the_engine() {
    let counted: usize = (0..SEEDS)
        .map(|seed| {
            std::panic::catch_unwind(|| counted(seed)).unwrap_or_else(|_| panic!("seed {seed}"))
        })
        .sum();
    // It would prove nothing if all were set aside.
    let all = OPS * usize::try_from(SEEDS).unwrap();
    assert!(
        (all / 10..all).contains(&counted),
        "{counted} of {all} counted"
    );
}
