//! What was found and done, for people: by company and table, with places in ranges.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Display, Write as _};

use domain::CompanyId;

use crate::blob::{BlobId, FOLDER_NAME};
use crate::keys::company_of;
use crate::room::{Owner, Room};
use crate::verify::VerifyProblem;
use crate::view::number_of;

/// How something was mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mended {
    /// It is as it was, from the backup.
    FromBackup,
    /// It is as it was when the backup was made, and may have changed since.
    AsOfBackup,
    /// It was made anew from what the journal and the logs say.
    FromJournal,
    /// It was taken away: nothing says what it was, or what the backup has may have ended since.
    Dropped,
}

impl Display for Mended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::FromBackup => "taken from the backup",
            Self::AsOfBackup => "as it was when the backup was made",
            Self::FromJournal => "made anew from the journal",
            Self::Dropped => "dropped",
        })
    }
}

/// Rows or files of one kind that were damaged, and how they were mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// Of which company.
    pub company: Option<CompanyId>,
    /// In which table.
    pub table: &'static str,
    /// Which ones: journal positions or arrivals where there are such, else their number.
    pub places: String,
    /// What was done.
    pub mended: Mended,
}

impl Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(company) = self.company {
            write!(f, "company {company}, ")?;
        }
        write!(f, "{} {}: {}", self.table, self.places, self.mended)
    }
}

/// Damage that a backup does not cover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uncovered {
    /// Of which company.
    pub company: CompanyId,
    /// In which table.
    pub table: &'static str,
    /// Which ones.
    pub places: String,
    /// Whether phones bring it again once an older state was restored.
    pub of_phones: bool,
}

impl Display for Uncovered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let who = if self.of_phones {
            " (phones can send it again)"
        } else {
            ""
        };
        let (company, table, places) = (self.company, self.table, &self.places);
        write!(f, "company {company}, {table} {places}{who}")
    }
}

/// Each on a line of its own.
pub(super) fn lines<T: Display>(items: &[T]) -> String {
    items.iter().fold(String::new(), |mut lines, item| {
        // Writing to memory does not fail.
        let _written = write!(lines, "\n  {item}");
        lines
    })
}

/// The rows that were damaged or gone.
pub(super) struct Found {
    rows: BTreeMap<(Room, Vec<u8>), Mended>,
    data_keys: u64,
    server_key: bool,
    /// Companies with a log whose head only its phone can sign again.
    unsigned: BTreeSet<CompanyId>,
}

impl Found {
    pub(super) const fn new(data_keys: u64, server_key: bool) -> Self {
        Self {
            rows: BTreeMap::new(),
            data_keys,
            server_key,
            unsigned: BTreeSet::new(),
        }
    }

    pub(super) fn add(&mut self, place: (Room, Vec<u8>), how: Mended) {
        self.rows.insert(place, how);
    }

    pub(super) fn has(&self, room: Room, key: &[u8]) -> bool {
        self.rows.contains_key(&(room, key.to_vec()))
    }

    pub(super) fn has_any(&self, rooms: &[Room]) -> bool {
        self.rows.keys().any(|(room, _)| rooms.contains(room))
    }

    /// The companies of which rows other than views were damaged.
    pub(super) fn companies(&self) -> BTreeSet<CompanyId> {
        let of_company = |(room, key): &(Room, Vec<u8>)| match room {
            Room::View(_) => None,
            Room::CompanyEntry => company_of(key),
            room if room.owner() == Owner::Company => company_of(key),
            _of_the_server => None,
        };
        self.rows.keys().filter_map(of_company).collect()
    }

    pub(super) fn note_unsigned(&mut self, company: CompanyId) {
        self.unsigned.insert(company);
    }

    /// Whether a problem is one that the next sync of a phone mends.
    pub(super) fn explains(&self, problem: &VerifyProblem) -> bool {
        problem.table == Room::LogHead.name()
            && problem
                .company
                .is_some_and(|company| self.unsigned.contains(&company))
    }

    pub(super) fn told(&self) -> Vec<Damage> {
        let mut grouped: BTreeMap<_, Vec<&[u8]>> = BTreeMap::new();
        for ((room, key), how) in &self.rows {
            let company = match room.owner() {
                Owner::Company => company_of(key),
                Owner::Master | Owner::System => None,
            };
            let rows = grouped.entry((company, *room, *how)).or_default();
            rows.push(key);
        }
        let rows = grouped
            .into_iter()
            .map(|((company, room, mended), keys)| Damage {
                company,
                table: room.name(),
                places: places(room, &keys),
                mended,
            });
        let of_server = |room: Room, count: u64| {
            (count > 0).then(|| Damage {
                company: None,
                table: room.name(),
                places: counted(count),
                mended: Mended::FromBackup,
            })
        };
        of_server(Room::DataKey, self.data_keys)
            .into_iter()
            .chain(of_server(Room::ServerKey, u64::from(self.server_key)))
            .chain(rows)
            .collect()
    }
}

fn counted(count: u64) -> String {
    if count == 1 {
        "1 row".to_owned()
    } else {
        format!("{count} rows")
    }
}

fn places(room: Room, keys: &[&[u8]]) -> String {
    match room {
        Room::RawOp => format!("arrival {}", ranges(keys.iter().map(|key| number_of(key)))),
        Room::Journal | Room::Change => {
            format!("position {}", ranges(keys.iter().map(|key| number_of(key))))
        }
        _other => counted(keys.len() as u64),
    }
}

/// Numbers in ascending order as `3, 5-8`.
pub(super) fn ranges(numbers: impl IntoIterator<Item = u64>) -> String {
    let mut ranges: Vec<(u64, u64)> = Vec::new();
    for number in numbers {
        match ranges.last_mut() {
            Some((_, last)) if number == last.saturating_add(1) => *last = number,
            _gap => ranges.push((number, number)),
        }
    }
    let texts = ranges.into_iter().map(|(first, last)| {
        if first == last {
            first.to_string()
        } else {
            format!("{first}-{last}")
        }
    });
    texts.collect::<Vec<_>>().join(", ")
}

/// Files that were mended.
pub(super) fn blobs(mended: &[(CompanyId, BlobId)]) -> Vec<Damage> {
    let told = mended.iter().map(|(company, blob)| Damage {
        company: Some(*company),
        table: FOLDER_NAME,
        places: blob.to_string(),
        mended: Mended::FromBackup,
    });
    told.collect()
}

/// Files that the backup does not have.
pub(super) fn uncovered_blobs(missing: &[(CompanyId, BlobId)]) -> Vec<Uncovered> {
    let told = missing.iter().map(|(company, blob)| Uncovered {
        company: *company,
        table: FOLDER_NAME,
        places: blob.to_string(),
        of_phones: false,
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_told_as_a_range() {
        assert_eq!(ranges([3, 5, 6, 7, 9]), "3, 5-7, 9");
        assert_eq!(ranges([]), "");
    }
}
