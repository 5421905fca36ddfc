//! The demo company itself: its people, its jobs and the kinds of work.

use domain::company::Role;
use domain::{AccountId, CompanyId, CostCodeId, EmployeeId, JobId, MemberId};
use engine::Command;
use engine::command::{AddEmployee, CostCodeText, FoundCompany, JobText};
use jiff::Timestamp;
use jiff::civil::Date;
use oplog::Payload;
use store::{Account, SecurityEvent, SecurityEventKind, SystemChange, SystemPlan};

use super::DemoError;
use super::calendar::{ZONE, at};
use super::writing::Writer;

/// Whom the owner signs in as.
pub(super) const OWNER_EMAIL: &str = "marisol@harborandpine.example";
const OWNER_NAME: &str = "Marisol Vega";

/// Eleven people beside the owner: name, number and role.
const PEOPLE: [(&str, &str, Role); 11] = [
    ("Tom Gallagher", "102", Role::Manager),
    ("Lucía Herrera", "103", Role::Manager),
    ("Andrés Molina", "104", Role::Worker),
    ("Becky Sandoval", "105", Role::Worker),
    ("Carlos Ibáñez", "106", Role::Worker),
    ("Dwayne Foster", "107", Role::Worker),
    ("Esteban Rojas", "108", Role::Worker),
    ("Grace Okafor", "109", Role::Worker),
    ("Jimmy Nguyen", "110", Role::Worker),
    ("Pilar Santos", "111", Role::Worker),
    ("Ray Kowalczyk", "112", Role::Worker),
];

/// Eight jobs: code, name and customer. The last is finished and archived at the end.
const JOBS: [(&str, &str, &str); 8] = [
    ("2611", "Miller house, second floor", "Ed and Joan Miller"),
    ("2614", "St. Brigid parish hall, roof", "St. Brigid Parish"),
    ("2618", "Harbor Street 40, six units", "Quayside Homes"),
    ("2621", "Delgado dental office", "Dr. Nuria Delgado"),
    ("2622", "Pine Ridge barn", "Pine Ridge Farm"),
    ("2625", "Eastside school, ramps", "Eastside School District"),
    ("2627", "Okonkwo kitchen", "Chidi Okonkwo"),
    ("2603", "Bayview deck repairs", "Bayview Condominiums"),
];

/// Kinds of work for every job.
const COST_CODES: [(&str, &str); 7] = [
    ("01-500", "Site set-up and clean-up"),
    ("02-410", "Demolition"),
    ("03-300", "Concrete"),
    ("06-110", "Framing"),
    ("06-220", "Finish carpentry"),
    ("07-310", "Roofing"),
    ("09-290", "Drywall"),
];

/// Kinds of work for one job alone: the job's place in the list above, code and name.
const JOB_COST_CODES: [(usize, &str, &str); 2] = [
    (2, "06-110.3", "Framing, third floor"),
    (5, "03-310", "Ramp footings"),
];

/// Someone who works here.
#[derive(Debug, Clone, Copy)]
pub(super) struct Worker {
    pub(super) employee: EmployeeId,
    pub(super) member: MemberId,
}

/// A job with the cost codes that it takes.
#[derive(Debug, Clone)]
pub(super) struct Site {
    pub(super) job: JobId,
    pub(super) cost_codes: Vec<CostCodeId>,
}

/// The company as the plan of its hours sees it.
#[derive(Debug)]
pub(super) struct Staff {
    pub(super) company: CompanyId,
    pub(super) owner: MemberId,
    /// The two who run the sites; they correct hours.
    pub(super) managers: Vec<MemberId>,
    /// Everyone who clocks hours: managers first.
    pub(super) workers: Vec<Worker>,
    pub(super) sites: Vec<Site>,
}

/// Founds the company the Friday before its first week, with its people and jobs.
pub(super) async fn found(
    writer: &Writer,
    password: String,
    began: Date,
) -> Result<Staff, DemoError> {
    let store = writer.store();
    let company = CompanyId::from_bytes(store.random());
    let at = at(began.saturating_sub(jiff::Span::new().days(3)), 9 * 60);
    let (owner, account_plan) = owner_account(writer, company, password, at);
    let ops = writer
        .run_with(
            "found the company",
            company,
            owner.member,
            owner.founding,
            at,
            account_plan,
        )
        .await?;
    let founder = ops.iter().find_map(|op| match &op.payload {
        Payload::CompanyFounded(founded) => Some(founded.owner),
        _other => None,
    });
    let owner = founder.expect("invariant: founding a company names its owner");
    let workers = hire(writer, company, owner, at).await?;
    let sites = open_sites(writer, company, owner, at).await?;
    let managers = workers.iter().take(2).map(|worker| worker.member).collect();
    Ok(Staff {
        company,
        owner,
        managers,
        workers,
        sites,
    })
}

