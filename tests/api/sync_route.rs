//! Phones: the sync route and uploaded files.

use axum::http::Method;
use engine::Command;
use oplog::SigningKey;
use oplog::receipt::Verdict;
use serde_json::json;
use sync::{RefusedCode, SyncFault};

use crate::phone::Phone;
use crate::support::{Office, Server, endless, id};

async fn crew(server: &Server) -> (Office, String, Phone) {
    let office = server.company().await;
    let will = office.hire("Will Ward", "worker").await;
    let mut phone = Phone::enrol(server, &office, &will, 1).await;
    phone.sync().await.unwrap();
    (office, will, phone)
}

#[tokio::test]
async fn what_a_phone_stated_offline_reaches_the_office_with_its_exact_times() {
    let server = Server::start().await;
    let (office, will, mut phone) = crew(&server).await;
    phone.clock_in("2026-03-10T12:00:00Z".parse().unwrap());
    phone.sync().await.unwrap();
    // The base came back with the entry: the phone can go on from it.
    phone.state(&Command::ClockOut, "2026-03-10T18:00:00Z".parse().unwrap());
    phone.sync().await.unwrap();
    let list = format!("/entries?employee={will}&from=2026-03-10&to=2026-03-10");
    let list = office.get(&list).await.ok();
    let entry = &list["items"][0];
    assert_eq!(
        (&entry["start"], &entry["end"]),
        (
            &json!("2026-03-10T12:00:00Z"),
            &json!("2026-03-10T18:00:00Z")
        )
    );
    assert_eq!(entry["origin"], "clock");
    let outcomes = phone.outcomes().into_values();
    let verdicts: Vec<_> = outcomes.map(|outcome| outcome.verdict).collect();
    assert_eq!(verdicts, [Verdict::Applied, Verdict::Applied]);
    let detail = office.get(&format!("/entries/{}", id(entry))).await.ok();
    assert_eq!(detail["history"][0]["device"], "Test phone");
}

#[tokio::test]
async fn only_the_devices_own_signature_opens_its_log() {
    let server = Server::start().await;
    let (_office, _, mut phone) = crew(&server).await;
    phone.key = SigningKey::from_seed([9; 32]);
    assert_eq!(
        phone.sync().await,
        Err(SyncFault::Refused(RefusedCode::UnknownDevice))
    );
    phone.key = SigningKey::from_seed([1; 32]);
    phone.sync().await.unwrap();
    phone.company = domain::CompanyId::from_bytes([7; 16]);
    assert_eq!(
        phone.sync().await,
        Err(SyncFault::Refused(RefusedCode::UnknownDevice))
    );
}

#[tokio::test]
async fn a_revoked_device_hands_in_what_it_holds_and_learns_nothing_new() {
    let server = Server::start().await;
    let (office, _, mut phone) = crew(&server).await;
    phone.clock_in("2026-03-10T12:00:00Z".parse().unwrap());
    let path = format!("/devices/{}/revoke", phone.device);
    office.post(&path, json!({ "reason": "lost" })).await.ok();
    office.job("Secret job").await;
    let before = phone.view.len();
    assert_eq!(phone.sync().await, Ok(()));
    assert_eq!(phone.view.len(), before);
    assert_eq!(
        phone.sync().await,
        Err(SyncFault::Refused(RefusedCode::DeviceRevoked))
    );
    let held = office.get("/held").await.ok();
    let item = &held["items"][0];
    assert_eq!(
        (&item["kind"], &item["reason"]),
        (&json!("ClockedIn"), &json!("device_revoked"))
    );
    assert_eq!(
        (&item["actor"], &item["device"]),
        (&json!("Will Ward"), &json!("Test phone"))
    );
    assert_eq!(office.get("/today").await.ok()["quarantined"], 1);
    assert_eq!(office.get("/today").await.ok()["on_clock"], json!([]));
}

#[tokio::test]
async fn bytes_that_are_no_request_are_refused() {
    let server = Server::start().await;
    let browser = server.browser();
    let path = "/api/v1/sync";
    browser
        .octets(path, Vec::new())
        .await
        .refused(400, "bad_sync_request");
    browser
        .octets(path, vec![1; 500])
        .await
        .refused(400, "bad_sync_request");
    browser
        .octets(path, vec![1; 1024 * 1024 + 1])
        .await
        .refused(413, "body_too_large");
    browser
        .post(path, json!({}))
        .await
        .refused(415, "wrong_media_type");
    browser.get(path).await.refused(405, "method_not_allowed");
}

