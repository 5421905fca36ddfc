//! XLSX: the sheets of a workbook, their cells as text. What a typed cell says is written in the
//! one form that the readers of text take without a doubt (see [`super::cell`]).
//!
//! The common readers of workbooks trust what a file says of itself (a count of strings is
//! memory set aside, a nesting is a stack), which a server that takes files from strangers cannot;
//! so this reads the few parts that matter itself, within bounds.

use quick_xml::events::{BytesStart, Event};

use super::cell::{self, Format};
use super::package::{Package, Xml};
use super::{Builder, Limits, ReadError, Sheet, Source, field_too_long, push_within, too_large};

const RELATIONS_MAX: usize = 4_096;
const SHEETS_MAX: usize = 1_024;
const SHARED_BYTES_MAX: usize = 32 * 1024 * 1024;
const SHARED_STRINGS_MAX: usize = 2_000_000;

pub(super) fn read(bytes: &[u8], name: Option<&str>, limits: &Limits) -> Result<Sheet, ReadError> {
    let package = Package::open(bytes)?;
    let book = Book::read(&package, limits)?;
    let names: Vec<String> = book.sheets.iter().map(|sheet| sheet.name.clone()).collect();
    for sheet in &book.sheets {
        if name.is_some_and(|name| name != sheet.name) {
            continue;
        }
        let Some(xml) = package.xml(&sheet.part) else {
            continue;
        };
        let mut builder = Builder::new(limits);
        read_cells(xml, &book, &mut builder)?;
        if !builder.is_empty() {
            return builder.finish(Source::Workbook {
                sheet: sheet.name.clone(),
                sheets: names,
            });
        }
    }
    match name {
        Some(name) if !names.iter().any(|one| one == name) => {
            Err(ReadError::NoSuchSheet { name: name.into() })
        }
        Some(_) | None => Err(ReadError::Empty),
    }
}

struct Book {
    sheets: Vec<SheetPart>,
    from_1904: bool,
    shared: SharedStrings,
    formats: Vec<Format>,
}

struct SheetPart {
    name: String,
    part: String,
}

struct Relation {
    id: String,
    kind: String,
    target: String,
}

impl Book {
    fn read(package: &Package<'_>, limits: &Limits) -> Result<Self, ReadError> {
        let main = relations(package, "_rels/.rels")?
            .into_iter()
            .find(|relation| relation.kind.ends_with("/officeDocument"))
            .map_or_else(|| "xl/workbook.xml".into(), |relation| relation.target);
        let main = main.trim_start_matches('/');
        let (folder, file) = main.rsplit_once('/').unwrap_or(("", main));
        // Another kind of document has no such part.
        let xml = package.xml(main).ok_or(ReadError::NotATable)?;
        let relations = relations(package, &format!("{folder}/_rels/{file}.rels"))?;
        let part = |wanted: &dyn Fn(&Relation) -> bool| {
            let found = relations.iter().find(|relation| wanted(relation))?;
            Some(resolved(folder, &found.target))
        };
        let (listed, from_1904) = sheet_list(xml)?;
        let sheets = listed
            .into_iter()
            .filter_map(|(name, id)| {
                let part = part(&|relation| relation.id == id)?;
                Some(SheetPart { name, part })
            })
            .collect();
        let mut shared = SharedStrings::default();
        if let Some(part) = part(&|relation| relation.kind.ends_with("/sharedStrings"))
            && let Some(xml) = package.xml(&part)
        {
            shared.read(xml, limits)?;
        }
        let formats = part(&|relation| relation.kind.ends_with("/styles"))
            .and_then(|part| package.xml(&part))
            .map_or(Ok(Vec::new()), cell::formats)?;
        Ok(Self {
            sheets,
            from_1904,
            shared,
            formats,
        })
    }
}

