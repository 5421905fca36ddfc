//! Payroll over HTTP: rules, rates and items, a run from hours to final, its files, and corrections
//! of it in the next.

use axum::http::StatusCode;
use jiff::SignedDuration;
use jiff::civil::{Date, date};
use serde_json::{Value, json};

use crate::samples::{OWNER, Sent};
use crate::support::{Answer, Office, PASSWORD, Server, id};

/// A good request for each route of pay, as rows of [`crate::samples::samples`].
pub const SAMPLES: [(&str, &str, &str, Sent, [bool; 3]); 24] = [
    ("GET", "/pay/settings", "", Sent::Nothing, OWNER),
    ("POST", "/pay/settings", "", Sent::Json(RULES), OWNER),
    ("GET", "/pay/employees", "", Sent::Nothing, OWNER),
    ("GET", "/pay/employees/{employee}", "", Sent::Nothing, OWNER),
    (
        "POST",
        "/pay/employees/{employee}",
        "",
        Sent::Json(RATE),
        OWNER,
    ),
    ("GET", "/pay/items", "", Sent::Nothing, OWNER),
    ("POST", "/pay/items", "", Sent::Json(ITEM), OWNER),
    ("POST", "/pay/items/void", "", Sent::Json(VOID), OWNER),
    ("GET", "/pay/differentials", "", Sent::Nothing, OWNER),
    ("POST", "/pay/differentials", "", Sent::Json(NIGHTS), OWNER),
    ("POST", "/pay/differentials/end", "", Sent::Json(END), OWNER),
    ("GET", "/pay/mappings/{form}", "", Sent::Nothing, OWNER),
    ("POST", "/pay/mappings/{form}", "", Sent::Json("{}"), OWNER),
    ("GET", "/jobs/{job}/public-works", "", Sent::Nothing, OWNER),
    (
        "POST",
        "/jobs/{job}/public-works",
        "",
        Sent::Json(WORKS),
        OWNER,
    ),
    ("GET", "/pay/runs", "", Sent::Nothing, OWNER),
    ("POST", "/pay/runs", "", Sent::Json(PERIOD), OWNER),
    ("GET", "/pay/runs/{run}", "", Sent::Nothing, OWNER),
    ("POST", "/pay/runs/{run}", "", Sent::Json(SEEN), OWNER),
    (
        "GET",
        "/pay/runs/{run}/check",
        "form=gusto",
        Sent::Nothing,
        OWNER,
    ),
    (
        "GET",
        "/pay/runs/{run}/file",
        "form=csv",
        Sent::Nothing,
        OWNER,
    ),
    (
        "GET",
        "/pay/runs/{run}/certified",
        CERTIFIED,
        Sent::Nothing,
        OWNER,
    ),
    (
        "GET",
        "/pay/runs/{run}/file",
        "form=summary",
        Sent::Nothing,
        OWNER,
    ),
    ("POST", "/pay/runs/{run}", "", Sent::Json(GIVEN_UP), OWNER),
];

const RULES: &str = r#"{"from":"2026-01-01","law":"us-flsa","currency":"USD"}"#;
const RATE: &str = r#"{"act":"set_rate","rate":{"from":"2026-01-01","job":"{job}","rate":125000}}"#;
const ITEM: &str = concat!(
    r#"{"employee":"{employee}","item":{"kind":"per_diem","minor":6800,"days":2},"#,
    r#""first":"2026-03-09","last":"2026-03-10"}"#
);
const VOID: &str = r#"{"employee":"{employee}","item":"{item}","reason":"twice"}"#;
const NIGHTS: &str = concat!(
    r#"{"name":"Nights","employee":"{employee}","from":"2026-01-01","from_minutes":1320,"#,
    r#""to_minutes":360,"weekdays":[1,2,3,4,5],"per_hour":15000}"#
);
const END: &str = r#"{"differential":"{differential}","last":"2026-12-31"}"#;
const WORKS: &str = r#"{"works":{"project":"New bridge"}}"#;
const PERIOD: &str = r#"{"first":"2026-03-02"}"#;
const SEEN: &str = concat!(
    r#"{"act":"review","#,
    r#""basis":"0000000000000000000000000000000000000000000000000000000000000000"}"#
);
const GIVEN_UP: &str = r#"{"act":"discard","reason":"x"}"#;
const CERTIFIED: &str = "job={job}&week=2026-02-23&number=1&format=csv";

