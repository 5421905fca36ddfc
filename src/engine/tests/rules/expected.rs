//! Commands that are done only in a state that was seen.

use domain::company::Role;
use engine::command::JobPatch;
use engine::decide::employee_state;
use engine::rows::{EmployeeRow, JobRow, MemberRow, Row, RowHash};
use engine::{Command, Ctx, decide_expecting};

use super::site::{Site, nothing};

/// What deciding in these states says: `ok`, or the stable code of the refusal.
fn tried(site: &Site, actor: domain::MemberId, command: &Command, states: &[RowHash]) -> String {
    let ctx = Ctx {
        now: site.s.clock.now(),
        actor,
        zone: &site.s.zone,
        boot_id: 1,
        monotonic_ms: 1,
        seen: site.s.position(),
        entropy: [9; 32],
    };
    match decide_expecting(&site.s.view, command, &ctx, states) {
        Ok(_) => "ok".to_owned(),
        Err(error) => error.code().to_owned(),
    }
}

#[test]
fn a_change_is_made_only_in_a_state_that_was_seen() {
    let mut site = Site::new();
    let (owner, worker, job) = (site.owner.member, site.worker.member, site.job);
    let seen = site.row::<JobRow>(job).hash();
    let archive = Command::ArchiveJob(job);
    for (states, expect) in [
        (vec![seen], "ok"),
        (vec![[0; 16], seen], "ok"),
        (vec![[0; 16]], "changed_meanwhile"),
        (vec![], "changed_meanwhile"),
    ] {
        assert_eq!(tried(&site, owner, &archive, &states), expect);
    }
    // What cannot be done in any state is refused for that reason.
    assert_eq!(tried(&site, worker, &archive, &[]), "not_permitted");
    let missing = Command::ArchiveJob(nothing());
    assert_eq!(tried(&site, owner, &missing, &[]), "job_not_found");
    // What is so already is looked at as well, and what is new was seen by nobody.
    site.s.does(owner, &archive);
    assert_eq!(tried(&site, owner, &archive, &[seen]), "changed_meanwhile");
    let now = site.row::<JobRow>(job).hash();
    assert_eq!(tried(&site, owner, &archive, &[now]), "nothing_changed");
    let add = Command::AddEntry(site.add(&site.worker.clone()));
    assert_eq!(tried(&site, owner, &add, &[now]), "changed_meanwhile");
    let patch = JobPatch {
        name: Some("Barn".into()),
        ..JobPatch::default()
    };
    let change = Command::ChangeJob(job, patch);
    assert_eq!(tried(&site, owner, &change, &[now]), "ok");
}

#[test]
fn the_state_of_an_employee_is_the_record_and_the_role() {
    let mut site = Site::new();
    let owner = site.owner.member;
    let (employee, member) = (site.worker.employee, site.worker.member);
    let state = |site: &Site| {
        let row: MemberRow = site.row(member);
        employee_state(&site.row::<EmployeeRow>(employee), Some(&row))
    };
    let seen = state(&site);
    let promote = Command::ChangeRole(employee, Role::Manager);
    assert_eq!(tried(&site, owner, &promote, &[seen]), "ok");
    site.s.does(owner, &promote);
    assert_ne!(state(&site), seen);
    let archive = Command::ArchiveEmployee(employee);
    assert_eq!(tried(&site, owner, &archive, &[seen]), "changed_meanwhile");
    assert_eq!(tried(&site, owner, &archive, &[state(&site)]), "ok");
}
