//! What journeys do in the office, by test ids, so that they read alike in every language.

use serde_json::Value;
use support::{Page, Server};

/// The owner that journeys set up.
pub(crate) const OWNER_NAME: &str = "Olivia Reyes";
/// What the owner signs in with.
pub(crate) const OWNER_EMAIL: &str = "olivia@example.com";
/// What the owner signs in with.
pub(crate) const OWNER_PASSWORD: &str = "seven green ladders";
/// The company that journeys set up.
pub(crate) const COMPANY: &str = "Reyes Framing";

/// Fills in the set-up page and waits for the office.
pub(crate) async fn set_up(page: &Page, code: &str) {
    page.fill_test("setup-code", code).await;
    page.fill_test("setup-company", COMPANY).await;
    page.fill_test("setup-name", OWNER_NAME).await;
    page.fill_test("setup-email", OWNER_EMAIL).await;
    page.fill_test("setup-password", OWNER_PASSWORD).await;
    page.press_test("setup-submit").await;
    page.says("company-name", COMPANY).await;
}

/// Signs the owner in and waits for the office.
pub(crate) async fn sign_in(page: &Page) {
    page.fill_test("signin-email", OWNER_EMAIL).await;
    page.fill_test("signin-password", OWNER_PASSWORD).await;
    page.press_test("signin-submit").await;
    page.says("company-name", COMPANY).await;
}

/// Adds a worker and gives the link of the invitation that follows.
pub(crate) async fn invite(page: &Page, server: &Server, name: &str) -> String {
    page.goto(&server.url("/people")).await;
    page.press_test("people-add").await;
    page.fill_test("person-name", name).await;
    page.press_test("person-save").await;
    page.by_test("invite-link").await;
    page.shot("invitation").await;
    let link = page
        .run(
            "return document.querySelector('[data-test=invite-link]').value",
            Vec::new(),
        )
        .await;
    link.as_str().expect("the invitation has a link").to_owned()
}

/// Changes an entry as the owner, with the fields of a request.
pub(crate) async fn change_entry(page: &Page, entry: &Value, fields: &str) {
    let id = entry["id"].as_str().expect("an entry has an id");
    let script = format!(
        "const [done] = arguments;
         (async () => {{
           const session = await (await fetch('/api/v1/session')).json();
           const path = '/api/v1/companies/' + session.companies[0].id + '/entries/{id}';
           const answer = await fetch(path, {{
             method: 'PATCH',
             headers: {{ 'content-type': 'application/json' }},
             body: JSON.stringify({fields}),
           }});
           done([answer.status, await answer.text()]);
         }})().catch((error) => done([0, String(error)]));"
    );
    let answer = page.run_async(&script).await;
    assert_eq!(answer[0], 200, "{answer}");
}
