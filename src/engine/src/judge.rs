//! Judging an op at its place in the journal. An authentic op is never refused: it counts, or it
//! is kept with the reason why it does not.

use domain::LogId;
use domain::time::Zone;
use domain::timesheet::BREAKS_MAX;
use jiff::Timestamp;
use oplog::receipt::{QuarantineReason as Why, Verdict};
use oplog::v1::payload::RoleTag;
use oplog::{Op, Payload};

use crate::access;
use crate::again;
use crate::decide::people::{is_language, is_weekday, would_leave_no_owner};
use crate::import;
use crate::merge::{Edit, rank};
use crate::payroll;
use crate::rows::{
    self, DeviceRow, EmployeeRow, EntryRow, Field, FieldStamp, LogRow, MemberRow, OpRow, Writer,
};
use crate::table::Table;
use crate::timesheet::{Gate, gate, gate_time, rule, standing_or_pending};
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

/// Why the actor may not state an op.
type Refusal<S> = fn(&S, &Op, Option<Writer>) -> Result<Option<Why>, ViewError>;

/// The rules that ops are held against before they are written and at their place in the journal.
pub(crate) struct Rules<S> {
    /// Why the actor may not state an op.
    pub(crate) refusal: Refusal<S>,
    /// What locked time stands against an op.
    pub(crate) gate: fn(&S, &Op) -> Result<Option<Gate>, ViewError>,
    breaks: fn(&S, &Op) -> Result<bool, ViewError>,
}

impl<S: Snapshot> Rules<S> {
    pub(crate) fn all() -> Self {
        Self {
            refusal: access::refusal,
            gate,
            breaks: breaks_rule,
        }
    }

    /// Those about time alone, which is all that a phone states: the others are then not part of
    /// what a phone downloads.
    pub(crate) fn about_time() -> Self {
        Self {
            refusal: access::refusal_time,
            gate: gate_time,
            breaks: breaks_time_rule,
        }
    }
}

/// The first 128 bits of the BLAKE3 hash of an op's bytes.
pub fn content(op: &Op) -> [u8; 16] {
    rows::first_half(&blake3::hash(op.bytes()))
}

/// The verdict on an op.
///
/// # Errors
/// When rows cannot be read.
pub fn judge(view: &impl Snapshot, op: &Op, arrival: &Arrival) -> Result<Verdict, ViewError> {
    judge_by(view, op, arrival, &Rules::all())
}

/// As [`judge`], for ops about time alone, which is all that a phone states.
///
/// # Errors
/// As [`judge`].
pub fn judge_time(view: &impl Snapshot, op: &Op, arrival: &Arrival) -> Result<Verdict, ViewError> {
    judge_by(view, op, arrival, &Rules::about_time())
}

fn judge_by<S: Snapshot>(
    view: &S,
    op: &Op,
    arrival: &Arrival,
    rules: &Rules<S>,
) -> Result<Verdict, ViewError> {
    if let Some(earlier) = rows::get::<OpRow>(view, &op.envelope.op_id.to_bytes())? {
        let same = earlier.content == content(op);
        return Ok(if same {
            Verdict::Superseded
        } else {
            Verdict::Quarantined(Why::IdReused)
        });
    }
    by_rules(view, op, arrival, false, rules)
}

/// The verdict on an op that is held back, now. Where a person vouches for it, its device may have
/// been revoked and its author may have lacked the permission; no other rule gives way.
pub(crate) fn judge_held(
    view: &impl Snapshot,
    op: &Op,
    arrival: &Arrival,
    vouched: bool,
) -> Result<Verdict, ViewError> {
    let known = rows::get::<OpRow>(view, &op.envelope.op_id.to_bytes())?;
    if known.is_some_and(|known| known.content != content(op)) {
        return Ok(Verdict::Quarantined(Why::IdReused));
    }
    let mut rules = Rules::all();
    if vouched {
        rules.refusal = access::refusal_vouched;
    }
    by_rules(view, op, arrival, vouched, &rules)
}

