//! Whatever goes wrong is a problem of one form; whatever is asked has its limits.

use axum::body::Body;
use axum::http::Method;
use serde_json::json;

use crate::support::{Options, Server, endless};

#[tokio::test]
async fn what_the_framework_refuses_is_a_problem_too() {
    let server = Server::start().await;
    let office = server.company().await;
    let browser = &office.browser;
    browser
        .get("/api/v1/nothing")
        .await
        .refused(404, "not_found");
    browser
        .get("/api/v2/session")
        .await
        .refused(404, "not_found");
    let answer = browser.put("/api/v1/session", json!({})).await;
    answer.refused(405, "method_not_allowed");
    assert!(answer.headers["allow"].to_str().unwrap().contains("GET"));
    let raw = |kind: Option<&str>, body: &str| {
        let request = browser.request(Method::POST, "/api/v1/session");
        let request = match kind {
            Some(kind) => request.header("content-type", kind),
            None => request,
        };
        browser.carry(request.body(Body::from(body.to_owned())).unwrap())
    };
    raw(Some("application/json"), "{")
        .await
        .refused(400, "bad_request");
    raw(Some("application/json"), "{}")
        .await
        .refused(422, "bad_value");
    raw(Some("text/plain"), "{}")
        .await
        .refused(415, "wrong_media_type");
    raw(None, "{}").await.refused(415, "wrong_media_type");
    let large = format!("{{\"email\":\"{}\"}}", "x".repeat(70_000));
    raw(Some("application/json"), &large)
        .await
        .refused(413, "body_too_large");
}

#[tokio::test]
async fn every_answer_has_the_headers_that_browsers_obey() {
    let server = Server::start().await;
    let browser = server.browser();
    for path in [
        "/",
        "/api/v1/setup",
        "/api/v1/session",
        "/healthz",
        "/nothing.js",
    ] {
        let headers = browser.get(path).await.headers;
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(
            policy.contains("script-src 'self' 'wasm-unsafe-eval'"),
            "{path}"
        );
        assert!(!policy.contains("unsafe-inline"), "{path}");
        assert_eq!(headers["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(headers["referrer-policy"], "no-referrer", "{path}");
        assert!(headers.contains_key("permissions-policy"), "{path}");
        assert_eq!(
            headers["cross-origin-opener-policy"], "same-origin",
            "{path}"
        );
        assert!(!headers.contains_key("strict-transport-security"), "{path}");
        assert!(headers.contains_key("cache-control"), "{path}");
        assert!(headers.contains_key("x-request-id"), "{path}");
    }
    assert_eq!(
        browser.get("/api/v1/setup").await.headers["cache-control"],
        "no-store"
    );
}

#[tokio::test]
async fn health_and_the_description_are_open_to_all() {
    let server = Server::start().await;
    let browser = server.browser();
    assert_eq!(browser.get("/healthz").await.text(), "ok\n");
    assert_eq!(browser.get("/readyz").await.text(), "ok\n");
    let document = browser.get("/api/openapi.json").await.ok();
    assert!(document["paths"]["/api/v1/companies/{company}/week"]["get"].is_object());
    assert!(document["components"]["schemas"]["Problem"].is_object());
    // Each operation has a name of its own.
    let operations = document["paths"].as_object().unwrap().values();
    let operations = operations.flat_map(|item| item.as_object().unwrap().values());
    let mut names: Vec<_> = operations
        .map(|operation| operation["operationId"].as_str())
        .collect();
    assert!(names.len() > 40 && names.iter().all(Option::is_some));
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count);
    // Every reference leads somewhere.
    let text = document.to_string();
    for reference in text.split("\"#/components/schemas/").skip(1) {
        let name = reference.split('"').next().unwrap();
        assert!(
            document["components"]["schemas"][name].is_object(),
            "{name}"
        );
    }
}

#[tokio::test]
async fn a_request_that_takes_too_long_ends_and_says_that_it_may_be_done() {
    let request = std::time::Duration::from_millis(1);
    let server = Server::start_with(Options {
        request,
        ..Options::default()
    })
    .await;
    let answer = server
        .browser()
        .sign_in("olivia@example.com", "owls hum at dusk")
        .await;
    let problem = answer.refused(503, "timed_out");
    assert!(
        problem["detail"]
            .as_str()
            .unwrap()
            .contains("may or may not")
    );
}

#[tokio::test]
async fn one_network_cannot_take_every_place() {
    let server = Server::start().await;
    let browser = server.browser();
    let slow: Vec<_> = (0..64)
        .map(|_| {
            let request = browser.request(Method::POST, "/api/v1/session");
            let request = request.header("content-type", "application/json");
            let request = request.body(endless()).unwrap();
            let browser = browser.clone();
            tokio::spawn(async move { browser.carry(request).await })
        })
        .collect();
    let mut tries = 0;
    loop {
        let answer = browser.get("/api/v1/setup").await;
        if answer.status == 429 {
            answer.refused(429, "too_many_requests");
            break;
        }
        tries += 1;
        assert!(tries < 50);
        tokio::task::yield_now().await;
    }
    server.browser().get("/api/v1/setup").await.ok();
    for request in slow {
        request.abort();
        assert!(request.await.unwrap_err().is_cancelled());
    }
    browser.get("/api/v1/setup").await.ok();
}
