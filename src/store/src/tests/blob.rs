//! Files beside the database: kept once, given back as they were, removed when not needed.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use super::kit::{Firm, check_sound, found, open};
use crate::{BlobError, BlobId, Store};
use domain::CompanyId;

fn content(length: usize) -> Vec<u8> {
    (0..length).map(|n| (n % 251) as u8).collect()
}

fn put(store: &Store, firm: &Firm, content: &[u8]) -> BlobId {
    store.blobs().put(firm.company, &mut &content[..]).unwrap()
}

fn files(dir: &std::path::Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for company in fs::read_dir(dir.join("blobs")).unwrap() {
        for file in fs::read_dir(company.unwrap().path()).unwrap() {
            files.push(file.unwrap().path());
        }
    }
    files
}

#[test]
fn a_file_of_any_length_is_given_back_as_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let firm = found(&store, 1);
    const PART: usize = 64 * 1024;
    for length in [0, 1, PART - 1, PART, PART + 1, 3 * PART, 3 * PART + 7] {
        let content = content(length);
        let blob = put(&store, &firm, &content);
        assert_eq!(store.blobs().get(firm.company, blob).unwrap(), content);
    }
    assert_eq!(store.verify().unwrap().blobs, 7);
    drop(store);
    check_sound(&open(dir.path()));
}

#[test]
fn the_same_content_is_kept_once_and_shows_neither_itself_nor_who_else_has_it() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let (ours, theirs) = (found(&store, 1), found(&store, 2));
    let secret = b"Wanda Worker;40:00\n".repeat(100);
    let blob = put(&store, &ours, &secret);
    assert_eq!(put(&store, &ours, &secret), blob);
    assert_eq!(files(dir.path()).len(), 1);
    assert_ne!(put(&store, &theirs, &secret), blob);
    for file in files(dir.path()) {
        let stored = fs::read(file).unwrap();
        assert!(!stored.windows(12).any(|bytes| bytes == b"Wanda Worker"));
    }
    assert!(matches!(
        store.blobs().get(theirs.company, blob),
        Err(BlobError::Missing)
    ));
    assert!(matches!(
        store
            .blobs()
            .put(CompanyId::from_bytes([9; 16]), &mut &secret[..]),
        Err(BlobError::UnknownCompany)
    ));
}

#[test]
fn a_file_that_was_changed_cut_or_swapped_is_noticed() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let firm = found(&store, 1);
    let blob = put(&store, &firm, &content(200_000));
    let path = files(dir.path()).remove(0);
    let whole = fs::read(&path).unwrap();
    let damaged = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        let read = store.blobs().get(firm.company, blob);
        assert!(matches!(read, Err(BlobError::Damaged(_))), "{read:?}");
        assert!(!store.verify().unwrap().is_sound());
    };
    for at in [0, 6, 10, 23, 24, 30, 70_000, whole.len() - 1] {
        let mut flipped = whole.clone();
        flipped[at] ^= 1;
        damaged(&flipped);
    }
    for length in [0, 23, 24, 1000, 65_600, whole.len() - 1] {
        damaged(&whole[..length]);
    }
    damaged(&[whole.as_slice(), b"x"].concat());
    // Another file of the same company in its place, its own seals all good.
    fs::write(&path, &whole).unwrap();
    let other = put(&store, &firm, b"something else");
    let stored = files(dir.path())
        .into_iter()
        .find(|path| path.ends_with(other.to_string()))
        .unwrap();
    damaged(&fs::read(stored).unwrap());
    // Keeping it again heals it.
    assert_eq!(put(&store, &firm, &content(200_000)), blob);
    check_sound(&store);
}

#[test]
fn only_files_that_nothing_refers_to_and_that_are_not_new_are_removed() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let (firm, other) = (found(&store, 1), found(&store, 2));
    let (needed, left) = (put(&store, &firm, b"needed"), put(&store, &firm, b"left"));
    let theirs = put(&store, &other, b"theirs");
    fs::write(files(dir.path())[0].with_file_name("draft-00"), b"x").unwrap();
    let referenced = BTreeSet::from([needed]);
    let remove = |before| {
        let company = [firm.company, other.company];
        let removed = company.map(|company| {
            let referenced = if company == firm.company {
                referenced.clone()
            } else {
                BTreeSet::from([theirs])
            };
            store
                .blobs()
                .remove_unreferenced(company, &referenced, before)
                .unwrap()
        });
        removed.iter().sum::<usize>()
    };
    let hour = Duration::from_secs(3600);
    let waiting = |referenced: &BTreeSet<crate::BlobId>| {
        let blobs = store.blobs();
        blobs.unreferenced_bytes(firm.company, referenced).unwrap()
    };
    let all = waiting(&BTreeSet::new());
    assert!(waiting(&referenced) < all && waiting(&referenced) > 0);
    assert_eq!(remove(SystemTime::now() - hour), 0, "all of it is new");
    assert_eq!(remove(SystemTime::now() + hour), 2, "one file, one draft");
    assert_eq!(waiting(&referenced), 0);
    assert_eq!(store.blobs().get(firm.company, needed).unwrap(), b"needed");
    assert_eq!(store.blobs().get(other.company, theirs).unwrap(), b"theirs");
    assert!(matches!(
        store.blobs().get(firm.company, left),
        Err(BlobError::Missing)
    ));
    check_sound(&store);
}

#[test]
fn a_reader_that_fails_leaves_nothing() {
    struct Failing;
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("the upload broke off"))
        }
    }
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let firm = found(&store, 1);
    let kept = store.blobs().put(firm.company, &mut Failing);
    assert!(matches!(kept, Err(BlobError::Disk(_))), "{kept:?}");
    assert!(files(dir.path()).is_empty());
}
