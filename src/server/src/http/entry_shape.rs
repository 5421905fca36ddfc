//! Time entries as answers.

use std::collections::BTreeMap;

use api::entry::{
    Break, Entry, EntryDetail, EntryException, EntryField, EntryImport, EntryValues, HistoryItem,
    HistoryKind, Judgement, Origin,
};
use api::{ListAsked, Page};
use domain::company::Role;
use domain::time::{Span, Zone, elapsed_seconds, work_date};
use domain::timesheet::worked_seconds;
use domain::{EmployeeId, JobId, TimeEntryId};
use engine::query::{self, FoundException};
use engine::rows::{self, EmployeeRow, EntryRow, Field, HistoryRow, Row};
use jiff::Timestamp;
use oplog::Payload;
use oplog::receipt::Verdict;
use store::CompanySnapshot;

use super::page::{Listing, by_instant, by_text, matches, shaped};
use super::problem::Refused;
use super::shape::{Names, hash_text};

/// An entry with its exceptions and whose it is.
#[derive(Debug)]
pub(crate) struct Found {
    id: TimeEntryId,
    row: EntryRow,
    /// Its exceptions.
    pub(crate) exceptions: Vec<FoundException>,
    employee: String,
}

/// Lists of entries; each has its own usual order.
const fn listing(usual: &'static str) -> Listing<Found> {
    Listing {
        id: |found| found.id.to_string(),
        orders: &[
            ("employee", |found| {
                let start = by_instant(found.row.values.start);
                format!(
                    "{}\0{}\0{start}",
                    by_text(&found.employee),
                    found.row.employee
                )
            }),
            ("start", |found| by_instant(found.row.values.start)),
        ],
        usual,
    }
}

/// The entries of employees that touch a span and have a text in their note or in the employee's
/// name or number.
///
/// # Errors
/// When rows cannot be read.
pub(crate) fn entries_of(
    view: &CompanySnapshot,
    employees: impl IntoIterator<Item = (EmployeeId, EmployeeRow)>,
    span: Span,
    q: Option<&str>,
    now: Timestamp,
) -> Result<Vec<Found>, Refused> {
    let mut all = Vec::new();
    for (employee, record) in employees {
        let entries = query::entries_of(view, employee, span.start(), span.end())?;
        let mut exceptions = by_entry(query::exceptions_of(&entries, now));
        for (id, row) in entries {
            let texts = [record.name.as_str(), &record.number, &row.values.note];
            if matches(q, &texts) {
                all.push(Found {
                    id,
                    exceptions: exceptions.remove(&id).unwrap_or_default(),
                    row,
                    employee: record.name.clone(),
                });
            }
        }
    }
    Ok(all)
}

/// Exceptions by the entry they are about.
fn by_entry(exceptions: Vec<FoundException>) -> BTreeMap<TimeEntryId, Vec<FoundException>> {
    let mut grouped: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for found in exceptions {
        grouped.entry(found.entry).or_default().push(found);
    }
    grouped
}

/// What entries of one answer share.
pub(crate) struct EntryShape<'a> {
    view: &'a CompanySnapshot,
    names: Names<'a>,
    zone: Zone,
    now: Timestamp,
}

impl Found {
    /// The job it is on.
    pub(crate) const fn job(&self) -> Option<JobId> {
        self.row.values.job
    }
}

impl<'a> EntryShape<'a> {
    /// For entries of this company at `now`.
    ///
    /// # Errors
    /// When the settings cannot be read.
    pub(crate) fn new(view: &'a CompanySnapshot, now: Timestamp) -> Result<Self, Refused> {
        let zone = zone(view)?;
        Ok(Self {
            view,
            names: Names::new(view),
            zone,
            now,
        })
    }

    /// A page of entries.
    ///
    /// # Errors
    /// As [`Listing::page`], and when rows cannot be read.
    pub(crate) fn page(
        &self,
        usual: &'static str,
        asked: ListAsked<'_>,
        found: Vec<Found>,
    ) -> Result<Page<Entry>, Refused> {
        let page = listing(usual).page(asked, found)?;
        shaped(page, |found| {
            self.entry(found.id, &found.row, &found.exceptions)
        })
    }

    /// An entry with those of these exceptions that are its own.
    ///
    /// # Errors
    /// When rows cannot be read.
    pub(crate) fn entry(
        &self,
        id: TimeEntryId,
        row: &EntryRow,
        exceptions: &[FoundException],
    ) -> Result<Entry, Refused> {
        let entry = row.entry(id);
        let worked = worked_seconds(&entry, self.now);
        let elapsed = elapsed_seconds(entry.start, entry.end.unwrap_or(self.now));
        let counts = !entry.voided && elapsed > 0;
        let exceptions = exceptions
            .iter()
            .filter(|found| found.entry == id)
            .map(|found| EntryException {
                kind: found.kind.into(),
                settled: found.settled,
            })
            .collect();
        Ok(Entry {
            id: id.into(),
            employee: self.names.employee(row.employee)?,
            values: self.values(&row.values)?,
            work_date: work_date(row.values.start, &self.zone),
            worked_seconds: worked,
            break_seconds: if counts { elapsed - worked } else { 0 },
            voided: row.voided,
            origin: match row.origin {
                rows::Origin::Clock => Origin::Clock,
                rows::Origin::Hand => Origin::Hand,
                rows::Origin::Import { .. } => Origin::Import,
            },
            hours_only: row.is_hours_only(),
            exceptions,
            hash: hash_text(row.hash()),
        })
    }

