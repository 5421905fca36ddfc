//! The ZIP archive that a workbook is, and the XML parts in it: read as a stream, every step
//! bounded, whatever the archive says of itself. It knows nothing of sheets.
//!
//! Nothing that a file declares is believed: a part is unpacked until it ends or is too much, an
//! element is read until it ends or is too long.

use std::cell::Cell;
use std::collections::HashMap;
use std::io::{BufRead, Error, ErrorKind, Read};
use std::rc::Rc;

use miniz_oxide::inflate::stream::{InflateState, inflate};
use miniz_oxide::{DataFormat, MZFlush, MZStatus};
use quick_xml::Reader;
use quick_xml::events::Event;

use super::ReadError;

const PARTS_MAX: usize = 4_096;
/// The most bytes read from all parts: a sheet of 200,000 rows has about 120 MiB.
const UNPACKED_BYTES_MAX: u64 = 512 * 1024 * 1024;
/// The most bytes of one tag, comment or stretch of text.
const EVENT_BYTES_MAX: usize = 1024 * 1024;
const DEPTH_MAX: usize = 64;
const CHUNK_BYTES: usize = 64 * 1024;

const END_SIGNATURE: &[u8] = b"PK\x05\x06";
const END_BYTES: usize = 22;
const COMMENT_BYTES_MAX: usize = 65_535;
const DIRECTORY_SIGNATURE: &[u8] = b"PK\x01\x02";
const DIRECTORY_BYTES: usize = 46;
const LOCAL_SIGNATURE: &[u8] = b"PK\x03\x04";
const LOCAL_BYTES: usize = 30;
const ENCRYPTED: u16 = 1;
const STORED: u16 = 0;
const DEFLATED: u16 = 8;

/// The parts of an archive by name, in lower case.
pub(super) struct Package<'a> {
    parts: HashMap<String, Part<'a>>,
    left: Rc<Cell<u64>>,
}

#[derive(Clone, Copy)]
struct Part<'a> {
    packed: &'a [u8],
    deflated: bool,
}

impl<'a> Package<'a> {
    /// Reads the archive's directory.
    ///
    /// # Errors
    /// When it is damaged, encrypted or has too many parts.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, ReadError> {
        read_directory(bytes).ok_or(ReadError::DamagedWorkbook)?
    }

    /// The XML of a part, `None` when there is no such part.
    pub(super) fn xml(&self, name: &str) -> Option<Xml<'a>> {
        let name = name.trim_start_matches('/').to_lowercase();
        let part = self.parts.get(&name)?;
        let unpacked = if part.deflated {
            Unpacked::Deflated {
                packed: part.packed,
                state: InflateState::new_boxed(DataFormat::Raw),
                done: false,
            }
        } else {
            Unpacked::Stored(part.packed)
        };
        Some(Xml::new(unpacked, Rc::clone(&self.left)))
    }
}

fn read_directory(bytes: &[u8]) -> Option<Result<Package<'_>, ReadError>> {
    let earliest = bytes.len().saturating_sub(END_BYTES + COMMENT_BYTES_MAX);
    let tail = &bytes[earliest..];
    let end = tail
        .windows(END_SIGNATURE.len())
        .rposition(|window| window == END_SIGNATURE)?;
    let end = &tail[end..];
    let count = usize::from(u16_at(end, 10)?);
    let mut at = usize::try_from(u32_at(end, 16)?).ok()?;
    if count > PARTS_MAX {
        return Some(Err(ReadError::DamagedWorkbook));
    }
    let mut parts = HashMap::new();
    for _ in 0..count {
        let entry = bytes.get(at..)?;
        if !entry.starts_with(DIRECTORY_SIGNATURE) {
            return None;
        }
        if u16_at(entry, 8)? & ENCRYPTED != 0 {
            return Some(Err(ReadError::LockedWorkbook));
        }
        let method = u16_at(entry, 10)?;
        let packed = usize::try_from(u32_at(entry, 20)?).ok()?;
        let [name, extra, comment] = [28, 30, 32].map(|at| u16_at(entry, at).map(usize::from));
        let local = usize::try_from(u32_at(entry, 42)?).ok()?;
        let name_end = DIRECTORY_BYTES + name?;
        let name = String::from_utf8_lossy(entry.get(DIRECTORY_BYTES..name_end)?);
        if matches!(method, STORED | DEFLATED) {
            let part = Part {
                packed: content(bytes, local, packed)?,
                deflated: method == DEFLATED,
            };
            parts.insert(name.replace('\\', "/").to_lowercase(), part);
        }
        at = at.checked_add(name_end + extra? + comment?)?;
    }
    let left = Rc::new(Cell::new(UNPACKED_BYTES_MAX));
    Some(Ok(Package { parts, left }))
}