/// What is there of pay in a company of samples.
pub struct Things {
    pub run: String,
    pub item: String,
    pub differential: String,
}

impl Things {
    /// One of each; a seed has its own pay period, and a later seed an earlier one.
    pub async fn make(office: &Office, employee: &str, seed: u8) -> Self {
        let first = Date::constant(2026, 3, 2) - SignedDuration::from_hours(i64::from(seed) * 168);
        let run = office.post("/pay/runs", json!({ "first": first })).await;
        let item = json!({
            "employee": employee, "item": { "kind": "reimbursement", "minor": 1250 },
            "first": "2026-03-09", "last": "2026-03-09", "note": "nails",
        });
        let item = office.post("/pay/items", item).await;
        let nights = json!({
            "name": "Nights", "from": "2026-01-01", "from_minutes": 1320, "to_minutes": 360,
            "weekdays": [1, 2, 3, 4, 5], "per_hour": 15000,
        });
        let nights = office.post("/pay/differentials", nights).await;
        Self {
            run: id(&run.created()),
            item: id(&item.created()),
            differential: id(&nights.created()),
        }
    }
}

/// The weeks of these tests.
const WEEK: Date = date(2026, 3, 2);

/// Works 9 hours from Monday to Thursday and 10 on Friday: 46.
async fn work_a_week(office: &Office, employee: &str, job: &str) {
    for (day, end) in (0..5).zip([22, 22, 22, 22, 23]) {
        let date = WEEK + SignedDuration::from_hours(day * 24);
        let entry = json!({
            "employee": employee, "job": job, "reason": "paper sheet",
            "start": format!("{date}T13:00:00Z"), "end": format!("{date}T{end}:00:00Z"),
        });
        office.post("/entries", entry).await.created();
    }
}

async fn rate(office: &Office, employee: &str, rate: i64) {
    let set = json!({ "act": "set_rate", "rate": { "from": "2026-01-01", "rate": rate } });
    let path = format!("/pay/employees/{employee}");
    office.post(&path, set).await.ok();
}

/// A company in which one worked 46 hours at $12.00 and has a bonus of $46.00: the example of
/// 29 CFR 778.110.
struct Crew {
    server: Server,
    office: Office,
    worker: Office,
    job: String,
}

impl Crew {
    async fn at_work() -> Self {
        let server = Server::start().await;
        let office = server.company().await;
        let worker = office.colleague(&server, "Wanda Wood", "worker").await;
        let rules = json!({
            "from": "2026-01-01", "law": "us-flsa", "currency": "USD",
            "address": "1 Mill Road", "signatory": "Olivia Stone", "signatory_title": "Owner",
        });
        let set = office.post("/pay/settings", rules).await.ok();
        assert_eq!(set["rules"][0]["law"], "us-flsa");
        let job = office.job("Bridge").await;
        rate(&office, &worker.employee, 120_000).await;
        work_a_week(&office, &worker.employee, &job).await;
        let bonus = json!({
            "employee": worker.employee, "first": WEEK, "last": "2026-03-08", "note": "early",
            "item": { "kind": "bonus", "minor": 4600, "counts": "production" },
        });
        office.post("/pay/items", bonus).await.created();
        Self {
            server,
            office,
            worker,
            job,
        }
    }

    async fn begin(&self, first: Date) -> String {
        let run = self.office.post("/pay/runs", json!({ "first": first }));
        format!("/pay/runs/{}", id(&run.await.created()))
    }

    async fn act(&self, run: &str, act: Value) -> Answer {
        self.office.post(run, act).await
    }

    /// Looks at a run, finds it right and makes it final.
    async fn finish(&self, run: &str) -> Value {
        let seen = self.office.get(run).await.ok();
        let review = json!({ "act": "review", "basis": seen["basis"], "note": "all well" });
        let reviewed = self.act(run, review).await.ok();
        assert_eq!(reviewed["run"]["state"], "reviewed");
        self.act(run, json!({ "act": "finalise" })).await.ok()
    }
}

