//! `cargo xtask measure`: the figures of the README's table, from the release build.

use std::{env, fs, path::PathBuf, process::Command, thread, time::Duration};

use anyhow::{Context, Result};

use crate::{dist, say, served::Server, workspace::Workspace};

const COLD_STARTS: usize = 5;
const REST: Duration = Duration::from_secs(5);

/// Builds what is released, measures it and prints the table.
///
/// # Errors
/// When it does not build or does not start.
pub fn measure(workspace: &Workspace) -> Result<()> {
    let binary = dist::dist(workspace)?;
    let sizes: serde_json::Value =
        serde_json::from_slice(&fs::read(workspace.root.join("ui/dist/sizes.json"))?)?;
    let download = |app: &str| -> Result<String> {
        let bytes = sizes["totals"][app]["brotli"].as_u64();
        Ok(say::size(bytes.with_context(|| {
            format!("sizes.json has no total of {app}")
        })?))
    };
    let mut starts = Vec::new();
    let mut rest_bytes = 0;
    for turn in 0..COLD_STARTS {
        let data = DataFolder::new(turn)?;
        let mut command = Command::new(&binary);
        command.arg("serve").arg("--data").arg(&data.0);
        let (server, ready) = Server::start(command)?;
        starts.push(ready);
        if turn + 1 == COLD_STARTS {
            thread::sleep(REST);
            rest_bytes = server.resident_bytes()?;
        }
    }
    starts.sort();
    let median = starts
        .get(COLD_STARTS / 2)
        .context("invariant: it was started")?;
    let size = say::size(fs::metadata(&binary)?.len());
    say::line(format!(
        "\n| what | measured | goal |\n|---|---|---|\n\
         | binary, web app included | {size} | |\n\
         | phone app, as served (brotli) | {} | at most 400 KB |\n\
         | office app, as served (brotli) | {} | at most 800 KB |\n\
         | cold start to `/readyz`, median of {COLD_STARTS} | {} ms | |\n\
         | memory at rest (resident) | {} | under 50 MB |",
        download("phone")?,
        download("office")?,
        median.as_millis(),
        say::size(rest_bytes),
    ));
    Ok(())
}

/// A data folder that goes when it is no longer needed.
struct DataFolder(PathBuf);

impl DataFolder {
    fn new(turn: usize) -> Result<Self> {
        let name = format!("timetrakr-measure-{}-{turn}", std::process::id());
        let path = env::temp_dir().join(name);
        fs::create_dir_all(&path)?;
        Ok(Self(path))
    }
}

impl Drop for DataFolder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
