//! Cost codes: the kinds of work, for every job or for one; the list, and one in the panel.

use api::job::{CostCode, CostCodePatch, Job, NewCostCode};
use domain::company::Permission;
use gloo_net::http::Method;
use sycamore::prelude::*;
use ui::components::{
    Badge, Button, ButtonKind, Column, Combobox, DataTable, Empty, Glyph, PickItem, SidePanel,
    SkeletonKind, TextInput, Toasts,
};
use ui::t;

use crate::address::param;
use crate::data::{Fetched, fetched, fetched_list};
use crate::forms::{Form, missing, on_submit};
use crate::listing::{Archivable, Filters, open, set_archived, when_ready};
use crate::state::App;
use crate::{http, words};

/// A cost code with its job's name.
#[derive(Clone, PartialEq)]
struct Row {
    code: CostCode,
    job: String,
}

/// The page.
pub fn page(app: App) -> View {
    let filters = Filters::in_address(app, "name");
    let codes = fetched_list::<CostCode>(app, move || Some(filters.path("/cost-codes")));
    let jobs = fetched_list::<Job>(app, || Some("/jobs".to_owned()));
    let shown = create_memo(move || {
        let (query, jobs) = (filters.query.get_clone(), jobs.or_default());
        let row = |code: CostCode| {
            let job = jobs.iter().find(|job| Some(job.id) == code.job);
            let name = job.map(|job| words::coded(&job.code, &job.name));
            let job = match (name, code.job) {
                (Some(name), _) => name,
                (None, Some(_)) => t!("archived-job"),
                (None, None) => t!("every-job"),
            };
            Row { code, job }
        };
        let rows = codes.or_default().into_iter().map(row);
        rows.filter(|row| words::matches(&query, &[&row.code.name, &row.code.code, &row.job]))
            .collect::<Vec<_>>()
    });
    let add = app.may(Permission::ManageJobs).then(|| {
        view! {
            Button(
                label=t!("cost-code-new"), icon=Glyph::Plus, kind=ButtonKind::Primary,
                on_press=move |()| open(app, Some("new")), test="cost-codes-add",
            )
        }
    });
    let bar = filters.bar(
        t!("cost-codes-search"),
        move || t!("cost-codes-count", count = shown.with(Vec::len)),
        View::new(),
    );
    let list = when_ready(codes, SkeletonKind::Rows, 8, move || {
        list(app, filters, shown)
    });
    let side = panel(app, jobs);
    view! {
        main(class="page page--fill", id="main", tabindex="-1") {
            div(class="page-head") {
                h1 { (t!("nav-cost-codes")) }
                div(class="page-actions") { (add) }
            }
            (bar)
            (list)
        }
        (side)
    }
}

fn list(app: App, filters: Filters, shown: ReadSignal<Vec<Row>>) -> View {
    let empty = create_selector(move || shown.with(Vec::is_empty));
    View::from_dynamic(move || {
        if empty.get() {
            return untrack(|| nothing(app, filters));
        }
        let columns = vec![
            Column::new("name", t!("name"), |row: &Row| {
                View::from(row.code.name.clone())
            })
            .sorted_by(|row| row.code.name.to_lowercase()),
            Column::new("code", t!("code"), |row: &Row| {
                View::from(row.code.code.clone())
            })
            .sorted_by(|row| row.code.code.to_lowercase()),
            Column::new("job", t!("job"), |row: &Row| View::from(row.job.clone()))
                .sorted_by(|row| row.job.to_lowercase()),
        ];
        view! {
            DataTable(
                caption=t!("nav-cost-codes"), columns=columns, rows=shown, sort=filters.sort,
                key=|row: &Row| row.code.id.to_string(), name=|row: &Row| row.code.name.clone(),
                on_open=move |row: Row| open(app, Some(&row.code.id.to_string())),
                class="table--pin",
            )
        }
    })
}

fn nothing(app: App, filters: Filters) -> View {
    if filters.any() {
        return view! { Empty(title=t!("filter-nothing"), body=t!("filter-nothing-hint")) };
    }
    view! {
        Empty(title=t!("cost-codes-empty"), body=t!("cost-codes-empty-body"), icon=Glyph::Tag) {
            Button(
                label=t!("cost-code-new"), icon=Glyph::Plus,
                on_press=move |()| open(app, Some("new")),
            )
        }
    }
}

fn panel(app: App, jobs: Fetched<Vec<Job>>) -> View {
    let chosen = param(app, "open");
    View::from_dynamic(move || match chosen.get_clone() {
        None => View::new(),
        Some(id) => untrack(move || {
            if id == "new" {
                let content = form(app, jobs, None, None);
                return view! {
                    SidePanel(title=t!("cost-code-new"), on_close=move |()| open(app, None)) {
                        (content)
                    }
                };
            }
            let code = fetched::<CostCode>(app, move || Some(format!("/cost-codes/{id}")));
            let title = move || code.state.with(|s| s.ready().map(|c| c.name.clone()));
            let content = when_ready(code, SkeletonKind::Lines, 4, move || one(app, jobs, code));
            view! {
                SidePanel(
                    title=move || title().unwrap_or_else(|| t!("cost-code")),
                    on_close=move |()| open(app, None),
                ) { (content) }
            }
        }),
    })
}

