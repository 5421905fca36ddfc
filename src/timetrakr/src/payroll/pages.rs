//! The pages of `docs/payroll` say what the rules' own files say. `WRITE_DOCS=1 cargo test
//! -p timetrakr pages` writes them anew.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The words on top of a rule's file.
fn page(source: &str, name: &str) -> String {
    let words = source.lines().map_while(|line| line.strip_prefix("//!"));
    let words: Vec<&str> = words
        .map(|line| line.strip_prefix(' ').unwrap_or(line))
        .collect();
    format!(
        "{}\n\n---\nWritten from `src/domain/src/payroll/rules/{name}.rs`, where the example is a test.\n",
        words.join("\n")
    )
}

#[test]
fn every_rule_has_its_page() {
    let folder = root().join("src/domain/src/payroll/rules");
    let mut rules = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let file = entry.unwrap().path();
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let expect = page(&fs::read_to_string(&file).unwrap(), &name);
        for part in ["**What it says.**", "**Source.**", "**Example"] {
            assert!(expect.contains(part), "{name} lacks {part}");
        }
        let written = root().join("docs/payroll").join(&name).with_extension("md");
        if std::env::var_os("WRITE_DOCS").is_some() {
            fs::write(&written, &expect).unwrap();
        }
        let found = fs::read_to_string(&written).unwrap_or_default();
        assert!(
            found == expect,
            "docs/payroll/{name}.md is old; write it anew with WRITE_DOCS=1"
        );
        rules += 1;
    }
    assert_eq!(rules, 6);
}