#[tokio::test]
async fn a_run_goes_from_hours_to_final_and_says_how_each_figure_came_about() {
    let crew = Crew::at_work().await;
    let run = crew.begin(WEEK).await;
    let seen = crew.office.get(&run).await.ok();
    assert_eq!(
        (&seen["run"]["state"], &seen["run"]["last"]),
        (&json!("draft"), &json!("2026-03-08"))
    );
    let person = &seen["people"][0];
    assert_eq!(person["employee"]["id"], crew.worker.employee.as_str());
    assert_eq!(person["gross_minor"], 63_700);
    let week = &person["weeks"][0];
    assert_eq!(
        (&week["regular_rate"], &week["premium_minor"]),
        (&json!(130_000), &json!(3_900))
    );
    assert_eq!(week["overtime_seconds"], 6 * 3600);
    assert_eq!(
        week["rate_steps"],
        json!([
            { "part": "hourly", "minor": 55_200, "hours": 4_600, "rate": 120_000 },
            { "part": "bonus", "minor": 4_600, "hours": 4_600, "rate": 10_000 },
        ])
    );
    let half = json!({ "hours": 600, "rate": 130_000, "multiple": 50, "minor": 3_900 });
    assert_eq!(week["premium_steps"], json!([half]));
    let lines = week["lines"].as_array().unwrap();
    let straight = lines.iter().find(|line| line["kind"] == "straight_time");
    let straight = straight.unwrap();
    assert_eq!(straight["job"], "Bridge");
    assert_eq!(straight["entries"].as_array().unwrap().len(), 5);

    // Something changes after the review: neither it nor a review of the old figures stands.
    let review = json!({ "act": "review", "basis": seen["basis"] });
    crew.act(&run, review.clone()).await.ok();
    rate(&crew.office, &crew.worker.employee, 121_000).await;
    let changed = crew.office.get(&run).await.ok();
    assert_eq!(changed["run"]["state"], "changed_since_reviewed");
    crew.act(&run, review).await.refused(409, "pay_run_changed");
    crew.act(&run, json!({ "act": "finalise" }))
        .await
        .refused(409, "pay_run_changed");
    rate(&crew.office, &crew.worker.employee, 120_000).await;

    let done = crew.finish(&run).await;
    assert_eq!(done["run"]["state"], "final");
    assert_eq!(done["totals"]["gross_minor"], 63_700);
    crew.act(&run, json!({ "act": "discard", "reason": "x" }))
        .await
        .refused(409, "pay_run_closed");
    let late = json!({
        "employee": crew.worker.employee, "reason": "forgot",
        "start": "2026-03-07T13:00:00Z", "end": "2026-03-07T14:00:00Z",
    });
    crew.office
        .post("/entries", late)
        .await
        .refused(409, "period_locked");
    let listed = crew.office.get("/pay/runs").await.ok();
    assert_eq!(listed["items"][0]["totals"]["people"], 1);
}

#[tokio::test]
async fn a_file_of_a_final_run_is_the_same_bytes_each_time() {
    let crew = Crew::at_work().await;
    let run = crew.begin(WEEK).await;
    let file = |form: &str| format!("{run}/file?form={form}");
    crew.office
        .get(&file("csv"))
        .await
        .refused(409, "pay_run_not_final");
    crew.finish(&run).await;
    let found = crew
        .office
        .get(&format!("{run}/check?form=gusto"))
        .await
        .ok();
    assert_eq!(found["missing_ids"][0]["id"], crew.worker.employee.as_str());
    crew.office
        .get(&file("gusto"))
        .await
        .refused(409, "pay_mapping_incomplete");
    let path = format!("/pay/employees/{}", crew.worker.employee);
    let named = json!({ "act": "set_id", "id": { "form": "gusto", "id": "W-17" } });
    let person = crew.office.post(&path, named.clone()).await.ok();
    assert_eq!(person["ids"], json!([{ "form": "gusto", "id": "W-17" }]));
    let other = format!("/pay/employees/{}", crew.office.employee);
    crew.office
        .post(&other, named)
        .await
        .refused(422, "pay_id_taken");
    for (form, begins) in [
        ("gusto", "last_name"),
        ("csv", ""),
        ("xlsx", "PK"),
        ("summary", "%PDF"),
    ] {
        let first = crew.office.get(&file(form)).await;
        first.is(StatusCode::OK);
        assert!(first.text().starts_with(begins), "{form}: {}", first.text());
        let disposition = first.headers["content-disposition"].to_str().unwrap();
        assert!(disposition.starts_with("attachment"), "{disposition}");
        crew.server.pass(SignedDuration::from_hours(1));
        let again = crew.office.get(&file(form)).await;
        assert_eq!(first.bytes, again.bytes, "{form}");
    }
    let gusto = crew.office.get(&file("gusto")).await.text();
    assert!(gusto.contains("W-17") && gusto.contains("40.00"), "{gusto}");
    let made = crew.office.get(&run).await.ok()["run"]["files"].clone();
    let forms = made.as_array().unwrap().iter().map(|file| &file["form"]);
    assert_eq!(forms.collect::<Vec<_>>(), ["gusto", "csv", "xlsx"]);
}

