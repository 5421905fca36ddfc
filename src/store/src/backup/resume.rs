//! Going on with a backup that broke off: which part of it stands, and whether what is written
//! now may follow it.
//!
//! What stands is the files at its beginning, which never change once they are kept. Rows follow
//! them and are of one moment, so that those are written anew.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use domain::CompanyId;
use oplog::codec;
use serde::{Deserialize, Serialize};

use super::file::{is_backup, is_partial, partial_of};
use super::form::{BlobHead, FormReader, Header, Item, Totals};
use crate::blob::BlobId;
use crate::open::Store;

/// The most memory that decoding a point may claim: that of a million files, with room.
const POINT_LIMIT: usize = 128 * 1024 * 1024;

/// How far a backup came that broke off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResumePoint {
    /// How many bytes stand.
    pub bytes: u64,
    server_id: [u8; 16],
    epoch: u64,
    format: u32,
    with_key: bool,
    /// How many frames, and the chain over their checks.
    pub(super) frames: u64,
    pub(super) chain: [u8; 32],
    blob_bytes: u64,
    blobs: BTreeSet<([u8; 16], [u8; 32])>,
}

impl ResumePoint {
    /// The point that what was written of a backup leads to; `None` when nothing of it is worth
    /// keeping.
    pub fn of(partial: impl Read) -> Option<Self> {
        let mut reader = FormReader::begin(partial).ok()?;
        let mut blobs = BTreeSet::new();
        let mut current: Option<BlobHead> = None;
        let mut point = None;
        // Where it breaks off, or is damaged, ends what stands.
        while let Ok(Some(item)) = reader.next() {
            match item {
                Item::Blob(head) => current = Some(head),
                Item::BlobPart(_) => {}
                Item::Key(_) | Item::Table(_) | Item::Rows(_) | Item::File(_) => break,
            }
            if reader.is_between_blobs()
                && let Some(head) = current.take()
            {
                blobs.insert((head.company, head.blob));
                point = Some(Self::at(&reader, &blobs));
            }
        }
        point
    }

    fn at<R: Read>(reader: &FormReader<R>, blobs: &BTreeSet<([u8; 16], [u8; 32])>) -> Self {
        let Header {
            server_id,
            epoch,
            format,
            with_key,
            ..
        } = *reader.header();
        let (frames, chain) = reader.chain();
        Self {
            bytes: reader.offset(),
            server_id,
            epoch,
            format,
            with_key,
            frames,
            chain,
            blob_bytes: reader.totals().blob_bytes,
            blobs: blobs.clone(),
        }
    }

    /// Its bytes, for another process.
    pub fn to_bytes(&self) -> Vec<u8> {
        codec::encode(self)
    }

    /// The point of such bytes.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        codec::decode::<_, POINT_LIMIT>(bytes).ok()
    }

    /// Whether a backup with this header may follow it.
    pub(super) fn leads_to(&self, header: &Header) -> bool {
        (self.server_id, self.epoch, self.format, self.with_key)
            == (
                header.server_id,
                header.epoch,
                header.format,
                header.with_key,
            )
    }

    pub(super) fn has(&self, company: CompanyId, blob: BlobId) -> bool {
        self.blobs.contains(&(company.to_bytes(), blob.to_bytes()))
    }

    pub(super) fn totals(&self) -> Totals {
        Totals {
            blobs: self.blobs.len() as u64,
            blob_bytes: self.blob_bytes,
            ..Totals::default()
        }
    }
}

/// A backup that broke off, as it lies there.
#[derive(Debug)]
pub struct Leftover {
    pub(super) file: PathBuf,
    point: ResumePoint,
}

impl Leftover {
    /// What a backup into this file, or into this folder, can go on from: the newest that fits.
    pub fn find(to: &Path, fits: impl Fn(&ResumePoint) -> bool) -> Option<Self> {
        let files = if to.is_dir() {
            partials(to)
        } else {
            vec![partial_of(to)]
        };
        files.into_iter().find_map(|file| {
            let point = ResumePoint::of(BufReader::new(File::open(&file).ok()?))?;
            fits(&point).then_some(Self { file, point })
        })
    }

    /// How far it came.
    pub fn point(&self) -> &ResumePoint {
        &self.point
    }
}

/// The backups in a folder that broke off, the newest first.
fn partials(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| is_partial(name).is_some_and(is_backup))
        .collect();
    // They tell of the time.
    names.sort_unstable_by(|a, b| b.cmp(a));
    names.into_iter().map(|name| folder.join(name)).collect()
}

impl Store {
    /// Whether a backup that is made now can go on from a point.
    pub fn can_resume(&self, point: &ResumePoint, with_key: bool) -> bool {
        let identity = &self.shared().identity;
        (point.server_id, point.epoch) == (identity.server_id, identity.epoch)
            && (point.format, point.with_key) == (self.shared().format, with_key)
    }
}
