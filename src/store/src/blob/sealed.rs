//! The form of a blob's file.
//!
//! `TTBLOB` · version byte 1 · file number (16, random) · parts. A part is a byte that says
//! whether it is the last, the length of what follows (u32, big-endian) and up to 64 KiB sealed
//! under the company's key for its file number, its place among the parts and that byte: parts
//! can be neither moved, left out nor cut off. At the end the hash of the content must be the
//! blob's id, so that one file cannot stand for another.

use std::fs::File;
use std::io::{self, BufReader, Read, Write};

use domain::CompanyId;

use super::{BLOB_BYTES_MAX, BlobError, BlobId};
use crate::keys::Keyring;
use crate::seal;

const MAGIC: &[u8; 7] = b"TTBLOB\x01";
const PART_BYTES: usize = 64 * 1024;
/// What ids are hashed for.
const PURPOSE: &str = "blob";

fn hasher(keys: &Keyring, company: CompanyId) -> blake3::Hasher {
    let mut hasher = keys.hasher(PURPOSE);
    hasher.update(&company.to_bytes());
    hasher
}

fn place(company: CompanyId, file: [u8; 16], number: u64, last: bool) -> Vec<u8> {
    [
        b"blob-1\0".as_slice(),
        &company.to_bytes(),
        &file,
        &number.to_be_bytes(),
        &[u8::from(last)],
    ]
    .concat()
}

/// Writes the sealed form of what a reader gives; returns its id.
pub(super) fn write(
    keys: &Keyring,
    company: CompanyId,
    content: &mut impl Read,
    out: &mut impl Write,
) -> Result<BlobId, BlobError> {
    let file = seal::random();
    out.write_all(MAGIC)?;
    out.write_all(&file)?;
    let mut hasher = hasher(keys, company);
    let (mut number, mut bytes) = (0_u64, 0_u64);
    let mut part = next_part(content)?;
    loop {
        bytes = bytes.saturating_add(part.len() as u64);
        if bytes > BLOB_BYTES_MAX {
            return Err(BlobError::TooLarge);
        }
        let next = if part.len() < PART_BYTES {
            Vec::new()
        } else {
            next_part(content)?
        };
        let last = next.is_empty();
        hasher.update(&part);
        let sealed = keys.seal_part(company, &place(company, file, number, last), &part)?;
        let length = u32::try_from(sealed.len()).map_err(io::Error::other)?;
        out.write_all(&[u8::from(last)])?;
        out.write_all(&length.to_be_bytes())?;
        out.write_all(&sealed)?;
        if last {
            return Ok(BlobId(*hasher.finalize().as_bytes()));
        }
        number = number.saturating_add(1);
        part = next;
    }
}

fn next_part(content: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut part = Vec::new();
    content.take(PART_BYTES as u64).read_to_end(&mut part)?;
    Ok(part)
}

/// What a blob holds, a part at a time.
pub struct BlobReader<'a> {
    keys: &'a Keyring,
    company: CompanyId,
    blob: BlobId,
    sealed: BufReader<File>,
    hasher: blake3::Hasher,
    file: Option<[u8; 16]>,
    number: u64,
    part: io::Cursor<Vec<u8>>,
    ended: bool,
}

impl<'a> BlobReader<'a> {
    pub(super) fn new(keys: &'a Keyring, company: CompanyId, blob: BlobId, file: File) -> Self {
        Self {
            keys,
            company,
            blob,
            sealed: BufReader::new(file),
            hasher: hasher(keys, company),
            file: None,
            number: 0,
            part: io::Cursor::default(),
            ended: false,
        }
    }

    fn file(&mut self) -> io::Result<[u8; 16]> {
        if let Some(file) = self.file {
            return Ok(file);
        }
        let magic: [u8; MAGIC.len()] = self.exactly()?;
        if magic != *MAGIC {
            return Err(self.damaged());
        }
        let file = self.exactly()?;
        self.file = Some(file);
        Ok(file)
    }

    fn exactly<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        let mut bytes = [0; N];
        match self.sealed.read_exact(&mut bytes) {
            Ok(()) => Ok(bytes),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Err(self.damaged()),
            Err(error) => Err(error),
        }
    }

    /// The next part, of which there is one.
    fn next_part(&mut self) -> io::Result<Vec<u8>> {
        let file = self.file()?;
        let [last] = self.exactly()?;
        let length = u64::from(u32::from_be_bytes(self.exactly()?));
        if last > 1 || length > (PART_BYTES + seal::OVERHEAD_BYTES) as u64 {
            return Err(self.damaged());
        }
        let mut sealed = Vec::new();
        (&mut self.sealed).take(length).read_to_end(&mut sealed)?;
        let place = place(self.company, file, self.number, last == 1);
        let part = self.keys.unseal_part(self.company, &place, &sealed);
        let part = part.ok_or_else(|| self.damaged())?;
        self.hasher.update(&part);
        self.number = self.number.saturating_add(1);
        if last == 1 {
            let whole = BlobId(*self.hasher.finalize().as_bytes()) == self.blob;
            if !whole || self.sealed.read(&mut [0])? != 0 {
                return Err(self.damaged());
            }
            self.ended = true;
        }
        Ok(part)
    }

    fn damaged(&self) -> io::Error {
        io::Error::new(io::ErrorKind::InvalidData, BlobError::Damaged(self.blob))
    }
}

impl Read for BlobReader<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.part.read(out)?;
            if read > 0 || out.is_empty() || self.ended {
                return Ok(read);
            }
            self.part = io::Cursor::new(self.next_part()?);
        }
    }
}
