//! Commands: decided on the writer in the order they queued, stated in the server's own log, and
//! committed with the system changes that belong to them.

use domain::time::Zone;
use domain::{CompanyId, MemberId};
use engine::rows::{self, CompanyRow, RowHash};
use engine::{Command, Ctx, DecideError};
use jiff::Timestamp;
use oplog::receipt::{QuarantineReason, Verdict};
use oplog::sign::head_message;
use oplog::{LogHead, Op};

use super::journal::{self, Journal, Receipt, Run};
use super::recovery;
use crate::error::{Failure, ReadError, WriteError};
use crate::open::{Identity, Store};
use crate::plain::Plain;
use crate::room::Room;
use crate::shapes::{JournalHead, JournalRow, LogHeadRow, RawOp, RequestRow};
use crate::system::change::{self, SystemChange, SystemConflict};
use crate::unit::Unit;
use crate::view::{keyed, numbered};
use crate::writer::reply::Reply;

/// A command to be executed.
pub struct Execute {
    /// The company; for founding one, the id in the command.
    pub company: CompanyId,
    /// Who asks. Founding a company ignores it.
    pub actor: MemberId,
    /// What is asked.
    pub command: Command,
    /// Now.
    pub now: Timestamp,
    /// The zone of whoever asks; `None` is the company's own.
    pub zone: Option<Zone>,
    /// Makes a repeat harmless: derived from the whole request. `None`: each call is new.
    pub idempotency: Option<[u8; 32]>,
    /// The states of what the command changes that whoever asks may have seen; in any other it
    /// is not done. `None`: whatever its state.
    pub expected: Option<Vec<RowHash>>,
    /// System changes that are committed together with the ops; skipped on a repeat.
    pub system: SystemPlan,
}

impl Execute {
    /// A command in the company's zone, each call a new one, without system changes.
    pub fn new(company: CompanyId, actor: MemberId, command: Command, now: Timestamp) -> Self {
        Self {
            company,
            actor,
            command,
            now,
            zone: None,
            idempotency: None,
            expected: None,
            system: SystemPlan::default(),
        }
    }

    /// The same, so that a repeat with this key is harmless.
    #[must_use]
    pub const fn idempotent(mut self, key: [u8; 32]) -> Self {
        self.idempotency = Some(key);
        self
    }

    /// The same, only while what it changes is in one of these states.
    #[must_use]
    pub fn expecting(mut self, states: Vec<RowHash>) -> Self {
        self.expected = Some(states);
        self
    }

    /// The same, with system changes.
    #[must_use]
    pub fn with_system(mut self, plan: SystemPlan) -> Self {
        self.system = plan;
        self
    }

    /// The same, asked from a zone.
    #[must_use]
    pub fn in_zone(mut self, zone: Zone) -> Self {
        self.zone = Some(zone);
        self
    }
}

type Plan = Box<dyn FnOnce(&[Op]) -> Vec<SystemChange> + Send>;

/// The system changes that belong to a command.
#[derive(Default)]
pub struct SystemPlan(Option<Plan>);

impl SystemPlan {
    /// Changes that need the ids which deciding made.
    pub fn after(plan: impl FnOnce(&[Op]) -> Vec<SystemChange> + Send + 'static) -> Self {
        Self(Some(Box::new(plan)))
    }
}

impl From<Vec<SystemChange>> for SystemPlan {
    fn from(changes: Vec<SystemChange>) -> Self {
        Self::after(|_| changes)
    }
}

/// What a command led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Executed {
    /// The ops, in order; the first one's subject is what the command created.
    pub ops: Vec<Op>,
    /// The journal position of the last one.
    pub position: u64,
    /// Whether it was a repeat: nothing was written now.
    pub repeated: bool,
}

impl Executed {
    /// The subject of the first op: the new job, employee, invitation, device, entry.
    pub fn subject<I: domain::id::Id>(&self) -> Option<I> {
        self.ops.first().map(Op::subject)
    }
}

