//! Jobs: the list, and one in the panel beside it.

use api::job::{Job, JobPatch, NewJob};
use domain::company::Permission;
use sycamore::prelude::*;
use ui::components::{
    Button, ButtonKind, Column, DataTable, Empty, Glyph, SkeletonKind, TextInput,
};
use ui::t;

use crate::data::{Fetched, fetched_list};
use crate::forms::{Form, missing, on_submit};
use crate::listing::{Filters, open, when_ready};
use crate::panel::{self, Record, Titles};
use crate::state::App;
use crate::words;

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
    let titles = Titles {
        new: || t!("job-new"),
        any: || t!("job"),
    };
    let side = panel::panel(
        app,
        titles,
        move || form(app, None, None),
        move |job| one(app, job),
    );
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

impl Record for Job {
    const LIST: &'static str = "/jobs";

    fn id(&self) -> String {
        self.id.to_string()
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn hash(&self) -> &str {
        &self.hash
    }

    fn is_archived(&self) -> bool {
        self.archived
    }

    fn may_change(&self, app: App) -> bool {
        app.may(Permission::ManageJobs)
    }
}

fn one(app: App, job: Fetched<Job>) -> View {
    let form = panel::form_of(job, move |job, version| {
        form(app, Some(&job), Some(version))
    });
    let works = crate::payroll::works::section(app, job);
    let state = panel::archiving(app, job, "job-archive", || t!("job-archive-hint"));
    view! { (form) (works) (state) }
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
            save(app, form, before.as_ref(), typed);
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
fn save(app: App, form: Form, before: Option<&Job>, typed: NewJob) {
    let Some(before) = before else {
        return panel::create::<Job>(app, form, typed);
    };
    let patch = JobPatch {
        code: Some(typed.code),
        name: Some(typed.name),
        customer: Some(typed.customer),
        expected: Some(before.hash.clone()),
    };
    panel::change(app, form, before, patch);
}