fn relations(package: &Package<'_>, part: &str) -> Result<Vec<Relation>, ReadError> {
    let mut relations = Vec::new();
    let Some(mut xml) = package.xml(part) else {
        return Ok(relations);
    };
    loop {
        match xml.next()? {
            Event::Start(tag) | Event::Empty(tag) if name_is(&tag, "Relationship") => {
                let [id, kind, target] =
                    ["Id", "Type", "Target"].map(|name| attribute(&tag, name).unwrap_or_default());
                relations.push(Relation { id, kind, target });
                if relations.len() > RELATIONS_MAX {
                    return Err(ReadError::DamagedWorkbook);
                }
            }
            Event::Eof => return Ok(relations),
            _ => {}
        }
    }
}

/// A target beside the workbook, or from the root of the archive.
fn resolved(folder: &str, target: &str) -> String {
    if let Some(rooted) = target.strip_prefix('/') {
        return rooted.into();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "." | "" => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// The sheets by name and relation, and whether dates count from 1904.
fn sheet_list(mut xml: Xml<'_>) -> Result<(Vec<(String, String)>, bool), ReadError> {
    let mut sheets = Vec::new();
    let mut from_1904 = false;
    loop {
        match xml.next()? {
            Event::Start(tag) | Event::Empty(tag) if name_is(&tag, "workbookPr") => {
                let value = attribute(&tag, "date1904");
                from_1904 = matches!(value.as_deref(), Some("1" | "true"));
            }
            Event::Start(tag) | Event::Empty(tag) if name_is(&tag, "sheet") => {
                let [name, id] =
                    ["name", "id"].map(|name| attribute(&tag, name).unwrap_or_default());
                sheets.push((name, id));
                if sheets.len() > SHEETS_MAX {
                    return Err(ReadError::DamagedWorkbook);
                }
            }
            Event::Eof => return Ok((sheets, from_1904)),
            _ => {}
        }
    }
}

#[derive(Default)]
struct SharedStrings {
    text: String,
    ends: Vec<u32>,
}

impl SharedStrings {
    fn read(&mut self, mut xml: Xml<'_>, limits: &Limits) -> Result<(), ReadError> {
        loop {
            match xml.next()? {
                Event::Start(tag) if name_is(&tag, "si") => {
                    if !collect(&mut xml, "si", &mut self.text, SHARED_BYTES_MAX)? {
                        return Err(too_large(limits));
                    }
                    self.ends.push(self.text.len() as u32);
                }
                Event::Empty(tag) if name_is(&tag, "si") => {
                    self.ends.push(self.text.len() as u32);
                }
                Event::Eof => return Ok(()),
                _ => {}
            }
            if self.ends.len() > SHARED_STRINGS_MAX {
                return Err(too_large(limits));
            }
        }
    }

    fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)? as usize;
        let start = match index.checked_sub(1) {
            Some(before) => self.ends[before] as usize,
            None => 0,
        };
        self.text.get(start..end)
    }
}

/// Adds the text of values and text runs up to the end of an element; false when `into` would
/// become longer than `bytes_max`.
fn collect(
    xml: &mut Xml<'_>,
    closing: &str,
    into: &mut String,
    bytes_max: usize,
) -> Result<bool, ReadError> {
    let (mut wanted, mut phonetic, mut fits) = (false, false, true);
    loop {
        match xml.next()? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "v" | "t" => wanted = true,
                "rPh" => phonetic = true,
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "v" | "t" => wanted = false,
                "rPh" => phonetic = false,
                name if name == closing => return Ok(true),
                _ => {}
            },
            Event::Text(text) if wanted && !phonetic => {
                fits = push_within(into, &text.xml10_content(), bytes_max);
            }
            Event::CData(text) if wanted && !phonetic => {
                fits = push_within(into, &text.xml10_content(), bytes_max);
            }
            Event::GeneralRef(named) if wanted && !phonetic => {
                let mut one = [0; 4];
                let meant = match named.resolve_char_ref() {
                    Ok(Some(c)) => Some(&*c.encode_utf8(&mut one)),
                    Ok(None) | Err(_) => quick_xml::escape::resolve_xml_entity(&named),
                };
                fits = push_within(into, meant.unwrap_or_default(), bytes_max);
            }
            Event::Eof => return Err(ReadError::DamagedWorkbook),
            _ => {}
        }
        if !fits {
            return Ok(false);
        }
    }
}

