//! The binary as an operator starts it: what it prints, how it ends and how it fails.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

fn timetrakr(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_timetrakr"));
    command.args(arguments);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("TIMETRAKR_")) {
        command.env_remove(name);
    }
    command
}

fn run(arguments: &[&str]) -> Output {
    timetrakr(arguments).output().unwrap()
}

fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// A port that was free a moment ago.
fn free_address() -> String {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .to_string()
}

/// A server that is told to end when the test is over, whatever became of it.
struct Serving {
    child: Child,
    address: String,
    facts: Vec<String>,
}

impl Serving {
    fn start(folder: &Path) -> Self {
        Self::with(folder, &[])
    }

    fn with(folder: &Path, flags: &[&str]) -> Self {
        let address = free_address();
        let data = folder.to_str().unwrap();
        let mut command = timetrakr(&["serve", "--data", data, "--listen", &address]);
        let child = command
            .args(flags)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut serving = Self {
            child,
            address,
            facts: Vec::new(),
        };
        let stdout = serving.child.stdout.take().unwrap();
        for line in BufReader::new(stdout).lines() {
            let line = line.unwrap();
            let last = line.starts_with("TimeTrakr is at ");
            serving.facts.push(line);
            if last {
                return serving;
            }
        }
        panic!("the server ended before it said where it is");
    }

    fn fact(&self, beginning: &str) -> Option<&str> {
        self.facts
            .iter()
            .find_map(|line| line.strip_prefix(beginning))
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn end(&mut self) -> std::process::ExitStatus {
        Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status()
            .unwrap();
        self.child.wait().unwrap()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ended_already = self.child.kill();
        let _reaped = self.child.wait();
    }
}

#[test]
fn a_first_start_says_where_it_is_and_shows_the_set_up_code_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Serving::start(folder.path());
    let code = server
        .fact("Set-up code: ")
        .expect("a set-up code")
        .to_owned();
    assert!(
        code.split('-').all(|part| part.len() == 4) && code.len() >= 9,
        "{code}"
    );
    let port = server.address.split_once(':').unwrap().1;
    assert_eq!(
        server.fact("TimeTrakr is at "),
        Some(format!("http://localhost:{port}").as_str())
    );
    assert!(server.get("/healthz").starts_with("HTTP/1.1 200"));
    assert!(server.get("/api/v1/setup").contains("\"needed\":true"));

    let verified = run(&["verify", "--data", folder.path().to_str().unwrap()]);
    assert!(verified.status.success(), "{}", said(&verified));
    assert!(
        said(&verified).contains("Everything is sound."),
        "{}",
        said(&verified)
    );
    assert!(server.end().success());
    assert!(!folder.path().join("control.sock").exists());
}

#[test]
fn a_demo_is_served_and_verified_with_and_without_a_server() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let made = run(&["demo", "--data", data]);
    assert!(made.status.success(), "{}", said(&made));
    assert!(said(&made).contains("Sign in as "), "{}", said(&made));
    let again = run(&["demo", "--data", data]);
    assert_eq!(again.status.code(), Some(2), "{}", said(&again));

    let mut server = Serving::start(folder.path());
    assert_eq!(server.fact("Set-up code: "), None, "there is a company");
    let through = run(&["verify", "--data", data, "--json"]);
    assert!(server.end().success());
    let by_file = run(&["verify", "--data", data, "--json"]);
    let read =
        |output: &Output| serde_json::from_slice::<serde_json::Value>(&output.stdout).unwrap();
    assert_eq!(read(&through), read(&by_file));
    assert_eq!(read(&by_file)["companies"], 1);
    assert_eq!(read(&by_file)["problems"], serde_json::json!([]));
}

#[test]
fn a_start_that_cannot_be_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    #[track_caller]
    fn refused(output: &Output, says: &[&str]) {
        assert_eq!(output.status.code(), Some(2), "{}", said(output));
        for part in says {
            assert!(
                said(output).contains(part),
                "{part} is missing in\n{}",
                said(output)
            );
        }
    }
    refused(
        &run(&["serve", "--data", data, "--listen", "0.0.0.0:8080"]),
        &["listen (flag --listen): 0.0.0.0:8080 is reached from other machines without encryption"],
    );
    refused(
        &timetrakr(&["serve", "--data", data])
            .env("TIMETRAKR_LOG_LEVEL", "info")
            .output()
            .unwrap(),
        &[
            "log_level (variable TIMETRAKR_LOG_LEVEL): there is no such setting; allowed: log.filter, log.format",
        ],
    );
    let config = folder.path().join("timetrakr.toml");
    std::fs::write(&config, "[smtp]\nport = \"many\"\n").unwrap();
    let named = format!(
        "smtp.port ({}:2): \"many\" cannot be used",
        config.display()
    );
    refused(
        &run(&["serve", "--config", config.to_str().unwrap()]),
        &[&named],
    );
    refused(
        &run(&["serve", "--config", "/nonexistent.toml"]),
        &["/nonexistent.toml cannot be read"],
    );
    let (tls, key) = (
        "--tls-certificate=/nonexistent.pem",
        "--tls-key=/nonexistent.pem",
    );
    refused(
        &run(&["serve", "--data", data, tls, key]),
        &["tls.certificate: there is no file /nonexistent.pem"],
    );
    refused(
        &run(&["verify", "--data", "/nonexistent"]),
        &["there is no data folder /nonexistent"],
    );
}

