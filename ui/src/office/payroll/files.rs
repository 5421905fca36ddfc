//! The files of a run: which form, what is missing or left out, what was made, and the download.

use api::pay::run::{PayFileCheck, PayRunDetail, PayRunFile};
use sycamore::prelude::*;
use ui::components::{
    Button, ButtonKind, Choice, Column, DataTable, Glyph, Select, SkeletonKind, Toasts, Tone,
};
use ui::i18n::{self, date_time_at, hundredths, money, text_in};
use ui::{files, t};

use super::run::Run;
use super::{mapping, say};
use crate::data::{Fetched, fetched};
use crate::forms::Form;
use crate::http;
use crate::listing::when_ready;
use crate::state::App;
use crate::words;

/// Forms that other systems and spreadsheets read.
const FORMS: [&str; 6] = [
    "gusto",
    "adp-run",
    "adp-workforce-now",
    "quickbooks",
    "csv",
    "xlsx",
];
/// Forms on paper.
const PAPERS: [&str; 2] = ["summary", "statements"];

/// The section of a run's page.
pub fn section(app: App, run: Run, is_final: bool) -> View {
    let form = create_signal(FORMS[0].to_owned());
    let paper = create_signal("letter".to_owned());
    let names = FORMS.into_iter().chain(PAPERS);
    let forms: Vec<Choice> = names
        .map(|name| Choice::new(name, text_in("payroll-form", name)))
        .collect();
    let id = move || {
        let id = |detail: &PayRunDetail| detail.run.id;
        run.state.with(|state| state.ready().map(id))
    };
    let is_paper = create_selector(move || form.with(|form| PAPERS.contains(&form.as_str())));
    let checked = fetched::<PayFileCheck>(app, move || {
        let form = form.get_clone();
        let id = id()?;
        (!PAPERS.contains(&form.as_str())).then(|| format!("/pay/runs/{id}/check?form={form}"))
    });
    let found = View::from_dynamic(move || {
        if is_paper.get() {
            let papers = vec![
                Choice::new("letter", text_in("payroll-paper", "letter")),
                Choice::new("a4", text_in("payroll-paper", "a4")),
            ];
            return view! {
                Select(label=t!("payroll-paper"), value=paper, choices=papers, class="field--short")
            };
        }
        untrack(|| {
            when_ready(checked, SkeletonKind::Lines, 2, move || {
                what_is_found(app, run, checked)
            })
        })
    });
    let get = download(app, run, form, paper, is_final);
    let made = made(app, run);
    view! {
        section(class="section no-print", data-test="payroll-files") {
            div(class="section-head") { h2 { (t!("payroll-files")) } }
            div(class="form") {
                Select(
                    label=t!("payroll-form"), value=form, choices=forms, test="payroll-form",
                )
                (found)
                (get)
            }
            (made)
        }
    }
}

fn download(
    app: App,
    run: Run,
    chosen: Signal<String>,
    paper: Signal<String>,
    is_final: bool,
) -> View {
    if !is_final {
        return words::notice(Glyph::Lock, Tone::Neutral, t!("payroll-files-when-final"));
    }
    let form = Form::new(app);
    let get = move |()| {
        let id = run
            .state
            .with_untracked(|state| state.ready().map(|detail| detail.run.id));
        let Some(id) = id else { return };
        let (chosen, paper) = (chosen.get_clone_untracked(), paper.get_clone_untracked());
        let language = i18n::locale().language.code();
        let path = format!("/pay/runs/{id}/file?form={chosen}&language={language}&paper={paper}");
        get_file(app, form, &path);
    };
    let notice = form.notice(&[]);
    view! {
        (notice)
        div {
            Button(
                label=t!("payroll-download"), kind=ButtonKind::Primary, icon=Glyph::Download,
                on_press=get, busy=form.busy, test="payroll-download",
            )
        }
    }
}

/// Brings a file of the company into the browser's hands.
pub fn get_file(app: App, form: Form, path: &str) {
    let path = app.path(path);
    let request = async move { http::get_file(&path).await };
    form.send(request, move |file| {
        let toasts = Toasts::get();
        if files::download(&file.name, &file.bytes) {
            toasts.done(t!("export-done", file = file.name));
        } else {
            toasts.failed(t!("export-not-saved"));
        }
    });
}

