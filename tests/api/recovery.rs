//! A server that was set back: its phones bring again what it lacks, and the office waits for
//! them; and what phones need not keep because a backup has it.

use engine::Command;
use jiff::SignedDuration;
use oplog::Payload;
use oplog::v1::payload::RecoveryEnd;
use serde_json::{Value, json};
use server::config::{BackupConfig, BackupSchedule};
use store::{BackupOptions, Shown};

use crate::phone::Phone;
use crate::support::{Office, Options, PASSWORD, Server};

/// A server restored from a backup, whose phone is ahead of it by a clock-out.
struct SetBack {
    server: Server,
    office: Office,
    phone: Phone,
    worker: String,
}

async fn set_back() -> SetBack {
    let old = Server::start().await;
    let office = old.company().await;
    let worker = office.hire("Will Ward", "worker").await;
    let mut phone = Phone::enrol(&old, &office, &worker, 1).await;
    phone.sync().await.unwrap();
    phone.clock_in("2026-03-10T12:00:00Z".parse().unwrap());
    phone.sync().await.unwrap();
    let mut backup = Vec::new();
    let options = BackupOptions {
        with_key: true,
        now: old.now(),
    };
    old.state.store().backup(options, &mut backup).unwrap();
    phone.state(&Command::ClockOut, "2026-03-10T18:00:00Z".parse().unwrap());
    phone.sync().await.unwrap();
    drop(old);
    let server = Server::start_with(Options {
        restored: Some(backup),
        ..Options::default()
    })
    .await;
    let browser = server.browser();
    let session = browser.sign_in("olivia@example.com", PASSWORD).await.ok();
    let office = Office::new(browser, &session);
    phone.browser = server.browser();
    SetBack {
        server,
        office,
        phone,
        worker,
    }
}

impl SetBack {
    /// The phone shows its receipt and is out of reach again before it sends anything.
    async fn show(&self) {
        let receipt = self.phone.received.last().unwrap().receipt.clone().unwrap();
        let shown = Shown {
            company: self.phone.company,
            log: self.phone.log,
            base: (receipt.statement.epoch, 1_000),
            receipt,
            now: self.server.now(),
        };
        let noting = self.server.state.store().shown(shown).unwrap();
        noting.unwrap().await.unwrap();
    }

    async fn status(&self) -> Value {
        self.office.get("/recovery").await.ok()
    }

    /// The ends of entries of the worker, as the office sees them.
    async fn ends(&self) -> Vec<Value> {
        let path = format!(
            "/entries?employee={}&from=2026-03-10&to=2026-03-10",
            self.worker
        );
        let list = self.office.get(&path).await.ok();
        let entries = list["items"].as_array().unwrap();
        entries.iter().map(|entry| entry["end"].clone()).collect()
    }

    fn recoveries(&self) -> Vec<(RecoveryEnd, u64)> {
        let view = self
            .server
            .state
            .store()
            .snapshot(self.phone.company)
            .unwrap();
        let journal = view.journal(0, 1_000).unwrap();
        let ended = journal
            .into_iter()
            .filter_map(|entry| match entry.op.payload {
                Payload::RecoveryEnded(ended) => Some((ended.end, ended.missing)),
                _other => None,
            });
        ended.collect()
    }
}

#[tokio::test]
async fn a_phone_that_is_ahead_of_a_restored_server_sends_again_by_itself_and_counts_once() {
    let mut set = set_back().await;
    assert_eq!(set.ends().await, [Value::Null], "as the backup has it");
    assert_eq!(set.status().await["recovering"], Value::Null);
    set.phone.sync().await.unwrap();
    assert_eq!(set.ends().await, [json!("2026-03-10T18:00:00Z")]);
    assert_eq!(set.status().await["recovering"], Value::Null);
    assert_eq!(
        set.recoveries(),
        [(RecoveryEnd::Complete, 0)],
        "the receipt that it showed was believed"
    );
    set.phone.sync().await.unwrap();
    assert_eq!(set.recoveries().len(), 1);
}

