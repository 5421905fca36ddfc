//! What a page shows of the company: read when the page opens, and again, quietly, whenever the
//! company changes. What is shown stays until the next answer, so that nothing jumps.

use api::Page;
use serde::de::DeserializeOwned;
use sycamore::futures::spawn_local_scoped;
use sycamore::prelude::*;
use ui::components::Load;

use crate::http::{self, Answer};
use crate::state::App;

/// A list is read in pages of this size,
const PAGE_ITEMS: usize = 500;
/// and no more of them than this: 10 000 rows are more than a person looks at.
const PAGES_MAX: usize = 20;

/// Something fetched.
pub struct Fetched<T: 'static> {
    /// What has come of it.
    pub state: Signal<Load<T>>,
    again: Signal<u32>,
}

impl<T> Clone for Fetched<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Fetched<T> {}

impl<T: Clone> Fetched<T> {
    /// Reads it again.
    pub fn reload(self) {
        if self.again.is_alive() {
            self.again.update(|n| *n += 1);
        }
    }

    /// What came, or what stands for nothing.
    pub fn or_default(self) -> T
    where
        T: Default,
    {
        self.state
            .with(|state| state.ready().cloned().unwrap_or_default())
    }
}

/// Fetches what is at a path of the company; nothing while there is no path.
pub fn fetched<T>(app: App, path: impl Fn() -> Option<String> + 'static) -> Fetched<T>
where
    T: DeserializeOwned + Clone + PartialEq + 'static,
{
    fetched_by(app, path, |path| async move { http::get(&path).await })
}

/// Fetches all pages of a list of the company.
pub fn fetched_list<T>(app: App, path: impl Fn() -> Option<String> + 'static) -> Fetched<Vec<T>>
where
    T: DeserializeOwned + Clone + PartialEq + 'static,
{
    fetched_by(app, path, |path| async move { all_pages(&path).await })
}

/// Reads all pages of a list.
pub async fn all_pages<T: DeserializeOwned>(path: &str) -> Answer<Vec<T>> {
    let first = if path.contains('?') { '&' } else { '?' };
    let mut items = Vec::new();
    let mut cursor = None::<String>;
    for _ in 0..PAGES_MAX {
        let mut url = format!("{path}{first}limit={PAGE_ITEMS}");
        if let Some(cursor) = &cursor {
            url.push_str("&after=");
            url.push_str(&String::from(js_sys::encode_uri_component(cursor)));
        }
        let page: Page<T> = http::get(&url).await?;
        items.extend(page.items);
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    Ok(items)
}

/// Fetches in the caller's own way: `load` gets the whole path.
pub fn fetched_by<T, F, Fut>(
    app: App,
    path: impl Fn() -> Option<String> + 'static,
    load: F,
) -> Fetched<T>
where
    T: Clone + PartialEq + 'static,
    F: Fn(String) -> Fut + 'static,
    Fut: Future<Output = Answer<T>> + 'static,
{
    let state = create_signal(Load::Pending);
    let again = create_signal(0_u32);
    // The path that what is shown came from.
    let shown = create_signal(None::<String>);
    let path = create_selector(path);
    create_effect(move || {
        again.track();
        app.position.track();
        app.touched.track();
        let Some(path) = path.get_clone() else { return };
        let answer = load(app.path(&path));
        // Runs in this effect's scope: the next run ends it if it is still under way.
        spawn_local_scoped(async move {
            match answer.await {
                Ok(value) => {
                    shown.set_silent(Some(path));
                    if state.with_untracked(|state| state.ready() != Some(&value)) {
                        state.set(Load::Ready(value));
                    }
                }
                Err(fault) => {
                    app.note(&fault);
                    if shown.with_untracked(|shown| shown.as_ref() != Some(&path)) {
                        state.set(Load::Failed(fault.words()));
                    }
                }
            }
        });
    });
    Fetched { state, again }
}