/// Why a command was not executed.
#[derive(Debug, thiserror::Error)]
pub enum ExecuteError {
    /// It cannot be done now.
    #[error(transparent)]
    Decide(#[from] DecideError),
    /// It was decided, but its op would not count. Nothing was written.
    #[error("this cannot be done now")]
    Judged(Verdict),
    /// The system data does not allow it. Nothing was written.
    #[error(transparent)]
    System(#[from] SystemConflict),
    /// It could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl ExecuteError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Decide(error) => error.code(),
            Self::Judged(_) => "not_counted",
            Self::System(conflict) => conflict.code(),
            Self::Write(error) => error.code(),
        }
    }

    /// The field of the request that is wrong, where it is one.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::Decide(error) => error.field(),
            Self::Judged(_) | Self::System(_) | Self::Write(_) => None,
        }
    }
}

type Outcome<T> = Result<T, Failure<ExecuteError>>;

impl Store {
    /// Executes a command.
    pub fn execute(&self, execute: Execute) -> Reply<Executed, ExecuteError> {
        let identity = std::sync::Arc::clone(&self.shared().identity);
        self.submit(Some(execute.company), 1, move |unit| {
            run(unit, &identity, execute)
        })
    }
}

fn run(unit: &mut Unit<'_, '_>, identity: &Identity, execute: Execute) -> Outcome<Executed> {
    let Execute {
        company,
        actor,
        command,
        now,
        zone,
        idempotency,
        expected,
        system,
    } = execute;
    let founding = match command.founds() {
        Some((founded, _)) if founded != company => {
            return Err(Failure::Refused(WriteError::UnknownCompany.into()));
        }
        Some(_) => unit.get(Room::CompanyEntry, &company.to_bytes())?.is_none(),
        None => false,
    };
    if !founding {
        journal::open_for_writing(unit, company)?
            .map_err(|error| Failure::Refused(error.into()))?;
    }
    let request = idempotency.map(|key| {
        let actor = if command.founds().is_some() {
            [0; 16]
        } else {
            actor.to_bytes()
        };
        unit.keys().hash(
            "request",
            &[company.to_bytes().as_slice(), &actor, &key].concat(),
        )
    });
    if let Some(request) = &request
        && let Some(row) = unit.row::<RequestRow>(Room::Request, &keyed(company, request))?
    {
        return Ok(repeated(unit, company, &row)?);
    }
    // Whoever restores the server notes it before anyone else asks for anything.
    let waits = !matches!(command, Command::NoteServerRestored { .. })
        && recovery::current(unit, company)?.is_some();
    if waits {
        return Err(Failure::Refused(WriteError::Recovering.into()));
    }

    let keys = unit.keys();
    let mut journal = if founding {
        Journal::found(unit, company, &identity.key, now)
    } else {
        Journal::open(unit, company)?
    };
    let first_position = journal.position().saturating_add(1);
    let asked = Asked {
        actor,
        now,
        zone,
        entropy: request.unwrap_or_else(|| keys.random()),
        expected,
    };
    let ops = state(&mut journal, identity, &command, asked)?;
    if let Some(plan) = system.0 {
        change::apply::<ExecuteError>(journal.unit(), plan(&ops))?;
    }
    if let Some(request) = &request {
        let row = RequestRow {
            first_position,
            count: ops.len() as u64,
        };
        journal
            .unit()
            .put_row(Room::Request, &keyed(company, request), &row);
    }
    let position = journal.close();
    Ok(Executed {
        ops,
        position,
        repeated: false,
    })
}

/// Who asks for a command, and when.
struct Asked {
    actor: MemberId,
    now: Timestamp,
    zone: Option<Zone>,
    entropy: [u8; 32],
    expected: Option<Vec<RowHash>>,
}

/// Decides a command of the store's own and states it.
pub(super) fn state_command(
    journal: &mut Journal<'_, '_, '_>,
    identity: &Identity,
    command: &Command,
    actor: MemberId,
    now: Timestamp,
) -> Outcome<()> {
    let asked = Asked {
        actor,
        now,
        zone: None,
        entropy: journal.unit().keys().random(),
        expected: None,
    };
    state(journal, identity, command, asked).map(drop)
}

