//! What a phone sees: its base is exactly its part of the server's rows, and what it shows before
//! it could send is what the server shows afterwards.

use domain::TimeEntryId;
use engine::command::{Booking, EditEntry};
use engine::rows::{EntryRow, EntryValues, HistoryRow, LateEntryRow, Row};
use engine::scope::Scope;
use engine::{Arrival, Command, MemoryView, RowChange, Snapshot, Table, View, query, rows};
use jiff::Timestamp;
use oplog::Op;
use proptest::prelude::*;
use testkit::{Person, TestPhone};

use super::journal::{Wish, wishes};
use super::site::{Site, edit, nothing};

/// The rows that a device may see, by asking of every row there is.
fn filtered(view: &MemoryView, scope: &Scope) -> Vec<RowChange> {
    view.rows()
        .filter(|(table, key, value)| {
            scope
                .sees(*table, key, Some(value))
                .expect("a readable row")
        })
        .map(|(table, key, value)| RowChange {
            table,
            key: key.to_vec(),
            value: Some(value.to_vec()),
        })
        .collect()
}

fn scope_of(site: &Site, phone: &TestPhone) -> Scope {
    let device = phone.device.expect("enrolled");
    Scope::of_device(&site.s.view, device)
        .expect("readable rows")
        .expect("an enrolled device")
}

/// What the server would send as a snapshot: the phone's base.
fn base_of(site: &Site, phone: &TestPhone) -> MemoryView {
    let mut base = MemoryView::default();
    base.absorb(
        scope_of(site, phone)
            .snapshot(&site.s.view)
            .expect("readable rows"),
    );
    base
}

/// The phone's own ops over its base, judged and applied as it does itself.
fn replayed(base: &MemoryView, phone: &TestPhone, ops: &[Op], now: Timestamp) -> MemoryView {
    let mut view = base.clone();
    for (op, n) in ops.iter().zip(1..) {
        replay(&mut view, phone, op, phone.seen + n, now);
    }
    view
}

fn replay(view: &mut MemoryView, phone: &TestPhone, op: &Op, position: u64, now: Timestamp) {
    let arrival = Arrival {
        position,
        log: phone.log,
        seq: position,
        received_at: now,
        skew_ms: 0,
    };
    let verdict = engine::judge(view, op, &arrival).expect("readable rows");
    engine::apply(view, op, &arrival, verdict).expect("readable rows");
}

type Shown = (TimeEntryId, EntryValues, bool);

/// What people see of entries: everything but what the journal alone knows (stamps, flags).
fn shown(view: &MemoryView, person: &Person) -> Vec<Shown> {
    query::entries_of(view, person.employee, Timestamp::MIN, Timestamp::MAX)
        .expect("readable rows")
        .into_iter()
        .map(|(id, row)| (id, row.values, row.voided))
        .collect()
}

#[test]
fn a_device_that_is_not_enrolled_sees_nothing() {
    assert_eq!(Scope::of_device(&Site::new().s.view, nothing()), Ok(None));
}

#[test]
fn a_phone_sees_its_own_record_and_the_jobs_and_nothing_of_colleagues() {
    let mut site = Site::new();
    let (worker, other) = (site.worker.clone(), site.other.clone());
    let phone = site.s.enrol(&worker);
    let _others = site.s.enrol(&other);
    let (mine, theirs) = (site.entry_of(&worker), site.entry_of(&other));
    site.s
        .invite(&worker, oplog::v1::payload::InvitationPurpose::Account);
    let base = base_of(&site, &phone);
    let count = |table| base.rows().filter(|(of, _, _)| *of == table).count();
    let counts: Vec<(Table, usize)> = Table::ALL
        .iter()
        .map(|table| (*table, count(*table)))
        .filter(|(_, count)| *count > 0)
        .collect();
    let expect = [
        (Table::Company, 1),
        (Table::Employee, 1),
        (Table::Member, 1),
        (Table::Device, 1),
        (Table::Log, 1),
        (Table::Job, 2),
        (Table::CostCode, 3),
        (Table::TimeEntry, 1),
        (Table::EntryWeek, 1),
        (Table::EntryHistory, 1),
    ];
    assert_eq!(counts, expect);
    assert!(
        rows::get::<EntryRow>(&base, &mine.to_bytes())
            .unwrap()
            .is_some()
    );
    assert!(
        rows::get::<EntryRow>(&base, &theirs.to_bytes())
            .unwrap()
            .is_none()
    );
}

