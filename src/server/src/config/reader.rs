//! Brings the sources together: the strongest value of each setting with its place, read once
//! by the concern it belongs to. Problems are collected, not returned at the first.

use std::collections::BTreeMap;

use super::problem::{ConfigErrors, Place, Problem};
use super::settings::{CONFIG_VARIABLE, Kind, SETTINGS, Setting, VARIABLE_PREFIX, named};
use super::{Sources, file};

struct Given {
    values: Vec<String>,
    place: Place,
}

/// The settings as given, and what was found wrong with them.
pub(super) struct Reader {
    given: BTreeMap<&'static str, Given>,
    problems: Vec<Problem>,
}

impl Reader {
    pub(super) fn new(sources: &Sources) -> Self {
        let mut reader = Self {
            given: BTreeMap::new(),
            problems: Vec::new(),
        };
        if let Some(file) = &sources.file {
            match file::read(file) {
                Ok(found) => found
                    .into_iter()
                    .for_each(|written| reader.add_written(written)),
                Err(problem) => reader.problems.push(problem),
            }
        }
        for (name, value) in &sources.variables {
            reader.add_variable(name, value);
        }
        reader.add_flags(&sources.flags);
        reader
    }

    /// The one value of a setting, or its default; `None` when there is neither, or when the
    /// value was refused.
    pub(super) fn one<T>(
        &mut self,
        name: &'static str,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Option<T> {
        let (value, place) = match self.given.get(name) {
            Some(given) => (
                given.values.first().cloned().unwrap_or_default(),
                given.place.clone(),
            ),
            None => (setting(name).default?.to_owned(), Place::Unset),
        };
        match parse(&value) {
            Ok(parsed) => Some(parsed),
            Err(why) => {
                self.refuse_at(name, place, describe(setting(name), &value, &why));
                None
            }
        }
    }

    /// All values of a list, or its default. Refused values are left out.
    pub(super) fn list<T>(
        &mut self,
        name: &'static str,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Vec<T> {
        let (values, place) = match self.given.get(name) {
            Some(given) => (given.values.clone(), given.place.clone()),
            None => (
                setting(name)
                    .default
                    .into_iter()
                    .map(str::to_owned)
                    .collect(),
                Place::Unset,
            ),
        };
        let mut parsed = Vec::with_capacity(values.len());
        for value in values {
            match parse(&value) {
                Ok(item) => parsed.push(item),
                Err(why) => {
                    let message = describe(setting(name), &value, &why);
                    self.refuse_at(name, place.clone(), message);
                }
            }
        }
        parsed
    }

    /// Whether anybody set it.
    pub(super) fn is_given(&self, name: &str) -> bool {
        self.given.contains_key(name)
    }

    /// Notes that the setting's value cannot be used.
    pub(super) fn refuse(&mut self, name: &'static str, message: impl Into<String>) {
        let place = self
            .given
            .get(name)
            .map_or(Place::Unset, |given| given.place.clone());
        self.refuse_at(name, place, message.into());
    }

    /// The problems, if there were any.
    pub(super) fn finish(self) -> Result<(), ConfigErrors> {
        if self.problems.is_empty() {
            Ok(())
        } else {
            Err(ConfigErrors(self.problems))
        }
    }

    fn refuse_at(&mut self, name: &'static str, place: Place, message: String) {
        let allowed = setting(name).allowed.to_owned();
        self.problems.push(Problem {
            setting: name.to_owned(),
            place,
            message,
            allowed,
        });
    }

    fn add_written(&mut self, written: file::Written) {
        let Some(setting) = named(&written.name) else {
            self.unknown(&written.name, written.place);
            return;
        };
        if written.list && setting.kind != Kind::List {
            let message = "it takes one value, not a list".to_owned();
            self.refuse_at(setting.name, written.place, message);
            return;
        }
        self.given.insert(
            setting.name,
            Given {
                values: written.values,
                place: written.place,
            },
        );
    }

    /// An empty variable counts as not set: containers pass them for settings left blank.
    fn add_variable(&mut self, variable: &str, value: &str) {
        if !variable.starts_with(VARIABLE_PREFIX) || variable == CONFIG_VARIABLE || value.is_empty()
        {
            return;
        }
        let place = Place::Variable(variable.to_owned());
        let Some(setting) = SETTINGS
            .iter()
            .find(|setting| setting.variable() == variable)
        else {
            let name = variable.trim_start_matches(VARIABLE_PREFIX).to_lowercase();
            self.unknown(&name, place);
            return;
        };
        let values = match setting.kind {
            Kind::List => value
                .split(',')
                .map(|part| part.trim().to_owned())
                .collect(),
            Kind::One | Kind::Switch | Kind::Secret => vec![value.to_owned()],
        };
        self.given.insert(setting.name, Given { values, place });
    }

    fn add_flags(&mut self, flags: &[(String, String)]) {
        let mut by_name = BTreeMap::<&str, Vec<String>>::new();
        for (name, value) in flags {
            by_name.entry(name).or_default().push(value.clone());
        }
        for (name, values) in by_name {
            let Some(setting) = named(name) else {
                self.unknown(name, Place::Flag(format!("--{name}")));
                continue;
            };
            let place = Place::Flag(format!("--{}", setting.flag().unwrap_or_default()));
            let values = match setting.kind {
                Kind::List => values
                    .iter()
                    .flat_map(|value| value.split(','))
                    .map(|part| part.trim().to_owned())
                    .collect(),
                Kind::One | Kind::Switch | Kind::Secret => values,
            };
            self.given.insert(setting.name, Given { values, place });
        }
    }

    fn unknown(&mut self, name: &str, place: Place) {
        let table = name.split(['.', '_']).next().unwrap_or_default();
        let same_table: Vec<_> = SETTINGS
            .iter()
            .map(|setting| setting.name)
            .filter(|other| {
                other
                    .split_once('.')
                    .is_some_and(|(other, _)| other == table)
            })
            .collect();
        let names = match same_table.is_empty() {
            true => SETTINGS.iter().map(|setting| setting.name).collect(),
            false => same_table,
        };
        let message = "there is no such setting".to_owned();
        let (setting, allowed) = (name.to_owned(), names.join(", "));
        self.problems.push(Problem {
            setting,
            place,
            message,
            allowed,
        });
    }
}

fn describe(setting: &Setting, value: &str, why: &str) -> String {
    match setting.kind {
        Kind::Secret => why.to_owned(),
        Kind::One | Kind::Switch | Kind::List => format!("{value:?} cannot be used: {why}"),
    }
}

fn setting(name: &str) -> &'static Setting {
    named(name).expect("invariant: a setting that is read is in the table")
}