struct Founding {
    founding: Command,
    member: MemberId,
}

fn owner_account(
    writer: &Writer,
    company: CompanyId,
    password: String,
    at: Timestamp,
) -> (Founding, SystemPlan) {
    let account = AccountId::from_bytes(writer.store().random());
    let row = Account {
        email: OWNER_EMAIL.to_owned(),
        name: OWNER_NAME.to_owned(),
        password,
        language: "en".to_owned(),
        created_at: at,
        password_changed_at: at,
    };
    let founding = Command::FoundCompany(FoundCompany {
        company,
        name: "Harbor & Pine Builders".to_owned(),
        zone: ZONE.to_owned(),
        workweek_starts: 1,
        language: "en".to_owned(),
        owner_name: OWNER_NAME.to_owned(),
        owner_email: OWNER_EMAIL.to_owned(),
        account,
    });
    let plan = SystemPlan::after(move |ops| {
        let note = |kind| {
            let address = "command line".to_owned();
            SystemChange::Note(SecurityEvent {
                at,
                kind,
                account: Some(account),
                company: Some(company),
                address,
            })
        };
        let mut changes = vec![
            SystemChange::CreateAccount { account, row },
            note(SecurityEventKind::AccountCreated),
            note(SecurityEventKind::CompanyFounded),
        ];
        changes.extend(ops.iter().find_map(|op| match &op.payload {
            Payload::CompanyFounded(founded) => Some(SystemChange::PutMembership {
                account,
                company,
                member: founded.owner,
            }),
            _other => None,
        }));
        changes
    });
    // Whose op the founding is follows from the command: there is no member yet.
    (
        Founding {
            founding,
            member: MemberId::from_bytes([0; 16]),
        },
        plan,
    )
}

async fn hire(
    writer: &Writer,
    company: CompanyId,
    owner: MemberId,
    at: Timestamp,
) -> Result<Vec<Worker>, DemoError> {
    let mut workers = Vec::new();
    for (name, number, role) in PEOPLE {
        let command = Command::AddEmployee(AddEmployee {
            name: name.to_owned(),
            email: String::new(),
            number: number.to_owned(),
            role,
        });
        let ops = writer
            .run("hire someone", company, owner, command, at)
            .await?;
        let [employee, member] = ops.as_slice() else {
            unreachable!("invariant: hiring adds an employee and a member")
        };
        workers.push(Worker {
            employee: employee.subject(),
            member: member.subject(),
        });
    }
    Ok(workers)
}

async fn open_sites(
    writer: &Writer,
    company: CompanyId,
    owner: MemberId,
    at: Timestamp,
) -> Result<Vec<Site>, DemoError> {
    let mut common = Vec::new();
    for (code, name) in COST_CODES {
        let text = CostCodeText {
            code: code.to_owned(),
            name: name.to_owned(),
            job: None,
        };
        let ops = writer
            .run(
                "add a cost code",
                company,
                owner,
                Command::AddCostCode(text),
                at,
            )
            .await?;
        common.push(ops[0].subject());
    }
    let mut sites = Vec::new();
    for (code, name, customer) in JOBS {
        let text = JobText {
            code: code.to_owned(),
            name: name.to_owned(),
            customer: customer.to_owned(),
        };
        let ops = writer
            .run("add a job", company, owner, Command::AddJob(text), at)
            .await?;
        sites.push(Site {
            job: ops[0].subject(),
            cost_codes: common.clone(),
        });
    }
    for (site, code, name) in JOB_COST_CODES {
        let job = Some(sites[site].job);
        let text = CostCodeText {
            code: code.to_owned(),
            name: name.to_owned(),
            job,
        };
        let ops = writer
            .run(
                "add a cost code",
                company,
                owner,
                Command::AddCostCode(text),
                at,
            )
            .await?;
        sites[site].cost_codes.push(ops[0].subject());
    }
    Ok(sites)
}
