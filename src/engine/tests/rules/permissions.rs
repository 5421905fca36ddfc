//! Who may do what: every command, tried by every role on their own record, on a worker's and on
//! a manager's, held against `permissions.txt`, which is for people to read.

mod people;
mod time;

use std::fmt::Write;

use domain::company::Role;
use domain::{CompanyId, DeviceId, EmployeeId, LogId, MemberId, OpId, TimeEntryId};
use engine::access::SYSTEM;
use engine::command::{
    AppointOwner, Booking, ChangeCompany, CostCodePatch, CostCodeText, FoundCompany, HeldAct,
    JobPatch, JobText, OpenCompany, SettleHeld,
};
use engine::{Arrival, Command, judge};
use oplog::receipt::{QuarantineReason as Why, Verdict};
use oplog::v1::payload::{self as p, InvitationPurpose};
use oplog::{Op, Payload};
use testkit::Person;

use super::imports;
use super::site::{Site, nothing};

const ACTORS: [&str; 6] = ["owner", "manager", "worker", "left", "stranger", "server"];
const TARGETS: [&str; 3] = ["own", "worker", "manager"];

/// A company in which everything a command could need is there, and the actor and target in it.
pub(super) struct Stage {
    pub(super) site: Site,
    actor: MemberId,
    /// The actor's record, when it is archived before anything is tried.
    leaves: Option<EmployeeId>,
    pub(super) target: Person,
    pub(super) entry: TimeEntryId,
    device: domain::DeviceId,
    invitation: domain::InvitationId,
    account_invitation: domain::InvitationId,
}

impl Stage {
    fn new(actor: &str, target: &str) -> Self {
        let mut site = Site::new();
        // So that no rule about the last owner stands in the way.
        let second = site.s.hire("Otto Reed", Role::Owner);
        let left = site.s.hire("Lena Frost", Role::Worker);
        let ghost = Person {
            employee: nothing(),
            member: nothing(),
            name: "Nobody".into(),
        };
        let own = match actor {
            "owner" => second,
            "manager" => site.manager.clone(),
            "worker" => site.worker.clone(),
            "left" => left,
            "stranger" => ghost,
            _server => Person {
                member: SYSTEM,
                ..ghost
            },
        };
        let target = match target {
            "worker" => site.other.clone(),
            "manager" => site.s.hire("Mia Blom", Role::Manager),
            _own if actor == "stranger" || actor == "server" => site.other.clone(),
            _own => own.clone(),
        };
        let entry = site
            .s
            .worked(&target, jiff::civil::date(2026, 3, 8), "00:30", "23:30");
        let device = site.s.enrol(&target).device.expect("enrolled");
        let invitation = site.s.invite(&target, InvitationPurpose::Device);
        let account_invitation = site.s.invite(&target, InvitationPurpose::Account);
        Self {
            site,
            leaves: (actor == "left").then_some(own.employee),
            actor: own.member,
            target,
            entry,
            device,
            invitation,
            account_invitation,
        }
    }

    /// The actor who is to have left has done so, a minute ago.
    fn leave(&mut self) {
        if let Some(employee) = self.leaves {
            let owner = self.site.owner.member;
            let _left_already = self
                .site
                .s
                .tries(owner, &Command::ArchiveEmployee(employee));
            self.site.s.later(1);
        }
    }

    pub(super) fn owner_does(&mut self, command: &Command) {
        let owner = self.site.owner.member;
        self.site.s.does(owner, command);
    }

    /// One part of an import is there.
    fn stage_import(&mut self) {
        let entries = imports::entries_of(&self.target);
        self.owner_does(&Command::StageImportEntries(nothing(), entries));
    }

    /// The actor has clocked in by phone.
    fn clock_in(&mut self) {
        let _clocked_in = self
            .site
            .s
            .tries(self.actor, &Command::ClockIn(Booking::default()));
    }

    /// The target clocked in on a phone that had been revoked.
    fn hold(&mut self) -> u64 {
        let clocked = p::ClockedIn {
            employee: self.target.employee,
            job: None,
            cost_code: None,
            note: String::new(),
        };
        self.hold_back(nothing::<TimeEntryId>(), clocked.into())
    }

    /// On that phone the target also gave themselves a role.
    fn hold_a_role(&mut self) -> u64 {
        let role = p::RoleTag::Owner;
        self.hold_back(self.target.member, p::MemberRoleChanged { role }.into())
    }

