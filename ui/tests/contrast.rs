//! The colours can be read: every text role of the tokens reaches WCAG AA on every ground it may
//! stand on, in both themes, and the two ways into the dark theme give the same colours.

use std::collections::BTreeMap;

type Colours = BTreeMap<String, [u8; 3]>;

const TEXT_MIN: f64 = 4.5;
/// Edges of controls and other shapes that must be seen.
const SHAPE_MIN: f64 = 3.0;

#[test]
fn text_reaches_aa_on_every_ground_in_both_themes() {
    for (theme, colours) in themes() {
        let grounds = ["surface", "raised", "sunken"];
        for role in ["text", "muted", "accent", "good", "warn", "bad"] {
            for ground in grounds {
                check(theme, &colours, role, ground, TEXT_MIN);
            }
        }
        for role in ["accent", "good", "warn", "bad"] {
            let soft = format!("{role}-soft");
            check(theme, &colours, role, &soft, TEXT_MIN);
            check(theme, &colours, "text", &soft, TEXT_MIN);
        }
        check(theme, &colours, "muted", "accent-soft", TEXT_MIN);
        check(theme, &colours, "on-accent", "accent", TEXT_MIN);
        check(theme, &colours, "on-accent", "accent-hover", TEXT_MIN);
        for ground in ["surface", "raised"] {
            check(theme, &colours, "line-strong", ground, SHAPE_MIN);
        }
    }
}

#[test]
fn dark_is_the_same_by_choice_and_by_system() {
    let [_, by_system, by_choice] = themes();
    assert_eq!(by_system.1, by_choice.1);
}

#[track_caller]
fn check(theme: &str, colours: &Colours, text: &str, ground: &str, least: f64) {
    let ratio = contrast(colours[text], colours[ground]);
    assert!(
        ratio >= least,
        "{text} on {ground} is {ratio:.2}:1 in the {theme} theme"
    );
}

fn themes() -> [(&'static str, Colours); 3] {
    let css = include_str!("../../assets/styles/00-tokens.css");
    let (light, dark) = css
        .split_once("@media (prefers-color-scheme: dark)")
        .expect("a dark part");
    let (by_system, by_choice) = dark
        .split_once(":root[data-theme=\"dark\"]")
        .expect("a chosen dark part");
    [
        ("light", colours(light)),
        ("dark", colours(by_system)),
        ("chosen dark", colours(by_choice)),
    ]
}

fn colours(css: &str) -> Colours {
    let pairs = css
        .lines()
        .filter_map(|line| line.trim().strip_prefix("--")?.split_once(": #"));
    pairs
        .map(|(name, value)| {
            let channel = |at: usize| u8::from_str_radix(&value[at..at + 2], 16).expect("a colour");
            (name.to_owned(), [channel(0), channel(2), channel(4)])
        })
        .collect()
}

fn contrast(a: [u8; 3], b: [u8; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Relative luminance, as WCAG 2.2 defines it.
fn luminance(colour: [u8; 3]) -> f64 {
    let [red, green, blue] = colour.map(|channel| {
        let c = f64::from(channel) / 255.0;
        if c <= 0.04045 {
            c / 12.92
        } else {
            ((c + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}