/// The verdict on an op whose id is its own.
fn by_rules<S: Snapshot>(
    view: &S,
    op: &Op,
    arrival: &Arrival,
    vouched: bool,
    rules: &Rules<S>,
) -> Result<Verdict, ViewError> {
    let writer = rows::get::<LogRow>(view, &arrival.log.to_bytes())?.map(|log| log.writer);
    if let Some(why) = author_refusal(view, op, writer, vouched)? {
        return Ok(Verdict::Quarantined(why));
    }
    match &op.payload {
        Payload::Unknown { .. } => return Ok(Verdict::Parked),
        Payload::Unreadable { .. } => return Ok(Verdict::Quarantined(Why::Unreadable)),
        _known => {}
    }
    if let Some(why) = (rules.refusal)(view, op, writer)? {
        return Ok(Verdict::Quarantined(why));
    }
    if is_id_taken(view, op)? {
        return Ok(Verdict::Quarantined(Why::IdReused));
    }
    if (rules.breaks)(view, op)? {
        return Ok(Verdict::Quarantined(Why::BreaksRule));
    }
    match (rules.gate)(view, op)? {
        Some(Gate::Late | Gate::Import) => return Ok(Verdict::Quarantined(Why::PeriodLocked)),
        Some(Gate::Settings) => return Ok(Verdict::Quarantined(Why::BreaksRule)),
        None => {}
    }
    Ok(match verdict_on_time(view, op, arrival)? {
        Verdict::Quarantined(Why::NotPermitted) if vouched => Verdict::Applied,
        verdict => verdict,
    })
}

/// Why this log may not speak for this actor.
fn author_refusal(
    view: &impl Snapshot,
    op: &Op,
    writer: Option<Writer>,
    vouched: bool,
) -> Result<Option<Why>, ViewError> {
    match writer {
        Some(Writer::Server) => Ok(None),
        Some(Writer::Device(device)) => {
            let Some(device) = rows::get::<DeviceRow>(view, &device.to_bytes())? else {
                return Ok(Some(Why::UnknownSubject));
            };
            if device.revoked.is_some() && !vouched {
                return Ok(Some(Why::DeviceRevoked));
            }
            Ok((device.member != op.envelope.actor).then_some(Why::WrongActor))
        }
        // The first op of a company, or of its restored server, names the server's log; no other
        // log is unknown.
        None if begins_server_log(&op.payload) => Ok(None),
        None => Ok(Some(Why::WrongActor)),
    }
}

const fn begins_server_log(payload: &Payload) -> bool {
    matches!(
        payload,
        Payload::CompanyFounded(_) | Payload::CompanyOpened(_) | Payload::ServerRestored(_)
    )
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
    let stamp = FieldStamp {
        position: arrival.position,
        log: arrival.log,
        role,
    };
    Ok(Edit {
        stamp,
        seen: op.envelope.seen,
    })
}

/// Whether an op would begin something under an id, or give out a log, that is in use: it would
/// overwrite what is there.
fn is_id_taken(view: &impl Snapshot, op: &Op) -> Result<bool, ViewError> {
    use Payload as P;
    let table = match &op.payload {
        P::EmployeeAdded(_) => Table::Employee,
        P::MemberAdded(_) => Table::Member,
        P::InvitationIssued(_) => Table::Invitation,
        P::DeviceEnrolled(enrolled) => {
            if view.get(Table::Log, &enrolled.log.to_bytes())?.is_some() {
                return Ok(true);
            }
            Table::Device
        }
        P::LogForked(forked) => {
            return Ok(view.get(Table::Log, &forked.log.to_bytes())?.is_some());
        }
        P::JobAdded(_) => Table::Job,
        P::PayRunDrafted(_) => Table::PayRun,
        P::CostCodeAdded(_) => Table::CostCode,
        P::ClockedIn(_) | P::JobSwitched(_) | P::EntryAdded(_) => Table::TimeEntry,
        _begins_nothing => return Ok(false),
    };
    let late =
        table == Table::TimeEntry && view.get(Table::LateEntry, &op.envelope.subject)?.is_some();
    Ok(late || view.get(table, &op.envelope.subject)?.is_some())
}

