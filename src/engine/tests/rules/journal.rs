//! Properties of the journal: what is decided is applied, a refold gives equal rows, and phones'
//! ops in either order give entries that follow the rules.

use domain::company::Role;
use domain::timesheet::{Break, Exception};
use domain::{CostCodeId, JobId, MemberId, TimeEntryId};
use engine::command::{
    AddEmployee, AddEntry, Booking, ChangeCompany, CostCodeText, EditEntry, EnrolDevice, JobText,
};
use engine::{Command, MemoryView, Table, query};
use jiff::{SignedDuration, Timestamp};
use oplog::receipt::Verdict;
use oplog::v1::payload::{self as p, InvitationPurpose};
use oplog::{Op, Payload, SigningKey};
use proptest::prelude::*;
use testkit::{Person, TestPhone};

use super::site::{Site, edit, edited};

/// Something someone may want: what becomes of it depends on what is there.
#[derive(Debug, Clone, Copy)]
pub struct Wish {
    kind: u8,
    who: u8,
    whom: u8,
    what: u8,
    minutes: u8,
}

/// A list of wishes.
pub fn wishes(max: usize) -> impl Strategy<Value = Vec<Wish>> {
    let wish = (0_u8..36, any::<u8>(), any::<u8>(), any::<u8>(), any::<u8>()).prop_map(
        |(kind, who, whom, what, minutes)| Wish {
            kind,
            who,
            whom,
            what,
            minutes,
        },
    );
    prop::collection::vec(wish, 0..max)
}

fn pick<T: Clone>(from: &[T], by: u8) -> Option<T> {
    from.get(usize::from(by).checked_rem(from.len())?).cloned()
}

impl Wish {
    /// Lets time pass and tries it; whether it was done. What is allowed must be applied, which
    /// the scenario asserts.
    pub fn granted(&self, site: &mut Site) -> bool {
        site.s.later(i64::from(self.minutes));
        let people = everyone(site);
        let actor = people[usize::from(self.who) % people.len()].clone();
        let now = site.s.clock.now();
        let Some(command) = self.command_of(site, &site.s.view, &actor, now) else {
            return false;
        };
        // An invitation is spent by the one who was invited.
        let actor = match &command {
            Command::EnrolDevice(enrol) => invited(site, enrol.invitation),
            Command::LinkAccount(invitation, _) => invited(site, *invitation),
            _own => actor.member,
        };
        site.s.tries(actor, &command).is_ok()
    }

    /// The command it comes to for this person, on these rows.
    pub fn command_of(
        &self,
        site: &Site,
        view: &MemoryView,
        actor: &Person,
        now: Timestamp,
    ) -> Option<Command> {
        self.about_time(site, view, actor, now)
            .or_else(|| self.about_the_company(site, view))
    }

    fn booking(&self, view: &MemoryView) -> Booking {
        let jobs: Vec<JobId> = query::jobs(view)
            .unwrap()
            .into_iter()
            .map(|(id, _)| id)
            .collect();
        let codes: Vec<CostCodeId> = query::cost_codes(view)
            .unwrap()
            .into_iter()
            .map(|(id, _)| id)
            .collect();
        Booking {
            job: pick(&jobs, self.what).filter(|_| self.whom.is_multiple_of(2)),
            cost_code: pick(&codes, self.whom).filter(|_| self.what.is_multiple_of(3)),
            note: if self.what > 200 {
                "a note".to_owned()
            } else {
                String::new()
            },
        }
    }

