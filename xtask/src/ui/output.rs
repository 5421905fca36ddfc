//! The web app on disk: the files, their compressed twins, their sizes, and the stamp that says
//! what they were made from.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Cursor,
    path::{Path, PathBuf},
    thread,
};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::{
    APPS,
    site::{File, Site},
};

const STAMP: &str = ".stamp";
const SIZES: &str = "sizes.json";

/// Pictures are compressed already.
const PACKED_EXTENSIONS: [&str; 4] = ["png", "jpg", "webp", "woff2"];

/// Bytes of a file or an app, plain and as served.
#[derive(Clone, Copy, Default)]
pub struct Size {
    /// Before compression.
    pub raw: u64,
    /// As served: brotli, or plain where that does not help.
    pub brotli: u64,
}

/// Whether the folder holds what this stamp stands for, compressed at least as well.
#[must_use]
pub fn is_current(dist: &Path, stamp: &str, quality: u8) -> bool {
    let Ok(text) = fs::read_to_string(dist.join(STAMP)) else {
        return false;
    };
    let Some((held, held_quality)) = text.trim().split_once(' ') else {
        return false;
    };
    held == stamp
        && held_quality.parse::<u8>().is_ok_and(|held| held >= quality)
        && sizes_on_disk(dist)
            .is_ok_and(|sizes| listed(&sizes).iter().all(|path| dist.join(path).is_file()))
}

/// The parsed `sizes.json`.
///
/// # Errors
/// When it is missing.
pub fn sizes_on_disk(dist: &Path) -> Result<Value> {
    let path = dist.join(SIZES);
    let text = fs::read_to_string(&path).with_context(|| format!("{}", path.display()))?;
    Ok(serde_json::from_str(&text)?)
}

fn listed(sizes: &Value) -> Vec<String> {
    let files = sizes["files"].as_object();
    files
        .into_iter()
        .flat_map(|files| files.keys().cloned())
        .collect()
}

/// Writes everything and removes what is no longer part of it. Static files come first, so that a
/// server that reads the folder meanwhile never sends a page whose files are not there.
///
/// # Errors
/// When the disk refuses.
pub fn write(
    dist: &Path,
    site: &Site,
    stamp: &str,
    quality: u8,
) -> Result<BTreeMap<&'static str, Size>> {
    let _ = fs::remove_file(dist.join(STAMP));
    let compressed = compress_all(site, quality)?;
    let mut written: BTreeSet<PathBuf> = BTreeSet::new();
    let mut sizes: BTreeMap<&str, Size> = BTreeMap::new();
    let mut files = site.files()?;
    files.sort_by_key(|file| !file.path.starts_with("static/"));
    for file in files {
        let path = dist.join(&file.path);
        fs::create_dir_all(path.parent().context("invariant: a file has a folder")?)?;
        fs::write(&path, &file.bytes)?;
        let mut size = Size {
            raw: bytes_of(&file.bytes),
            brotli: bytes_of(&file.bytes),
        };
        if let Some(packed) = compressed.get(file.path.as_str()) {
            size.brotli = bytes_of(packed);
            let twin = dist.join(format!("{}.br", file.path));
            fs::write(&twin, packed)?;
            written.insert(twin);
        }
        written.insert(path);
        sizes.insert(&file.path, size);
    }
    let mut totals = BTreeMap::new();
    for app in &APPS {
        let mut total = Size::default();
        for file in site.download(app.name)? {
            let size = sizes.get(file.path.as_str()).copied().unwrap_or_default();
            total.raw += size.raw;
            total.brotli += size.brotli;
        }
        totals.insert(app.name, total);
    }
    remove_others(dist, &written)?;
    fs::write(dist.join(SIZES), sizes_json(&sizes, &totals, quality)?)?;
    fs::write(dist.join(STAMP), format!("{stamp} {quality}\n"))?;
    Ok(totals)
}

fn sizes_json(
    sizes: &BTreeMap<&str, Size>,
    totals: &BTreeMap<&str, Size>,
    quality: u8,
) -> Result<String> {
    let object = |sizes: &BTreeMap<&str, Size>| -> Value {
        let rows = sizes
            .iter()
            .map(|(name, size)| {
                (
                    (*name).to_owned(),
                    json!({ "raw": size.raw, "brotli": size.brotli }),
                )
            })
            .collect();
        Value::Object(rows)
    };
    let all = json!({
        "brotli_quality": quality,
        "totals": object(totals),
        "files": object(sizes),
    });
    Ok(serde_json::to_string_pretty(&all)? + "\n")
}

/// The path of a file and its compressed bytes.
type Packed = (String, Vec<u8>);

/// Compresses on all cores: the two bundles take nearly all of the time. A file that does not get
/// smaller has no twin.
fn compress_all(site: &Site, quality: u8) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut files: Vec<&File> = site.files()?;
    files.retain(|file| !is_packed(&file.path));
    files.sort_by_key(|file| std::cmp::Reverse(file.bytes.len()));
    let lanes = thread::available_parallelism().map_or(1, usize::from);
    let results: Vec<Result<Vec<Packed>>> = thread::scope(|scope| {
        let workers: Vec<_> = (0..lanes)
            .map(|lane| {
                let mine: Vec<&File> = files.iter().skip(lane).step_by(lanes).copied().collect();
                scope.spawn(move || {
                    mine.iter()
                        .map(|file| Ok((file.path.clone(), compress(&file.bytes, quality)?)))
                        .collect()
                })
            })
            .collect();
        workers
            .into_iter()
            .map(|worker| {
                worker
                    .join()
                    .expect("invariant: compressing does not panic")
            })
            .collect()
    });
    let mut compressed = BTreeMap::new();
    for result in results {
        compressed.extend(result?);
    }
    compressed.retain(|path, packed| {
        files
            .iter()
            .any(|file| file.path == *path && packed.len() < file.bytes.len())
    });
    Ok(compressed)
}

fn compress(bytes: &[u8], quality: u8) -> Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: quality.into(),
        lgwin: 22,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut Cursor::new(bytes), &mut packed, &parameters)?;
    Ok(packed)
}

fn is_packed(path: &str) -> bool {
    path.rsplit_once('.')
        .is_some_and(|(_, extension)| PACKED_EXTENSIONS.contains(&extension))
}

fn bytes_of(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

/// Removes what an earlier build left behind; `.gitkeep` and the like stay.
fn remove_others(folder: &Path, keep: &BTreeSet<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let hidden = path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if path.is_dir() {
            remove_others(&path, keep)?;
        } else if !hidden && !keep.contains(&path) {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}
