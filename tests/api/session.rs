//! Signing in and out, and the password.

use jiff::SignedDuration;
use serde_json::json;

use crate::support::{Options, PASSWORD, Server};

#[tokio::test]
async fn an_unknown_address_and_a_wrong_password_give_the_same_answer() {
    let server = Server::start().await;
    server.company().await;
    let browser = server.browser();
    let mut unknown = browser
        .sign_in("nobody@example.com", PASSWORD)
        .await
        .refused(401, "wrong_credentials");
    let mut wrong = browser
        .sign_in("olivia@example.com", "wrong password")
        .await
        .refused(401, "wrong_credentials");
    for problem in [&mut unknown, &mut wrong] {
        problem["request_id"] = json!("");
    }
    assert_eq!(unknown, wrong);
    let session = browser.sign_in(" Olivia@Example.com ", PASSWORD).await.ok();
    assert_eq!(session["companies"][0]["role"], "owner");
}

#[tokio::test]
async fn sign_in_is_throttled_by_account_and_network_and_opens_again() {
    let server = Server::start().await;
    server.company().await;
    let mut refused = 0;
    let guesser = server.browser();
    let throttled = loop {
        let answer = guesser
            .sign_in("olivia@example.com", "a guess, wrong")
            .await;
        if answer.status == 429 {
            break answer;
        }
        refused += 1;
        assert!(refused < 20);
    };
    let problem = throttled.refused(429, "too_many_requests");
    assert!(problem["retry_after_seconds"].as_u64().unwrap() <= 61);
    // The right password must wait too: otherwise guessing could go on.
    guesser
        .sign_in("olivia@example.com", PASSWORD)
        .await
        .refused(429, "too_many_requests");
    // But guessing keeps nobody out who is elsewhere, nor does that help whoever guesses.
    server
        .browser()
        .sign_in("olivia@example.com", PASSWORD)
        .await
        .ok();
    guesser
        .sign_in("olivia@example.com", PASSWORD)
        .await
        .refused(429, "too_many_requests");
    server.pass(SignedDuration::from_secs(61));
    guesser.sign_in("olivia@example.com", PASSWORD).await.ok();
}

#[tokio::test]
async fn sign_in_is_throttled_by_address_whatever_account_is_tried() {
    let server = Server::start().await;
    let browser = server.browser();
    let mut tries = 0;
    while browser
        .sign_in(&format!("a{tries}@example.com"), "a guess, wrong")
        .await
        .status
        != 429
    {
        tries += 1;
        assert!(tries < 100);
    }
    server
        .browser()
        .sign_in("a@example.com", "a guess, wrong")
        .await
        .refused(401, "wrong_credentials");
}

#[tokio::test]
async fn a_proxy_is_believed_only_when_it_is_trusted() {
    let server = Server::start().await;
    let mut proxied = server.browser();
    proxied.address = "10.0.0.7:4000".parse().unwrap();
    // Behind a trusted proxy each client has its own count.
    for client in 1..=40 {
        proxied.headers.insert(
            "x-forwarded-for",
            format!("198.51.100.{client}").parse().unwrap(),
        );
        proxied
            .sign_in(&format!("p{client}@example.com"), "a guess, wrong")
            .await
            .refused(401, "wrong_credentials");
    }
    // Anyone else can write the header too, and is counted as who they are.
    let mut stranger = server.browser();
    let mut last = 0;
    for client in 1..=40 {
        stranger.headers.insert(
            "x-forwarded-for",
            format!("203.0.113.{client}").parse().unwrap(),
        );
        let answer = stranger
            .sign_in(&format!("s{client}@example.com"), "a guess, wrong")
            .await;
        last = answer.status.as_u16();
    }
    assert_eq!(last, 429);
}

#[tokio::test]
async fn a_session_ends_by_signing_out_by_idling_and_by_age() {
    let server = Server::start().await;
    let office = server.company().await;
    let stolen = office.browser.clone();
    let copy = stolen.cookie.lock().unwrap().clone();
    office
        .browser
        .delete("/api/v1/session")
        .await
        .is(axum::http::StatusCode::NO_CONTENT);
    office
        .browser
        .get("/api/v1/session")
        .await
        .refused(401, "not_signed_in");
    *stolen.cookie.lock().unwrap() = copy;
    stolen
        .get("/api/v1/session")
        .await
        .refused(401, "not_signed_in");
    stolen
        .delete("/api/v1/session")
        .await
        .is(axum::http::StatusCode::NO_CONTENT);

    let idle = server.browser();
    idle.sign_in("olivia@example.com", PASSWORD).await.ok();
    server.pass(SignedDuration::from_hours(25));
    idle.get("/api/v1/session")
        .await
        .refused(401, "not_signed_in");

    let busy = server.browser();
    busy.sign_in("olivia@example.com", PASSWORD).await.ok();
    for _ in 0..28 {
        server.pass(SignedDuration::from_hours(11));
        busy.get("/api/v1/session").await.ok();
    }
    server.pass(SignedDuration::from_hours(20));
    busy.get("/api/v1/session").await.ok();
    server.pass(SignedDuration::from_hours(20));
    busy.get("/api/v1/session")
        .await
        .refused(401, "not_signed_in");
}