/// The day of a worker, offline, decided by the app on its own rows.
fn offline_day(site: &Site, phone: &mut TestPhone, base: &MemoryView) -> MemoryView {
    let mut view = base.clone();
    let begun = site.s.clock.now();
    let steps = [
        Command::ClockIn(Booking {
            job: Some(site.job),
            ..Booking::default()
        }),
        Command::StartBreak { paid: false },
        Command::EndBreak,
        Command::SwitchJob(Booking {
            cost_code: Some(site.code),
            ..Booking::default()
        }),
        Command::ClockOut,
        Command::ClockIn(Booking {
            note: "back again".into(),
            ..Booking::default()
        }),
    ];
    for (step, hour) in steps.iter().zip(1..) {
        let now = begun + jiff::SignedDuration::from_mins(25 * hour);
        for op in phone.decide(&view, step, now).expect("the app allows it") {
            let position = phone.seen + phone.written.len() as u64;
            replay(&mut view, phone, &op, position, now);
        }
    }
    view
}

#[test]
fn what_a_phone_shows_offline_is_what_the_server_shows_later() {
    let mut site = Site::new();
    let worker = site.worker.clone();
    let mut phone = site.s.enrol(&worker);
    phone.seen = site.s.position();
    let base = base_of(&site, &phone);
    let offline = offline_day(&site, &mut phone, &base);
    assert_eq!(shown(&offline, &worker).len(), 3);
    site.s.later(600);
    let segment = phone.segment();
    site.s.takes(&phone, &segment);
    assert_eq!(shown(&site.s.view, &worker), shown(&offline, &worker));
    // The same from the new base alone: nothing is left to replay.
    assert_eq!(
        shown(&base_of(&site, &phone), &worker),
        shown(&offline, &worker)
    );
}

#[test]
fn a_new_base_under_unsent_ops_shows_what_the_server_will_show() {
    let mut site = Site::new();
    let (worker, manager) = (site.worker.clone(), site.manager.member);
    let entry = site.entry_of(&worker);
    let mut phone = site.s.enrol(&worker);
    phone.seen = site.s.position();
    let base = base_of(&site, &phone);
    let mut view = base.clone();
    let now = site.s.clock.now();
    for change in [
        EditEntry {
            end: Some(site.s.local("2026-03-09T16:00")),
            note: Some("rain".into()),
            ..edit(entry)
        },
        EditEntry {
            start: Some(site.s.local("2026-03-09T06:30")),
            ..edit(entry)
        },
    ] {
        for op in phone
            .decide(&view, &Command::EditEntry(change), now)
            .expect("own time")
        {
            let position = phone.seen + phone.written.len() as u64;
            replay(&mut view, &phone, &op, position, now);
        }
    }
    // Meanwhile the office changes the end and archives the job list under it.
    let end = Some(site.s.local("2026-03-09T17:00"));
    site.s.does(
        manager,
        &Command::EditEntry(EditEntry { end, ..edit(entry) }),
    );
    let job = site.job;
    site.s.does(manager, &Command::ArchiveJob(job));
    let shown_by_phone = {
        let fresh = base_of(&site, &phone);
        shown(&replayed(&fresh, &phone, &phone.written, now), &worker)
    };
    let segment = phone.segment();
    site.s.takes(&phone, &segment);
    assert_eq!(shown(&site.s.view, &worker), shown_by_phone);
    assert_eq!(site.s.entry(entry).values.end, end);
    assert_eq!(site.s.entry(entry).values.note, "rain");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// A base kept by the changed rows of each op is the same as one sent whole, and both are
    /// exactly what the scope lets through; nothing in them is a colleague's.
    #[test]
    fn a_base_is_the_servers_rows_within_the_scope(wishes in wishes(40)) {
        let mut site = Site::new();
        let people = [site.worker.clone(), site.other.clone(), site.manager.clone()];
        let phones: Vec<TestPhone> = people.iter().map(|person| site.s.enrol(person)).collect();
        let mut bases: Vec<MemoryView> = phones.iter().map(|phone| base_of(&site, phone)).collect();
        for wish in wishes {
            let before = site.s.view.clone();
            let scopes: Vec<_> = phones.iter().map(|phone| scope_of(&site, phone)).collect();
            if !Wish::granted(&wish, &mut site) {
                continue;
            }
            for ((phone, base), scope_before) in phones.iter().zip(&mut bases).zip(scopes) {
                let scope = scope_of(&site, phone);
                // Another scope is sent whole.
                if scope == scope_before {
                    base.absorb(delta(&before, &site.s.view, &scope));
                } else {
                    *base = base_of(&site, phone);
                }
            }
        }
        for ((phone, person), base) in phones.iter().zip(&people).zip(&bases) {
            let scope = scope_of(&site, phone);
            let snapshot = scope.snapshot(&site.s.view).unwrap();
            prop_assert_eq!(&snapshot, &filtered(&site.s.view, &scope));
            prop_assert_eq!(base, &base_of(&site, phone));
            for (table, key, value) in base.rows() {
                prop_assert!(is_own(table, key, value, person), "{} sees {table:?} {key:?}", person.name);
            }
        }
    }

    /// Whatever the worker does offline, with the office at work meanwhile: a fresh base with the
    /// unsent ops over it shows what the server shows once it has them.
    #[test]
    fn base_and_unsent_ops_show_what_the_server_will(
        before in wishes(15), offline in wishes(15), meanwhile in wishes(15),
    ) {
        let mut site = Site::new();
        let worker = site.worker.clone();
        let mut phone = site.s.enrol(&worker);
        for wish in &before {
            Wish::granted(wish, &mut site);
        }
        phone.seen = site.s.position();
        let mut view = base_of(&site, &phone);
        let mut now = site.s.clock.now();
        for wish in &offline {
            now += jiff::SignedDuration::from_mins(7);
            let Some(command) = wish.command_of(&site, &view, &worker, now) else { continue };
            let Ok(ops) = phone.decide(&view, &command, now) else { continue };
            for op in ops {
                let position = phone.seen + phone.written.len() as u64;
                replay(&mut view, &phone, &op, position, now);
            }
        }
        let offline_shown = shown(&view, &worker);
        if phone.written.is_empty() {
            return Ok(());
        }
        site.s.clock.set(now);
        let mut quiet = site.clone();
        let segment = phone.segment();
        quiet.s.takes(&phone, &segment);
        prop_assert_eq!(shown(&quiet.s.view, &worker), offline_shown, "with a quiet office");

        for wish in &meanwhile {
            Wish::granted(wish, &mut site);
        }
        let fresh = base_of(&site, &phone);
        let later = site.s.clock.now();
        let by_phone = shown(&replayed(&fresh, &phone, &phone.written, later), &worker);
        site.s.takes(&phone, &segment);
        prop_assert_eq!(shown(&site.s.view, &worker), by_phone, "with a busy office");
        prop_assert_eq!(site.s.refolded(), site.s.view);
    }
}

