//! Giving a backup to a caller: it has the file in its own place and under its own name, and the
//! server holds a part of it in memory at a time.

use std::io::{self, Write};
use std::time::Duration;

use store::{BackupOptions, BackupRecord, Store, backup_name};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::net::unix::OwnedWriteHalf;
use tokio::runtime::Handle;

use super::listener::write;
use super::message::{BACKUP_KEPT, ControlAnswer};

/// How many bytes go to the caller at a time.
const PIECE_BYTES: usize = 64 * 1024;
/// A caller that takes nothing for so long has gone: the backup holds on to what was then.
const SILENCE_MAX: Duration = Duration::from_secs(60);
/// How long a caller may take to check what it was given.
const CHECK_TIME: Duration = Duration::from_secs(3600);

/// Gives a backup; remembers it once the caller says that it has it on disk.
pub(super) async fn give(
    reader: &mut (impl AsyncRead + Unpin),
    mut writer: OwnedWriteHalf,
    store: Store,
    options: BackupOptions,
) -> io::Result<()> {
    let name = backup_name(store.server_id(), options.now);
    write(&mut writer, &ControlAnswer::Backup { name }).await?;
    let runtime = Handle::current();
    let work = tokio::task::spawn_blocking(move || {
        let mut pieces = io::BufWriter::with_capacity(
            PIECE_BYTES,
            Pieces {
                writer,
                runtime,
                bytes: 0,
            },
        );
        let info = store.backup(options, &mut pieces);
        let info = info.inspect_err(|error| tracing::error!(%error, "a backup was not made"));
        let pieces = pieces.into_inner().map_err(|error| error.into_error())?;
        // The end of what is written is what tells the caller that nothing more comes; without a
        // whole backup before it, its check says so.
        drop(pieces.writer);
        let info = info.map_err(io::Error::other)?;
        Ok::<_, io::Error>((store, BackupRecord::new(&info, pieces.bytes)))
    });
    let (store, record) = work.await.map_err(io::Error::other)??;
    let mut said = [0; BACKUP_KEPT.len()];
    tokio::time::timeout(CHECK_TIME, reader.read_exact(&mut said)).await??;
    if said != *BACKUP_KEPT {
        return Err(io::Error::from(io::ErrorKind::InvalidData));
    }
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
