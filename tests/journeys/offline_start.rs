//! The phone app starts without its server, whatever became of the browser in between.

use support::{Browser, Look, Page, Profile, Server};

#[tokio::test]
async fn the_phone_app_starts_with_the_server_gone() {
    let mut server = Server::start().await;
    let profile = Profile::new();
    let browser = Browser::open(&profile, Look::PHONE).await;
    browser.page().goto(&server.url("/app/")).await;
    has_started(browser.page()).await;
    browser.page().is_kept_offline().await;

    server.stop();
    browser.page().reload().await;
    has_started(browser.page()).await;
    browser.kill();

    let browser = Browser::open(&profile, Look::PHONE).await;
    browser
        .page()
        .goto(&server.url("/app/?opened-from-the-home-screen"))
        .await;
    has_started(browser.page()).await;
    browser.page().shot("phone-offline").await;
    browser.close().await;
}

#[tokio::test]
async fn the_service_worker_tells_its_version_and_keeps_out_of_the_api() {
    let mut server = Server::start().await;
    let profile = Profile::new();
    let browser = Browser::open(&profile, Look::PHONE).await;
    let page = browser.page();
    page.goto(&server.url("/app/")).await;
    page.is_kept_offline().await;
    let version = page
        .run_async(
            "const [done] = arguments;
             const channel = new MessageChannel();
             channel.port1.onmessage = (event) => done(event.data);
             navigator.serviceWorker.controller.postMessage({ type: 'version' }, [channel.port2]);",
        )
        .await;
    assert_eq!(version["type"], "version", "{version}");
    assert!(
        version["version"]
            .as_str()
            .is_some_and(|text| text.len() == 16),
        "{version}"
    );

    let kept = page
        .run_async(
            "const [done] = arguments;
             caches.keys().then(async (names) => {
               const cache = await caches.open(names[0]);
               done([names.length, (await cache.keys()).map((r) => new URL(r.url).pathname)]);
             });",
        )
        .await;
    assert_eq!(kept[0], 1, "one version is kept: {kept}");
    let addresses = kept[1].as_array().expect("a list of addresses");
    assert!(addresses.iter().any(|address| address == "/app/"), "{kept}");
    assert!(
        !addresses
            .iter()
            .any(|address| address.as_str().unwrap_or("/api").starts_with("/api"))
    );

    server.stop();
    let answer = page
        .run_async("const [done] = arguments; fetch('/api/v1/session').then(() => done('an answer'), () => done('none'));")
        .await;
    assert_eq!(answer, "none", "only the server answers for the API");
}

async fn has_started(page: &Page) {
    page.until_true(
        "the phone app on the page",
        "return document.body.innerText.trim().length > 0
           && document.getElementById('boot-failed').hidden",
    )
    .await;
}
