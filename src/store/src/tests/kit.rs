//! A company, its people and a phone, by the shortest way that is true.

use std::path::Path;

use domain::{AccountId, CompanyId, EmployeeId, InvitationId, LogId, MemberId, OpId, TimeEntryId};
use engine::command::{AddEmployee, AddEntry, Booking, EnrolDevice, FoundCompany};
use engine::rows::{self, EmployeeRow};
use engine::{Command, Snapshot, Table};
use jiff::Timestamp;
use oplog::sign::head_message;
use oplog::v1::Envelope;
use oplog::v1::payload::{ClockedIn, ClockedOut, InvitationPurpose};
use oplog::{LogHead, LogSecret, Op, Payload, Segment, SigningKey};

use crate::{
    CompanySnapshot, Execute, ExecuteError, Executed, Ingest, Ingested, MasterKey, OpenOptions,
    Store,
};

pub(super) fn open(dir: &Path) -> Store {
    Store::open(dir, options()).unwrap()
}

pub(super) fn options() -> OpenOptions {
    OpenOptions {
        master_key: Some(MasterKey::from_bytes([5; 32])),
    }
}

/// A moment in the week of the tests, in minutes since Monday 2026-03-02, 08:00 UTC.
pub(super) fn minute(minute: i64) -> Timestamp {
    "2026-03-02T08:00:00Z".parse::<Timestamp>().unwrap() + jiff::SignedDuration::from_mins(minute)
}

/// A founded company.
#[derive(Clone, Copy)]
pub(super) struct Firm {
    pub(super) company: CompanyId,
    pub(super) owner: MemberId,
    pub(super) employee: EmployeeId,
}

pub(super) fn found_command(n: u8) -> Command {
    Command::FoundCompany(FoundCompany {
        company: CompanyId::from_bytes([n; 16]),
        name: format!("Firm {n}"),
        zone: "America/New_York".to_owned(),
        workweek_starts: 1,
        language: "en".to_owned(),
        owner_name: "Olivia Owner".to_owned(),
        owner_email: format!("owner{n}@example.com"),
        account: AccountId::from_bytes([n; 16]),
    })
}

pub(super) fn found(store: &Store, n: u8) -> Firm {
    let company = CompanyId::from_bytes([n; 16]);
    let nobody = MemberId::from_bytes([0; 16]);
    let done = store
        .execute(Execute::new(company, nobody, found_command(n), minute(0)))
        .wait()
        .unwrap();
    let Payload::CompanyFounded(founded) = &done.ops[0].payload else {
        panic!("{:?}", done.ops)
    };
    Firm {
        company,
        owner: founded.owner,
        employee: founded.employee,
    }
}

impl Firm {
    pub(super) fn execute(
        &self,
        store: &Store,
        command: Command,
        at: Timestamp,
    ) -> Result<Executed, ExecuteError> {
        store
            .execute(Execute::new(self.company, self.owner, command, at))
            .wait()
    }

    pub(super) fn snapshot(&self, store: &Store) -> CompanySnapshot {
        store.snapshot(self.company).unwrap()
    }

    pub(super) fn add_entry(
        &self,
        store: &Store,
        employee: EmployeeId,
        start: i64,
        end: i64,
    ) -> TimeEntryId {
        let command = Command::AddEntry(AddEntry {
            employee,
            start: minute(start),
            end: minute(end),
            breaks: Vec::new(),
            booking: Booking::default(),
            reason: "forgot the phone".to_owned(),
        });
        self.execute(store, command, minute(end))
            .unwrap()
            .subject()
            .unwrap()
    }

    pub(super) fn worker(&self, store: &Store, name: &str) -> (EmployeeId, MemberId) {
        let add = AddEmployee {
            name: name.to_owned(),
            email: String::new(),
            number: String::new(),
            role: domain::company::Role::Worker,
        };
        let employee: EmployeeId = self
            .execute(store, Command::AddEmployee(add), minute(0))
            .unwrap()
            .subject()
            .unwrap();
        let row: EmployeeRow = rows::get(&self.snapshot(store), &employee.to_bytes())
            .unwrap()
            .unwrap();
        (employee, row.member.unwrap())
    }

