//! A table of rows: sorted by its headers, its header and first column in sight while it scrolls,
//! rows chosen with boxes where the page wants that.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::rc::Rc;

use sycamore::prelude::*;
use sycamore::web::{bind, events, tags};
use wasm_bindgen::JsCast;

use super::text::{classes, words};
use super::{Callback, Glyph, Icon, Text};
use crate::t;

type Cell<T> = Rc<dyn Fn(&T) -> View>;
type Order<T> = Rc<dyn Fn(&T, &T) -> Ordering>;

/// A column: how its cells look, and how its rows are ordered.
pub struct Column<T: 'static> {
    key: &'static str,
    label: String,
    cell: Cell<T>,
    order: Option<Order<T>>,
    class: &'static str,
}

impl<T: 'static> Clone for Column<T> {
    fn clone(&self) -> Self {
        Column {
            key: self.key,
            label: self.label.clone(),
            cell: Rc::clone(&self.cell),
            order: self.order.clone(),
            class: self.class,
        }
    }
}

impl<T: 'static> Column<T> {
    /// A column of words. `key` names it in a [`Sort`], hence in the address.
    pub fn new(
        key: &'static str,
        label: impl Into<String>,
        cell: impl Fn(&T) -> View + 'static,
    ) -> Column<T> {
        Column {
            key,
            label: label.into(),
            cell: Rc::new(cell),
            order: None,
            class: "",
        }
    }

    /// A column of figures: right-aligned.
    #[must_use]
    pub fn figures(mut self) -> Column<T> {
        self.class = "num";
        self
    }

    /// Lets the header sort by what this gives.
    #[must_use]
    pub fn sorted_by<K: Ord>(mut self, by: impl Fn(&T) -> K + 'static) -> Column<T> {
        self.order = Some(Rc::new(move |a, b| by(a).cmp(&by(b))));
        self
    }
}

/// By which column a table is sorted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sort {
    /// The column's key.
    pub column: String,
    /// Largest first.
    pub descending: bool,
}

/// The table. `name` gives the words for a row's box and its button; `key` tells rows apart in
/// `selected`. With `on_open` the first cell becomes a button and the whole row a target.
#[component(inline_props)]
pub fn DataTable<T: Clone + PartialEq + 'static, N, K>(
    #[prop(setter(into))] caption: Text,
    columns: Vec<Column<T>>,
    #[prop(setter(into))] rows: MaybeDyn<Vec<T>>,
    key: K,
    name: N,
    #[prop(default, setter(strip_option))] sort: Option<Signal<Option<Sort>>>,
    #[prop(default, setter(strip_option))] selected: Option<Signal<BTreeSet<String>>>,
    #[prop(default, setter(strip_option, into))] on_open: Option<Callback<T>>,
    #[prop(default)] class: &'static str,
) -> View
where
    K: Fn(&T) -> String + 'static,
    N: Fn(&T) -> String + 'static,
{
    let sort = sort.unwrap_or_else(|| create_signal(None));
    let key: Rc<dyn Fn(&T) -> String> = Rc::new(key);
    let name: Rc<dyn Fn(&T) -> String> = Rc::new(name);

    let sorting = columns.clone();
    let sorted = create_memo(move || sorted_rows(rows.get_clone(), &sorting, sort));

    let all_keys = Rc::clone(&key);
    let select_all = selected.map(|selected| select_all_cell(sorted, selected, all_keys));
    let headers: Vec<View> = columns.iter().map(|column| header(column, sort)).collect();
    let class = classes(&["table", class]);
    let region_label = caption.get_clone();
    let caption = words(caption);
    let parts = RowParts {
        columns: columns.into(),
        key,
        name,
        selected,
        on_open,
    };
    view! {
        div(class="table-wrap", tabindex="0", role="region", aria-label=region_label) {
            table(class=class) {
                caption(class="sr-only") { (caption) }
                thead { tr { (select_all) (headers) } }
                tbody {
                    Indexed(list=sorted, view=move |item| row(item, &parts))
                }
            }
        }
    }
}

struct RowParts<T: 'static> {
    columns: Rc<[Column<T>]>,
    key: Rc<dyn Fn(&T) -> String>,
    name: Rc<dyn Fn(&T) -> String>,
    selected: Option<Signal<BTreeSet<String>>>,
    on_open: Option<Callback<T>>,
}

fn sorted_rows<T: 'static>(
    mut rows: Vec<T>,
    columns: &[Column<T>],
    sort: Signal<Option<Sort>>,
) -> Vec<T> {
    sort.with(|sort| {
        let Some(sort) = sort else { return };
        let column = columns.iter().find(|column| column.key == sort.column);
        if let Some(order) = column.and_then(|column| column.order.as_ref()) {
            rows.sort_by(|a, b| {
                if sort.descending {
                    order(b, a)
                } else {
                    order(a, b)
                }
            });
        }
    });
    rows
}

fn header<T: 'static>(column: &Column<T>, sort: Signal<Option<Sort>>) -> View {
    let label = column.label.clone();
    let class = column.class;
    if column.order.is_none() {
        return view! { th(scope="col", class=class) { (label) } };
    }
    let key = column.key;
    let direction = create_memo(move || {
        sort.with(|sort| match sort {
            Some(sort) if sort.column == key && sort.descending => Some("descending"),
            Some(sort) if sort.column == key => Some("ascending"),
            Some(_) | None => None,
        })
    });
    let mark = crate::reactive::dynamic(move || match direction.get() {
        Some("descending") => view! { Icon(glyph=Glyph::ChevronDown, class="sort-mark") },
        Some(_) => view! { Icon(glyph=Glyph::ChevronUp, class="sort-mark") },
        None => view! { Icon(glyph=Glyph::Sort, class="sort-mark sort-mark--idle") },
    });
    let on_press = move |_| {
        let descending = direction.get() == Some("ascending");
        sort.set(Some(Sort {
            column: key.to_owned(),
            descending,
        }));
    };
    tags::th()
        .scope("col")
        .class(class)
        .attr("aria-sort", move || direction.get())
        .children(view! {
            button(r#type="button", class="th-sort", on:click=on_press) {
                span { (label) }
                (mark)
            }
        })
        .into()
}

