//! Formats: an older one is migrated after a copy was made, a newer one is refused and untouched.

use super::kit::{check_sound, found, open, options};
use crate::keys::Keyring;
use crate::migrate::{STEPS, Step, format_of, write_format};
use crate::plain::Plain;
use crate::room::Room;
use crate::{OpenError, ReadError, Reply, Store, WriteError, check_backup};
use redb::{ReadableDatabase, ReadableTable, TableDefinition, WriteTransaction};
use std::fs::File;
use std::path::Path;

const MARK: TableDefinition<&[u8], &[u8]> = TableDefinition::new("mark-1");

fn mark(transaction: &WriteTransaction, _: &Keyring) -> Result<(), ReadError> {
    let mut table = transaction.open_table(MARK).unwrap();
    let before = table
        .get(&b"times"[..])
        .unwrap()
        .map(|value| value.value().len());
    let times = vec![1; before.unwrap_or(0) + 1];
    table.insert(&b"times"[..], times.as_slice()).unwrap();
    Ok(())
}

fn fail(transaction: &WriteTransaction, keys: &Keyring) -> Result<(), ReadError> {
    mark(transaction, keys)?;
    Err(ReadError::Storage("the disk is full".to_owned()))
}

fn step(run: fn(&WriteTransaction, &Keyring) -> Result<(), ReadError>) -> Step {
    Step { what: "test", run }
}

fn steps(more: &[Step]) -> Vec<Step> {
    STEPS.iter().chain(more).copied().collect()
}

fn stamp(dir: &Path, format: u32) {
    let database = redb::Database::open(dir.join("timetrakr.redb")).unwrap();
    let transaction = database.begin_write().unwrap();
    write_format(&transaction, format).unwrap();
    transaction.commit().unwrap();
}

fn marks(dir: &Path) -> usize {
    let database = redb::Database::open(dir.join("timetrakr.redb")).unwrap();
    let transaction = database.begin_read().unwrap();
    let Ok(table) = transaction.open_table(MARK) else {
        return 0;
    };
    table
        .get(&b"times"[..])
        .unwrap()
        .map_or(0, |value| value.value().len())
}

#[test]
fn data_of_a_newer_version_is_refused_with_words_and_not_touched() {
    let dir = tempfile::tempdir().unwrap();
    found(&open(dir.path()), 1);
    let known = format_of(STEPS);
    stamp(dir.path(), known + 1);
    let refused = Store::open(dir.path(), options()).unwrap_err().to_string();
    let words = format!(
        "the database has format {}, this version knows {known}",
        known + 1
    );
    assert!(refused.contains(&words), "{refused}");
    assert!(refused.contains("use the TimeTrakr that wrote it or a newer one"));
    stamp(dir.path(), known);
    check_sound(&open(dir.path()));
}

#[test]
fn views_of_a_newer_engine_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    found(&store, 1);
    let set = |store: &Store, version: u32| {
        let reply: Reply<(), WriteError> = store.submit(None, 1, move |unit| {
            let key = crate::verify::refold::VIEW_VERSION_KEY;
            assert!(unit.row::<u32>(Room::Setting, key)?.is_some());
            unit.put_row(Room::Setting, key, &version);
            Ok(())
        });
        reply.wait().unwrap();
    };
    set(&store, engine::VIEW_VERSION + 1);
    drop(store);
    let refused = Store::open(dir.path(), options());
    assert!(
        matches!(refused, Err(OpenError::NewerViews { .. })),
        "{refused:?}"
    );
}

#[test]
fn an_older_format_is_migrated_step_by_step_after_a_copy_was_made() {
    let dir = tempfile::tempdir().unwrap();
    found(&open(dir.path()), 1);
    let (old, steps) = (format_of(STEPS), steps(&[step(mark), step(mark)]));
    let store = Store::open_with(dir.path(), options(), &steps).unwrap();
    check_sound(&store);
    drop(store);
    assert_eq!(marks(dir.path()), 2);
    let copy = dir.path().join(format!("before-format-{}.backup", old + 1));
    assert_eq!(
        check_backup(File::open(copy).unwrap(), |_| {})
            .unwrap()
            .format,
        old
    );
    // It is done once, and a version that does not know it is told so.
    drop(Store::open_with(dir.path(), options(), &steps).unwrap());
    assert_eq!(marks(dir.path()), 2);
    let refused = Store::open(dir.path(), options());
    assert!(
        matches!(refused, Err(OpenError::NewerFormat { .. })),
        "{refused:?}"
    );
}

#[test]
fn a_step_that_fails_leaves_the_format_before_it() {
    let dir = tempfile::tempdir().unwrap();
    found(&open(dir.path()), 1);
    let failing = steps(&[step(mark), step(fail)]);
    assert!(Store::open_with(dir.path(), options(), &failing).is_err());
    assert_eq!(
        marks(dir.path()),
        1,
        "the first step stands, the second left nothing"
    );
    let mended = steps(&[step(mark), step(mark)]);
    check_sound(&Store::open_with(dir.path(), options(), &mended).unwrap());
    assert_eq!(marks(dir.path()), 2);
}