    fn about_time(
        &self,
        site: &Site,
        view: &MemoryView,
        actor: &Person,
        now: Timestamp,
    ) -> Option<Command> {
        let people = everyone(site);
        let whom = if self.whom < 128 {
            actor.clone()
        } else {
            pick(&people, self.whom)?
        };
        let entries: Vec<TimeEntryId> =
            query::entries_of(view, whom.employee, Timestamp::MIN, Timestamp::MAX)
                .unwrap()
                .into_iter()
                .map(|(id, _)| id)
                .collect();
        let entry = pick(&entries, self.what);
        let ago = |minutes: i64| now - SignedDuration::from_mins(minutes);
        let hours = i64::from(self.what);
        Some(match self.kind {
            0..=3 => Command::ClockIn(self.booking(view)),
            4..=6 => Command::ClockOut,
            7..=8 => Command::StartBreak {
                paid: self.what.is_multiple_of(2),
            },
            9..=10 => Command::EndBreak,
            11..=12 => Command::SwitchJob(self.booking(view)),
            13..=15 => Command::AddEntry(AddEntry {
                employee: whom.employee,
                start: ago(hours * 20 + 60),
                end: ago(hours),
                breaks: vec![Break {
                    start: ago(hours + 40),
                    end: Some(ago(hours + 10)),
                    paid: false,
                }],
                booking: self.booking(view),
                reason: "by hand".to_owned(),
            }),
            16..=19 => Command::EditEntry(EditEntry {
                start: Some(ago(hours * 10 + 200)).filter(|_| self.what.is_multiple_of(2)),
                end: Some(ago(hours)).filter(|_| self.what.is_multiple_of(3)),
                breaks: Some(Vec::new()).filter(|_| self.what.is_multiple_of(5)),
                job: Some(self.booking(view).job).filter(|_| self.what.is_multiple_of(7)),
                note: Some(format!("note {}", self.what)).filter(|_| self.what % 4 == 1),
                ..edit(entry?)
            }),
            20..=21 => Command::VoidEntry(entry?, "void".to_owned()),
            22..=23 => Command::RestoreEntry(entry?, String::new()),
            24 => Command::SettleExceptions(entry?, Exception::ALL.to_vec(), String::new()),
            _other => return None,
        })
    }

    fn about_the_company(&self, site: &Site, view: &MemoryView) -> Option<Command> {
        let people = everyone(site);
        let employee = pick(&people, self.whom)?.employee;
        let jobs: Vec<JobId> = query::jobs(view)
            .unwrap()
            .into_iter()
            .map(|(id, _)| id)
            .collect();
        let codes: Vec<CostCodeId> = query::cost_codes(view)
            .unwrap()
            .into_iter()
            .map(|(id, _)| id)
            .collect();
        let invitations: Vec<_> = query::invitations(view, None)
            .unwrap()
            .into_iter()
            .map(|(id, _)| id)
            .collect();
        let devices: Vec<_> = query::devices(view, None)
            .unwrap()
            .into_iter()
            .map(|(id, _)| id)
            .collect();
        let name = format!("name {}", self.what);
        let role = Role::ALL[usize::from(self.what) % 3];
        let device_or_account = if self.what.is_multiple_of(2) {
            InvitationPurpose::Device
        } else {
            InvitationPurpose::Account
        };
        Some(match self.kind {
            25 => Command::AddEmployee(AddEmployee {
                name,
                email: format!("{}@x.org", self.what),
                number: String::new(),
                role,
            }),
            26 => Command::ArchiveEmployee(employee),
            27 => Command::RestoreEmployee(employee),
            28 => Command::ChangeRole(employee, role),
            29 => Command::Invite(employee, device_or_account),
            30 => match pick(&invitations, self.what)? {
                revoked if self.whom < 60 => Command::RevokeInvitation(revoked),
                linked if self.whom < 120 => {
                    Command::LinkAccount(linked, domain::AccountId::from_bytes([self.what; 16]))
                }
                invitation => Command::EnrolDevice(EnrolDevice {
                    invitation,
                    log: domain::LogId::from_bytes([self.whom; 16]),
                    public_key: SigningKey::from_seed([self.what; 32]).public(),
                    name,
                }),
            },
            31 => Command::RevokeDevice(pick(&devices, self.what)?, String::new()),
            32 if self.whom < 90 => Command::AddJob(JobText {
                code: format!("{}", self.what % 20),
                name,
                customer: String::new(),
            }),
            32 => Command::AddCostCode(CostCodeText {
                code: String::new(),
                name,
                job: pick(&jobs, self.what),
            }),
            33 if self.whom < 90 => Command::ArchiveJob(pick(&jobs, self.what)?),
            33 => Command::ArchiveCostCode(pick(&codes, self.what)?),
            34 if self.whom < 90 => Command::RestoreJob(pick(&jobs, self.what)?),
            34 => Command::RestoreCostCode(pick(&codes, self.what)?),
            _settings => Command::ChangeCompany(ChangeCompany {
                workweek_starts: Some(self.what % 7 + 1),
                ..ChangeCompany::default()
            }),
        })
    }
}

fn everyone(site: &Site) -> Vec<Person> {
    vec![
        site.owner.clone(),
        site.manager.clone(),
        site.worker.clone(),
        site.other.clone(),
    ]
}

fn invited(site: &Site, invitation: domain::InvitationId) -> MemberId {
    site.row::<engine::rows::InvitationRow>(invitation).member
}

