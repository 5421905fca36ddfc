//! A first mapping for a file: by the names of its columns, and for tables that nobody knows, by
//! what the columns hold. A person sees it, with a preview, before anything is imported.

use super::{Field, Mapping, Unit};
use crate::import::duration::{self, DecimalMark};
use crate::import::header::{self, NAMES};
use crate::import::moment;
use crate::import::preset::{self, Preset};
use crate::import::table::Sheet;

/// What a guess looks at.
const SAMPLE_ROWS: usize = 100;

/// The mapping that a sheet's headers suggest, and where they say too little, its content.
pub fn guess(sheet: &Sheet) -> Mapping {
    guess_as(sheet, preset::detect(sheet.headers()))
}

/// The mapping of a sheet that someone says is of a preset.
pub fn guess_as(sheet: &Sheet, preset: Preset) -> Mapping {
    let mut mapping = Mapping::empty(preset);
    by_name(sheet.headers(), &mut mapping);
    if preset == Preset::Generic {
        by_content(sheet, &mut mapping);
    }
    mapping
}

fn by_name(headers: &[String], mapping: &mut Mapping) {
    let names: Vec<String> = headers
        .iter()
        .map(|name| header::normalised(name))
        .collect();
    let mut taken = vec![false; names.len()];
    for (field, wanted) in NAMES {
        let skipped = match field {
            // A lone name is the whole name.
            Field::FirstName => !mapping.has(&[Field::LastName]),
            // Harvest's "Employee?" says whether someone is one.
            Field::Employee => mapping.has(&[Field::FirstName]),
            // Elsewhere a type is anything.
            Field::Kind => mapping.preset != Preset::Clockify,
            _ => false,
        };
        if skipped {
            continue;
        }
        let found = wanted.iter().find_map(|wanted| {
            (0..names.len()).find(|column| !taken[*column] && names[*column] == *wanted)
        });
        if let Some(column) = found {
            taken[column] = true;
            mapping.columns.insert(field, column);
        }
    }
    mapping.duration_unit = unit_named(&names, mapping.column(Field::Duration));
    mapping.break_unit = unit_named(&names, mapping.column(Field::Break));
}

fn unit_named(names: &[String], column: Option<usize>) -> Option<Unit> {
    let name = names.get(column?)?;
    name.split(' ').find_map(|word| match word {
        "h" | "hours" | "hrs" | "horas" | "stunden" | "decimal" => Some(Unit::Hours),
        "m" | "min" | "mins" | "minutes" | "minutos" | "minuten" => Some(Unit::Minutes),
        "s" | "sec" | "secs" | "seconds" | "segundos" | "sekunden" => Some(Unit::Seconds),
        _ => None,
    })
}

/// What nearly all cells of a column look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Moment,
    /// A date with the time 0:00: a moment among moments, else a date.
    Midnight,
    Date,
    Time,
    Hours,
    Email,
}

/// Gives columns without a known name the fields that their cells look like.
fn by_content(sheet: &Sheet, mapping: &mut Mapping) {
    let looks = looks_of(sheet);
    let named: Vec<usize> = mapping.columns.values().copied().collect();
    let of = |look: Look| {
        let looks = looks.iter().enumerate();
        looks
            .filter(|(column, one)| **one == Some(look) && !named.contains(column))
            .map(|(column, _)| column)
            .collect::<Vec<_>>()
    };
    let mut give = |field: Field, column: Option<&usize>| {
        if let (Some(column), false) = (column, mapping.has(&[field])) {
            mapping.columns.insert(field, *column);
        }
    };
    let (moments, times) = (of(Look::Moment), of(Look::Time));
    give(Field::Start, moments.first());
    give(Field::End, moments.get(1));
    give(Field::Date, of(Look::Date).first());
    give(Field::Email, of(Look::Email).first());
    // Two times are a start and an end; one alone is how long.
    if times.len() > 1 {
        give(Field::StartTime, times.first());
        give(Field::EndTime, times.get(1));
        give(Field::Duration, times.get(2));
    } else {
        give(Field::Duration, times.first());
    }
    give(Field::Duration, of(Look::Hours).first());
}

fn looks_of(sheet: &Sheet) -> Vec<Option<Look>> {
    let width = sheet.headers().len();
    let mut seen: Vec<Vec<Look>> = vec![Vec::new(); width];
    let mut filled = vec![0_usize; width];
    for row in sheet.rows().take(SAMPLE_ROWS) {
        for (column, cell) in row.cells().take(width).enumerate() {
            if !cell.trim().is_empty() {
                filled[column] += 1;
                seen[column].extend(look_of(cell));
            }
        }
    }
    let most = |looks: &Vec<Look>, filled: usize| {
        let midnight = if looks.contains(&Look::Moment) {
            Look::Moment
        } else {
            Look::Date
        };
        let meant = |look: &Look| match look {
            Look::Midnight => midnight,
            look => *look,
        };
        let first = meant(looks.first()?);
        let same = looks.iter().filter(|look| meant(look) == first).count();
        (same * 10 >= filled * 9).then_some(first)
    };
    seen.iter()
        .zip(filled)
        .map(|(looks, filled)| most(looks, filled))
        .collect()
}

fn look_of(cell: &str) -> Option<Look> {
    const DAY_HOURS: i64 = 24 * 1_000_000_000;
    let cell = cell.trim();
    if cell.contains('@') && domain::text::email(cell).is_ok() {
        return Some(Look::Email);
    }
    if let Some(hours) = duration::number(cell, DecimalMark::Point) {
        return (hours <= DAY_HOURS).then_some(Look::Hours);
    }
    let written = moment::written(cell).ok()?;
    match (written.date, written.time) {
        (Some(_), Some(time)) if time.second == 0 && time.offset.is_none() => Some(Look::Midnight),
        (Some(_), Some(_)) => Some(Look::Moment),
        (Some(_), None) => Some(Look::Date),
        (None, Some(_)) => Some(Look::Time),
        (None, None) => None,
    }
}
