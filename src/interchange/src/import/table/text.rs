//! Delimited text: which encoding, which delimiter, and the rows. It reads in chunks, so that the
//! decoded text never stands beside the sheet made of it.

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};
use encoding_rs::{CoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::{Builder, Limits, ReadError, Sheet, Source, field_too_long};

/// What encoding and delimiter are judged from.
const SAMPLE_BYTES: usize = 64 * 1024;
const SAMPLE_ROWS: usize = 100;
const CHUNK_BYTES: usize = 32 * 1024;
const DELIMITERS: [u8; 4] = *b",\t;|";

pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Sheet, ReadError> {
    let encoding = encoding_of(bytes);
    let sample = sample_of(bytes, encoding);
    if !is_text(&sample) {
        return Err(ReadError::NotATable);
    }
    let delimiter = delimiter_of(&sample);
    let mut splitter = Splitter::new(delimiter, limits);
    decode(bytes, encoding, |text| splitter.feed(text))?;
    let builder = splitter.finish()?;
    builder.finish(Source::Text {
        encoding: encoding.name(),
        delimiter: char::from(delimiter),
    })
}

/// The encoding by its mark, by where the zero bytes are, by being UTF-8, or by a guess.
fn encoding_of(bytes: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    if let Some(encoding) = utf_16_without_mark(bytes) {
        return encoding;
    }
    let valid = match std::str::from_utf8(bytes) {
        Ok(_) => return UTF_8,
        Err(error) => error.valid_up_to(),
    };
    // What is not ASCII decides; a file can have its first accent after a megabyte.
    let foreign = bytes[..valid]
        .iter()
        .position(|byte| !byte.is_ascii())
        .unwrap_or(valid);
    let from = foreign.saturating_sub(SAMPLE_BYTES / 2);
    let to = bytes.len().min(foreign + 4 * SAMPLE_BYTES);
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(&bytes[from..to], true);
    detector.guess(None, chardetng::Utf8Detection::Deny)
}

/// Text of western languages has a zero in one half of nearly every UTF-16 unit.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096)];
    let units = sample.len() / 2;
    let zeros = |half: usize| {
        sample
            .chunks_exact(2)
            .filter(|unit| unit[half] == 0)
            .count()
    };
    let (high_first, low_first) = (zeros(0), zeros(1));
    let most = |count: usize| units > 1 && count * 2 > units;
    let few = |count: usize| count * 20 <= units;
    if most(low_first) && few(high_first) {
        Some(UTF_16LE)
    } else if most(high_first) && few(low_first) {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Decodes in chunks; what does not fit the encoding becomes a replacement character.
fn decode<E>(
    bytes: &[u8],
    encoding: &'static Encoding,
    mut each: impl FnMut(&[u8]) -> Result<(), E>,
) -> Result<(), E> {
    let mut decoder = encoding.new_decoder_with_bom_removal();
    let mut chunk = vec![0_u8; CHUNK_BYTES];
    let mut rest = bytes;
    loop {
        let (result, read, written, _) = decoder.decode_to_utf8(rest, &mut chunk, true);
        rest = &rest[read..];
        each(&chunk[..written])?;
        match result {
            CoderResult::InputEmpty => return Ok(()),
            CoderResult::OutputFull => {}
        }
    }
}

fn sample_of(bytes: &[u8], encoding: &'static Encoding) -> String {
    let mut sample = Vec::new();
    let end = bytes.len().min(SAMPLE_BYTES);
    let enough = decode(&bytes[..end], encoding, |text| {
        sample.extend_from_slice(text);
        Ok::<(), std::convert::Infallible>(())
    });
    match enough {
        Ok(()) => String::from_utf8_lossy(&sample).into_owned(),
    }
}

/// Pictures, archives and the like are full of control characters.
fn is_text(sample: &str) -> bool {
    let strange = |c: &char| (c.is_control() && !c.is_whitespace()) || *c == '\u{fffd}';
    let stranger = sample.chars().filter(strange).count();
    // One may be a character that the end of the sample cut in two.
    stranger.saturating_sub(2) * 50 <= sample.chars().count()
}

/// The delimiter under which the most rows of the sample have the headers' number of cells, times
/// that number. A first line `sep=;`, which Excel writes, says it outright.
fn delimiter_of(sample: &str) -> u8 {
    let first = sample.lines().next().unwrap_or_default().as_bytes();
    if let [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter] = first
        && DELIMITERS.contains(delimiter)
    {
        return *delimiter;
    }
    let score = |delimiter: u8| {
        let widths = row_widths(sample, delimiter);
        let head = widths.iter().copied().find(|width| *width > 1);
        head.map_or(0, |head| {
            head * widths.iter().filter(|width| **width == head).count()
        })
    };
    // The first of equals: a file with one column is as good as comma-separated.
    let best = DELIMITERS.iter().rev().max_by_key(|one| score(**one));
    best.copied().unwrap_or(b',')
}

fn row_widths(sample: &str, delimiter: u8) -> Vec<usize> {
    let mut csv = reader(delimiter);
    let mut field = vec![0_u8; 1024];
    let mut input = sample.as_bytes();
    let mut widths = Vec::new();
    let mut width = 0;
    loop {
        let (result, read, _) = csv.read_field(input, &mut field);
        input = &input[read..];
        match result {
            ReadFieldResult::Field { record_end } => {
                width += 1;
                if record_end {
                    widths.push(width);
                    width = 0;
                }
            }
            ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
            ReadFieldResult::End => return widths,
        }
        if widths.len() >= SAMPLE_ROWS {
            return widths;
        }
    }
}

fn reader(delimiter: u8) -> Reader {
    ReaderBuilder::new().delimiter(delimiter).build()
}

/// Cuts text into cells and knows the line that each row begins on.
struct Splitter<'a> {
    csv: Reader,
    builder: Builder<'a>,
    limits: &'a Limits,
    field: Vec<u8>,
    filled: usize,
    line: u32,
    row_line: u32,
    between_rows: bool,
    after_return: bool,
}

impl<'a> Splitter<'a> {
    fn new(delimiter: u8, limits: &'a Limits) -> Self {
        Self {
            csv: reader(delimiter),
            builder: Builder::new(limits),
            limits,
            field: vec![0; limits.field_bytes_max + 1],
            filled: 0,
            line: 1,
            row_line: 1,
            between_rows: true,
            after_return: false,
        }
    }

    fn feed(&mut self, text: &[u8]) -> Result<(), ReadError> {
        let mut input = text;
        while let Some(first) = input.first() {
            if self.between_rows {
                // The parser skips these too, without saying where the row then begins.
                if matches!(first, b'\r' | b'\n') {
                    self.count_lines(&input[..1]);
                    input = &input[1..];
                    continue;
                }
                self.between_rows = false;
                self.row_line = self.line;
            }
            let read = self.step(input)?;
            self.count_lines(&input[..read]);
            input = &input[read..];
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Builder<'a>, ReadError> {
        while !self.between_rows {
            self.step(&[])?;
        }
        Ok(self.builder)
    }

    /// Takes one step of the parser and returns how much it read.
    fn step(&mut self, input: &[u8]) -> Result<usize, ReadError> {
        let (result, read, written) = self.csv.read_field(input, &mut self.field[self.filled..]);
        self.filled += written;
        match result {
            ReadFieldResult::InputEmpty => {}
            ReadFieldResult::OutputFull => {
                return Err(field_too_long(self.row_line, self.limits));
            }
            ReadFieldResult::Field { record_end } => {
                let cell = String::from_utf8_lossy(&self.field[..self.filled]);
                self.builder.cell(&cell, self.row_line)?;
                self.filled = 0;
                if record_end {
                    self.builder.end_row(self.row_line)?;
                    self.between_rows = true;
                }
            }
            ReadFieldResult::End => self.between_rows = true,
        }
        Ok(read)
    }

    fn count_lines(&mut self, text: &[u8]) {
        for byte in text {
            let ends = match byte {
                b'\r' => true,
                b'\n' => !self.after_return,
                _ => false,
            };
            self.after_return = *byte == b'\r';
            self.line = self.line.saturating_add(u32::from(ends));
        }
    }
}