    pub(super) fn phone(&self, store: &Store, name: &str, n: u8) -> Phone {
        let (employee, member) = self.worker(store, name);
        let invite = Command::Invite(employee, InvitationPurpose::Device);
        let invitation: InvitationId = self
            .execute(store, invite, minute(0))
            .unwrap()
            .subject()
            .unwrap();
        let key = SigningKey::from_seed([n; 32]);
        let log = LogId::from_bytes([n; 16]);
        let enrol = EnrolDevice {
            invitation,
            log,
            public_key: key.public(),
            name: "Phone".to_owned(),
        };
        store
            .execute(Execute::new(
                self.company,
                member,
                Command::EnrolDevice(enrol),
                minute(1),
            ))
            .wait()
            .unwrap();
        let secret = self.snapshot(store).log(log).unwrap().unwrap().secret;
        Phone {
            company: self.company,
            log,
            key,
            secret,
            member,
            employee,
            ops: Vec::new(),
            heads: vec![LogHead::EMPTY],
        }
    }
}

/// A phone with its own log.
#[derive(Clone)]
pub(super) struct Phone {
    pub(super) company: CompanyId,
    pub(super) log: LogId,
    pub(super) key: SigningKey,
    pub(super) secret: LogSecret,
    pub(super) member: MemberId,
    pub(super) employee: EmployeeId,
    pub(super) ops: Vec<Vec<u8>>,
    pub(super) heads: Vec<LogHead>,
}

impl Phone {
    /// States a payload about a subject at a minute; gives the op's id.
    pub(super) fn state(&mut self, payload: Payload, subject: Option<[u8; 16]>, at: i64) -> OpId {
        let mut id = *blake3::hash(
            &[
                self.log.to_bytes().as_slice(),
                &self.ops.len().to_be_bytes(),
            ]
            .concat(),
        )
        .as_bytes()
        .first_chunk::<16>()
        .unwrap();
        id[0] ^= u8::try_from(at.rem_euclid(251)).unwrap();
        let op_id = OpId::from_bytes(id);
        let envelope = Envelope {
            kind: 0,
            op_id,
            actor: self.member,
            subject: subject.unwrap_or(id),
            at: minute(at),
            zone: "America/New_York".to_owned(),
            utc_offset_seconds: -18_000,
            boot_id: 1,
            monotonic_ms: self.ops.len() as u64 * 1000,
            seen: 0,
            base: None,
            payload: Vec::new(),
        };
        let op = Op::new(envelope, payload);
        let head = *self.heads.last().unwrap();
        self.heads
            .push(head.then(self.log, self.secret.digest(head.next_seq, op.bytes())));
        self.ops.push(op.bytes().to_vec());
        op_id
    }

    pub(super) fn clock_in(&mut self, at: i64) -> TimeEntryId {
        let payload = ClockedIn {
            employee: self.employee,
            job: None,
            cost_code: None,
            note: String::new(),
        };
        self.state(payload.into(), None, at).into()
    }

    pub(super) fn clock_out(&mut self, entry: TimeEntryId, at: i64) {
        self.state(ClockedOut {}.into(), Some(entry.to_bytes()), at);
    }

    /// The segment of ops `from..to`.
    pub(super) fn segment(&self, from: usize, to: usize) -> Vec<u8> {
        let after = self.heads[to];
        Segment {
            company: self.company,
            log: self.log,
            before: self.heads[from],
            after,
            signature: self.key.sign(&head_message(self.company, self.log, after)),
            ops: self.ops[from..to].to_vec(),
        }
        .encode()
        .unwrap()
    }

    pub(super) fn send(&self, store: &Store, segments: Vec<Vec<u8>>) -> Ingested {
        let received_at = minute(60 * 24);
        store
            .ingest(Ingest {
                company: self.company,
                segments,
                received_at,
                skew_ms: 0,
            })
            .wait()
            .unwrap()
    }
}

/// Every view row of a company.
pub(super) fn view_rows(store: &Store, firm: &Firm) -> Vec<(Table, Vec<u8>, Vec<u8>)> {
    let snapshot = firm.snapshot(store);
    let mut rows = Vec::new();
    for table in Table::ALL {
        for (key, value) in snapshot.range(*table, &[], &[], usize::MAX).unwrap() {
            rows.push((*table, key, value));
        }
    }
    rows
}

#[track_caller]
pub(super) fn check_sound(store: &Store) {
    let report = store.verify().unwrap();
    assert!(report.is_sound(), "{report:#?}");
}
