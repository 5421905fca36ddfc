//! Giving a backup to a caller: it has the file in its own place and under its own name, and the
//! server holds a part of it in memory at a time.

use std::io::{self, Write};
use std::time::Duration;

use store::{BackupOptions, BackupRecord, ResumePoint, Store, backup_name};
use tokio::io::{AsyncBufRead, AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, AsyncWriteExt};
use tokio::net::unix::OwnedWriteHalf;
use tokio::runtime::Handle;

use super::listener::write;
use super::message::{BackupKept, ControlAnswer};

/// How many bytes go to the caller at a time.
const PIECE_BYTES: usize = 64 * 1024;
/// A caller that takes nothing for so long has gone: the backup holds on to what was then.
const SILENCE_MAX: Duration = Duration::from_secs(60);
/// The largest point that a caller gives: 64 MiB.
const POINT_BYTES_MAX: usize = 64 * 1024 * 1024;
/// How long a caller may take to check what it was given.
const CHECK_TIME: Duration = Duration::from_secs(3600);

/// The point that a caller can go on from.
pub(super) async fn point(
    reader: &mut (impl AsyncRead + Unpin),
    bytes: usize,
) -> io::Result<Option<ResumePoint>> {
    if bytes == 0 {
        return Ok(None);
    }
    if bytes > POINT_BYTES_MAX {
        return Err(io::Error::from(io::ErrorKind::InvalidData));
    }
    let mut point = vec![0; bytes];
    tokio::time::timeout(SILENCE_MAX, reader.read_exact(&mut point)).await??;
    Ok(ResumePoint::from_bytes(&point))
}

/// Gives a backup; remembers it once the caller says that it has it on disk.
pub(super) async fn give(
    reader: &mut (impl AsyncBufRead + Unpin),
    mut writer: OwnedWriteHalf,
    store: Store,
    options: BackupOptions,
    point: Option<ResumePoint>,
) -> io::Result<()> {
    let name = backup_name(store.server_id(), options.now);
    let point = point.filter(|point| store.can_resume(point, options.with_key));
    let resumed = point.is_some();
    write(&mut writer, &ControlAnswer::Backup { name, resumed }).await?;
    let standing = point.as_ref().map_or(0, |point| point.bytes);
    let runtime = Handle::current();
    let work = tokio::task::spawn_blocking(move || {
        let mut pieces = io::BufWriter::with_capacity(
            PIECE_BYTES,
            Pieces {
                writer,
                runtime,
                bytes: standing,
            },
        );
        let info = store.backup_from(options, point.as_ref(), &mut pieces);
        let info = info.inspect_err(|error| tracing::error!(%error, "a backup was not made"));
        let pieces = pieces.into_inner().map_err(|error| error.into_error())?;
        // The end of what is written is what tells the caller that nothing more comes; without a
        // whole backup before it, its check says so.
        drop(pieces.writer);
        let info = info.map_err(io::Error::other)?;
        Ok::<_, io::Error>((store, info, pieces.bytes))
    });
    let (store, info, bytes) = work.await.map_err(io::Error::other)??;
    let mut said = String::new();
    tokio::time::timeout(CHECK_TIME, reader.read_line(&mut said)).await??;
    let kept: BackupKept = serde_json::from_str(&said)?;
    let record = BackupRecord::kept(&info, bytes, &kept.file);
    store.backup_made(record).await.map_err(io::Error::other)
}

struct Pieces {
    writer: OwnedWriteHalf,
    runtime: Handle,
    bytes: u64,
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let writing = tokio::time::timeout(SILENCE_MAX, self.writer.write_all(bytes));
        self.runtime.block_on(writing)??;
        self.bytes = self.bytes.saturating_add(bytes.len() as u64);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
