//! The form of a backup file, version 1.
//!
//! A line of text with the version, then frames: kind (u8) · length (u32, big-endian) · content ·
//! check. The check is the first 16 bytes of the BLAKE3 hash of the frame's number, kind, length
//! and content, so that damage is found at its place. The first frame is the header, and files that
//! rows refer to come before the rows. The last frame counts what came before it and holds the end
//! of a chain over every check; nothing follows. A backup that broke off among the files goes on
//! after the last whole one with another header, which is the one that counts.
//! Reading holds one frame in memory.

use std::io::{self, Read, Write};

use jiff::Timestamp;
use oplog::{codec, wire};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::BackupFileError;
use super::resume::ResumePoint;
use crate::plain::Pair;

/// What every backup begins with; the version's digit and a line feed follow.
const MAGIC: &[u8] = b"TimeTrakr backup ";
const VERSION: u8 = b'1';
const CHECK_BYTES: usize = 16;
/// The longest content of a frame: 64 MiB, far above the largest row.
const FRAME_BYTES_MAX: u32 = 64 * 1024 * 1024;
/// The most memory that decoding a header or an end may claim.
const FORM_LIMIT: usize = 16 * 1024 * 1024;
/// About how many bytes of rows go into a frame.
pub(super) const ROWS_BYTES: usize = 256 * 1024;
/// How many bytes of a blob's file go into a frame.
pub(super) const BLOB_PART_BYTES: usize = 256 * 1024;

/// What a backup says about itself before anything else. Never edited once released.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Header {
    /// The version of TimeTrakr that made it.
    pub(crate) version: String,
    #[serde(with = "wire::instant")]
    pub(crate) made_at: Timestamp,
    pub(crate) server_id: [u8; 16],
    pub(crate) epoch: u64,
    /// The format of the database.
    pub(crate) format: u32,
    /// Whether the master key is in it.
    pub(crate) with_key: bool,
    /// How many rows it has.
    pub(crate) rows: u64,
    /// Each company's last journal position.
    pub(crate) positions: Vec<([u8; 16], u64)>,
}

/// What a backup has counted at its end. Never edited once released.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Totals {
    pub(crate) tables: u64,
    pub(crate) rows: u64,
    pub(crate) files: u64,
    pub(crate) blobs: u64,
    pub(crate) blob_bytes: u64,
}

#[derive(Serialize, Deserialize)]
struct End {
    totals: Totals,
    chain: [u8; 32],
}

/// The chain over the checks of frames, from the title on.
#[derive(Debug, Clone, Copy)]
struct Chain([u8; 32]);

impl Chain {
    fn begin() -> Self {
        Self(*blake3::hash(&title()).as_bytes())
    }

    fn add(&mut self, check: [u8; CHECK_BYTES]) {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&self.0).update(&check);
        self.0 = *hasher.finalize().as_bytes();
    }
}

fn title() -> Vec<u8> {
    [MAGIC, &[VERSION, b'\n']].concat()
}

/// The name of a blob's file, and how long it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BlobHead {
    pub(crate) company: [u8; 16],
    pub(crate) blob: [u8; 32],
    pub(crate) bytes: u64,
}

/// A small file that another room keeps in the data folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SmallFile {
    pub(crate) name: String,
    pub(crate) content: Vec<u8>,
}

/// One part of a backup.
pub(crate) enum Item {
    /// A small file.
    File(SmallFile),
    /// The database's master key.
    Key(Zeroizing<[u8; 32]>),
    /// The rows that follow are of the table of this name.
    Table(String),
    /// Rows of that table, sealed.
    Rows(Vec<Pair>),
    /// The parts that follow are of this blob's file.
    Blob(BlobHead),
    /// A part of that file.
    BlobPart(Vec<u8>),
}

const HEADER: u8 = 1;
const KEY: u8 = 2;
const TABLE: u8 = 3;
const ROWS: u8 = 4;
const BLOB: u8 = 5;
const BLOB_PART: u8 = 6;
const FILE: u8 = 7;
const END: u8 = 8;

/// Writes frames.
pub(super) struct FormWriter<W> {
    out: W,
    number: u64,
    chain: Chain,
    totals: Totals,
}

impl<W: Write> FormWriter<W> {
    pub(super) fn begin(mut out: W, header: &Header) -> io::Result<Self> {
        out.write_all(&title())?;
        let mut writer = Self {
            out,
            number: 0,
            chain: Chain::begin(),
            totals: Totals::default(),
        };
        writer.frame(HEADER, &codec::encode(header))?;
        Ok(writer)
    }

    /// Goes on after what stands of a backup that broke off.
    pub(super) fn resume(out: W, point: &ResumePoint, header: &Header) -> io::Result<Self> {
        let mut writer = Self {
            out,
            number: point.frames,
            chain: Chain(point.chain),
            totals: point.totals(),
        };
        writer.frame(HEADER, &codec::encode(header))?;
        Ok(writer)
    }

    pub(super) fn key(&mut self, key: &[u8; 32]) -> io::Result<()> {
        self.frame(KEY, key)
    }

