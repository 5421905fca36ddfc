//! `timetrakr payroll`: holds the pay rules against cases in files.

#[cfg(test)]
mod pages;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Subcommand};
use domain::payroll::Policy;
use interchange::payroll::{Fault, cases, policy};

pub(crate) const EXAMPLES: &str = "\
A case states work, pay and the figures that they come to; docs/payroll/cases.md has the form.
Prints a line for each case, the figures that differ, and how many passed; exits 1 when a figure
differs or a file cannot be read.

Examples:
  timetrakr payroll check our-accountants-examples.toml
  timetrakr payroll check --policies config/payroll cases/*.toml";

/// What `timetrakr payroll` is told.
#[derive(Debug, Args)]
pub(crate) struct PayrollArguments {
    #[command(subcommand)]
    command: PayrollCommand,
}

#[derive(Debug, Subcommand)]
enum PayrollCommand {
    /// Calculate the cases of files and compare them with the figures that they expect.
    #[command(after_help = EXAMPLES)]
    Check(CheckOptions),
}

#[derive(Debug, Args)]
struct CheckOptions {
    /// The files with cases.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// The folder with the firm's own policies, by the names that cases give as rules.
    #[arg(long, value_name = "FOLDER", default_value = "config/payroll")]
    policies: PathBuf,
}

pub(crate) fn run(arguments: &PayrollArguments) -> Result<ExitCode> {
    match &arguments.command {
        PayrollCommand::Check(options) => check(options),
    }
}

/// What became of the cases.
#[derive(Default)]
struct Tally {
    passed: usize,
    failed: usize,
}

fn check(options: &CheckOptions) -> Result<ExitCode> {
    let mut out = std::io::stdout().lock();
    let mut tally = Tally::default();
    let mut unreadable = false;
    for file in &options.files {
        if let Err(error) = check_file(file, &options.policies, &mut tally, &mut out)? {
            unreadable = true;
            writeln!(out, "unreadable  {}: {error:#}", file.display())?;
        }
    }
    writeln!(out, "{} passed, {} failed", tally.passed, tally.failed)?;
    Ok(ExitCode::from(u8::from(unreadable || tally.failed > 0)))
}

/// Checks one file. The outer error is that nothing can be printed, the inner one the file's.
fn check_file(
    file: &Path,
    policies: &Path,
    tally: &mut Tally,
    out: &mut impl Write,
) -> Result<Result<()>> {
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) => return Ok(Err(error.into())),
    };
    let cases = match cases(&text, &|name| find_policy(policies, name)) {
        Ok(file) => file.cases,
        Err(fault) => return Ok(Err(fault.into())),
    };
    for case in cases {
        let (source, differences) = match case {
            Ok(case) => {
                let differences = case.differences();
                (
                    case.source,
                    differences.iter().map(ToString::to_string).collect(),
                )
            }
            Err(case) => (case.source, vec![case.fault.to_string()]),
        };
        if differences.is_empty() {
            tally.passed += 1;
            writeln!(out, "ok  {source}")?;
            continue;
        }
        tally.failed += 1;
        writeln!(out, "differs  {source}")?;
        for difference in differences {
            writeln!(out, "    {difference}")?;
        }
    }
    Ok(Ok(()))
}

/// The policy of a name in the folder. A name with a path or ending is taken for its last part.
fn find_policy(folder: &Path, name: &str) -> Option<Result<Policy, Fault>> {
    let stem = Path::new(name).file_stem()?;
    let text = fs::read_to_string(folder.join(stem).with_extension("toml")).ok()?;
    Some(policy::policy(&text))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is printed for a file, and whether all of it is in order.
    fn checked(text: &str) -> (String, bool) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("cases.toml");
        fs::write(&file, text).unwrap();
        let (mut out, mut tally) = (Vec::new(), Tally::default());
        let read = check_file(&file, folder.path(), &mut tally, &mut out).unwrap();
        (
            String::from_utf8(out).unwrap(),
            read.is_ok() && tally.failed == 0,
        )
    }

    const CASE: &str = r#"
[[case]]
source = "29 CFR 778.110(a)"
rules = "us-flsa"
work = [{ day = "2026-03-02", hours = "46", rate = "12.00" }]
expect = { regular_hours = "40", overtime_hours = 6, gross = 588.00 }
"#;

    #[test]
    fn a_case_whose_figures_agree_is_ok() {
        assert_eq!(checked(CASE), ("ok  29 CFR 778.110(a)\n".to_owned(), true));
    }

    #[test]
    fn a_figure_that_differs_has_a_line_of_its_own() {
        let (printed, fine) = checked(&CASE.replace("588.00", "589.00"));
        assert_eq!(
            printed,
            "differs  29 CFR 778.110(a)\n    gross: expected 589.00, ours 588.00\n"
        );
        assert!(!fine);
    }

    #[test]
    fn a_case_that_cannot_be_read_fails_with_line_and_field() {
        let (printed, fine) = checked(&CASE.replace("hours = \"46\"", "ours = \"46\""));
        assert!(
            printed.contains("    line 5: case.work.ours is not known here"),
            "{printed}"
        );
        assert!(!fine);
        assert!(!checked("[[case]\n").1);
    }
}
