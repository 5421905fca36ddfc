//! A phone as far as the server can tell: it enrols, states ops and syncs by `sync`'s session.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::time::Zone;
use domain::{CompanyId, DeviceId, LogId, MemberId, OpId};
use engine::command::Booking;
use engine::{Command, Ctx, MemoryView, RowChange, Table, decide};
use jiff::Timestamp;
use oplog::receipt::{Durable, Outcome, Signed, Verdict};
use oplog::sign::head_message;
use oplog::v1::payload::ClockedOut;
use oplog::{LogHead, LogSecret, Op, PublicKey, Segment, SigningKey};
use serde_json::{Value, json};
use sync::{BaseMark, Held, PhoneState, Received, Rotation, Session, Step, StoredOp, SyncFault};

use crate::support::{Browser, Office, Server};

/// A phone with its key, log and base.
pub struct Phone {
    pub browser: Browser,
    pub key: SigningKey,
    pub company: CompanyId,
    pub device: DeviceId,
    pub log: LogId,
    pub view: MemoryView,
    pub received: Vec<Received>,
    secret: LogSecret,
    member: MemberId,
    server_key: PublicKey,
    ops: Vec<StoredOp>,
    heads: Vec<LogHead>,
    receipted: LogHead,
    base: BaseMark,
    challenge: Option<[u8; 32]>,
    now: Timestamp,
    /// What tells apart what a copy states.
    salt: u8,
}

/// The body of an enrolment with the key of a seed.
pub fn enrol_body(code: &Value, seed: u8) -> Value {
    let key = SigningKey::from_seed([seed; 32]).public();
    json!({
        "code": code,
        "public_key": URL_SAFE_NO_PAD.encode(key.0),
        "device_name": "Test phone",
    })
}

impl Phone {
    /// Enrols a phone for an employee.
    pub async fn enrol(server: &Server, office: &Office, employee: &str, seed: u8) -> Self {
        let code = office.invite(employee, "device").await["code"].clone();
        let browser = server.browser();
        let enrolled = browser
            .post("/api/v1/invitations/enrol", enrol_body(&code, seed))
            .await
            .created();
        let text = |name: &str| enrolled[name].as_str().unwrap();
        let bytes = |name| {
            URL_SAFE_NO_PAD
                .decode(text(name))
                .unwrap()
                .try_into()
                .unwrap()
        };
        Self {
            browser,
            key: SigningKey::from_seed([seed; 32]),
            company: text("company").parse().unwrap(),
            device: text("device").parse().unwrap(),
            log: text("log").parse().unwrap(),
            view: MemoryView::default(),
            received: Vec::new(),
            secret: LogSecret::from_bytes(bytes("log_secret")),
            member: text("member").parse().unwrap(),
            server_key: PublicKey(bytes("server_public_key")),
            ops: Vec::new(),
            heads: vec![LogHead::EMPTY],
            receipted: LogHead::EMPTY,
            base: BaseMark::NONE,
            challenge: None,
            now: server.now(),
            salt: 0,
        }
    }

    /// Another phone with a copy of everything that this one stored.
    pub fn copied(&self, server: &Server, salt: u8) -> Self {
        Self {
            browser: server.browser(),
            key: self.key.clone(),
            view: self.view.clone(),
            received: self.received.clone(),
            secret: self.secret.clone(),
            ops: self.ops.clone(),
            heads: self.heads.clone(),
            salt,
            ..*self
        }
    }

    /// Whether everything that it has is on the server, as far as it knows.
    pub fn is_receipted(&self) -> bool {
        self.receipted == *self.heads.last().unwrap()
    }

    /// It believes that its log has a name that this server never gave.
    pub fn writes_in_another_log(&mut self) {
        self.receipted = LogHead::EMPTY;
        self.received.clear();
        self.rotate(&Rotation {
            log: LogId::from_bytes([0xee; 16]),
            secret: [0xef; 32],
        });
    }

    /// States what a command says, at an instant, over the base.
    pub fn state(&mut self, command: &Command, at: Timestamp) {
        let zone = Zone::named("America/New_York").unwrap();
        let mut entropy = [u8::try_from(self.ops.len()).unwrap(); 32];
        entropy[..16].copy_from_slice(&self.device.to_bytes());
        entropy[31] ^= self.salt;
        let ctx = Ctx {
            now: at,
            actor: self.member,
            zone: &zone,
            boot_id: 1,
            monotonic_ms: 1,
            seen: self.base.position,
            entropy,
        };
        for op in decide(&self.view, command, &ctx).unwrap() {
            self.append(&op);
        }
    }

    /// Clocks in without a job.
    pub fn clock_in(&mut self, at: Timestamp) {
        let booking = Booking {
            job: None,
            cost_code: None,
            note: "north wall".into(),
        };
        self.state(&Command::ClockIn(booking), at);
    }

    /// Clocks in on a job.
    pub fn clock_in_on(&mut self, job: &str, at: Timestamp) {
        let booking = Booking {
            job: Some(job.parse().unwrap()),
            ..Booking::default()
        };
        self.state(&Command::ClockIn(booking), at);
    }

