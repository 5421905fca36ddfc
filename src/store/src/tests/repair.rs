//! Damage that a backup mends, wherever it is, and what it may not mend.

use super::kit::{Firm, check_sound, found, minute, open, options, view_rows};
use crate::repair::{Mended, RepairError, Repaired, repair};
use crate::room::Room;
use crate::{BackupOptions, BlobId, Store};
use crate::{SecurityEvent, SecurityEventKind, SystemChange};
use domain::AccountId;
use engine::Table;
use redb::{ReadableDatabase, ReadableTable};
use std::fs;
use std::path::{Path, PathBuf};

struct Site {
    dir: tempfile::TempDir,
    data: PathBuf,
    backup: PathBuf,
}

impl Site {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let (data, backup) = (dir.path().join("data"), dir.path().join("b.backup"));
        Self { dir, data, backup }
    }

    fn back_up(&self, store: &Store) {
        let mut file = fs::File::create(&self.backup).unwrap();
        let backup = BackupOptions {
            with_key: false,
            now: minute(2_000),
        };
        store.backup(backup, &mut file).unwrap();
    }

    fn repair(&self) -> Result<Repaired, RepairError> {
        repair(&self.data, &self.backup, options(), |_| {})
    }

    fn database(&self) -> PathBuf {
        self.data.join("timetrakr.redb")
    }

    /// Every row of every table, sealed.
    fn rows(&self) -> Vec<(Room, Vec<u8>, Vec<u8>)> {
        let database = redb::Database::open(self.database()).unwrap();
        let transaction = database.begin_read().unwrap();
        let mut rows = Vec::new();
        for room in Room::all() {
            let Ok(table) = transaction.open_table(room.definition()) else {
                continue;
            };
            for row in table.iter().unwrap() {
                let (key, value) = row.unwrap();
                rows.push((room, key.value().to_vec(), value.value().to_vec()));
            }
        }
        rows
    }

    /// Flips a bit of the first or the last value of a table; `None` when it has none.
    fn flip(&self, room: Room, last: bool) -> Option<Vec<u8>> {
        self.rewrite(room, last, |mut value| {
            let middle = value.len() / 2;
            value[middle] ^= 4;
            Some(value)
        })
    }

    fn rewrite(
        &self,
        room: Room,
        last: bool,
        change: impl FnOnce(Vec<u8>) -> Option<Vec<u8>>,
    ) -> Option<Vec<u8>> {
        let database = redb::Database::open(self.database()).unwrap();
        let found = {
            let transaction = database.begin_read().unwrap();
            let table = transaction.open_table(room.definition()).ok()?;
            let found = if last { table.last() } else { table.first() };
            let found = found.unwrap();
            found.map(|(key, value)| (key.value().to_vec(), value.value().to_vec()))
        };
        let (key, value) = found?;
        let changed = change(value);
        let transaction = database.begin_write().unwrap();
        {
            let mut table = transaction.open_table(room.definition()).unwrap();
            match changed {
                Some(value) => drop(table.insert(key.as_slice(), value.as_slice()).unwrap()),
                None => drop(table.remove(key.as_slice()).unwrap()),
            }
        }
        transaction.commit().unwrap();
        Some(key)
    }
}

/// Two companies with hours, a file that an import would have, and things of the system.
fn busy(site: &Site) -> (Store, Firm) {
    let store = open(&site.data);
    let firm = found(&store, 1);
    found(&store, 2);
    let mut phone = firm.phone(&store, "Wanda Worker", 40);
    let entry = phone.clock_in(10);
    phone.clock_out(entry, 400);
    phone.send(&store, vec![phone.segment(0, 2)]);
    firm.add_entry(&store, firm.employee, 500, 600);
    let account = AccountId::from_bytes([1; 16]);
    let note = SecurityEvent {
        at: minute(0),
        kind: SecurityEventKind::SignedIn,
        account: None,
        company: None,
        address: String::new(),
    };
    let system = vec![
        SystemChange::PutMembership {
            account,
            company: firm.company,
            member: firm.owner,
        },
        SystemChange::Note(note),
    ];
    store.change_system(system).wait().unwrap();
    (store, firm)
}

/// What the office does after the backup was made.
fn go_on(store: &Store, firm: &Firm) {
    firm.add_entry(store, firm.employee, 700, 800);
}