    pub(super) fn table(&mut self, name: &str) -> io::Result<()> {
        self.totals.tables = self.totals.tables.saturating_add(1);
        self.frame(TABLE, name.as_bytes())
    }

    /// Rows in their packed form, which [`pack`] gives, and their number.
    pub(super) fn rows(&mut self, packed: &[u8], count: u64) -> io::Result<()> {
        self.totals.rows = self.totals.rows.saturating_add(count);
        self.frame(ROWS, packed)
    }

    pub(super) fn file(&mut self, file: &SmallFile) -> io::Result<()> {
        self.totals.files = self.totals.files.saturating_add(1);
        self.frame(FILE, &codec::encode(file))
    }

    pub(super) fn blob(&mut self, head: &BlobHead) -> io::Result<()> {
        self.totals.blobs = self.totals.blobs.saturating_add(1);
        self.totals.blob_bytes = self.totals.blob_bytes.saturating_add(head.bytes);
        self.frame(BLOB, &codec::encode(head))
    }

    pub(super) fn blob_part(&mut self, part: &[u8]) -> io::Result<()> {
        self.frame(BLOB_PART, part)
    }

    pub(super) fn end(mut self) -> io::Result<Totals> {
        let end = End {
            totals: self.totals,
            chain: self.chain.0,
        };
        self.frame(END, &codec::encode(&end))?;
        self.out.flush()?;
        Ok(self.totals)
    }

    fn frame(&mut self, kind: u8, content: &[u8]) -> io::Result<()> {
        let length = u32::try_from(content.len())
            .ok()
            .filter(|length| *length <= FRAME_BYTES_MAX)
            .ok_or_else(|| io::Error::other("a row is too large for a backup"))?;
        let check = check(self.number, kind, length, content);
        self.out.write_all(&[kind])?;
        self.out.write_all(&length.to_be_bytes())?;
        self.out.write_all(content)?;
        self.out.write_all(&check)?;
        self.number = self.number.saturating_add(1);
        self.chain.add(check);
        Ok(())
    }
}

fn check(number: u64, kind: u8, length: u32, content: &[u8]) -> [u8; CHECK_BYTES] {
    let mut hasher = blake3::Hasher::new();
    hasher
        .update(&number.to_be_bytes())
        .update(&[kind])
        .update(&length.to_be_bytes())
        .update(content);
    let mut check = [0; CHECK_BYTES];
    hasher.finalize_xof().fill(&mut check);
    check
}

/// Adds a row to packed rows.
pub(super) fn pack(packed: &mut Vec<u8>, key: &[u8], value: &[u8]) {
    for bytes in [key, value] {
        // A length that does not fit makes a frame that is too long, which is refused.
        let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        packed.extend_from_slice(&length.to_be_bytes());
        packed.extend_from_slice(bytes);
    }
}

fn unpack(mut packed: &[u8]) -> Option<Vec<Pair>> {
    let mut next = || {
        let (length, rest) = packed.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let (bytes, rest) = rest.split_at_checked(length)?;
        packed = rest;
        Some((bytes.to_vec(), rest.is_empty()))
    };
    let mut rows = Vec::new();
    loop {
        let (key, _) = next()?;
        let (value, ended) = next()?;
        rows.push((key, value));
        if ended {
            return Some(rows);
        }
    }
}

/// Reads frames, each only when it is what was written there.
pub(crate) struct FormReader<R> {
    input: R,
    header: Header,
    number: u64,
    offset: u64,
    chain: Chain,
    totals: Totals,
    /// How many bytes of the current blob are still to come.
    blob_left: u64,
    ended: bool,
}

impl<R: Read> FormReader<R> {
    /// Reads the header.
    pub(crate) fn begin(input: R) -> Result<Self, BackupFileError> {
        let mut reader = Self {
            input,
            header: Header {
                version: String::new(),
                made_at: Timestamp::UNIX_EPOCH,
                server_id: [0; 16],
                epoch: 0,
                format: 0,
                with_key: false,
                rows: 0,
                positions: Vec::new(),
            },
            number: 0,
            offset: 0,
            chain: Chain::begin(),
            totals: Totals::default(),
            blob_left: 0,
            ended: false,
        };
        reader.title()?;
        let (kind, content) = reader.frame()?;
        if kind != HEADER {
            return Err(reader.damaged());
        }
        reader.header = codec::decode::<_, FORM_LIMIT>(&content).map_err(|_| reader.damaged())?;
        Ok(reader)
    }

    pub(crate) const fn header(&self) -> &Header {
        &self.header
    }

    /// What was counted so far; all of it once [`FormReader::next`] gave `None`.
    pub(crate) const fn totals(&self) -> Totals {
        self.totals
    }

    /// How many bytes were read.
    pub(crate) const fn offset(&self) -> u64 {
        self.offset
    }

    /// How many frames were read, and the chain over them.
    pub(super) const fn chain(&self) -> (u64, [u8; 32]) {
        (self.number, self.chain.0)
    }

