//! Words and code agree: every key that the sources use exists where they can see it, in every
//! language with the same variables, and no key is left that nothing uses.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use ui::i18n::{COMMON, OFFICE, PHONE, Source};

type Messages = BTreeMap<String, BTreeSet<String>>;

/// A use of a key in the sources, with the variables it gives.
#[derive(Debug)]
struct Use {
    key: String,
    variables: BTreeSet<String>,
    file: PathBuf,
}

#[test]
fn both_languages_have_the_same_keys_and_variables() {
    for (name, source) in sources() {
        let (english, spanish) = (messages(name, source.en), messages(name, source.es));
        let keys = |messages: &Messages| messages.keys().cloned().collect::<BTreeSet<_>>();
        assert_eq!(
            keys(&english),
            keys(&spanish),
            "the keys of {name} in English and Spanish"
        );
        for (key, variables) in &english {
            assert_eq!(
                Some(variables),
                spanish.get(key),
                "the variables of {key} in {name}"
            );
        }
    }
}

#[test]
fn no_key_is_in_two_files_that_one_app_carries() {
    let common = messages("common", COMMON.en);
    for (name, source) in [("phone", &PHONE), ("office", &OFFICE)] {
        for key in messages(name, source.en).keys() {
            assert!(
                !common.contains_key(key),
                "{key} is in common and in {name}"
            );
        }
    }
}

#[test]
fn every_key_that_the_sources_use_exists_with_its_variables() {
    for (area, names) in AREAS {
        let known = names
            .iter()
            .flat_map(|name| messages(name, source(name).en));
        let known: Messages = known.collect();
        let (known_uses, missing): (Vec<Use>, Vec<Use>) = uses(area)
            .into_iter()
            .partition(|usage| known.contains_key(&usage.key));
        assert!(
            missing.is_empty(),
            "keys that are not in {names:?}: {missing:#?}"
        );
        for usage in known_uses {
            let file = usage.file.display();
            let variables = known.get(&usage.key);
            assert_eq!(
                variables,
                Some(&usage.variables),
                "variables of {} in {file}",
                usage.key
            );
        }
        for (family, file) in families(area) {
            let other = format!("{family}-other");
            assert!(
                known.contains_key(&other),
                "{} uses {family}, {other} is missing",
                file.display()
            );
        }
    }
}

#[test]
fn no_key_is_left_that_nothing_uses() {
    for (name, source) in sources() {
        let areas = AREAS.iter().filter(|(_, names)| names.contains(&name));
        let areas: Vec<&str> = areas.map(|(area, _)| *area).collect();
        let used: BTreeSet<String> = areas
            .iter()
            .flat_map(|area| uses(area))
            .map(|usage| usage.key)
            .collect();
        let families: Vec<String> = areas
            .iter()
            .flat_map(|area| families(area))
            .map(|(family, _)| family + "-")
            .collect();
        let keys = messages(name, source.en).into_keys();
        let left: Vec<String> = keys
            .filter(|key| !used.contains(key))
            .filter(|key| {
                !families
                    .iter()
                    .any(|family| key.starts_with(family.as_str()))
            })
            .collect();
        assert!(
            left.is_empty(),
            "nothing uses these keys of {name}: {left:#?}"
        );
    }
}

/// Which files the code of an area may use. `""` is the library.
const AREAS: [(&str, &[&str]); 3] = [
    ("", &["common"]),
    ("phone", &["common", "phone"]),
    ("office", &["common", "office"]),
];

fn sources() -> [(&'static str, &'static Source); 3] {
    [("common", &COMMON), ("phone", &PHONE), ("office", &OFFICE)]
}

fn source(name: &str) -> &'static Source {
    let found = sources().into_iter().find(|(own, _)| *own == name);
    found.unwrap_or_else(|| panic!("no source {name}")).1
}

fn messages(name: &str, text: &str) -> Messages {
    let resource = fluent_syntax::parser::parse(text)
        .unwrap_or_else(|(_, faults)| panic!("{name} does not parse: {faults:?}"));
    let mut messages = Messages::new();
    for entry in resource.body {
        if let Entry::Message(message) = entry {
            let mut variables = BTreeSet::new();
            let pattern = message.value.expect("every message has a value");
            collect(&pattern, &mut variables);
            let key = message.id.name.to_owned();
            assert!(
                messages.insert(key.clone(), variables).is_none(),
                "{key} twice in {name}"
            );
        }
    }
    messages
}

