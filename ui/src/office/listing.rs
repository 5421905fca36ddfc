//! What the lists of jobs, cost codes and people share: filters and order in the address, and the
//! way from archive to restore.

use gloo_net::http::Method;
use sycamore::prelude::*;
use ui::components::{
    Choice, ErrorState, InputKind, Load, Segmented, Skeleton, SkeletonKind, Sort, TextInput, Toasts,
};
use ui::t;

use crate::address::{bound, set_params};
use crate::data::Fetched;
use crate::http;
use crate::state::App;

/// The state of a list's filters, which are in the address.
#[derive(Clone, Copy)]
pub struct Filters {
    /// The search.
    pub query: Signal<String>,
    /// `1` for the archived ones, empty for those in use.
    pub archived: Signal<String>,
    /// The order.
    pub sort: Signal<Option<Sort>>,
}

impl Filters {
    /// Reads them from the address, and keeps them there.
    pub fn in_address(app: App, order: &'static str) -> Filters {
        Filters {
            query: bound(app, "q", ""),
            archived: bound(app, "archived", ""),
            sort: sort_in_address(app, order),
        }
    }

    /// The path of the list with what the server filters: `/jobs?archived=true`.
    pub fn path(self, list: &'static str) -> String {
        let archived = self.archived.with(|archived| archived == "1");
        if archived {
            format!("{list}?archived=true")
        } else {
            list.to_owned()
        }
    }

    /// Whether anything is filtered that may hide everything.
    pub fn any(self) -> bool {
        self.query.with(|query| !query.trim().is_empty()) || self.archived.with(|a| a == "1")
    }

    /// The bar with search and state; `count` tells how many are shown.
    pub fn bar(
        self,
        placeholder: String,
        count: impl Fn() -> String + 'static,
        more: View,
    ) -> View {
        let states = vec![
            Choice::new("", t!("filter-in-use")),
            Choice::new("1", t!("filter-archived")),
        ];
        view! {
            div(class="filters") {
                TextInput(
                    label=t!("search"), value=self.query, kind=InputKind::Search,
                    placeholder=placeholder, label_hidden=true, test="filter-query",
                )
                Segmented(
                    label=t!("filter-state"), value=self.archived, choices=states,
                    label_hidden=true,
                )
                (more)
                span(class="filters-count", role="status") { (count()) }
            }
        }
    }
}

/// The order of a table, in the address as `sort=name` or `sort=-name`.
fn sort_in_address(app: App, order: &'static str) -> Signal<Option<Sort>> {
    let word = bound(app, "sort", order);
    let sort = create_signal(untrack(move || word.with(|word| sort_of(word))));
    create_effect(move || {
        let read = word.with(|word| sort_of(word));
        if sort.with_untracked(|sort| *sort != read) {
            sort.set(read);
        }
    });
    create_effect(move || {
        let written = sort.with(|sort| {
            sort.as_ref().map_or_else(String::new, |sort| {
                format!("{}{}", if sort.descending { "-" } else { "" }, sort.column)
            })
        });
        if word.with_untracked(|word| *word != written) {
            word.set(written);
        }
    });
    sort
}

fn sort_of(word: &str) -> Option<Sort> {
    let (column, descending) = match word.strip_prefix('-') {
        Some(column) => (column, true),
        None => (word, false),
    };
    (!column.is_empty()).then(|| Sort {
        column: column.to_owned(),
        descending,
    })
}

/// The skeleton, the fault with a way to try again, or the view, which is made once: what it shows
/// follows the data by itself.
pub fn when_ready<T: Clone + 'static>(
    fetched: Fetched<T>,
    skeleton: SkeletonKind,
    count: usize,
    view: impl Fn() -> View + 'static,
) -> View {
    let stage = create_selector(move || {
        fetched.state.with(|state| match state {
            Load::Pending => Load::Pending,
            Load::Ready(_) => Load::Ready(()),
            Load::Failed(words) => Load::Failed(words.clone()),
        })
    });
    View::from_dynamic(move || match stage.get_clone() {
        Load::Pending => view! { Skeleton(kind=skeleton, count=count) },
        Load::Ready(()) => untrack(&view),
        Load::Failed(words) => view! {
            ErrorState(body=words, on_retry=move |()| fetched.reload())
        },
    })
}

/// Opens the panel of a record, or closes it: `open` in the address.
pub fn open(app: App, id: Option<&str>) {
    set_params(app, &[("open", id)], false);
}

/// What can be archived and restored.
#[derive(Clone, PartialEq)]
pub struct Archivable {
    /// Its path below the company: `/jobs/ID`.
    pub path: String,
    /// What is said when it is archived.
    pub archived: String,
    /// What is said when it is restored.
    pub restored: String,
}

/// Archives, and offers to undo; or restores, and offers that.
pub fn set_archived(app: App, what: Archivable, archive: bool, busy: Signal<bool>) {
    let path = app.path(&format!(
        "{}/{}",
        what.path,
        if archive { "archive" } else { "restore" }
    ));
    let request = async move { http::press::<serde_json::Value>(Method::POST, &path).await };
    app.act(busy, request, move |answer| {
        let toasts = Toasts::get();
        match answer {
            Ok(_) => {
                let said = if archive {
                    what.archived.clone()
                } else {
                    what.restored.clone()
                };
                toasts.undoable(said, move |()| {
                    set_archived(app, what.clone(), !archive, app.idle());
                });
            }
            Err(fault) => toasts.failed(fault.words()),
        }
    });
}
