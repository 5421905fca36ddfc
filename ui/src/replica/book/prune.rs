//! What a phone need not keep any more: old work that the server holds, and a backup of it too.

use jiff::{SignedDuration, Timestamp};
use sync::Received;

use super::Book;

/// How long a phone keeps what is safe elsewhere: 90 days.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 90);

impl Book {
    /// Below which sequence own ops may go, once what was received is stored; `None` when none
    /// may. The server holds them and has judged them, the base shows what became of them, a
    /// current backup holds them as well, and they are old by the server's clock. From the
    /// beginning of the log without a gap; the last one that may go stays, as what follows is
    /// chained to it.
    pub fn prunable(&self, received: &Received) -> Option<u64> {
        // What a restored server holds is to be told once more before anything goes.
        if received.delta.mark.epoch != self.mark.epoch || received.rotate.is_some() {
            return None;
        }
        let own = received.receipt.as_ref()?;
        let safe = own.statement.next_seq.min(received.backed_up);
        let before = received
            .server_time
            .checked_sub(KEPT)
            .unwrap_or(Timestamp::MIN);
        let may_go = self.ops.iter().take_while(|(seq, kept)| {
            **seq < safe && kept.op.envelope.at <= before && self.covered(**seq)
        });
        let last = may_go.map(|(seq, _)| *seq).last()?;
        let first = *self.ops.keys().next()?;
        (first < last).then_some(last)
    }
}
