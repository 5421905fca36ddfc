//! Where things are: the project's folder, cargo's target folder, and cargo itself.

use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// The project as cargo sees it.
pub struct Workspace {
    /// The folder of the root `Cargo.toml`.
    pub root: PathBuf,
    /// Where cargo builds to; honours `CARGO_TARGET_DIR`.
    pub target: PathBuf,
    /// What `cargo metadata --no-deps` says of the member crates.
    pub metadata: Value,
}

impl Workspace {
    /// Asks cargo about the project that this program was compiled from.
    ///
    /// # Errors
    /// When cargo cannot read the manifests.
    pub fn find() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .context("xtask stands in the project's folder")?
            .to_path_buf();
        let output = Command::new(cargo_program())
            .args(["metadata", "--no-deps", "--format-version", "1"])
            .current_dir(&root)
            .output()
            .context("cannot start cargo")?;
        if !output.status.success() {
            bail!(
                "cargo metadata failed:\n{}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
        let metadata: Value = serde_json::from_slice(&output.stdout)?;
        let target = metadata["target_directory"]
            .as_str()
            .context("cargo metadata names no target folder")?
            .into();
        Ok(Self {
            root,
            target,
            metadata,
        })
    }

    /// A cargo command in the project's folder.
    #[must_use]
    pub fn cargo<const N: usize>(&self, arguments: [&str; N]) -> Command {
        let mut command = Command::new(cargo_program());
        command.args(arguments).current_dir(&self.root);
        command
    }

    /// The server's binary of a profile: `debug` or `release`.
    #[must_use]
    pub fn binary(&self, profile: &str) -> PathBuf {
        self.target
            .join(profile)
            .join(format!("timetrakr{}", env::consts::EXE_SUFFIX))
    }
}

/// Runs a command to its end, its output on our own.
///
/// # Errors
/// When it cannot start or does not succeed; the message names it.
pub fn must(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("cannot start {}", worded(command)))?;
    if !status.success() {
        bail!("{} failed ({status})", worded(command));
    }
    Ok(())
}

/// The command as one would type it.
fn worded(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(
        command
            .get_args()
            .map(|word| word.to_string_lossy().into_owned()),
    );
    if let Some(first) = words.first_mut()
        && Path::new(first.as_str())
            .file_stem()
            .is_some_and(|stem| stem == "cargo")
    {
        *first = "cargo".into();
    }
    words.join(" ")
}

/// The cargo that started us, so that a toolchain chosen with `cargo +NAME` stays chosen.
fn cargo_program() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}
