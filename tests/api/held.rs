//! What is held back: listed in what it says, settled by who may, and told to the phone.

use jiff::Timestamp;
use oplog::receipt::{QuarantineReason as Why, Verdict};
use serde_json::{Value, json};
use sync::{RefusedCode, SyncFault};

use crate::phone::Phone;
use crate::support::{Office, Server};

/// A company with a worker whose phone was revoked before its hours arrived.
struct Lost {
    server: Server,
    office: Office,
    will: String,
    job: String,
    phone: Phone,
}

impl Lost {
    async fn hours() -> Self {
        let server = Server::start().await;
        let office = server.company().await;
        let will = office.hire("Will Ward", "worker").await;
        let job = office.job("Harbour Street").await;
        let mut phone = Phone::enrol(&server, &office, &will, 1).await;
        phone.sync().await.unwrap();
        phone.clock_in_on(&job, instant("2026-03-10T11:02:00Z"));
        phone.clock_out_unseen(instant("2026-03-10T19:31:00Z"));
        let path = format!("/devices/{}/revoke", phone.device);
        office.post(&path, json!({ "reason": "lost" })).await.ok();
        phone.sync().await.unwrap();
        Self {
            server,
            office,
            will,
            job,
            phone,
        }
    }

    async fn list(&self, query: &str) -> Vec<Value> {
        let list = self
            .office
            .get(&format!("/held?sort=position{query}"))
            .await;
        list.ok()["items"].as_array().unwrap().clone()
    }

    async fn settle(&self, act: &str, positions: &[&Value]) -> Value {
        let body = json!({ "act": act, "positions": positions, "reason": "asked him" });
        self.office.post("/held/settle", body).await.ok()
    }

    async fn entries(&self) -> Vec<Value> {
        let path = format!(
            "/entries?employee={}&from=2026-03-10&to=2026-03-10",
            self.will
        );
        self.office.get(&path).await.ok()["items"]
            .as_array()
            .unwrap()
            .clone()
    }

    /// Judges again until nothing waits, as the job of a running server does.
    async fn judge_again(&self) {
        let store = self.server.state.store();
        for company in store.to_judge_again().unwrap() {
            while store.judge_again(company, self.server.now()).await.unwrap() {}
        }
    }
}

fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[tokio::test]
async fn what_a_held_statement_says_is_told_with_who_and_why() {
    let lost = Lost::hours().await;
    let held = lost.list("").await;
    assert_eq!(held.len(), 2);
    let (first, second) = (&held[0], &held[1]);
    assert_eq!(
        (&first["kind"], &first["state"]),
        (&json!("ClockedIn"), &json!("held"))
    );
    assert_eq!(
        (&first["actor"], &first["device"], &first["reason"]),
        (
            &json!("Will Ward"),
            &json!("Test phone"),
            &json!("device_revoked")
        )
    );
    assert_eq!(first["said"]["job"]["name"], "Harbour Street");
    assert_eq!(first["said"]["job"]["id"], lost.job.as_str());
    assert_eq!(first["said"]["start"], "2026-03-10T11:02:00Z");
    assert_eq!(second["said"]["end"], "2026-03-10T19:31:00Z");
    assert_eq!(
        (&first["can_release"], &first["can_take_back"]),
        (&json!(true), &json!(false))
    );
    // A clock-out of an entry that is not there can count only after its clock-in.
    assert_eq!(
        (&second["can_release"], &second["can_set_aside"]),
        (&json!(false), &json!(true))
    );
    let one = format!("/held/{}", first["position"]);
    assert_eq!(lost.office.get(&one).await.ok(), *first);
    lost.office.get("/held/1").await.refused(404, "not_found");
    assert_eq!(lost.list("&reason=not_permitted").await.len(), 0);
    assert_eq!(lost.list("&q=ward").await.len(), 2);
    let of = format!("&device={}", lost.phone.device);
    assert_eq!(lost.list(&of).await.len(), 2);
    assert_eq!(
        lost.list(&format!("&employee={}", lost.office.employee))
            .await
            .len(),
        0
    );
}

