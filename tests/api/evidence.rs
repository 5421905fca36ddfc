//! Evidence packs: what is in one, that it holds without the server, and who gets whose.

use oplog::evidence::Evidence;
use serde_json::json;

use crate::support::{Office, Server};

const DAY: &str = "from=2026-03-10&to=2026-03-10";

async fn pack(office: &Office, employee: &str) -> Evidence {
    let answer = office
        .get(&format!("/employees/{employee}/evidence?{DAY}"))
        .await;
    answer.is(axum::http::StatusCode::OK);
    let (pack, is_signed) = Evidence::open(&answer.bytes).unwrap();
    assert!(is_signed);
    pack
}

#[tokio::test]
async fn a_pack_shows_what_was_stated_about_one_employee_and_nothing_of_others() {
    let server = Server::start().await;
    let office = server.company().await;
    let (ann, bob) = (
        office.hire("Ann", "worker").await,
        office.hire("Bob", "worker").await,
    );
    let entry = office.entry(&ann, 12, 16).await;
    office.entry(&bob, 10, 12).await;
    let id = entry["entry"]["id"].as_str().unwrap();
    let note = json!({ "note": "north wall", "reason": "asked" });
    office.patch(&format!("/entries/{id}"), note).await.ok();
    office.entry(&bob, 13, 14).await;
    let pack = pack(&office, &ann).await;
    assert_eq!(pack.employee_name, "Ann");
    let checked = pack.check();
    assert_eq!(checked.problems, Vec::<String>::new());
    let stated: Vec<_> = checked
        .stated
        .iter()
        .map(|stated| stated.op.payload.name())
        .collect();
    assert_eq!(stated, ["EntryAdded", "EntryEdited"]);
    // Both entries of the other are in the chain, and only as digests.
    assert!(checked.digests >= 2, "{checked:?}");
    let told = format!("{pack:?}");
    assert!(!told.contains("Bob"));
}

#[tokio::test]
async fn a_worker_takes_the_own_pack_and_nobody_elses() {
    let server = Server::start().await;
    let office = server.company().await;
    let worker = office.colleague(&server, "Wanda", "worker").await;
    let ann = office.hire("Ann", "worker").await;
    office.entry(&ann, 12, 16).await;
    let own = worker.employee.clone();
    office.entry(&own, 12, 16).await;
    assert_eq!(pack(&worker, &own).await.employee_name, "Wanda");
    worker
        .get(&format!("/employees/{ann}/evidence?{DAY}"))
        .await
        .refused(403, "not_permitted");
    let empty = "from=2026-01-01&to=2026-01-02";
    office
        .get(&format!("/employees/{ann}/evidence?{empty}"))
        .await
        .refused(409, "evidence_nothing");
    let backwards = "from=2026-03-11&to=2026-03-10";
    office
        .get(&format!("/employees/{ann}/evidence?{backwards}"))
        .await
        .refused(422, "bad_value");
}
