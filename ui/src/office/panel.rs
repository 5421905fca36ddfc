//! The panel beside a list: one record, named in the address, with its form and the way into the
//! archive and back. What a record's form asks for is the page's.

use gloo_net::http::Method;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sycamore::prelude::*;
use ui::components::{Badge, Button, Glyph, SidePanel, SkeletonKind, Toasts};
use ui::t;

use crate::address::param;
use crate::data::{Fetched, fetched};
use crate::forms::{Form, saved_words};
use crate::http;
use crate::listing::{Archivable, open, set_archived, when_ready};
use crate::state::App;

/// What a list shows one by one.
pub trait Record: DeserializeOwned + Clone + PartialEq + 'static {
    /// The path of the list: `/jobs`.
    const LIST: &'static str;

    /// Its id, as the address has it.
    fn id(&self) -> String;

    /// What people call it.
    fn name(&self) -> &str;

    /// The state it is in.
    fn hash(&self) -> &str;

    /// Whether it is in the archive.
    fn is_archived(&self) -> bool;

    /// Whether whoever is signed in may change it.
    fn may_change(&self, app: App) -> bool;

    /// Its path below the company: `/jobs/ID`.
    fn path(&self) -> String {
        format!("{}/{}", Self::LIST, self.id())
    }
}

/// How a panel is headed.
#[derive(Clone, Copy)]
pub struct Titles {
    /// While the form of a new record is shown.
    pub new: fn() -> String,
    /// Until the record's name is known.
    pub any: fn() -> String,
}

/// The panel, while a record is in the address: `new` makes the form of a new one, `one` shows
/// one that is there.
pub fn panel<T: Record>(
    app: App,
    titles: Titles,
    new: impl Fn() -> View + Copy + 'static,
    one: impl Fn(Fetched<T>) -> View + Copy + 'static,
) -> View {
    let chosen = param(app, "open");
    View::from_dynamic(move || match chosen.get_clone() {
        None => View::new(),
        Some(id) => untrack(move || {
            if id == "new" {
                let content = new();
                return view! {
                    SidePanel(title=titles.new, on_close=move |()| open(app, None)) { (content) }
                };
            }
            let record = fetched::<T>(app, move || Some(format!("{}/{id}", T::LIST)));
            let name = move || {
                let name = |record: &T| record.name().to_owned();
                record.state.with(|state| state.ready().map(name))
            };
            let content = when_ready(record, SkeletonKind::Lines, 5, move || one(record));
            view! {
                SidePanel(
                    title=move || name().unwrap_or_else(titles.any),
                    on_close=move |()| open(app, None),
                ) { (content) }
            }
        }),
    })
}

/// The form of the record as it was when the panel opened; it starts over from what the record is
/// now when the number it is given is raised.
pub fn form_of<T: Record>(
    record: Fetched<T>,
    form: impl Fn(T, Signal<u32>) -> View + 'static,
) -> View {
    let version = create_signal(0_u32);
    View::from_dynamic(move || {
        version.track();
        let now = record.state.with_untracked(|state| state.ready().cloned());
        untrack(|| now.map(|record| form(record, version)))
    })
}

/// Whether the record is archived, with the way there and back for those who may.
pub fn archiving<T: Record>(
    app: App,
    record: Fetched<T>,
    test: &'static str,
    hint: fn() -> String,
) -> View {
    let busy = create_signal(false);
    let state = create_selector(move || {
        let of = |record: &T| {
            let what = Archivable {
                path: record.path(),
                archived: t!("archived-toast", name = record.name()),
                restored: t!("restored-toast", name = record.name()),
            };
            (what, record.is_archived(), record.may_change(app))
        };
        record.state.with(|state| state.ready().map(of))
    });
    View::from_dynamic(move || {
        let Some((what, archived, may_change)) = state.get_clone() else {
            return View::new();
        };
        let badge = archived.then(|| view! { Badge(label=t!("archived"), icon=Glyph::Archive) });
        if !may_change {
            return badge.into();
        }
        let toggle = move |()| set_archived(app, what.clone(), !archived, busy);
        let (label, icon) = if archived {
            (t!("restore"), Glyph::Restore)
        } else {
            (t!("archive"), Glyph::Archive)
        };
        view! {
            section(class="panel-state") {
                (badge)
                Button(label=label, icon=icon, on_press=toggle, busy=busy, test=test)
                p(class="muted small") { (hint()) }
            }
        }
    })
}

/// Sends a new record, says that it is there and closes the panel.
pub fn create<T: Record>(app: App, form: Form, new: impl Serialize + 'static) {
    let path = app.path(T::LIST);
    let request = async move { http::send(Method::POST, &path, &new).await };
    form.send(request, move |record: T| {
        Toasts::get().done(t!("created-toast", name = record.name()));
        open(app, None);
    });
}

/// Sends the change of a record, says that it is saved and closes the panel.
pub fn change<T: Record>(app: App, form: Form, record: &T, patch: impl Serialize + 'static) {
    let (path, before) = (app.path(&record.path()), record.hash().to_owned());
    let request = async move { http::send(Method::PATCH, &path, &patch).await };
    form.send(request, move |record: T| {
        let words = t!("saved-toast", name = record.name());
        Toasts::get().done(saved_words(record.hash() != before, words));
        open(app, None);
    });
}
