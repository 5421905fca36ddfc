//! Idempotency keys: what was asked twice happens once.

use axum::http::StatusCode;
use jiff::SignedDuration;
use serde_json::{Value, json};
use store::SystemChange;

use crate::samples::{Sent, Things, samples};
use crate::support::{Answer, Office, Server, names};

const KEY: &str = "idempotency-key";

fn is_replayed(answer: &Answer) -> bool {
    answer
        .headers
        .get("idempotent-replayed")
        .is_some_and(|value| value == "true")
}

async fn jobs(office: &Office) -> usize {
    names(&office.get("/jobs").await.ok()).len()
}

#[tokio::test]
async fn a_request_that_is_sent_again_is_answered_as_the_first_time() {
    let server = Server::start().await;
    let office = server.company().await;
    let named = office.with(KEY, "2026-03-10/job/17");
    let first = named.post("/jobs", json!({ "name": "Mill" })).await;
    first.created();
    assert!(!is_replayed(&first));
    // Whatever has become of it since.
    let path = format!("/jobs/{}", first.json()["id"].as_str().unwrap());
    office.patch(&path, json!({ "name": "Barn" })).await.ok();
    let again = named.post("/jobs", json!({ "name": "Mill" })).await;
    again.is(StatusCode::CREATED);
    assert_eq!((again.json(), is_replayed(&again)), (first.json(), true));
    assert_eq!(again.headers["etag"], first.headers["etag"]);
    assert_eq!(jobs(&office).await, 1);
    // Another key, or none, is another request.
    office
        .with(KEY, "2")
        .post("/jobs", json!({ "name": "Mill" }))
        .await
        .created();
    office
        .post("/jobs", json!({ "name": "Mill" }))
        .await
        .created();
    assert_eq!(jobs(&office).await, 3);
}

#[tokio::test]
async fn a_refusal_is_repeated_too() {
    let server = Server::start().await;
    let office = server.company().await;
    let named = office.with(KEY, "no-name");
    let first = named.post("/jobs", json!({ "name": "" })).await;
    let problem = first.refused(422, "text_empty");
    let again = named.post("/jobs", json!({ "name": "" })).await;
    let repeated = again.refused(422, "text_empty");
    assert!(is_replayed(&again));
    assert_eq!(
        (&repeated["detail"], &repeated["field"]),
        (&problem["detail"], &problem["field"])
    );
}

#[tokio::test]
async fn a_key_is_for_one_request_of_one_member() {
    let server = Server::start().await;
    let office = server.company().await;
    let manager = office.colleague(&server, "Mia Cole", "manager").await;
    let named = office.with(KEY, "k");
    let mill = named
        .post("/jobs", json!({ "name": "Mill" }))
        .await
        .created();
    for other in [
        json!({ "name": "Barn" }),
        json!({ "name": "Mill", "code": "1" }),
    ] {
        named
            .post("/jobs", other)
            .await
            .refused(422, "idempotency_key_reused");
    }
    let archive = format!("/jobs/{}/archive", mill["id"].as_str().unwrap());
    named
        .press(&archive)
        .await
        .refused(422, "idempotency_key_reused");
    manager
        .with(KEY, "k")
        .post("/jobs", json!({ "name": "Barn" }))
        .await
        .created();
    assert_eq!(jobs(&office).await, 2);
    for wrong in ["", "two words", &"x".repeat(129)] {
        let answer = office
            .with(KEY, wrong)
            .post("/jobs", json!({ "name": "x" }))
            .await;
        assert_eq!(answer.refused(422, "bad_value")["field"], "Idempotency-Key");
    }
    // Who is not let in learns nothing.
    let stranger = server.browser().with(KEY, "k");
    stranger
        .post(&office.at("/jobs"), json!({ "name": "Mill" }))
        .await
        .refused(401, "not_signed_in");
}

#[tokio::test]
async fn what_a_crash_left_unanswered_is_found_in_the_journal() {
    let server = Server::start().await;
    let office = server.company().await;
    let named = office.with(KEY, "crash");
    let first = named
        .post("/jobs", json!({ "name": "Mill" }))
        .await
        .created();
    // The answer is gone, as if the server had stopped before it was kept.
    server.pass(SignedDuration::from_hours(25));
    let end = SystemChange::EndExpired { now: server.now() };
    server.state.store().change_system(vec![end]).await.unwrap();
    let browser = server.browser();
    browser
        .sign_in("olivia@example.com", crate::support::PASSWORD)
        .await
        .ok();
    let named = Office {
        browser,
        ..office.clone()
    }
    .with(KEY, "crash");
    let again = named.post("/jobs", json!({ "name": "Mill" })).await;
    again.is(StatusCode::CREATED);
    assert_eq!((again.json(), is_replayed(&again)), (first, false));
    assert_eq!(names(&named.get("/jobs").await.ok()), ["Mill"]);
}

#[tokio::test]
async fn of_many_at_once_one_is_done() {
    let server = Server::start().await;
    let office = server.company().await;
    let named = office.with(KEY, "at once");
    let named = named.with(KEY, "at-once");
    let sending = (0..8).map(|_| {
        let named = named.clone();
        tokio::spawn(async move { named.post("/jobs", json!({ "name": "Mill" })).await })
    });
    let sending: Vec<_> = sending.collect();
    let mut created: Vec<Value> = Vec::new();
    for answer in sending {
        let answer = answer.await.unwrap();
        match answer.status {
            StatusCode::CREATED => created.push(answer.json()),
            _ => drop(answer.refused(409, "idempotency_key_in_use")),
        }
    }
    assert!(!created.is_empty() && created.iter().all(|job| *job == created[0]));
    assert_eq!(jobs(&office).await, 1);
}

#[tokio::test]
async fn every_post_of_company_data_tells_of_the_key_and_takes_it() {
    let server = Server::start().await;
    let office = server.company().await;
    let things = Things::make(&server, &office, "Will Ward", 1).await;
    let document = server.browser().get("/api/openapi.json").await.ok();
    for (number, sample) in samples().into_iter().enumerate() {
        if sample.method != "POST" {
            continue;
        }
        let path = sample.template();
        let parameters = document["paths"][&path]["post"]["parameters"]
            .as_array()
            .unwrap();
        let told = parameters
            .iter()
            .any(|one| one["name"] == "Idempotency-Key");
        let elsewhere = path.contains("/me/") || path.contains("/backup");
        assert_eq!(told, !elsewhere, "{path}");
        // Files of more than one kind are sent elsewhere in these tests.
        if !told || !matches!(sample.sent, Sent::Nothing | Sent::Json(_)) {
            continue;
        }
        let browser = office.browser.with(KEY, &format!("sample-{number}"));
        let first = sample.send(&browser, &things, &things, &things).await;
        let again = sample.send(&browser, &things, &things, &things).await;
        assert_eq!(again.status, first.status, "{path}");
        if first.headers["content-type"] == "text/csv; charset=utf-8" {
            continue;
        }
        assert!(is_replayed(&again), "{path}: {}", first.status);
        if first.status.is_success() {
            assert_eq!(again.json(), first.json(), "{path}");
        }
    }
}
