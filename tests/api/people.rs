//! Employees, roles, devices and the company's settings.

use serde_json::{Value, json};

use crate::phone::Phone;
use crate::support::{Server, id, names};

#[tokio::test]
async fn an_employee_is_added_changed_archived_and_found_again() {
    let server = Server::start().await;
    let office = server.company().await;
    let body = json!({ "name": "Will Ward", "email": "will@example.com", "number": "17", "role": "worker" });
    let will = office.post("/employees", body.clone()).await.created();
    assert_eq!(
        (&will["role"], &will["has_account"]),
        (&json!("worker"), &json!(false))
    );
    let path = format!("/employees/{}", id(&will));
    assert_eq!(office.get(&path).await.ok(), will);
    let problem = office
        .post("/employees", body)
        .await
        .refused(409, "email_taken");
    assert_eq!(problem["field"], "email");

    let changed = office
        .patch(&path, json!({ "name": "William Ward" }))
        .await
        .ok();
    assert_eq!(
        (&changed["name"], &changed["number"]),
        (&json!("William Ward"), &json!("17"))
    );
    let stale = json!({ "number": "18", "expected": will["hash"] });
    office
        .patch(&path, stale)
        .await
        .refused(409, "changed_meanwhile");
    office
        .patch(&path, json!({ "email": "not an address" }))
        .await
        .refused(422, "email_invalid");

    assert_ne!(
        office.press(&format!("{path}/archive")).await.ok()["archived_at"],
        Value::Null
    );
    assert_eq!(
        names(&office.get("/employees").await.ok()),
        ["Olivia Stone"]
    );
    assert_eq!(
        names(&office.get("/employees?archived=true").await.ok()),
        ["William Ward"]
    );
    assert_eq!(
        office.press(&format!("{path}/restore")).await.ok()["archived_at"],
        Value::Null
    );
    assert_eq!(
        names(&office.get("/employees?q=ward").await.ok()),
        ["William Ward"]
    );
    assert_eq!(
        names(&office.get("/employees?q=17").await.ok()),
        ["William Ward"]
    );
    let first = office.get("/employees?limit=1").await.ok();
    let cursor = first["next"].as_str().unwrap();
    let second = office
        .get(&format!("/employees?limit=1&after={cursor}"))
        .await
        .ok();
    assert_eq!(
        (names(&first), names(&second)),
        (vec!["Olivia Stone"], vec!["William Ward"])
    );
    office
        .get(&format!("/employees/{}", "0".repeat(32)))
        .await
        .refused(404, "not_found");
    office
        .post("/employees", json!({ "name": "X", "role": "king" }))
        .await
        .refused(422, "bad_value");
}

#[tokio::test]
async fn a_company_keeps_an_owner() {
    let server = Server::start().await;
    let office = server.company().await;
    let own = format!("/employees/{}", office.employee);
    office
        .put(&format!("{own}/role"), json!({ "role": "worker" }))
        .await
        .refused(409, "last_owner");
    office
        .press(&format!("{own}/archive"))
        .await
        .refused(409, "last_owner");
    let olga = office.hire("Olga Lane", "worker").await;
    let role = format!("/employees/{olga}/role");
    assert_eq!(
        office.put(&role, json!({ "role": "owner" })).await.ok()["role"],
        "owner"
    );
    office.put(&role, json!({ "role": "owner" })).await.ok();
    assert_eq!(
        office
            .put(&format!("{own}/role"), json!({ "role": "manager" }))
            .await
            .ok()["role"],
        "manager"
    );
    // What the role no longer allows ends with it, in the same session.
    office
        .put(&role, json!({ "role": "worker" }))
        .await
        .refused(403, "not_permitted");
    office
        .patch("", json!({ "name": "Mine" }))
        .await
        .refused(403, "not_permitted");
}

#[tokio::test]
async fn settings_change_and_keep_what_is_left_out() {
    let server = Server::start().await;
    let office = server.company().await;
    let company = office.get("").await.ok();
    assert_eq!(
        (&company["zone"], &company["mail_configured"]),
        (&json!("America/New_York"), &json!(false))
    );
    let changed = office
        .patch("", json!({ "zone": "Europe/Madrid", "language": "es" }))
        .await
        .ok();
    assert_eq!(
        (&changed["name"], &changed["language"]),
        (&company["name"], &json!("es"))
    );
    assert!(changed["position"].as_u64() > company["position"].as_u64());
    let problem = office
        .patch("", json!({ "zone": "Here" }))
        .await
        .refused(422, "zone_unknown");
    assert_eq!(problem["field"], "zone");
    office
        .patch("", json!({ "workweek_starts": 0 }))
        .await
        .refused(422, "workweek_start_invalid");
    office
        .patch("", json!({ "workweek_starts": 400 }))
        .await
        .refused(422, "bad_value");
    office
        .patch("", json!({ "founded_at": 1 }))
        .await
        .refused(422, "bad_value");
}

#[tokio::test]
async fn devices_are_listed_and_revoked() {
    let server = Server::start().await;
    let office = server.company().await;
    let will = office.hire("Will Ward", "worker").await;
    assert_eq!(office.get("/devices").await.ok()["items"], json!([]));
    let mut phone = Phone::enrol(&server, &office, &will, 1).await;
    phone.sync().await.unwrap();
    let list = office.get("/devices").await.ok();
    let device = &list["items"][0];
    assert_eq!(
        (&device["name"], &device["employee"]["name"]),
        (&json!("Test phone"), &json!("Will Ward"))
    );
    assert_eq!(device["last_seen_at"], json!(server.now()));
    assert_eq!(device["revoked"], Value::Null);
    assert_eq!(
        office.get(&format!("/employees/{will}/devices")).await.ok(),
        list
    );
    assert_eq!(
        office
            .get(&format!("/employees/{}/devices", office.employee))
            .await
            .ok()["items"],
        json!([])
    );
    assert_eq!(
        office.get(&format!("/employees/{will}")).await.ok()["devices"],
        1
    );

    let path = format!("/devices/{}/revoke", id(device));
    office
        .post(&path, json!({}))
        .await
        .refused(422, "bad_value");
    let revoked = office.post(&path, json!({ "reason": "lost" })).await.ok();
    assert_eq!(
        (&revoked["revoked"]["by"], &revoked["revoked"]["reason"]),
        (&json!("Olivia Stone"), &json!("lost"))
    );
    office.post(&path, json!({ "reason": "again" })).await.ok();
    assert_eq!(
        office.get(&format!("/employees/{will}")).await.ok()["devices"],
        0
    );
    let nobody = format!("/devices/{}/revoke", "0".repeat(32));
    office
        .post(&nobody, json!({ "reason": "x" }))
        .await
        .refused(404, "device_not_found");
}
