//! A disk in memory that does what disks do when the power goes: what was not synced is lost in
//! parts, sector by sector. It can also fail a sync, fill up, and stop in the middle of a commit.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use redb::StorageBackend;

use crate::dice::Dice;

/// What is written whole or not at all.
const SECTOR_BYTES: usize = 512;

/// How much of what was not synced a crash leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Crash {
    /// Nothing: the cache is gone.
    Nothing,
    /// Everything: the process died, and the system wrote all of it.
    Everything,
    /// Each write whole or not at all, in any choice.
    Writes,
    /// Each sector of each write, in any choice: writes are torn.
    Sectors,
}

impl Crash {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Nothing, Self::Everything, Self::Writes, Self::Sectors];
}

#[derive(Debug, Clone)]
enum Unsynced {
    Write(usize, Vec<u8>),
    Length(usize),
}

#[derive(Debug, Default)]
struct Platters {
    /// What a reader sees now.
    live: Vec<u8>,
    /// What was there at the last sync.
    synced: Vec<u8>,
    unsynced: Vec<Unsynced>,
    /// The most bytes it holds.
    room: Option<usize>,
    /// After so many more writes and syncs the power goes.
    power: Option<u64>,
    sync_fails: bool,
    /// A sync says that it is done, and does nothing: what finds lost ops must find this out.
    sync_lies: bool,
    /// Which life: handles of an earlier one reach nothing.
    life: u64,
    syncs: u64,
    /// How many writes and syncs were asked for in all lives.
    operations: u64,
}

/// A handle on the disk, of one life: after [`Disk::crash`] it reaches nothing any more.
#[derive(Debug, Clone, Default)]
pub struct Disk {
    platters: Arc<Mutex<Platters>>,
    life: u64,
}

impl Disk {
    /// A disk that holds these bytes.
    pub fn holding(bytes: Vec<u8>) -> Self {
        let platters = Platters {
            live: bytes.clone(),
            synced: bytes,
            ..Platters::default()
        };
        Self {
            platters: Arc::new(Mutex::new(platters)),
            life: 0,
        }
    }

    /// Another disk that holds what this one shows.
    #[must_use]
    pub fn copied(&self) -> Self {
        Self::holding(self.lock().live.clone())
    }

    /// The power goes and comes back; which unsynced bytes are there is for the dice. Gives the
    /// handle of the next life.
    #[must_use]
    pub fn crash(&self, crash: Crash, dice: &mut Dice) -> Self {
        let mut guard = self.lock();
        let platters = &mut *guard;
        let mut bytes = std::mem::take(&mut platters.synced);
        for one in std::mem::take(&mut platters.unsynced) {
            keep(&mut bytes, one, crash, dice);
        }
        platters.live.clone_from(&bytes);
        platters.synced = bytes;
        platters.power = None;
        platters.sync_fails = false;
        platters.life += 1;
        let life = platters.life;
        drop(guard);
        Self {
            platters: Arc::clone(&self.platters),
            life,
        }
    }

    /// The power goes after so many more writes and syncs.
    pub fn stop_after(&self, operations: u64) {
        self.lock().power = Some(operations);
    }

    /// Whether the power went.
    pub fn is_stopped(&self) -> bool {
        self.lock().power == Some(0)
    }

    /// Every sync fails from now on, until the next life.
    pub fn fail_syncs(&self) {
        self.lock().sync_fails = true;
    }

    /// Every sync is a lie from now on.
    pub fn lie_about_syncs(&self) {
        self.lock().sync_lies = true;
    }

    /// The disk has room for so many bytes more than it holds; `None` for any number.
    pub fn leave_room(&self, bytes: Option<usize>) {
        let mut platters = self.lock();
        platters.room = bytes.map(|bytes| platters.live.len().saturating_add(bytes));
    }

    /// How many syncs succeeded.
    pub fn syncs(&self) -> u64 {
        self.lock().syncs
    }

    /// How many writes and syncs were asked for: of two runs that are the same, as many.
    pub fn operations(&self) -> u64 {
        self.lock().operations
    }

    fn lock(&self) -> MutexGuard<'_, Platters> {
        self.platters.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The platters, if this handle still reaches them.
    fn reach(&self) -> io::Result<MutexGuard<'_, Platters>> {
        let platters = self.lock();
        if platters.life == self.life && platters.power != Some(0) {
            Ok(platters)
        } else {
            Err(io::Error::other("the power is gone"))
        }
    }

    /// The same for something that wears the power down.
    fn spend(&self) -> io::Result<MutexGuard<'_, Platters>> {
        let mut platters = self.reach()?;
        platters.operations += 1;
        platters.power = platters.power.map(|left| left - 1);
        if platters.power == Some(0) {
            return Err(io::Error::other("the power goes"));
        }
        Ok(platters)
    }
}

