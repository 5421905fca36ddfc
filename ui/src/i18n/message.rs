//! Reading Fluent messages: the part of the language that our files use, which is text, variables
//! and a choice by number or word. The test `messages` holds it against Fluent's own
//! implementation for every message; that one brings number parsing and plural rules for every
//! language, a tenth of what a phone would download.

use std::collections::HashMap;

/// A value that a message is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Words.
    Text(String),
    /// A number, which chooses the plural.
    Number(i64),
}

/// The variables of a message.
#[derive(Clone, Debug, Default)]
pub struct Args(Vec<(&'static str, Value)>);

impl Args {
    /// No variables yet.
    pub fn new() -> Args {
        Args::default()
    }

    /// Sets a variable.
    pub fn set(&mut self, name: &'static str, value: impl Into<Value>) {
        self.0.push((name, value.into()));
    }

    fn get(&self, name: &str) -> Option<&Value> {
        self.0
            .iter()
            .rev()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value)
    }
}

macro_rules! numbers {
    ($($number:ty)*) => {$(
        impl From<$number> for Value {
            fn from(number: $number) -> Value {
                Value::Number(i64::try_from(number).unwrap_or(i64::MAX))
            }
        }
    )*};
}

numbers! { i8 i16 i32 i64 isize u8 u16 u32 u64 usize }

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text)
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Value {
        Value::Text(text.clone())
    }
}

impl From<std::borrow::Cow<'_, str>> for Value {
    fn from(text: std::borrow::Cow<'_, str>) -> Value {
        Value::Text(text.into_owned())
    }
}

/// Messages by key.
#[derive(Debug, Default)]
pub struct Messages(HashMap<&'static str, &'static str>);

impl Messages {
    /// Adds the messages of a file; a key that is there already gets the new text.
    pub fn add(&mut self, file: &'static str) {
        let mut rest = file;
        while let Some((line, after)) = next_line(rest) {
            let begins = line.starts_with(|first: char| first.is_ascii_alphabetic());
            match line.split_once('=').filter(|_| begins) {
                None => rest = after,
                Some((key, _)) => {
                    let length = message_length(rest);
                    let (message, after) = rest.split_at(length);
                    let pattern = message.split_once('=').map_or("", |(_, pattern)| pattern);
                    self.0.insert(key.trim(), pattern.trim());
                    rest = after;
                }
            }
        }
    }

    /// The message of a key, with its variables.
    pub fn format(&self, key: &str, args: &Args) -> Option<String> {
        let pattern = self.0.get(key)?;
        let mut out = String::new();
        Reader { rest: pattern }.pattern(args, Some(&mut out), false);
        Some(out.trim_end().to_owned())
    }
}

/// The first line, its end left out, and what follows.
fn next_line(text: &str) -> Option<(&str, &str)> {
    (!text.is_empty()).then(|| text.split_once('\n').unwrap_or((text, "")))
}