fn row<T: Clone + 'static>(item: T, parts: &RowParts<T>) -> View {
    let key = (parts.key)(&item);
    let name = (parts.name)(&item);
    let mut cells = Vec::with_capacity(parts.columns.len() + 1);
    if let Some(selected) = parts.selected {
        cells.push(select_cell(key.clone(), &name, selected));
    }
    for (at, column) in parts.columns.iter().enumerate() {
        let content = (column.cell)(&item);
        let class = column.class;
        cells.push(match (at, &parts.on_open) {
            (0, Some(_)) => view! {
                th(scope="row", class=class) { button(r#type="button", class="row-open") { (content) } }
            },
            (0, None) => view! { th(scope="row", class=class) { (content) } },
            _ => view! { td(class=class) { (content) } },
        });
    }
    let selected = parts.selected;
    let mut row = tags::tr().children(cells).attr("aria-selected", move || {
        selected.map(|selected| {
            if selected.with(|s| s.contains(&key)) {
                "true"
            } else {
                "false"
            }
        })
    });
    if let Some(on_open) = parts.on_open.clone() {
        row = row
            .class("is-open-able")
            .on(events::click, move |event: web_sys::MouseEvent| {
                if !on_other_control(&event) {
                    on_open.call(item.clone());
                }
            });
    }
    row.into()
}

/// Whether a press on a row was meant for a control inside it.
fn on_other_control(event: &web_sys::MouseEvent) -> bool {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let control = "a, input, label, select, .cell-select, button:not(.row-open)";
    target.is_some_and(|target| matches!(target.closest(control), Ok(Some(_))))
}

fn select_cell(key: String, name: &str, selected: Signal<BTreeSet<String>>) -> View {
    let own = key.clone();
    let is_selected = move || selected.with(|selected| selected.contains(&own));
    let input: View = tags::input()
        .r#type("checkbox")
        .class("check-box")
        .attr("aria-label", t!("select-row", name = name))
        .prop("checked", is_selected)
        .on(events::change, move |_| {
            selected.update(|selected| {
                if !selected.remove(&key) {
                    selected.insert(key.clone());
                }
            });
        })
        .into();
    view! { td(class="cell-select") { (input) } }
}

fn select_all_cell<T: Clone + 'static>(
    rows: ReadSignal<Vec<T>>,
    selected: Signal<BTreeSet<String>>,
    key: Rc<dyn Fn(&T) -> String>,
) -> View {
    let all = create_signal(false);
    let keys = move || rows.with(|rows| rows.iter().map(|row| key(row)).collect::<BTreeSet<_>>());
    let shown = keys.clone();
    create_effect(move || {
        let keys = shown();
        all.set(!keys.is_empty() && selected.with(|selected| keys.is_subset(selected)));
    });
    let input: View = tags::input()
        .r#type("checkbox")
        .class("check-box")
        .attr("aria-label", t!("select-all"))
        .bind(bind::checked, all)
        .on(events::change, move |_| {
            let keys = keys();
            if all.get() {
                selected.update(|selected| selected.extend(keys));
            } else {
                selected.update(|selected| selected.retain(|key| !keys.contains(key)));
            }
        })
        .into();
    view! { th(class="cell-select", scope="col") { (input) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(sort: Option<Sort>) -> String {
        crate::i18n::start(&[&crate::i18n::COMMON]);
        sycamore::render_to_string(move || {
            let sort = create_signal(sort);
            let columns = vec![
                Column::new("name", "Name", |row: &(&'static str, i32)| {
                    View::from(row.0)
                })
                .sorted_by(|row| row.0),
                Column::new("hours", "Hours", |row: &(&'static str, i32)| {
                    View::from(row.1)
                })
                .figures()
                .sorted_by(|row| row.1),
            ];
            view! {
                DataTable(
                    caption="People", columns=columns, rows=vec![("Bo", 9), ("Al", 41)],
                    key=|row: &(&'static str, i32)| row.0.to_owned(),
                    name=|row: &(&'static str, i32)| row.0.to_owned(), sort=sort,
                )
            }
        })
    }

    #[track_caller]
    fn check(sort: Option<(&str, bool)>, first: &str, second: &str) {
        let sort = sort.map(|(column, descending)| Sort {
            column: column.to_owned(),
            descending,
        });
        let html = table(sort);
        let at = |name: &str| html.find(&format!(">{name}<")).expect(name);
        assert!(at(first) < at(second), "{html}");
    }

    #[test]
    fn rows_keep_their_order_until_a_header_sorts_them() {
        check(None, "Bo", "Al");
        check(Some(("name", false)), "Al", "Bo");
        check(Some(("hours", true)), "Al", "Bo");
        check(Some(("hours", false)), "Bo", "Al");
    }

    #[test]
    fn the_sorted_header_says_so() {
        let sort = Sort {
            column: "hours".to_owned(),
            descending: true,
        };
        assert!(table(Some(sort)).contains("aria-sort=\"descending\""));
    }
}
