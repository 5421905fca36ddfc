//! One import: how far it has come, what came of it, its file and how that was read, and the way
//! back.

mod reading;

use api::id::ImportId;
use api::import::{Import, ImportProgress, ImportState};
use jiff::civil::Date;
use sycamore::prelude::*;
use sycamore::web::tags;
use ui::components::{Button, ButtonKind, Empty, Glyph, LinkButton, SkeletonKind, Tone};
use ui::i18n::{self, text_in};
use ui::t;

use super::{shown, undo};
use crate::address::param;
use crate::data::{Fetched, fetched_by};
use crate::http::{self, Fault};
use crate::listing::when_ready;
use crate::state::App;
use crate::words;

/// The page.
pub fn page(app: App, id: ImportId) -> View {
    let path = super::address(id);
    // One that was under way when the server stopped is nowhere any more.
    let import: Fetched<Option<Import>> = fetched_by(
        app,
        move || Some(path.clone()),
        |path| async move {
            match http::get::<Import>(&path).await {
                Ok(import) => Ok(Some(import)),
                Err(Fault::Problem(problem))
                    if problem.code == api::problem::code::NOT_FOUND
                        || problem.code == "import_not_found" =>
                {
                    Ok(None)
                }
                Err(fault) => Err(fault),
            }
        },
    );
    let runs = |import: &Option<Import>| {
        import
            .as_ref()
            .is_some_and(|import| import.state == ImportState::Running)
    };
    super::follow(import, runs);
    let content = when_ready(import, SkeletonKind::Lines, 8, move || content(app, import));
    view! {
        main(class="page", id="main", tabindex="-1") { (content) }
    }
}

fn content(app: App, fetched: Fetched<Option<Import>>) -> View {
    let import = create_selector(move || fetched.or_default());
    // What changes while it runs is apart, so that the rest stays as it is.
    let still = create_selector(move || {
        import.with(|import| {
            import.clone().map(|import| Import {
                progress: None,
                ..import
            })
        })
    });
    let progress = create_selector(move || {
        import.with(|import| import.as_ref().and_then(|import| import.progress))
    });
    View::from_dynamic(move || match still.get_clone() {
        None => gone(),
        Some(import) => untrack(|| {
            let running = import.state == ImportState::Running;
            let head = head(app, &import, fetched);
            let body = if running {
                self::progress(progress)
            } else {
                result(app, &import)
            };
            view! { (head) (body) }
        }),
    })
}

fn gone() -> View {
    view! {
        Empty(
            title=t!("import-gone"), body=t!("import-gone-body"), icon=Glyph::Alert, page=true,
        ) {
            LinkButton(label=t!("imports"), href=super::LIST)
        }
    }
}

fn head(app: App, import: &Import, fetched: Fetched<Option<Import>>) -> View {
    let at = i18n::date_time_at(import.at, &app.zone());
    let by = shown::author(import.by.as_ref());
    let sub = t!("import-by-at", name = by.as_str(), at = at.as_str());
    let (file_name, badge) = (import.file_name.clone(), shown::state_badge(import.state));
    let kept = matches!(import.state, ImportState::Finished | ImportState::Undone);
    let file = kept.then(|| file_button(app, import));
    let undo_open = create_signal(false);
    let undo = (import.state == ImportState::Finished).then(|| {
        view! {
            Button(
                label=t!("import-undo"), icon=Glyph::Undo, test="import-undo",
                on_press=move |()| undo_open.set(true),
            )
        }
    });
    let again = matches!(import.state, ImportState::Failed | ImportState::Empty).then(|| {
        view! { LinkButton(label=t!("import-other"), href=super::NEW, icon=Glyph::Upload) }
    });
    let import = import.clone();
    let dialog = View::from_dynamic(move || {
        if !undo_open.get() {
            return View::new();
        }
        untrack(|| undo::dialog(app, &import, fetched, undo_open))
    });
    view! {
        nav(class="crumbs", aria-label=t!("breadcrumbs")) {
            a(href=super::LIST) { (t!("imports")) }
        }
        div(class="page-head") {
            div(class="stack stack--tight") {
                div(class="named-state") {
                    h1(tabindex="-1") { (file_name) }
                    span(data-test="import-state") { (badge) }
                }
                p(class="page-sub", data-test="import-author") { (sub) }
            }
            div(class="page-actions") { (file) (again) (undo) }
        }
        (dialog)
    }
}

fn file_button(app: App, import: &Import) -> View {
    let busy = create_signal(false);
    let (path, name) = (
        app.path(&format!("{}/file", super::address(import.id))),
        import.file_name.clone(),
    );
    let press = move |()| {
        let (path, name) = (path.clone(), name.clone());
        // The header of the answer cannot carry every name.
        let request = async move {
            let mut file = http::get_file(&path).await?;
            file.name = name;
            Ok(file)
        };
        shown::keep(app, busy, request);
    };
    view! {
        Button(
            label=t!("import-file-download"), icon=Glyph::Download, busy=busy, on_press=press,
            test="import-file-download",
        )
    }
}

