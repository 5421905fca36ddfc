//! Jobs: the list, and one in the panel beside it.

use api::job::{Job, JobPatch, NewJob};
use domain::company::Permission;
use gloo_net::http::Method;
use sycamore::prelude::*;
use ui::components::{
    Badge, Button, ButtonKind, Column, DataTable, Empty, Glyph, SidePanel, SkeletonKind, TextInput,
    Toasts,
};
use ui::t;

use crate::address::param;
use crate::data::{Fetched, fetched, fetched_list};
use crate::forms::{Form, missing, on_submit};
use crate::listing::{Archivable, Filters, open, set_archived, when_ready};
use crate::state::App;
use crate::{http, words};

/// The page.
pub fn page(app: App) -> View {
    let filters = Filters::in_address(app, "name");
    let jobs = fetched_list::<Job>(app, move || Some(filters.path("/jobs")));
    let shown = create_memo(move || {
        let query = filters.query.get_clone();
        let mut jobs = jobs.or_default();
        jobs.retain(|job| words::matches(&query, &[&job.name, &job.code, &job.customer]));
        jobs
    });
    let may_change = app.may(Permission::ManageJobs);
    let add = may_change.then(|| {
        view! {
            Button(
                label=t!("job-new"), icon=Glyph::Plus, kind=ButtonKind::Primary, test="jobs-add",
                on_press=move |()| open(app, Some("new")),
            )
        }
    });
    let bar = filters.bar(
        t!("jobs-search"),
        move || t!("jobs-count", count = shown.with(Vec::len)),
        View::new(),
    );
    let list = when_ready(jobs, SkeletonKind::Rows, 8, move || {
        list(app, filters, shown)
    });
    let side = panel(app);
    view! {
        main(class="page page--fill", id="main", tabindex="-1") {
            div(class="page-head") {
                h1 { (t!("nav-jobs")) }
                div(class="page-actions") { (add) }
            }
            (bar)
            (list)
        }
        (side)
    }
}

fn list(app: App, filters: Filters, shown: ReadSignal<Vec<Job>>) -> View {
    let empty = create_selector(move || shown.with(Vec::is_empty));
    View::from_dynamic(move || {
        if empty.get() {
            return untrack(|| nothing(app, filters));
        }
        let columns = vec![
            Column::new("name", t!("name"), |job: &Job| View::from(job.name.clone()))
                .sorted_by(|job| job.name.to_lowercase()),
            Column::new("code", t!("code"), |job: &Job| View::from(job.code.clone()))
                .sorted_by(|job| job.code.to_lowercase()),
            Column::new("customer", t!("customer"), |job: &Job| {
                View::from(job.customer.clone())
            })
            .sorted_by(|job| job.customer.to_lowercase()),
        ];
        view! {
            DataTable(
                caption=t!("nav-jobs"), columns=columns, rows=shown, sort=filters.sort,
                key=|job: &Job| job.id.to_string(), name=|job: &Job| job.name.clone(),
                on_open=move |job: Job| open(app, Some(&job.id.to_string())), class="table--pin",
            )
        }
    })
}

fn nothing(app: App, filters: Filters) -> View {
    if filters.any() {
        return view! { Empty(title=t!("filter-nothing"), body=t!("filter-nothing-hint")) };
    }
    view! {
        Empty(title=t!("jobs-empty"), body=t!("jobs-empty-body"), icon=Glyph::Briefcase) {
            Button(label=t!("job-new"), icon=Glyph::Plus, on_press=move |()| open(app, Some("new")))
        }
    }
}

fn panel(app: App) -> View {
    let chosen = param(app, "open");
    View::from_dynamic(move || match chosen.get_clone() {
        None => View::new(),
        Some(id) => untrack(move || {
            if id == "new" {
                let content = form(app, None, None);
                return view! {
                    SidePanel(title=t!("job-new"), on_close=move |()| open(app, None)) { (content) }
                };
            }
            let job = fetched::<Job>(app, move || Some(format!("/jobs/{id}")));
            let title = move || job.state.with(|s| s.ready().map(|j| j.name.clone()));
            let content = when_ready(job, SkeletonKind::Lines, 4, move || one(app, job));
            view! {
                SidePanel(
                    title=move || title().unwrap_or_else(|| t!("job")),
                    on_close=move |()| open(app, None),
                ) { (content) }
            }
        }),
    })
}

