//! The first start.

use serde_json::json;

use crate::support::{ORIGIN, Server};

#[tokio::test]
async fn the_code_of_the_server_makes_the_company_once() {
    let server = Server::start().await;
    let browser = server.browser();
    let state = browser.get("/api/v1/setup").await.ok();
    assert_eq!(state, json!({ "needed": true, "secure": true }));

    let answer = browser.post("/api/v1/setup", server.setup_body()).await;
    let session = answer.created();
    assert_eq!(session["account"]["email"], "olivia@example.com");
    let company = &session["companies"][0];
    assert_eq!(company["name"], "Northside Builders");
    assert_eq!(company["role"], "owner");
    assert_eq!(company["employee_name"], "Olivia Stone");
    let cookie = answer.headers["set-cookie"].to_str().unwrap().to_owned();
    assert!(
        cookie.starts_with("tt=") && cookie.contains("HttpOnly; SameSite=Strict"),
        "{cookie}"
    );

    assert_eq!(
        browser.get("/api/v1/session").await.ok()["companies"][0]["name"],
        company["name"]
    );
    assert_eq!(browser.get("/api/v1/setup").await.ok()["needed"], false);
    server
        .browser()
        .post("/api/v1/setup", server.setup_body())
        .await
        .refused(409, "setup_done");
}

#[tokio::test]
async fn a_stranger_without_the_code_gains_nothing() {
    let server = Server::start().await;
    let browser = server.browser();
    for code in ["", "0000-0000-0000", "nonsense"] {
        let mut body = server.setup_body();
        body["code"] = json!(code);
        let problem = browser
            .post("/api/v1/setup", body)
            .await
            .refused(403, "wrong_setup_code");
        assert_eq!(problem["field"], "code");
    }
    let mut tries = 0;
    let throttled = loop {
        let mut body = server.setup_body();
        body["code"] = json!("0000-0000-0000");
        let answer = browser.post("/api/v1/setup", body).await;
        tries += 1;
        if answer.status == 429 {
            break answer;
        }
        assert!(tries < 50);
    };
    throttled.refused(429, "too_many_requests");
    assert!(throttled.headers.contains_key("retry-after"));
    assert_eq!(browser.get("/api/v1/setup").await.ok()["needed"], true);
}

#[tokio::test]
async fn what_is_wrong_with_a_set_up_is_named_and_the_code_stays_good() {
    let server = Server::start().await;
    let browser = server.browser();
    for (field, value, status, code) in [
        ("password", json!("short"), 422, "password_too_short"),
        ("password", json!("password1234"), 422, "password_common"),
        (
            "password",
            json!("northsidebuilders"),
            422,
            "password_guessable",
        ),
        ("zone", json!("Mars/Olympus"), 422, "zone_unknown"),
        ("workweek_starts", json!(9), 422, "workweek_start_invalid"),
        ("company_name", json!("  "), 422, "text_empty"),
        ("owner_name", json!(""), 422, "bad_value"),
        ("email", json!("olivia"), 422, "bad_value"),
    ] {
        let mut body = server.setup_body();
        body[field] = value;
        let problem = browser
            .post("/api/v1/setup", body)
            .await
            .refused(status, code);
        assert_eq!(problem["field"], field);
    }
    let mut body = server.setup_body();
    body["language"] = json!("fr");
    browser
        .post("/api/v1/setup", body)
        .await
        .refused(422, "bad_value");
    let mut body = server.setup_body();
    body["surprise"] = json!(1);
    browser
        .post("/api/v1/setup", body)
        .await
        .refused(422, "bad_value");
    browser
        .post("/api/v1/setup", server.setup_body())
        .await
        .created();
}

#[tokio::test]
async fn a_page_of_another_site_sets_nothing_up() {
    let server = Server::start().await;
    let mut browser = server.browser();
    browser
        .headers
        .insert("origin", "https://evil.example".parse().unwrap());
    browser
        .post("/api/v1/setup", server.setup_body())
        .await
        .refused(403, "cross_site");
    browser.headers.insert("origin", ORIGIN.parse().unwrap());
    browser
        .post("/api/v1/setup", server.setup_body())
        .await
        .created();
}

#[tokio::test]
async fn zones_are_listed() {
    let server = Server::start().await;
    let zones = server.browser().get("/api/v1/zones").await.ok();
    let zones = zones["zones"].as_array().unwrap();
    assert!(zones.iter().any(|zone| zone == "America/New_York"));
    assert!(zones.len() > 300);
}
