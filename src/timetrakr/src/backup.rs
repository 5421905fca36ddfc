//! `timetrakr backup`: makes a backup, and `timetrakr backup check`: reads one to its end.

use std::fs::File;
use std::io::{BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use clap::{Args, Subcommand};
use server::Clock as _;
use server::config::Config;
use server::control;
use store::{
    BackupInfo, BackupOptions, BackupRecord, Leftover, Store, backup_name, check_backup,
    keep_backup_from,
};

use crate::cli::{ConfigOption, DataSetting};
use crate::clock::SystemClock;
use crate::progress::{Progress, size};
use crate::{folder, sources};

pub(crate) const EXAMPLES: &str = "\
The file holds everything: the database, files and certificates, and the key to them unless
--without-key is given. Whoever has the file with its key can read everything, so keep it as
carefully as the data folder.

Until it is whole, the file has .partial at the end of its name. A backup that was interrupted
goes on from there when it is made again into the same file or folder: imported and attached files
that it has already are not copied again, and everything else is as it is then.

Examples:
  timetrakr backup --data /var/lib/timetrakr --to /mnt/backups
  timetrakr backup --data /var/lib/timetrakr --to friday.backup --without-key
  timetrakr backup check friday.backup";

/// What `timetrakr backup` is told.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct BackupArguments {
    #[command(subcommand)]
    command: Option<BackupCommand>,
    #[command(flatten)]
    make: MakeOptions,
}

#[derive(Debug, Subcommand)]
enum BackupCommand {
    /// Read a backup to its end and say what is in it; exit 1 when it is not whole.
    Check {
        /// The backup.
        file: PathBuf,
    },
}

#[derive(Debug, Args)]
struct MakeOptions {
    #[command(flatten)]
    config: ConfigOption,
    #[command(flatten)]
    data: DataSetting,
    /// The file to make, or the folder to make it in [default: backup.folder, else here].
    #[arg(long, value_name = "FILE_OR_DIR")]
    to: Option<PathBuf>,
    /// Leave the master key out: the backup can be restored only with a copy of master.key.
    #[arg(long)]
    without_key: bool,
}

pub(crate) fn run(arguments: &BackupArguments) -> Result<ExitCode> {
    match &arguments.command {
        Some(BackupCommand::Check { file }) => check(file),
        None => make(&arguments.make),
    }
}

fn make(options: &MakeOptions) -> Result<ExitCode> {
    let sources = sources::gather(&options.config, &options.data.0)?;
    let (data, backup) = Config::load_backup(&sources)?;
    ensure!(data.is_dir(), "there is no data folder {}", data.display());
    let to = options.to.clone();
    let to = to.or_else(|| backup.map(|backup| backup.folder));
    let to = to.unwrap_or_else(|| PathBuf::from("."));
    let with_key = !options.without_key;
    let leftover = Leftover::find(&to, |_| true);
    let point = leftover.as_ref().map(Leftover::point);
    let (path, info, bytes) = match control::backup_running(&data, with_key, point)? {
        Some(mut running) => {
            let path = place(&to, &running.name);
            let leftover = leftover.filter(|_| running.resumed);
            let fill = |out: &mut dyn Write| copy(&mut running, out);
            let (info, bytes) = keep_backup_from(&path, leftover.as_ref(), fill)?;
            running.kept(&path)?;
            (path, info, bytes)
        }
        None => make_here(&data, &to, with_key)?,
    };
    let mut out = std::io::stdout().lock();
    writeln!(out, "Backup: {}", path.display())?;
    tell(&mut out, &info, bytes)?;
    Ok(ExitCode::SUCCESS)
}

/// Opens the folder, since no server does.
fn make_here(data: &Path, to: &Path, with_key: bool) -> Result<(PathBuf, BackupInfo, u64)> {
    let store: Store = folder::open(data)?;
    let options = BackupOptions {
        with_key,
        now: SystemClock.now(),
    };
    let path = place(to, &backup_name(store.server_id(), options.now));
    let mut progress = Progress::new("writing");
    let leftover = Leftover::find(to, |point| store.can_resume(point, with_key));
    let point = leftover.as_ref().map(Leftover::point);
    let (info, bytes) = keep_backup_from(&path, leftover.as_ref(), |out| {
        let mut counted = Counted {
            out,
            bytes: 0,
            progress: &mut progress,
        };
        store.backup_from(options, point, &mut counted).map(drop)
    })?;
    store
        .backup_made(BackupRecord::kept(&info, bytes, &path))
        .wait()?;
    Ok((path, info, bytes))
}

fn place(to: &Path, name: &str) -> PathBuf {
    if to.is_dir() {
        to.join(name)
    } else {
        to.to_owned()
    }
}

fn copy(from: &mut impl Read, out: &mut dyn Write) -> std::io::Result<()> {
    let mut progress = Progress::new("writing");
    let bytes = 0;
    let mut counted = Counted {
        out,
        bytes,
        progress: &mut progress,
    };
    std::io::copy(from, &mut counted).map(drop)
}

/// Shows how much was written.
struct Counted<'a> {
    out: &'a mut dyn Write,
    bytes: u64,
    progress: &'a mut Progress,
}

impl Write for Counted<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.bytes = self.bytes.saturating_add(written as u64);
        self.progress.bytes(self.bytes);
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}

fn check(path: &Path) -> Result<ExitCode> {
    let file = File::open(path).with_context(|| format!("{} cannot be opened", path.display()))?;
    let bytes = file.metadata()?.len();
    let mut progress = Progress::new("checking");
    let checked = check_backup(BufReader::new(file), |done| progress.part(done, bytes));
    drop(progress);
    let mut out = std::io::stdout().lock();
    match checked {
        Ok(info) => {
            tell(&mut out, &info, bytes)?;
            writeln!(out, "The backup is whole.")?;
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => {
            writeln!(out, "{}: {error}", path.display())?;
            Ok(ExitCode::FAILURE)
        }
    }
}

/// What a backup is of and what is in it.
pub(crate) fn tell(out: &mut impl Write, info: &BackupInfo, bytes: u64) -> std::io::Result<()> {
    let ops: u64 = info.positions.iter().map(|(_, position)| position).sum();
    writeln!(
        out,
        "Begun {:.0} by TimeTrakr {}, {}",
        info.made_at,
        info.version,
        size(bytes)
    )?;
    for (count, what) in [
        (info.positions.len() as u64, "companies"),
        (ops, "journal entries"),
        (info.rows, "rows"),
        (info.blobs, "files"),
    ] {
        writeln!(out, "{count:>12}  {what}")?;
    }
    if info.with_key {
        writeln!(out, "It holds its key: whoever has it can read everything.")
    } else {
        writeln!(
            out,
            "It holds no key: restoring it takes a copy of master.key."
        )
    }
}