#[test]
fn help_has_examples_and_the_description_of_the_api_is_printed() {
    let help = run(&["--help"]);
    assert!(
        help.status.success()
            && said(&help).contains("timetrakr serve --data data --listen 127.0.0.1:8080")
    );
    let openapi = run(&["openapi"]);
    let document: serde_json::Value = serde_json::from_slice(&openapi.stdout).unwrap();
    assert!(document["paths"]["/api/v1/setup"].is_object());
    assert!(said(&run(&["--version"])).starts_with("timetrakr "));
}

#[track_caller]
fn succeeded(output: &Output, says: &[&str]) {
    assert!(output.status.success(), "{}", said(output));
    for part in says {
        assert!(
            said(output).contains(part),
            "{part} is missing in\n{}",
            said(output)
        );
    }
}

#[test]
fn a_running_server_is_backed_up_checked_and_restored_elsewhere() {
    let parent = tempfile::tempdir().unwrap();
    let at = |name: &str| parent.path().join(name).to_str().unwrap().to_owned();
    let (data, elsewhere, copies) = (at("data"), at("elsewhere"), at("copies"));
    std::fs::create_dir(&copies).unwrap();
    succeeded(&run(&["demo", "--data", &data]), &[]);

    let mut server = Serving::start(Path::new(&data));
    let made = run(&["backup", "--data", &data, "--to", &copies]);
    succeeded(&made, &["Backup: ", "1  companies", "It holds its key"]);
    let by_name = at("without.backup");
    let made = run(&["backup", "--data", &data, "--to", &by_name, "--without-key"]);
    succeeded(&made, &["It holds no key"]);
    let again = run(&["backup", "--data", &data, "--to", &by_name]);
    assert_eq!(again.status.code(), Some(2), "{}", said(&again));
    assert!(said(&again).contains("exists already"), "{}", said(&again));
    let in_use = run(&["compact", "--data", &data]);
    assert!(
        said(&in_use).contains("in use by another"),
        "{}",
        said(&in_use)
    );
    let held = run(&["outbox", "show", "--data", &data]);
    succeeded(&held, &["0 held back."]);
    assert!(server.end().success());

    let file = std::fs::read_dir(&copies).unwrap().next().unwrap().unwrap();
    let file = file.path().to_str().unwrap().to_owned();
    succeeded(&run(&["backup", "check", &file]), &["The backup is whole."]);
    let restored = run(&["restore", &file, "--data", &elsewhere]);
    succeeded(
        &restored,
        &["back up to journal position ", "Everything is sound."],
    );
    let again = run(&["restore", &file, "--data", &elsewhere]);
    assert!(said(&again).contains("is not empty"), "{}", said(&again));
    let counts = |data: &str| {
        let verified = run(&["verify", "--data", data, "--json"]);
        assert!(verified.status.success(), "{}", said(&verified));
        serde_json::from_slice::<serde_json::Value>(&verified.stdout).unwrap()
    };
    let (before, after) = (counts(&data), counts(&elsewhere));
    assert_eq!(
        after["ops"].as_u64(),
        before["ops"].as_u64().map(|ops| ops + 1),
        "the restore is noted"
    );
    let _server = Serving::start(Path::new(&elsewhere));

    let keyless = at("keyless");
    let missing = run(&["restore", &by_name, "--data", &keyless]);
    assert!(
        said(&missing).contains("give the master.key"),
        "{}",
        said(&missing)
    );
    let key = format!("{data}/master.key");
    let restored = run(&["restore", &by_name, "--data", &keyless, "--key", &key]);
    succeeded(&restored, &["Everything is sound."]);
    succeeded(
        &run(&["compact", "--data", &keyless]),
        &[" before, ", " rows."],
    );
    succeeded(
        &run(&["verify", "--data", &keyless]),
        &["Everything is sound."],
    );

    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&file, &bytes).unwrap();
    let damaged = run(&["backup", "check", &file]);
    assert_eq!(damaged.status.code(), Some(1));
    assert!(
        said(&damaged).contains("is damaged near byte"),
        "{}",
        said(&damaged)
    );
    let refused = run(&["restore", &file, "--data", &at("nowhere")]);
    assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
}

#[test]
fn a_server_with_a_backup_folder_makes_one_by_itself() {
    let parent = tempfile::tempdir().unwrap();
    let at = |name: &str| parent.path().join(name).to_str().unwrap().to_owned();
    let (data, copies) = (at("data"), at("copies"));
    succeeded(&run(&["demo", "--data", &data]), &[]);
    let mut server = Serving::with(Path::new(&data), &["--backup-folder", &copies]);
    let began = std::time::Instant::now();
    let file = loop {
        let found = std::fs::read_dir(&copies)
            .ok()
            .and_then(|mut names| names.next());
        let path = found.and_then(|entry| Some(entry.ok()?.path()));
        if let Some(path) = path.filter(|path| path.extension().is_some_and(|e| e == "backup")) {
            break path;
        }
        assert!(began.elapsed().as_secs() < 60, "no backup was made");
        std::thread::sleep(std::time::Duration::from_millis(50));
    };
    assert!(server.end().success());
    let checked = run(&["backup", "check", file.to_str().unwrap()]);
    succeeded(&checked, &["The backup is whole."]);
}