/// How long the message at the start of `text` is: it goes on while a brace is open, and over
/// lines that are indented or empty.
fn message_length(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut length = 0;
    for line in text.split_inclusive('\n') {
        let goes_on = depth > 0 || line.starts_with([' ', '}']) || line.trim().is_empty();
        if length > 0 && !goes_on {
            break;
        }
        for letter in line.chars() {
            match letter {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _text => {}
            }
        }
        length += line.len();
    }
    length
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    /// Reads a pattern, writing it where `out` says. Inside a choice it ends before the next
    /// variant or the brace that closes the choice.
    fn pattern(&mut self, args: &Args, mut out: Option<&mut String>, inside: bool) {
        while let Some(letter) = self.rest.chars().next() {
            match letter {
                '{' => {
                    self.rest = &self.rest[1..];
                    self.placeable(args, out.as_deref_mut());
                }
                '}' if inside => return,
                '\n' => {
                    let next = self.rest.trim_start();
                    if inside && (next.starts_with(['[', '}']) || next.starts_with("*[")) {
                        return;
                    }
                    self.rest = next;
                    if let Some(out) = out.as_deref_mut() {
                        out.push('\n');
                    }
                }
                letter => {
                    self.rest = &self.rest[letter.len_utf8()..];
                    if let Some(out) = out.as_deref_mut() {
                        out.push(letter);
                    }
                }
            }
        }
    }

    /// What stands in braces, after the opening one: a variable, a choice, or quoted text.
    fn placeable(&mut self, args: &Args, out: Option<&mut String>) {
        self.space();
        if let Some(quoted) = self.rest.strip_prefix('"') {
            let (text, after) = quoted.split_once('"').unwrap_or((quoted, ""));
            self.rest = after;
            self.close();
            if let Some(out) = out {
                out.push_str(text);
            }
            return;
        }
        self.rest = self.rest.strip_prefix('$').unwrap_or(self.rest);
        let end = self
            .rest
            .find(|letter: char| !is_name(letter))
            .unwrap_or(self.rest.len());
        let (name, after) = self.rest.split_at(end);
        self.rest = after;
        self.space();
        let value = args.get(name);
        if let Some(after) = self.rest.strip_prefix("->") {
            self.rest = after;
            self.choice(args, value, out);
        } else if let Some(out) = out {
            match value {
                Some(Value::Text(text)) => out.push_str(text),
                Some(Value::Number(number)) => out.push_str(&number.to_string()),
                None => out.push_str(name),
            }
        }
        self.close();
    }

    /// The variants of a choice: the first that fits, else the one with the star.
    fn choice(&mut self, args: &Args, value: Option<&Value>, mut out: Option<&mut String>) {
        let mut taken = false;
        let mut other = None;
        loop {
            self.space();
            let is_default = self.rest.starts_with('*');
            let Some(after) = self.rest.trim_start_matches('*').strip_prefix('[') else {
                break;
            };
            let (key, after) = after.split_once(']').unwrap_or((after, ""));
            self.rest = after.trim_start_matches(' ');
            let start = self.rest;
            let fits = !taken && value.is_some_and(|value| fits(key.trim(), value));
            let at = out.as_deref().map(String::len);
            self.pattern(args, if fits { out.as_deref_mut() } else { None }, true);
            if fits {
                taken = true;
                trim_from(out.as_deref_mut(), at);
            }
            if is_default {
                other = Some(start);
            }
        }
        if let Some(start) = other.filter(|_| !taken) {
            let at = out.as_deref().map(String::len);
            Reader { rest: start }.pattern(args, out.as_deref_mut(), true);
            trim_from(out, at);
        }
    }

    fn space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn close(&mut self) {
        self.space();
        self.rest = self.rest.strip_prefix('}').unwrap_or(self.rest);
    }
}

/// Takes the space off the end of what was written from `at` on.
fn trim_from(out: Option<&mut String>, at: Option<usize>) {
    if let (Some(out), Some(at)) = (out, at) {
        let length = out[at..].trim_end().len();
        out.truncate(at + length);
    }
}

/// Whether a variant's key fits a value. English and Spanish know two forms of a whole number.
fn fits(key: &str, value: &Value) -> bool {
    match value {
        Value::Text(text) => text == key,
        Value::Number(number) => {
            key.parse::<i64>().is_ok_and(|exact| exact == *number)
                || (key == "one" && *number == 1)
                || (key == "other" && *number != 1)
        }
    }
}

fn is_name(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_' || letter == '-'
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "\
# A comment
plain = Save
named = Hello, { $name }
many = { $count ->
    [0] none
    [one] { $count } day of { $name }
   *[other] { $count } days
} left
two = first
    second
last = end
";

    #[track_caller]
    fn check(key: &str, count: i64, expect: &str) {
        let mut messages = Messages::default();
        messages.add(FILE);
        let mut args = Args::new();
        args.set("name", "Ana");
        args.set("count", count);
        assert_eq!(messages.format(key, &args).as_deref(), Some(expect));
    }

    #[test]
    fn text_variables_and_choices_are_read() {
        check("plain", 0, "Save");
        check("named", 0, "Hello, Ana");
        check("many", 0, "none left");
        check("many", 1, "1 day of Ana left");
        check("many", 7, "7 days left");
        check("two", 0, "first\nsecond");
        check("last", 0, "end");
    }

    #[test]
    fn an_unknown_key_is_none() {
        assert_eq!(Messages::default().format("nothing", &Args::new()), None);
    }
}
