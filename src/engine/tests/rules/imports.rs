//! Hours out of files: nothing of an import counts before all of it does, the same rows add
//! nothing, and taking an import back leaves the company as it was.

use domain::timesheet::{Exception, HistoricalEntry, HistoricalTime};
use domain::{ImportId, MemberId, TimeEntryId};
use engine::access::SYSTEM;
use engine::command::{AddEntry, AppointOwner, Booking, OpenCompany};
use engine::import::{Plan, Planner, RejectReason, parts};
use engine::rows::{EmployeeRow, ImportDetailRow, MemberRow};
use engine::scope::Scope;
use engine::{Command, MemoryView, Table, query};
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use oplog::v1::payload as p;
use proptest::prelude::*;
use testkit::{Person, Scenario};

use super::site::{Site, edit, nothing};

/// Names that an import brings.
pub fn names_of(_site: &Site) -> p::ImportNames {
    p::ImportNames {
        employees: Vec::new(),
        jobs: vec![p::ImportedJob {
            job: nothing(),
            code: String::new(),
            name: "Shed".into(),
            customer: String::new(),
        }],
        cost_codes: Vec::new(),
    }
}

/// One entry of someone, of last year.
pub fn entries_of(person: &Person) -> p::ImportEntries {
    let start: Timestamp = "2025-03-10T12:00:00Z".parse().unwrap();
    let entry = p::ImportedEntry {
        employee: person.employee,
        start,
        end: start + SignedDuration::from_hours(8),
        break_seconds: 0,
        job: None,
        cost_code: None,
        note: String::new(),
        hours_only: false,
        content: [7; 16],
    };
    p::ImportEntries {
        entries: vec![entry],
    }
}

/// What is said of an import of so many parts.
pub fn stated(parts: u32) -> p::ImportCommitted {
    p::ImportCommitted {
        parts,
        file: [1; 32],
        report: None,
        file_name: "hours.csv".into(),
        source: "generic".into(),
        mapping: "{}".into(),
        headers: [2; 16],
        zone: "America/New_York".into(),
        rows: 1,
        entries: 1,
        duplicates: 0,
        rejected: 0,
        employees: 0,
        jobs: 0,
        cost_codes: 0,
        seconds: 0,
    }
}

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Someone's hours for a job, from an hour to another of a day in 2025.
pub fn worked(name: &str, job: &str, day: i8, from: i8, to: i8) -> HistoricalEntry {
    let on = date(2025, 3, day);
    let hour = |hour| at(&format!("{on}T{hour:02}:00:00Z"));
    HistoricalEntry {
        line: 2,
        employee: name.into(),
        email: String::new(),
        customer: String::new(),
        job: job.into(),
        job_code: String::new(),
        cost_code: String::new(),
        time: HistoricalTime::Span {
            start: hour(from),
            end: hour(to),
            break_seconds: 0,
        },
        note: String::new(),
    }
}

pub fn hours(name: &str, day: i8, hours: i64) -> HistoricalEntry {
    HistoricalEntry {
        time: HistoricalTime::Hours {
            date: date(2025, 3, day),
            seconds: hours * 3600,
        },
        ..worked(name, "", day, 0, 0)
    }
}

pub fn plan(s: &Scenario, rows: &[HistoricalEntry], seed: u8) -> Plan {
    let mut planner = Planner::new(&s.view, s.clock.now(), &s.zone, [seed; 32]).unwrap();
    for row in rows {
        planner.add(row.clone()).unwrap();
    }
    planner.finish().unwrap()
}

/// Brings the parts of a plan; gives how many.
fn stage(s: &mut Scenario, actor: MemberId, import: ImportId, plan: Plan) -> u32 {
    let mut count = 0;
    for command in parts(import, plan.names, plan.entries) {
        s.does(actor, &command);
        count += 1;
    }
    count
}

pub fn import(s: &mut Scenario, rows: &[HistoricalEntry], seed: u8) -> (ImportId, Plan) {
    let (id, owner) = (ImportId::from_bytes([seed; 16]), s.owner.member);
    let planned = plan(s, rows, seed);
    let count = stage(s, owner, id, planned.clone());
    s.does(owner, &Command::CommitImport(id, stated(count).into()));
    (id, planned)
}

