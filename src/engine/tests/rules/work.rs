//! Commands about jobs and cost codes; each row still has the faults of the rows below it.

use engine::Command;
use engine::command::{ChangeEmployee, CostCodePatch, CostCodeText, JobPatch, JobText};
use engine::rows::{CostCodeRow, EmployeeRow, JobRow, Row, RowHash};

use super::site::{Site, long, nothing};

#[test]
fn jobs_are_added_changed_archived_and_restored() {
    let mut site = Site::new();
    let (manager, worker) = (site.manager.member, site.worker.member);
    let add = |code: &str, name: &str, customer: &str| {
        Command::AddJob(JobText {
            code: code.into(),
            name: name.into(),
            customer: customer.into(),
        })
    };
    site.check(worker, &add(&long(33), "", &long(121)), "not_permitted");
    site.check(manager, &add(&long(33), "", &long(121)), "text_too_long");
    site.check(manager, &add("1042", "", &long(121)), "text_empty");
    site.check(manager, &add("1042", "Barn", &long(121)), "text_too_long");
    let job = site.check(manager, &add("10a", "Barn", " "), "ok")[0].subject();
    site.check(manager, &add("10A", "Shed", ""), "code_taken");
    // Jobs without a code do not collide.
    site.check(manager, &add("", "Shed", ""), "ok");

    let patch = |code: &str, name: &str| JobPatch {
        expected: None,
        code: Some(code.into()),
        name: Some(name.into()),
        customer: None,
    };
    site.check(
        worker,
        &Command::ChangeJob(nothing(), patch("", "")),
        "not_permitted",
    );
    site.check(
        manager,
        &Command::ChangeJob(nothing(), patch("", "")),
        "job_not_found",
    );
    site.check(
        manager,
        &Command::ChangeJob(job, patch("", "")),
        "text_empty",
    );
    site.check(
        manager,
        &Command::ChangeJob(job, patch("10a", "Barn")),
        "nothing_changed",
    );
    site.check(
        manager,
        &Command::ChangeJob(job, JobPatch::default()),
        "nothing_changed",
    );
    site.check(
        manager,
        &Command::ChangeJob(job, patch("10A", "Big barn")),
        "ok",
    );
    assert_eq!(site.row::<JobRow>(job).name, "Big barn");

    site.check(worker, &Command::ArchiveJob(nothing()), "not_permitted");
    site.check(manager, &Command::ArchiveJob(nothing()), "job_not_found");
    site.check(manager, &Command::RestoreJob(nothing()), "job_not_found");
    site.check(manager, &Command::RestoreJob(job), "nothing_changed");
    site.check(manager, &Command::ArchiveJob(job), "ok");
    assert!(site.row::<JobRow>(job).archived);
    site.check(manager, &Command::ArchiveJob(job), "nothing_changed");
    site.check(manager, &Command::RestoreJob(job), "ok");
    assert!(!site.row::<JobRow>(job).archived);
}

#[test]
fn cost_codes_are_added_changed_archived_and_restored() {
    let mut site = Site::new();
    let (manager, worker, job, closed) = (
        site.manager.member,
        site.worker.member,
        site.job,
        site.closed_job,
    );
    let add = |code: &str, name: &str, job| {
        Command::AddCostCode(CostCodeText {
            code: code.into(),
            name: name.into(),
            job,
        })
    };
    site.check(
        worker,
        &add(&long(33), "", Some(nothing())),
        "not_permitted",
    );
    site.check(
        manager,
        &add(&long(33), "", Some(nothing())),
        "job_not_found",
    );
    site.check(manager, &add(&long(33), "", Some(job)), "text_too_long");
    site.check(manager, &add("F1", "", Some(job)), "text_empty");
    let code = site.check(manager, &add("F1", "Footings", Some(job)), "ok")[0].subject();
    site.check(manager, &add("f1", "Fences", Some(job)), "code_taken");
    site.check(manager, &add("f1", "Fences", None), "code_taken");
    let fences = site.check(manager, &add("f1", "Fences", Some(closed)), "ok")[0].subject();

    let patch = |code: Option<&str>, name: Option<&str>, job| CostCodePatch {
        expected: None,
        code: code.map(Into::into),
        name: name.map(Into::into),
        job,
    };
    let change = |id, patch| Command::ChangeCostCode(id, patch);
    site.check(
        worker,
        &change(nothing(), patch(None, Some(""), None)),
        "not_permitted",
    );
    site.check(
        manager,
        &change(nothing(), patch(None, Some(""), None)),
        "cost_code_not_found",
    );
    site.check(
        manager,
        &change(code, patch(None, Some(""), Some(Some(nothing())))),
        "job_not_found",
    );
    site.check(
        manager,
        &change(code, patch(None, Some(""), None)),
        "text_empty",
    );
    site.check(
        manager,
        &change(code, patch(Some("F1"), None, Some(Some(job)))),
        "nothing_changed",
    );
    // Moving it to every job would collide with the other job's code.
    site.check(
        manager,
        &change(code, patch(None, None, Some(None))),
        "code_taken",
    );
    site.check(
        manager,
        &change(fences, patch(Some("F2"), None, Some(None))),
        "ok",
    );
    assert_eq!(site.row::<CostCodeRow>(fences).job, None);

    site.check(
        worker,
        &Command::ArchiveCostCode(nothing()),
        "not_permitted",
    );
    site.check(
        manager,
        &Command::ArchiveCostCode(nothing()),
        "cost_code_not_found",
    );
    site.check(
        manager,
        &Command::RestoreCostCode(nothing()),
        "cost_code_not_found",
    );
    site.check(manager, &Command::RestoreCostCode(code), "nothing_changed");
    site.check(manager, &Command::ArchiveCostCode(code), "ok");
    site.check(manager, &Command::ArchiveCostCode(code), "nothing_changed");
    site.check(manager, &Command::RestoreCostCode(code), "ok");
    assert!(!site.row::<CostCodeRow>(code).archived);
}

#[test]
fn a_record_is_changed_on_the_state_that_was_seen() {
    let mut site = Site::new();
    let (manager, job, code) = (site.manager.member, site.job, site.code);
    let worker = site.worker.employee;
    let job_named = |name: &str, expected| {
        let name = Some(name.to_owned());
        Command::ChangeJob(
            job,
            JobPatch {
                expected,
                name,
                ..JobPatch::default()
            },
        )
    };
    let code_named = |name: &str, expected| {
        let name = Some(name.to_owned());
        Command::ChangeCostCode(
            code,
            CostCodePatch {
                expected,
                name,
                ..CostCodePatch::default()
            },
        )
    };
    let worker_named = |name: &str, expected| {
        Command::ChangeEmployee(ChangeEmployee {
            employee: worker,
            expected,
            name: Some(name.to_owned()),
            email: None,
            number: None,
        })
    };
    type Named<'a> = &'a dyn Fn(&str, Option<RowHash>) -> Command;
    let cases: [(Named<'_>, RowHash); 3] = [
        (&job_named, site.row::<JobRow>(job).hash()),
        (&code_named, site.row::<CostCodeRow>(code).hash()),
        (&worker_named, site.row::<EmployeeRow>(worker).hash()),
    ];
    for (named, seen) in cases {
        let ops = site.check(manager, &named("First", Some(seen)), "ok");
        assert_eq!(ops[0].envelope.base, Some(seen));
        // The second of two who saw the same; even one that asks for nothing new.
        site.check(manager, &named("Second", Some(seen)), "changed_meanwhile");
        site.check(manager, &named("First", Some(seen)), "changed_meanwhile");
        site.check(manager, &named("Second", None), "ok");
    }
}
