//! Entity tags: each edit of the description is refused on a state that is gone, and what is known
//! is not sent again.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::samples::{Things, samples};
use crate::support::{Answer, Server};

#[track_caller]
fn tag(answer: &Answer) -> String {
    answer.headers["etag"].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn every_edit_tells_of_if_match_and_honours_it() {
    let server = Server::start().await;
    let office = server.company().await;
    let things = Things::make(&server, &office, "Will Ward", 1).await;
    let document = server.browser().get("/api/openapi.json").await.ok();
    let paths = document["paths"].as_object().unwrap();
    let stale = office
        .browser
        .with("if-match", &format!("\"{}\"", "0".repeat(32)));
    let mut tried = 0;
    for sample in samples() {
        let (path, method) = (sample.template(), sample.method.as_str().to_lowercase());
        let parameters = paths[&path][&method]["parameters"].as_array().unwrap();
        let told = parameters.iter().any(|one| one["name"] == "If-Match");
        let names_a_record = path.split_once("{company}").unwrap().1.contains('{');
        let adds = sample.method == Method::POST && paths[&path]["get"].is_object();
        let edits = match sample.method {
            Method::PATCH | Method::PUT | Method::DELETE => true,
            Method::POST => names_a_record && !adds,
            _ => false,
        };
        let own = path.contains("/me/");
        assert_eq!(told, edits && !own, "{method} {path}");
        // An import of the samples is one that is not there.
        if told && !path.contains("{import}") {
            let before = office.get("").await.ok()["position"].clone();
            let answer = sample.send(&stale, &things, &things, &things).await;
            match answer.status {
                // What cannot be done in any state is refused for that reason.
                StatusCode::CONFLICT => {}
                _ => drop(answer.refused(412, "changed_meanwhile")),
            }
            assert_eq!(
                office.get("").await.ok()["position"],
                before,
                "{method} {path}"
            );
            tried += usize::from(answer.status == 412);
        }
    }
    assert!(tried >= 14, "{tried}");
}

#[tokio::test]
async fn a_record_is_changed_by_who_saw_it_and_not_by_the_second_of_two() {
    let server = Server::start().await;
    let office = server.company().await;
    let things = Things::make(&server, &office, "Will Ward", 1).await;
    let records = [
        ("", json!({ "name": "Northside" })),
        ("/jobs/{job}", json!({ "customer": "Miller" })),
        ("/cost-codes/{cost_code}", json!({ "code": "77" })),
        ("/employees/{employee}", json!({ "number": "77" })),
        ("/entries/{entry}", json!({ "note": "seen" })),
    ];
    for (path, change) in records {
        let path = things.fill(path);
        let seen = tag(&office.get(&path).await);
        let second = office.with("if-match", &seen);
        let changed = second.patch(&path, change.clone()).await;
        changed.ok();
        // What changed is what is there now, under the tag of the answer.
        assert_ne!(tag(&changed), seen, "{path}");
        let now = office.get(&path).await;
        assert_eq!(tag(&now), tag(&changed), "{path}");
        let other = json!({ "name": "Other" });
        let other = if path.contains("entries") {
            json!({ "note": "other" })
        } else {
            other
        };
        second
            .patch(&path, other.clone())
            .await
            .refused(412, "changed_meanwhile");
        assert_eq!(office.get(&path).await.json(), now.json(), "{path}");
        office
            .with("if-match", &tag(&now))
            .patch(&path, other.clone())
            .await
            .ok();
        office.with("if-match", "*").patch(&path, change).await.ok();
    }
}

#[tokio::test]
async fn a_role_is_part_of_what_an_employee_is() {
    let server = Server::start().await;
    let office = server.company().await;
    let will = office.hire("Will Ward", "worker").await;
    let path = format!("/employees/{will}");
    let seen = office.with("if-match", &tag(&office.get(&path).await));
    let role = format!("{path}/role");
    office.put(&role, json!({ "role": "manager" })).await.ok();
    seen.put(&role, json!({ "role": "owner" }))
        .await
        .refused(412, "changed_meanwhile");
    assert_eq!(office.get(&path).await.ok()["role"], "manager");
}

#[tokio::test]
async fn the_body_and_the_header_ask_the_same() {
    let server = Server::start().await;
    let office = server.company().await;
    let job = format!("/jobs/{}", office.job("Mill").await);
    let hash = office.get(&job).await.ok()["hash"]
        .as_str()
        .unwrap()
        .to_owned();
    // The hash that lists show is good as a tag.
    let seen = office.with("if-match", &format!("\"{hash}\""));
    seen.patch(&job, json!({ "name": "Barn" })).await.ok();
    let body = json!({ "name": "Shed", "expected": hash });
    office
        .patch(&job, body)
        .await
        .refused(409, "changed_meanwhile");
    seen.patch(&job, json!({ "name": "Shed" }))
        .await
        .refused(412, "changed_meanwhile");
}

#[tokio::test]
async fn what_is_known_is_not_sent_again() {
    let server = Server::start().await;
    let office = server.company().await;
    let job = office.job("Mill").await;
    for path in [format!("/jobs/{job}"), "/jobs".to_owned(), String::new()] {
        let first = office.get(&path).await;
        first.ok();
        let known = office.with("if-none-match", &format!("\"other\", {}", tag(&first)));
        let again = known.get(&path).await;
        again.is(StatusCode::NOT_MODIFIED);
        assert_eq!((again.bytes.len(), tag(&again)), (0, tag(&first)));
        office
            .patch(&format!("/jobs/{job}"), json!({ "name": path }))
            .await;
        office.job(&format!("another {path}")).await;
        if path.is_empty() || path == "/jobs" {
            assert_ne!(known.get(&path).await.ok(), Value::Null);
        }
    }
    // Devices are not part of an employee's row, and are shown with it.
    let path = format!("/employees/{}", office.employee);
    let known = office.with("if-none-match", &tag(&office.get(&path).await));
    office.invite(&office.employee, "device").await;
    assert_eq!(known.get(&path).await.ok()["open_invitations"], 1);
}
