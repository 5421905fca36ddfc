//! Copied phones over HTTP: every hour of each is there once, and the office sees it.

use engine::Command;
use jiff::Timestamp;
use oplog::receipt::Verdict;
use serde_json::Value;

use crate::phone::Phone;
use crate::support::{Office, Server};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A worker's phone with one shift on the server.
async fn crew(server: &Server) -> (Office, String, Phone) {
    let office = server.company().await;
    let will = office.hire("Will Ward", "worker").await;
    let mut phone = Phone::enrol(server, &office, &will, 1).await;
    phone.sync().await.unwrap();
    shift(&mut phone, "2026-03-02").await;
    (office, will, phone)
}

/// Clocks in, syncs, clocks out and syncs again.
async fn shift(phone: &mut Phone, day: &str) {
    phone.clock_in(at(&format!("{day}T12:00:00Z")));
    phone.sync().await.unwrap();
    phone.state(&Command::ClockOut, at(&format!("{day}T18:00:00Z")));
    phone.sync().await.unwrap();
    assert!(phone.is_receipted());
}

/// The days on which the worker has an ended entry.
async fn days(office: &Office, employee: &str) -> Vec<String> {
    let list = format!("/entries?employee={employee}&from=2026-03-01&to=2026-03-14");
    let list = office.get(&list).await.ok();
    let items = list["items"].as_array().unwrap().iter();
    let ended = items.filter(|entry| !entry["end"].is_null());
    let mut days: Vec<String> = ended
        .map(|entry| entry["start"].as_str().unwrap()[..10].to_owned())
        .collect();
    days.sort();
    days
}

async fn copied(office: &Office) -> Vec<Value> {
    let devices = office.get("/devices").await.ok();
    devices["items"][0]["copied"].as_array().unwrap().clone()
}

#[tokio::test]
async fn both_copies_of_a_phone_are_receipted_and_every_hour_counts_once() {
    let server = Server::start().await;
    let (office, will, mut phone) = crew(&server).await;
    assert!(copied(&office).await.is_empty());
    let mut copy = phone.copied(&server, 7);
    let log = phone.log;
    // Offline, each its own.
    phone.clock_in(at("2026-03-03T12:00:00Z"));
    copy.clock_in(at("2026-03-04T12:00:00Z"));
    phone.sync().await.unwrap();
    copy.sync().await.unwrap();
    assert_eq!(phone.log, log);
    assert_ne!(copy.log, log);
    assert!(phone.is_receipted() && copy.is_receipted());
    let told = copy.received.iter().flat_map(|received| &received.outcomes);
    let last = told.last().unwrap();
    assert_eq!((last.seq, last.verdict), (2, Verdict::Applied));
    // The copy goes on in the new log; the first one sees both hours of the same worker.
    let end = engine::query::open_entries(&copy.view, will.parse().unwrap()).unwrap();
    assert_eq!(end.len(), 2);
    copy.state(&Command::ClockOut, at("2026-03-04T18:00:00Z"));
    copy.sync().await.unwrap();
    phone.sync().await.unwrap();
    phone.state(&Command::ClockOut, at("2026-03-04T19:00:00Z"));
    phone.sync().await.unwrap();
    // It learns that the worker is off the clock before it goes on.
    copy.sync().await.unwrap();
    shift(&mut copy, "2026-03-05").await;
    shift(&mut phone, "2026-03-06").await;
    let expect = [
        "2026-03-02",
        "2026-03-03",
        "2026-03-04",
        "2026-03-05",
        "2026-03-06",
    ];
    assert_eq!(days(&office, &will).await, expect);
    assert_eq!(copied(&office).await, [server.now().to_string()]);
    assert!(server.state.store().verify().unwrap().is_sound());
}

#[tokio::test]
async fn a_phone_whose_log_a_restored_server_does_not_know_begins_again_in_its_first() {
    let server = Server::start().await;
    let (office, will, phone) = crew(&server).await;
    let mut copy = phone.copied(&server, 7);
    copy.writes_in_another_log();
    shift(&mut copy, "2026-03-04").await;
    assert_eq!(copy.log, phone.log);
    assert_eq!(days(&office, &will).await, ["2026-03-02", "2026-03-04"]);
    assert!(server.state.store().verify().unwrap().is_sound());
}
