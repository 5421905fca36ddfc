//! Bringing a file, step by step: the file, its columns, what would come of it. Nothing is
//! imported before the last press, and the import then goes on by itself.

mod columns;
mod draft;
mod file;
mod preview;
mod reading;

use api::import::{DatesKnown, Import, ImportFile, ImportPreview, NewImport, PreviewImport};
use gloo_net::http::Method;
use sycamore::prelude::*;
use ui::components::{Button, ButtonKind, Glyph};
use ui::t;

use crate::address::go;
use crate::forms::{Form, focus_soon};
use crate::http;
use crate::state::{App, Put};
use draft::Draft;

/// Where the person is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    File,
    Columns,
    Preview,
}

/// The state of the page.
#[derive(Clone, Copy)]
struct Wizard {
    app: App,
    step: Signal<Step>,
    file: Signal<Option<ImportFile>>,
    draft: Draft,
    preview: Signal<Option<ImportPreview>>,
    form: Form,
}

impl Wizard {
    /// Goes on with an uploaded file.
    fn take(self, file: ImportFile) {
        self.app.together(|| {
            self.draft.read(&file);
            self.preview.set(None);
            self.form.fault.set(None);
            self.file.set(Some(file));
        });
        self.go(Step::Columns);
    }

    fn go(self, step: Step) {
        self.step.set(step);
        focus_soon(".import-steps [aria-current]");
    }

    /// What is asked for: the file, read as it was chosen.
    fn asked(self) -> Option<PreviewImport> {
        let file = self
            .file
            .with(|file| file.as_ref().map(|file| file.file.clone()))?;
        let mapping = self.draft.mapping(&self.app.zone());
        Some(PreviewImport {
            file,
            mapping,
            zone: None,
        })
    }

    /// Asks what would come of the file.
    fn look(self) {
        let Some(asked) = self.asked() else { return };
        let path = self.app.path("/imports/preview");
        let request = async move { http::send(Method::POST, &path, &asked).await };
        self.form.send(request, move |preview: ImportPreview| {
            if !self.step.is_alive() {
                return;
            }
            if preview.dates.known == DatesKnown::Undecided {
                self.draft.ask_for_order(preview.dates);
                focus_soon("[data-test=import-order] input:checked");
                return;
            }
            self.preview.put(Some(preview));
            self.go(Step::Preview);
        });
    }

    /// Begins the import, and leads to its page.
    fn import(self) {
        let Some(asked) = self.asked() else { return };
        let file_name = self
            .file
            .with(|file| file.as_ref().map(|file| file.name.clone()));
        let days = self
            .preview
            .with(|preview| preview.as_ref().and_then(|p| days(self.app, p)));
        let new = NewImport {
            file: asked.file,
            file_name: file_name.unwrap_or_default(),
            mapping: asked.mapping,
            zone: asked.zone,
        };
        let (app, path) = (self.app, self.app.path("/imports"));
        let request = async move { http::send(Method::POST, &path, &new).await };
        self.form.send(request, move |import: Import| {
            let address = super::address(import.id);
            go(app, &format!("{address}{}", days.unwrap_or_default()));
        });
    }
}

/// The days of the entries, as they stand in an address.
fn days(app: App, preview: &ImportPreview) -> Option<String> {
    let zone = app.zone();
    let (first, last) = (preview.first_start?, preview.last_start?);
    let (from, to) = (zone.local(first).date(), zone.local(last).date());
    Some(format!("?from={from}&to={to}"))
}

/// The page.
pub fn page(app: App) -> View {
    let wizard = Wizard {
        app,
        step: create_signal(Step::File),
        file: create_signal(None),
        draft: Draft::empty(),
        preview: create_signal(None),
        form: Form::new(app),
    };
    let content = View::from_dynamic(move || {
        let step = wizard.step.get();
        untrack(move || match step {
            Step::File => file::step(wizard),
            Step::Columns => columns::step(wizard),
            Step::Preview => preview::step(wizard),
        })
    });
    let steps = steps(wizard.step);
    view! {
        main(class="page", id="main", tabindex="-1") {
            nav(class="crumbs", aria-label=t!("breadcrumbs")) {
                a(href=super::LIST) { (t!("imports")) }
            }
            div(class="page-head") { h1(tabindex="-1") { (t!("import-hours")) } }
            (steps)
            (content)
        }
    }
}

fn steps(step: Signal<Step>) -> View {
    let one = |own: Step, label: String| {
        let is_here = create_selector(move || step.get() == own);
        let current = move || is_here.get().then_some("step");
        view! { li(aria-current=current(), tabindex="-1") { (label) } }
    };
    let all = vec![
        one(Step::File, t!("import-step-file")),
        one(Step::Columns, t!("import-step-columns")),
        one(Step::Preview, t!("import-step-preview")),
    ];
    view! { ol(class="import-steps", aria-label=t!("import-steps")) { (all) } }
}

/// The way to the step before.
fn back(wizard: Wizard, to: Step, label: String) -> View {
    view! {
        Button(
            label=label, kind=ButtonKind::Quiet, icon=Glyph::ChevronLeft, test="import-back",
            on_press=move |()| wizard.go(to),
        )
    }
}
