//! A disk that is full or fails: what is answered, what is told, and that reads go on.

use axum::http::header::RETRY_AFTER;
use serde_json::{Value, json};
use sync::SyncFault;
use sync::message::RefusedCode;
use testkit::Disk;

use crate::phone::Phone;
use crate::support::{Answer, Office, Options, Server};

/// Writes until the disk has no more room.
async fn fill(office: &Office) -> Answer {
    for n in 0..5_000 {
        let answer = office
            .post("/jobs", json!({ "name": format!("Job {n}") }))
            .await;
        if answer.status != 201 {
            return answer;
        }
    }
    panic!("the disk does not fill")
}

async fn jobs(office: &Office) -> Value {
    office.get("/jobs?limit=500").await.ok()["items"].clone()
}

#[tokio::test]
async fn a_full_disk_is_told_everywhere_and_reads_go_on() {
    let disk = Disk::default();
    let server = Server::start_with(Options {
        disk: Some(disk.clone()),
        ..Options::default()
    })
    .await;
    let office = server.company().await;
    let worker = office.hire("Wanda Worker", "worker").await;
    let mut phone = Phone::enrol(&server, &office, &worker, 7).await;
    phone.sync().await.unwrap();
    assert_eq!(office.get("/server").await.ok()["read_only"], Value::Null);

    disk.leave_room(Some(0));
    let first = fill(&office).await;
    let told = first.refused(503, "read_only");
    let detail = told["detail"].as_str().unwrap();
    assert!(detail.contains("disk is full"), "{detail}");
    let before = jobs(&office).await;
    let again = office.post("/jobs", json!({ "name": "One more" })).await;
    let told = again.refused(503, "read_only");
    let detail = told["detail"].as_str().unwrap();
    for words in ["nothing was changed", "disk is full", "recover-space"] {
        assert!(detail.contains(words), "{detail}");
    }
    assert_eq!(again.headers[RETRY_AFTER], "60");
    let ready = server.browser().get("/readyz").await;
    ready.refused(503, "read_only");
    let standing = office.get("/server").await.ok();
    assert_eq!(standing["read_only"]["cause"], "disk_full");
    let since = standing["read_only"]["since"].as_str().unwrap();
    let since: jiff::Timestamp = since.parse().unwrap();
    // The store measures how long ago it was; the clock of this test stands still.
    assert!(since <= server.now() && since > server.now() - jiff::SignedDuration::from_mins(5));
    // What was saved can be read, and nothing else.
    assert_eq!(jobs(&office).await, before);
    office.get("/today").await.ok();
    assert!(
        !before
            .as_array()
            .unwrap()
            .iter()
            .any(|job| job["name"] == "One more")
    );
    // A phone with nothing to send reads; its hours are not taken and stay with it.
    phone.sync().await.unwrap();
    phone.clock_in(server.now());
    assert_eq!(
        phone.sync().await,
        Err(SyncFault::Refused(RefusedCode::Unavailable))
    );
}

#[tokio::test]
async fn a_disk_that_fails_is_told_from_a_full_one() {
    let disk = Disk::default();
    let server = Server::start_with(Options {
        disk: Some(disk.clone()),
        ..Options::default()
    })
    .await;
    let office = server.company().await;
    disk.fail_syncs();
    let lost = office.post("/jobs", json!({ "name": "Lost" })).await;
    let told = lost.refused(503, "read_only");
    let detail = told["detail"].as_str().unwrap();
    assert!(detail.contains("may or may not"), "{detail}");
    assert!(detail.contains("disk failed"), "{detail}");
    let standing = office.get("/server").await.ok();
    assert_eq!(standing["read_only"]["cause"], "disk_failed");
}
