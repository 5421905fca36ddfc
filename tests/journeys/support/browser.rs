//! Real Chromium, without a window, and its driver.
//!
//! We start Chromium ourselves and let the driver attach, so that a journey can kill the browser
//! like a phone's system does, and open it again on the same profile.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

use fantoccini::ClientBuilder;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use tempfile::TempDir;

use crate::{page::Page, process::Process, server::LAN_NAME, until};

/// What a browser keeps between its lives: IndexedDB, service workers, cookies.
pub struct Profile(pub(crate) TempDir);

impl Profile {
    /// The profile of a browser that was never opened.
    #[must_use]
    pub fn new() -> Self {
        Self(TempDir::with_prefix("timetrakr-profile-").expect("a profile folder can be made"))
    }

    /// A copy of what a closed browser kept, as a phone's backup makes it.
    #[must_use]
    pub fn copied(&self) -> Self {
        let copy = Self::new();
        copy_folder(self.0.path(), copy.0.path()).expect("a profile folder can be copied");
        copy
    }
}

/// Copies everything but what marks a profile as in use.
fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (kind, to) = (entry.file_type()?, to.join(entry.file_name()));
        if kind.is_dir() {
            fs::create_dir(&to)?;
            copy_folder(&entry.path(), &to)?;
        } else if kind.is_file() && entry.file_name() != "DevToolsActivePort" {
            fs::copy(entry.path(), &to)?;
        }
    }
    Ok(())
}

impl Default for Profile {
    fn default() -> Self {
        Self::new()
    }
}

/// What kind of device it is and whose.
#[derive(Clone, Copy)]
pub struct Look {
    /// CSS pixels.
    pub width: u32,
    /// CSS pixels.
    pub height: u32,
    /// A touch screen that says it is a phone.
    pub mobile: bool,
    /// What the person reads, such as `en-US` or `es-MX`.
    pub language: &'static str,
    /// The clock on the wall.
    pub zone: &'static str,
    /// Whether the system is set to dark.
    pub dark: bool,
}

impl Look {
    /// A worker's phone, in English.
    pub const PHONE: Self = Self {
        width: 390,
        height: 844,
        mobile: true,
        language: "en-US",
        zone: "America/Chicago",
        dark: false,
    };
    /// A desk in the office, in English.
    pub const OFFICE: Self = Self {
        width: 1440,
        height: 900,
        mobile: false,
        ..Self::PHONE
    };

    /// The same for someone who reads another language.
    #[must_use]
    pub const fn language(self, language: &'static str) -> Self {
        Self { language, ..self }
    }

    /// The same in dark colours.
    #[must_use]
    pub const fn dark(self) -> Self {
        Self { dark: true, ..self }
    }
}

/// An open browser. It ends when it goes out of scope.
pub struct Browser {
    page: Page,
    chromium: Process,
    _driver: Process,
}

impl Browser {
    /// Opens a browser on a profile, with one empty tab.
    pub async fn open(profile: &Profile, look: Look) -> Self {
        let chromium = start_chromium(profile, look);
        let debugger = devtools_address(profile, &chromium).await;
        let driver =
            Process::start(Command::new(program("CHROMEDRIVER", "chromedriver")).arg("--port=0"));
        let driver_port = until(|| async { driver_port(&driver.output()) })
            .await
            .unwrap_or_else(|| panic!("chromedriver did not start; it said:\n{}", driver.output()));
        let mut capabilities = serde_json::Map::new();
        capabilities.insert(
            "goog:chromeOptions".into(),
            json!({ "debuggerAddress": debugger }),
        );
        capabilities.insert("goog:loggingPrefs".into(), json!({ "browser": "ALL" }));
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://localhost:{driver_port}"))
            .await
            .unwrap_or_else(|error| panic!("cannot attach to Chromium: {error}"));
        let page = Page::new(client, look);
        page.apply_look().await;
        Self {
            page,
            chromium,
            _driver: driver,
        }
    }

    /// The tab that is in front.
    #[must_use]
    pub fn page(&self) -> &Page {
        &self.page
    }

    /// Ends the browser at once, as a phone that runs out of memory does. The profile stays as
    /// it is on the disk.
    pub fn kill(mut self) {
        self.chromium.kill();
    }

    /// Closes the browser as a person does: it is asked to end, and writes down what it keeps.
    pub async fn close(mut self) {
        self.chromium.stop();
    }
}

fn start_chromium(profile: &Profile, look: Look) -> Process {
    // Left over from an earlier life; the new one says its port anew.
    let _ = fs::remove_file(profile.0.path().join("DevToolsActivePort"));
    let mut command = Command::new(program("CHROMIUM", "chromium"));
    command
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            // A tab behind another one keeps its timers to the millisecond, as on a phone's split
            // screen.
            "--disable-background-timer-throttling",
            "--disable-backgrounding-occluded-windows",
            "--disable-renderer-backgrounding",
            "--hide-crash-restore-bubble",
            "--force-color-profile=srgb",
            "--remote-debugging-port=0",
        ])
        // No network of ours answers for the name that a phone's would.
        .arg(format!("--host-resolver-rules=MAP {LAN_NAME} 127.0.0.1"))
        .arg(format!("--user-data-dir={}", profile.0.path().display()))
        .arg(format!("--window-size={},{}", look.width, look.height))
        .arg(format!("--lang={}", look.language))
        .arg(format!("--accept-lang={}", look.language))
        .arg("about:blank")
        .env("LANGUAGE", look.language.replace('-', "_"))
        .env("TZ", look.zone);
    // Chromium looks for certificates that a person trusts under the home folder.
    if let Some(home) = profile.home_that_trusts() {
        command.env("HOME", home);
    }
    Process::start(&mut command)
}

/// Chromium writes the port that it chose into its profile.
async fn devtools_address(profile: &Profile, chromium: &Process) -> String {
    let path = profile.0.path().join("DevToolsActivePort");
    let port = until(|| async {
        let text = fs::read_to_string(&path).ok()?;
        text.lines().next()?.parse::<u16>().ok()
    })
    .await;
    let Some(port) = port else {
        panic!("Chromium did not start; it said:\n{}", chromium.output());
    };
    format!("127.0.0.1:{port}")
}

/// From `ChromeDriver was started successfully on port 41234.`
fn driver_port(output: &str) -> Option<u16> {
    let line = output
        .lines()
        .find(|line| line.contains("started successfully on port"))?;
    line.trim_end_matches('.').rsplit(' ').next()?.parse().ok()
}

fn program(variable: &str, name: &str) -> PathBuf {
    env::var_os(variable).unwrap_or_else(|| name.into()).into()
}