#[test]
fn a_flipped_bit_in_any_table_is_mended_and_nothing_newer_is_taken_away() {
    let site = Site::new();
    let (store, firm) = busy(&site);
    site.back_up(&store);
    go_on(&store, &firm);
    let (position, rows) = (firm.snapshot(&store).position(), view_rows(&store, &firm));
    drop(store);
    let whole = fs::read(site.database()).unwrap();
    let mut flipped = 0;
    for room in Room::all() {
        fs::write(site.database(), &whole).unwrap();
        if site.flip(room, false).is_none() {
            continue;
        }
        flipped += 1;
        let repaired = site
            .repair()
            .unwrap_or_else(|error| panic!("{}: {error}", room.name()));
        let told = repaired
            .damage
            .iter()
            .any(|damage| damage.table == room.name());
        // Which version the views have is asked of the engine again, not of the backup.
        assert!(
            told || room == Room::Setting,
            "{}: {repaired:#?}",
            room.name()
        );
        assert!(repaired.report.is_sound(), "{}: {repaired:#?}", room.name());
        let store = open(&site.data);
        check_sound(&store);
        assert_eq!(
            firm.snapshot(&store).position(),
            position,
            "{}",
            room.name()
        );
        assert_eq!(view_rows(&store, &firm), rows, "{}", room.name());
        drop(store);
        // The damaged file is kept aside.
        assert!(repaired.aside.as_deref().is_some_and(Path::exists));
        fs::remove_file(repaired.aside.unwrap()).unwrap();
    }
    assert!(flipped > 20, "only {flipped} tables had rows");
}

#[test]
fn what_follows_from_the_rest_is_made_anew_though_it_is_newer_than_the_backup() {
    let site = Site::new();
    let (store, firm) = busy(&site);
    site.back_up(&store);
    go_on(&store, &firm);
    let company = found(&store, 3);
    go_on(&store, &company);
    let rows = view_rows(&store, &company);
    drop(store);
    for room in [Room::Change, Room::LogRun, Room::View(Table::TimeEntry)] {
        site.flip(room, true).unwrap();
    }
    let repaired = site.repair().unwrap();
    for room in [Room::Change, Room::LogRun, Room::View(Table::TimeEntry)] {
        let of_room = repaired.damage.iter().find(|d| d.table == room.name());
        assert_eq!(
            of_room.unwrap().mended,
            Mended::FromJournal,
            "{repaired:#?}"
        );
    }
    let store = open(&site.data);
    check_sound(&store);
    assert_eq!(view_rows(&store, &company), rows);
    go_on(&store, &company);
    check_sound(&store);
}

#[test]
fn a_head_that_moved_on_since_the_backup_is_led_to_where_its_log_is() {
    let site = Site::new();
    let (store, firm) = busy(&site);
    site.back_up(&store);
    go_on(&store, &firm);
    drop(store);
    site.flip(Room::JournalHead, false).unwrap();
    site.flip(Room::LogHead, false).unwrap();
    site.flip(Room::LogHead, true).unwrap();
    let repaired = site.repair().unwrap();
    assert!(repaired.report.is_sound(), "{repaired:#?}");
    let store = open(&site.data);
    go_on(&store, &firm);
    check_sound(&store);
}

#[test]
fn rows_that_are_gone_altogether_are_missed_and_come_back() {
    let site = Site::new();
    let (store, firm) = busy(&site);
    site.back_up(&store);
    go_on(&store, &firm);
    let rows = view_rows(&store, &firm);
    drop(store);
    for room in [
        Room::RawOp,
        Room::Journal,
        Room::LogRun,
        Room::LogHead,
        Room::CompanyEntry,
    ] {
        site.rewrite(room, false, |_| None).unwrap();
    }
    let repaired = site.repair().unwrap();
    assert!(repaired.report.is_sound(), "{repaired:#?}");
    let store = open(&site.data);
    assert_eq!(view_rows(&store, &firm), rows);
}

#[test]
fn damage_that_is_newer_than_the_backup_is_told_and_nothing_is_changed() {
    let site = Site::new();
    let (store, _) = busy(&site);
    site.back_up(&store);
    let newer = found(&store, 3);
    go_on(&store, &newer);
    drop(store);
    site.flip(Room::RawOp, true).unwrap();
    site.flip(Room::Journal, false).unwrap();
    let before = site.rows();
    let error = site.repair().unwrap_err();
    let RepairError::NotCovered(uncovered) = &error else {
        panic!("{error}")
    };
    assert_eq!(uncovered.len(), 1, "{error}");
    assert_eq!(uncovered[0].company, newer.company);
    assert_eq!(uncovered[0].table, "raw_op-1");
    assert!(uncovered[0].places.starts_with("arrival "), "{error}");
    assert!(site.rows() == before, "something was changed");
    assert!(!site.data.join("repair.partial").exists());
}

