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
    /// Package the debug build instead, and install, start, upgrade, remove and purge it on this
    /// machine; as root, and only where no such package and no data of it are.
    #[arg(long = "try")]
    pub try_it: bool,
}

/// Builds the package of the release, or tries one of the debug build.
///
/// # Errors
/// When something is missing, does not build or does not behave.
pub fn package(workspace: &Workspace, options: Options) -> Result<()> {
    if options.try_it {
        return try_here(workspace);
    }
    dist::dist(workspace)?;
    let file = build(workspace, Profile::Release, "")?;
    say::line(format!("{}", file.display()));
    Ok(())
}

fn try_here(workspace: &Workspace) -> Result<()> {
    if let Some(obstacle) = obstacle() {
        bail!("the package cannot be tried here: {obstacle}");
    }
    must(&mut workspace.cargo(["build", "--package", NAME]))?;
    let first = build(workspace, Profile::Debug, "~try1")?;
    let next = build(workspace, Profile::Debug, "~try2")?;
    let tried = live(&first, &next);
    // Whatever went wrong, the machine is as it was.
    purge()?;
    fs::remove_file(&first)?;
    fs::remove_file(&next)?;
    tried
}

/// Why the package cannot be tried on this machine; `None` where it can.
#[must_use]
pub fn obstacle() -> Option<&'static str> {
    if !tools::is_root() {
        return Some("it takes root");
    }
    if ["cargo-deb", "dpkg", "setpriv"]
        .iter()
        .any(|program| tools::on_path(program).is_none())
    {
        return Some("it takes dpkg, setpriv and cargo-deb (cargo install cargo-deb)");
    }
    let taken = [BINARY, SETTINGS, DATA]
        .iter()
        .any(|path| Path::new(path).exists());
    taken.then_some("TimeTrakr is installed here")
}

#[derive(Clone, Copy)]
enum Profile {
    Debug,
    Release,
}

fn build(workspace: &Workspace, profile: Profile, suffix: &str) -> Result<PathBuf> {
    let Some(program) = tools::on_path("cargo-deb") else {
        bail!("the package is made by cargo-deb: cargo install cargo-deb");
    };
    let (name, folder) = match profile {
        Profile::Debug => ("dev", "debug"),
        Profile::Release => ("release", "release"),
    };
    let binary = workspace.binary(folder);
    let folder = binary
        .parent()
        .and_then(Path::parent)
        .context("invariant: the binary is in a folder of the target folder")?;
    let version = env!("CARGO_PKG_VERSION");
    let file = folder.join(format!("debian/{NAME}_{version}{suffix}.deb"));
    must(
        Command::new(program)
            .args(["deb", "--no-build", "--no-strip", "--package", NAME])
            .args(["--profile", name])
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
    // setpriv becomes the server, so that ending it ends the server.
    let mut command = Command::new("setpriv");
    command
        .args(["--reuid", NAME, "--regid", NAME, "--clear-groups"])
        .args([BINARY, "serve", "--config", SETTINGS]);
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
