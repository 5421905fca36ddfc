//! `timetrakr import` as an operator runs it: what it prints, how it ends, and what it writes.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use serde_json::{Value, json};

const TABLE: &str = "User,Email,Client,Project,Task,Description,Start date,Start time,End date,\
    End time,Duration\n\
    Ana Ruiz,ana@example.com,Miller,House,Framing,,2025-03-10,08:00:00,2025-03-10,12:00:00,4:00\n\
    Ben Ward,ben@example.com,Miller,House,,,2025-03-10,08:00:00,2025-03-10,16:30:00,8:30\n\
    Ben Ward,ben@example.com,Miller,House,,,2025-15-10,08:00:00,2025-03-10,16:30:00,8:30\n";

fn timetrakr(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_timetrakr"));
    command.args(arguments);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("TIMETRAKR_")) {
        command.env_remove(name);
    }
    command
}

/// A folder with a file of hours, and where the data is to be.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("hours.csv"), TABLE).unwrap();
        Self { folder }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    fn import(&self, flags: &[&str]) -> Output {
        let (file, data) = (self.path("hours.csv"), self.path("data"));
        let own = [
            "import",
            &file,
            "--data",
            &data,
            "--company",
            "Reyes Framing",
        ];
        timetrakr(&own).args(flags).output().unwrap()
    }

    /// The one object that it prints, and whether it ended well.
    #[track_caller]
    fn json(&self, flags: &[&str]) -> (Value, bool) {
        let output = self.import(&[&["--json"], flags].concat());
        let text = String::from_utf8(output.stdout).unwrap();
        assert_eq!(text.lines().count(), 1, "{text}");
        (
            serde_json::from_str(&text).unwrap(),
            output.status.success(),
        )
    }
}

#[track_caller]
fn check(done: &(Value, bool), entries: u64, duplicates: u64, people: u64) {
    let (found, well) = done;
    let expect = json!({
        "rows": 3, "entries": entries, "duplicates": duplicates, "rejected": 1,
        "employees": people, "jobs": u64::from(people > 0),
        "seconds": if entries > 0 { 45_000 } else { 0 },
    });
    for (name, value) in expect.as_object().unwrap() {
        let is = match name.as_str() {
            "rejected" => json!(found["rejected"].as_array().unwrap().len()),
            name => found[name].clone(),
        };
        assert_eq!(is, *value, "{name} of {found}");
    }
    assert_eq!(found["rejected"][0]["line"], 4);
    assert_eq!(found["rejected"][0]["reason"], "2025-15-10 is not a date");
    assert_eq!(*well, entries > 0);
}

#[test]
fn a_dry_run_counts_and_writes_nothing_at_all() {
    let desk = Desk::new();
    check(&desk.json(&["--dry-run"]), 2, 0, 2);
    assert!(!Path::new(&desk.path("data")).exists());
    check(&desk.json(&[]), 2, 0, 2);
    check(&desk.json(&["--dry-run"]), 0, 2, 0);
}

#[test]
fn the_same_file_again_adds_nothing_and_says_so() {
    let desk = Desk::new();
    let first = desk.import(&["--zone", "America/Denver"]);
    let said = String::from_utf8_lossy(&first.stdout).into_owned();
    assert!(first.status.success(), "{said}");
    assert!(
        said.contains("12:30  hours worked") && said.ends_with("Imported.\n"),
        "{said}"
    );
    assert!(said.contains("line 4: 2025-15-10 is not a date"), "{said}");
    let (again, well) = desk.json(&[]);
    assert_eq!(
        (&again["duplicates"], &again["zone"]),
        (&json!(2), &json!("America/Denver"))
    );
    assert!(!well);
}

#[test]
fn what_cannot_be_read_is_an_object_and_a_message_and_makes_nothing() {
    let desk = Desk::new();
    for (bytes, reason) in [
        (
            &b"\x00\x01\x02\xff\xfe"[..],
            "neither text nor an Excel workbook",
        ),
        (b"", "empty"),
        (b"a,b\n1,2\n", "column of the employee"),
    ] {
        std::fs::write(desk.path("hours.csv"), bytes).unwrap();
        let (found, well) = desk.json(&[]);
        assert!(!well);
        assert_eq!((&found["rows"], &found["entries"]), (&json!(0), &json!(0)));
        assert!(found["error"].as_str().unwrap().contains(reason), "{found}");
        let said = desk.import(&[]);
        assert!(said.stdout.is_empty() && !said.status.success());
        assert!(String::from_utf8_lossy(&said.stderr).contains(reason));
    }
    let wrong = desk.import(&["--zone", "Mars/Base"]);
    assert!(!wrong.status.success());
    assert!(!Path::new(&desk.path("data")).exists());
}

#[test]
fn a_name_that_no_company_can_have_is_refused_before_anything_is_made() {
    let desk = Desk::new();
    let data = desk.path("data");
    for (name, more) in [
        ("  ", "--dry-run"),
        ("  ", "--json"),
        (&"x".repeat(121), "--json"),
    ] {
        let file = desk.path("hours.csv");
        let arguments = ["import", &file, "--data", &data, "--company", name, more];
        let output = timetrakr(&arguments).output().unwrap();
        assert!(!output.status.success());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains("the name of a company must"), "{said}");
    }
    assert!(!Path::new(&data).exists());
}

/// A server that ends with the test.
struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        let _gone = self.0.kill();
        let _gone = self.0.wait();
    }
}

/// Serves the data folder; gives what it says until it is ready.
fn serve(desk: &Desk) -> (Serving, String) {
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap().to_string();
    drop(free);
    let data = desk.path("data");
    let mut child = timetrakr(&["serve", "--data", &data, "--listen", &address])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut said = String::new();
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        let line = line.unwrap();
        said += &line;
        said.push('\n');
        if line.starts_with("TimeTrakr is at") {
            break;
        }
    }
    (Serving(child), said)
}

#[test]
fn a_running_server_takes_the_file_and_still_waits_for_its_owner() {
    let desk = Desk::new();
    let (serving, said) = serve(&desk);
    assert!(said.contains("Set-up code: "), "{said}");
    check(&desk.json(&["--dry-run"]), 2, 0, 2);
    check(&desk.json(&[]), 2, 0, 2);
    check(&desk.json(&[]), 0, 2, 0);
    std::fs::write(desk.path("hours.csv"), "a,b\n1,2\n").unwrap();
    let (refused, well) = desk.json(&[]);
    assert!(!well && refused["error"].is_string(), "{refused}");
    drop(serving);
    // There is a company now, and nobody yet who owns it.
    let (_serving, said) = serve(&desk);
    assert!(said.contains("Set-up code: "), "{said}");
}
