//! Rules on the Rust files themselves: a word on top of each, none too long, the pure crates' bans,
//! and `bincode` named in one place.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use super::arrows::PURE;

const LINES_MAX: usize = 600;

/// Folders with Rust files of ours.
const FOLDERS: [&str; 4] = ["src", "ui/src", "xtask/src", "tests"];

/// What the `clippy.toml` of each pure crate must ban: the ambient clock, entropy and world.
const AMBIENT: [&str; 9] = [
    "std::time::SystemTime::now",
    "std::time::Instant::now",
    "jiff::Timestamp::now",
    "jiff::Zoned::now",
    "uuid::Uuid::new_v4",
    "uuid::Uuid::now_v7",
    "std::env::var",
    "std::fs::read",
    "std::thread::spawn",
];

/// Reads every file once and judges it.
///
/// # Errors
/// When a file cannot be read.
pub fn findings(root: &Path) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    for file in rust_files(root)? {
        let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
        let name = file
            .strip_prefix(root)
            .unwrap_or(&file)
            .display()
            .to_string();
        findings.extend(judge(&name, &text));
    }
    for name in PURE {
        let path = format!("src/{name}/clippy.toml");
        let text = fs::read_to_string(root.join(&path)).unwrap_or_default();
        for ban in AMBIENT {
            if !text.contains(&format!("\"{ban}\"")) {
                findings.push(format!("{path} does not ban {ban}"));
            }
        }
    }
    Ok(findings)
}

/// Every Rust file of the project, in order.
///
/// # Errors
/// When a folder cannot be read.
fn rust_files(root: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for folder in FOLDERS {
        collect(&root.join(folder), &mut files)?;
    }
    files.sort();
    Ok(files)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    Ok(())
}

fn judge(name: &str, text: &str) -> Vec<String> {
    let mut findings = Vec::new();
    let first = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    if !first.starts_with("//!") {
        findings.push(format!("{name} does not say on top (//!) what it owns"));
    }
    let lines = text.lines().count();
    if lines > LINES_MAX {
        findings.push(format!(
            "{name} has {lines} lines, more than {LINES_MAX}: split it"
        ));
    }
    let in_codec = name.starts_with("src/oplog/src/codec") || name.starts_with("xtask/");
    if !in_codec
        && text
            .lines()
            .any(|line| line.contains("bincode::") && !is_comment(line))
    {
        findings.push(format!(
            "{name} names bincode, which belongs to oplog's codec alone"
        ));
    }
    findings
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with("//")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, text: &str, expect: &[&str]) {
        assert_eq!(judge(name, text), expect);
    }

    #[test]
    fn a_file_says_on_top_what_it_owns() {
        check("src/a.rs", "//! Owns a.\n", &[]);
        check(
            "src/a.rs",
            "use std::fs;\n",
            &["src/a.rs does not say on top (//!) what it owns"],
        );
    }

    #[test]
    fn a_file_of_over_600_lines_is_to_be_split() {
        let text = format!("//! Long.\n{}", "\n".repeat(LINES_MAX));
        check(
            "src/a.rs",
            &text,
            &["src/a.rs has 601 lines, more than 600: split it"],
        );
    }

    #[test]
    fn bincode_is_named_in_the_codec_alone() {
        let text = "//! Codes.\nuse bincode::config;\n";
        check("src/oplog/src/codec.rs", text, &[]);
        check(
            "src/oplog/src/v1.rs",
            text,
            &["src/oplog/src/v1.rs names bincode, which belongs to oplog's codec alone"],
        );
    }
}