/// What must hold of the rows whatever happened.
fn check_rows(site: &Site) -> Result<(), TestCaseError> {
    let now = site.s.clock.now();
    let view = &site.s.view;
    prop_assert_eq!(site.s.refolded(), view.clone());
    check_time_alone(site)?;
    let rows_of = |table| view.rows().filter(|(of, _, _)| *of == table).count();
    prop_assert_eq!(
        rows_of(Table::EntryWeek),
        rows_of(Table::TimeEntry),
        "each entry is in one week"
    );
    let mut owners = 0;
    for (employee, row, member) in query::people(view).unwrap() {
        let member = member.expect("everyone was added with a place");
        let is_owner = Role::from(member.role) == Role::Owner;
        owners += u32::from(is_owner && row.archived_at.is_none());
        let entries = query::entries_of(view, employee, Timestamp::MIN, Timestamp::MAX).unwrap();
        let open = query::open_entries(view, employee).unwrap();
        let running: Vec<_> = entries
            .iter()
            .filter(|(_, row)| row.values.end.is_none())
            .cloned()
            .collect();
        let sorted = |mut rows: Vec<(TimeEntryId, _)>| {
            rows.sort_by_key(|(id, _)| *id);
            rows
        };
        prop_assert_eq!(sorted(open), sorted(running), "the index of open entries");
        for (id, row) in entries {
            prop_assert!(row.values.breaks.is_sorted_by_key(|pause| pause.start));
            if row.values.end.is_some() {
                prop_assert!(
                    row.values.breaks.iter().all(|pause| pause.end.is_some()),
                    "an open break outlived"
                );
            }
            let detail = query::entry(view, id, now).unwrap().unwrap();
            prop_assert_eq!(
                detail.history.last().map(|(_, line)| line.after.clone()),
                Some(row.values)
            );
        }
    }
    prop_assert!(owners > 0, "a company keeps an owner");
    query::today(view, now).unwrap();
    query::week(view, jiff::civil::date(2026, 3, 9), now)
        .unwrap()
        .unwrap();
    query::exceptions(view, Timestamp::MIN, Timestamp::MAX, now).unwrap();
    Ok(())
}