    fn hold_back(&mut self, subject: impl domain::id::Id, payload: Payload) -> u64 {
        let mut phone = self.site.s.enrol(&self.target);
        let device = phone.device.expect("enrolled");
        self.owner_does(&Command::RevokeDevice(device, "lost".into()));
        let op = phone.state(subject, self.site.s.clock.now(), payload);
        let verdict = self.site.s.receives(phone.log, &op, 0);
        assert_eq!(verdict, Verdict::Quarantined(Why::DeviceRevoked));
        self.site.s.position()
    }

    fn tries(&mut self, command: &Command) -> String {
        self.leave();
        match self.site.s.tries(self.actor, command) {
            Ok(_) => "yes".to_owned(),
            Err(error) if error.code() == "not_permitted" => "no".to_owned(),
            Err(error) => error.code().to_owned(),
        }
    }
}

pub(super) type Case = (&'static str, bool, fn(&mut Stage) -> Command);

/// Each command with whether it is about someone, and what must be there before it.
fn cases() -> Vec<Case> {
    let mut cases = company_cases();
    cases.extend(people::cases());
    cases.extend(time::cases());
    cases.extend(import_cases());
    cases.extend(held_cases());
    cases.extend(super::payroll::cases());
    cases.extend(super::timesheets::cases());
    cases
}

fn company_cases() -> Vec<Case> {
    vec![
        ("FoundCompany", false, |_| {
            Command::FoundCompany(FoundCompany {
                company: CompanyId::from_bytes([1; 16]),
                name: "Another".into(),
                zone: "UTC".into(),
                workweek_starts: 1,
                language: "en".into(),
                owner_name: "Eve".into(),
                owner_email: "eve@example.com".into(),
                account: nothing(),
            })
        }),
        ("OpenCompany", false, |_| {
            Command::OpenCompany(OpenCompany {
                company: CompanyId::from_bytes([1; 16]),
                name: "Another".into(),
                zone: "UTC".into(),
                workweek_starts: 1,
                language: "en".into(),
            })
        }),
        ("AppointOwner", false, |_| {
            Command::AppointOwner(AppointOwner {
                account: nothing(),
                name: "Eve".into(),
                email: "eve@example.com".into(),
            })
        }),
        ("NoteServerRestored", false, |_| {
            Command::NoteServerRestored {
                backup_made_at: jiff::Timestamp::UNIX_EPOCH,
                epoch: 2,
            }
        }),
        ("EndRecovery", false, |_| Command::EndRecovery {
            since: jiff::Timestamp::UNIX_EPOCH,
            end: oplog::v1::payload::RecoveryEnd::Confirmed,
            missing: 1,
        }),
        ("NoteLogForked", false, |_| {
            let forked = oplog::v1::payload::LogForked {
                log: LogId::from_bytes([0xe1; 16]),
                from: LogId::from_bytes([0xe2; 16]),
                next_seq: 3,
                hash: [0xe3; 32],
            };
            Command::NoteLogForked(DeviceId::from_bytes([0xe4; 16]), forked)
        }),
        ("ChangeCompany", false, |_| {
            Command::ChangeCompany(ChangeCompany {
                name: Some("New name".into()),
                ..ChangeCompany::default()
            })
        }),
        ("AddJob", false, |_| {
            Command::AddJob(JobText {
                name: "Shed".into(),
                ..JobText::default()
            })
        }),
        ("ChangeJob", false, |stage| {
            Command::ChangeJob(
                stage.site.job,
                JobPatch {
                    name: Some("Shed".into()),
                    ..JobPatch::default()
                },
            )
        }),
        ("ArchiveJob", false, |stage| {
            Command::ArchiveJob(stage.site.job)
        }),
        ("RestoreJob", false, |stage| {
            Command::RestoreJob(stage.site.closed_job)
        }),
        ("AddCostCode", false, |_| {
            Command::AddCostCode(CostCodeText {
                name: "Paint".into(),
                ..CostCodeText::default()
            })
        }),
        ("ChangeCostCode", false, |stage| {
            let patch = CostCodePatch {
                name: Some("Paint".into()),
                ..CostCodePatch::default()
            };
            Command::ChangeCostCode(stage.site.code, patch)
        }),
        ("ArchiveCostCode", false, |stage| {
            Command::ArchiveCostCode(stage.site.code)
        }),
        ("RestoreCostCode", false, |stage| {
            Command::RestoreCostCode(stage.site.closed_code)
        }),
    ]
}

fn import_cases() -> Vec<Case> {
    vec![
        ("StageImportNames", false, |stage| {
            Command::StageImportNames(nothing(), imports::names_of(&stage.site))
        }),
        ("StageImportEntries", false, |stage| {
            Command::StageImportEntries(nothing(), imports::entries_of(&stage.target))
        }),
        ("CommitImport", false, |stage| {
            stage.stage_import();
            Command::CommitImport(nothing(), imports::stated(1).into())
        }),
        ("UndoImport", false, |stage| {
            stage.stage_import();
            stage.owner_does(&Command::CommitImport(nothing(), imports::stated(1).into()));
            Command::UndoImport(nothing(), String::new())
        }),
    ]
}

fn held_cases() -> Vec<Case> {
    vec![
        ("SettleHeld, released", true, |stage| {
            settle(stage.hold(), HeldAct::Release)
        }),
        ("SettleHeld, a role, released", true, |stage| {
            settle(stage.hold_a_role(), HeldAct::Release)
        }),
        ("SettleHeld, set aside", true, |stage| {
            settle(stage.hold(), HeldAct::SetAside)
        }),
        ("SettleHeld, taken back", true, |stage| {
            let position = stage.hold();
            stage.owner_does(&settle(position, HeldAct::SetAside));
            settle(position, HeldAct::TakeBack)
        }),
        ("JudgeAgain", true, |stage| {
            Command::JudgeAgain(vec![stage.hold()])
        }),
    ]
}

fn settle(position: u64, act: HeldAct) -> Command {
    Command::SettleHeld(SettleHeld {
        positions: vec![position],
        act,
        reason: "asked them".into(),
    })
}

/// What a phone states, and whether it begins an entry.
type State = fn(&Stage) -> (bool, Payload);

/// Ops that no command makes, but that an own-made app could state through the actor's phone.
fn op_cases() -> Vec<(&'static str, State)> {
    vec![
        ("op ClockedIn for", |stage| {
            let employee = stage.target.employee;
            (
                true,
                p::ClockedIn {
                    employee,
                    job: None,
                    cost_code: None,
                    note: String::new(),
                }
                .into(),
            )
        }),
        ("op ClockedOut of", |_| (false, p::ClockedOut {}.into())),
        ("op BreakStarted in", |_| {
            (false, p::BreakStarted { paid: false }.into())
        }),
        ("op JobSwitched for", |stage| {
            let (from, employee) = (stage.entry, stage.target.employee);
            (
                true,
                p::JobSwitched {
                    from,
                    employee,
                    job: None,
                    cost_code: None,
                    note: String::new(),
                }
                .into(),
            )
        }),
    ]
}

fn verdict(actor: &str, target: &str, state: State) -> &'static str {
    let mut stage = Stage::new(actor, target);
    let (begins, payload) = state(&stage);
    if matches!(payload, Payload::BreakStarted(_)) {
        // A break needs an entry that runs.
        let target = stage.target.member;
        stage.entry = stage
            .site
            .s
            .does(target, &Command::ClockIn(Booking::default()))[0]
            .subject();
    }
    stage.leave();
    let op_id = OpId::from_bytes([0x42; 16]);
    let subject = if begins {
        op_id.to_bytes()
    } else {
        stage.entry.to_bytes()
    };
    let mut phone = testkit::TestPhone::new(stage.site.s.company, stage.actor, nothing(), 77);
    let stated = phone.state(
        TimeEntryId::from_bytes(subject),
        stage.site.s.clock.now(),
        payload,
    );
    let op = Op::new(
        oplog::v1::Envelope {
            op_id,
            ..stated.envelope
        },
        stated.payload,
    );
    // Judged as if the actor's own phone, or the server, had stated it.
    let log = stage.site.s.journal[0].1.log;
    let position = stage.site.s.position() + 1;
    let arrival = Arrival {
        position,
        log,
        seq: position,
        received_at: stage.site.s.clock.now(),
        skew_ms: 0,
    };
    match judge(&stage.site.s.view, &op, &arrival).expect("readable rows") {
        Verdict::Applied => "yes",
        Verdict::Quarantined(_) => "no",
        Verdict::Superseded => "superseded",
        Verdict::Parked => "parked",
    }
}

