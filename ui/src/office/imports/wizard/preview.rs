//! The third step: what would come of the file. Nothing is written yet.

use api::import::{ImportCounts, ImportPreview, ImportSample};
use domain::time::Zone;
use gloo_net::http::Method;
use sycamore::prelude::*;
use ui::components::{Badge, Button, ButtonKind, Column, DataTable, Glyph, Tone};
use ui::i18n;
use ui::{dom, t};

use super::{Step, Wizard};
use crate::http::{self, Fault, ServerFile};
use crate::imports::shown;
use crate::words;

/// How many new names are written out.
const NAMES_MAX: usize = 12;

/// The step.
pub fn step(wizard: Wizard) -> View {
    let Some(preview) = wizard.preview.get_clone() else {
        return View::new();
    };
    let counts = preview.counts;
    let figures = shown::figures(counts, shown::When::Before);
    let added = added(&preview);
    let samples = samples(wizard.app.zone(), &preview);
    let download = download(wizard);
    let rejected = shown::rejected(
        preview.rejected,
        counts.rejected,
        shown::When::Before,
        download,
    );
    let actions = actions(wizard, counts);
    view! {
        div(class="stack stack--loose", data-test="import-preview") {
            p(class="muted") { (t!("import-preview-lead")) }
            (figures)
            (added)
            (rejected)
            (samples)
            (actions)
        }
    }
}

fn actions(wizard: Wizard, counts: ImportCounts) -> View {
    let why = why_nothing(counts);
    let nothing = why.is_some();
    let id = dom::fresh_id("import-why");
    let described = nothing.then(|| id.clone());
    let why = why.map(|why| {
        let why = words::notice(Glyph::Info, Tone::Neutral, why);
        view! { div(id=id, data-test="import-nothing") { (why) } }
    });
    let notice = wizard.form.notice(&[]);
    let back = super::back(wizard, Step::Columns, t!("import-back"));
    let label = if nothing {
        t!("import-now-none")
    } else {
        t!(
            "import-now",
            count = counts.entries,
            shown = shown::number(counts.entries)
        )
    };
    view! {
        (why)
        (notice)
        div(class="form-actions") {
            Button(
                label=label, kind=ButtonKind::Primary, disabled=nothing, described_by=described,
                busy=wizard.form.busy, test="import-now", on_press=move |()| wizard.import(),
            )
            (back)
        }
    }
}

/// Why there is nothing to import, if so.
fn why_nothing(counts: ImportCounts) -> Option<String> {
    if counts.entries > 0 {
        return None;
    }
    Some(if counts.duplicates == counts.rows && counts.rows > 0 {
        t!("import-all-there")
    } else if counts.duplicates > 0 {
        t!("import-rest-there")
    } else {
        t!("import-none-readable")
    })
}

fn added(preview: &ImportPreview) -> View {
    let counts = preview.counts;
    let group = |count: u64, label: String, names: &[String], test: &'static str| {
        if count == 0 {
            return View::new();
        }
        let shown = names.iter().take(NAMES_MAX);
        let mut words = shown.cloned().collect::<Vec<_>>().join(", ");
        let left = count.saturating_sub(names.len().min(NAMES_MAX) as u64);
        if left > 0 {
            words = t!("import-names-more", names = words, count = left);
        }
        view! { dt { (label) } dd(data-test=test) { (words) } }
    };
    let number = shown::number;
    let groups = vec![
        group(
            counts.employees,
            t!(
                "import-added-employees",
                count = counts.employees,
                shown = number(counts.employees)
            ),
            &preview.new_employees,
            "import-new-employees",
        ),
        group(
            counts.jobs,
            t!(
                "import-added-jobs",
                count = counts.jobs,
                shown = number(counts.jobs)
            ),
            &preview.new_jobs,
            "import-new-jobs",
        ),
        group(
            counts.cost_codes,
            t!(
                "import-added-cost-codes",
                count = counts.cost_codes,
                shown = number(counts.cost_codes)
            ),
            &preview.new_cost_codes,
            "import-new-cost-codes",
        ),
    ];
    let none = counts.employees + counts.jobs + counts.cost_codes == 0;
    if none {
        return View::new();
    }
    view! {
        section(class="section") {
            div(class="section-head") { h2 { (t!("import-new-names")) } }
            dl(class="facts") { (groups) }
        }
    }
}

fn samples(zone: Zone, preview: &ImportPreview) -> View {
    if preview.samples.is_empty() {
        return View::new();
    }
    let text = |read: fn(&ImportSample) -> String| move |row: &ImportSample| View::from(read(row));
    let columns = vec![
        Column::new("line", t!("import-line"), |row: &ImportSample| {
            View::from(shown::number(u64::from(row.line)))
        })
        .figures(),
        Column::new("employee", t!("employee"), text(|row| row.employee.clone())),
        Column::new(
            "date",
            t!("date"),
            text(|row| i18n::date_with_weekday(row.date)),
        ),
        Column::new("time", t!("import-times"), move |row: &ImportSample| {
            View::from(times(row, &zone))
        }),
        Column::new("hours", t!("hours"), text(|row| words::hours(row.seconds))).figures(),
        Column::new("job", t!("job"), |row: &ImportSample| job(row)),
        Column::new("code", t!("cost-code"), text(|row| row.cost_code.clone())),
        Column::new("note", t!("note"), text(|row| row.note.clone())),
        Column::new("state", t!("import-state"), |row: &ImportSample| {
            if row.duplicate {
                view! { Badge(label=t!("import-there-already"), icon=Glyph::CheckDouble) }
            } else {
                view! { Badge(label=t!("import-new"), tone=Tone::Good, icon=Glyph::Plus) }
            }
        }),
    ];
    let rows = preview.samples.clone();
    let count = rows.len();
    view! {
        section(class="section") {
            div(class="section-head") { h2 { (t!("import-first-rows", count = count)) } }
            DataTable(
                caption=t!("import-first-rows", count = count), columns=columns, rows=rows,
                key=|row: &ImportSample| row.line.to_string(),
                name=|row: &ImportSample| row.employee.clone(), class="table--dense table--lines",
            )
        }
    }
}

fn times(row: &ImportSample, zone: &Zone) -> String {
    match (row.start, row.end) {
        (Some(start), Some(end)) => {
            let (start, end) = (i18n::time_at(start, zone), i18n::time_at(end, zone));
            format!("{start} – {end}")
        }
        (_, _) => t!("hours-only"),
    }
}

fn job(row: &ImportSample) -> View {
    let job = words::coded(&row.job_code, &row.job);
    let customer = row.customer.clone();
    view! {
        span(class="who-words") {
            span { (job) }
            span(class="who-detail") { (customer) }
        }
    }
}

/// The rows that would not be taken, all of them, as a file.
fn download(wizard: Wizard) -> View {
    let busy = create_signal(false);
    let press = move |()| {
        let Some(asked) = wizard.asked() else { return };
        let path = wizard.app.path("/imports/preview/rejected");
        let request = async move {
            let response = http::receive(Method::POST, &path, &asked).await?;
            let bytes = response.binary().await.map_err(|_| Fault::Offline)?;
            let name = "rejected-rows.csv".to_owned();
            Ok(ServerFile { name, bytes })
        };
        shown::keep(wizard.app, busy, request);
    };
    view! {
        Button(
            label=t!("import-rejected-download"), icon=Glyph::Download, busy=busy,
            on_press=press, test="import-rejected-download",
        )
    }
}
