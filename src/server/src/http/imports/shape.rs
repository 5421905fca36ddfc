//! Imports as answers.

use std::collections::BTreeMap;

use api::import::{
    DatesKnown, Import, ImportCounts, ImportDates, ImportFailure, ImportFile, ImportMapping,
    ImportPreview, ImportProgress, ImportRejection, ImportSample, ImportState, ImportUndo,
};
use domain::ImportId;
use domain::time::Zone;
use domain::timesheet::HistoricalTime;
use engine::import::Sample;
use engine::query;
use interchange::import::mapping::guess_as;
use interchange::import::{DateOrder, DateReading, Mapping, Preset, facts};
use jiff::Timestamp;
use store::{BlobId, CompanySnapshot};

use crate::http::problem::Refused;
use crate::http::shape::Names;
use crate::imports::{Outcome, Preview, RejectedRow, Running, Table};

/// How many rows of a file are shown as they are.
const FIRST_ROWS: usize = 10;
/// How many rejected rows, and how many new names of each kind, a preview shows.
const SHOWN_MAX: usize = 100;

/// The longest mapping, as JSON: it is kept in an op.
const MAPPING_BYTES_MAX: usize = 4 * 1024;

/// An import, from where it is known.
pub(super) enum Known {
    /// Of the company.
    Finished(Box<query::Import>),
    /// Of this server, since it started.
    Running(Box<Running>),
}

/// Every import, the one that runs first.
///
/// # Errors
/// When rows cannot be read.
pub(super) fn all(view: &CompanySnapshot, last: Option<Running>) -> Result<Vec<Known>, Refused> {
    let running = last.filter(|last| last.end.is_none());
    let running = running.map(|running| Known::Running(Box::new(running)));
    let finished = query::imports(view)?.into_iter();
    let finished = finished.map(|import| Known::Finished(Box::new(import)));
    Ok(running.into_iter().chain(finished).collect())
}

/// One import; what the company knows of it goes before what this server does.
///
/// # Errors
/// When rows cannot be read.
pub(super) fn find(
    view: &CompanySnapshot,
    last: Option<Running>,
    id: ImportId,
) -> Result<Option<Known>, Refused> {
    if let Some(import) = query::import(view, id)? {
        return Ok(Some(Known::Finished(Box::new(import))));
    }
    let last = last.filter(|last| last.import == id);
    Ok(last.map(|last| Known::Running(Box::new(last))))
}

impl Known {
    /// The import.
    pub(super) const fn id(&self) -> ImportId {
        match self {
            Self::Finished(import) => import.id,
            Self::Running(running) => running.import,
        }
    }

    /// When it was started, or began to count.
    pub(super) fn at(&self) -> Timestamp {
        match self {
            Self::Finished(import) => import.committed.at,
            Self::Running(running) => running.at,
        }
    }

    /// What its file is called.
    pub(super) fn file_name(&self) -> &str {
        match self {
            Self::Finished(import) => &import.committed.stated.file_name,
            Self::Running(running) => &running.file_name,
        }
    }

    /// As an answer.
    ///
    /// # Errors
    /// When rows cannot be read.
    pub(super) fn shape(self, view: &CompanySnapshot) -> Result<Import, Refused> {
        match self {
            Self::Finished(import) => finished(view, *import),
            Self::Running(running) => run(view, *running),
        }
    }
}

