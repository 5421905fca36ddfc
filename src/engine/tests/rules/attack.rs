//! A phone whose app is of its owner's making.

use domain::{OpId, TimeEntryId};
use oplog::receipt::{QuarantineReason as Why, Verdict};
use oplog::v1::Envelope;
use oplog::{Op, Payload};
use testkit::{Person, TestPhone};

use super::site::Site;

pub struct Attack {
    pub site: Site,
    pub phone: TestPhone,
    pub made: u64,
}

impl Attack {
    pub fn by(person: fn(&Site) -> Person) -> Self {
        let mut site = Site::new();
        let person = person(&site);
        let mut phone = site.s.enrol(&person);
        phone.seen = site.s.position();
        Self {
            site,
            phone,
            made: 0,
        }
    }

    /// The verdict on what this phone states about a subject, now.
    #[track_caller]
    pub fn check(
        &mut self,
        subject: impl domain::id::Id,
        payload: impl Into<Payload>,
        expect: Verdict,
    ) -> Op {
        let now = self.site.s.clock.now();
        let op = self.phone.state(subject, now, payload);
        self.judged(&op, expect);
        op
    }

    #[track_caller]
    pub fn judged(&mut self, op: &Op, expect: Verdict) {
        assert_eq!(
            self.site.s.receives(self.phone.log, op, 0),
            expect,
            "{:?}",
            op.payload
        );
        assert_eq!(self.site.s.refolded(), self.site.s.view);
    }

    /// An op that begins an entry, whose id is that of the op.
    pub fn begins(&mut self, payload: impl Into<Payload>) -> Op {
        self.made += 1;
        let mut id = [0xbe; 16];
        id[..8].copy_from_slice(&self.made.to_be_bytes());
        let op = self.phone.state(
            TimeEntryId::from_bytes(id),
            self.site.s.clock.now(),
            payload,
        );
        Op::new(
            Envelope {
                op_id: OpId::from_bytes(id),
                ..op.envelope
            },
            op.payload,
        )
    }
}

pub const TAKEN: Verdict = Verdict::Quarantined(Why::IdReused);
pub const UNKNOWN: Verdict = Verdict::Quarantined(Why::UnknownSubject);
pub const DENIED: Verdict = Verdict::Quarantined(Why::NotPermitted);
pub const BROKEN: Verdict = Verdict::Quarantined(Why::BreaksRule);
