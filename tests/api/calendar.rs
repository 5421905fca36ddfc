//! The link to one's own hours: what it shows, and that it ends.

use axum::http::{Method, StatusCode, header};
use serde_json::{Value, json};

use crate::phone::Phone;
use crate::support::{Answer, Browser, ORIGIN, Office, Server};

const OWN: &str = "/me/calendar-feed";

async fn link(office: &Office) -> String {
    let made = office.press(OWN).await.created();
    let url = made["url"].as_str().unwrap().to_owned();
    url.strip_prefix(ORIGIN).unwrap().to_owned()
}

/// As a calendar application reads it: without a cookie.
async fn read(server: &Server, path: &str) -> Answer {
    server.browser().get(path).await
}

#[tokio::test]
async fn a_link_shows_the_own_hours_without_a_sign_in_and_no_one_elses() {
    let server = Server::start().await;
    let office = server.company().await;
    let will = office.colleague(&server, "Will", "worker").await;
    let job = office.job("Kitchen; north").await;
    let body = json!({
        "employee": will.employee, "job": job, "reason": "paper", "note": "two, men",
        "start": "2026-03-10T12:00:00Z", "end": "2026-03-10T14:30:00Z",
    });
    office.post("/entries", body).await.created();
    office.entry(&office.employee, 8, 9).await;
    let path = link(&will).await;
    let answer = read(&server, &path).await;
    answer.is(StatusCode::OK);
    assert_eq!(
        answer.headers[header::CONTENT_TYPE],
        "text/calendar; charset=utf-8"
    );
    assert_eq!(answer.headers[header::CACHE_CONTROL], "private, no-cache");
    let text = answer.text();
    assert!(
        text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:"),
        "{text}"
    );
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 1, "{text}");
    assert!(
        text.contains("\r\nDTSTART:20260310T120000Z\r\nDTEND:20260310T143000Z\r\n"),
        "{text}"
    );
    assert!(
        text.contains("\r\nSUMMARY:Kitchen\\; north\\, 2:30\r\n"),
        "{text}"
    );
    assert!(text.contains("\r\nDESCRIPTION:two\\, men\r\n"), "{text}");
}

#[tokio::test]
async fn a_running_entry_is_shown_and_a_voided_or_old_one_is_not() {
    let server = Server::start().await;
    let office = server.company().await;
    let will = office.colleague(&server, "Will", "worker").await;
    let gone = office.entry(&will.employee, 12, 13).await;
    let gone = gone["entry"]["id"].as_str().unwrap();
    let reason = json!({ "reason": "double" });
    office
        .post(&format!("/entries/{gone}/void"), reason)
        .await
        .ok();
    let old = json!({
        "employee": will.employee, "reason": "paper",
        "start": "2025-03-01T12:00:00Z", "end": "2025-03-01T14:30:00Z",
    });
    office.post("/entries", old).await.created();
    let mut phone = Phone::enrol(&server, &office, &will.employee, 1).await;
    phone.sync().await.unwrap();
    phone.clock_in("2026-03-10T18:30:00Z".parse().unwrap());
    phone.sync().await.unwrap();
    let text = read(&server, &link(&will).await).await.text();
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 1, "{text}");
    assert!(
        text.contains("SUMMARY:Work\\, 0:30 (running)\r\n"),
        "{text}"
    );
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    let server = Server::start().await;
    let office = server.company().await;
    office.entry(&office.employee, 8, 9).await;
    let path = link(&office).await;
    let first = read(&server, &path).await;
    let tag = first.headers[header::ETAG].clone();
    let again = |browser: Browser, tag| async move {
        let request = browser.request(Method::GET, &path);
        let request = request.header(header::IF_NONE_MATCH, tag);
        browser
            .carry(request.body(axum::body::Body::empty()).unwrap())
            .await
    };
    let same = again(server.browser(), tag.clone()).await;
    assert_eq!(
        (same.status, same.bytes.len()),
        (StatusCode::NOT_MODIFIED, 0)
    );
    assert_eq!(same.headers[header::ETAG], tag);
}

#[tokio::test]
async fn a_new_link_ends_the_one_before_and_an_ended_one_looks_like_none() {
    let server = Server::start().await;
    let office = server.company().await;
    assert_eq!(office.get(OWN).await.ok()["made_at"], Value::Null);
    let first = link(&office).await;
    let second = link(&office).await;
    assert_ne!(first, second);
    assert_eq!(
        office.get(OWN).await.ok()["made_at"],
        "2026-03-10T19:00:00Z"
    );
    read(&server, &first).await.refused(404, "not_found");
    read(&server, &second).await.is(StatusCode::OK);
    office.delete(OWN).await.is(StatusCode::NO_CONTENT);
    office.delete(OWN).await.is(StatusCode::NO_CONTENT);
    let ended = read(&server, &second).await.refused(404, "not_found");
    let never = format!("/calendar/{}.ics", "A".repeat(43));
    let never = read(&server, &never).await.refused(404, "not_found");
    assert_eq!(ended["detail"], never["detail"]);
    for wrong in ["/calendar/x", "/calendar/.ics", "/calendar/%ff.ics"] {
        assert!(
            read(&server, wrong).await.status.is_client_error(),
            "{wrong}"
        );
    }
    assert_eq!(office.get(OWN).await.ok()["made_at"], Value::Null);
}

#[tokio::test]
async fn each_company_has_its_own_link_and_the_other_knows_nothing_of_it() {
    let server = Server::start().await;
    let ours = server.company().await;
    let theirs = server
        .other_company("Zebra Roofing", "zoe@example.com")
        .await;
    ours.entry(&ours.employee, 8, 9).await;
    let path = link(&ours).await;
    assert_eq!(theirs.get(OWN).await.ok()["made_at"], Value::Null);
    theirs.delete(OWN).await.is(StatusCode::NO_CONTENT);
    let text = read(&server, &path).await.text();
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 1, "{text}");
    let text = read(&server, &link(&theirs).await).await.text();
    assert!(
        text.contains("Zebra") && !text.contains("BEGIN:VEVENT"),
        "{text}"
    );
}

#[tokio::test]
async fn the_link_of_someone_who_has_left_leads_nowhere() {
    let server = Server::start().await;
    let office = server.company().await;
    let will = office.colleague(&server, "Will", "worker").await;
    let path = link(&will).await;
    read(&server, &path).await.is(StatusCode::OK);
    let employee = format!("/employees/{}", will.employee);
    office.press(&format!("{employee}/archive")).await.ok();
    read(&server, &path).await.refused(404, "not_found");
}
