//! Taking a file of hours from a caller: its bytes follow the request, and how far the import has
//! come is told until it ends.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::time::Zone;
use interchange::import::{DateOrder, Preset, table};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};

use super::listener::write;
use super::message::ControlAnswer;
use crate::imports::{Brought, ImportError, Imports, Outcome, Progress, ReadFault, Reading, Table};

/// How long a caller may take to give the file.
const FILE_TIME: Duration = Duration::from_secs(60);
/// How often a caller hears how far the import has come.
const PROGRESS_EVERY: Duration = Duration::from_millis(500);

/// A file of hours that is brought from the command line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImportRequest {
    /// The name of the company; one that is not there is made.
    pub company: String,
    /// What the file is called.
    pub file_name: String,
    /// How many bytes of it follow.
    pub size: usize,
    /// Whose export it is; `None`: by its headers.
    pub preset: Option<Preset>,
    /// Which figure of a date is the month; `None`: by its rows.
    pub dates: Option<DateOrder>,
    /// The zone of its local times.
    pub zone: Option<String>,
    /// The zone of a company that is made, where no other is named.
    pub machine_zone: String,
    /// Only say what would come of it.
    pub dry_run: bool,
}

impl ImportRequest {
    /// How the file is to be read.
    pub const fn reading(&self) -> Reading {
        Reading::Guess {
            preset: self.preset,
            dates: self.dates,
        }
    }

    /// What is asked, with its zones.
    ///
    /// # Errors
    /// When there is no such zone.
    pub fn brought(&self) -> Result<Brought, ReadFault> {
        Ok(Brought {
            company: self.company.clone(),
            file_name: self.file_name.clone(),
            zone: self.zone.as_deref().map(Zone::named).transpose()?,
            machine_zone: Zone::named(&self.machine_zone)?,
            dry_run: self.dry_run,
        })
    }
}

/// Takes the file and answers until the import has ended.
pub(super) async fn take(
    reader: &mut (impl AsyncRead + Unpin),
    writer: &mut (impl AsyncWriteExt + Unpin),
    imports: Imports,
    request: ImportRequest,
) -> io::Result<()> {
    if request.size > table::BYTES_MAX {
        let reason = "the file is too large".to_owned();
        return write(writer, &ControlAnswer::Refused { reason }).await;
    }
    let mut bytes = vec![0; request.size];
    tokio::time::timeout(FILE_TIME, reader.read_exact(&mut bytes)).await??;
    let progress = Arc::new(Mutex::new(Progress::default()));
    let told = Arc::clone(&progress);
    let mut work = tokio::task::spawn_blocking(move || run(&imports, &request, &bytes, &told));
    let done = loop {
        let so_far = *progress.lock().unwrap_or_else(PoisonError::into_inner);
        write(writer, &ControlAnswer::Importing(so_far)).await?;
        tokio::select! {
            done = &mut work => break done,
            () = tokio::time::sleep(PROGRESS_EVERY) => {}
        }
    };
    let last = match done {
        Ok(Ok(outcome)) => ControlAnswer::Imported(outcome),
        Ok(Err(error)) => ControlAnswer::Refused {
            reason: error.to_string(),
        },
        Err(error) => ControlAnswer::Refused {
            reason: error.to_string(),
        },
    };
    write(writer, &last).await
}

fn run(
    imports: &Imports,
    request: &ImportRequest,
    bytes: &[u8],
    told: &Mutex<Progress>,
) -> Result<Outcome, ImportError> {
    let brought = request.brought()?;
    let table = Table::read(bytes, request.reading())?;
    imports.bring(&brought, table, bytes, &mut |progress| {
        *told.lock().unwrap_or_else(PoisonError::into_inner) = progress;
    })
}
