//! How the file of an import was read: program, zone, and which column was what.

use api::import::{Import, ImportMapping};
use sycamore::prelude::*;
use ui::i18n::text_in;
use ui::t;

/// How the file was read.
pub fn reading(import: &Import) -> View {
    let Some(mapping) = &import.mapping else {
        return View::new();
    };
    let source = import.source.as_deref().unwrap_or(&mapping.preset);
    let source = text_in("import-preset", source);
    let zone = import.zone.clone().unwrap_or_default();
    let columns: Vec<View> = columns_by_place(mapping)
        .into_iter()
        .map(|(place, field)| {
            let column = t!("import-column-at", letter = letters(place));
            let field = text_in("import-field", &field);
            view! { dt { (column) } dd { (field) } }
        })
        .collect();
    let order = mapping.date_order.as_ref().map(|order| {
        let order = text_in("import-order", order);
        view! { dt { (t!("import-dates")) } dd { (order) } }
    });
    let employee = mapping.fixed_employee.clone().map(|name| {
        view! { dt { (t!("import-fixed-employee")) } dd { (name) } }
    });
    view! {
        section(class="section", data-test="import-reading") {
            div(class="section-head") { h2 { (t!("import-reading")) } }
            dl(class="facts") {
                dt { (t!("import-source")) }
                dd { (source) }
                dt { (t!("import-zone")) }
                dd { (zone) }
                (order)
                (employee)
                (columns)
            }
        }
    }
}

fn columns_by_place(mapping: &ImportMapping) -> Vec<(usize, String)> {
    let mut columns: Vec<(usize, String)> = mapping
        .columns
        .iter()
        .map(|(field, place)| (*place, field.clone()))
        .collect();
    columns.sort();
    columns
}

/// The name of a column as spreadsheets have it: A to Z, then AA.
fn letters(place: usize) -> String {
    let mut left = place;
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(
            b'A' + u8::try_from(left % 26).unwrap_or_default(),
        ));
        match (left / 26).checked_sub(1) {
            Some(more) => left = more,
            None => break,
        }
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_have_the_letters_of_a_spreadsheet() {
        assert_eq!(
            [0, 25, 26, 51, 52, 199].map(letters),
            ["A", "Z", "AA", "AZ", "BA", "GR"]
        );
    }
}