    /// Whether no file is half read.
    pub(super) const fn is_between_blobs(&self) -> bool {
        self.blob_left == 0
    }

    fn title(&mut self) -> Result<(), BackupFileError> {
        let mut title = [0; MAGIC.len() + 2];
        match self.input.read_exact(&mut title) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                return Err(BackupFileError::NotABackup);
            }
            Err(error) => return Err(error.into()),
        }
        let version = title[MAGIC.len()];
        if !title.starts_with(MAGIC) || title.last() != Some(&b'\n') {
            return Err(BackupFileError::NotABackup);
        }
        if version != VERSION {
            return Err(BackupFileError::NewerForm);
        }
        self.offset = title.len() as u64;
        Ok(())
    }

    /// The next part; `None` after the last one, when everything was found to be whole.
    pub(crate) fn next(&mut self) -> Result<Option<Item>, BackupFileError> {
        if self.ended {
            return Ok(None);
        }
        let mut before = self.chain.0;
        let (mut kind, mut content) = self.frame()?;
        if self.blob_left > 0 && kind != BLOB_PART {
            return Err(self.damaged());
        }
        while kind == HEADER {
            self.take_over(&content)?;
            before = self.chain.0;
            (kind, content) = self.frame()?;
        }
        let item = match kind {
            KEY => content
                .as_slice()
                .try_into()
                .ok()
                .map(|key: [u8; 32]| Item::Key(Zeroizing::new(key))),
            TABLE => {
                self.totals.tables = self.totals.tables.saturating_add(1);
                String::from_utf8(content).ok().map(Item::Table)
            }
            ROWS => {
                let rows = unpack(&content);
                let count = rows.as_ref().map_or(0, Vec::len) as u64;
                self.totals.rows = self.totals.rows.saturating_add(count);
                rows.map(Item::Rows)
            }
            FILE => {
                self.totals.files = self.totals.files.saturating_add(1);
                codec::decode::<_, FORM_LIMIT>(&content)
                    .ok()
                    .map(Item::File)
            }
            BLOB => codec::decode::<BlobHead, 256>(&content)
                .ok()
                .map(|head| self.begin_blob(head)),
            BLOB_PART => {
                let left = self.blob_left.checked_sub(content.len() as u64);
                self.blob_left = left.unwrap_or_default();
                left.map(|_| Item::BlobPart(content))
            }
            END => {
                let end: End = codec::decode::<_, 1024>(&content).map_err(|_| self.damaged())?;
                let whole = end.totals == self.totals
                    && end.chain == before
                    && self.header.rows == self.totals.rows;
                if !whole || self.input.read(&mut [0])? != 0 {
                    return Err(self.damaged());
                }
                self.ended = true;
                return Ok(None);
            }
            _ => None,
        };
        item.map(Some).ok_or_else(|| self.damaged())
    }

    /// A backup that broke off goes on: the header of what follows counts.
    fn take_over(&mut self, content: &[u8]) -> Result<(), BackupFileError> {
        let header: Header = codec::decode::<_, FORM_LIMIT>(content).map_err(|_| self.damaged())?;
        let known = &self.header;
        let same = (known.server_id, known.epoch) == (header.server_id, header.epoch)
            && (known.format, known.with_key) == (header.format, header.with_key);
        let totals = self.totals;
        if !same || totals.tables > 0 || totals.files > 0 {
            return Err(self.damaged());
        }
        self.header = header;
        Ok(())
    }

    fn begin_blob(&mut self, head: BlobHead) -> Item {
        self.blob_left = head.bytes;
        self.totals.blobs = self.totals.blobs.saturating_add(1);
        self.totals.blob_bytes = self.totals.blob_bytes.saturating_add(head.bytes);
        Item::Blob(head)
    }

    fn frame(&mut self) -> Result<(u8, Vec<u8>), BackupFileError> {
        let mut head = [0; 5];
        self.fill(&mut head)?;
        let [kind, length @ ..] = head;
        let length = u32::from_be_bytes(length);
        if length > FRAME_BYTES_MAX {
            return Err(self.damaged());
        }
        let mut content = Vec::new();
        let wanted = u64::from(length);
        let read = (&mut self.input).take(wanted).read_to_end(&mut content)?;
        if read as u64 != wanted {
            return Err(BackupFileError::Incomplete);
        }
        let mut stored = [0; CHECK_BYTES];
        self.fill(&mut stored)?;
        if stored != check(self.number, kind, length, &content) {
            return Err(self.damaged());
        }
        self.number = self.number.saturating_add(1);
        self.chain.add(stored);
        self.offset = self
            .offset
            .saturating_add(wanted)
            .saturating_add((5 + CHECK_BYTES) as u64);
        Ok((kind, content))
    }

    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), BackupFileError> {
        match self.input.read_exact(bytes) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                Err(BackupFileError::Incomplete)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Where it was found; the frame there cannot be trusted.
    fn damaged(&self) -> BackupFileError {
        BackupFileError::Damaged {
            offset: self.offset,
        }
    }
}
