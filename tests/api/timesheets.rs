//! Timesheets over HTTP: submitted, approved, locked, and corrected late.

use serde_json::{Value, json};

use crate::support::{Office, Server, id};

/// The first date of the period that the entries of these tests are in.
async fn first(office: &Office) -> Value {
    let sheets = office.get("/timesheets?date=2026-03-10").await.ok();
    sheets["period"]["first"].clone()
}

async fn line(office: &Office, employee: &str) -> Value {
    let sheets = office.get("/timesheets?date=2026-03-10").await.ok();
    let rows = sheets["rows"].as_array().unwrap();
    let row = rows.iter().find(|row| row["employee"]["id"] == employee);
    row.unwrap().clone()
}

fn approval(first: &Value, line: &Value) -> Value {
    let sheet = json!({ "employee": line["employee"]["id"], "entries_hash": line["entries_hash"] });
    json!({ "first": first, "sheets": [sheet] })
}

#[tokio::test]
async fn a_worker_submits_and_a_manager_approves_what_was_seen() {
    let server = Server::start().await;
    let office = server.company().await;
    let worker = office.colleague(&server, "Wanda Wood", "worker").await;
    let manager = office.colleague(&server, "Mia Cole", "manager").await;
    office.entry(&worker.employee, 12, 18).await;
    let first = first(&office).await;
    let own = line(&worker, &worker.employee).await;
    assert_eq!(
        (&own["status"], &own["worked_seconds"]),
        (&json!("open"), &json!(6 * 3600))
    );
    let submit = json!({
        "first": first, "entries_hash": own["entries_hash"], "statement": 1, "language": "en",
    });
    let sheet = worker.post("/me/timesheet/submit", submit).await.ok();
    assert_eq!(sheet["summary"]["status"], "submitted");
    assert_eq!(sheet["events"][0]["kind"], "submitted");
    let stale = approval(&first, &line(&manager, &worker.employee).await);
    office.entry(&worker.employee, 9, 10).await;
    manager
        .post("/timesheets/approve", stale)
        .await
        .refused(409, "changed_meanwhile");
    let changed = line(&manager, &worker.employee).await;
    assert_eq!(changed["status"], "changed_since_submitted");
    assert_eq!(changed["can_approve"], true);
    let done = manager
        .post("/timesheets/approve", approval(&first, &changed))
        .await
        .ok();
    assert_eq!(done["employees"], json!([worker.employee]));
    assert_eq!(line(&manager, &worker.employee).await["status"], "approved");
    // A worker sees one's own line, and nobody else's timesheet.
    let rows = worker.get("/timesheets?date=2026-03-10").await.ok();
    assert_eq!(rows["rows"].as_array().unwrap().len(), 1);
    let theirs = format!("/employees/{}/timesheet", manager.employee);
    worker.get(&theirs).await.refused(403, "not_permitted");
    let own = line(&manager, &manager.employee).await;
    assert_eq!(own["can_approve"], false);
    manager
        .post("/timesheets/approve", approval(&first, &own))
        .await
        .refused(403, "timesheet_own");
}

#[tokio::test]
async fn a_timesheet_goes_back_to_who_saw_the_same() {
    let server = Server::start().await;
    let office = server.company().await;
    let will = office.hire("Will Ward", "worker").await;
    office.entry(&will, 12, 18).await;
    let first = first(&office).await;
    let path = format!("/employees/{will}/timesheet");
    let seen = office.get(&format!("{path}?date=2026-03-10")).await;
    let tag = seen.headers["etag"].to_str().unwrap().to_owned();
    let back = json!({ "first": first, "reason": "no job" });
    let second = office.with("if-match", &tag);
    let sheet = second
        .post(&format!("{path}/return"), back.clone())
        .await
        .ok();
    assert_eq!(sheet["summary"]["status"], "returned");
    assert_eq!(sheet["events"][0]["words"], "no job");
    second
        .post(&format!("{path}/return"), back)
        .await
        .refused(412, "changed_meanwhile");
}