fn table() -> String {
    let mut table = String::from(
        "# Who may do what. Made by tests/rules/permissions.rs; a difference fails the test.\n\
         # own: on one's own record; worker, manager: on that of someone else who is one.\n\
         # left: a worker who was archived a minute before. A word other than yes and no is another refusal's code.\n\n",
    );
    let mut line = |name: &str, target: &str, cells: Vec<String>| {
        let cells: Vec<String> = ACTORS
            .iter()
            .zip(cells)
            .map(|(actor, cell)| format!("{actor}: {cell:<4}"))
            .collect();
        writeln!(
            table,
            "{:<46} {}",
            format!("{name} {target}"),
            cells.join("  ").trim_end()
        )
        .expect("a string");
    };
    for (name, about_someone, prepare) in cases() {
        let targets = if about_someone {
            &TARGETS[..]
        } else {
            &TARGETS[..1]
        };
        for target in targets {
            let tries = |actor: &&str| {
                let mut stage = Stage::new(actor, target);
                let command = prepare(&mut stage);
                stage.tries(&command)
            };
            line(
                name,
                if about_someone { target } else { "" },
                ACTORS.iter().map(tries).collect(),
            );
        }
    }
    for (name, state) in op_cases() {
        for target in TARGETS {
            line(
                name,
                target,
                ACTORS
                    .iter()
                    .map(|actor| verdict(actor, target, state).to_owned())
                    .collect(),
            );
        }
    }
    table
}

