//! A backup that broke off goes on, and what a backup has of a phone's log.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use super::kit::{Firm, check_sound, found, minute, open};
use crate::{
    BackupOptions, BackupRecord, KeepError, Leftover, OpenOptions, ResumePoint, Store, backup_name,
    check_backup, keep_backup, keep_backup_from, restore,
};

const FILES: u8 = 6;
const FILE_BYTES: usize = 100_000;

fn options(at: i64) -> BackupOptions {
    BackupOptions {
        with_key: true,
        now: minute(at),
    }
}

/// Fails after so many bytes, and counts them.
struct Breaks<'a> {
    out: &'a mut dyn Write,
    left: usize,
    written: &'a mut usize,
}

impl Write for Breaks<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.len() > self.left {
            return Err(io::Error::other("broke off"));
        }
        self.left -= bytes.len();
        *self.written += bytes.len();
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A store with files, each of which is larger than what is around it.
fn with_files(dir: &Path) -> (Store, Firm) {
    let store = open(dir);
    let firm = found(&store, 1);
    for n in 0..FILES {
        let bytes = vec![n; FILE_BYTES];
        store.blobs().put(firm.company, &mut &bytes[..]).unwrap();
    }
    (store, firm)
}

/// Makes a backup in a folder that breaks off after so many bytes; gives how many were written.
fn make(store: &Store, folder: &Path, at: i64, breaks_after: usize) -> (bool, usize) {
    let path = folder.join(backup_name(store.server_id(), minute(at)));
    let leftover = Leftover::find(folder, |point| store.can_resume(point, true));
    let mut written = 0;
    let kept = keep_backup_from(&path, leftover.as_ref(), |out| {
        let point = leftover.as_ref().map(Leftover::point);
        let mut out = Breaks {
            out,
            left: breaks_after,
            written: &mut written,
        };
        store.backup_from(options(at), point, &mut out).map(drop)
    });
    match kept {
        Ok(_) => (true, written),
        Err(KeepError::Fill(_)) => (false, written),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn a_backup_that_broke_off_goes_on_with_the_files_that_it_has_and_the_rows_of_now() {
    let (from, to, back) = (
        tempfile::tempdir().unwrap(),
        tempfile::tempdir().unwrap(),
        tempfile::tempdir().unwrap(),
    );
    let (store, firm) = with_files(from.path());
    assert!(!make(&store, to.path(), 10, 4 * FILE_BYTES).0);
    // Meanwhile the firm goes on, and the server is started again.
    firm.worker(&store, "Wanda Worker");
    store
        .blobs()
        .put(firm.company, &mut &[99; FILE_BYTES][..])
        .unwrap();
    let position = firm.snapshot(&store).position();
    drop(store);
    let store = open(from.path());
    let (_, written) = make(&store, to.path(), 20, 2 * FILE_BYTES);
    assert!(written <= 2 * FILE_BYTES, "it broke off once more");
    let (whole, written) = make(&store, to.path(), 30, usize::MAX);
    assert!(whole);
    assert!(
        written < 4 * FILE_BYTES,
        "{written} bytes: not everything again"
    );
    let names: Vec<_> = fs::read_dir(to.path()).unwrap().collect();
    assert_eq!(names.len(), 1, "no partial file is left");
    let path = to.path().join(backup_name(store.server_id(), minute(30)));
    let info = check_backup(fs::File::open(&path).unwrap(), |_| {}).unwrap();
    assert_eq!(
        (info.made_at, info.blobs, &info.positions[..]),
        (minute(30), 7, &[(firm.company, position)][..])
    );
    let file = fs::File::open(&path).unwrap();
    let restored = restore(file, back.path(), None, minute(40), |_| {}).unwrap();
    assert!(restored.report.is_sound(), "{:#?}", restored.report);
    assert_eq!(restored.report.blobs, 7);
    check_sound(&Store::open(back.path(), OpenOptions::default()).unwrap());
}

#[test]
fn what_is_damaged_or_of_another_server_is_not_gone_on_from() {
    let (from, other, to) = (
        tempfile::tempdir().unwrap(),
        tempfile::tempdir().unwrap(),
        tempfile::tempdir().unwrap(),
    );
    let (store, _) = with_files(from.path());
    let mut whole = Vec::new();
    store.backup(options(10), &mut whole).unwrap();
    let point = |bytes: &[u8]| ResumePoint::of(bytes).map(|point| point.bytes);
    let all = point(&whole).unwrap();
    let mut damaged = whole.clone();
    damaged[3 * FILE_BYTES] ^= 1;
    let until = point(&damaged).unwrap();
    assert!(until < all && until as usize <= 3 * FILE_BYTES);
    assert_eq!(point(&whole[..FILE_BYTES / 2]), None);
    assert_eq!(point(b"something else"), None);
    let known = ResumePoint::of(&whole[..]).unwrap();
    assert_eq!(
        ResumePoint::from_bytes(&known.to_bytes()),
        Some(known.clone())
    );
    assert!(store.can_resume(&known, true));
    assert!(!store.can_resume(&known, false));
    let (stranger, _) = with_files(other.path());
    assert!(!stranger.can_resume(&known, true));
    assert!(
        stranger
            .backup_from(options(10), Some(&known), &mut Vec::new())
            .is_err()
    );
    // A stranger's leftover in the same folder stays what it is.
    assert!(!make(&store, to.path(), 10, 3 * FILE_BYTES).0);
    assert!(make(&stranger, to.path(), 20, usize::MAX).0);
    let (done, written) = make(&store, to.path(), 30, usize::MAX);
    assert!(done && written < 5 * FILE_BYTES);
}

#[test]
fn the_watermark_of_a_backup_is_what_a_server_restored_from_it_holds() {
    let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let store = open(from.path());
    let firm = found(&store, 1);
    let mut phone = firm.phone(&store, "Wanda Worker", 40);
    let mut other = firm.phone(&store, "Walt Worker", 41);
    let mut records = Vec::new();
    for n in 0..40_usize {
        let entry = phone.clock_in(i64::try_from(n).unwrap() * 10);
        phone.clock_out(entry, i64::try_from(n).unwrap() * 10 + 5);
        phone.send(&store, vec![phone.segment(2 * n, 2 * n + 2)]);
        if n % 7 == 0 {
            other.clock_in(i64::try_from(n).unwrap() * 10);
            let last = other.ops.len();
            other.send(&store, vec![other.segment(last - 1, last)]);
        }
        if n % 10 == 9 {
            let path = to.path().join(format!("{n}.backup"));
            let fill = |mut out: &mut dyn Write| store.backup(options(500), &mut out).map(drop);
            let (info, bytes) = keep_backup(&path, fill).unwrap();
            records.push((BackupRecord::kept(&info, bytes, &path), path));
        }
    }
    for (n, (record, path)) in records.iter().enumerate() {
        assert!(record.is_in_place());
        let snapshot = firm.snapshot(&store);
        let told = [phone.log, other.log].map(|log| snapshot.backed_up(log, record).unwrap());
        assert_eq!(told[0], 20 * (n as u64 + 1), "of the phone");
        // Whatever a phone lets go by that word, a server restored from that file has.
        let dir = tempfile::tempdir().unwrap();
        let file = fs::File::open(path).unwrap();
        restore(file, dir.path(), None, minute(1_000), |_| {}).unwrap();
        let back = Store::open(dir.path(), OpenOptions::default()).unwrap();
        let snapshot = firm.snapshot(&back);
        let held =
            [phone.log, other.log].map(|log| snapshot.log(log).unwrap().unwrap().head.next_seq);
        assert_eq!(held, told);
        // And says nothing itself until it has a backup of its own life.
        assert_eq!(snapshot.backed_up(phone.log, record).unwrap(), 0);
    }
    let (record, path) = &records[0];
    let unknown = domain::LogId::from_bytes([9; 16]);
    let snapshot = firm.snapshot(&store);
    assert_eq!(snapshot.backed_up(unknown, record).unwrap(), 0);
    fs::write(path, b"cut").unwrap();
    assert!(!record.is_in_place());
}
