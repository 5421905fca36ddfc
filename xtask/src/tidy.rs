//! `cargo xtask tidy`: the house rules that a compiler does not know, held against the code.
//!
//! Each rule is a function that returns what it found; nothing here changes a file.

mod arrows;
mod map;
mod sources;

use anyhow::{Result, bail};

use crate::{say, workspace::Workspace};

/// Prints what is out of order.
///
/// # Errors
/// When anything is.
pub fn report(workspace: &Workspace) -> Result<()> {
    let findings = findings(workspace)?;
    for finding in &findings {
        say::line(finding);
    }
    if findings.is_empty() {
        say::line("the house is tidy");
        return Ok(());
    }
    bail!("{} things are out of order", findings.len());
}

/// All findings, one line each.
///
/// # Errors
/// When the project cannot be read.
pub fn findings(workspace: &Workspace) -> Result<Vec<String>> {
    let mut findings = arrows::findings(&workspace.metadata)?;
    findings.extend(sources::findings(&workspace.root)?);
    findings.extend(map::findings(&workspace.root)?);
    Ok(findings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_house_is_tidy() {
        let workspace = Workspace::find().unwrap();
        let findings = findings(&workspace).unwrap();
        assert!(findings.is_empty(), "\n{}", findings.join("\n"));
    }
}
