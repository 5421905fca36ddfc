//! The configuration file: TOML, flattened into names and values that know their line.

use toml::de::{DeTable, DeValue};

use super::problem::{Place, Problem};
use super::{ConfigFile, settings};

/// A value as it was written, by the full name of its setting.
#[derive(Debug)]
pub(super) struct Written {
    /// The name: `smtp.host`.
    pub(super) name: String,
    /// One value, or the elements of a list.
    pub(super) values: Vec<String>,
    /// Whether it was written as a list.
    pub(super) list: bool,
    /// Where.
    pub(super) place: Place,
}

/// Every value of the file.
pub(super) fn read(file: &ConfigFile) -> Result<Vec<Written>, Problem> {
    let table = DeTable::parse(&file.text).map_err(|error| Problem {
        setting: String::new(),
        place: place(file, error.span().map_or(0, |span| span.start)),
        message: error.message().to_owned(),
        allowed: "TOML: one `name = value` a line, under its [table]".to_owned(),
    })?;
    let mut found = Vec::new();
    flatten(file, "", table.get_ref(), &mut found)?;
    Ok(found)
}

fn flatten(
    file: &ConfigFile,
    prefix: &str,
    table: &DeTable<'_>,
    found: &mut Vec<Written>,
) -> Result<(), Problem> {
    for (key, value) in table {
        let name = match prefix {
            "" => key.get_ref().to_string(),
            prefix => format!("{prefix}.{}", key.get_ref()),
        };
        let place = place(file, key.span().start);
        let known_table = settings::SETTINGS.iter().any(|setting| {
            setting
                .name
                .strip_prefix(&name)
                .is_some_and(|rest| rest.starts_with('.'))
        });
        match value.get_ref() {
            DeValue::Table(inner) if known_table => flatten(file, &name, inner, found)?,
            // An unknown table is reported once, by its own name.
            DeValue::Table(_) => found.push(Written {
                name,
                values: Vec::new(),
                list: false,
                place,
            }),
            DeValue::Array(elements) => {
                let values = elements
                    .iter()
                    .map(|element| scalar(&name, &place, element.get_ref()))
                    .collect::<Result<_, _>>()?;
                found.push(Written {
                    name,
                    values,
                    list: true,
                    place,
                });
            }
            value => {
                let values = vec![scalar(&name, &place, value)?];
                found.push(Written {
                    name,
                    values,
                    list: false,
                    place,
                });
            }
        }
    }
    Ok(())
}

fn scalar(name: &str, place: &Place, value: &DeValue<'_>) -> Result<String, Problem> {
    match value {
        DeValue::String(text) => Ok(text.to_string()),
        DeValue::Integer(number) => Ok(number.to_string()),
        DeValue::Float(number) => Ok(number.to_string()),
        DeValue::Boolean(truth) => Ok(truth.to_string()),
        DeValue::Datetime(_) | DeValue::Array(_) | DeValue::Table(_) => Err(Problem {
            setting: name.to_owned(),
            place: place.clone(),
            message: format!("a {} cannot stand here", value.type_str()),
            allowed: settings::named(name).map_or_else(String::new, |s| s.allowed.to_owned()),
        }),
    }
}

fn place(file: &ConfigFile, offset: usize) -> Place {
    let before = file.text.as_bytes().iter().take(offset);
    let line = before.filter(|byte| **byte == b'\n').count() + 1;
    Place::File {
        path: file.path.clone(),
        line,
    }
}
