//! What journeys do in the office, by test ids, so that they read alike in every language.

use support::Page;

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