#[test]
fn everyone_may_do_what_the_table_says() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/permissions.txt");
    let now = table();
    if !path.exists() && std::env::var_os("GOLDEN").is_some_and(|value| value == "new") {
        use std::io::Write;
        let mut file = std::fs::File::create_new(&path).expect("a new table");
        file.write_all(now.as_bytes()).expect("a written table");
    }
    let read = std::fs::read_to_string(&path)
        .expect("tests/permissions.txt; make it by one run with GOLDEN=new");
    let differences: Vec<String> = read
        .lines()
        .zip(now.lines())
        .filter(|(written, is)| written != is)
        .map(|(written, is)| format!("written: {written}\nis:      {is}"))
        .collect();
    assert!(
        differences.is_empty(),
        "permissions changed:\n{}",
        differences.join("\n")
    );
    assert_eq!(
        read.lines().count(),
        now.lines().count(),
        "the table has lines too many or too few"
    );
}

/// A command that is added without a line in the table does not compile past this match.
#[test]
fn every_command_is_in_the_table() {
    let mut seen = std::collections::BTreeSet::new();
    for (_, _, prepare) in cases() {
        let mut stage = Stage::new("owner", "worker");
        seen.insert(number(&prepare(&mut stage)));
    }
    assert_eq!(seen, (0..COMMANDS).collect());
}

const COMMANDS: usize = 44;

fn number(command: &Command) -> usize {
    match command {
        Command::FoundCompany(_) => 0,
        Command::ChangeCompany(_) => 1,
        Command::AddEmployee(_) => 2,
        Command::ChangeEmployee(_) => 3,
        Command::ArchiveEmployee(_) => 4,
        Command::RestoreEmployee(_) => 5,
        Command::ChangeRole(..) => 6,
        Command::Invite(..) => 7,
        Command::RevokeInvitation(_) => 8,
        Command::NoteInvitationMailed(..) => 9,
        Command::EnrolDevice(_) => 10,
        Command::LinkAccount(..) => 11,
        Command::RevokeDevice(..) => 12,
        Command::AddJob(_) => 13,
        Command::ChangeJob(..) => 14,
        Command::ArchiveJob(_) => 15,
        Command::RestoreJob(_) => 16,
        Command::AddCostCode(_) => 17,
        Command::ChangeCostCode(..) => 18,
        Command::ArchiveCostCode(_) => 19,
        Command::RestoreCostCode(_) => 20,
        Command::ClockIn(_) => 21,
        Command::ClockOut => 22,
        Command::StartBreak { .. } => 23,
        Command::EndBreak => 24,
        Command::SwitchJob(_) => 25,
        Command::AddEntry(_) => 26,
        Command::EditEntry(_) => 27,
        Command::VoidEntry(..) => 28,
        Command::RestoreEntry(..) => 29,
        Command::SettleExceptions(..) => 30,
        Command::OpenCompany(_) => 31,
        Command::AppointOwner(_) => 32,
        Command::StageImportNames(..) => 33,
        Command::StageImportEntries(..) => 34,
        Command::CommitImport(..) => 35,
        Command::UndoImport(..) => 36,
        Command::NoteServerRestored { .. } => 37,
        Command::EndRecovery { .. } => 38,
        Command::SettleHeld(_) => 39,
        Command::JudgeAgain(_) => 40,
        Command::NoteLogForked(..) => 41,
        Command::Timesheet(_) => 42,
        Command::Pay(_) => 43,
    }
}
