//! Judging an op at its place in the journal. An authentic op is never refused: it counts, or it
//! is kept with the reason why it does not.

use domain::LogId;
use jiff::Timestamp;
use oplog::receipt::{QuarantineReason as Why, Verdict};
use oplog::v1::payload::RoleTag;
use oplog::{Op, Payload};

use crate::access;
use crate::merge::Edit;
use crate::rows::{self, DeviceRow, EntryRow, Field, FieldStamp, LogRow, MemberRow, OpRow, Writer};
use crate::view::{Snapshot, ViewError};

/// How an op reached the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrival {
    /// Its journal position; the first is 1, so that 0 means having seen nothing.
    pub position: u64,
    /// The log it is from.
    pub log: LogId,
    /// Its sequence in that log.
    pub seq: u64,
    /// When the server received it.
    pub received_at: Timestamp,
    /// How far the author's clock was ahead of the server's when it was sent, in milliseconds.
    pub skew_ms: i64,
}

/// The first 128 bits of the BLAKE3 hash of an op's bytes.
pub fn content(op: &Op) -> [u8; 16] {
    let hash = blake3::hash(op.bytes());
    let mut out = [0; 16];
    out.iter_mut().zip(hash.as_bytes()).for_each(|(to, from)| *to = *from);
    out
}

/// The verdict on an op.
///
/// # Errors
/// When rows cannot be read.
pub fn judge(view: &impl Snapshot, op: &Op, arrival: &Arrival) -> Result<Verdict, ViewError> {
    if let Some(earlier) = rows::get::<OpRow>(view, &op.envelope.op_id.to_bytes())? {
        let same = earlier.content == content(op);
        return Ok(if same { Verdict::Superseded } else { Verdict::Quarantined(Why::IdReused) });
    }
    let writer = rows::get::<LogRow>(view, &arrival.log.to_bytes())?.map(|log| log.writer);
    if let Some(why) = author_refusal(view, op, writer)? {
        return Ok(Verdict::Quarantined(why));
    }
    match &op.payload {
        Payload::Unknown { .. } => return Ok(Verdict::Parked),
        Payload::Unreadable { .. } => return Ok(Verdict::Quarantined(Why::Unreadable)),
        _known => {}
    }
    if let Some(why) = access::refusal(view, op, writer)? {
        return Ok(Verdict::Quarantined(why));
    }
    verdict_on_time(view, op, arrival)
}

/// Why this log may not speak for this actor.
fn author_refusal(view: &impl Snapshot, op: &Op, writer: Option<Writer>) -> Result<Option<Why>, ViewError> {
    match writer {
        Some(Writer::Server) => Ok(None),
        Some(Writer::Device(device)) => {
            let Some(device) = rows::get::<DeviceRow>(view, &device.to_bytes())? else {
                return Ok(Some(Why::UnknownSubject));
            };
            if device.revoked.is_some() {
                return Ok(Some(Why::DeviceRevoked));
            }
            Ok((device.member != op.envelope.actor).then_some(Why::WrongActor))
        }
        // The first op of a company names the server's log; no other log is unknown.
        None if matches!(op.payload, Payload::CompanyFounded(_)) => Ok(None),
        None => Ok(Some(Why::WrongActor)),
    }
}

/// The fields of an entry that an op sets.
pub fn fields_set(payload: &Payload) -> Vec<Field> {
    match payload {
        Payload::ClockedOut(_) => vec![Field::End],
        Payload::BreakStarted(_) | Payload::BreakEnded(_) => vec![Field::Breaks],
        Payload::EntryVoided(_) | Payload::EntryRestored(_) => vec![Field::Voided],
        Payload::EntryEdited(edit) => [
            (edit.start.is_some(), Field::Start),
            (edit.end.is_some(), Field::End),
            (edit.breaks.is_some(), Field::Breaks),
            (edit.job.is_some(), Field::Job),
            (edit.cost_code.is_some(), Field::CostCode),
            (edit.note.is_some(), Field::Note),
        ]
        .into_iter()
        .filter_map(|(set, field)| set.then_some(field))
        .collect(),
        _other => Vec::new(),
    }
}

/// The edit that an op is, in a conflict over fields.
///
/// # Errors
/// When rows cannot be read.
pub fn edit_of(view: &impl Snapshot, op: &Op, arrival: &Arrival) -> Result<Edit, ViewError> {
    let member: Option<MemberRow> = rows::get(view, &op.envelope.actor.to_bytes())?;
    let role = member.map_or(RoleTag::Worker, |member| member.role);
    let stamp = FieldStamp { position: arrival.position, log: arrival.log, role };
    Ok(Edit { stamp, seen: op.envelope.seen })
}

fn verdict_on_time(view: &impl Snapshot, op: &Op, arrival: &Arrival) -> Result<Verdict, ViewError> {
    let row: Option<EntryRow> = rows::get(view, &op.envelope.subject)?;
    match &op.payload {
        Payload::ClockedIn(_) | Payload::EntryAdded(_) | Payload::JobSwitched(_) if row.is_some() => {
            return Ok(Verdict::Quarantined(Why::IdReused));
        }
        Payload::MemberRoleChanged(_) | Payload::EmployeeArchived(_)
            if crate::decide::people::would_leave_no_owner(view, op)? =>
        {
            return Ok(Verdict::Quarantined(Why::BreaksRule));
        }
        _other => {}
    }
    let Some(row) = row else { return Ok(Verdict::Applied) };
    let fields = fields_set(&op.payload);
    if fields.is_empty() {
        return Ok(Verdict::Applied);
    }
    let moot = match &op.payload {
        Payload::BreakStarted(_) => row.values.end.is_some() || open_break(&row),
        Payload::BreakEnded(_) => !open_break(&row),
        _other => false,
    };
    let lost = edit_of(view, op, arrival)?.lost(&row.stamps, &fields);
    Ok(if moot || lost.len() == fields.len() { Verdict::Superseded } else { Verdict::Applied })
}

/// Whether a break of the entry is still open.
pub fn open_break(row: &EntryRow) -> bool {
    row.values.breaks.iter().any(|pause| pause.end.is_none())
}
