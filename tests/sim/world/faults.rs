//! What goes wrong with the server: power, syncs, space, its clock, and being set back to a
//! backup.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::Duration;

use domain::OpId;
use jiff::SignedDuration;
use store::{BackupOptions, BackupRecord, restore};
use tempfile::TempDir;
use testkit::{Crash, Disk};

use super::World;
use crate::plan::Fault;
use crate::server::Running;

/// A folder that is memory, where the system has one.
const MEMORY: &str = "/dev/shm";
/// How often it looks whether a recovery has ended, and how long between.
const TURNS_MAX: u32 = 500;
const TURN: Duration = Duration::from_millis(10);

/// A backup, and what it promises.
pub struct Backup {
    /// Where it was kept, for as long as it is needed.
    _folder: TempDir,
    bytes: Vec<u8>,
    /// The ops of commands that had been answered.
    answered: BTreeSet<OpId>,
}

impl World {
    pub(super) fn suffers(&mut self, fault: Fault) -> Result<(), String> {
        match fault {
            Fault::Restart => {
                self.running = None;
                self.restart(Crash::Everything, None)?;
            }
            Fault::PowerCut { crash } => self.restart(crash, None)?,
            Fault::PowerCutSoon {
                crash,
                after,
                again,
            } => {
                self.armed = (crash, again);
                self.disk.stop_after(after);
            }
            Fault::SyncsFail { crash } => {
                self.disk.fail_syncs();
                self.add_job();
                self.restart(crash, None)?;
            }
            Fault::DiskFull { room } => self.disk.leave_room(Some(room)),
            Fault::ServerClock { minutes } => {
                self.clock.set_ahead(SignedDuration::from_mins(minutes));
            }
            Fault::BackUp => self.back_up(),
            Fault::SetBack => self.set_back()?,
        }
        Ok(())
    }

    /// The power comes back, the disk has room, and the server starts.
    pub fn restart(&mut self, crash: Crash, again: Option<u64>) -> Result<(), String> {
        self.running = None;
        self.seen.restarts += 1;
        self.disk = self.disk.crash(crash, &mut self.dice);
        self.disk.leave_room(None);
        if let Some(after) = again {
            self.disk.stop_after(after);
            drop(Running::start(&self.disk, &self.clock, self.dice.number()));
            self.disk = self.disk.crash(crash, &mut self.dice);
        }
        let running = Running::start(&self.disk, &self.clock, self.dice.number())
            .map_err(|error| format!("the store does not open after {crash:?}: {error}"))?;
        self.running = Some(running);
        self.check_receipts()
    }

    /// What was receipted in this life is held: nothing that a phone was told was taken back.
    fn check_receipts(&self) -> Result<(), String> {
        let snapshot = self.snapshot().ok_or("the store cannot be read")?;
        for phone in &self.phones {
            let of_this_life = phone.replica.receipts.iter();
            for receipt in of_this_life.filter(|receipt| receipt.epoch == snapshot.epoch()) {
                let log = receipt.log;
                let held = snapshot.log(log).map_err(|error| error.to_string())?;
                let held = held.ok_or("a granted log is gone")?.head;
                if held.next_seq < receipt.next_seq {
                    return Err(format!(
                        "LOST: {} ops of log {log} were receipted, {} are held",
                        receipt.next_seq, held.next_seq
                    ));
                }
                if held.next_seq == receipt.next_seq && held != receipt.head() {
                    return Err(format!("log {log} holds other ops than were receipted"));
                }
            }
        }
        Ok(())
    }

    /// A backup is made while the server runs, or is not, as the disk allows.
    fn back_up(&mut self) {
        let options = BackupOptions {
            with_key: true,
            now: self.server_now(),
        };
        let Some(running) = &self.running else { return };
        let mut bytes = Vec::new();
        let Ok(info) = running.store.backup(options, &mut bytes) else {
            return;
        };
        let folder = memory_folder().expect("a folder");
        let file = folder.path().join("backup");
        fs::write(&file, &bytes).expect("a file");
        let record = BackupRecord::kept(&info, bytes.len() as u64, &file);
        // Where this is not written, phones are told of the one before, which is no promise lost.
        let _told = running.store.backup_made(record).wait();
        let answered = self.answered.clone();
        self.backup = Some(Backup {
            _folder: folder,
            bytes,
            answered,
        });
    }

    /// The disk is gone for good, and the server goes on from its backup on another.
    fn set_back(&mut self) -> Result<(), String> {
        let Some(backup) = &self.backup else {
            return Ok(());
        };
        self.running = None;
        self.seen.restores += 1;
        self.disk = restored(&backup.bytes, self.server_now())?;
        self.answered.clone_from(&backup.answered);
        self.restart(Crash::Everything, None)?;
        // What a lost phone had sent since is gone with the old disk.
        let snapshot = self.snapshot().ok_or("the store cannot be read")?;
        for phone in &mut self.phones {
            let log = snapshot.log(phone.replica.phone.log);
            let held = log.map_err(|error| error.to_string())?;
            let held = held.map_or(0, |log| log.head.next_seq);
            phone.lost = phone.lost.map(|receipted| receipted.min(held as usize));
        }
        Ok(())
    }

    /// Where phones were lost that the server waits for, somebody says that it shall not.
    pub(super) fn recovery_ends(&mut self) -> Result<(), String> {
        let lost = self.phones.iter().any(|phone| phone.lost.is_some());
        let waits = |world: &Self| {
            world
                .store()
                .recovering()
                .map_err(|error| error.to_string())
        };
        if lost && !waits(self)?.is_empty() {
            let (company, owner) = (self.firm.company, self.firm.owner);
            let ended = self.store().end_recovery(company, owner, self.server_now());
            ended.wait().map_err(|error| error.to_string())?;
        }
        // What had waited is judged in turns, by the server itself.
        for _ in 0..TURNS_MAX {
            if waits(self)?.is_empty() {
                return Ok(());
            }
            std::thread::sleep(TURN);
        }
        let recovery = self.snapshot().map(|snapshot| snapshot.recovery());
        Err(format!(
            "the company waits although every phone has sent everything: {recovery:?}"
        ))
    }

    /// Another disk with what this one holds.
    pub fn disk_copied(&self) -> Disk {
        self.disk.copied()
    }
}

fn memory_folder() -> std::io::Result<TempDir> {
    if Path::new(MEMORY).is_dir() {
        tempfile::tempdir_in(MEMORY)
    } else {
        tempfile::tempdir()
    }
}

/// The disk of a server that was restored from a backup.
pub fn restored(backup: &[u8], now: jiff::Timestamp) -> Result<Disk, String> {
    let folder = memory_folder().map_err(|error| error.to_string())?;
    let done = restore(backup, folder.path(), None, now, |_| {});
    let done = done.map_err(|error| format!("a backup cannot be restored: {error}"))?;
    if !done.report.is_sound() {
        return Err(format!("a restored server has {:?}", done.report.problems));
    }
    let file = fs::read(folder.path().join("timetrakr.redb"));
    Ok(Disk::holding(file.map_err(|error| error.to_string())?))
}