fn one(app: App, job: Fetched<Job>) -> View {
    let busy = create_signal(false);
    let archived =
        create_selector(move || job.state.with(|s| s.ready().is_some_and(|j| j.archived)));
    let version = create_signal(0_u32);
    let read = move || job.state.with_untracked(|state| state.ready().cloned());
    let form = View::from_dynamic(move || {
        version.track();
        untrack(|| form(app, read().as_ref(), Some(version)))
    });
    let state = View::from_dynamic(move || {
        let is_archived = archived.get();
        let badge = is_archived.then(|| view! { Badge(label=t!("archived"), icon=Glyph::Archive) });
        let toggle = move |()| {
            if let Some(job) = read() {
                let what = Archivable {
                    path: format!("/jobs/{}", job.id),
                    archived: t!("archived-toast", name = job.name.as_str()),
                    restored: t!("restored-toast", name = job.name.as_str()),
                };
                set_archived(app, what, !is_archived, busy);
            }
        };
        if !app.may(Permission::ManageJobs) {
            return badge.into();
        }
        let (label, icon) = if is_archived {
            (t!("restore"), Glyph::Restore)
        } else {
            (t!("archive"), Glyph::Archive)
        };
        view! {
            div(class="panel-state") {
                (badge)
                Button(label=label, icon=icon, on_press=toggle, busy=busy, test="job-archive")
                p(class="muted small") { (t!("job-archive-hint")) }
            }
        }
    });
    view! { (form) (state) }
}

/// The form of a new job, or of one that is there. `version` is raised to start over from what it
/// is now.
fn form(app: App, job: Option<&Job>, version: Option<Signal<u32>>) -> View {
    let form = Form::new(app);
    let before = job.cloned();
    let field =
        |read: fn(&Job) -> &String| create_signal(job.map(read).cloned().unwrap_or_default());
    let (name, code, customer) = (
        field(|j| &j.name),
        field(|j| &j.code),
        field(|j| &j.customer),
    );
    let submit = on_submit(move || {
        let text = |signal: Signal<String>| signal.get_clone_untracked().trim().to_owned();
        let typed = NewJob {
            code: text(code),
            name: text(name),
            customer: text(customer),
        };
        if form.check(missing("name", &typed.name, t!("name-missing"))) {
            save(app, form, before.clone(), typed);
        }
    });
    let notice = form.notice(&["name", "code", "customer"]);
    let again = form.start_over(version);
    let may_change = app.may(Permission::ManageJobs);
    view! {
        form(class="form", novalidate=true, on:submit=submit) {
            (notice)
            (again)
            TextInput(
                label=t!("name"), value=name, error=form.error("name"), maxlength="120",
                disabled=!may_change, test="job-name",
            )
            TextInput(
                label=t!("code"), value=code, error=form.error("code"), maxlength="32",
                optional=true, hint=t!("job-code-hint"), disabled=!may_change, test="job-code",
            )
            TextInput(
                label=t!("customer"), value=customer, error=form.error("customer"),
                maxlength="120", optional=true, disabled=!may_change, test="job-customer",
            )
            (may_change.then(|| view! {
                div(class="form-actions") {
                    Button(
                        label=t!("save"), kind=ButtonKind::Primary, submit=true, busy=form.busy,
                        test="job-save",
                    )
                    Button(label=t!("cancel"), on_press=move |()| open(app, None))
                }
            }))
        }
    }
}

/// Sends a new job, or the change of one.
fn save(app: App, form: Form, before: Option<Job>, typed: NewJob) {
    let Some(before) = before else {
        let path = app.path("/jobs");
        let request = async move { http::send(Method::POST, &path, &typed).await };
        form.send(request, move |job: Job| {
            Toasts::get().done(t!("created-toast", name = job.name.as_str()));
            open(app, None);
        });
        return;
    };
    let path = app.path(&format!("/jobs/{}", before.id));
    let patch = JobPatch {
        code: Some(typed.code),
        name: Some(typed.name),
        customer: Some(typed.customer),
        expected: Some(before.hash),
    };
    let request = async move { http::send(Method::PATCH, &path, &patch).await };
    form.send(request, move |job: Job| {
        Toasts::get().done(t!("saved-toast", name = job.name.as_str()));
        open(app, None);
    });
}