    /// An entry with all that happened to it.
    ///
    /// # Errors
    /// When rows cannot be read.
    pub(crate) fn detail(
        &self,
        id: TimeEntryId,
        detail: &query::EntryDetail,
    ) -> Result<EntryDetail, Refused> {
        let history = detail
            .history
            .iter()
            .map(|(position, row)| self.history(*position, row));
        Ok(EntryDetail {
            entry: self.entry(id, &detail.row, &detail.exceptions)?,
            history: history.collect::<Result<_, _>>()?,
            import: None,
        })
    }

    /// The import that an entry came from.
    ///
    /// # Errors
    /// When rows cannot be read.
    pub(crate) fn import(&self, row: &EntryRow) -> Result<Option<EntryImport>, Refused> {
        let rows::Origin::Import { import, .. } = row.origin else {
            return Ok(None);
        };
        let Some(found) = query::import(self.view, import)? else {
            return Ok(None);
        };
        Ok(Some(EntryImport {
            id: import.into(),
            file_name: found.committed.stated.file_name,
            by: self.names.member(found.committed.by)?,
            at: found.committed.at,
        }))
    }

    /// Something that happened to an entry.
    ///
    /// # Errors
    /// When rows cannot be read.
    pub(crate) fn history(&self, position: u64, row: &HistoryRow) -> Result<HistoryItem, Refused> {
        let actor = self.names.member(row.actor)?;
        Ok(HistoryItem {
            position,
            kind: kind(row.kind),
            actor: actor
                .as_ref()
                .map(|actor| actor.name.clone())
                .unwrap_or_default(),
            actor_employee: actor.map(|actor| actor.id),
            role: Role::from(row.role).into(),
            device: query::device_name(self.view, row.log)?,
            at: row.at,
            received_at: row.received_at,
            judgement: judgement(row.verdict),
            reason: row.reason.clone(),
            before: row
                .before
                .as_ref()
                .map(|values| self.values(values))
                .transpose()?,
            after: self.values(&row.after)?,
            lost: row.lost.iter().copied().map(field).collect(),
        })
    }

    /// What people see and change of an entry.
    ///
    /// # Errors
    /// When rows cannot be read.
    pub(crate) fn values(&self, values: &rows::EntryValues) -> Result<EntryValues, Refused> {
        let breaks = values.breaks.iter().map(|pause| Break {
            start: pause.start,
            end: pause.end,
            paid: pause.paid,
        });
        Ok(EntryValues {
            start: values.start,
            end: values.end,
            breaks: breaks.collect(),
            job: self.names.job(values.job)?,
            cost_code: self.names.cost_code(values.cost_code)?,
            note: values.note.clone(),
        })
    }
}

/// The company's zone.
///
/// # Errors
/// When the settings cannot be read.
pub(crate) fn zone(view: &CompanySnapshot) -> Result<Zone, Refused> {
    let row = query::company(view)?.ok_or_else(|| Refused::not_found("company"))?;
    Zone::named(&row.zone).map_err(|error| Refused::internal(&error))
}

/// The name of an op's kind.
pub(crate) fn kind_name(kind: u16) -> Option<&'static str> {
    Payload::KINDS
        .iter()
        .find_map(|(number, name)| (*number == kind).then_some(*name))
}

fn kind(kind: u16) -> HistoryKind {
    match kind_name(kind) {
        Some("ClockedIn") => HistoryKind::ClockedIn,
        Some("ClockedOut") => HistoryKind::ClockedOut,
        Some("BreakStarted") => HistoryKind::BreakStarted,
        Some("BreakEnded") => HistoryKind::BreakEnded,
        Some("JobSwitched") => HistoryKind::JobSwitched,
        Some("EntryAdded") => HistoryKind::EntryAdded,
        Some("EntryEdited") => HistoryKind::EntryEdited,
        Some("EntryVoided") => HistoryKind::EntryVoided,
        Some("EntryRestored") => HistoryKind::EntryRestored,
        Some("ExceptionsSettled") => HistoryKind::ExceptionsSettled,
        Some(_) | None => HistoryKind::Other,
    }
}

fn judgement(verdict: Verdict) -> Judgement {
    match verdict {
        Verdict::Applied => Judgement::Applied,
        Verdict::Superseded => Judgement::Superseded,
        Verdict::Parked => Judgement::Parked,
        Verdict::Quarantined(_) => Judgement::Quarantined,
    }
}

/// A field as it is told.
pub(crate) fn field(field: Field) -> EntryField {
    match field {
        Field::Start => EntryField::Start,
        Field::End => EntryField::End,
        Field::Breaks => EntryField::Breaks,
        Field::Job => EntryField::Job,
        Field::CostCode => EntryField::CostCode,
        Field::Note => EntryField::Note,
        Field::Voided => EntryField::Voided,
    }
}

#[cfg(test)]
mod tests {
    use domain::timesheet::Exception;

    use super::*;

    #[test]
    fn exceptions_are_grouped_by_entry_and_keep_their_order() {
        let found = |entry, kind| FoundException {
            entry: TimeEntryId::from_bytes([entry; 16]),
            kind,
            settled: false,
        };
        let grouped = by_entry(vec![
            found(2, Exception::Overlap),
            found(1, Exception::Late),
            found(2, Exception::TooLong),
        ]);
        let kinds: Vec<Vec<_>> = grouped
            .values()
            .map(|own| own.iter().map(|found| found.kind).collect())
            .collect();
        assert_eq!(
            kinds,
            [
                vec![Exception::Late],
                vec![Exception::Overlap, Exception::TooLong]
            ]
        );
    }
}