/// A phone judges and applies what is about time as the server does.
fn check_time_alone(site: &Site) -> Result<(), TestCaseError> {
    let mut view = MemoryView::default();
    for (op, arrival, verdict) in &site.s.journal {
        let mut phones = view.clone();
        engine::apply(&mut view, op, arrival, *verdict).unwrap();
        if (60..70).contains(&op.envelope.kind) {
            let read = Op::decode_time(op.bytes()).unwrap();
            prop_assert_eq!(engine::judge_time(&phones, &read, arrival), Ok(*verdict));
            engine::apply_time(&mut phones, &read, arrival, *verdict).unwrap();
            prop_assert!(phones == view, "{}", op.payload.name());
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// `tries` panics when an op that was decided is judged other than applied.
    #[test]
    fn whatever_is_decided_is_applied_and_refolds_to_equal_rows(wishes in wishes(80)) {
        let mut site = Site::new();
        for wish in wishes {
            wish.granted(&mut site);
        }
        check_rows(&site)?;
    }

    /// Two phones of one worker, each with its own entries: the journal's order does not matter.
    #[test]
    fn clock_facts_of_two_phones_come_to_the_same_in_either_order(a in steps(12), b in steps(12)) {
        let mut site = Site::new();
        let worker = site.worker.clone();
        let mut phones = [site.s.enrol(&worker), site.s.enrol(&worker)];
        let begun = site.s.clock.now();
        for (phone, steps) in phones.iter_mut().zip([&a, &b]) {
            phone.seen = site.s.position();
            clock(phone, steps, begun);
        }
        site.s.later(6 * 60);
        let [first, second] = &phones;
        let (mut one, mut other) = (site.clone(), site);
        for phone in [first, second] {
            deliver(&mut one, phone)?;
        }
        for phone in [second, first] {
            deliver(&mut other, phone)?;
        }
        prop_assert_eq!(values(&one, &worker), values(&other, &worker));
        check_rows(&one)?;
        check_rows(&other)?;
        // Every stretch that was stated is there, as it was stated.
        let stated = phones.iter().flat_map(|phone| &phone.written).filter(|op| begins(op)).count();
        prop_assert_eq!(values(&one, &worker).len(), stated);
    }

    /// A worker's and a manager's unseen edits of one entry come to the same in either order.
    #[test]
    fn edits_of_worker_and_manager_come_to_the_same_in_either_order(
        workers in prop::collection::vec(field_edit(), 1..5), managers in prop::collection::vec(field_edit(), 1..5),
    ) {
        let mut site = Site::new();
        let (worker, manager) = (site.worker.clone(), site.manager.clone());
        let entry = site.entry_of(&worker);
        let mut phones = [site.s.enrol(&worker), site.s.enrol(&manager)];
        let now = site.s.clock.now();
        for (phone, edits) in phones.iter_mut().zip([&workers, &managers]) {
            phone.seen = site.s.position();
            for payload in edits {
                phone.state(entry, now, payload.clone());
            }
        }
        let [workers_phone, managers_phone] = &phones;
        let (mut one, mut other) = (site.clone(), site);
        deliver(&mut one, workers_phone)?;
        deliver(&mut one, managers_phone)?;
        deliver(&mut other, managers_phone)?;
        deliver(&mut other, workers_phone)?;
        prop_assert_eq!(&one.s.entry(entry).values, &other.s.entry(entry).values);
        // The last thing the manager said of a field is what counts.
        for payload in managers.iter().rev() {
            if let Payload::EntryEdited(p::EntryEdited { end: Some(end), .. }) = payload {
                prop_assert_eq!(one.s.entry(entry).values.end, Some(*end));
                break;
            }
        }
        let voided = |edits: &[Payload]| edits.iter().any(|payload| matches!(payload, Payload::EntryVoided(_)));
        let void = voided(&workers) || voided(&managers);
        prop_assert_eq!((one.s.entry(entry).voided, other.s.entry(entry).voided), (void, void));
        check_rows(&one)?;
        check_rows(&other)?;
    }
}

/// One step of a day by phone: what, and after how many minutes.
fn steps(max: usize) -> impl Strategy<Value = Vec<(u8, i64)>> {
    prop::collection::vec((0_u8..5, 0_i64..20), 1..max)
}

/// States a day on a phone, whose entry runs from one step to the next.
fn clock(phone: &mut TestPhone, steps: &[(u8, i64)], begun: Timestamp) {
    let mut at = begun;
    let mut running = phone.clock_in(at);
    for (step, minutes) in steps {
        at += SignedDuration::from_mins(*minutes);
        match step {
            0 => drop(phone.clock_out(running, at)),
            1 => drop(phone.start_break(running, at)),
            2 => drop(phone.end_break(running, at)),
            3 => running = phone.switch_job(running, at, None),
            _again => running = phone.clock_in(at),
        }
    }
}

fn deliver(site: &mut Site, phone: &TestPhone) -> Result<(), TestCaseError> {
    for segment in phone.segments() {
        let verdicts = site.s.takes(phone, &segment);
        let counted = verdicts
            .iter()
            .all(|verdict| matches!(verdict, Verdict::Applied | Verdict::Superseded));
        prop_assert!(counted, "{verdicts:?}");
    }
    Ok(())
}

fn begins(op: &Op) -> bool {
    matches!(op.payload, Payload::ClockedIn(_) | Payload::JobSwitched(_))
}

fn values(site: &Site, person: &Person) -> Vec<(TimeEntryId, engine::rows::EntryValues)> {
    query::entries_of(
        &site.s.view,
        person.employee,
        Timestamp::MIN,
        Timestamp::MAX,
    )
    .expect("readable rows")
    .into_iter()
    .map(|(id, row)| (id, row.values))
    .collect()
}

fn field_edit() -> impl Strategy<Value = Payload> {
    let at =
        |minutes: i64| testkit::at("2026-03-09T12:00:00Z") + SignedDuration::from_mins(minutes);
    prop_oneof![
        (0_i64..200).prop_map(move |minutes| p::EntryEdited {
            start: Some(at(minutes)),
            ..edited()
        }
        .into()),
        (300_i64..500).prop_map(move |minutes| p::EntryEdited {
            end: Some(at(minutes)),
            ..edited()
        }
        .into()),
        (0_i64..200, 300_i64..500).prop_map(move |(start, end)| {
            p::EntryEdited {
                start: Some(at(start)),
                end: Some(at(end)),
                ..edited()
            }
            .into()
        }),
        any::<u8>().prop_map(|n| p::EntryEdited {
            note: Some(format!("note {n}")),
            ..edited()
        }
        .into()),
        Just(
            p::EntryVoided {
                reason: "twice".into()
            }
            .into()
        ),
    ]
}
