//! The second step: what each column holds, beside the first of its values.

use api::import::ImportFile;
use sycamore::prelude::*;
use ui::components::{Button, ButtonKind, Choice, Glyph, Select, Tone};
use ui::i18n::text_in;
use ui::t;

use super::draft::{Draft, FIELDS};
use super::{Step, Wizard, reading};
use crate::forms::on_submit;
use crate::imports::shown;
use crate::words;

/// How many values of a column are shown.
const VALUES_MAX: usize = 3;
/// The programs to choose from.
const PRESETS: [&str; 7] = [
    "timetrakr",
    "toggl",
    "clockify",
    "harvest",
    "kimai",
    "solidtime",
    "generic",
];

/// The step.
pub fn step(wizard: Wizard) -> View {
    let Some(file) = wizard.file.get_clone() else {
        return View::new();
    };
    let draft = wizard.draft;
    let about = about(&file);
    let preset = preset(draft, &file);
    let table = table(draft, &file);
    let reading = reading::part(wizard, &file);
    let notice = wizard.form.notice(&[]);
    let back = super::back(wizard, Step::File, t!("import-other"));
    let submit = on_submit(move || wizard.look());
    view! {
        form(class="stack stack--loose", novalidate=true, on:submit=submit, data-test="import-columns") {
            (about)
            (preset)
            (table)
            (reading)
            (notice)
            div(class="form-actions") {
                Button(
                    label=t!("import-look"), kind=ButtonKind::Primary, submit=true,
                    busy=wizard.form.busy, test="import-look",
                )
                (back)
            }
        }
    }
}

/// The file, and what it was recognised by.
fn about(file: &ImportFile) -> View {
    let rows = shown::number(file.rows);
    let name = t!(
        "import-file-rows",
        file = file.name.as_str(),
        count = file.rows,
        rows = rows
    );
    let program = text_in("import-preset", &file.preset);
    let said = if file.remembered {
        words::notice(Glyph::History, Tone::Good, t!("import-remembered"))
    } else if file.preset == "generic" {
        words::notice(Glyph::Info, Tone::Neutral, t!("import-recognised-none"))
    } else {
        let said = t!("import-recognised", program = program.as_str());
        words::notice(Glyph::Check, Tone::Good, said)
    };
    view! {
        div(class="stack stack--tight", data-test="import-recognised") {
            p(class="strong") { (name) }
            (said)
        }
    }
}

fn preset(draft: Draft, file: &ImportFile) -> View {
    let choices: Vec<Choice> = PRESETS
        .map(|name| Choice::new(name, text_in("import-preset", name)))
        .into();
    let guesses = file.guesses.clone();
    let choose = move |preset: String| {
        if let Some(mapping) = guesses.get(&preset) {
            draft.fill(mapping);
        }
    };
    view! {
        div(class="field--short") {
            Select(
                label=t!("import-source"), value=draft.preset, choices=choices, on_choose=choose,
                hint=t!("import-source-hint"), test="import-preset",
            )
        }
    }
}

fn table(draft: Draft, file: &ImportFile) -> View {
    let rows: Vec<View> = file
        .headers
        .iter()
        .enumerate()
        .map(|(place, header)| row(draft, place, header, values(file, place)))
        .collect();
    let label = t!("import-columns");
    let caption = label.clone();
    view! {
        section(class="section") {
            div(class="section-head") { h2 { (t!("import-columns")) } }
            p(class="muted") { (t!("import-columns-lead")) }
            div(class="table-wrap", tabindex="0", role="region", aria-label=label) {
                table(class="table table--columns") {
                    caption(class="sr-only") { (caption) }
                    thead {
                        tr {
                            th(scope="col") { (t!("import-column")) }
                            th(scope="col") { (t!("import-column-values")) }
                            th(scope="col") { (t!("import-column-holds")) }
                        }
                    }
                    tbody { (rows) }
                }
            }
        }
    }
}

fn row(draft: Draft, place: usize, header: &str, values: Vec<String>) -> View {
    let name = if header.trim().is_empty() {
        t!("import-column-nameless", number = place + 1)
    } else {
        header.to_owned()
    };
    let value = create_signal(untrack(|| draft.field_of(place)));
    create_effect(move || {
        let field = draft.field_of(place);
        if value.with_untracked(|value| *value != field) {
            value.set(field);
        }
    });
    let class = move || value.with(|field| if field.is_empty() { "is-left-out" } else { "" });
    let values: Vec<View> = values
        .into_iter()
        .map(|value| view! { li { (value) } })
        .collect();
    let label = t!("import-column-field", column = name.as_str());
    let choose = move |field: String| draft.give(place, &field);
    let test = format!("import-column-{place}");
    view! {
        tr(class=class()) {
            th(scope="row") { (name) }
            td { ul(class="cell-values") { (values) } }
            td {
                Select(
                    label=label, value=value, choices=fields(), on_choose=choose,
                    label_hidden=true, test=test,
                )
            }
        }
    }
}

fn fields() -> Vec<Choice> {
    let left_out = std::iter::once(Choice::new("", t!("import-field-none")));
    let fields = FIELDS.map(|field| Choice::new(field, text_in("import-field", field)));
    left_out.chain(fields).collect()
}

/// The first values of a column that differ.
fn values(file: &ImportFile, place: usize) -> Vec<String> {
    let mut values: Vec<String> = Vec::new();
    for cell in file.first_rows.iter().filter_map(|row| row.get(place)) {
        let cell = cell.trim();
        if !cell.is_empty() && values.len() < VALUES_MAX && values.iter().all(|v| v != cell) {
            values.push(cell.to_owned());
        }
    }
    values
}