fn finished(view: &CompanySnapshot, import: query::Import) -> Result<Import, Refused> {
    let names = Names::new(view);
    let stated = import.committed.stated;
    let undone = match import.undone {
        Some(undone) => Some(ImportUndo {
            by: names.member(undone.by)?,
            at: undone.at,
            reason: undone.reason,
            kept: query::names_of_import(view, import.id)?,
        }),
        None => None,
    };
    Ok(Import {
        id: import.id.into(),
        state: if undone.is_some() {
            ImportState::Undone
        } else {
            ImportState::Finished
        },
        by: names.member(import.committed.by)?,
        at: import.committed.at,
        file_name: stated.file_name,
        progress: None,
        counts: Some(ImportCounts {
            rows: stated.rows,
            entries: stated.entries,
            duplicates: stated.duplicates,
            rejected: stated.rejected,
            employees: stated.employees,
            jobs: stated.jobs,
            cost_codes: stated.cost_codes,
            seconds: stated.seconds,
        }),
        source: Some(stated.source),
        zone: Some(stated.zone),
        mapping: serde_json::from_str(&stated.mapping).ok(),
        rejected: Vec::new(),
        failure: None,
        undone,
    })
}

fn run(view: &CompanySnapshot, running: Running) -> Result<Import, Refused> {
    let (state, outcome, failure) = match running.end {
        None => (ImportState::Running, None, None),
        // Once it counts the company knows it; until then its page shows it as under way.
        Some(Ok(outcome)) if outcome.entries > 0 => (ImportState::Running, Some(outcome), None),
        Some(Ok(outcome)) => (ImportState::Empty, Some(outcome), None),
        Some(Err(failure)) => {
            let failure = ImportFailure {
                code: failure.code.to_owned(),
                detail: failure.detail,
            };
            (ImportState::Failed, None, Some(failure))
        }
    };
    let progress = ImportProgress {
        rows_read: running.progress.rows_read,
        rows: running.progress.rows,
        entries_stored: running.progress.entries_stored,
        entries: running.progress.entries,
    };
    let rejected = outcome
        .as_ref()
        .map(|outcome| rejections(&outcome.rejected));
    Ok(Import {
        id: running.import.into(),
        state,
        by: Names::new(view).member(running.by)?,
        at: running.at,
        file_name: running.file_name,
        progress: (state == ImportState::Running).then_some(progress),
        counts: outcome.as_ref().map(counts),
        source: outcome.as_ref().map(|outcome| outcome.preset.clone()),
        zone: outcome.map(|outcome| outcome.zone),
        mapping: None,
        rejected: rejected.unwrap_or_default(),
        failure,
        undone: None,
    })
}

fn counts(outcome: &Outcome) -> ImportCounts {
    ImportCounts {
        rows: outcome.rows,
        entries: outcome.entries,
        duplicates: outcome.duplicates,
        rejected: u64::try_from(outcome.rejected.len()).unwrap_or(u64::MAX),
        employees: outcome.employees,
        jobs: outcome.jobs,
        cost_codes: outcome.cost_codes,
        seconds: outcome.seconds,
    }
}

/// A mapping as it is asked for.
///
/// # Errors
/// When a name in it is not known.
pub(super) fn mapping(asked: &ImportMapping) -> Result<Mapping, Refused> {
    let value = serde_json::to_value(asked).map_err(|error| Refused::internal(&error))?;
    if value.to_string().len() > MAPPING_BYTES_MAX {
        return Err(Refused::bad_value("mapping", "The mapping is too long."));
    }
    serde_json::from_value(value)
        .map_err(|error| Refused::bad_value("mapping", format!("The mapping is wrong: {error}.")))
}

fn mapping_shape(mapping: &Mapping) -> Result<ImportMapping, Refused> {
    let value = serde_json::to_value(mapping).map_err(|error| Refused::internal(&error))?;
    serde_json::from_value(value).map_err(|error| Refused::internal(&error))
}

/// The mapping of the last import of a file with the same headers.
///
/// # Errors
/// When rows cannot be read.
pub(super) fn remembered(
    view: &CompanySnapshot,
    table: &Table,
) -> Result<Option<Mapping>, Refused> {
    let hash = table.headers_hash();
    let last = query::imports(view)?
        .into_iter()
        .find(|import| import.committed.stated.headers == hash);
    Ok(last.and_then(|import| serde_json::from_str(&import.committed.stated.mapping).ok()))
}

