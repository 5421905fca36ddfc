//! Live pages.

use std::time::Duration;

use axum::body::Body;
use axum::http::StatusCode;
use http_body_util::BodyExt as _;
use serde_json::json;

use crate::support::{Options, Server};

/// The data of the next event.
async fn next(body: &mut Body) -> Option<String> {
    loop {
        let frame = tokio::time::timeout(Duration::from_secs(30), body.frame());
        let frame = frame.await.expect("an event comes soon")?.unwrap();
        let text = String::from_utf8(frame.into_data().unwrap().to_vec()).unwrap();
        if let Some(data) = text.lines().find_map(|line| line.strip_prefix("data:")) {
            return Some(data.trim().to_owned());
        }
    }
}

#[tokio::test]
async fn a_live_page_hears_of_every_change_of_its_own_company() {
    let server = Server::start().await;
    let office = server.company().await;
    let other = server
        .other_company("Harbor Roofing", "henry@example.com")
        .await;
    let response = office.browser.open(&office.at("/events")).await;
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut events = response.into_body();
    let position = office.get("").await.ok()["position"].as_u64().unwrap();
    assert_eq!(
        next(&mut events).await,
        Some(json!({ "position": position }).to_string())
    );
    other.job("Elsewhere").await;
    office.job("Here").await;
    assert_eq!(
        next(&mut events).await,
        Some(json!({ "position": position + 1 }).to_string())
    );
    server.state.stop();
    assert_eq!(next(&mut events).await, None);
}

#[tokio::test]
async fn a_live_page_ends_with_its_session_and_their_number_is_bounded() {
    let server = Server::start_with(Options {
        live_pages: 1,
        ..Options::default()
    })
    .await;
    let office = server.company().await;
    let response = office.browser.open(&office.at("/events")).await;
    let mut events = response.into_body();
    next(&mut events).await;
    let full = office.browser.open(&office.at("/events")).await;
    assert_eq!(full.status(), StatusCode::SERVICE_UNAVAILABLE);
    let colleague = office.clone();
    let copy = office.browser.beside();
    copy.sign_in("olivia@example.com", crate::support::PASSWORD)
        .await
        .ok();
    colleague
        .browser
        .delete("/api/v1/session")
        .await
        .is(StatusCode::NO_CONTENT);
    let office = crate::support::Office {
        browser: copy,
        ..office
    };
    office.job("Later").await;
    assert_eq!(next(&mut events).await, None);
    drop(events);
    let again = office.browser.open(&office.at("/events")).await;
    assert_eq!(again.status(), StatusCode::OK);
}

#[tokio::test]
async fn one_account_cannot_take_every_live_page() {
    let server = Server::start_with(Options {
        live_pages: 100,
        ..Options::default()
    })
    .await;
    let office = server.company().await;
    let colleague = office.colleague(&server, "Mia Cole", "manager").await;
    let mut open = Vec::new();
    for _ in 0..20 {
        let page = office.browser.open(&office.at("/events")).await;
        assert_eq!(page.status(), StatusCode::OK);
        open.push(page);
    }
    let answer = office.browser.get(&office.at("/events")).await;
    answer.refused(429, "too_many_requests");
    let page = colleague.browser.open(&colleague.at("/events")).await;
    assert_eq!(page.status(), StatusCode::OK);
}