type Shown = (Vec<String>, Vec<(TimeEntryId, i64, i64)>);

/// Everything that people see: names, and everyone's entries.
fn shown(view: &MemoryView) -> Shown {
    let people = query::people(view).unwrap();
    let mut entries = Vec::new();
    for (employee, _, _) in &people {
        let found = query::entries_of(view, *employee, Timestamp::MIN, Timestamp::MAX).unwrap();
        entries.extend(found.into_iter().map(|(id, row)| {
            let end = row.values.end.unwrap_or(Timestamp::MAX);
            (id, row.values.start.as_second(), end.as_second())
        }));
    }
    let mut names: Vec<String> = people.into_iter().map(|(_, row, _)| row.name).collect();
    names.extend(
        query::jobs(view)
            .unwrap()
            .into_iter()
            .map(|(_, row)| row.name),
    );
    names.extend(
        query::cost_codes(view)
            .unwrap()
            .into_iter()
            .map(|(_, row)| row.name),
    );
    (names, entries)
}

#[test]
fn nothing_of_an_import_is_there_before_all_of_it_is() {
    let mut s = Scenario::crew_of(1);
    let (owner, ana) = (s.owner.member, s.crew[0].clone());
    let before = shown(&s.view);
    let rows = [
        worked("Ana Torres", "Miller house", 10, 8, 16),
        worked("Bea Novak", "Barn", 10, 8, 16),
    ];
    let planned = plan(&s, &rows, 1);
    assert_eq!(
        (
            planned.counts.entries,
            planned.counts.employees,
            planned.counts.jobs
        ),
        (2, 1, 2)
    );
    assert_eq!(planned.counts.seconds, 16 * 3600);
    let import = ImportId::from_bytes([1; 16]);
    let count = stage(&mut s, owner, import, planned);
    assert_eq!(shown(&s.view), before);
    let staged = s
        .view
        .rows()
        .filter(|(table, _, _)| *table == Table::TimeEntry);
    let staged: Vec<TimeEntryId> = staged
        .map(|(_, key, _)| TimeEntryId::from_bytes(key.try_into().unwrap()))
        .collect();
    assert_eq!(staged.len(), 2);
    for entry in &staged {
        assert_eq!(query::entry(&s.view, *entry, s.clock.now()), Ok(None));
        let void = Command::VoidEntry(*entry, "x".into());
        assert_eq!(s.tries(owner, &void).unwrap_err().code(), "not_found");
    }
    // Cut short by a crash, it stays away, and the same rows are as new as before.
    assert_eq!(plan(&s, &rows, 2).counts.entries, 2);
    let commit = |parts| Command::CommitImport(import, stated(parts).into());
    assert_eq!(
        s.tries(owner, &commit(count + 1)).unwrap_err().code(),
        "import_incomplete"
    );
    s.does(owner, &commit(count));
    let (names, entries) = shown(&s.view);
    assert_eq!(
        names,
        [
            "Ana Torres",
            "Bea Novak",
            "Olivia Reed",
            "Barn",
            "Miller house"
        ]
    );
    assert_eq!(entries.len(), 2);
    assert_eq!(
        s.tries(owner, &commit(count)).unwrap_err().code(),
        "import_finished"
    );
    let found = query::entries_of(&s.view, ana.employee, Timestamp::MIN, Timestamp::MAX).unwrap();
    let detail = query::entry(&s.view, found[0].0, s.clock.now())
        .unwrap()
        .unwrap();
    assert!(detail.history.is_empty() && detail.exceptions.is_empty());
    assert_eq!(s.refolded(), s.view);
}