    /// Clocks out of the entry that began last, which is on no server yet.
    pub fn clock_out_unseen(&mut self, at: Timestamp) {
        let last = self.ops.last().unwrap();
        let mut envelope = Op::decode(&last.bytes).unwrap().envelope;
        envelope.op_id = OpId::from_bytes([0x0f; 16]);
        envelope.at = at;
        self.append(&Op::new(envelope, ClockedOut {}.into()));
    }

    pub fn append(&mut self, op: &Op) {
        let head = *self.heads.last().unwrap();
        let after = head.then(self.log, self.secret.digest(head.next_seq, op.bytes()));
        self.ops.push(StoredOp {
            bytes: op.bytes().to_vec(),
            hash_after: after.hash,
        });
        self.heads.push(after);
    }

    /// All that is not on the server, as one segment.
    pub fn unsent(&self) -> Vec<u8> {
        let first = usize::try_from(self.receipted.next_seq).unwrap();
        let after = *self.heads.last().unwrap();
        let segment = Segment {
            company: self.company,
            log: self.log,
            before: self.heads[first],
            after,
            signature: self.key.sign(&head_message(self.company, self.log, after)),
            ops: self.ops[first..]
                .iter()
                .map(|op| op.bytes.clone())
                .collect(),
        };
        segment.encode().unwrap()
    }

    /// The first request of a sync.
    pub fn request(&mut self) -> Vec<u8> {
        let mut session = self.session();
        loop {
            match session.step(self.now) {
                Step::Sign(message) => session.signed(self.key.sign(&message)),
                Step::Send(bytes) => return bytes,
                other => panic!("no request but {other:?}"),
            }
        }
    }

    fn session(&self) -> Session {
        Session::new(PhoneState {
            company: self.company,
            device: self.device,
            log: self.log,
            head: *self.heads.last().unwrap(),
            receipted: self.receipted,
            outcomes_from: self
                .outcomes()
                .last_key_value()
                .map_or(0, |(seq, _)| seq + 1),
            held: self.held(),
            shown: self.shown(),
            base: self.base,
            challenge: self.challenge,
            server_key: self.server_key,
            foreign: Vec::new(),
        })
    }

    /// Syncs until there is nothing left to say.
    pub async fn sync(&mut self) -> Result<(), SyncFault> {
        let mut session = self.session();
        loop {
            match session.step(self.now) {
                Step::ReadOps { from, max } => {
                    let from = usize::try_from(from).unwrap();
                    let ops = self.ops.iter().skip(from).take(max).cloned().collect();
                    session.ops(self.heads[from], ops);
                }
                Step::Sign(message) => session.signed(self.key.sign(&message)),
                Step::Send(bytes) => {
                    let answer = self.browser.octets("/api/v1/sync", bytes).await;
                    answer.is(axum::http::StatusCode::OK);
                    session.received(&answer.bytes, self.now);
                }
                Step::Store(received) => {
                    let rotates = received.rotate.is_some();
                    self.store(*received);
                    if rotates {
                        session.rotated(*self.heads.last().unwrap());
                    } else {
                        session.stored();
                    }
                }
                Step::Done => return Ok(()),
                Step::Failed(fault) => return Err(fault),
            }
        }
    }

    /// The log goes on under another name from what is receipted on.
    fn rotate(&mut self, rotation: &Rotation) {
        (self.log, self.secret) = (rotation.log, LogSecret::from_bytes(rotation.secret));
        let from = usize::try_from(self.receipted.next_seq).unwrap();
        self.heads.truncate(from);
        self.heads.push(self.receipted);
        for op in &mut self.ops[from..] {
            let head = *self.heads.last().unwrap();
            let digest = self.secret.digest(head.next_seq, &op.bytes);
            let head = head.then(self.log, digest);
            op.hash_after = head.hash;
            self.heads.push(head);
        }
    }

    /// What every outcome that was told says by now, by sequence.
    pub fn outcomes(&self) -> BTreeMap<u64, Outcome> {
        let told = self.received.iter().flat_map(|received| &received.outcomes);
        told.map(|outcome| (outcome.seq, *outcome)).collect()
    }

    /// The newest receipt.
    fn shown(&self) -> Option<Signed<Durable>> {
        let receipts = self.received.iter().filter_map(|r| r.receipt.clone());
        receipts.max_by_key(|receipt| receipt.statement.next_seq)
    }

    fn held(&self) -> Vec<Held> {
        let counts =
            |outcome: &Outcome| matches!(outcome.verdict, Verdict::Applied | Verdict::Superseded);
        let held = self.outcomes().into_values().filter(|told| !counts(told));
        held.map(|told| Held {
            seq: told.seq,
            position: told.position,
        })
        .collect()
    }

    fn store(&mut self, received: Received) {
        if let Some(receipt) = &received.receipt {
            self.receipted = receipt.verified(&self.server_key).unwrap().head();
        }
        if let Some(rotation) = &received.rotate {
            self.rotate(rotation);
        }
        self.challenge = Some(received.challenge);
        self.base = received.delta.mark;
        if received.delta.snapshot {
            self.view = MemoryView::default();
        }
        let rows = received.delta.rows.iter().map(|row| RowChange {
            table: Table::from_tag(row.table).unwrap(),
            key: row.key.clone(),
            value: row.value.clone(),
        });
        self.view.absorb(rows.collect());
        self.received.push(received);
    }
}
