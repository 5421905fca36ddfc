//! The page of settings for operators, made from the table of settings.

use std::fmt::Write;

use super::settings::{Kind, SETTINGS, Setting};

const INTRODUCTION: &str = "\
# Settings

`timetrakr serve` takes each setting from a flag, else from an environment variable, else from
the file that `--config FILE` (or `TIMETRAKR_CONFIG`) names, else from its default. An unknown
setting or a value that is not allowed stops the start, with the setting's name, its place and
what is allowed. An environment variable that is empty counts as not set. Several values of a
list are separated by commas in the environment; in the file they are a TOML list.

`config/timetrakr.example.toml` is a complete file to start from.
";

/// The page, in Markdown.
pub fn reference() -> String {
    let mut page = INTRODUCTION.to_owned();
    for setting in SETTINGS {
        write_setting(&mut page, setting).expect("invariant: a string can be written to");
    }
    page
}

fn write_setting(page: &mut String, setting: &Setting) -> std::fmt::Result {
    write!(page, "\n## `{}`\n\n{}\n\n", setting.name, setting.about)?;
    writeln!(page, "- Allowed: {}", setting.allowed)?;
    match setting.default {
        Some(default) => writeln!(page, "- Default: `{default}`")?,
        None => writeln!(page, "- Default: {}", setting.default_text())?,
    }
    writeln!(page, "- Variable: `{}`", setting.variable())?;
    match (setting.flag(), setting.kind) {
        (Some(flag), Kind::Switch) => writeln!(page, "- Flag: `--{flag}`")?,
        (Some(flag), Kind::List) => {
            writeln!(
                page,
                "- Flag: `--{flag} {}`, as often as needed",
                setting.placeholder
            )?;
        }
        (Some(flag), Kind::One | Kind::Secret) => {
            writeln!(page, "- Flag: `--{flag} {}`", setting.placeholder)?;
        }
        (None, _) => writeln!(page, "- Flag: none")?,
    }
    Ok(())
}
