//! Letting an owner who is locked out back in, by the operator's link.

use jiff::SignedDuration;
use serde_json::json;
use server::auth::reset::{OwnerError, reset_owner};

use crate::support::{ORIGIN, PASSWORD, Server};

const NEW: &str = "seven slow herons wade";
const RESETS: &str = "/api/v1/password-resets";
const LOOK: &str = "/api/v1/password-resets/look";

/// The code of a link made for the owner, who is the only one.
fn code(server: &Server, email: Option<&str>) -> Result<String, OwnerError> {
    let url = &server.state.settings().network.public_url;
    let store = server.state.store();
    // It waits for the disk, as a command line does.
    let made = tokio::task::block_in_place(|| {
        reset_owner(store, url, "northside builders", email, server.now())
    })?;
    assert_eq!(made.email, "olivia@example.com");
    let code = made.link.strip_prefix(&format!("{url}/#reset/"));
    Ok(code.expect("the link opens the office").to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_link_sets_a_password_once_and_ends_every_session() {
    let server = Server::start().await;
    let office = server.company().await;
    let code = code(&server, None).unwrap();
    let other = code_again(&server);

    let secret = office.secret(false).await;
    let feed = json!({});
    let calendar = office.post("/me/calendar-feed", feed).await.created();
    let calendar = calendar["url"].as_str().unwrap();
    let calendar = calendar.strip_prefix(ORIGIN).unwrap();
    server.browser().get(calendar).await.text();

    let locked_out = server.browser();
    let look = locked_out.post(LOOK, json!({ "code": code })).await.ok();
    assert_eq!(look["email"], "olivia@example.com");
    let weak = json!({ "code": code, "password": "short" });
    locked_out
        .post(RESETS, weak)
        .await
        .refused(422, "password_too_short");
    office.browser.get("/api/v1/session").await.ok();

    let choice = json!({ "code": code, "password": NEW });
    let session = locked_out.post(RESETS, choice.clone()).await.ok();
    assert_eq!(session["companies"][0]["role"], "owner");
    locked_out.get("/api/v1/session").await.ok();
    office
        .browser
        .get("/api/v1/session")
        .await
        .refused(401, "not_signed_in");

    // Whoever had taken the account over has no other way in left.
    let program = server
        .browser()
        .with("authorization", &format!("Bearer {secret}"));
    program
        .press("/api/v1/tokens")
        .await
        .refused(401, "bad_token");
    assert_eq!(server.browser().get(calendar).await.status, 404);

    let again = server.browser();
    again
        .post(RESETS, choice)
        .await
        .refused(404, "reset_not_open");
    // Every other link of the account went with it.
    again
        .post(LOOK, json!({ "code": other }))
        .await
        .refused(404, "reset_not_open");
    again
        .sign_in("olivia@example.com", PASSWORD)
        .await
        .refused(401, "wrong_credentials");
    again.sign_in("olivia@example.com", NEW).await.ok();
}

fn code_again(server: &Server) -> String {
    code(server, Some("OLIVIA@example.com")).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_past_its_time_after_an_hour() {
    let server = Server::start().await;
    server.company().await;
    let code = code(&server, None).unwrap();
    let browser = server.browser();
    server.pass(SignedDuration::from_mins(59));
    browser.post(LOOK, json!({ "code": code })).await.ok();
    server.pass(SignedDuration::from_mins(2));
    let choice = json!({ "code": code, "password": NEW });
    browser
        .post(RESETS, choice)
        .await
        .refused(404, "reset_not_open");
    browser
        .post(LOOK, json!({ "code": "not a code" }))
        .await
        .refused(404, "reset_not_open");
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_cannot_be_guessed_at_will() {
    let server = Server::start().await;
    server.company().await;
    let guesser = server.browser();
    let mut tries = 0;
    while guesser
        .post(LOOK, json!({ "code": "0000-0000-0000" }))
        .await
        .status
        != 429
    {
        tries += 1;
        assert!(tries < 50);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_for_an_owner_of_that_company_alone() {
    let server = Server::start().await;
    server.company().await;
    let url = &server.state.settings().network.public_url;
    let refused = |company: &str, email: Option<&str>| {
        let made = reset_owner(server.state.store(), url, company, email, server.now());
        made.unwrap_err().to_string()
    };
    assert!(refused("Elsewhere", None).contains("\"Northside Builders\""));
    let unknown = refused("Northside Builders", Some("mallory@example.com"));
    assert!(unknown.contains("olivia@example.com"), "{unknown}");
}