fn what_is_found(app: App, run: Run, checked: Fetched<PayFileCheck>) -> View {
    let remarks = View::from_dynamic(move || {
        let check = checked.state.with(|state| state.ready().cloned());
        untrack(|| check.map(|check| remarks(run, &check)).unwrap_or_default())
    });
    // The form stays while ids are saved one after the other.
    let lacks = create_selector(move || {
        checked.state.with(|state| {
            let check = state.ready()?;
            let lacking = !check.missing_ids.is_empty()
                || !check.missing_codes.is_empty()
                || !check.missing_settings.is_empty()
                || !check.unfit.is_empty();
            Some((check.form.clone(), lacking))
        })
    });
    let fill = View::from_dynamic(move || match lacks.get_clone() {
        Some((_, true)) => untrack(|| {
            let check = checked.state.with(|state| state.ready().cloned());
            check
                .map(|check| mapping::form(app, checked, check))
                .unwrap_or_default()
        }),
        Some((form, false)) => untrack(|| mapping::known(app, checked, form)),
        None => View::new(),
    });
    view! { (remarks) (fill) }
}

fn remarks(run: Run, check: &PayFileCheck) -> View {
    let unverified = check
        .unverified
        .then(|| words::notice(Glyph::Info, Tone::Warn, t!("payroll-unverified")));
    let is_complete = check.missing_ids.is_empty()
        && check.missing_codes.is_empty()
        && check.missing_settings.is_empty()
        && check.unfit.is_empty();
    let complete = is_complete.then(|| {
        let words = words::notice(Glyph::Check, Tone::Good, t!("payroll-nothing-missing"));
        view! { div(data-test="payroll-complete") { (words) } }
    });
    let currency = run.state.with_untracked(|state| {
        let currency = |detail: &PayRunDetail| detail.run.currency.clone();
        state.ready().map(currency).unwrap_or_default()
    });
    let left: Vec<View> = check
        .left_out
        .iter()
        .map(|left| {
            let words = t!(
                "payroll-left-out-line",
                name = left.employee.name.as_str(),
                earning = say::earning(&left.earning),
                hours = hundredths(left.hours),
                amount = money(left.minor, &currency)
            );
            view! { li { (words) } }
        })
        .collect();
    let left = (!left.is_empty()).then(|| {
        view! {
            div(class="stack stack--tight", data-test="payroll-left-out") {
                p { strong { (t!("payroll-left-out")) } }
                ul(class="bullets small") { (left) }
            }
        }
    });
    let (unverified, complete) = (View::from(unverified), View::from(complete));
    let left = View::from(left);
    view! { (unverified) (complete) (left) }
}

fn made(app: App, run: Run) -> View {
    let rows = create_memo(move || {
        let files = |detail: &PayRunDetail| detail.run.files.clone();
        run.state
            .with(|state| state.ready().map(files).unwrap_or_default())
    });
    let none = create_selector(move || rows.with(Vec::is_empty));
    let zone = app.zone();
    View::from_dynamic(move || {
        if none.get() {
            return View::new();
        }
        let zone = zone.clone();
        let columns = vec![
            Column::new("form", t!("payroll-form"), |file: &PayRunFile| {
                View::from(text_in("payroll-form", &file.form))
            }),
            Column::new("at", t!("payroll-made-at"), move |file: &PayRunFile| {
                View::from(date_time_at(file.at, &zone))
            }),
            Column::new("by", t!("payroll-made-by"), |file: &PayRunFile| {
                View::from(file.by.clone())
            }),
            Column::new("hash", t!("payroll-fingerprint"), |file: &PayRunFile| {
                let short: String = file.hash.chars().take(12).collect();
                view! { code(class="muted") { (short) } }
            }),
        ];
        untrack(|| {
            view! {
                div(class="stack stack--tight", data-test="payroll-made") {
                    h3(class="small-head") { (t!("payroll-made")) }
                    p(class="muted small") { (t!("payroll-made-lead")) }
                    DataTable(
                        caption=t!("payroll-made"), columns=columns, rows=rows,
                        key=|file: &PayRunFile| format!("{}{}", file.form, file.hash),
                        name=|file: &PayRunFile| file.form.clone(),
                    )
                }
            }
        })
    })
}
