//! Time entries: written by hand, corrected, voided, settled; and what happened to them.

use serde_json::{Value, json};

use crate::support::{Server, entry_body, id};

#[tokio::test]
async fn an_entry_is_written_corrected_voided_and_restored_with_its_history() {
    let server = Server::start().await;
    let office = server.company().await;
    let will = office.hire("Will Ward", "worker").await;
    let job = office.job("Miller House").await;
    let mut body = entry_body(&will, 12, 18);
    body["job"] = json!(job);
    body["breaks"] = json!([
        { "start": "2026-03-10T14:00:00Z", "end": "2026-03-10T14:30:00Z", "paid": false },
        { "start": "2026-03-10T16:00:00Z", "end": "2026-03-10T16:15:00Z", "paid": true },
    ]);
    let detail = office.post("/entries", body).await.created();
    let entry = &detail["entry"];
    assert_eq!(
        (&entry["worked_seconds"], &entry["break_seconds"]),
        (&json!(19_800), &json!(1_800))
    );
    assert_eq!(
        (&entry["origin"], &entry["work_date"]),
        (&json!("hand"), &json!("2026-03-10"))
    );
    assert_eq!(
        (&entry["job"]["name"], &entry["employee"]["name"]),
        (&json!("Miller House"), &json!("Will Ward"))
    );
    let path = format!("/entries/{}", id(entry));
    assert_eq!(office.get(&path).await.ok(), detail);

    let patch = json!({ "end": "2026-03-10T17:00:00Z", "job": null, "reason": "left early", "expected": entry["hash"] });
    let changed = office.patch(&path, patch.clone()).await.ok();
    assert_eq!(
        (
            &changed["entry"]["worked_seconds"],
            &changed["entry"]["job"]
        ),
        (&json!(16_200), &Value::Null)
    );
    let edit = &changed["history"][1];
    assert_eq!(
        (&edit["kind"], &edit["actor"], &edit["role"]),
        (
            &json!("entry_edited"),
            &json!("Olivia Stone"),
            &json!("owner")
        )
    );
    assert_eq!(
        (&edit["before"]["end"], &edit["after"]["end"]),
        (
            &json!("2026-03-10T18:00:00Z"),
            &json!("2026-03-10T17:00:00Z")
        )
    );
    assert_eq!(
        (&edit["reason"], &edit["judgement"], &edit["device"]),
        (&json!("left early"), &json!("applied"), &Value::Null)
    );
    office
        .patch(&path, patch)
        .await
        .refused(409, "changed_meanwhile");
    office.patch(&path, json!({ "note": "rain" })).await.ok();

    let void = format!("{path}/void");
    office
        .post(&void, json!({ "reason": "" }))
        .await
        .refused(422, "text_empty");
    let voided = office.post(&void, json!({ "reason": "twice" })).await.ok();
    assert_eq!(
        (
            &voided["entry"]["voided"],
            &voided["entry"]["worked_seconds"]
        ),
        (&json!(true), &json!(0))
    );
    office
        .post(&void, json!({ "reason": "twice" }))
        .await
        .refused(409, "entry_voided");
    let restore = format!("{path}/restore");
    let restored = office
        .post(&restore, json!({ "reason": "not twice" }))
        .await
        .ok();
    assert_eq!(restored["entry"]["voided"], false);
    office
        .post(&restore, json!({ "reason": "x" }))
        .await
        .refused(409, "entry_not_voided");
    let kinds: Vec<_> = restored["history"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["kind"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        [
            "entry_added",
            "entry_edited",
            "entry_edited",
            "entry_voided",
            "entry_restored"
        ]
    );
}

#[tokio::test]
async fn times_that_cannot_be_are_named() {
    let server = Server::start().await;
    let office = server.company().await;
    let will = office.hire("Will Ward", "worker").await;
    office
        .post("/entries", entry_body(&will, 18, 12))
        .await
        .refused(422, "entry_ends_before_start");
    let problem = office
        .post("/entries", entry_body(&will, 12, 23))
        .await
        .refused(422, "entry_in_future");
    assert_eq!(problem["field"], "end");
    let mut body = entry_body(&will, 12, 18);
    body["breaks"] =
        json!([{ "start": "2026-03-10T11:00:00Z", "end": "2026-03-10T12:30:00Z", "paid": false }]);
    let problem = office
        .post("/entries", body)
        .await
        .refused(422, "entry_break_invalid");
    assert_eq!(problem["field"], "breaks");
    let mut body = entry_body(&will, 12, 18);
    body["reason"] = json!(" ");
    office
        .post("/entries", body)
        .await
        .refused(422, "text_empty");
    let mut body = entry_body(&will, 12, 18);
    body["start"] = json!("yesterday");
    office
        .post("/entries", body)
        .await
        .refused(422, "bad_value");
    let nobody = "0".repeat(32);
    office
        .post("/entries", entry_body(&nobody, 12, 18))
        .await
        .refused(404, "employee_not_found");
    let mut body = entry_body(&will, 12, 18);
    body["job"] = json!(nobody);
    office
        .post("/entries", body)
        .await
        .refused(404, "job_not_found");
    for (method, path) in [
        ("get", ""),
        ("patch", ""),
        ("post", "/void"),
        ("post", "/restore"),
    ] {
        let path = format!("/entries/{nobody}{path}");
        let answer = match method {
            "get" => office.get(&path).await,
            "patch" => office.patch(&path, json!({ "note": "x" })).await,
            _ => office.post(&path, json!({ "reason": "x" })).await,
        };
        answer.refused(404, "not_found");
    }
}

#[tokio::test]
async fn exceptions_stand_out_until_they_are_settled() {
    let server = Server::start().await;
    let office = server.company().await;
    let will = office.hire("Will Ward", "worker").await;
    let first = office.entry(&will, 10, 14).await;
    let second = office.entry(&will, 13, 17).await;
    let list = office.get("/exceptions").await.ok();
    let found: Vec<_> = list["items"].as_array().unwrap().iter().map(id).collect();
    assert_eq!(found, [id(&second["entry"]), id(&first["entry"])]);
    assert_eq!(
        list["items"][0]["exceptions"],
        json!([{ "kind": "overlap", "settled": false }])
    );
    assert_eq!(office.get("/today").await.ok()["unsettled"], 2);

    let path = format!("/entries/{}/settle", id(&first["entry"]));
    let body = json!({ "exceptions": ["overlap"], "note": "two crews" });
    let settled = office.post(&path, body.clone()).await.ok();
    assert_eq!(
        settled["entry"]["exceptions"],
        json!([{ "kind": "overlap", "settled": true }])
    );
    office.post(&path, body).await.ok();
    office
        .post(&path, json!({ "exceptions": ["boredom"], "note": "" }))
        .await
        .refused(422, "bad_value");
    assert_eq!(
        office.get("/exceptions").await.ok()["items"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(
        office.get("/exceptions?settled=true").await.ok()["items"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert_eq!(
        office.get("/exceptions?to=2026-03-09").await.ok()["items"],
        json!([])
    );
    office
        .get("/exceptions?from=2025-01-01")
        .await
        .refused(422, "bad_value");
}

#[tokio::test]
async fn entries_are_listed_by_employee_and_date_in_pages() {
    let server = Server::start().await;
    let office = server.company().await;
    let (ann, bob) = (
        office.hire("Ann", "worker").await,
        office.hire("Bob", "worker").await,
    );
    let mut expect = Vec::new();
    for (employee, hour) in [(&ann, 10), (&ann, 12), (&bob, 11)] {
        expect.push(id(&office.entry(employee, hour, hour + 1).await["entry"]));
    }
    let day = "from=2026-03-10&to=2026-03-10";
    let ids = |page: &Value| {
        page["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(id)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        ids(&office.get(&format!("/entries?{day}")).await.ok()),
        expect
    );
    let page = office.get(&format!("/entries?{day}&limit=2")).await.ok();
    let rest = office
        .get(&format!(
            "/entries?{day}&after={}",
            page["next"].as_str().unwrap()
        ))
        .await
        .ok();
    assert_eq!([ids(&page), ids(&rest)].concat(), expect);
    assert_eq!(
        ids(&office
            .get(&format!("/entries?{day}&employee={bob}"))
            .await
            .ok()),
        expect[2..]
    );
    assert_eq!(
        office
            .get("/entries?from=2026-03-09&to=2026-03-09")
            .await
            .ok()["items"],
        json!([])
    );
    office
        .get("/entries?from=2026-03-11&to=2026-03-10")
        .await
        .refused(422, "bad_value");
    office
        .get("/entries?from=2026-01-01&to=2026-12-31")
        .await
        .refused(422, "bad_value");
    office
        .get("/entries?from=2026-03-10")
        .await
        .refused(400, "bad_value");
    office
        .get("/entries?from=today&to=today")
        .await
        .refused(400, "bad_value");
    let nobody = "0".repeat(32);
    office
        .get(&format!("/entries?{day}&employee={nobody}"))
        .await
        .refused(404, "not_found");
}
