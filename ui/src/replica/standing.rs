//! How far an own op has come, and what waits. Pure.

use jiff::Timestamp;
use oplog::receipt::{Outcome, QuarantineReason, Verdict};

/// How far an op has come. In order: what is least far comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Saved on this phone, and nowhere else.
    OnPhone,
    /// On the server's disk, and not yet judged.
    OnServer,
    /// It does not count until someone settles it.
    Quarantined(QuarantineReason),
    /// The server does not know this kind yet; it keeps it until it does.
    Parked,
    /// It lost to another edit of the same fields.
    Superseded,
    /// It counts.
    Counted,
}

impl Standing {
    /// The standing of an op at `seq`, when the server holds all below `receipted`.
    pub(super) fn of(seq: u64, receipted: u64, outcome: Option<&Outcome>) -> Standing {
        match outcome.map(|outcome| outcome.verdict) {
            // A restored server may have lost what it once judged.
            _ if seq >= receipted => Standing::OnPhone,
            None => Standing::OnServer,
            Some(Verdict::Applied) => Standing::Counted,
            Some(Verdict::Superseded) => Standing::Superseded,
            Some(Verdict::Parked) => Standing::Parked,
            Some(Verdict::Quarantined(reason)) => Standing::Quarantined(reason),
        }
    }
}

/// What waits, in counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Outbox {
    /// Ops that are on this phone alone.
    pub unsent: usize,
    /// When the oldest of them was stated, by this phone's clock.
    pub oldest_unsent: Option<Timestamp>,
    /// Ops on the server that are not judged yet.
    pub received: usize,
    /// Ops that were judged, whatever the verdict.
    pub judged: usize,
    /// Of those, the ones that do not count.
    pub not_counted: usize,
}

impl Outbox {
    /// Adds one op.
    pub(super) fn add(&mut self, standing: Standing, at: Timestamp) {
        match standing {
            Standing::OnPhone => {
                self.unsent += 1;
                self.oldest_unsent = Some(self.oldest_unsent.map_or(at, |oldest| oldest.min(at)));
            }
            Standing::OnServer => self.received += 1,
            Standing::Quarantined(_) | Standing::Parked => {
                self.judged += 1;
                self.not_counted += 1;
            }
            Standing::Superseded | Standing::Counted => self.judged += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(verdict: Verdict) -> Outcome {
        Outcome {
            seq: 1,
            position: 9,
            verdict,
        }
    }

    #[track_caller]
    fn check(seq: u64, receipted: u64, verdict: Option<Verdict>, expect: Standing) {
        assert_eq!(
            Standing::of(seq, receipted, verdict.map(outcome).as_ref()),
            expect
        );
    }

    #[test]
    fn an_op_is_on_the_phone_until_receipted_and_counted_once_judged() {
        check(1, 1, None, Standing::OnPhone);
        check(1, 2, None, Standing::OnServer);
        check(1, 2, Some(Verdict::Applied), Standing::Counted);
        check(1, 2, Some(Verdict::Superseded), Standing::Superseded);
        check(
            1,
            2,
            Some(Verdict::Quarantined(QuarantineReason::DeviceRevoked)),
            Standing::Quarantined(QuarantineReason::DeviceRevoked),
        );
    }

    #[test]
    fn what_a_restored_server_lost_is_on_the_phone_again() {
        check(1, 0, Some(Verdict::Applied), Standing::OnPhone);
    }
}