#[tokio::test]
async fn any_member_can_bring_a_phones_unsent_hours_as_a_file() {
    let server = Server::start().await;
    let (office, will, mut phone) = crew(&server).await;
    let worker = office.colleague(&server, "Wanda Wood", "worker").await;
    phone.clock_in("2026-03-10T12:00:00Z".parse().unwrap());
    let file = sync::export::write(&[phone.unsent(), b"damaged".to_vec()]);
    let upload = |file: Vec<u8>| {
        let worker = worker.clone();
        async move { worker.browser.octets(&worker.at("/unsent"), file).await }
    };
    let result = upload(file.clone()).await.ok();
    assert_eq!(
        result,
        json!({
            "segments": 2, "ops": 1, "receipts": 1, "problems": [{ "index": 1, "code": "malformed" }],
        })
    );
    let today = office.get("/today").await.ok();
    assert_eq!(today["on_clock"][0]["employee"]["id"], json!(will));
    // Bringing it twice, or sending it as well, counts once.
    assert_eq!(upload(file).await.ok(), result);
    phone.sync().await.unwrap();
    assert_eq!(
        office.get("/today").await.ok()["on_clock"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    upload(b"Job,Hours".to_vec())
        .await
        .refused(400, "bad_unsent_file");
    worker
        .post("/unsent", json!({}))
        .await
        .refused(415, "wrong_media_type");
}

#[tokio::test]
async fn only_so_many_files_are_taken_at_once_and_before_a_byte_is_read() {
    let server = Server::start().await;
    let office = server.company().await;
    let others = [
        server.other_company("Southside", "sam@example.com").await,
        server.other_company("Eastside", "eve@example.com").await,
    ];
    let bad = |office: &Office| {
        let (browser, path) = (office.browser.clone(), office.at("/unsent"));
        async move { browser.octets(&path, b"Job,Hours".to_vec()).await }
    };
    let slow = |office: &Office| {
        let request = office.browser.request(Method::POST, &office.at("/unsent"));
        let request = request.header("content-type", "application/octet-stream");
        let request = request.body(endless()).unwrap();
        let browser = office.browser.clone();
        tokio::spawn(async move { browser.carry(request).await })
    };
    let busy = async |office: &Office| {
        for _ in 0..50 {
            let answer = bad(office).await;
            if answer.status == 503 {
                answer.refused(503, "busy");
                assert!(answer.headers.contains_key("retry-after"));
                return;
            }
            tokio::task::yield_now().await;
        }
        panic!("there is always room")
    };
    // One company has one place, and leaves one to the others.
    let first = slow(&office);
    busy(&office).await;
    bad(&others[0]).await.refused(400, "bad_unsent_file");
    let second = slow(&others[0]);
    busy(&others[1]).await;
    for upload in [first, second] {
        upload.abort();
        assert!(upload.await.unwrap_err().is_cancelled());
    }
    bad(&office).await.refused(400, "bad_unsent_file");
}

#[tokio::test]
async fn a_client_that_syncs_too_often_is_told_before_its_body_is_read() {
    let server = Server::start().await;
    let browser = server.browser();
    let path = "/api/v1/sync";
    let mut tries = 0;
    while browser.octets(path, Vec::new()).await.status != 429 {
        tries += 1;
        assert!(tries < 4_000);
    }
    let request = browser.request(Method::POST, path);
    let request = request.header("content-type", "application/octet-stream");
    let answer = browser.carry(request.body(endless()).unwrap()).await;
    answer.refused(429, "too_many_requests");
}

#[tokio::test]
async fn a_phone_that_syncs_without_end_is_slowed_and_its_crew_behind_one_address_is_not() {
    let server = Server::start().await;
    let office = server.company().await;
    let (ana, ben) = (
        office.hire("Ana Ruiz", "worker").await,
        office.hire("Ben Cole", "worker").await,
    );
    let mut mad = Phone::enrol(&server, &office, &ana, 1).await;
    let mut calm = Phone::enrol(&server, &office, &ben, 2).await;
    calm.browser = mad.browser.clone();
    let request = mad.request();
    let mut tries = 0;
    let refused = loop {
        let answer = mad.browser.octets("/api/v1/sync", request.clone()).await;
        if answer.status != 200 {
            break answer;
        }
        tries += 1;
        assert!(tries < 2_000);
    };
    refused.refused(429, "too_many_requests");
    assert!(refused.headers.contains_key("retry-after"));
    assert!(tries >= 600, "{tries}");
    calm.sync().await.unwrap();
    calm.clock_in(server.now());
    calm.sync().await.unwrap();
}
