//! Today and the week grid.

use serde_json::{Value, json};

use crate::phone::Phone;
use crate::support::{Server, id};

#[tokio::test]
async fn today_shows_who_is_on_the_clock_since_when_and_who_is_done() {
    let server = Server::start().await;
    let office = server.company().await;
    let (ann, will) = (
        office.hire("Ann", "worker").await,
        office.hire("Will", "worker").await,
    );
    office.entry(&ann, 12, 16).await;
    let mut phone = Phone::enrol(&server, &office, &will, 1).await;
    phone.sync().await.unwrap();
    phone.clock_in("2026-03-10T13:30:00Z".parse().unwrap());
    phone.sync().await.unwrap();
    let today = office.get("/today").await.ok();
    assert_eq!(
        (&today["date"], &today["absent"]),
        (&json!("2026-03-10"), &json!(1))
    );
    let line = &today["on_clock"][0];
    assert_eq!(
        (&line["employee"]["name"], &line["note"]),
        (&json!("Will"), &json!("north wall"))
    );
    assert_eq!(
        (&line["since"], &line["worked_seconds"]),
        (&json!("2026-03-10T13:30:00Z"), &json!(19_800))
    );
    assert_eq!(line["break_since"], Value::Null);
    let done = &today["done"][0];
    assert_eq!(
        (&done["employee"]["name"], &done["worked_seconds"]),
        (&json!("Ann"), &json!(14_400))
    );
    assert_eq!(done["last_end"], "2026-03-10T16:00:00Z");
    assert_eq!(
        (&today["unsettled"], &today["quarantined"]),
        (&json!(0), &json!(0))
    );
}

#[tokio::test]
async fn the_week_grid_has_a_row_for_each_employee_and_totals_both_ways() {
    let server = Server::start().await;
    let office = server.company().await;
    let (ann, bob) = (
        office.hire("Ann", "worker").await,
        office.hire("Bob", "worker").await,
    );
    let entry = office.entry(&ann, 10, 14).await;
    office.entry(&bob, 12, 13).await;
    let week = office.get("/week").await.ok();
    assert_eq!(
        (&week["start"], &week["zone"]),
        (&json!("2026-03-09"), &json!("America/New_York"))
    );
    assert_eq!(week["dates"].as_array().unwrap().len(), 7);
    let rows: Vec<_> = week["rows"].as_array().unwrap().iter().collect();
    let found: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                row["employee"]["name"].as_str().unwrap(),
                row["total_seconds"].as_i64().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        found,
        [("Ann", 14_400), ("Bob", 3_600), ("Olivia Stone", 0)]
    );
    assert_eq!(rows[0]["days"][1]["entries"], json!([id(&entry["entry"])]));
    assert_eq!(week["day_totals"], json!([0, 18_000, 0, 0, 0, 0, 0]));
    assert_eq!(week["total_seconds"], 18_000);

    assert_eq!(
        office.get("/week?q=bob").await.ok()["rows"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let page = office.get("/week?limit=2").await.ok();
    assert_eq!(
        (
            &page["total_seconds"],
            page["rows"].as_array().unwrap().len()
        ),
        (&json!(18_000), 2)
    );
    let rest = office
        .get(&format!("/week?after={}", page["next"].as_str().unwrap()))
        .await
        .ok();
    assert_eq!(rest["rows"][0]["employee"]["name"], "Olivia Stone");
    // Any date of the week leads to it, in the company's own workweek.
    assert_eq!(
        office.get("/week?start=2026-03-15").await.ok()["start"],
        "2026-03-09"
    );
    office.patch("", json!({ "workweek_starts": 7 })).await.ok();
    assert_eq!(
        office.get("/week?start=2026-03-15").await.ok()["start"],
        "2026-03-15"
    );
    office
        .get("/week?start=soon")
        .await
        .refused(400, "bad_value");
    office.get("/week?limit=0").await.refused(422, "bad_value");
}
