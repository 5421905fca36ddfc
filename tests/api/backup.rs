//! The server's backups as the office sees them: how old the last one is, making one, and taking
//! one away.

use std::time::Duration;

use jiff::SignedDuration;
use serde_json::{Value, json};
use server::config::{BackupConfig, BackupSchedule};
use store::{SecurityEventKind, check_backup};

use crate::support::{Office, Options, PASSWORD, Server};

const DAY: SignedDuration = SignedDuration::from_hours(24);

async fn status(office: &Office) -> Value {
    office.get("/backup").await.ok()
}

#[tokio::test]
async fn a_company_is_warned_once_it_should_have_a_backup() {
    let server = Server::start().await;
    let office = server.company().await;
    let fresh = status(&office).await;
    assert_eq!(fresh["overdue"], false);
    assert_eq!(fresh["made_at"], Value::Null);
    assert_eq!(
        (&fresh["scheduled"], &fresh["may_take"]),
        (&json!(false), &json!(true))
    );
    server.pass(DAY * 8);
    office
        .browser
        .sign_in("olivia@example.com", PASSWORD)
        .await
        .ok();
    assert_eq!(status(&office).await["overdue"], true);
    office
        .press("/backup")
        .await
        .refused(409, "backup_folder_missing");
}

#[tokio::test]
async fn an_owner_downloads_a_whole_backup_for_the_password() {
    let server = Server::start().await;
    let office = server.company().await;
    let wrong = json!({ "password": "not this one at all" });
    let refused = office.post("/backup/file", wrong).await;
    assert_eq!(
        refused.refused(401, "wrong_credentials")["field"],
        "password"
    );
    let answer = office
        .post("/backup/file", json!({ "password": PASSWORD }))
        .await;
    answer.is(axum::http::StatusCode::OK);
    let info = check_backup(&answer.bytes[..], |_| {}).unwrap();
    assert_eq!((info.made_at, info.with_key), (server.now(), true));
    assert_eq!(info.positions.len(), 1);
    // That it was sent is noted when its last byte is.
    for _ in 0..200 {
        let status = status(&office).await;
        if status["bytes"] == json!(answer.bytes.len()) {
            let events = server.state.store().system().unwrap();
            let events = events.security_events(None, 10).unwrap();
            let taken = events
                .iter()
                .filter(|(_, event)| event.kind == SecurityEventKind::BackupTaken);
            assert_eq!(taken.count(), 1, "once, and not for the wrong password");
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the download was not noted");
}

#[tokio::test]
async fn an_owner_has_the_server_make_one_now() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("backups");
    let backup = BackupConfig {
        folder: folder.clone(),
        schedule: BackupSchedule::Every(DAY),
        keep: 3,
        with_key: false,
    };
    let server = Server::start_with(Options {
        backup: Some(backup),
        ..Options::default()
    })
    .await;
    let office = server.company().await;
    let begun = office.press("/backup").await;
    begun.is(axum::http::StatusCode::ACCEPTED);
    assert_eq!(begun.json()["making"], true);
    for _ in 0..500 {
        let now = status(&office).await;
        if now["making"] == false && now["made_at"] != Value::Null {
            assert_eq!(now["scheduled"], true);
            let file = std::fs::read_dir(&folder).unwrap().next().unwrap().unwrap();
            let bytes = std::fs::read(file.path()).unwrap();
            assert!(!check_backup(&bytes[..], |_| {}).unwrap().with_key);
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("no backup was made");
}

#[tokio::test]
async fn nobody_takes_away_what_is_of_others_too() {
    let server = Server::start().await;
    let office = server.company().await;
    server
        .other_company("Zebra Roofing", "zoe@example.com")
        .await;
    assert_eq!(status(&office).await["may_take"], false);
    let password = json!({ "password": PASSWORD });
    office
        .post("/backup/file", password)
        .await
        .refused(409, "server_shared");
    office.press("/backup").await.refused(409, "server_shared");
}