fn collect(pattern: &Pattern<&str>, variables: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            match expression {
                Expression::Inline(inline) => collect_inline(inline, variables),
                Expression::Select { selector, variants } => {
                    collect_inline(selector, variables);
                    variants
                        .iter()
                        .for_each(|variant| collect(&variant.value, variables));
                }
            }
        }
    }
}

fn collect_inline(inline: &InlineExpression<&str>, variables: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            variables.insert(id.name.to_owned());
        }
        InlineExpression::FunctionReference { arguments, .. } => {
            arguments
                .positional
                .iter()
                .for_each(|inner| collect_inline(inner, variables));
        }
        other => assert!(
            matches!(other, InlineExpression::StringLiteral { .. }),
            "messages use variables, functions and text alone: {other:?}"
        ),
    }
}

/// The `t!` calls in an area.
fn uses(area: &str) -> Vec<Use> {
    let mut found = Vec::new();
    for (file, text) in rust_files(area) {
        for (at, _) in text.match_indices("t!(") {
            let is_word = text[..at].chars().next_back().is_some_and(is_identifier);
            if is_word || in_comment(&text, at) {
                continue;
            }
            let call = arguments(&text[at + 3..]);
            let Some(key) = call.first().and_then(|first| literal(first)) else {
                panic!("a key is not written out in {}: {call:?}", file.display());
            };
            let variables = call[1..]
                .iter()
                .filter_map(|argument| variable(argument))
                .collect();
            found.push(Use {
                key,
                variables,
                file: file.clone(),
            });
        }
    }
    found
}

/// The families that `text_in` is asked for in an area.
fn families(area: &str) -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    for (file, text) in rust_files(area) {
        let calls = ["text_in(", "text_in_with("];
        for (at, name) in calls.iter().flat_map(|call| text.match_indices(call)) {
            let is_definition = text[..at].ends_with("fn ");
            if !is_definition && !in_comment(&text, at) {
                let call = arguments(&text[at + name.len()..]);
                let family = call.first().and_then(|first| literal(first));
                let family = family.unwrap_or_else(|| panic!("a family in {}", file.display()));
                found.push((family, file.clone()));
            }
        }
    }
    found
}

fn is_identifier(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn in_comment(text: &str, at: usize) -> bool {
    let line = text[..at].rsplit('\n').next().unwrap_or_default();
    line.trim_start().starts_with("//")
}

/// The arguments up to the closing parenthesis, split at top-level commas.
fn arguments(text: &str) -> Vec<String> {
    let (mut depth, mut quoted, mut escaped) = (0_i32, false, false);
    let mut arguments = vec![String::new()];
    for c in text.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '(' | '[' | '{' if !quoted => depth += 1,
            ')' | ']' | '}' if !quoted && depth == 0 => break,
            ')' | ']' | '}' if !quoted => depth -= 1,
            ',' if !quoted && depth == 0 => {
                arguments.push(String::new());
                continue;
            }
            _ => {}
        }
        arguments.last_mut().expect("it starts with one").push(c);
    }
    arguments
        .iter()
        .map(|argument| argument.trim().to_owned())
        .filter(|a| !a.is_empty())
        .collect()
}

fn literal(argument: &str) -> Option<String> {
    argument
        .strip_prefix('"')?
        .strip_suffix('"')
        .map(str::to_owned)
}

fn variable(argument: &str) -> Option<String> {
    let (name, _) = argument.split_once('=')?;
    let name = name.trim();
    name.chars().all(is_identifier).then(|| name.to_owned())
}

/// The sources of an area; the library is all that is not in an app's folder.
fn rust_files(area: &str) -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut folders = vec![root.join(area)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the sources can be read") {
            let path = entry.expect("the sources can be read").path();
            if path.is_dir() {
                let app = area.is_empty() && (path.ends_with("phone") || path.ends_with("office"));
                if !app {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).expect("the sources can be read");
                files.push((path, text));
            }
        }
    }
    files
}
