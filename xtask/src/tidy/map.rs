//! docs/ARCHITECTURE.md names only what exists: every path in backticks leads somewhere.

use std::{fs, path::Path};

use anyhow::Result;

const MAP: &str = "docs/ARCHITECTURE.md";

/// A backticked word that starts so is a path of the project.
const TOPS: [&str; 11] = [
    "src/",
    "ui/",
    "xtask/",
    "assets/",
    "tests/",
    "docs/",
    "config/",
    "packaging/",
    "benches/",
    ".ci/",
    ".cargo/",
];

/// A backticked word without a folder that ends so is a file of the root.
const ENDS: [&str; 2] = [".toml", ".md"];

/// Checks the map. Before there is one, nothing is out of order.
///
/// # Errors
/// When the map cannot be read.
pub fn findings(root: &Path) -> Result<Vec<String>> {
    let path = root.join(MAP);
    if !path.is_file() {
        return Ok(vec![format!("{MAP} is missing")]);
    }
    let text = fs::read_to_string(path)?;
    let missing = named_paths(&text)
        .into_iter()
        .filter(|path| !exists(root, path));
    Ok(missing
        .map(|path| format!("{MAP} names {path}, which does not exist"))
        .collect())
}

/// What a build makes is named too; it is not there in a fresh clone.
fn exists(root: &Path, path: &str) -> bool {
    path.starts_with("ui/dist/") || root.join(path).exists()
}

fn named_paths(text: &str) -> Vec<String> {
    let mut paths = Vec::new();
    let mut fenced = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if !fenced {
            // Between backticks stands every second piece.
            paths.extend(line.split('`').skip(1).step_by(2).filter_map(as_path));
        }
    }
    paths
}

fn as_path(word: &str) -> Option<String> {
    let plain = !word.contains(|c: char| c.is_whitespace() || "{}*<>()$".contains(c));
    let below = TOPS.iter().any(|top| word.starts_with(top));
    let in_root = !word.contains('/') && ENDS.iter().any(|end| word.ends_with(end));
    let file = word.split(':').next().unwrap_or(word);
    (plain && (below || in_root)).then(|| file.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_what_stands_in_backticks_and_looks_like_one() {
        let text = "See `src/a.rs:12`, `decide()`, `Cargo.toml` and `ui/src/`.\n\
                    ```\n`src/in_a_fence.rs`\n```\nNot src/plain.rs or `src/*/mod.rs`.\n";
        assert_eq!(named_paths(text), ["src/a.rs", "Cargo.toml", "ui/src/"]);
    }

    #[test]
    fn a_path_that_is_not_there_is_found() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        assert!(exists(root, "src/main.rs"));
        assert!(!exists(root, "src/nowhere.rs"));
    }
}