fn one(app: App, jobs: Fetched<Vec<Job>>, code: Fetched<CostCode>) -> View {
    let busy = create_signal(false);
    let archived =
        create_selector(move || code.state.with(|s| s.ready().is_some_and(|c| c.archived)));
    let version = create_signal(0_u32);
    let read = move || code.state.with_untracked(|state| state.ready().cloned());
    let form = View::from_dynamic(move || {
        version.track();
        untrack(|| form(app, jobs, read().as_ref(), Some(version)))
    });
    let state = View::from_dynamic(move || {
        let is_archived = archived.get();
        let badge = is_archived.then(|| view! { Badge(label=t!("archived"), icon=Glyph::Archive) });
        if !app.may(Permission::ManageJobs) {
            return badge.into();
        }
        let toggle = move |()| {
            if let Some(code) = read() {
                let what = Archivable {
                    path: format!("/cost-codes/{}", code.id),
                    archived: t!("archived-toast", name = code.name.as_str()),
                    restored: t!("restored-toast", name = code.name.as_str()),
                };
                set_archived(app, what, !is_archived, busy);
            }
        };
        let (label, icon) = if is_archived {
            (t!("restore"), Glyph::Restore)
        } else {
            (t!("archive"), Glyph::Archive)
        };
        view! {
            div(class="panel-state") {
                (badge)
                Button(label=label, icon=icon, on_press=toggle, busy=busy, test="cost-code-archive")
                p(class="muted small") { (t!("cost-code-archive-hint")) }
            }
        }
    });
    view! { (form) (state) }
}

fn form(
    app: App,
    jobs: Fetched<Vec<Job>>,
    code: Option<&CostCode>,
    version: Option<Signal<u32>>,
) -> View {
    let form = Form::new(app);
    let name = create_signal(code.map(|c| c.name.clone()).unwrap_or_default());
    let firms_code = create_signal(code.map(|c| c.code.clone()).unwrap_or_default());
    let job = create_signal(code.and_then(|c| c.job).map(|job| job.to_string()));
    let items = job_items(jobs, code.and_then(|c| c.job).map(|job| job.to_string()));
    let before = code.cloned();
    let submit = on_submit(move || {
        let text = |signal: Signal<String>| signal.get_clone_untracked().trim().to_owned();
        let typed = NewCostCode {
            code: text(firms_code),
            name: text(name),
            job: job.with_untracked(|job| job.as_ref().and_then(|id| id.parse().ok())),
        };
        if form.check(missing("name", &typed.name, t!("name-missing"))) {
            save(app, form, before.clone(), typed);
        }
    });
    let notice = form.notice(&["name", "code", "job"]);
    let again = form.start_over(version);
    let may_change = app.may(Permission::ManageJobs);
    view! {
        form(class="form", novalidate=true, on:submit=submit) {
            (notice)
            (again)
            TextInput(
                label=t!("name"), value=name, error=form.error("name"), maxlength="120",
                disabled=!may_change, test="cost-code-name",
            )
            TextInput(
                label=t!("code"), value=firms_code, error=form.error("code"), maxlength="32",
                optional=true, hint=t!("cost-code-code-hint"), disabled=!may_change,
                test="cost-code-code",
            )
            Combobox(
                label=t!("cost-code-job"), selected=job, items=items, clearable=true,
                placeholder=t!("every-job"), error=form.error("job"), optional=true,
                test="cost-code-job",
            )
            (may_change.then(|| view! {
                div(class="form-actions") {
                    Button(
                        label=t!("save"), kind=ButtonKind::Primary, submit=true, busy=form.busy,
                        test="cost-code-save",
                    )
                    Button(label=t!("cancel"), on_press=move |()| open(app, None))
                }
            }))
        }
    }
}

/// The jobs to choose from; the one chosen before is among them, archived or not.
fn job_items(jobs: Fetched<Vec<Job>>, own: Option<String>) -> ReadSignal<Vec<PickItem>> {
    create_memo(move || {
        let item = |job: Job| PickItem::new(job.id.to_string(), job.name).with_detail(job.code);
        let mut items: Vec<PickItem> = jobs.or_default().into_iter().map(item).collect();
        if let Some(own) = own
            .as_ref()
            .filter(|own| !items.iter().any(|item| item.id == **own))
        {
            items.push(PickItem::new(own, t!("archived-job")));
        }
        items
    })
}

/// Sends a new cost code, or the change of one.
fn save(app: App, form: Form, before: Option<CostCode>, typed: NewCostCode) {
    let Some(before) = before else {
        let path = app.path("/cost-codes");
        let request = async move { http::send(Method::POST, &path, &typed).await };
        form.send(request, move |code: CostCode| {
            Toasts::get().done(t!("created-toast", name = code.name.as_str()));
            open(app, None);
        });
        return;
    };
    let path = app.path(&format!("/cost-codes/{}", before.id));
    let patch = CostCodePatch {
        code: Some(typed.code),
        name: Some(typed.name),
        job: Some(typed.job),
        expected: Some(before.hash),
    };
    let request = async move { http::send(Method::PATCH, &path, &patch).await };
    form.send(request, move |code: CostCode| {
        Toasts::get().done(t!("saved-toast", name = code.name.as_str()));
        open(app, None);
    });
}
