//! The embedded web app, as far as it is built where the tests run.

use axum::http::StatusCode;

use crate::support::Server;

#[tokio::test]
async fn each_path_leads_to_its_page_or_says_how_to_build_it() {
    let server = Server::start().await;
    let browser = server.browser();
    for path in ["/", "/timesheets", "/app/", "/app/days"] {
        let answer = browser.get(path).await;
        assert_eq!(
            answer.headers["content-type"], "text/html; charset=utf-8",
            "{path}"
        );
        match answer.status {
            StatusCode::OK => assert_eq!(answer.headers["cache-control"], "no-cache", "{path}"),
            status => {
                assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
                assert!(answer.text().contains("cargo xtask run"), "{path}");
            }
        }
    }
    browser
        .get("/static/gone-01234567.js")
        .await
        .refused(404, "not_found");
    browser.get("/favicon.php").await.refused(404, "not_found");
    browser
        .get("/..%2f..%2fCargo.toml")
        .await
        .refused(404, "not_found");
    browser.press("/").await.refused(405, "method_not_allowed");
}
