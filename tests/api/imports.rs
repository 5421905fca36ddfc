//! Importing hours: the file, the preview, the import that runs, what it left out, and taking it
//! back.

use std::time::Duration;

use serde_json::{Value, json};
use server::imports::{Brought, ImportError, Outcome, Reading, Table};

use crate::support::{Answer, Browser, Office, PASSWORD, Server, id};

const TABLE: &str = "User,Email,Client,Project,Task,Description,Start date,Start time,End date,\
    End time,Duration\n\
    Will Ward,will@example.com,Miller,House,Framing,\"north, wall\",2025-03-10,08:00:00,\
    2025-03-10,12:00:00,04:00:00\n\
    Will Ward,will@example.com,Miller,House,Framing,,2025-03-10,13:00:00,2025-03-10,17:00:00,\
    04:00:00\n\
    Will Ward,will@example.com,,,,=1+1,2025-13-40,13:00:00,2025-03-10,17:00:00,04:00:00\n\
    Will Ward,will@example.com,,,,later,2027-03-10,13:00:00,2027-03-10,17:00:00,04:00:00\n";

/// A file as it is kept, with the mapping that it seems to have.
pub async fn upload(office: &Office, text: &str) -> Value {
    let path = office.at("/imports/files?name=hours.csv");
    office
        .browser
        .octets(&path, text.as_bytes().to_vec())
        .await
        .created()
}

pub fn new_import(file: &Value) -> Value {
    json!({
        "file": file["file"],
        "file_name": file["name"],
        "mapping": file["mapping"],
    })
}