#[test]
fn an_address_that_somebody_got_meanwhile_stops_the_import() {
    let mut s = Scenario::crew_of(0);
    let owner = s.owner.member;
    let rows = [HistoricalEntry {
        email: "bea@example.com".into(),
        ..worked("Bea Novak", "Barn", 10, 8, 16)
    }];
    let planned = plan(&s, &rows, 1);
    let import = ImportId::from_bytes([1; 16]);
    let count = stage(&mut s, owner, import, planned);
    let add = engine::command::AddEmployee {
        name: "Beatrix Novak".into(),
        email: "bea@example.com".into(),
        number: String::new(),
        role: domain::company::Role::Worker,
    };
    s.does(owner, &Command::AddEmployee(add));
    let commit = Command::CommitImport(import, stated(count).into());
    assert_eq!(s.tries(owner, &commit).unwrap_err().code(), "email_taken");
    assert_eq!(plan(&s, &rows, 2).counts.employees, 0);
}

#[test]
fn the_same_rows_again_add_nothing_whatever_became_of_their_entries() {
    let mut s = Scenario::crew_of(1);
    let (owner, ana) = (s.owner.member, s.crew[0].clone());
    let rows = [
        worked("Ana Torres", "Barn", 10, 8, 12),
        worked("Ana Torres", "Barn", 10, 8, 12),
        worked("Ana Torres", "Barn", 11, 8, 12),
        hours("Bea Novak", 12, 5),
        hours("Bea Novak", 12, 5),
    ];
    let (_, first) = import(&mut s, &rows, 1);
    assert_eq!((first.counts.entries, first.counts.duplicates), (4, 1));
    let found = query::entries_of(&s.view, ana.employee, Timestamp::MIN, Timestamp::MAX).unwrap();
    s.does(owner, &Command::VoidEntry(found[0].0, "x".into()));
    let moved = found[1].1.values.start + SignedDuration::from_mins(5);
    let edit = engine::command::EditEntry {
        start: Some(moved),
        ..edit(found[1].0)
    };
    s.does(owner, &Command::EditEntry(edit));
    let again = plan(&s, &rows, 2);
    assert_eq!((again.counts.entries, again.counts.duplicates), (0, 5));
    assert!(again.names.employees.is_empty() && again.samples.iter().all(|s| s.duplicate));
    // What someone wrote by hand with the same times is there, too.
    let add = AddEntry {
        employee: ana.employee,
        start: at("2025-03-20T08:00:00Z"),
        end: at("2025-03-20T12:00:00Z"),
        breaks: Vec::new(),
        booking: Booking::default(),
        reason: "paper".into(),
    };
    s.does(owner, &Command::AddEntry(add));
    let by_hand = plan(&s, &[worked("ana  TORRES", "Other", 20, 8, 12)], 3);
    assert_eq!((by_hand.counts.duplicates, by_hand.counts.jobs), (1, 0));
}

#[test]
fn an_import_that_was_undone_leaves_what_others_use() {
    let mut s = Scenario::crew_of(1);
    let (owner, ana) = (s.owner.member, s.crew[0].clone());
    let before = shown(&s.view);
    let rows = [
        worked("Bea Novak", "Barn", 10, 8, 12),
        worked("Cem Aydin", "Shed", 10, 8, 12),
    ];
    let (id, _) = import(&mut s, &rows, 1);
    let jobs = query::jobs(&s.view).unwrap();
    let add = AddEntry {
        employee: ana.employee,
        start: s.local("2026-03-08T08:00"),
        end: s.local("2026-03-08T12:00"),
        breaks: Vec::new(),
        booking: Booking {
            job: Some(jobs[0].0),
            ..Booking::default()
        },
        reason: "paper".into(),
    };
    let kept = s.does(owner, &Command::AddEntry(add))[0].subject::<TimeEntryId>();
    let people = query::people(&s.view).unwrap();
    let cem = people
        .iter()
        .find(|(_, row, _)| row.name == "Cem Aydin")
        .unwrap();
    let invite = Command::Invite(cem.0, p::InvitationPurpose::Device);
    s.does(owner, &invite);
    let undo = Command::UndoImport(id, "the wrong file".into());
    s.does(owner, &undo);
    let (names, entries) = shown(&s.view);
    assert_eq!(names, ["Ana Torres", "Cem Aydin", "Olivia Reed", "Barn"]);
    assert_eq!(
        entries.iter().map(|entry| entry.0).collect::<Vec<_>>(),
        [kept]
    );
    assert_ne!(names, before.0);
    assert_eq!(s.tries(owner, &undo).unwrap_err().code(), "nothing_changed");
    let detail: ImportDetailRow = engine::rows::get(&s.view, &id.to_bytes()).unwrap().unwrap();
    assert_eq!(detail.undone.unwrap().reason, "the wrong file");
    assert_eq!(s.refolded(), s.view);
    // It can come again.
    let again = plan(&s, &rows, 2);
    assert_eq!(
        (
            again.counts.entries,
            again.counts.employees,
            again.counts.jobs
        ),
        (2, 1, 1)
    );
}

