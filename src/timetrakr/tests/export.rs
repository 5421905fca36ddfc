//! `timetrakr export` as a person types it: the same file with and without a running server.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

const COMPANY: &str = "Harbor & Pine Builders";

fn timetrakr(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_timetrakr"));
    command.args(arguments);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("TIMETRAKR_")) {
        command.env_remove(name);
    }
    command
}

fn export(folder: &Path, more: &[&str]) -> Output {
    let data = folder.to_str().unwrap();
    let mut command = timetrakr(&["export", "--data", data, "--from", "2000-01-01"]);
    command
        .args(["--to", "2099-12-31"])
        .args(more)
        .output()
        .unwrap()
}

#[track_caller]
fn refused(output: &Output, says: &str) {
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains(says), "{said}");
    assert!(output.stdout.is_empty());
}

/// A server that is killed when the test is over.
struct Serving(Child);

impl Serving {
    fn start(folder: &Path) -> Self {
        let data = folder.to_str().unwrap();
        // A port that was free a moment ago.
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        drop(listener);
        let mut command = timetrakr(&["serve", "--data", data, "--listen", &address]);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let serving = Self(child);
        for line in lines {
            if line.unwrap().starts_with("TimeTrakr is at ") {
                return serving;
            }
        }
        panic!("the server ended before it said where it is");
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ended_already = self.0.kill();
        let _reaped = self.0.wait();
    }
}

#[test]
fn the_same_csv_comes_out_with_and_without_a_running_server() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    assert!(
        timetrakr(&["demo", "--data", data])
            .output()
            .unwrap()
            .status
            .success()
    );
    // What runs grows with the clock: only what has ended is compared.
    let wanted = [
        "--company",
        COMPANY,
        "--format",
        "csv",
        "--columns",
        "employee,work_date,start",
    ];
    let here = export(folder.path(), &wanted);
    assert!(here.status.success(), "{here:?}");
    let text = String::from_utf8(here.stdout.clone()).unwrap();
    assert!(text.starts_with("Employee,Work date,Start\r\n"), "{text}");
    assert!(text.lines().count() > 100, "{}", text.lines().count());
    let name = text
        .lines()
        .nth(1)
        .unwrap()
        .split(',')
        .next()
        .unwrap()
        .to_owned();

    let out = folder.path().join("march.pdf");
    let serving = Serving::start(folder.path());
    let there = export(folder.path(), &wanted);
    assert!(there.status.success(), "{there:?}");
    assert_eq!(there.stdout, here.stdout);
    let own = export(
        folder.path(),
        &[&wanted[..], &["--employee", &name.to_uppercase()]].concat(),
    );
    let own = String::from_utf8(own.stdout).unwrap();
    assert!(
        own.lines().skip(1).all(|line| line.starts_with(&name)),
        "{own}"
    );
    let file = [
        "--company",
        COMPANY,
        "--format",
        "pdf",
        "--employee",
        &name,
        "-o",
    ];
    let written = export(
        folder.path(),
        &[&file[..], &[out.to_str().unwrap()]].concat(),
    );
    assert!(
        written.status.success() && written.stdout.is_empty(),
        "{written:?}"
    );
    assert!(std::fs::read(&out).unwrap().starts_with(b"%PDF-"));

    let named = |name| export(folder.path(), &["--format", "csv", "--company", name]);
    refused(
        &named("Nobody"),
        "there is no company called \"Nobody\"; there is \"",
    );
    let job = ["--company", COMPANY, "--format", "csv", "--job", "Atlantis"];
    refused(
        &export(folder.path(), &job),
        "there is no job called \"Atlantis\"",
    );
    drop(serving);
    refused(
        &export(folder.path(), &job),
        "there is no job called \"Atlantis\"",
    );
}

#[test]
fn what_cannot_be_exported_is_said_and_makes_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let wanted = ["--company", COMPANY, "--format", "csv"];
    refused(&export(folder.path(), &wanted), "is empty");
    refused(
        &export(&folder.path().join("none"), &wanted),
        "there is no data folder",
    );
    refused(
        &export(folder.path(), &["--company", COMPANY, "--format", "doc"]),
        "csv",
    );
    let columns = ["--company", COMPANY, "--format", "csv", "--columns", "wage"];
    refused(&export(folder.path(), &columns), "wage");
}
