//! The permission table, at the door: each route by each role, about someone else and about
//! oneself.

use serde_json::json;

use crate::samples::{Things, is_let_in, samples};
use crate::support::{Office, Server, entry_body, id};

#[tokio::test]
async fn each_route_lets_in_the_roles_of_the_table_and_no_one_else() {
    let server = Server::start().await;
    let owner = server.company().await;
    let manager = owner.colleague(&server, "Mia Cole", "manager").await;
    let worker = owner.colleague(&server, "Wanda Wood", "worker").await;
    let stranger = server.browser();
    let things = Things::make(&server, &owner, "Will Ward", 1).await;
    for sample in samples() {
        let line = format!("{} {}", sample.method, sample.path);
        let answer = sample.send(&stranger, &things, &things, &things).await;
        answer.refused(401, "not_signed_in");
        // The least first: what ends things must still be there for those who may end them.
        let offices: [&Office; 3] = [&owner, &manager, &worker];
        for (role, office) in offices.iter().enumerate().rev() {
            let answer = sample
                .send(&office.browser, &things, &things, &things)
                .await;
            if sample.allowed[role] {
                assert!(
                    is_let_in(&answer),
                    "{line} as {role}: {} {}",
                    answer.status,
                    answer.text()
                );
            } else if sample.path.contains("{token}") {
                // One's own secrets are not there for anyone else.
                answer.refused(404, "not_found");
            } else {
                assert_eq!(answer.status, 403, "{line} as {role}: {}", answer.text());
                answer.refused(403, "not_permitted");
            }
        }
    }
}

#[tokio::test]
async fn a_worker_sees_and_corrects_the_own_time_and_no_one_elses() {
    let server = Server::start().await;
    let office = server.company().await;
    let will = office.hire("Will Ward", "worker").await;
    office.entry(&will, 10, 12).await;
    let worker = office.colleague(&server, "Wanda Wood", "worker").await;
    let own = worker
        .post("/entries", entry_body(&worker.employee, 12, 13))
        .await
        .created();
    let path = format!("/entries/{}", id(&own["entry"]));
    worker.get(&path).await.ok();
    worker
        .patch(
            &path,
            json!({ "end": "2026-03-10T14:00:00Z", "reason": "later" }),
        )
        .await
        .ok();
    worker
        .post(
            &format!("{path}/settle"),
            json!({ "exceptions": ["late"], "note": "" }),
        )
        .await
        .refused(403, "not_permitted");
    office
        .post(&format!("{path}/void"), json!({ "reason": "no" }))
        .await
        .ok();
    worker
        .post(&format!("{path}/restore"), json!({ "reason": "yes" }))
        .await
        .refused(409, "entry_voided_by_manager");

    for list in [
        "/employees",
        "/week",
        "/entries?from=2026-03-10&to=2026-03-10",
        "/today",
        "/devices",
    ] {
        let text = worker.get(list).await.ok().to_string();
        assert!(
            !text.contains("Will Ward") && !text.contains(&will),
            "{list}: {text}"
        );
    }
    worker
        .get(&format!("/employees/{}", worker.employee))
        .await
        .ok();
    worker
        .get(&format!("/employees/{}/devices", worker.employee))
        .await
        .ok();
    worker
        .patch(
            &format!("/employees/{}", worker.employee),
            json!({ "name": "Boss" }),
        )
        .await
        .refused(403, "not_permitted");
}

#[tokio::test]
async fn a_manager_cannot_rise_by_the_invitation_of_someone_above() {
    let server = Server::start().await;
    let office = server.company().await;
    let manager = office.colleague(&server, "Mia Cole", "manager").await;
    let olga = office.hire("Olga Lane", "owner").await;
    let issued = office.invite(&olga, "account").await;
    let path = format!("/invitations/{}", id(&issued["invitation"]));
    manager.get(&path).await.refused(403, "not_permitted");
    manager.delete(&path).await.refused(403, "not_permitted");
    let invite = format!("/employees/{olga}/invitations");
    manager
        .post(&invite, json!({ "purpose": "account" }))
        .await
        .refused(403, "not_permitted");
    let list = manager.get(&invite).await.ok().to_string();
    assert!(!list.contains(issued["code"].as_str().unwrap()));
    manager
        .patch(
            &format!("/employees/{olga}"),
            json!({ "email": "mia2@example.com" }),
        )
        .await
        .refused(403, "not_permitted");
    manager
        .put(
            &format!("/employees/{}/role", manager.employee),
            json!({ "role": "owner" }),
        )
        .await
        .refused(403, "not_permitted");
    // One's own phone is one's own affair.
    let own = format!("/employees/{}/invitations", manager.employee);
    manager
        .post(&own, json!({ "purpose": "device" }))
        .await
        .created();
}

#[tokio::test]
async fn someone_who_has_left_keeps_the_sight_of_the_own_time_alone() {
    let server = Server::start().await;
    let office = server.company().await;
    let manager = office.colleague(&server, "Mia Cole", "manager").await;
    let will = office.hire("Will Ward", "worker").await;
    manager.get(&format!("/employees/{will}")).await.ok();
    office
        .press(&format!("/employees/{}/archive", manager.employee))
        .await
        .ok();
    manager
        .get(&format!("/employees/{will}"))
        .await
        .refused(403, "not_permitted");
    manager
        .post("/jobs", json!({ "name": "x" }))
        .await
        .refused(403, "not_permitted");
    let week = manager.get("/week").await.ok().to_string();
    assert!(!week.contains("Will Ward"));
}