fn content(bytes: &[u8], local: usize, packed: usize) -> Option<&[u8]> {
    let header = bytes.get(local..)?;
    if !header.starts_with(LOCAL_SIGNATURE) {
        return None;
    }
    let names = usize::from(u16_at(header, 26)?) + usize::from(u16_at(header, 28)?);
    header.get(LOCAL_BYTES + names..)?.get(..packed)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes
        .get(at..)?
        .first_chunk()
        .copied()
        .map(u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes
        .get(at..)?
        .first_chunk()
        .copied()
        .map(u32::from_le_bytes)
}

enum Unpacked<'a> {
    Stored(&'a [u8]),
    Deflated {
        packed: &'a [u8],
        state: Box<InflateState>,
        done: bool,
    },
}

impl Read for Unpacked<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        match self {
            Self::Stored(bytes) => bytes.read(out),
            Self::Deflated {
                packed,
                state,
                done,
            } => {
                while !*done {
                    let step = inflate(state, packed, out, MZFlush::None);
                    *packed = &packed[step.bytes_consumed..];
                    *done = match step.status {
                        Ok(MZStatus::StreamEnd) => true,
                        Ok(_) => false,
                        Err(_) => return Err(ErrorKind::InvalidData.into()),
                    };
                    if step.bytes_written > 0 {
                        return Ok(step.bytes_written);
                    }
                    if !*done && step.bytes_consumed == 0 {
                        return Err(ErrorKind::UnexpectedEof.into());
                    }
                }
                Ok(0)
            }
        }
    }
}

/// Reads on until an element, or the archive, has taken more than it may.
struct Metered<'a> {
    from: Unpacked<'a>,
    chunk: Vec<u8>,
    at: usize,
    filled: usize,
    left: Rc<Cell<u64>>,
    event_left: usize,
}

impl Read for Metered<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let read = self.fill_buf()?.read(out)?;
        self.consume(read);
        Ok(read)
    }
}

impl BufRead for Metered<'_> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        if self.at == self.filled {
            if self.event_left == 0 || self.left.get() == 0 {
                return Err(Error::from(ErrorKind::FileTooLarge));
            }
            self.filled = self.from.read(&mut self.chunk)?;
            self.at = 0;
            let left = self.left.get().saturating_sub(self.filled as u64);
            self.left.set(left);
        }
        Ok(&self.chunk[self.at..self.filled])
    }

    fn consume(&mut self, count: usize) {
        self.at = (self.at + count).min(self.filled);
        self.event_left = self.event_left.saturating_sub(count);
    }
}

/// The events of one XML part.
pub(super) struct Xml<'a> {
    reader: Reader<Metered<'a>>,
    buffer: Vec<u8>,
    depth: usize,
}

impl<'a> Xml<'a> {
    fn new(from: Unpacked<'a>, left: Rc<Cell<u64>>) -> Self {
        let mut reader = Reader::from_reader(Metered {
            from,
            chunk: vec![0; CHUNK_BYTES],
            at: 0,
            filled: 0,
            left,
            event_left: EVENT_BYTES_MAX,
        });
        reader.config_mut().check_end_names = false;
        reader.config_mut().allow_unmatched_ends = true;
        Self {
            reader,
            buffer: Vec::new(),
            depth: 0,
        }
    }

    /// The next event; `Eof` at the end, for ever.
    ///
    /// # Errors
    /// When the part is not XML, or too much of it.
    pub(super) fn next(&mut self) -> Result<Event<'_>, ReadError> {
        self.buffer.clear();
        self.reader.get_mut().event_left = EVENT_BYTES_MAX;
        let event = self
            .reader
            .read_event_into(&mut self.buffer)
            .map_err(|_| ReadError::DamagedWorkbook)?;
        match &event {
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            Event::Empty(_)
            | Event::Text(_)
            | Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_)
            | Event::GeneralRef(_)
            | Event::Eof => {}
        }
        if self.depth > DEPTH_MAX {
            return Err(ReadError::DamagedWorkbook);
        }
        Ok(event)
    }
}