/// Whether an op would break a rule that `decide` keeps and that rows rely on: every company has
/// an owner, a zone and a workweek, every employee one place, and an entry a bounded row.
fn breaks_rule(view: &impl Snapshot, op: &Op) -> Result<bool, ViewError> {
    use Payload as P;
    let settings = |zone: Option<&String>, day: Option<u8>, language: Option<&String>| {
        zone.is_some_and(|zone| Zone::named(zone).is_err())
            || day.is_some_and(|day| !is_weekday(day))
            || language.is_some_and(|language| !is_language(language))
    };
    Ok(match &op.payload {
        P::CompanyFounded(founded) => settings(
            Some(&founded.zone),
            Some(founded.workweek_starts),
            Some(&founded.language),
        ),
        P::CompanyOpened(opened) => settings(
            Some(&opened.zone),
            Some(opened.workweek_starts),
            Some(&opened.language),
        ),
        P::CompanyChanged(change) => settings(
            change.zone.as_ref(),
            change.workweek_starts,
            change.language.as_ref(),
        ),
        P::MemberRoleChanged(_) | P::EmployeeArchived(_) => would_leave_no_owner(view, op)?,
        P::MemberAdded(added) => rows::get::<EmployeeRow>(view, &added.employee.to_bytes())?
            .is_some_and(|employee| employee.member.is_some()),
        P::EntryAdded(_) | P::EntryEdited(_) | P::BreakStarted(_) => breaks_time_rule(view, op)?,
        P::ImportNames(_) | P::ImportEntries(_) | P::ImportCommitted(_) | P::ImportUndone(_) => {
            import::rule::breaks(view, op)?
        }
        P::Rejudged(judged) => again::breaks(view, op, judged)?,
        _about_timesheets_or_pay => rule::breaks(view, op)? || payroll::rule::breaks(view, op)?,
    })
}

/// As [`breaks_rule`], for the rule about time: an entry is a bounded row.
fn breaks_time_rule(view: &impl Snapshot, op: &Op) -> Result<bool, ViewError> {
    use Payload as P;
    Ok(match &op.payload {
        P::EntryAdded(added) => added.breaks.len() > BREAKS_MAX,
        P::EntryEdited(edit) => edit
            .breaks
            .as_ref()
            .is_some_and(|breaks| breaks.len() > BREAKS_MAX),
        P::BreakStarted(_) => standing_or_pending(view, op.subject())?
            .is_some_and(|row| row.values.breaks.len() >= BREAKS_MAX),
        _about_timesheets => rule::breaks_own(op),
    })
}

fn verdict_on_time(view: &impl Snapshot, op: &Op, arrival: &Arrival) -> Result<Verdict, ViewError> {
    let fields = fields_set(&op.payload);
    if fields.is_empty() {
        return Ok(Verdict::Applied);
    }
    let Some(row) = rows::get::<EntryRow>(view, &op.envelope.subject)? else {
        return Ok(Verdict::Applied);
    };
    let moot = match &op.payload {
        Payload::BreakStarted(_) => row.values.end.is_some() || open_break(&row),
        Payload::BreakEnded(_) => !open_break(&row),
        _other => false,
    };
    let edit = edit_of(view, op, arrival)?;
    if moot || edit.lost(&row.stamps, &fields).len() == fields.len() {
        return Ok(Verdict::Superseded);
    }
    // What a manager voided, only a manager restores.
    let overruled = matches!(op.payload, Payload::EntryRestored(_))
        && row.voided
        && rank(edit.stamp.role) < rank(row.stamps.voided.role);
    Ok(if overruled {
        Verdict::Quarantined(Why::NotPermitted)
    } else {
        Verdict::Applied
    })
}

/// Whether a break of the entry is still open.
pub fn open_break(row: &EntryRow) -> bool {
    row.values.breaks.iter().any(|pause| pause.end.is_none())
}