/// An import's answer once it has ended.
pub async fn ended(office: &Office, id: &str) -> Value {
    for _ in 0..600 {
        let import = office.get(&format!("/imports/{id}")).await.ok();
        if import["state"] != "running" {
            return import;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the import goes on for ever")
}

/// A file that is imported, to its end.
pub async fn bring(office: &Office, text: &str) -> Value {
    let file = upload(office, text).await;
    let started = office.post("/imports", new_import(&file)).await;
    started.is(axum::http::StatusCode::ACCEPTED);
    ended(office, &id(&started.json())).await
}

async fn named(office: &Office, path: &str) -> Vec<String> {
    let list = office.get(path).await.ok();
    let items = list["items"].as_array().unwrap().iter();
    items
        .map(|item| item["name"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn a_file_becomes_entries_and_goes_again() {
    let server = Server::start().await;
    let office = server.company().await;
    let file = upload(&office, TABLE).await;
    assert_eq!(
        (&file["preset"], &file["rows"], &file["remembered"]),
        (&json!("toggl"), &json!(4), &json!(false))
    );
    assert_eq!(file["headers"][0], "User");
    assert_eq!(file["first_rows"][0][5], "north, wall");
    assert_eq!(file["dates"]["known"], "plain");

    let asked = json!({ "file": file["file"], "mapping": file["mapping"], "zone": "Etc/UTC" });
    let preview = office.post("/imports/preview", asked).await.ok();
    let counts = json!({
        "rows": 4, "entries": 2, "duplicates": 0, "rejected": 2,
        "employees": 1, "jobs": 1, "cost_codes": 1, "seconds": 8 * 3600,
    });
    assert_eq!(preview["counts"], counts);
    assert_eq!(preview["new_employees"], json!(["Will Ward"]));
    assert_eq!(preview["new_jobs"], json!(["House"]));
    assert_eq!(preview["samples"][0]["start"], "2025-03-10T08:00:00Z");
    assert_eq!(preview["rejected"][1]["code"], "in_future");
    assert_eq!(named(&office, "/employees").await, ["Olivia Stone"]);

    let import = bring(&office, TABLE).await;
    assert_eq!(import["state"], "finished");
    assert_eq!(import["counts"], counts);
    assert_eq!(
        (
            &import["by"]["name"],
            &import["file_name"],
            &import["source"]
        ),
        (&json!("Olivia Stone"), &json!("hours.csv"), &json!("toggl"))
    );
    assert_eq!(import["mapping"], file["mapping"]);
    assert_eq!(
        named(&office, "/employees").await,
        ["Olivia Stone", "Will Ward"]
    );
    assert_eq!(named(&office, "/jobs").await, ["House"]);
    let entries = office
        .get("/entries?from=2025-03-10&to=2025-03-10")
        .await
        .ok();
    let entry = &entries["items"][0];
    // Local times are those of the company where nothing else is said.
    assert_eq!(entry["start"], "2025-03-10T12:00:00Z");
    assert_eq!(
        (&entry["origin"], &entry["hours_only"], &entry["note"]),
        (&json!("import"), &json!(false), &json!("north, wall"))
    );
    let path = format!("/entries/{}", id(entry));
    let detail = office.get(&path).await.ok();
    assert_eq!(detail["import"]["id"], import["id"]);
    assert_eq!(detail["import"]["file_name"], "hours.csv");

    let own = format!("/imports/{}", id(&import));
    let rejected = office.get(&format!("{own}/rejected")).await;
    assert!(
        rejected.headers["content-disposition"]
            .to_str()
            .unwrap()
            .starts_with("attachment")
    );
    let text = rejected.text();
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("Line,Reason,User,Email"), "{text}");
    assert!(
        lines[1].starts_with("4,2025-13-40 is not a date,Will Ward"),
        "{text}"
    );
    assert!(lines[1].contains(",'=1+1,"), "{text}");
    assert_eq!(lines.len(), 3);
    let kept = office.get(&format!("{own}/file")).await;
    assert_eq!(kept.text(), TABLE);

    let undone = office
        .post(&format!("{own}/undo"), json!({ "reason": "wrong year" }))
        .await
        .ok();
    assert_eq!(undone["state"], "undone");
    assert_eq!(undone["undone"]["reason"], "wrong year");
    assert_eq!(undone["undone"]["kept"], json!([]));
    assert_eq!(named(&office, "/employees").await, ["Olivia Stone"]);
    office.get(&path).await.refused(404, "not_found");
    let list = office.get("/imports").await.ok();
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    assert_eq!(list["items"][0]["state"], "undone");
}

#[tokio::test]
async fn the_same_file_again_adds_nothing_and_its_mapping_is_remembered() {
    let server = Server::start().await;
    let office = server.company().await;
    let table = "who,when,how long\nWill Ward,2025-03-10,7.5\nWill Ward,2025-03-10,7.5\n";
    let file = upload(&office, table).await;
    assert_eq!(file["preset"], "generic");
    let mut body = new_import(&file);
    body["mapping"]["columns"] = json!({ "employee": 0, "date": 1, "duration": 2 });
    let started = office.post("/imports", body.clone()).await.json();
    let import = ended(&office, &id(&started)).await;
    assert_eq!(import["counts"]["entries"], 2, "{import}");
    let entries = office
        .get("/entries?from=2025-03-10&to=2025-03-10")
        .await
        .ok();
    for entry in entries["items"].as_array().unwrap() {
        assert_eq!(
            (
                &entry["hours_only"],
                &entry["worked_seconds"],
                &entry["exceptions"]
            ),
            (&json!(true), &json!(27_000), &json!([]))
        );
    }
    let again = upload(&office, table).await;
    assert_eq!(again["remembered"], true);
    assert_eq!(again["mapping"], body["mapping"]);
    let started = office.post("/imports", new_import(&again)).await.json();
    let import = ended(&office, &id(&started)).await;
    assert_eq!(import["state"], "empty");
    assert_eq!(import["counts"]["duplicates"], 2);
    let list = office.get("/imports").await.ok();
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    // Whoever gives an entry times of day knows them.
    let path = format!("/entries/{}", id(&entries["items"][0]));
    let edit = json!({ "start": "2025-03-10T10:00:00Z", "reason": "as told" });
    let edited = office.patch(&path, edit).await.ok();
    assert_eq!(edited["entry"]["hours_only"], false);
}

#[tokio::test]
async fn what_is_wrong_with_an_import_is_named() {
    let server = Server::start().await;
    let office = server.company().await;
    let octets = |bytes: &'static [u8]| {
        let path = office.at("/imports/files?name=x");
        let browser: Browser = office.browser.clone();
        async move { browser.octets(&path, bytes.to_vec()).await }
    };
    octets(b"").await.refused(422, "file_empty");
    octets(b"\x00\x01\x02\x03\xff\xfe\xfd")
        .await
        .refused(422, "file_not_a_table");
    let file = upload(&office, "a,b\n1,2\n").await;
    let send = async |path: &str, change: &dyn Fn(&mut Value)| -> Answer {
        let mut body = json!({ "file": file["file"], "mapping": file["mapping"] });
        if path == "/imports" {
            body["file_name"] = json!("x.csv");
        }
        change(&mut body);
        office.post(path, body).await
    };
    for path in ["/imports/preview", "/imports"] {
        let problem = send(path, &|_| {})
            .await
            .refused(422, "mapping_no_employee");
        assert_eq!(problem["field"], "mapping");
        send(path, &|body| body["file"] = json!("zz"))
            .await
            .refused(422, "bad_value");
        send(path, &|body| body["zone"] = json!("Mars/Base"))
            .await
            .refused(422, "bad_value");
        send(path, &|body| body["mapping"]["preset"] = json!("excel"))
            .await
            .refused(422, "bad_value");
        let good = json!({ "employee": 0, "date": 0, "duration": 1 });
        send(path, &|body| {
            body["mapping"]["columns"] = good.clone();
            body["file"] = json!("0".repeat(64));
        })
        .await
        .refused(404, "not_found");
    }
    let nobody = "0".repeat(32);
    office
        .get(&format!("/imports/{nobody}"))
        .await
        .refused(404, "not_found");
    office
        .post(&format!("/imports/{nobody}/undo"), json!({}))
        .await
        .refused(404, "import_not_found");
}

#[tokio::test]
async fn one_import_of_a_company_runs_at_a_time_and_others_are_answered_meanwhile() {
    let server = Server::start().await;
    let office = server.company().await;
    let mut table = String::from("employee,date,start,end\n");
    for day in 1..=28 {
        for hour in 0..20 {
            for person in 0..4 {
                table += &format!("P{person},2025-02-{day:02},{hour:02}:00,{hour:02}:30\n");
            }
        }
    }
    let file = upload(&office, &table).await;
    let started = office.post("/imports", new_import(&file)).await;
    started.is(axum::http::StatusCode::ACCEPTED);
    let second = office.post("/imports", new_import(&file)).await;
    second.refused(409, "import_running");
    let running = office.get("/imports").await.ok()["items"][0].clone();
    assert_eq!(running["id"], started.json()["id"]);
    let one = ended(&office, &id(&started.json())).await;
    assert_eq!(one["counts"]["entries"], 28 * 20 * 4);
    let mut seen = 0;
    let mut after = String::new();
    loop {
        let path = format!("/entries?from=2025-02-01&to=2025-02-28&limit=500{after}");
        let page = office.get(&path).await.ok();
        seen += page["items"].as_array().unwrap().len();
        let Some(next) = page["next"].as_str() else {
            break;
        };
        after = format!("&after={next}");
    }
    assert_eq!(seen, 28 * 20 * 4);
}

#[tokio::test]
async fn whoever_sets_the_server_up_owns_the_company_that_hours_were_imported_into() {
    let server = Server::start().await;
    let store = server.state.store().clone();
    assert_eq!(
        bring_by_name(&server, "Reyes Framing")
            .await
            .unwrap()
            .entries,
        2
    );
    assert_eq!(store.system().unwrap().companies().unwrap().len(), 1);
    let browser = server.browser();
    let state = browser.get("/api/v1/setup").await.ok();
    assert_eq!(
        (
            &state["needed"],
            &state["company"]["name"],
            &state["company"]["zone"]
        ),
        (
            &json!(true),
            &json!("Reyes Framing"),
            &json!("America/Denver")
        )
    );
    // What is wrong with the settings is said before the code is spent and the owner is made.
    for (field, value) in [
        ("zone", json!("Mars/Olympus")),
        ("workweek_starts", json!(9)),
        ("company_name", json!("  ")),
    ] {
        let mut body = server.setup_body();
        body[field] = value;
        let answer = browser.post("/api/v1/setup", body).await;
        assert_eq!(answer.status, 422, "{field}");
        assert_eq!(browser.get("/api/v1/setup").await.ok()["needed"], true);
    }
    let mut body = server.setup_body();
    body["company_name"] = json!("Reyes & Sons");
    body["zone"] = json!("America/Denver");
    let session = browser.post("/api/v1/setup", body).await.created();
    assert_eq!(session["companies"].as_array().unwrap().len(), 1);
    assert_eq!(session["companies"][0]["name"], "Reyes & Sons");
    assert_eq!(session["companies"][0]["role"], "owner");
    let office = Office::new(browser.clone(), &session);
    assert_eq!(
        named(&office, "/employees").await,
        ["Olivia Stone", "Will Ward"]
    );
    let imports = office.get("/imports").await.ok();
    assert_eq!(imports["items"][0]["by"], Value::Null);
    assert_eq!(browser.get("/api/v1/setup").await.ok()["needed"], false);
    assert_eq!(store.system().unwrap().companies().unwrap().len(), 1);
    assert!(store.verify().unwrap().is_sound());
}

/// Brings the table as a command line does, which makes the company when there is none.
async fn bring_by_name(server: &Server, company: &str) -> Result<Outcome, ImportError> {
    let imports = server.state.imports().clone();
    let zone = |name| domain::time::Zone::named(name).unwrap();
    let brought = Brought {
        company: company.to_owned(),
        file_name: "hours.csv".into(),
        zone: Some(zone("America/Denver")),
        machine_zone: zone("UTC"),
        dry_run: false,
    };
    let reading = Reading::Guess {
        preset: None,
        dates: None,
    };
    let done = tokio::task::spawn_blocking(move || {
        let bytes = TABLE.as_bytes();
        let table = Table::read(bytes, reading).unwrap();
        imports.bring(&brought, table, bytes, &mut |_| {})
    });
    done.await.unwrap()
}

#[tokio::test]
async fn a_company_that_hours_are_imported_into_later_is_the_one_owners() {
    let server = Server::start().await;
    server.company().await;
    assert_eq!(
        bring_by_name(&server, "Reyes Framing")
            .await
            .unwrap()
            .entries,
        2
    );
    let session = server
        .browser()
        .sign_in("olivia@example.com", PASSWORD)
        .await
        .ok();
    let companies = session["companies"].as_array().unwrap();
    let of = |name: &str| companies.iter().find(|company| company["name"] == name);
    assert_eq!(companies.len(), 2);
    assert_eq!(of("Reyes Framing").unwrap()["role"], "owner");

    // With two owners it is not clear whose another one would be.
    server.other_company("Southside", "otto@example.com").await;
    let refused = bring_by_name(&server, "Fourth Co").await.unwrap_err();
    assert_eq!(refused.code(), "company_unclaimed");
}