#[tokio::test]
async fn all_of_a_lost_phone_counts_once_it_is_released_and_the_phone_is_told() {
    let mut lost = Lost::hours().await;
    let revoked = Verdict::Quarantined(Why::DeviceRevoked);
    let verdicts = |phone: &Phone| -> Vec<Verdict> {
        let outcomes = phone.outcomes();
        outcomes.into_values().map(|told| told.verdict).collect()
    };
    assert_eq!(verdicts(&lost.phone), [revoked, revoked]);
    let gone = Err(SyncFault::Refused(RefusedCode::DeviceRevoked));
    assert_eq!(lost.phone.sync().await, gone);
    assert!(lost.entries().await.is_empty());

    let body = json!({
        "act": "release", "device": lost.phone.device.to_string(), "reason": "he told me",
    });
    let done = lost.office.post("/held/settle", body.clone()).await.ok();
    assert_eq!(done, json!({ "settled": 2, "left": 0, "more": false }));
    let entries = lost.entries().await;
    assert_eq!(
        (&entries[0]["start"], &entries[0]["end"]),
        (
            &json!("2026-03-10T11:02:00Z"),
            &json!("2026-03-10T19:31:00Z")
        )
    );
    assert_eq!(lost.office.get("/today").await.ok()["quarantined"], 0);
    assert!(lost.list("").await.is_empty());
    let counted = lost.list("&state=counted").await;
    assert_eq!(counted[0]["since"][0]["note"], "he told me");
    assert_eq!(counted[0]["since"][0]["by"], "Olivia Stone");
    assert_eq!(counted[0]["reason"], "device_revoked");
    lost.office
        .post("/held/settle", body)
        .await
        .refused(404, "not_found");

    // It learns what became of what it stated, and nothing else; and that only once.
    let before = lost.phone.view.len();
    assert_eq!(lost.phone.sync().await, Ok(()));
    assert_eq!(verdicts(&lost.phone), [Verdict::Applied, Verdict::Applied]);
    assert_eq!(lost.phone.view.len(), before);
    assert_eq!(lost.phone.sync().await, gone);
}

#[tokio::test]
async fn what_is_set_aside_is_no_longer_open_and_can_be_taken_back() {
    let lost = Lost::hours().await;
    let held = lost.list("").await;
    let first = &held[0]["position"];
    let body = json!({ "act": "set_aside", "positions": [first], "reason": " " });
    lost.office
        .post("/held/settle", body)
        .await
        .refused(422, "text_empty");
    assert_eq!(lost.settle("set_aside", &[first]).await["settled"], 1);
    assert_eq!(lost.list("").await.len(), 1);
    assert_eq!(lost.office.get("/today").await.ok()["quarantined"], 1);
    let aside = lost.list("&state=set_aside").await;
    assert_eq!(
        (&aside[0]["position"], &aside[0]["can_take_back"]),
        (first, &json!(true))
    );
    assert_eq!(aside[0]["reason"], "device_revoked");
    assert_eq!(lost.settle("take_back", &[first]).await["settled"], 1);
    assert_eq!(lost.list("").await.len(), 2);
}

#[tokio::test]
async fn of_several_those_that_cannot_count_are_left() {
    let lost = Lost::hours().await;
    let held = lost.list("").await;
    let (first, second) = (&held[0]["position"], &held[1]["position"]);
    let body = json!({ "act": "release", "positions": [second], "reason": "x" });
    lost.office
        .post("/held/settle", body)
        .await
        .refused(409, "held_cannot_count");
    let one = json!(1);
    let done = lost.settle("release", &[first, &one]).await;
    assert_eq!((&done["settled"], &done["left"]), (&json!(1), &json!(1)));
    for wrong in [json!([]), json!((0..257).collect::<Vec<u64>>())] {
        let body = json!({ "act": "release", "positions": wrong, "reason": "x" });
        let answer = lost.office.post("/held/settle", body).await;
        assert_eq!(answer.refused(422, "bad_value")["field"], "positions");
    }
}

#[tokio::test]
async fn someone_who_is_restored_is_counted_for_what_waited() {
    let server = Server::start().await;
    let office = server.company().await;
    let will = office.hire("Will Ward", "worker").await;
    let mut phone = Phone::enrol(&server, &office, &will, 1).await;
    phone.sync().await.unwrap();
    office
        .post(&format!("/employees/{will}/archive"), json!({}))
        .await
        .ok();
    phone.clock_in(server.now() + jiff::SignedDuration::from_mins(1));
    phone.sync().await.unwrap();
    let mut lost = Lost {
        server,
        office,
        will,
        job: String::new(),
        phone,
    };
    lost.judge_again().await;
    assert_eq!(lost.list("").await[0]["reason"], "employee_archived");
    let path = format!("/employees/{}/restore", lost.will);
    lost.office.post(&path, json!({})).await.ok();
    lost.judge_again().await;
    assert!(lost.list("").await.is_empty());
    let counted = lost.list("&state=counted").await;
    assert_eq!(counted[0]["since"][0]["by"], Value::Null);
    lost.phone.sync().await.unwrap();
    let last = lost.phone.outcomes().into_values().next_back().unwrap();
    assert_eq!(last.verdict, Verdict::Applied);
}
