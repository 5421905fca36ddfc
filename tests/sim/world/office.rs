//! What managers do: edit, void and restore entries, change roles, let people leave and return,
//! revoke phones.

use domain::TimeEntryId;
use domain::company::Role;
use engine::Command;
use engine::command::{AddEntry, Booking, EditEntry, JobText};
use engine::rows::{self, EmployeeRow, MemberRow};
use engine::{Snapshot, Table};
use jiff::SignedDuration;
use oplog::v1::payload::RoleTag;
use store::Execute;

use super::World;
use crate::plan::OfficeAct;

/// The most entries that a manager looks through.
const ENTRIES_MAX: usize = 400;

impl World {
    pub(super) fn office_does(&mut self, act: OfficeAct) {
        match act {
            OfficeAct::AddJob => self.add_job(),
            OfficeAct::AddEntry { phone } => self.add_entry(phone),
            OfficeAct::EditNote { entry } => self.edit(entry, false),
            OfficeAct::EditEnd { entry } => self.edit(entry, true),
            OfficeAct::Void { entry } => {
                if let Some(entry) = self.any_entry(entry) {
                    self.office(Command::VoidEntry(entry, "entered twice".to_owned()));
                }
            }
            OfficeAct::Restore { entry } => {
                if let Some(entry) = self.any_entry(entry) {
                    self.office(Command::RestoreEntry(entry, "it was right".to_owned()));
                }
            }
            OfficeAct::ChangeRole { phone } => self.change_role(phone),
            OfficeAct::LeavesOrReturns { phone } => self.leaves_or_returns(phone),
            OfficeAct::Approve { back } => self.approve(back),
            OfficeAct::Lock { back } => self.lock(back),
            OfficeAct::Unlock { back } => self.unlock(back),
            OfficeAct::SettleLate { which, accept } => self.settle_late(which, accept),
            OfficeAct::SettleHeld { which, act } => self.settle_held(which, act),
            OfficeAct::JudgeAgain => self.judge_again(),
            OfficeAct::Revoke { phone } => {
                let device = self.phones[phone % self.phones.len()].replica.phone.device;
                if let Some(device) = device {
                    self.office(Command::RevokeDevice(device, "left on a site".to_owned()));
                }
            }
        }
    }

    pub(super) fn add_job(&mut self) {
        let name = format!("Job {}", self.now());
        self.office(Command::AddJob(JobText {
            name,
            ..JobText::default()
        }));
    }

    pub(super) fn office(&mut self, command: Command) -> Option<TimeEntryId> {
        let now = self.server_now();
        let execute = Execute::new(self.firm.company, self.firm.owner, command, now);
        // Refused, or not written: both may be, and neither is a promise.
        let done = self.running.as_ref()?.execute(execute).ok()?;
        self.answered
            .extend(done.ops.iter().map(|op| op.envelope.op_id));
        done.subject()
    }

    fn add_entry(&mut self, phone: usize) {
        let end = self.server_now();
        let phone = &self.phones[phone % self.phones.len()];
        let add = AddEntry {
            employee: phone.replica.phone.employee,
            start: end - SignedDuration::from_mins(10),
            end,
            breaks: Vec::new(),
            booking: Booking::default(),
            reason: "forgot the phone".to_owned(),
        };
        self.office(Command::AddEntry(add));
    }

    /// An entry that the server has: a manager's or a phone's.
    fn any_entry(&mut self, which: usize) -> Option<TimeEntryId> {
        let snapshot = self.snapshot()?;
        let rows = snapshot
            .range(Table::TimeEntry, &[], &[], ENTRIES_MAX)
            .ok()?;
        let (key, _) = rows.get(which % rows.len().max(1))?;
        let entry = TimeEntryId::from_bytes(key.as_slice().try_into().ok()?);
        self.touched.insert(entry);
        Some(entry)
    }

    fn edit(&mut self, which: usize, end: bool) {
        let Some(entry) = self.any_entry(which) else {
            return;
        };
        let now = self.server_now();
        self.office(Command::EditEntry(EditEntry {
            entry,
            expected: None,
            start: None,
            end: end.then_some(now),
            breaks: None,
            job: None,
            cost_code: None,
            note: (!end).then(|| format!("note of {now}")),
            reason: "asked".to_owned(),
        }));
    }

    fn change_role(&mut self, phone: usize) {
        let writer = &self.phones[phone % self.phones.len()].replica.phone;
        let (employee, member) = (writer.employee, writer.member);
        let row = self
            .snapshot()
            .and_then(|snapshot| rows::get::<MemberRow>(&snapshot, &member.to_bytes()).ok()?);
        let role = match row.map(|row| row.role) {
            Some(RoleTag::Manager) => Role::Worker,
            Some(_) => Role::Manager,
            None => return,
        };
        self.office(Command::ChangeRole(employee, role));
    }

    fn leaves_or_returns(&mut self, phone: usize) {
        let employee = self.phones[phone % self.phones.len()]
            .replica
            .phone
            .employee;
        let row = self
            .snapshot()
            .and_then(|snapshot| rows::get::<EmployeeRow>(&snapshot, &employee.to_bytes()).ok()?);
        match row.map(|row| row.archived_at) {
            Some(None) => self.office(Command::ArchiveEmployee(employee)),
            Some(Some(_)) => self.office(Command::RestoreEmployee(employee)),
            None => None,
        };
    }
}
