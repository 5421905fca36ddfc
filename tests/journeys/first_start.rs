//! The first minutes of a new server: only who reads its terminal can found the company.

use support::{Browser, Look, Profile, Server};

use crate::office;

#[tokio::test]
async fn the_first_visit_shows_the_set_up_page() {
    let server = Server::start().await;
    let code = server.set_up_code().await;
    let profile = Profile::new();
    let browser = Browser::open(&profile, Look::OFFICE).await;
    let page = browser.page();
    page.goto(&server.url("/")).await;
    page.by_test("setup-code").await;
    page.shot("set-up").await;
    let text = page.text().await;
    assert!(
        !text.contains(&code),
        "the set-up code must not be on the page:\n{text}"
    );
}

#[tokio::test]
async fn the_owner_founds_the_company_and_signs_in_again_on_another_computer() {
    let mut server = Server::start().await;
    let code = server.set_up_code().await;
    let (here, there) = (Profile::new(), Profile::new());

    let browser = Browser::open(&here, Look::OFFICE).await;
    browser.page().goto(&server.url("/")).await;
    office::set_up(browser.page(), &code).await;
    browser.page().shot("office-first").await;
    browser.close().await;

    server.kill();
    server.start_again().await;

    let browser = Browser::open(&there, Look::OFFICE).await;
    browser.page().goto(&server.url("/")).await;
    office::sign_in(browser.page()).await;
    browser.close().await;
}

#[tokio::test]
async fn a_wrong_set_up_code_founds_nothing() {
    let server = Server::start().await;
    let profile = Profile::new();
    let browser = Browser::open(&profile, Look::OFFICE).await;
    let page = browser.page();
    page.goto(&server.url("/")).await;
    page.fill_test("setup-code", "0000-0000-0000").await;
    page.fill_test("setup-company", office::COMPANY).await;
    page.fill_test("setup-name", office::OWNER_NAME).await;
    page.fill_test("setup-email", office::OWNER_EMAIL).await;
    page.fill_test("setup-password", office::OWNER_PASSWORD)
        .await;
    page.press_test("setup-submit").await;
    page.until_true(
        "a field that is marked as wrong",
        "return document.querySelector('[data-test=setup-code]')?.getAttribute('aria-invalid') === 'true'",
    )
    .await;
    page.shot("set-up-wrong-code").await;
}