#[test]
fn a_backup_of_another_server_or_of_another_life_is_refused() {
    let (site, other) = (Site::new(), Site::new());
    let (store, _) = busy(&site);
    let (theirs, _) = busy(&other);
    other.back_up(&theirs);
    drop(store);
    fs::copy(&other.backup, &site.backup).unwrap();
    assert!(matches!(site.repair(), Err(RepairError::OtherServer)));
    // A server that was restored has begun another life.
    let key = crate::MasterKey::from_bytes([5; 32]);
    let restored = site.dir.path().join("restored");
    let backup = fs::File::open(&site.backup).unwrap();
    crate::restore(backup, &restored, Some(key), minute(3_000), |_| {}).unwrap();
    let life = Site {
        dir: site.dir,
        data: restored,
        backup: site.backup,
    };
    assert!(matches!(life.repair(), Err(RepairError::OtherLife)));
    fs::write(&life.backup, b"something else").unwrap();
    assert!(matches!(life.repair(), Err(RepairError::Backup(_))));
}

fn blob_files(data: &Path) -> Vec<PathBuf> {
    let homes = fs::read_dir(data.join("blobs")).unwrap();
    let files = homes.flat_map(|home| fs::read_dir(home.unwrap().path()).unwrap());
    files.map(|file| file.unwrap().path()).collect()
}

#[test]
fn a_damaged_file_comes_back_from_the_backup_and_another_one_stays() {
    let site = Site::new();
    let (store, firm) = busy(&site);
    let content = vec![7; 150_000];
    let blob: BlobId = store.blobs().put(firm.company, &mut &content[..]).unwrap();
    site.back_up(&store);
    let newer = store.blobs().put(firm.company, &mut &b"newer"[..]).unwrap();
    drop(store);
    let damaged = blob_files(&site.data)
        .into_iter()
        .find(|path| path.ends_with(blob.to_string()))
        .unwrap();
    let mut bytes = fs::read(&damaged).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&damaged, &bytes).unwrap();
    let repaired = site.repair().unwrap();
    assert!(
        matches!(&repaired.damage[..], [one] if one.places == blob.to_string()),
        "{repaired:#?}"
    );
    let store = open(&site.data);
    assert_eq!(store.blobs().get(firm.company, blob).unwrap(), content);
    assert_eq!(store.blobs().get(firm.company, newer).unwrap(), b"newer");
    check_sound(&store);
    drop(store);
    // One that the backup does not have is told.
    let newer = blob_files(&site.data)
        .into_iter()
        .find(|path| path.ends_with(newer.to_string()))
        .unwrap();
    fs::write(&newer, b"TTBLOB").unwrap();
    assert!(matches!(site.repair(), Err(RepairError::NotCovered(_))));
}

#[test]
fn whole_pages_of_rubbish_are_told_and_never_served() {
    let site = Site::new();
    let (store, firm) = busy(&site);
    for n in 0..40 {
        firm.add_entry(&store, firm.employee, 1_000 + n * 10, 1_005 + n * 10);
    }
    site.back_up(&store);
    drop(store);
    let whole = fs::read(site.database()).unwrap();
    let pages = whole.len() / 4_096;
    let (mut unreadable, mut mended) = (0, 0);
    for page in (0..pages).step_by(pages / 24 + 1) {
        let mut bytes = whole.clone();
        bytes[page * 4_096..(page + 1) * 4_096].fill(0xa5);
        fs::write(site.database(), &bytes).unwrap();
        match site.repair() {
            Ok(repaired) => {
                mended += 1;
                assert!(repaired.report.is_sound(), "page {page}: {repaired:#?}");
                check_sound(&open(&site.data));
            }
            Err(RepairError::Unreadable(_)) => unreadable += 1,
            Err(error) => panic!("page {page}: {error}"),
        }
    }
    assert!(unreadable > 0 && mended > 0, "{unreadable} {mended}");
}

#[test]
fn a_repair_that_was_interrupted_left_nothing_and_is_begun_anew() {
    let site = Site::new();
    let (store, firm) = busy(&site);
    site.back_up(&store);
    drop(store);
    site.flip(Room::Journal, false).unwrap();
    let partial = site.data.join("repair.partial");
    fs::create_dir(&partial).unwrap();
    fs::write(partial.join("timetrakr.redb"), b"half of it").unwrap();
    // A server that starts meanwhile takes nothing of it.
    drop(open(&site.data));
    site.repair().unwrap();
    assert!(!partial.exists());
    let store = open(&site.data);
    check_sound(&store);
    let running = site.repair();
    assert!(matches!(running, Err(RepairError::InUse)), "{running:?}");
    go_on(&store, &firm);
}
