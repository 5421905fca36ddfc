//! The cases of `tests/payroll`: published examples and what follows from the cited rules, held
//! against the pay rules. `timetrakr payroll check` runs the same files.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use interchange::payroll::{CaseFile, cases, policy};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(file: &Path) -> CaseFile {
    let text = fs::read_to_string(file).unwrap();
    let find = |name: &str| {
        let own = root()
            .join("config/payroll")
            .join(name)
            .with_extension("toml");
        Some(policy::policy(&fs::read_to_string(own).ok()?))
    };
    cases(&text, &find).unwrap_or_else(|fault| panic!("{}: {fault}", file.display()))
}

fn files() -> Vec<PathBuf> {
    let folder = fs::read_dir(root().join("tests/payroll")).unwrap();
    let mut files: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| {
        file.extension()
            .is_some_and(|extension| extension == "toml")
    });
    files.sort();
    files
}

#[test]
fn every_case_comes_to_its_figures() {
    let (mut sources, mut failures) = (Vec::new(), Vec::new());
    for file in files() {
        for case in read(&file).cases {
            let (source, differences) = match case {
                Ok(case) => {
                    let differences: Vec<String> =
                        case.differences().iter().map(ToString::to_string).collect();
                    (case.source, differences)
                }
                Err(case) => (case.source, vec![case.fault.to_string()]),
            };
            if !differences.is_empty() {
                failures.push(format!("{source}\n    {}", differences.join("\n    ")));
            }
            sources.push(source);
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(sources.len() >= 66, "only {} cases", sources.len());
    let distinct: BTreeSet<&String> = sources.iter().collect();
    assert_eq!(distinct.len(), sources.len(), "two cases have one name");
}
