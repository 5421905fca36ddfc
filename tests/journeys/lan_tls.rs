//! A phone of the firm's own network: it does not trust the server, is walked through trusting
//! it, and enrols over TLS.

use std::path::PathBuf;

use support::{Browser, Look, Page, Profile, Server, until};
use tempfile::TempDir;

use crate::crew::{WORKER, WORKER_FIRST_NAME, all_is_counted, mode_is, tap};
use crate::office;

const ANDROID: &str = "Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 \
     (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36";

#[tokio::test]
async fn a_phone_learns_to_trust_the_server_of_its_network_and_enrols_over_tls() {
    let mut server = Server::start_on_lan().await;
    let trust_page = server.said_after("Phones learn to trust it at").unwrap();
    let fingerprint = server.said_after("Local CA, SHA-256:").unwrap();
    let (desk_profile, phone_profile) = (Profile::new(), Profile::new());

    let phone = Browser::open(&phone_profile, Look::PHONE).await;
    refuses(phone.page(), &server.url("/app/")).await;
    let (folder, certificate) = download(phone.page(), &trust_page, &fingerprint).await;
    phone.close().await;

    phone_profile.trust(&certificate);
    let phone = Browser::open(&phone_profile, Look::PHONE).await;
    phone.page().says_it_is(ANDROID).await;
    phone.page().goto(&trust_page).await;
    phone
        .page()
        .shows("This phone trusts timetrakr.local")
        .await;
    phone.page().shot("lan-trusted").await;
    phone.page().press("Open TimeTrakr").await;
    phone.page().by_test("join").await;

    // The owner's computer learns it the same way.
    desk_profile.trust(&certificate);
    drop(folder);
    let desk = Browser::open(&desk_profile, Look::OFFICE).await;
    desk.page().goto(&server.url("/")).await;
    office::set_up(desk.page(), &server.set_up_code().await).await;
    desk.page().goto(&server.url("/settings")).await;
    desk.page().says("lan-link", &trust_page).await;
    desk.page().says("lan-fingerprint", &fingerprint).await;
    desk.page().by_test("lan-qr").await;
    desk.page().shot("lan-settings").await;
    let link = office::invite(desk.page(), &server, WORKER).await;
    assert!(link.starts_with(&server.url("/app/")), "{link}");

    let page = phone.page();
    page.goto(&link).await;
    page.says("join-person", WORKER_FIRST_NAME).await;
    page.press_test("join-use").await;
    page.until_true(
        "an enrolled phone",
        "return !!document.querySelector(
           '[data-test=install-offer], [data-test=install-hint]')",
    )
    .await;
    page.goto(&server.url("/app/")).await;
    page.by_test("clock-button").await;
    // Only a secure context has a service worker.
    page.is_kept_offline().await;
    tap(page, "on").await;
    all_is_counted(page).await;

    // The certificate of the next start is another one of the same CA.
    server.stop();
    server.start_again().await;
    assert_eq!(server.said_after("Local CA, SHA-256:"), Some(fingerprint));
    page.reload().await;
    mode_is(page, "on").await;
    tap(page, "off").await;
    all_is_counted(page).await;
}

/// The browser does not open the server's pages.
async fn refuses(page: &Page, url: &str) {
    // The driver may take the browser's own warning for a page.
    let _shown = page.client().goto(url).await;
    page.until_true(
        "the browser's warning",
        "return document.documentElement.innerHTML.includes('ERR_CERT_AUTHORITY_INVALID')",
    )
    .await;
}

/// Downloads the CA's certificate from the page, as Android does it.
async fn download(page: &Page, trust_page: &str, fingerprint: &str) -> (TempDir, PathBuf) {
    let folder = TempDir::with_prefix("timetrakr-downloads-").expect("a folder can be made");
    page.says_it_is(ANDROID).await;
    page.downloads_into(folder.path()).await;
    page.goto(trust_page).await;
    page.shows("Waiting until this phone trusts timetrakr.local")
        .await;
    page.shows(fingerprint).await;
    page.shot("lan-trust-android").await;
    page.until_true(
        "two tries to reach the server",
        "const all = performance.getEntriesByType('resource').map((tried) => tried.name);
         return all.filter((name) => name.endsWith('/healthz')).length > 1",
    )
    .await;
    page.no_longer_shows("This phone trusts").await;
    page.press("Download the certificate").await;
    let file = folder.path().join("timetrakr-ca.crt");
    let there = until(|| async { file.is_file().then_some(()) }).await;
    there.expect("the certificate is downloaded");
    (folder, file)
}
