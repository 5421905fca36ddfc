//! Cost codes: the kinds of work, for every job or for one; the list, and one in the panel.

use api::job::{CostCode, CostCodePatch, Job, NewCostCode};
use domain::company::Permission;
use sycamore::prelude::*;
use ui::components::{
    Button, ButtonKind, Column, Combobox, DataTable, Empty, Glyph, PickItem, SkeletonKind,
    TextInput,
};
use ui::t;

use crate::data::{Fetched, fetched_list};
use crate::forms::{Form, missing, on_submit};
use crate::listing::{Filters, open, when_ready};
use crate::panel::{self, Record, Titles};
use crate::state::App;
use crate::words;

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
    let titles = Titles {
        new: || t!("cost-code-new"),
        any: || t!("cost-code"),
    };
    let new = move || form(app, jobs, None, None);
    let side = panel::panel(app, titles, new, move |code| one(app, jobs, code));
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

impl Record for CostCode {
    const LIST: &'static str = "/cost-codes";

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

fn one(app: App, jobs: Fetched<Vec<Job>>, code: Fetched<CostCode>) -> View {
    let form = panel::form_of(code, move |code, version| {
        form(app, jobs, Some(&code), Some(version))
    });
    let state = panel::archiving(app, code, "cost-code-archive", || {
        t!("cost-code-archive-hint")
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
            save(app, form, before.as_ref(), typed);
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
fn save(app: App, form: Form, before: Option<&CostCode>, typed: NewCostCode) {
    let Some(before) = before else {
        return panel::create::<CostCode>(app, form, typed);
    };
    let patch = CostCodePatch {
        code: Some(typed.code),
        name: Some(typed.name),
        job: Some(typed.job),
        expected: Some(before.hash.clone()),
    };
    panel::change(app, form, before, patch);
}