#[tokio::test]
async fn an_old_token_is_replaced_and_soon_worth_nothing() {
    let server = Server::start().await;
    let office = server.company().await;
    let before = office.browser.cookie.lock().unwrap().clone();
    server.pass(SignedDuration::from_hours(13));
    office.browser.get("/api/v1/session").await.ok();
    let after = office.browser.cookie.lock().unwrap().clone();
    assert_ne!(before, after);
    let late = server.browser();
    *late.cookie.lock().unwrap() = before;
    // A request that was under way still works; it changes no cookie.
    assert!(
        !late
            .get("/api/v1/session")
            .await
            .headers
            .contains_key("set-cookie")
    );
    server.pass(SignedDuration::from_secs(61));
    late.get("/api/v1/session")
        .await
        .refused(401, "not_signed_in");
    office.get("").await.ok();
}

#[tokio::test]
async fn a_new_password_ends_every_other_session() {
    let server = Server::start().await;
    let office = server.company().await;
    let other = server.browser();
    other.sign_in("olivia@example.com", PASSWORD).await.ok();
    let change = |current: &str, new: &str| json!({ "current": current, "new": new });
    let path = "/api/v1/account/password";
    let new = "seven slow herons";
    let problem = office
        .browser
        .post(path, change("not it at all", new))
        .await
        .refused(401, "wrong_credentials");
    assert_eq!(problem["field"], "current");
    let problem = office
        .browser
        .post(path, change(PASSWORD, "password1234"))
        .await
        .refused(422, "password_common");
    assert_eq!(problem["field"], "new");
    office
        .browser
        .post(path, change(PASSWORD, new))
        .await
        .is(axum::http::StatusCode::NO_CONTENT);
    office.browser.get("/api/v1/session").await.ok();
    other
        .get("/api/v1/session")
        .await
        .refused(401, "not_signed_in");
    other
        .sign_in("olivia@example.com", PASSWORD)
        .await
        .refused(401, "wrong_credentials");
    other.sign_in("olivia@example.com", new).await.ok();
    server
        .browser()
        .post(path, change(PASSWORD, new))
        .await
        .refused(401, "not_signed_in");
}

#[tokio::test]
async fn a_page_of_another_site_changes_nothing_with_our_cookie() {
    let server = Server::start().await;
    let office = server.company().await;
    let rename = json!({ "name": "Hacked" });
    for (name, value) in [
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        let mut foreign = office.clone();
        foreign.browser.headers.insert(name, value.parse().unwrap());
        foreign
            .patch("", rename.clone())
            .await
            .refused(403, "cross_site");
        foreign
            .press("/jobs/00000000000000000000000000000000/archive")
            .await
            .refused(403, "cross_site");
    }
    // Without a word on where it comes from, a request with our cookie is refused too.
    let request = office
        .browser
        .request(axum::http::Method::PATCH, &office.at(""));
    let mut request = request
        .header("content-type", "application/json")
        .body(axum::body::Body::from(rename.to_string()))
        .unwrap();
    request.headers_mut().remove("origin");
    office
        .browser
        .carry(request)
        .await
        .refused(403, "cross_site");
    assert_eq!(office.get("").await.ok()["name"], "Northside Builders");
}

#[tokio::test]
async fn over_https_the_cookie_is_secure_and_for_this_host_alone() {
    let url = "https://time.example.com";
    let server = Server::start_with(Options {
        public_url: url,
        ..Options::default()
    })
    .await;
    let mut browser = server.browser();
    browser.headers.insert("origin", url.parse().unwrap());
    let answer = browser.post("/api/v1/setup", server.setup_body()).await;
    answer.created();
    let cookie = answer.headers["set-cookie"].to_str().unwrap();
    assert!(
        cookie.starts_with("__Host-tt=") && cookie.ends_with("; Secure"),
        "{cookie}"
    );
    assert!(
        cookie.contains("; Path=/;") && !cookie.contains("Domain"),
        "{cookie}"
    );
    assert!(
        answer.headers["strict-transport-security"]
            .to_str()
            .unwrap()
            .contains("max-age=")
    );
    browser.get("/api/v1/session").await.ok();
}
