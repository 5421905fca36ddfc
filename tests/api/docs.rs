//! The page that documents the API.

use axum::http::StatusCode;

use crate::support::Server;

#[tokio::test]
async fn the_api_is_documented_without_a_sign_in_and_without_a_script() {
    let server = Server::start().await;
    let browser = server.browser();
    let page = browser.get("/api/docs").await;
    page.is(StatusCode::OK);
    assert_eq!(page.headers["content-type"], "text/html; charset=utf-8");
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("style-src 'self'") && !policy.contains("unsafe-inline"));
    let text = page.text().replace("&#x2f;", "/");
    assert!(text.contains("href=\"/api/docs.css\"") && !text.contains("<script"));
    let wanted = [
        "Idempotency-Key",
        "If-Match",
        "ttk_",
        "/companies/{company}/jobs",
        "EntryPatch",
    ];
    for wanted in wanted {
        assert!(text.contains(wanted), "{wanted}");
    }
    let style = browser.get("/api/docs.css").await;
    style.is(StatusCode::OK);
    assert_eq!(style.headers["content-type"], "text/css; charset=utf-8");
    assert!(!style.text().contains("@import") && !style.text().contains("url(http"));
}