/// Decides a command and states it in the server's own log; each op must count.
fn state(
    journal: &mut Journal<'_, '_, '_>,
    identity: &Identity,
    command: &Command,
    asked: Asked,
) -> Outcome<Vec<Op>> {
    let now = asked.now;
    let uptime_ms = journal.unit().keys().ambient().uptime_ms();
    let ctx = Ctx {
        now,
        actor: asked.actor,
        zone: &match asked.zone {
            Some(zone) => zone,
            None => company_zone(journal, command)?,
        },
        boot_id: identity.boot_id,
        monotonic_ms: uptime_ms,
        seen: journal.position(),
        entropy: asked.entropy,
    };
    let decided = match &asked.expected {
        Some(states) => engine::decide_expecting(&journal.rows(), command, &ctx, states),
        None => engine::decide(&journal.rows(), command, &ctx),
    };
    let ops = decided.map_err(|error| match error {
        DecideError::View(error) => Failure::Fault(error.into()),
        error => Failure::Refused(error.into()),
    })?;
    append(journal, identity, &ops, now)?;
    Ok(ops)
}

/// Appends ops to the server's own log; each must count.
fn append(
    journal: &mut Journal<'_, '_, '_>,
    identity: &Identity,
    ops: &[Op],
    now: Timestamp,
) -> Outcome<()> {
    let company = journal.company();
    let log = journal.server_log();
    let row: LogHeadRow = journal.log(log)?.ok_or(ReadError::Corrupt {
        table: Room::LogHead.name(),
    })?;
    let secret = row.secret();
    let mut head = row.head();
    let run: Vec<(Op, LogHead)> = ops
        .iter()
        .map(|op| {
            head = head.then(log, secret.digest(head.next_seq, op.bytes()));
            (op.clone(), head)
        })
        .collect();
    if run.is_empty() {
        return Ok(());
    }
    let signature = identity.key.sign(&head_message(company, log, head));
    let receipt = Receipt {
        received_at: now,
        skew_ms: 0,
    };
    let run = Run {
        ops: &run,
        named: log,
        signature,
    };
    let verdicts = journal.append(log, row, run, receipt)?;
    match verdicts.into_iter().find(|verdict| !stands(*verdict)) {
        Some(verdict) => Err(Failure::Refused(ExecuteError::Judged(verdict))),
        None => Ok(()),
    }
}

/// Whether an op of the server's own may stay in its log: it counts, or it is a late correction,
/// as whoever asked for it knows.
fn stands(verdict: Verdict) -> bool {
    let late = Verdict::Quarantined(QuarantineReason::PeriodLocked);
    verdict == Verdict::Applied || verdict == late
}

/// The company's zone; while it is being founded, the one that it is to have.
fn company_zone(journal: &Journal<'_, '_, '_>, command: &Command) -> Result<Zone, ReadError> {
    let name = match (
        rows::get::<CompanyRow>(&journal.rows(), &[])?,
        command.founds(),
    ) {
        (Some(row), _) => row.zone,
        (None, Some((_, zone))) => zone.to_owned(),
        (None, None) => return Ok(Zone::utc()),
    };
    // A name that is not known is for `decide` to refuse.
    Ok(Zone::named(&name).unwrap_or_else(|_| Zone::utc()))
}

/// What an earlier run of the same request led to.
fn repeated(
    unit: &Unit<'_, '_>,
    company: CompanyId,
    row: &RequestRow,
) -> Result<Executed, ReadError> {
    let mut ops = Vec::new();
    for position in (row.first_position..).take(usize::try_from(row.count).unwrap_or(usize::MAX)) {
        let entry: JournalRow = unit.needed(Room::Journal, &numbered(company, position))?;
        ops.push(op_at(unit, company, entry.arrival)?);
    }
    let head: JournalHead = unit.needed(Room::JournalHead, &company.to_bytes())?;
    let last = row
        .first_position
        .saturating_add(row.count)
        .saturating_sub(1);
    Ok(Executed {
        ops,
        position: last.min(head.positions),
        repeated: true,
    })
}

/// The op of an arrival.
pub(crate) fn op_at(rows: &impl Plain, company: CompanyId, arrival: u64) -> Result<Op, ReadError> {
    let raw: RawOp = rows.needed(Room::RawOp, &numbered(company, arrival))?;
    Op::decode(&raw.bytes).map_err(|_| ReadError::Corrupt {
        table: Room::RawOp.name(),
    })
}