fn progress(progress: ReadSignal<Option<ImportProgress>>) -> View {
    let storing = create_selector(move || {
        progress
            .get()
            .is_some_and(|progress| progress.entries_stored > 0)
    });
    let figures = move || {
        let at = progress.get()?;
        Some(if at.entries_stored > 0 {
            (at.entries_stored, at.entries)
        } else {
            (at.rows_read, at.rows)
        })
    };
    let phase = move || {
        if storing.get() {
            t!("import-progress-storing")
        } else {
            t!("import-progress-reading")
        }
    };
    let count = move || match figures() {
        Some((done, all)) if all > 0 => t!(
            "import-progress-count",
            done = shown::number(done),
            all = shown::number(all)
        ),
        Some(_) | None => String::new(),
    };
    let bar: View = tags::progress()
        .class("progress")
        .attr("aria-label", t!("import-running"))
        .attr("data-test", "import-progress")
        .attr("max", move || {
            figures()
                .filter(|(_, all)| *all > 0)
                .map(|(_, all)| all.to_string())
        })
        .attr("value", move || {
            figures()
                .filter(|(_, all)| *all > 0)
                .map(|(done, _)| done.to_string())
        })
        .into();
    view! {
        section(class="section section--narrow") {
            p(class="strong", role="status") { (phase()) }
            (bar)
            p(class="muted") { (count()) }
            p(class="muted") { (t!("import-progress-leave")) }
        }
    }
}

fn result(app: App, import: &Import) -> View {
    let notice = outcome(app, import);
    let figures = import
        .counts
        .map(|counts| shown::figures(counts, shown::When::After));
    let days = (import.state == ImportState::Finished).then(|| timesheets_link(app));
    // After it was taken back, what is said is what stayed.
    let counts = import.counts.filter(|_| import.undone.is_none());
    let added = counts.map(undo::added).unwrap_or_default();
    let added = (!added.is_empty()).then(|| {
        let added = added.join(", ");
        view! { p(data-test="import-added") { (t!("import-added", what = added.as_str())) } }
    });
    let kept = matches!(import.state, ImportState::Finished | ImportState::Undone);
    let download = if kept {
        rejected_button(app, import)
    } else {
        View::new()
    };
    let all = import.counts.map_or(0, |counts| counts.rejected);
    let rejected = shown::rejected(import.rejected.clone(), all, shown::When::After, download);
    let reading = reading::reading(import);
    view! {
        (notice)
        (figures)
        (added)
        (days)
        (rejected)
        (reading)
    }
}

/// What there is to say about how it ended.
fn outcome(app: App, import: &Import) -> View {
    if let Some(undone) = &import.undone {
        let at = i18n::date_time_at(undone.at, &app.zone());
        let by = shown::author(undone.by.as_ref());
        let said = t!("import-undone-by", name = by.as_str(), at = at.as_str());
        let said = words::notice(Glyph::Undo, Tone::Warn, said);
        let reason = undone.reason.clone();
        let reason =
            (!reason.is_empty()).then(|| view! { p(class="timeline-reason") { "“" (reason) "”" } });
        let kept = undone.kept.join(", ");
        let kept = (!kept.is_empty()).then(|| {
            view! { p { (t!("import-undone-kept", names = kept.as_str())) } }
        });
        return view! { div(class="stack", data-test="import-undone") { (said) (reason) (kept) } };
    }
    match import.state {
        ImportState::Empty => words::notice(Glyph::Info, Tone::Neutral, t!("import-empty-why")),
        ImportState::Failed => {
            let code = import.failure.as_ref().map_or("", |failure| &failure.code);
            let said = t!("import-failed-why", why = text_in("error", code));
            words::notice(Glyph::Alert, Tone::Bad, said)
        }
        ImportState::Running | ImportState::Finished | ImportState::Undone => View::new(),
    }
}

/// The way to the hours that came: whoever just imported them has the days in the address.
fn timesheets_link(app: App) -> View {
    let day = |name| {
        param(app, name)
            .get_clone()
            .and_then(|day| day.parse::<Date>().ok())
    };
    let (Some(from), Some(to)) = (day("from"), day("to")) else {
        return View::new();
    };
    let to_week = |date: Date| format!("/timesheets?week={date}");
    let (first, range) = (to_week(from), i18n::date_range(from, to));
    let label = t!("import-to-timesheets", range = range.as_str());
    let last = (to != from).then(|| {
        let href = to_week(to);
        view! {
            LinkButton(label=t!("import-to-last-week"), href=href, kind=ButtonKind::Quiet)
        }
    });
    view! {
        div(class="row") {
            LinkButton(
                label=label, href=first, icon=Glyph::Calendar, test="import-to-timesheets",
            )
            (last)
        }
    }
}

fn rejected_button(app: App, import: &Import) -> View {
    let busy = create_signal(false);
    let path = app.path(&format!("{}/rejected", super::address(import.id)));
    let press = move |()| {
        let path = path.clone();
        shown::keep(app, busy, async move { http::get_file(&path).await });
    };
    view! {
        Button(
            label=t!("import-rejected-download"), icon=Glyph::Download, busy=busy,
            on_press=press, test="import-rejected-download",
        )
    }
}
