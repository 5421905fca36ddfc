//! A building site with people of every role, jobs and cost codes, open and archived ones.

use domain::company::Role;
use domain::{CostCodeId, JobId, MemberId, TimeEntryId};
use engine::command::{AddEntry, Booking, EditEntry};
use engine::{Command, rows};
use oplog::Op;
use oplog::v1::payload as p;
use testkit::{Person, Scenario};

/// The company where most tests begin: Monday 9 March 2026, 18:00 in New York.
#[derive(Clone)]
pub struct Site {
    pub s: Scenario,
    pub owner: Person,
    pub manager: Person,
    pub worker: Person,
    pub other: Person,
    pub job: JobId,
    pub closed_job: JobId,
    pub code: CostCodeId,
    pub closed_code: CostCodeId,
    /// A cost code of `closed_job` alone, itself open.
    pub other_jobs_code: CostCodeId,
}

impl Site {
    #[track_caller]
    pub fn new() -> Self {
        let mut s = Scenario::crew_of(2);
        let manager = s.hire("Marta Gil", Role::Manager);
        let (job, closed_job) = (s.job("Miller house"), s.job("Old barn"));
        let (code, closed_code) = (s.cost_code("Framing", None), s.cost_code("Roofing", None));
        let other_jobs_code = s.cost_code("Barn doors", Some(closed_job));
        let owner = s.owner.clone();
        s.does(owner.member, &Command::ArchiveJob(closed_job));
        s.does(owner.member, &Command::ArchiveCostCode(closed_code));
        s.later(12 * 60);
        let (worker, other) = (s.crew[0].clone(), s.crew[1].clone());
        Self {
            s,
            owner,
            manager,
            worker,
            other,
            job,
            closed_job,
            code,
            closed_code,
            other_jobs_code,
        }
    }

    /// Tries a command: `ok` when it is done (and applied), else the stable code of the refusal.
    #[track_caller]
    pub fn check(&mut self, actor: MemberId, command: &Command, expect: &str) -> Vec<Op> {
        match self.s.tries(actor, command) {
            Ok(ops) => {
                assert_eq!("ok", expect, "{command:?} was done");
                ops
            }
            Err(error) => {
                assert_eq!(error.code(), expect, "{command:?}: {error}");
                assert!(!error.to_string().is_empty());
                Vec::new()
            }
        }
    }

    /// Today from 7:00 to 15:30, by hand.
    pub fn add(&self, person: &Person) -> AddEntry {
        AddEntry {
            employee: person.employee,
            start: self.s.local("2026-03-09T07:00"),
            end: self.s.local("2026-03-09T15:30"),
            breaks: Vec::new(),
            booking: Booking::default(),
            reason: "phone was flat".to_owned(),
        }
    }

    /// An entry of someone's today, by the owner's hand.
    #[track_caller]
    pub fn entry_of(&mut self, person: &Person) -> TimeEntryId {
        let (add, owner) = (self.add(person), self.owner.member);
        self.s.does(owner, &Command::AddEntry(add))[0].subject()
    }

    #[track_caller]
    pub fn row<R: rows::Row>(&self, id: impl domain::id::Id) -> R {
        rows::get(&self.s.view, &id.id_bytes())
            .expect("a row that can be read")
            .expect("the row exists")
    }
}

/// An edit that changes nothing yet.
pub fn edit(entry: TimeEntryId) -> EditEntry {
    EditEntry {
        entry,
        expected: None,
        start: None,
        end: None,
        breaks: None,
        job: None,
        cost_code: None,
        note: None,
        reason: "as told".to_owned(),
    }
}

/// The payload of an edit that changes nothing yet.
pub fn edited() -> p::EntryEdited {
    p::EntryEdited {
        start: None,
        end: None,
        breaks: None,
        job: None,
        cost_code: None,
        note: None,
        reason: "as told".to_owned(),
    }
}

/// An id that nothing has.
pub fn nothing<I: domain::id::Id>() -> I {
    I::from_id_bytes([0xee; 16])
}

/// A text of this many characters.
pub fn long(size: usize) -> String {
    "x".repeat(size)
}
