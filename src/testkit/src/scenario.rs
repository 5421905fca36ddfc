//! A company in memory, brought to where a test begins: founded, staffed, with jobs, and every
//! change made through decide, judge and apply as on a server.

mod journal;

use domain::company::Role;
use domain::time::Zone;
use domain::timesheet::Break;
use domain::{
    AccountId, CompanyId, CostCodeId, DeviceId, EmployeeId, InvitationId, JobId, LogId, MemberId,
    TimeEntryId,
};
use engine::command::{
    AddEmployee, AddEntry, Booking, CostCodeText, EnrolDevice, FoundCompany, JobText,
};
use engine::rows::{self, EntryRow};
use engine::{Arrival, Command, MemoryView};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use oplog::Op;
use oplog::receipt::Verdict;
use oplog::v1::payload::InvitationPurpose;

use crate::clock::{FakeClock, local};
use crate::entropy::Entropy;
use crate::phone::TestPhone;

/// Someone who works here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The employee record.
    pub employee: EmployeeId,
    /// The place in the company.
    pub member: MemberId,
    /// The name.
    pub name: String,
}

/// One journal entry: the op, how it arrived and how it was judged.
pub type JournalEntry = (Op, Arrival, Verdict);

/// A company in memory.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// The company's id.
    pub company: CompanyId,
    /// Its rows.
    pub view: MemoryView,
    /// Its zone.
    pub zone: Zone,
    /// The time, for everything that is not given one.
    pub clock: FakeClock,
    /// The owner.
    pub owner: Person,
    /// The workers, in the order they were added.
    pub crew: Vec<Person>,
    /// Every journal entry in order, for a refold.
    pub journal: Vec<JournalEntry>,
    server_log: LogId,
    seqs: std::collections::BTreeMap<LogId, u64>,
    entropy: Entropy,
}

const NAMES: [&str; 8] = [
    "Ana Torres",
    "Ben Walsh",
    "Carmen Ruiz",
    "Dan Kowalski",
    "Elena Vega",
    "Frank Osei",
    "Gloria Peña",
    "Hank Miller",
];

impl Scenario {
    /// A company in New York on Monday 9 March 2026 at 06:00, with its owner and nobody else.
    pub fn founded() -> Self {
        Self::founded_in("America/New_York", 1)
    }

    /// Where a company in a zone is to begin; scenarios of different seeds share no id.
    #[track_caller]
    pub fn empty(zone: &str, seed: u64) -> Self {
        let zone = Zone::named(zone).expect("a known zone");
        let mut entropy = Entropy::seeded(seed);
        let nobody = Person {
            employee: EmployeeId::from_bytes([0; 16]),
            member: MemberId::from_bytes([0; 16]),
            name: "Olivia Reed".to_owned(),
        };
        Self {
            company: entropy.id(),
            view: MemoryView::default(),
            clock: FakeClock::starting(local("2026-03-09T06:00", &zone)),
            zone,
            owner: nobody,
            crew: Vec::new(),
            journal: Vec::new(),
            server_log: entropy.id(),
            seqs: std::collections::BTreeMap::new(),
            entropy,
        }
    }

    /// A company in a zone; scenarios of different seeds share no id.
    #[track_caller]
    pub fn founded_in(zone: &str, seed: u64) -> Self {
        let mut scenario = Self::empty(zone, seed);
        let account: AccountId = scenario.entropy.id();
        let founding = Command::FoundCompany(FoundCompany {
            company: scenario.company,
            name: "Reed Framing".to_owned(),
            zone: scenario.zone.name().to_owned(),
            workweek_starts: 1,
            language: "en".to_owned(),
            owner_name: scenario.owner.name.clone(),
            owner_email: "olivia@example.com".to_owned(),
            account,
        });
        let ops = scenario.does(scenario.owner.member, &founding);
        let oplog::Payload::CompanyFounded(founded) = &ops[0].payload else {
            panic!("not founded: {ops:?}")
        };
        scenario.owner.member = founded.owner;
        scenario.owner.employee = founded.employee;
        scenario
    }

    /// A founded company with workers.
    pub fn crew_of(count: usize) -> Self {
        let mut scenario = Self::founded();
        for index in 0..count {
            let name = match NAMES.get(index) {
                Some(name) => (*name).to_owned(),
                None => format!("Worker {index}"),
            };
            let person = scenario.hire(&name, Role::Worker);
            scenario.crew.push(person);
        }
        scenario
    }

