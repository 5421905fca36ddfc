//! What a file may cost: the memory of reading it, counted with every byte of the process.
#![allow(unsafe_code)]

mod support;

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use domain::time::Zone;
use interchange::import::{Limits, mapping::guess, rows, table};

/// The system's allocator, counting.
struct Counting;

static NOW: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

fn count(more: usize) {
    let now = NOW.fetch_add(more, Relaxed) + more;
    PEAK.fetch_max(now, Relaxed);
}

// SAFETY: every call goes to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        NOW.fetch_sub(layout.size(), Relaxed);
        unsafe { System.dealloc(at, layout) }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size.saturating_sub(layout.size()));
        NOW.fetch_sub(layout.size().saturating_sub(size), Relaxed);
        unsafe { System.realloc(at, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const MEBIBYTE: usize = 1024 * 1024;
/// What reading takes beside the file and the text in it, whatever their size.
const TEXT_OVERHEAD_BYTES: usize = 8 * MEBIBYTE;
/// For a workbook, its shared strings come to that.
const WORKBOOK_OVERHEAD_BYTES: usize = 48 * MEBIBYTE;
/// What the product promises.
const MEMORY_MAX: usize = 200_000_000;

/// Limits as small as a test has time for; a file of the real ones costs as much more as it is
/// larger.
const LIMITS: Limits = Limits {
    bytes_max: 4 * MEBIBYTE,
    rows_max: table::ROWS_MAX,
    columns_max: table::COLUMNS_MAX,
    field_bytes_max: table::FIELD_BYTES_MAX,
};

/// Text of the most bytes that a file may have.
fn full(head: &str, row: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(LIMITS.bytes_max);
    bytes.extend_from_slice(head.as_bytes());
    while bytes.len() + row.len() <= LIMITS.bytes_max {
        bytes.extend_from_slice(row);
    }
    bytes
}

/// Everything is read, the first rows as entries: they are streamed.
fn check(what: &str, bytes: &[u8], overhead: usize) {
    let before = NOW.load(Relaxed) - bytes.len();
    PEAK.store(before, Relaxed);
    let read = table::read(bytes, &LIMITS).map(|sheet| {
        let mapping = guess(&sheet);
        rows(&sheet, &mapping, &Zone::utc()).take(1_000).count()
    });
    let peak = PEAK.load(Relaxed) - before;
    let most = 2 * LIMITS.bytes_max + overhead;
    assert!(peak < most, "{what}: {peak} bytes, {read:?}");
}

#[test]
fn no_file_takes_more_than_200_megabytes() {
    const { assert!(2 * table::BYTES_MAX + WORKBOOK_OVERHEAD_BYTES < MEMORY_MAX) };
    let wide = [b"a,".repeat(199), b"b\n".to_vec()].concat();
    let long = [vec![b'x'; 300], b",\n".to_vec()].concat();
    // Each of these bytes is three in UTF-8.
    let growing = [vec![0x80; 200], b",\n".to_vec()].concat();
    for (what, bytes) in [
        ("the most cells", full("", &wide)),
        ("the most rows", full("a,b\n", b"1,2\n")),
        ("blank rows", full("a,b\n", b",\n")),
        ("long rows", full("a,b\n", &long)),
        ("one field", full("a,b\n\"", b"xxxxxxxxxxxxxxxx")),
        ("text that grows", full("a,b\n", &growing)),
        ("zeros", full("", &[0; 64])),
    ] {
        check(what, &bytes, TEXT_OVERHEAD_BYTES);
    }
    let strings = |one: &str, count| format!("<sst>{}</sst>", one.repeat(count)).into_bytes();
    let long = format!("<si><t>{}</t></si>", "x".repeat(30_000));
    for (what, shared, cells) in [
        ("the most text", strings(&long, 2_000), b"<c/>".to_vec()),
        (
            "the most strings",
            strings("<si/>", 1_000_000),
            b"<c/>".to_vec(),
        ),
        (
            "one string",
            strings(&"x".repeat(40 * MEBIBYTE), 1),
            b"<c/>".to_vec(),
        ),
        (
            "one element",
            b"<sst/>".to_vec(),
            b"<c ".repeat(4 * MEBIBYTE),
        ),
        (
            "elements in elements",
            b"<sst/>".to_vec(),
            b"<c>".repeat(4 * MEBIBYTE),
        ),
    ] {
        let workbook = support::workbook(&cells, &shared, b"");
        drop((cells, shared));
        check(what, &workbook, WORKBOOK_OVERHEAD_BYTES);
    }
}
