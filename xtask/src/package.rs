//! `cargo xtask package`: the Debian package, and a life of it on this machine: installed, started,
//! upgraded, removed and purged.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail, ensure};

use crate::{
    dist, say,
    served::Server,
    tools,
    workspace::{Workspace, must},
};

const NAME: &str = "timetrakr";
const BINARY: &str = "/usr/bin/timetrakr";
const SETTINGS: &str = "/etc/timetrakr/timetrakr.toml";
const DATA: &str = "/var/lib/timetrakr";

/// How to package.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct Options {
    /// Install, start, upgrade, remove and purge it on this machine; as root, and only where no
    /// such package and no data of it are.
    #[arg(long = "try")]
    pub try_it: bool,
}

/// Builds the package, and tries it when asked to.
///
/// # Errors
/// When something is missing, does not build or does not behave.
pub fn package(workspace: &Workspace, options: Options) -> Result<()> {
    let Some(program) = tools::on_path("cargo-deb") else {
        bail!("the package is made by cargo-deb: cargo install cargo-deb");
    };
    if options.try_it
        && let Some(obstacle) = obstacle()
    {
        bail!("the package cannot be tried here: {obstacle}");
    }
    dist::dist(workspace)?;
    let first = build(workspace, &program, "")?;
    say::line(format!("{}", first.display()));
    if options.try_it {
        let next = build(workspace, &program, "+next")?;
        let tried = say::step("a life of the package", || live(&first, &next));
        // Whatever went wrong, the machine is as it was.
        purge()?;
        fs::remove_file(&next)?;
        tried?;
    }
    Ok(())
}

/// Why the package cannot be tried on this machine; `None` where it can.
#[must_use]
pub fn obstacle() -> Option<&'static str> {
    if !tools::is_root() {
        return Some("it takes root");
    }
    if tools::on_path("dpkg").is_none() || tools::on_path("runuser").is_none() {
        return Some("it takes dpkg and runuser");
    }
    let taken = [BINARY, SETTINGS, DATA]
        .iter()
        .any(|path| Path::new(path).exists());
    taken.then_some("TimeTrakr is installed here")
}

fn build(workspace: &Workspace, program: &Path, suffix: &str) -> Result<PathBuf> {
    let binary = workspace.binary("release");
    let folder = binary
        .parent()
        .and_then(Path::parent)
        .context("invariant: the binary is in a folder of the target folder")?;
    let version = env!("CARGO_PKG_VERSION");
    let file = folder.join(format!("debian/{NAME}_{version}{suffix}.deb"));
    must(
        Command::new(program)
            .args(["deb", "--no-build", "--no-strip", "--package", NAME])
            .args(["--deb-version", &format!("{version}{suffix}-1")])
            .arg("--output")
            .arg(&file)
            .current_dir(&workspace.root),
    )?;
    Ok(file)
}

/// What an administrator does with the package over a year.
fn live(first: &Path, next: &Path) -> Result<()> {
    install(first)?;
    starts().context("after the installation")?;
    let settings = fs::read_to_string(SETTINGS)?;
    ensure!(mode(SETTINGS)? == "640", "others can read {SETTINGS}");
    ensure!(mode(DATA)? == "700", "others can enter {DATA}");

    let own = format!("{settings}\n# ours\n");
    fs::write(SETTINGS, &own)?;
    let key = fs::read(format!("{DATA}/master.key"))?;
    install(next)?;
    ensure!(
        fs::read_to_string(SETTINGS)? == own,
        "an upgrade changed the settings"
    );
    starts().context("after the upgrade")?;

    dpkg(&["--remove", NAME])?;
    ensure!(!Path::new(BINARY).exists(), "{BINARY} was left behind");
    ensure!(Path::new(SETTINGS).exists(), "removing took the settings");
    dpkg(&["--purge", NAME])?;
    ensure!(!Path::new(SETTINGS).exists(), "{SETTINGS} was left behind");
    ensure!(
        fs::read(format!("{DATA}/master.key"))? == key,
        "purging touched the data"
    );
    Ok(())
}

/// The service's own command line, under its own user, with its own settings.
fn starts() -> Result<()> {
    let mut command = Command::new("runuser");
    command
        .args(["-u", NAME, "--", BINARY, "serve", "--config"])
        .arg(SETTINGS);
    let (server, _) = Server::start(command)?;
    drop(server);
    let unit = fs::read_to_string("/usr/lib/systemd/system/timetrakr.service")
        .or_else(|_| fs::read_to_string("/lib/systemd/system/timetrakr.service"))
        .context("the package has no unit")?;
    ensure!(
        unit.contains(&format!("ExecStart={BINARY} serve --config {SETTINGS}")),
        "the unit starts something else"
    );
    let Some(analyze) = tools::on_path("systemd-analyze") else {
        return Ok(());
    };
    must(Command::new(analyze).args(["verify", "timetrakr.service"]))
}

fn install(package: &Path) -> Result<()> {
    if dpkg(&["--install", &package.to_string_lossy()]).is_ok() {
        return Ok(());
    }
    // What it depends on may be missing: apt fetches that and finishes what dpkg began.
    must(
        Command::new("apt-get")
            .args(["install", "--yes", "--fix-broken"])
            .env("DEBIAN_FRONTEND", "noninteractive"),
    )
}

fn dpkg(arguments: &[&str]) -> Result<()> {
    must(
        Command::new("dpkg")
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .stdin(Stdio::null()),
    )
}

/// Takes package and data of the trial away; nothing of them was here before.
fn purge() -> Result<()> {
    if Path::new(BINARY).exists() || Path::new(SETTINGS).exists() {
        dpkg(&["--purge", NAME])?;
    }
    if Path::new(DATA).exists() {
        fs::remove_dir_all(DATA)?;
    }
    Ok(())
}

fn mode(path: &str) -> Result<String> {
    let output = Command::new("stat").args(["-c", "%a", path]).output()?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
