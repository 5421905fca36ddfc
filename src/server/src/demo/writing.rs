//! Carries out the plan: each step as a command at its moment, many under way at once so that
//! one flush of the disk serves many of them.

use std::collections::BTreeMap;

use domain::{CompanyId, MemberId, TimeEntryId};
use engine::Command;
use engine::command::EditEntry;
use jiff::Timestamp;
use oplog::Op;
use store::{Execute, ExecuteError, Executed, Reply, Store, SystemPlan};

use super::DemoError;
use super::company::Staff;
use super::plan::{Act, Change, Slot, Step};

/// How many commands are under way at once; the store takes 512 of one company.
const UNDER_WAY_MAX: usize = 400;

/// Carries out commands on a store.
#[derive(Debug)]
pub(super) struct Writer {
    store: Store,
}

/// Commands that were handed over and not yet answered.
type UnderWay = Vec<(Option<Slot>, Reply<Executed, ExecuteError>)>;

impl Writer {
    pub(super) const fn new(store: Store) -> Self {
        Self { store }
    }

    pub(super) const fn store(&self) -> &Store {
        &self.store
    }

    /// One command, done when this returns.
    pub(super) async fn run(
        &self,
        what: &'static str,
        company: CompanyId,
        actor: MemberId,
        command: Command,
        at: Timestamp,
    ) -> Result<Vec<Op>, DemoError> {
        self.run_with(what, company, actor, command, at, SystemPlan::default())
            .await
    }

    /// One command with the system changes that go with it.
    pub(super) async fn run_with(
        &self,
        what: &'static str,
        company: CompanyId,
        actor: MemberId,
        command: Command,
        at: Timestamp,
        system: SystemPlan,
    ) -> Result<Vec<Op>, DemoError> {
        let execute = Execute::new(company, actor, command, at).with_system(system);
        let done = self.store.execute(execute).await;
        done.map(|done| done.ops)
            .map_err(|source| DemoError::Refused { what, source })
    }

    /// The whole plan, in its order.
    pub(super) async fn write(&self, plan: Vec<Step>, staff: &Staff) -> Result<(), DemoError> {
        let mut entries = BTreeMap::new();
        let mut under_way = UnderWay::new();
        for step in plan {
            let needed = match &step.act {
                Act::Run(_) | Act::Begin(..) => None,
                Act::Edit(slot, _) | Act::Void(slot, _) | Act::Settle(slot, ..) => Some(*slot),
            };
            let missing = needed.is_some_and(|slot| !entries.contains_key(&slot));
            if missing || under_way.len() >= UNDER_WAY_MAX {
                settle(&mut under_way, &mut entries).await?;
            }
            let (slot, command) = command(step.act, &entries);
            let execute = Execute::new(staff.company, step.actor, command, step.at);
            under_way.push((slot, self.store.execute(execute)));
        }
        settle(&mut under_way, &mut entries).await
    }
}

async fn settle(
    under_way: &mut UnderWay,
    entries: &mut BTreeMap<Slot, TimeEntryId>,
) -> Result<(), DemoError> {
    for (slot, reply) in under_way.drain(..) {
        let done = reply.await.map_err(|source| DemoError::Refused {
            what: "carry out its plan",
            source,
        })?;
        if let (Some(slot), Some(entry)) = (slot, done.subject()) {
            entries.insert(slot, entry);
        }
    }
    Ok(())
}

/// The command of a step, and the slot that its entry goes to.
fn command(act: Act, entries: &BTreeMap<Slot, TimeEntryId>) -> (Option<Slot>, Command) {
    let entry = |slot| {
        *entries
            .get(&slot)
            .expect("invariant: a step comes after the entry it is about")
    };
    match act {
        Act::Run(command) => (None, command),
        Act::Begin(slot, command) => (Some(slot), command),
        Act::Edit(slot, change) => (None, Command::EditEntry(edit(entry(slot), change))),
        Act::Void(slot, reason) => (None, Command::VoidEntry(entry(slot), reason.to_owned())),
        Act::Settle(slot, kind, note) => (
            None,
            Command::SettleExceptions(entry(slot), vec![kind], note.to_owned()),
        ),
    }
}

fn edit(entry: TimeEntryId, change: Change) -> EditEntry {
    EditEntry {
        entry,
        expected: None,
        start: change.start,
        end: change.end,
        breaks: change.breaks,
        job: change.job.map(Some),
        cost_code: None,
        note: None,
        reason: change.reason.to_owned(),
    }
}