/// The rows that changed from one view to the next, as far as the scope sees them.
fn delta(before: &MemoryView, after: &MemoryView, scope: &Scope) -> Vec<RowChange> {
    let put = after
        .rows()
        .filter(|(table, key, value)| before.get(*table, key).unwrap().as_deref() != Some(*value));
    let removed = before
        .rows()
        .filter(|(table, key, _)| after.get(*table, key).unwrap().is_none());
    let puts = put.map(|(table, key, value)| RowChange {
        table,
        key: key.to_vec(),
        value: Some(value.to_vec()),
    });
    let removals = removed.map(|(table, key, _)| RowChange {
        table,
        key: key.to_vec(),
        value: None,
    });
    puts.chain(removals)
        .filter(|row| {
            scope
                .sees(row.table, &row.key, row.value.as_deref())
                .expect("a readable row")
        })
        .collect()
}

fn is_own(table: Table, key: &[u8], value: &[u8], person: &Person) -> bool {
    match table {
        Table::Company
        | Table::Job
        | Table::CostCode
        | Table::Device
        | Table::Log
        | Table::Import
        | Table::SheetSettings
        | Table::PeriodLock => true,
        Table::Employee | Table::EmployeeZone => key == person.employee.to_bytes(),
        Table::Member => key == person.member.to_bytes(),
        Table::TimeEntry => {
            EntryRow::decode(value).is_ok_and(|row| row.employee == person.employee)
        }
        Table::EntryHistory => {
            HistoryRow::decode(value).is_ok_and(|row| row.employee == person.employee)
        }
        Table::EntryWeek
        | Table::OpenEntry
        | Table::Timesheet
        | Table::TimesheetEvent
        | Table::LatePending => key.starts_with(&person.employee.to_bytes()),
        Table::LateEntry => {
            LateEntryRow::decode(value).is_ok_and(|row| row.employee == person.employee)
        }
        Table::ImportDays | Table::LateCorrection => false,
        Table::Invitation
        | Table::Op
        | Table::Quarantine
        | Table::Waiting
        | Table::ImportDetail
        | Table::ImportName
        | Table::ImportKey
        | Table::PaySettings
        | Table::PayTerms
        | Table::PayRates
        | Table::Differential
        | Table::PayItem
        | Table::PayMapping
        | Table::PayIds
        | Table::PublicWorks
        | Table::PayRun
        | Table::PaidWeek => false,
    }
}

#[test]
fn a_row_of_another_form_is_an_error_and_not_a_leak() {
    let mut site = Site::new();
    let worker = site.worker.clone();
    let phone = site.s.enrol(&worker);
    let scope = scope_of(&site, &phone);
    assert!(
        scope
            .sees(Table::TimeEntry, &[1; 16], Some(&[1, 2, 3]))
            .is_err()
    );
    assert_eq!(scope.sees(Table::TimeEntry, &[1; 16], None), Ok(false));
    site.s
        .view
        .put(Table::Device, &phone.device.unwrap().to_bytes(), vec![0]);
    assert!(Scope::of_device(&site.s.view, phone.device.unwrap()).is_err());
}
