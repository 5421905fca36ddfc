//! The baseline: the rows that a load left, put into a bare redb with as many commits of the same
//! durability. Rows that the load put more than once are put once, so that the baseline is if
//! anything too quick.

use std::path::Path;
use std::time::{Duration, Instant};

use redb::{Database, Durability, ReadableDatabase, ReadableTable, TableDefinition, TableHandle};

/// The store's file in its data folder.
pub const FILE: &str = "timetrakr.redb";
/// As much as the store gives redb.
const CACHE_BYTES: usize = 16 * 1024 * 1024;

/// How many commits are measured for each way of committing.
const COMMITS: u64 = 100;
/// How many rows each of them puts.
const COMMIT_ROWS: u64 = 64;

type Pair = (Vec<u8>, Vec<u8>);

/// Every row of a database, by table.
pub struct Rows(Vec<(String, Vec<Pair>)>);

impl Rows {
    /// The bytes of keys and values.
    pub fn live_bytes(&self) -> u64 {
        let rows = self.0.iter().flat_map(|(_, rows)| rows);
        rows.map(|(key, value)| (key.len() + value.len()) as u64)
            .sum()
    }
}

/// The size of the store's file.
pub fn file_bytes(data: &Path) -> u64 {
    std::fs::metadata(data.join(FILE)).map_or(0, |file| file.len())
}

/// Reads the rows of a store that is closed.
pub fn rows_of(data: &Path) -> Rows {
    let database = Database::open(data.join(FILE)).expect("the store is closed");
    let transaction = database.begin_read().expect("a transaction");
    let tables = transaction.list_tables().expect("tables");
    let names: Vec<String> = tables.map(|table| table.name().to_owned()).collect();
    let read = |name: String| {
        let definition: TableDefinition<&[u8], &[u8]> = TableDefinition::new(&name);
        let table = transaction.open_table(definition).expect("a table");
        let rows = table.iter().expect("rows");
        let mut rows: Vec<Pair> = rows
            .map(|row| {
                let (key, value) = row.expect("a row");
                (key.value().to_vec(), value.value().to_vec())
            })
            .collect();
        let together = lie_together(&name);
        rows.sort_by_cached_key(|(key, _)| {
            let of_phone = key.get(..together).unwrap_or(key);
            of_phone
                .iter()
                .fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| {
                    (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
                })
        });
        (name, rows)
    };
    Rows(names.into_iter().map(read).collect())
}

/// How much of a table's keys is the same for what one phone brings: its rows come together, and
/// phones in any order. Rows that are numbered come in their order.
fn lie_together(table: &str) -> usize {
    const COMPANY: usize = 16;
    let numbered = ["raw_op", "journal", "change"];
    let by_fresh_id = ["op-", "time_entry", "entry_history"];
    let of = |names: &[&str]| names.iter().any(|name| table.starts_with(name));
    match () {
        () if of(&numbered) => 0,
        () if of(&by_fresh_id) => COMPANY + 4,
        () => COMPANY + 16,
    }
}

/// Puts them into a new file in so many commits.
pub fn replay(path: &Path, rows: &Rows, commits: u64) -> Duration {
    let database = Database::builder()
        .set_cache_size(CACHE_BYTES)
        .create(path)
        .expect("a file");
    let commits = usize::try_from(commits.max(1)).expect("a small number");
    let began = Instant::now();
    for commit in 0..commits {
        let mut transaction = database.begin_write().expect("a transaction");
        transaction
            .set_durability(Durability::Immediate)
            .expect("a durability");
        transaction.set_two_phase_commit(true);
        transaction.set_quick_repair(true);
        for (name, rows) in &rows.0 {
            let share = rows.len() * commit / commits..rows.len() * (commit + 1) / commits;
            if share.is_empty() {
                continue;
            }
            let definition: TableDefinition<&[u8], &[u8]> = TableDefinition::new(name);
            let mut table = transaction.open_table(definition).expect("a table");
            for (key, value) in &rows[share] {
                table
                    .insert(key.as_slice(), value.as_slice())
                    .expect("a put");
            }
        }
        transaction.commit().expect("a commit");
    }
    began.elapsed()
}

/// What a commit of some rows takes in a file that a load left: in one phase, in two, and in two
/// with what makes the next start quick.
pub fn commits(path: &Path) -> [Duration; 3] {
    const TABLE: TableDefinition<&[u8], &[u8]> = TableDefinition::new("commits");
    let database = Database::builder()
        .set_cache_size(CACHE_BYTES)
        .create(path)
        .expect("a file");
    [(false, false), (true, false), (true, true)].map(|(two_phase, quick_repair)| {
        let began = Instant::now();
        for commit in 0..COMMITS {
            let mut transaction = database.begin_write().expect("a transaction");
            transaction.set_two_phase_commit(two_phase);
            transaction.set_quick_repair(quick_repair);
            let mut table = transaction.open_table(TABLE).expect("a table");
            for row in 0..COMMIT_ROWS {
                let number = commit * COMMIT_ROWS + row;
                let key = number.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes();
                table
                    .insert(key.as_slice(), [7; 200].as_slice())
                    .expect("a put");
            }
            drop(table);
            transaction.commit().expect("a commit");
        }
        began.elapsed().div_f64(COMMITS as f64)
    })
}