#[tokio::test]
async fn the_office_reads_and_changes_nothing_until_the_phone_is_back() {
    let mut set = set_back().await;
    set.show().await;
    let status = set.status().await;
    assert_eq!(status["may_end"], true);
    let waits = &status["recovering"];
    assert_eq!(waits["since"], json!(set.server.now().to_string()));
    assert_eq!(waits["awaited"][0]["employee_name"], "Will Ward");
    assert_eq!(
        (
            &waits["awaited"][0]["name"],
            &waits["awaited"][0]["missing"]
        ),
        (&json!("Test phone"), &json!(1))
    );
    assert!(waits["gone"].as_u64().unwrap() > 900, "{waits}");
    let refused = set.office.post("/jobs", json!({ "name": "Barn" })).await;
    let problem = refused.refused(503, "recovering");
    assert_eq!(problem["retry_after_seconds"], 10);
    assert_eq!(set.ends().await, [Value::Null], "reads go on");
    set.phone.sync().await.unwrap();
    assert_eq!(set.status().await["recovering"], Value::Null);
    set.office
        .post("/jobs", json!({ "name": "Barn" }))
        .await
        .created();
    assert_eq!(set.ends().await, [json!("2026-03-10T18:00:00Z")]);
}

#[tokio::test]
async fn an_owner_goes_on_without_a_phone_and_it_counts_when_it_comes() {
    let mut set = set_back().await;
    set.office
        .press("/recovery/end")
        .await
        .refused(409, "not_recovering");
    set.show().await;
    let ended = set.office.press("/recovery/end").await.ok();
    assert_eq!(ended["recovering"], Value::Null);
    assert_eq!(set.recoveries(), [(RecoveryEnd::Confirmed, 1)]);
    set.office
        .post("/jobs", json!({ "name": "Barn" }))
        .await
        .created();
    set.phone.sync().await.unwrap();
    assert_eq!(set.ends().await, [json!("2026-03-10T18:00:00Z")]);
    assert_eq!(set.status().await["recovering"], Value::Null);
    assert_eq!(set.recoveries().len(), 1, "it is decided for this life");
}

#[tokio::test]
async fn a_phone_is_told_what_a_backup_in_its_place_has_of_its_log() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("backups");
    let server = Server::start_with(Options {
        backup: Some(BackupConfig {
            folder: folder.clone(),
            schedule: BackupSchedule::Every(SignedDuration::from_hours(24)),
            keep: 3,
            with_key: true,
        }),
        ..Options::default()
    })
    .await;
    let office = server.company().await;
    let worker = office.hire("Will Ward", "worker").await;
    let mut phone = Phone::enrol(&server, &office, &worker, 1).await;
    phone.sync().await.unwrap();
    let told = |phone: &Phone| phone.received.last().unwrap().backed_up;
    let hour = SignedDuration::from_hours(1);
    for n in 0..3 {
        let at = "2026-03-10T12:00:00Z".parse::<jiff::Timestamp>().unwrap();
        phone.clock_in(at + hour * (2 * n));
        phone.sync().await.unwrap();
        phone.state(&Command::ClockOut, at + hour * (2 * n + 1));
        phone.sync().await.unwrap();
    }
    assert_eq!(told(&phone), 0, "there is no backup");
    // One that somebody took away is nobody's to rely on.
    let password = json!({ "password": PASSWORD });
    let file = office.post("/backup/file", password).await;
    file.is(axum::http::StatusCode::OK);
    server.pass(hour);
    phone.sync().await.unwrap();
    assert_eq!(told(&phone), 0);

    let now = server.now();
    server.state.backups().make(now).await.unwrap();
    phone.clock_in("2026-03-10T18:30:00Z".parse().unwrap());
    server.pass(hour);
    phone.sync().await.unwrap();
    assert_eq!(told(&phone), 6, "all but what came after it");

    let file = std::fs::read_dir(&folder).unwrap().next().unwrap().unwrap();
    std::fs::remove_file(file.path()).unwrap();
    server.pass(hour);
    phone.sync().await.unwrap();
    assert_eq!(told(&phone), 0, "it is not in its place any more");
}