/// The cell that is being read: where it is, and how it is typed.
struct At {
    column: usize,
    kind: String,
    style: usize,
}

fn read_cells(mut xml: Xml<'_>, book: &Book, builder: &mut Builder<'_>) -> Result<(), ReadError> {
    let (mut line, mut column) = (0_u32, 0_usize);
    let mut raw = String::new();
    loop {
        match xml.next()? {
            Event::Start(tag) if name_is(&tag, "row") => {
                line = next_line(&tag, line)?;
                column = 0;
            }
            Event::End(tag) if tag.local_name().as_ref() == "row" => builder.end_row(line)?,
            Event::Start(tag) if name_is(&tag, "c") => {
                let at = cell_at(&tag, column)?;
                raw.clear();
                if !collect(&mut xml, "c", &mut raw, builder.limits.field_bytes_max)? {
                    return Err(field_too_long(line, builder.limits));
                }
                if !raw.is_empty() {
                    let text = typed(&raw, &at, book)?;
                    for _ in column..at.column.min(builder.limits.columns_max) {
                        builder.cell("", line)?;
                    }
                    builder.cell(&text, line)?;
                    column = at.column + 1;
                }
            }
            // What follows the cells can be longer than they are.
            Event::End(tag) if tag.local_name().as_ref() == "sheetData" => return Ok(()),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// A row says its number or follows the one before; the numbers only grow.
fn next_line(tag: &BytesStart<'_>, before: u32) -> Result<u32, ReadError> {
    let line = match attribute(tag, "r") {
        Some(number) => number.parse().map_err(|_| ReadError::DamagedWorkbook)?,
        None => before.saturating_add(1),
    };
    if line > before {
        Ok(line)
    } else {
        Err(ReadError::DamagedWorkbook)
    }
}

fn cell_at(tag: &BytesStart<'_>, next: usize) -> Result<At, ReadError> {
    let column = match attribute(tag, "r") {
        Some(reference) => column_of(&reference).ok_or(ReadError::DamagedWorkbook)?,
        None => next,
    };
    if column < next {
        return Err(ReadError::DamagedWorkbook);
    }
    Ok(At {
        column,
        kind: attribute(tag, "t").unwrap_or_default(),
        style: attribute(tag, "s")
            .and_then(|style| style.parse().ok())
            .unwrap_or(0),
    })
}

/// The column of a reference such as `AB12`, from 0.
fn column_of(reference: &str) -> Option<usize> {
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic);
    let mut column = 0_usize;
    for (index, letter) in letters.enumerate() {
        if index == 3 {
            return None;
        }
        column = column * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1;
    }
    column.checked_sub(1)
}

fn typed(raw: &str, at: &At, book: &Book) -> Result<String, ReadError> {
    Ok(match at.kind.as_str() {
        "s" => {
            let index = raw.trim().parse().map_err(|_| ReadError::DamagedWorkbook)?;
            let shared = book.shared.get(index);
            cell::unescaped(shared.ok_or(ReadError::DamagedWorkbook)?).into_owned()
        }
        "str" | "inlineStr" | "is" => cell::unescaped(raw).into_owned(),
        // A formula that failed has no value.
        "e" => String::new(),
        "b" | "d" => raw.into(),
        _ => {
            let format = book.formats.get(at.style).copied().unwrap_or_default();
            cell::number(raw, format, book.from_1904)
        }
    })
}

pub(super) fn name_is(tag: &BytesStart<'_>, name: &str) -> bool {
    tag.local_name().as_ref() == name
}

pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag
        .attributes()
        .with_checks(false)
        .filter_map(Result::ok)
        .find(|attribute| attribute.key.local_name().as_ref() == name)?;
    let value = quick_xml::escape::unescape(&found.value);
    Some(value.map_or_else(|_| found.value.to_string(), |value| value.into_owned()))
}