/// An uploaded file.
///
/// # Errors
/// When its mapping cannot be shown.
pub(super) fn file(
    file: BlobId,
    name: String,
    table: &Table,
    remembered: bool,
    zone: &Zone,
) -> Result<ImportFile, Refused> {
    let zone = table.zone_or(zone).unwrap_or_else(|_| zone.clone());
    let first = table.sheet.rows().take(FIRST_ROWS);
    Ok(ImportFile {
        file: file.to_string(),
        name,
        rows: u64::try_from(table.sheet.row_count()).unwrap_or(u64::MAX),
        headers: table.sheet.headers().to_vec(),
        first_rows: first
            .map(|row| row.cells().map(str::to_owned).collect())
            .collect(),
        preset: table.mapping.preset.name().to_owned(),
        mapping: mapping_shape(&table.mapping)?,
        guesses: guesses(table)?,
        remembered,
        dates: dates(facts::facts(&table.sheet, &table.mapping, &zone).dates),
    })
}

fn guesses(table: &Table) -> Result<BTreeMap<String, ImportMapping>, Refused> {
    Preset::ALL
        .into_iter()
        .map(|preset| {
            let mapping = mapping_shape(&guess_as(&table.sheet, preset))?;
            Ok((preset.name().to_owned(), mapping))
        })
        .collect()
}

fn dates(reading: DateReading) -> ImportDates {
    let order = match reading.order() {
        DateOrder::MonthFirst => "month_first",
        DateOrder::DayFirst => "day_first",
    };
    ImportDates {
        known: match reading {
            DateReading::Plain => DatesKnown::Plain,
            DateReading::Chosen(_) => DatesKnown::Chosen,
            DateReading::Settled(_) => DatesKnown::Settled,
            DateReading::Undecidable(_) => DatesKnown::Undecided,
        },
        order: order.to_owned(),
    }
}

/// What would come of a file.
pub(super) fn preview(preview: Preview) -> ImportPreview {
    let names = preview.names;
    let some = |names: Vec<String>| names.into_iter().take(SHOWN_MAX).collect();
    let employees = names.employees.into_iter().map(|added| added.name);
    let jobs = names.jobs.into_iter().map(|added| added.name);
    let codes = names.cost_codes.into_iter().map(|added| added.name);
    ImportPreview {
        counts: counts(&preview.outcome),
        dates: dates(preview.dates),
        first_start: preview.span.map(|(first, _)| first),
        last_start: preview.span.map(|(_, last)| last),
        samples: preview.samples.into_iter().map(sample).collect(),
        rejected: rejections(&preview.outcome.rejected),
        new_employees: some(employees.collect()),
        new_jobs: some(jobs.collect()),
        new_cost_codes: some(codes.collect()),
    }
}

/// The first of the rows that were not taken.
pub(super) fn rejections<'a>(
    rows: impl IntoIterator<Item = &'a RejectedRow>,
) -> Vec<ImportRejection> {
    let rows = rows.into_iter().take(SHOWN_MAX);
    rows.map(|row| ImportRejection {
        line: row.line,
        code: row.code.clone(),
        reason: row.reason.clone(),
        params: row.params.iter().cloned().collect(),
    })
    .collect()
}

fn sample(sample: Sample) -> ImportSample {
    let (start, end) = match sample.row.time {
        HistoricalTime::Span { start, end, .. } => (Some(start), Some(end)),
        HistoricalTime::Hours { .. } => (None, None),
    };
    ImportSample {
        line: sample.row.line,
        employee: sample.row.employee,
        email: sample.row.email,
        customer: sample.row.customer,
        job: sample.row.job,
        job_code: sample.row.job_code,
        cost_code: sample.row.cost_code,
        date: sample.date,
        start,
        end,
        seconds: sample.seconds,
        note: sample.row.note,
        duplicate: sample.duplicate,
    }
}