#[test]
fn hours_without_times_overlap_nothing_until_someone_gives_them_times() {
    let mut s = Scenario::crew_of(1);
    let (owner, ana) = (s.owner.member, s.crew[0].clone());
    // More than the day has beside each other, and a day of 23 hours.
    let rows = [
        hours("Ana Torres", 10, 15),
        hours("Ana Torres", 10, 8),
        hours("Ana Torres", 10, 8),
        hours("Ana Torres", 9, 23),
        hours("Ana Torres", 9, 24),
        worked("Ana Torres", "", 10, 13, 20),
    ];
    let (_, planned) = import(&mut s, &rows, 1);
    assert_eq!(planned.counts.seconds, (15 + 8 + 8 + 23 + 7) * 3600);
    assert_eq!(planned.rejected.len(), 1);
    assert_eq!(planned.rejected[0].reason, RejectReason::LongerThanItsDay);
    let now = s.clock.now();
    let found = query::entries_of(&s.view, ana.employee, Timestamp::MIN, Timestamp::MAX).unwrap();
    let exceptions = query::exceptions_of(&found, now);
    assert!(
        exceptions
            .iter()
            .all(|found| found.kind == Exception::TooLong),
        "{exceptions:?}"
    );
    let totals = query::day_totals_of(&found, &s.zone, now);
    let totals: Vec<_> = totals
        .iter()
        .map(|total| (total.date.day(), total.worked_seconds / 3600))
        .collect();
    assert_eq!(totals, [(9, 23), (10, 15 + 8 + 8 + 7)]);

    let (id, row) = found.iter().find(|(_, row)| row.is_hours_only()).unwrap();
    let change = engine::command::EditEntry {
        note: Some("roof".into()),
        ..edit(*id)
    };
    s.does(owner, &Command::EditEntry(change));
    assert!(s.entry(*id).is_hours_only());
    let change = engine::command::EditEntry {
        end: row
            .values
            .end
            .map(|end| end - SignedDuration::from_hours(1)),
        ..edit(*id)
    };
    s.does(owner, &Command::EditEntry(change));
    assert!(!s.entry(*id).is_hours_only());
}

#[test]
fn a_phone_learns_of_imports_only_whether_they_count() {
    let mut site = Site::new();
    let phone = site.s.enrol(&site.worker.clone());
    let rows = [
        worked("Ana Torres", "Barn", 10, 8, 16),
        worked("Ben Walsh", "Secret", 10, 8, 16),
    ];
    import(&mut site.s, &rows, 1);
    let scope = Scope::of_device(&site.s.view, phone.device.unwrap())
        .unwrap()
        .unwrap();
    let mut base = MemoryView::default();
    base.absorb(scope.snapshot(&site.s.view).unwrap());
    let count = |wanted| base.rows().filter(|(table, _, _)| *table == wanted).count();
    assert_eq!((count(Table::Import), count(Table::TimeEntry)), (1, 1));
    assert_eq!(
        (
            count(Table::ImportDetail),
            count(Table::ImportName),
            count(Table::ImportKey)
        ),
        (0, 0, 0)
    );
    let seen = query::entries_of(&base, site.worker.employee, Timestamp::MIN, Timestamp::MAX);
    assert_eq!(seen.unwrap().len(), 1);
    // Row by row it is the same.
    for (table, key, value) in site.s.view.rows() {
        let there = base.rows().any(|(t, k, _)| (t, k) == (table, key));
        assert_eq!(
            scope.sees(table, key, Some(value)).unwrap(),
            there,
            "{table:?}"
        );
    }
}

