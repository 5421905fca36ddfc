//! `timetrakr evidence verify` as a stranger runs it: with a file and nothing else.

use std::process::{Command, Output};

const GOLDEN: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../oplog/tests/golden/evidence-1.ttevidence"
);

fn verify(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_timetrakr"))
        .args(["evidence", "verify"])
        .args(arguments)
        .output()
        .expect("the binary runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_sound_pack_is_told_statement_by_statement() {
    let output = verify(&[GOLDEN]);
    let told = text(&output.stdout);
    assert!(output.status.success(), "{told}");
    for line in [
        "Ana, Reyes Framing",
        "clocked in",
        "clocked out",
        "through Ana's phone: counts",
        "Everything holds.",
    ] {
        assert!(told.contains(line), "{line:?} is missing:\n{told}");
    }
    let json: serde_json::Value =
        serde_json::from_slice(&verify(&["--json", GOLDEN]).stdout).expect("JSON");
    assert_eq!(json["sound"], true);
    assert_eq!(json["statements"].as_array().map(Vec::len), Some(2));
    assert_eq!(json["kept_as_digests"], 1);
}

#[test]
fn a_pack_that_was_changed_or_is_none_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut bytes = std::fs::read(GOLDEN).expect("the golden pack");
    // A byte of the signature over the file.
    bytes[20] ^= 1;
    let changed = folder.path().join("changed.ttevidence");
    std::fs::write(&changed, bytes).expect("written");
    let output = verify(&[changed.to_str().expect("a path")]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("PROBLEM: the file is not as the server signed it"));
    let other = folder.path().join("other.zip");
    std::fs::write(&other, b"PK").expect("written");
    let output = verify(&[other.to_str().expect("a path")]);
    assert!(!output.status.success());
    assert!(text(&output.stderr).contains("no evidence pack"));
}
