//! Rules about pay runs that always hold: a final run is final, and is only made of what was
//! reviewed. `judge` keeps them at an op's place in the journal, as `decide` does beforehand.

use oplog::{Op, Payload};

use crate::rows::{self, PayRunRow, PayRunState};
use crate::view::{Snapshot, ViewError};

/// Whether an op would break one.
pub(crate) fn breaks(view: &impl Snapshot, op: &Op) -> Result<bool, ViewError> {
    use Payload as P;
    if !matches!(
        op.payload,
        P::PayRunReviewed(_)
            | P::PayRunFinalised(_)
            | P::PayRunPaid(_)
            | P::PayRunDiscarded(_)
            | P::PayRunExported(_)
    ) {
        return Ok(false);
    }
    let Some(row) = rows::get::<PayRunRow>(view, &op.envelope.subject)? else {
        return Ok(true);
    };
    Ok(match &op.payload {
        P::PayRunFinalised(finalised) => row.state != PayRunState::Reviewed(finalised.basis),
        // What a run pays follows its being final, in the same commit.
        P::PayRunPaid(_) | P::PayRunExported(_) => row.state != PayRunState::Final,
        _reviewed_or_discarded => !row.is_open(),
    })
}
