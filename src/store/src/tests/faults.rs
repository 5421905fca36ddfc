//! A disk that fails.

use super::kit::{check_sound, found, minute, view_rows};
use crate::{BackupOptions, FailureCause, Health, MasterKey, Store, WriteError};
use engine::Command;
use engine::command::JobText;
use redb::StorageBackend;
use redb::backends::InMemoryBackend;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Storage in memory whose syncs fail when told to; what it holds outlives the database.
#[derive(Debug, Clone, Default)]
struct Disk {
    held: Arc<Held>,
    fails: Arc<AtomicBool>,
    /// Only syncs fail: what was written is there to be read, and not kept.
    syncs_fail: Arc<AtomicBool>,
}

#[derive(Debug)]
struct Held(InMemoryBackend);

impl Default for Held {
    fn default() -> Self {
        Self(InMemoryBackend::new())
    }
}

impl Disk {
    fn works(&self) -> io::Result<()> {
        if self.fails.load(Ordering::SeqCst) {
            Err(io::Error::other("the disk is gone"))
        } else {
            Ok(())
        }
    }
}

impl StorageBackend for Disk {
    fn len(&self) -> io::Result<u64> {
        self.held.0.len()
    }
    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.held.0.read(offset, out)
    }
    fn set_len(&self, len: u64) -> io::Result<()> {
        self.works()?;
        self.held.0.set_len(len)
    }
    fn sync_data(&self) -> io::Result<()> {
        if self.syncs_fail.load(Ordering::SeqCst) {
            return Err(io::Error::from(io::ErrorKind::StorageFull));
        }
        self.works()
    }
    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.works()?;
        self.held.0.write(offset, data)
    }
}

fn open_on(disk: &Disk) -> Store {
    let machine = crate::Machine::from_now();
    Store::on_backend(disk.clone(), MasterKey::from_bytes([5; 32]), machine).unwrap()
}

fn add_job(name: &str) -> Command {
    Command::AddJob(JobText {
        name: name.to_owned(),
        ..JobText::default()
    })
}

#[test]
fn a_commit_that_fails_is_never_answered_as_saved_and_a_restart_heals() {
    let disk = Disk::default();
    let store = open_on(&disk);
    let firm = found(&store, 1);
    firm.execute(&store, add_job("Miller house"), minute(1))
        .unwrap();
    let position = firm.snapshot(&store).position();

    disk.fails.store(true, Ordering::SeqCst);
    let error = firm
        .execute(&store, add_job("Lost"), minute(2))
        .unwrap_err();
    assert!(
        matches!(error.code(), "commit_failed" | "read_only"),
        "{error:?}"
    );
    assert!(matches!(store.health(), Health::Failed { .. }));
    // Even when the disk comes back: nothing new until the file was opened and checked again.
    disk.fails.store(false, Ordering::SeqCst);
    let error = firm
        .execute(&store, add_job("Refused"), minute(3))
        .unwrap_err();
    assert_eq!(error.code(), "read_only");
    let refused: Result<(), _> = store.change_system(Vec::new()).wait();
    assert!(matches!(
        refused,
        Err(crate::SystemError::Write(WriteError::ReadOnly { .. }))
    ));
    drop(store);

    let store = open_on(&disk);
    assert_eq!(store.health(), Health::Ok);
    let found = firm.snapshot(&store).position();
    assert!(found == position || found == position + 1, "{found}");
    firm.execute(&store, add_job("Goes on"), minute(4)).unwrap();
    check_sound(&store);
}

#[test]
fn reads_go_on_after_a_failure_and_see_what_was_saved_and_nothing_else() {
    for only_syncs in [false, true] {
        let disk = Disk::default();
        let store = open_on(&disk);
        let firm = found(&store, 1);
        for n in 0..60 {
            firm.add_entry(&store, firm.employee, n * 20, n * 20 + 10);
        }
        let position = firm.snapshot(&store).position();
        let rows = view_rows(&store, &firm);
        drop(store);
        // Opened anew, so that little of it is in memory.
        let store = open_on(&disk);
        disk.syncs_fail.store(only_syncs, Ordering::SeqCst);
        disk.fails.store(!only_syncs, Ordering::SeqCst);
        firm.execute(&store, add_job("Lost"), minute(2_000))
            .unwrap_err();
        let Health::Failed { cause, .. } = store.health() else {
            panic!("it is not read-only")
        };
        let full = FailureCause::DiskFull;
        assert_eq!(cause == full, only_syncs, "{cause:?}");
        assert_eq!(firm.snapshot(&store).position(), position);
        assert_eq!(view_rows(&store, &firm), rows);
        check_sound(&store);
        let options = BackupOptions {
            with_key: true,
            now: minute(2_001),
        };
        let backup = store.backup(options, &mut Vec::new()).unwrap();
        assert_eq!(backup.positions, [(firm.company, position)]);
        // What opening it a second time wrote stayed in memory.
        drop(store);
        disk.fails.store(false, Ordering::SeqCst);
        disk.syncs_fail.store(false, Ordering::SeqCst);
        let store = open_on(&disk);
        firm.execute(&store, add_job("Goes on"), minute(2_002))
            .unwrap();
        check_sound(&store);
    }
}