#[tokio::test]
async fn public_works_have_certified_payroll() {
    let crew = Crew::at_work().await;
    let run = crew.begin(WEEK).await;
    crew.finish(&run).await;
    let certified = |format: &str| {
        let job = &crew.job;
        format!("{run}/certified?job={job}&week={WEEK}&number=3&format={format}")
    };
    crew.office
        .get(&certified("csv"))
        .await
        .refused(422, "bad_value");
    let works = json!({ "works": {
        "project": "County bridge", "contract_number": "C-9", "fringe_credit": 20_000,
    } });
    let path = format!("/jobs/{}/public-works", crew.job);
    let marked = crew.office.post(&path, works).await.ok();
    assert_eq!(marked["works"]["project"], "County bridge");
    let csv = crew.office.get(&certified("csv")).await;
    csv.is(StatusCode::OK);
    let text = csv.text();
    for wanted in [
        "Northside Builders,County bridge,C-9,,3,2026-03-08,1,Wood,Wanda",
        "40.00,6.00",
    ] {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
    let pdf = crew.office.get(&certified("pdf")).await;
    pdf.is(StatusCode::OK);
    assert!(pdf.bytes.starts_with(b"%PDF"));
}

#[tokio::test]
async fn a_rate_of_the_past_is_made_good_in_the_next_run() {
    let crew = Crew::at_work().await;
    let run = crew.begin(WEEK).await;
    crew.finish(&run).await;
    // $13.00 an hour: 598.00, with the bonus 14.00 an hour, and half of that for 6 hours 42.00.
    rate(&crew.office, &crew.worker.employee, 130_000).await;
    let next = date(2026, 3, 9);
    crew.office
        .post("/pay/runs", json!({ "first": next }))
        .await
        .refused(409, "pay_period_not_over");
    crew.server.pass(SignedDuration::from_hours(7 * 24));
    // The session has ended meanwhile.
    crew.office
        .browser
        .sign_in("olivia@example.com", PASSWORD)
        .await
        .ok();
    let run = crew.begin(next).await;
    let seen = crew.office.get(&run).await.ok();
    let correction = &seen["people"][0]["corrections"][0];
    assert_eq!(
        (&correction["paid_minor"], &correction["minor"]),
        (&json!(63_700), &json!(4_900))
    );
    assert_eq!(correction["week"]["gross_minor"], 68_600);
    assert_eq!(seen["totals"]["correction_minor"], 4_900);
}

#[tokio::test]
async fn managers_and_workers_see_nothing_of_pay() {
    let crew = Crew::at_work().await;
    let run = crew.begin(WEEK).await;
    let manager = crew.office.colleague(&crew.server, "Mia Cole", "manager");
    let manager = manager.await;
    let paths = [
        "/pay/runs".to_owned(),
        run.clone(),
        format!("{run}/file?form=csv"),
        "/pay/employees".to_owned(),
        format!("/pay/employees/{}", crew.worker.employee),
        "/pay/items".to_owned(),
    ];
    for office in [&manager, &crew.worker] {
        for path in &paths {
            let refused = office.get(path).await;
            refused.refused(403, "not_permitted");
            assert!(!refused.text().contains("120000"));
        }
        office
            .post("/pay/runs", json!({ "first": "2026-02-23" }))
            .await
            .refused(403, "not_permitted");
    }
}
