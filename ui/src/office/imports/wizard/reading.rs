//! How values are read: dates that can be read both ways, the zone, and what a person rarely has
//! to say because the file does.

use api::import::ImportFile;
use sycamore::prelude::*;
use ui::components::{Choice, Combobox, Glyph, Segmented, Select, TextInput, Tone};
use ui::i18n::{self, text_in};
use ui::t;

use super::Wizard;
use super::draft::{Draft, ambiguous};
use crate::words;
use crate::zones;

/// The part of the step.
pub fn part(wizard: Wizard, file: &ImportFile) -> View {
    let draft = wizard.draft;
    if draft.zone.with(Option::is_none) {
        draft.zone.set(Some(wizard.app.zone().name().to_owned()));
    }
    let order = order(draft, file);
    let zones = zones::known(draft.zone.get_clone().unwrap_or_default());
    let more = more(draft);
    view! {
        section(class="section") {
            div(class="section-head") { h2 { (t!("import-reading")) } }
            div(class="form") {
                (order)
                Combobox(
                    label=t!("import-zone"), selected=draft.zone, items=zones,
                    hint=t!("import-zone-hint"), test="import-zone",
                )
                TextInput(
                    label=t!("import-fixed-employee"), value=draft.employee, maxlength="120",
                    hint=t!("import-fixed-employee-hint"), optional=true, test="import-employee",
                )
                (more)
            }
        }
    }
}

fn order(draft: Draft, file: &ImportFile) -> View {
    let file = file.clone();
    View::from_dynamic(move || {
        if !draft.asks_for_order.get() {
            return View::new();
        }
        untrack(|| {
            let example = ambiguous(&file, &draft.columns.get_clone());
            let (question, month, day) = match example {
                Some(example) => (
                    t!("import-order-question-of", text = example.text.as_str()),
                    t!(
                        "import-order-month-of",
                        date = i18n::date(example.month_first)
                    ),
                    t!("import-order-day-of", date = i18n::date(example.day_first)),
                ),
                None => (
                    t!("import-order-question"),
                    text_in("import-order", "month_first"),
                    text_in("import-order", "day_first"),
                ),
            };
            let choices = vec![
                Choice::new("month_first", month),
                Choice::new("day_first", day),
            ];
            let why = words::notice(Glyph::Help, Tone::Warn, t!("import-order-why"));
            view! {
                div(class="stack stack--tight", data-test="import-order") {
                    (why)
                    Segmented(label=question, value=draft.order, choices=choices)
                }
            }
        })
    })
}

fn more(draft: Draft) -> View {
    let by_file = || Choice::new("", t!("import-by-file"));
    let units = move || {
        let units = ["hours", "minutes", "seconds"];
        let units = units.map(|unit| Choice::new(unit, text_in("import-unit", unit)));
        std::iter::once(by_file()).chain(units).collect::<Vec<_>>()
    };
    let decimals = vec![
        by_file(),
        Choice::new("point", t!("import-decimals-point")),
        Choice::new("comma", t!("import-decimals-comma")),
    ];
    let (durations, breaks) = (units(), units());
    view! {
        details(class="disclosure") {
            summary(data-test="import-more") { (t!("import-more")) }
            div(class="form") {
                Select(
                    label=t!("import-decimals"), value=draft.decimals, choices=decimals,
                    test="import-decimals",
                )
                Select(
                    label=t!("import-duration-unit"), value=draft.duration_unit,
                    choices=durations, test="import-duration-unit",
                )
                Select(
                    label=t!("import-break-unit"), value=draft.break_unit, choices=breaks,
                    test="import-break-unit",
                )
            }
        }
    }
}
