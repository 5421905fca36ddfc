//! A company in a real store with employees and enrolled phones, made by commands as the office
//! would, for what breaks, simulates and measures the log.

use domain::company::Role;
use domain::{AccountId, CompanyId, EmployeeId, InvitationId, MemberId};
use engine::Command;
use engine::command::{AddEmployee, EnrolDevice, FoundCompany};
use engine::rows::{self, EmployeeRow};
use jiff::Timestamp;
use oplog::Payload;
use oplog::v1::payload::InvitationPurpose;
use store::{Execute, Store};
use testkit::{Replica, TestPhone};

/// How many commands wait at once.
const BATCH: usize = 256;

/// A founded company.
#[derive(Debug, Clone, Copy)]
pub struct Firm {
    pub company: CompanyId,
    pub owner: MemberId,
}

impl Firm {
    /// Founds one.
    pub fn found(store: &Store, number: u8, now: Timestamp) -> Self {
        let company = CompanyId::from_bytes([number; 16]);
        let found = Command::FoundCompany(FoundCompany {
            company,
            name: format!("Firm {number}"),
            zone: "America/New_York".to_owned(),
            workweek_starts: 1,
            language: "en".to_owned(),
            owner_name: "Olivia Owner".to_owned(),
            owner_email: format!("owner{number}@example.com"),
            account: AccountId::from_bytes([number; 16]),
        });
        let nobody = MemberId::from_bytes([0; 16]);
        let done = store.execute(Execute::new(company, nobody, found, now));
        let ops = done.wait().expect("a company is founded").ops;
        let Some(Payload::CompanyFounded(founded)) = ops.first().map(|op| &op.payload) else {
            panic!("not founded: {ops:?}")
        };
        Self {
            company,
            owner: founded.owner,
        }
    }

    /// Takes workers on and enrols a phone for each; `first` tells their seeds from others'.
    pub fn phones(&self, store: &Store, count: usize, first: u64, now: Timestamp) -> Vec<Replica> {
        let hire = |n: u64| {
            Command::AddEmployee(AddEmployee {
                name: format!("Worker {n}"),
                email: String::new(),
                number: String::new(),
                role: Role::Worker,
            })
        };
        let numbers: Vec<u64> = (first..).take(count).collect();
        let hires = numbers.iter().map(|n| (self.owner, hire(*n))).collect();
        let employees: Vec<EmployeeId> = self.all(store, hires, now);
        let invite = |employee: &EmployeeId| {
            let invite = Command::Invite(*employee, InvitationPurpose::Device);
            (self.owner, invite)
        };
        let invites = employees.iter().map(invite).collect();
        let invitations: Vec<InvitationId> = self.all(store, invites, now);
        let snapshot = store.snapshot(self.company).expect("the company is there");
        let member = |employee: EmployeeId| {
            let row: Option<EmployeeRow> =
                rows::get(&snapshot, &employee.to_bytes()).expect("a row");
            row.and_then(|row| row.member)
                .expect("a worker is a member")
        };
        let mut phones: Vec<TestPhone> = numbers
            .iter()
            .zip(&employees)
            .map(|(n, employee)| TestPhone::new(self.company, member(*employee), *employee, *n))
            .collect();
        let enrol = |(phone, invitation): (&TestPhone, &InvitationId)| {
            let command = Command::EnrolDevice(EnrolDevice {
                invitation: *invitation,
                log: phone.log,
                public_key: phone.key.public(),
                name: "Phone".to_owned(),
            });
            (phone.member, command)
        };
        let enrolments = phones.iter().zip(&invitations).map(enrol).collect();
        let devices = self.all(store, enrolments, now);
        let snapshot = store.snapshot(self.company).expect("the company is there");
        for (phone, device) in phones.iter_mut().zip(devices) {
            let log = snapshot.log(phone.log).expect("a row");
            phone.secret = log.expect("the log was granted").secret;
            phone.device = Some(device);
        }
        let key = store.public_key();
        phones
            .into_iter()
            .map(|phone| Replica::new(phone, key))
            .collect()
    }

    /// Executes commands, many in one commit; what each made.
    fn all<I: domain::id::Id>(
        &self,
        store: &Store,
        commands: Vec<(MemberId, Command)>,
        now: Timestamp,
    ) -> Vec<I> {
        let mut made = Vec::with_capacity(commands.len());
        let mut commands = commands.into_iter();
        loop {
            let replies: Vec<_> = commands
                .by_ref()
                .take(BATCH)
                .map(|(actor, command)| {
                    store.execute(Execute::new(self.company, actor, command, now))
                })
                .collect();
            if replies.is_empty() {
                return made;
            }
            for reply in replies {
                let done = reply.wait().expect("a command of the office is done");
                made.push(done.subject().expect("it made something"));
            }
        }
    }
}