impl StorageBackend for Disk {
    fn len(&self) -> io::Result<u64> {
        Ok(self.reach()?.live.len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let platters = self.reach()?;
        let from = place(offset)?;
        let bytes = platters.live.get(from..from + out.len());
        out.copy_from_slice(bytes.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        let mut platters = self.spend()?;
        let len = place(len)?;
        if len > platters.live.len() && platters.room.is_some_and(|room| len > room) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        platters.live.resize(len, 0);
        platters.unsynced.push(Unsynced::Length(len));
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        let mut guard = self.spend()?;
        let platters = &mut *guard;
        if platters.sync_fails {
            return Err(io::Error::other("the disk cannot sync"));
        }
        if platters.sync_lies {
            return Ok(());
        }
        let mut dice = Dice::seeded(0);
        for one in std::mem::take(&mut platters.unsynced) {
            keep(&mut platters.synced, one, Crash::Everything, &mut dice);
        }
        platters.syncs += 1;
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        // The write on which the power goes may be there in part.
        let cut = self.lock().power == Some(1);
        let mut platters = match self.spend() {
            Ok(platters) => platters,
            Err(error) if cut => {
                let from = place(offset)?;
                self.lock()
                    .unsynced
                    .push(Unsynced::Write(from, data.to_vec()));
                return Err(error);
            }
            Err(error) => return Err(error),
        };
        let from = place(offset)?;
        let target = platters.live.get_mut(from..from + data.len());
        target
            .ok_or(io::ErrorKind::UnexpectedEof)?
            .copy_from_slice(data);
        platters.unsynced.push(Unsynced::Write(from, data.to_vec()));
        Ok(())
    }
}

fn place(offset: u64) -> io::Result<usize> {
    usize::try_from(offset).map_err(io::Error::other)
}

/// Puts what a crash leaves of one unsynced change onto the disk.
fn keep(bytes: &mut Vec<u8>, one: Unsynced, crash: Crash, dice: &mut Dice) {
    let whole = match crash {
        Crash::Nothing => return,
        Crash::Everything | Crash::Sectors => true,
        Crash::Writes => dice.happens(50),
    };
    match one {
        Unsynced::Length(len) => {
            if whole && (crash != Crash::Sectors || dice.happens(50)) {
                bytes.resize(len, 0);
            }
        }
        Unsynced::Write(offset, data) if whole => {
            let mut from = offset;
            for part in sectors(offset, &data) {
                if crash != Crash::Sectors || dice.happens(50) {
                    let end = from + part.len();
                    if bytes.len() < end {
                        bytes.resize(end, 0);
                    }
                    bytes[from..end].copy_from_slice(part);
                }
                from += part.len();
            }
        }
        Unsynced::Write(..) => {}
    }
}

/// The parts of a write that lie in one sector each.
fn sectors(offset: usize, data: &[u8]) -> impl Iterator<Item = &[u8]> {
    let first = (SECTOR_BYTES - offset % SECTOR_BYTES).min(data.len());
    let (head, rest) = data.split_at(first);
    std::iter::once(head).chain(rest.chunks(SECTOR_BYTES))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn disk_with(bytes: &[u8]) -> Disk {
        let disk = Disk::default();
        disk.set_len(4096).unwrap();
        disk.write(0, bytes).unwrap();
        disk.sync_data().unwrap();
        disk
    }

    fn read(disk: &Disk) -> Vec<u8> {
        let mut bytes = vec![0; 4096];
        disk.read(0, &mut bytes).unwrap();
        bytes
    }

    #[test]
    fn what_was_synced_survives_every_crash_and_what_was_not_may_be_torn() {
        for crash in Crash::ALL {
            let disk = disk_with(&[1; 4096]);
            disk.write(1024, &[2; 2048]).unwrap();
            let after = disk.crash(crash, &mut Dice::seeded(3));
            assert!(disk.read(0, &mut [0]).is_err(), "the old handle is dead");
            let bytes = read(&after);
            assert!(bytes[..1024].iter().chain(&bytes[3072..]).all(|b| *b == 1));
            let kept = bytes[1024..3072].chunks(512).filter(|s| **s == [2; 512]);
            let kept = kept.count();
            match crash {
                Crash::Nothing => assert_eq!(kept, 0),
                Crash::Everything => assert_eq!(kept, 4),
                Crash::Writes => assert!(kept == 0 || kept == 4),
                Crash::Sectors => assert!((1..4).contains(&kept), "{kept}"),
            }
        }
    }

    #[test]
    fn a_full_disk_refuses_to_grow_and_a_failing_one_to_sync() {
        let disk = disk_with(&[1; 4096]);
        disk.leave_room(Some(100));
        let error = disk.set_len(8192).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
        disk.leave_room(None);
        disk.set_len(8192).unwrap();
        disk.fail_syncs();
        assert!(disk.sync_data().is_err());
        disk.stop_after(2);
        disk.write(0, &[9]).unwrap();
        assert!(disk.write(0, &[9]).is_err());
        assert!(disk.is_stopped());
        assert!(disk.read(0, &mut [0]).is_err());
    }
}
