//! Passwords that are tried first: those of published lists, the parts they are made of, runs of
//! the keyboard and the alphabet, and single characters over and over.

/// Parts of common passwords, one a line.
const PARTS: &str = include_str!("common.txt");

/// Keys in the order that fingers find them.
const RUNS: [&str; 10] = [
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "qwertzuiop",
];

/// The shortest run that counts as one.
const RUN_CHARS_MIN: usize = 3;
/// As many parts in a row are still easy to guess.
const PARTS_MAX: usize = 2;
/// A password with fewer different characters is easy to guess.
const DIFFERENT_MIN: usize = 5;
/// Shorter names are not looked for.
const NAME_CHARS_MIN: usize = 3;
/// What is left without names and common parts must have this many characters.
const REST_CHARS_MIN: usize = 8;

/// Whether a password is one of those that are tried first.
pub(super) fn is_common(password: &str) -> bool {
    let plain = plain(password);
    let mut different: Vec<char> = plain.chars().collect();
    different.sort_unstable();
    different.dedup();
    different.len() < DIFFERENT_MIN
        || [plain.clone(), unleet(&plain)].iter().any(|text| {
            let core = text.trim_matches(|c: char| c.is_ascii_digit());
            is_repeated(text) || parts_of(text) <= PARTS_MAX || parts_of(core) <= PARTS_MAX
        })
}

/// Whether little is left of a password without these names.
pub(super) fn is_made_of(password: &str, names: &[&str]) -> bool {
    let mut rest = plain(password);
    let before = rest.len();
    for name in names {
        let words = name.split(|c: char| !c.is_alphanumeric()).map(plain);
        for part in std::iter::once(plain(name)).chain(words) {
            if part.chars().count() >= NAME_CHARS_MIN {
                rest = rest.replace(&part, "");
            }
        }
    }
    rest.len() < before && rest.chars().count() < REST_CHARS_MIN
}

/// Small letters and digits alone, without accents on the letters that names have most.
fn plain(text: &str) -> String {
    text.to_lowercase()
        .chars()
        .filter_map(|c| match c {
            'á' | 'à' | 'ä' | 'â' => Some('a'),
            'é' | 'è' | 'ë' | 'ê' => Some('e'),
            'í' | 'ì' | 'ï' | 'î' => Some('i'),
            'ó' | 'ò' | 'ö' | 'ô' => Some('o'),
            'ú' | 'ù' | 'ü' | 'û' => Some('u'),
            'ñ' => Some('n'),
            '@' => Some('a'),
            '$' => Some('s'),
            c if c.is_alphanumeric() => Some(c),
            _ => None,
        })
        .collect()
}

/// Digits that stand for letters, as letters.
fn unleet(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '0' => 'o',
            '1' => 'i',
            '3' => 'e',
            '4' => 'a',
            '5' => 's',
            '7' => 't',
            c => c,
        })
        .collect()
}

/// Whether a text is a shorter one of at most six characters over and over.
fn is_repeated(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    (1..=6).any(|unit| {
        chars.len() >= 2 * unit && chars.iter().skip(unit).zip(&chars).all(|(a, b)| a == b)
    })
}

/// How many common parts in a row make up a text; `usize::MAX` when they do not.
fn parts_of(text: &str) -> usize {
    let mut rest = text;
    let mut count = 0;
    while !rest.is_empty() {
        let taken = PARTS
            .lines()
            .filter(|part| rest.starts_with(part))
            .map(str::len)
            .chain(std::iter::once(run_length(rest)))
            .max()
            .unwrap_or(0);
        match rest.get(taken..) {
            Some(after) if taken > 0 => rest = after,
            _ => return usize::MAX,
        }
        count += 1;
    }
    count
}

/// The length of the run that a text begins with, forwards or backwards; 0 for a short one.
fn run_length(text: &str) -> usize {
    let longest = RUNS
        .iter()
        .flat_map(|run| [(*run).to_owned(), run.chars().rev().collect::<String>()])
        .flat_map(|run| {
            (0..run.len())
                .map(move |at| {
                    let tail = run.get(at..).unwrap_or_default();
                    tail.bytes()
                        .zip(text.bytes())
                        .take_while(|(a, b)| a == b)
                        .count()
                })
                .collect::<Vec<_>>()
        })
        .max()
        .unwrap_or(0);
    if longest >= RUN_CHARS_MIN { longest } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_as_the_code_looks_it_up() {
        for part in PARTS.lines() {
            assert_eq!(
                part,
                plain(part),
                "only small letters and digits are ever compared"
            );
            assert!(part.len() >= 3, "{part}");
        }
        assert!(PARTS.lines().count() >= 300);
    }

    #[test]
    fn words_that_are_not_on_the_list_do_not_make_a_password_common() {
        for fine in [
            "harbour velvet cactus",
            "tractor lunes mesa",
            "xk29vbq81mzp",
            "dragonfly lagoons",
        ] {
            assert!(!is_common(fine), "{fine}");
        }
    }
}