    /// Every worker has hours in the workweek that begins on a Monday: five days from 7:00 to
    /// 15:30 with half an hour of unpaid break at noon.
    #[must_use]
    #[track_caller]
    pub fn with_week(mut self, monday: &str) -> Self {
        let monday: Date = monday.parse().expect("a date");
        let week_end = local(
            &format!("{}T18:00", monday.saturating_add(jiff::Span::new().days(4))),
            &self.zone,
        );
        if self.clock.now() < week_end {
            self.clock.set(week_end);
        }
        for person in self.crew.clone() {
            for day in 0..5 {
                let date = monday.saturating_add(jiff::Span::new().days(day));
                self.worked(&person, date, "07:00", "15:30");
            }
        }
        self
    }

    /// Someone worked from one local time to another on a date, with a break at noon.
    #[track_caller]
    pub fn worked(&mut self, person: &Person, date: Date, from: &str, to: &str) -> TimeEntryId {
        let moment = |time: &str| local(&format!("{date}T{time}"), &self.zone);
        let noon = Break {
            start: moment("12:00"),
            end: Some(moment("12:30")),
            paid: false,
        };
        let add = AddEntry {
            employee: person.employee,
            start: moment(from),
            end: moment(to),
            breaks: vec![noon],
            booking: Booking::default(),
            reason: "written down on site".to_owned(),
        };
        let owner = self.owner.member;
        self.does(owner, &Command::AddEntry(add))[0].subject()
    }

    /// Takes someone on.
    #[track_caller]
    pub fn hire(&mut self, name: &str, role: Role) -> Person {
        let command = Command::AddEmployee(AddEmployee {
            name: name.to_owned(),
            email: String::new(),
            number: String::new(),
            role,
        });
        let owner = self.owner.member;
        let ops = self.does(owner, &command);
        Person {
            employee: ops[0].subject(),
            member: ops[1].subject(),
            name: name.to_owned(),
        }
    }

    /// Adds a job.
    #[track_caller]
    pub fn job(&mut self, name: &str) -> JobId {
        let text = JobText {
            name: name.to_owned(),
            ..JobText::default()
        };
        let owner = self.owner.member;
        self.does(owner, &Command::AddJob(text))[0].subject()
    }

    /// Adds a cost code, for one job or for every job.
    #[track_caller]
    pub fn cost_code(&mut self, name: &str, job: Option<JobId>) -> CostCodeId {
        let text = CostCodeText {
            name: name.to_owned(),
            job,
            ..CostCodeText::default()
        };
        let owner = self.owner.member;
        self.does(owner, &Command::AddCostCode(text))[0].subject()
    }

    /// Invites someone to use a phone, or to open an account.
    #[track_caller]
    pub fn invite(&mut self, person: &Person, purpose: InvitationPurpose) -> InvitationId {
        let owner = self.owner.member;
        self.does(owner, &Command::Invite(person.employee, purpose))[0].subject()
    }

    /// Invites someone and enrols a phone.
    #[track_caller]
    pub fn enrol(&mut self, person: &Person) -> TestPhone {
        let invitation = self.invite(person, InvitationPurpose::Device);
        let mut phone = TestPhone::new(
            self.company,
            person.member,
            person.employee,
            self.entropy.number(),
        );
        phone.zone = self.zone.clone();
        let command = Command::EnrolDevice(EnrolDevice {
            invitation,
            log: phone.log,
            public_key: phone.key.public(),
            name: format!("{}'s phone", person.name),
        });
        let device: DeviceId = self.does(person.member, &command)[0].subject();
        phone.device = Some(device);
        phone
    }

    /// An entry's row.
    #[track_caller]
    pub fn entry(&self, entry: TimeEntryId) -> EntryRow {
        rows::get(&self.view, &entry.to_bytes())
            .expect("a row that can be read")
            .expect("the entry exists")
    }

    /// The instant of a local time in the company's zone.
    #[track_caller]
    pub fn local(&self, text: &str) -> Timestamp {
        local(text, &self.zone)
    }

    /// Lets time pass.
    pub fn later(&mut self, minutes: i64) -> &mut Self {
        self.clock.advance(SignedDuration::from_mins(minutes));
        self
    }
}

#[cfg(test)]
mod tests;
