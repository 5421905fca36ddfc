//! The programs that the commands need beside cargo: found, installed, or explained.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use crate::{
    say,
    workspace::{Workspace, must},
};

/// The target of the web app and of the pure crates' check.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

const CHROMIUM_NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

/// A program on `PATH`.
#[must_use]
pub fn on_path(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join(format!("{name}{}", env::consts::EXE_SUFFIX)))
        .find(|candidate| candidate.is_file())
}

/// Sees to it that rustc can compile for the browser.
///
/// # Errors
/// When the target's standard library is missing and rustup cannot fetch it.
pub fn ensure_wasm_target(workspace: &Workspace) -> Result<()> {
    if has_wasm_target(workspace) {
        return Ok(());
    }
    if on_path("rustup").is_some() {
        say::line(format!("adding the compiler's {WASM_TARGET} target"));
        let mut add = Command::new("rustup");
        add.args(["target", "add", WASM_TARGET])
            .current_dir(&workspace.root);
        if must(&mut add).is_ok() && has_wasm_target(workspace) {
            return Ok(());
        }
    }
    bail!(
        "the web app needs rustc's {WASM_TARGET} target, which is missing and could not be added.\n\
         With rustup and a network:   rustup target add {WASM_TARGET}\n\
         With Debian's own compiler:  apt-get install libstd-rust-dev-wasm32\n\
         With neither: apt-get install rust-web-src gives the standard library's source of the\n\
         same version as Debian's rustc-web; build the target's library from it once and put it\n\
         under $(rustc --print sysroot)/lib/rustlib/{WASM_TARGET}"
    );
}

fn has_wasm_target(workspace: &Workspace) -> bool {
    let output = Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
        .args(["--print", "target-libdir", "--target", WASM_TARGET])
        .current_dir(&workspace.root)
        .output();
    output.is_ok_and(|output| {
        let folder = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        output.status.success() && Path::new(&folder).is_dir()
    })
}

/// Chromium and its driver, as the browser journeys want them.
pub struct Browser {
    /// The browser.
    pub chromium: PathBuf,
    /// Its WebDriver server, of the same version.
    pub chromedriver: PathBuf,
}

/// Finds Chromium and chromedriver, and installs them where that is ours to do: as root on Debian.
///
/// # Errors
/// When they are missing and cannot be installed; the message has the command.
pub fn ensure_browser() -> Result<Browser> {
    if let Some(browser) = find_browser() {
        return Ok(browser);
    }
    install(&["chromium", "chromium-driver"])?;
    find_browser().with_context(|| {
        "the browser journeys need Chromium and chromedriver of the same version on the PATH \
         (or named by CHROMIUM and CHROMEDRIVER)"
    })
}

/// What the tests of certificates start: an ACME server for tests, and what makes Chromium trust a
/// CA; each with the Debian package that it comes from.
const CERTIFICATE_TOOLS: [(&str, &str); 3] = [
    ("pebble", "pebble"),
    ("pebble-challtestsrv", "pebble"),
    ("certutil", "libnss3-tools"),
];

/// Finds the programs that the tests of certificates start, and installs them as
/// [`ensure_browser`] does.
///
/// # Errors
/// When one is missing and cannot be installed; the message has the command.
pub fn ensure_certificate_tools() -> Result<()> {
    for (program, package) in CERTIFICATE_TOOLS {
        if on_path(program).is_none() {
            install(&[package])?;
        }
    }
    Ok(())
}

/// Installs Debian packages where that is ours to do: as root on Debian.
fn install(packages: &[&str]) -> Result<()> {
    let words = format!("apt-get install -y {}", packages.join(" "));
    if !is_root() || on_path("apt-get").is_none() {
        bail!("the tests need a program that is missing; on Debian: sudo {words}");
    }
    say::line(format!("a program is missing: {words}"));
    let all = [["install", "-y"].as_slice(), packages].concat();
    // The package lists of a fresh machine are often empty, hence the second try.
    apt(&all).or_else(|_| {
        apt(&["update"])?;
        apt(&all)
    })
}

fn find_browser() -> Option<Browser> {
    let named = |variable: &str| {
        env::var_os(variable)
            .map(PathBuf::from)
            .filter(|p| p.is_file())
    };
    let chromium =
        named("CHROMIUM").or_else(|| CHROMIUM_NAMES.iter().find_map(|name| on_path(name)))?;
    let chromedriver = named("CHROMEDRIVER").or_else(|| on_path("chromedriver"))?;
    Some(Browser {
        chromium,
        chromedriver,
    })
}

fn apt(arguments: &[&str]) -> Result<()> {
    must(
        Command::new("apt-get")
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive"),
    )
}

/// Whether we are root, asked of `id` so that no unsafe call is needed.
#[must_use]
pub fn is_root() -> bool {
    Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| String::from_utf8_lossy(&output.stdout).trim() == "0")
}