#[test]
fn a_company_that_began_with_an_import_gets_its_owner_once() {
    let mut s = Scenario::empty("America/New_York", 5);
    let open = Command::OpenCompany(OpenCompany {
        company: s.company,
        name: "Reed Framing".into(),
        zone: "America/New_York".into(),
        workweek_starts: 1,
        language: "en".into(),
    });
    assert_eq!(
        s.tries(nothing(), &open).unwrap_err().code(),
        "not_permitted"
    );
    s.does(SYSTEM, &open);
    s.owner.member = SYSTEM;
    let rows = [HistoricalEntry {
        email: "olivia@example.com".into(),
        ..worked("Liv", "", 10, 8, 9)
    }];
    import(&mut s, &rows, 1);
    let appoint = Command::AppointOwner(AppointOwner {
        account: nothing(),
        name: "Olivia Reed".into(),
        email: "Olivia@Example.com".into(),
    });
    assert!(s.tries(nothing(), &appoint).is_err());
    let owner: MemberId = s.does(SYSTEM, &appoint)[0].subject();
    let people = query::people(&s.view).unwrap();
    let [(_, record, Some(member))]: &[(_, EmployeeRow, Option<MemberRow>)] = &people[..] else {
        panic!("{people:?}")
    };
    assert_eq!(
        (record.name.as_str(), record.member),
        ("Olivia Reed", Some(owner))
    );
    assert_eq!(member.role, p::RoleTag::Owner);
    assert_eq!(
        s.tries(SYSTEM, &appoint).unwrap_err().code(),
        "owner_exists"
    );
    // The owner stays when the import goes.
    s.does(
        owner,
        &Command::UndoImport(ImportId::from_bytes([1; 16]), String::new()),
    );
    assert_eq!(shown(&s.view), (vec!["Olivia Reed".to_owned()], Vec::new()));
    assert_eq!(s.refolded(), s.view);
}

fn any_row() -> impl Strategy<Value = HistoricalEntry> {
    let name = prop::sample::select(vec![
        "Ana Torres",
        "Ben Walsh",
        "Bea Novak",
        "Cem Aydin",
        "",
    ]);
    let email = prop::sample::select(vec!["", "", "bea@example.com", "olivia@example.com"]);
    let job = prop::sample::select(vec!["", "Barn", "Shed"]);
    let times = (1_i8..28, 0_i8..12, 0_i8..12, any::<bool>(), 0_i64..7_200);
    (name, email, job, times).prop_map(|(name, email, job, (day, from, long, timed, pause))| {
        let mut row = worked(name, job, day, from, from + long);
        row.email = email.into();
        row.cost_code = job.into();
        match &mut row.time {
            HistoricalTime::Span { break_seconds, .. } if timed => {
                *break_seconds = pause.min(i64::from(long) * 3600);
            }
            time => {
                *time = HistoricalTime::Hours {
                    date: date(2025, 3, day),
                    seconds: i64::from(long) * 3600,
                };
            }
        }
        row
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn an_import_that_is_undone_leaves_no_trace(
        rows in prop::collection::vec(any_row(), 0..40),
    ) {
        let mut s = Scenario::crew_of(2).with_week("2025-03-10");
        let before = shown(&s.view);
        let planned = plan(&s, &rows, 1);
        let counts = planned.counts;
        prop_assert_eq!(counts.rows, counts.entries + counts.duplicates + counts.rejected);
        if counts.entries == 0 {
            return Ok(());
        }
        let (id, _) = import(&mut s, &rows, 1);
        let (names, entries) = shown(&s.view);
        prop_assert_eq!(entries.len() as u64, before.1.len() as u64 + counts.entries);
        let added = counts.employees + counts.jobs + counts.cost_codes;
        prop_assert_eq!(names.len() as u64, before.0.len() as u64 + added);
        let again = plan(&s, &rows, 2);
        prop_assert_eq!(again.counts.entries, 0);
        prop_assert_eq!(again.counts.rejected, counts.rejected);
        let owner = s.owner.member;
        s.does(owner, &Command::UndoImport(id, String::new()));
        prop_assert_eq!(shown(&s.view), before);
        prop_assert_eq!(s.refolded(), s.view);
    }
}