#[tokio::test]
async fn locked_time_is_corrected_late_and_decided_by_another() {
    let server = Server::start().await;
    let office = server.company().await;
    let worker = office.colleague(&server, "Wanda Wood", "worker").await;
    let sheets = office.get("/timesheets?date=2026-03-03").await.ok();
    let first = sheets["period"]["first"].clone();
    let add = |hour: &str| {
        json!({
            "employee": worker.employee, "reason": "forgot it",
            "start": format!("2026-03-03T{hour}:00:00Z"),
            "end": format!("2026-03-03T{hour}:30:00Z"),
        })
    };
    let entry = id(&worker.post("/entries", add("15")).await.created()["entry"]);
    worker
        .post("/late-corrections", json!({ "add": add("17") }))
        .await
        .refused(409, "period_not_locked");
    let lock = json!({ "first": first, "note": "first run" });
    let locked = office.post("/pay-periods/lock", lock).await.ok();
    assert_eq!(
        (&locked["locked"], &locked["lock"]["note"]),
        (&json!(true), &json!("first run"))
    );
    for office in [&office, &worker] {
        office
            .post("/entries", add("17"))
            .await
            .refused(409, "period_locked");
        office
            .post(&format!("/entries/{entry}/void"), json!({ "reason": "x" }))
            .await
            .refused(409, "period_locked");
    }
    let stated = worker
        .post("/late-corrections", json!({ "add": add("17") }))
        .await
        .created();
    assert_eq!(
        (&stated["before"], &stated["can_decide"]),
        (&Value::Null, &json!(false))
    );
    let void = json!({ "void": { "entry": entry, "reason": "twice" } });
    worker.post("/late-corrections", void).await.created();
    let waiting = office.get("/late-corrections").await.ok();
    let items = waiting["items"].as_array().unwrap().clone();
    assert_eq!(items.len(), 2);
    let decide = |item: &Value, how: &str| {
        let path = format!(
            "/late-corrections/{}/{how}",
            item["entry"].as_str().unwrap()
        );
        (path, json!({ "proposed": item["hash"] }))
    };
    let (path, body) = decide(&stated, "accept");
    worker
        .post(&path, body.clone())
        .await
        .refused(403, "not_permitted");
    office
        .post(&path, body.clone())
        .await
        .is(axum::http::StatusCode::NO_CONTENT);
    office
        .post(&path, body)
        .await
        .refused(404, "late_correction_not_found");
    let other = items.iter().find(|item| item["entry"] == entry.as_str());
    let (path, mut body) = decide(other.unwrap(), "decline");
    body["reason"] = json!("not twice");
    office
        .post(&path, body)
        .await
        .is(axum::http::StatusCode::NO_CONTENT);
    let sheet = office
        .get(&format!(
            "/employees/{}/timesheet?date=2026-03-03",
            worker.employee
        ))
        .await
        .ok();
    assert_eq!(sheet["summary"]["worked_seconds"], 3600);
    assert_eq!(sheet["late"], json!([]));
    let unlock = json!({ "first": first, "reason": "a crew was missing" });
    let open = office.post("/pay-periods/unlock", unlock).await.ok();
    assert_eq!(open["locked"], false);
    assert_eq!(open["lock"]["unlocked"]["reason"], "a crew was missing");
}

#[tokio::test]
async fn settings_hold_from_a_date_on() {
    let server = Server::start().await;
    let office = server.company().await;
    let worker = office.colleague(&server, "Wanda Wood", "worker").await;
    let calendar = json!({
        "from": "2026-04-01",
        "periods": { "every": "half_month", "first_day": 1, "second_day": 16 },
    });
    let path = "/timesheet-settings/calendar";
    worker
        .post(path, calendar.clone())
        .await
        .refused(403, "not_permitted");
    let set = office.post(path, calendar).await.ok();
    assert_eq!(set["periods"][0]["periods"]["every"], "half_month");
    let april = office.get("/timesheets?date=2026-04-20").await.ok();
    assert_eq!(
        (&april["period"]["first"], &april["period"]["last"]),
        (&json!("2026-04-16"), &json!("2026-04-30"))
    );
    let wrong = json!({ "from": "2026-05-01", "periods": { "every": "month", "first_day": 31 } });
    office
        .post(path, wrong)
        .await
        .refused(409, "settings_invalid");
    let policy = json!({
        "from": "2026-03-01",
        "policy": { "meal": { "after_minutes": 360, "deduct_minutes": 30 }, "ask_meal": true },
    });
    office.post("/timesheet-settings/policy", policy).await.ok();
    let will = office.hire("Will Ward", "worker").await;
    let entry = id(&office.entry(&will, 8, 16).await["entry"]);
    let taken = line(&office, &will).await;
    assert_eq!(
        (&taken["worked_seconds"], &taken["deducted_seconds"]),
        (&json!(8 * 3600 - 1800), &json!(1800))
    );
    let worked = json!({ "worked": true, "note": "poured concrete" });
    let sheet = office
        .put(&format!("/entries/{entry}/meal"), worked)
        .await
        .ok();
    assert_eq!(sheet["summary"]["worked_seconds"], 8 * 3600);
}
