//! What an op asks of the world outside. Called by the live writer alone, never by a refold or a
//! phone; the writer keeps the answers in the outbox with the op.

use domain::{EmployeeId, InvitationId, MemberId};
use jiff::civil::Date;
use oplog::receipt::Verdict;
use oplog::v1::payload::ReminderStep;
use oplog::wire;
use oplog::{Op, Payload};
use serde::{Deserialize, Serialize};

use crate::again;
use crate::rows::{self, EmployeeRow, MemberRow};
use crate::view::{Snapshot, ViewError};

/// Something to be done outside, at least once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Effect {
    /// Mail an invitation to the invited person.
    MailInvitation {
        /// The invitation.
        #[serde(with = "wire::id")]
        invitation: InvitationId,
    },
    /// Remind somebody by mail of a timesheet.
    MailReminder {
        /// Who is reminded.
        #[serde(with = "wire::id")]
        employee: EmployeeId,
        /// The first date of the pay period.
        #[serde(with = "wire::date")]
        first: Date,
        /// Of what.
        step: ReminderStep,
    },
}

/// The effects of an op, in order. The view is the one after it was applied.
///
/// # Errors
/// When rows cannot be read.
pub fn effects(view: &impl Snapshot, op: &Op, verdict: Verdict) -> Result<Vec<Effect>, ViewError> {
    if let (Payload::Rejudged(again), Verdict::Applied) = (&op.payload, verdict) {
        // What it asks for now is what the op asks for that counts at last.
        let held = again::held(view, again.position)?;
        return match held.and_then(|row| Op::decode(&row.bytes).ok()) {
            Some(held) => effects(view, &held, again.verdict),
            None => Ok(Vec::new()),
        };
    }
    if verdict != Verdict::Applied {
        return Ok(Vec::new());
    }
    match &op.payload {
        Payload::InvitationIssued(issued) => invited(view, op, issued.member),
        Payload::TimesheetReminded(reminded) => Ok(vec![Effect::MailReminder {
            employee: op.subject(),
            first: reminded.first,
            step: reminded.step,
        }]),
        _other => Ok(Vec::new()),
    }
}

/// A mail to the invited person, who has an address or hears of it otherwise.
fn invited(view: &impl Snapshot, op: &Op, member: MemberId) -> Result<Vec<Effect>, ViewError> {
    let Some(member) = rows::get::<MemberRow>(view, &member.to_bytes())? else {
        return Ok(Vec::new());
    };
    let employee: Option<EmployeeRow> = rows::get(view, &member.employee.to_bytes())?;
    if employee.is_none_or(|employee| employee.email.is_empty()) {
        return Ok(Vec::new());
    }
    Ok(vec![Effect::MailInvitation {
        invitation: op.subject(),
    }])
}
