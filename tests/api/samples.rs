//! One good request for each route of a company, and which roles may make it about someone else.

use std::collections::BTreeMap;

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::imports;
use crate::pay;
use crate::phone::Phone;
use crate::support::{Answer, Browser, Office, Server, id};

/// What is sent with a request.
#[derive(Clone, Copy)]
pub enum Sent {
    Nothing,
    Json(&'static str),
    UnsentFile,
    Table,
}

/// A good request: braces stand for ids.
pub struct Sample {
    pub method: Method,
    pub path: &'static str,
    pub query: &'static str,
    pub sent: Sent,
    /// Owner, manager, worker.
    pub allowed: [bool; 3],
}

/// What stands for an id in a body.
const THINGS: [&str; 5] = ["{job}", "{employee}", "{file}", "{item}", "{differential}"];
const ALL: [bool; 3] = [true, true, true];
const DESK: [bool; 3] = [true, true, false];
pub const OWNER: [bool; 3] = [true, false, false];

/// Every route under one company.
pub fn samples() -> Vec<Sample> {
    use Sent::{Json, Nothing};
    let entry = concat!(
        r#"{"employee":"{employee}","job":"{job}","cost_code":"{cost_code}","reason":"x","#,
        r#""start":"2026-03-10T05:00:00Z","end":"2026-03-10T06:00:00Z"}"#
    );
    let forgotten = concat!(
        r#"{"add":{"employee":"{employee}","reason":"x","#,
        r#""start":"2025-01-09T15:00:00Z","end":"2025-01-09T16:00:00Z"}}"#
    );
    let reason = Json(r#"{"reason":"x"}"#);
    let name = Json(r#"{"name":"Changed"}"#);
    let days = "from=2026-03-09&to=2026-03-11";
    let one = "from=2026-03-09&to=2026-03-11&employee={employee}";
    let sheet = "format=csv&from=2026-03-09&to=2026-03-11";
    let sheet_of = "format=csv&from=2026-03-09&to=2026-03-11&employees={employee}";
    let sheet_on = "format=csv&from=2026-03-09&to=2026-03-11&jobs={job}";
    let preview = concat!(
        r#"{"file":"{file}","mapping":{"version":1,"preset":"generic","#,
        r#""columns":{"employee":0,"date":1,"duration":2}}}"#
    );
    let import = concat!(
        r#"{"file":"{file}","file_name":"x.csv","mapping":{"version":1,"preset":"generic","#,
        r#""columns":{"employee":0,"date":1,"duration":2}}}"#
    );
    let rows = [
        ("GET", "", "", Nothing, ALL),
        ("PATCH", "", "", Json(r#"{"workweek_starts":1}"#), OWNER),
        ("GET", "/phone-trust", "", Nothing, OWNER),
        ("GET", "/server", "", Nothing, ALL),
        ("GET", "/backup", "", Nothing, DESK),
        ("POST", "/backup", "", Nothing, OWNER),
        (
            "POST",
            "/backup/file",
            "",
            Json(r#"{"password":"owls hum at dusk"}"#),
            OWNER,
        ),
        ("GET", "/recovery", "", Nothing, DESK),
        ("POST", "/recovery/end", "", Nothing, OWNER),
        ("GET", "/events", "", Nothing, ALL),
        ("GET", "/today", "", Nothing, ALL),
        ("GET", "/week", "", Nothing, ALL),
        (
            "GET",
            "/employees/{employee}/evidence",
            "from=2026-03-09&to=2026-03-11",
            Nothing,
            DESK,
        ),
        ("GET", "/exports/timesheets", sheet, Nothing, ALL),
        ("GET", "/exports/timesheets", sheet_of, Nothing, DESK),
        ("GET", "/exports/timesheets", sheet_on, Nothing, ALL),
        ("GET", "/me/calendar-feed", "", Nothing, ALL),
        ("POST", "/me/calendar-feed", "", Nothing, ALL),
        ("DELETE", "/me/calendar-feed", "", Nothing, ALL),
        ("GET", "/exceptions", "", Nothing, ALL),
        ("GET", "/held", "", Nothing, DESK),
        ("GET", "/held/{position}", "", Nothing, DESK),
        (
            "POST",
            "/held/settle",
            "",
            Json(r#"{"act":"release","positions":[{position}],"reason":"asked"}"#),
            DESK,
        ),
        ("GET", "/employees", "", Nothing, ALL),
        (
            "POST",
            "/employees",
            "",
            Json(r#"{"name":"New","role":"worker"}"#),
            DESK,
        ),
        (
            "POST",
            "/employees",
            "",
            Json(r#"{"name":"New","role":"manager"}"#),
            OWNER,
        ),
        ("GET", "/employees/{employee}", "", Nothing, DESK),
        (
            "PATCH",
            "/employees/{employee}",
            "",
            Json(r#"{"number":"7"}"#),
            DESK,
        ),
        (
            "PUT",
            "/employees/{employee}/role",
            "",
            Json(r#"{"role":"worker"}"#),
            OWNER,
        ),
        ("GET", "/employees/{employee}/devices", "", Nothing, DESK),
        (
            "GET",
            "/employees/{employee}/invitations",
            "",
            Nothing,
            DESK,
        ),
        (
            "POST",
            "/employees/{employee}/invitations",
            "",
            Json(r#"{"purpose":"device"}"#),
            DESK,
        ),
        ("GET", "/invitations/{invitation}", "", Nothing, DESK),
        ("GET", "/devices", "", Nothing, ALL),
        ("GET", "/devices/{device}", "", Nothing, DESK),
        ("GET", "/me/tokens", "", Nothing, ALL),
        (
            "POST",
            "/me/tokens",
            "",
            Json(r#"{"name":"payroll","good_for":"30d"}"#),
            ALL,
        ),
        ("GET", "/jobs", "", Nothing, ALL),
        ("POST", "/jobs", "", Json(r#"{"name":"New"}"#), DESK),
        ("GET", "/jobs/{job}", "", Nothing, ALL),
        ("PATCH", "/jobs/{job}", "", name, DESK),
        ("GET", "/cost-codes", "", Nothing, ALL),
        (
            "POST",
            "/cost-codes",
            "",
            Json(r#"{"name":"New","job":"{job}"}"#),
            DESK,
        ),
        ("GET", "/cost-codes/{cost_code}", "", Nothing, ALL),
        (
            "PATCH",
            "/cost-codes/{cost_code}",
            "",
            Json(r#"{"job":"{job}"}"#),
            DESK,
        ),
        ("GET", "/entries", days, Nothing, ALL),
        ("GET", "/entries", one, Nothing, DESK),
        ("POST", "/entries", "", Json(entry), DESK),
        ("GET", "/entries/{entry}", "", Nothing, DESK),
        (
            "PATCH",
            "/entries/{entry}",
            "",
            Json(r#"{"job":"{job}","reason":"x"}"#),
            DESK,
        ),
        (
            "POST",
            "/entries/{entry}/settle",
            "",
            Json(r#"{"exceptions":["overlap"],"note":"x"}"#),
            DESK,
        ),
        ("POST", "/entries/{entry}/void", "", reason, DESK),
        ("POST", "/entries/{entry}/restore", "", reason, DESK),
        ("POST", "/unsent", "", Sent::UnsentFile, ALL),
        ("POST", "/imports/files", "name=x.csv", Sent::Table, DESK),
        ("POST", "/imports/preview", "", Json(preview), DESK),
        ("POST", "/imports/preview/rejected", "", Json(preview), DESK),
        ("POST", "/imports", "", Json(import), DESK),
        ("GET", "/imports", "", Nothing, DESK),
        ("GET", "/imports/{import}", "", Nothing, DESK),
        ("GET", "/imports/{import}/rejected", "", Nothing, DESK),
        ("GET", "/imports/{import}/file", "", Nothing, DESK),
        ("GET", "/pay-periods", "", Nothing, ALL),
        (
            "POST",
            "/pay-periods/lock",
            "",
            Json(r#"{"first":"2026-03-09"}"#),
            DESK,
        ),
        (
            "POST",
            "/pay-periods/unlock",
            "",
            Json(r#"{"first":"2026-03-02","reason":"x"}"#),
            DESK,
        ),
        ("GET", "/timesheets", "", Nothing, ALL),
        (
            "POST",
            "/timesheets/approve",
            "",
            Json(concat!(
                r#"{"first":"2026-03-09","sheets":[{"employee":"{employee}","entries_hash":"#,
                r#""0000000000000000000000000000000000000000000000000000000000000000"}]}"#
            )),
            DESK,
        ),
        (
            "POST",
            "/timesheets/approve-submitted",
            "",
            Json(r#"{"first":"2026-03-09"}"#),
            DESK,
        ),
        ("GET", "/employees/{employee}/timesheet", "", Nothing, DESK),
        (
            "POST",
            "/employees/{employee}/timesheet/return",
            "",
            Json(r#"{"first":"2026-03-09","reason":"x"}"#),
            DESK,
        ),
        (
            "POST",
            "/employees/{employee}/timesheet/reopen",
            "",
            Json(r#"{"first":"2026-03-09","reason":"x"}"#),
            DESK,
        ),
        (
            "POST",
            "/me/timesheet/submit",
            "",
            Json(concat!(
                r#"{"first":"2026-03-09","statement":1,"language":"en","entries_hash":"#,
                r#""0000000000000000000000000000000000000000000000000000000000000000"}"#
            )),
            ALL,
        ),
        (
            "POST",
            "/me/timesheet/object",
            "",
            Json(r#"{"first":"2026-03-09","words":"x"}"#),
            ALL,
        ),
        (
            "PUT",
            "/me/entries/{own_entry}/breaks",
            "",
            Json(r#"{"answers":[{"question":"meal","answer":"taken"}]}"#),
            OWNER,
        ),
        (
            "PUT",
            "/entries/{entry}/meal",
            "",
            Json(r#"{"worked":true}"#),
            DESK,
        ),
        ("GET", "/late-corrections", "", Nothing, ALL),
        ("POST", "/late-corrections", "", Json(forgotten), DESK),
        ("GET", "/late-corrections/{late}", "", Nothing, DESK),
        (
            "POST",
            "/late-corrections/{late}/accept",
            "",
            Json(r#"{"proposed":"00000000000000000000000000000000"}"#),
            DESK,
        ),
        (
            "POST",
            "/late-corrections/{late}/decline",
            "",
            Json(r#"{"proposed":"00000000000000000000000000000000","reason":"x"}"#),
            DESK,
        ),
        ("GET", "/timesheet-settings", "", Nothing, ALL),
        (
            "POST",
            "/timesheet-settings/calendar",
            "",
            Json(r#"{"from":"2026-06-01","periods":{"every":"workweek"}}"#),
            OWNER,
        ),
        (
            "POST",
            "/timesheet-settings/policy",
            "",
            Json(r#"{"from":"2026-06-01","policy":{"ask_meal":true}}"#),
            OWNER,
        ),
        (
            "PUT",
            "/employees/{employee}/zone",
            "",
            Json(r#"{"from":"2026-06-01","zone":"America/Denver"}"#),
            OWNER,
        ),
        // What ends things comes last.
        ("DELETE", "/me/tokens/{token}", "", Nothing, OWNER),
        ("POST", "/imports/{import}/undo", "", Json("{}"), DESK),
        ("DELETE", "/invitations/{invitation}", "", Nothing, DESK),
        ("POST", "/devices/{device}/revoke", "", reason, DESK),
        ("POST", "/cost-codes/{cost_code}/archive", "", Nothing, DESK),
        ("POST", "/cost-codes/{cost_code}/restore", "", Nothing, DESK),
        ("POST", "/jobs/{job}/archive", "", Nothing, DESK),
        ("POST", "/jobs/{job}/restore", "", Nothing, DESK),
        ("POST", "/employees/{employee}/archive", "", Nothing, DESK),
        ("POST", "/employees/{employee}/restore", "", Nothing, DESK),
    ];
    pay::SAMPLES
        .into_iter()
        .chain(rows)
        .map(|(method, path, query, sent, allowed)| Sample {
            method: method.parse().unwrap(),
            path,
            query,
            sent,
            allowed,
        })
        .collect()
}

/// The ids of one company, by the name that stands for them in paths.
#[derive(Clone)]
pub struct Things {
    pub ids: BTreeMap<&'static str, String>,
    pub file: Vec<u8>,
}

impl Things {
    /// One of each, about an employee of this name.
    pub async fn make(server: &Server, office: &Office, name: &str, seed: u8) -> Self {
        let employee = office.hire(name, "worker").await;
        let job = office.job(&format!("{name} job")).await;
        let body = json!({ "name": format!("{name} code"), "job": job });
        let cost_code = id(&office.post("/cost-codes", body).await.created());
        let entry = id(&office.entry(&employee, 10, 12).await["entry"]);
        office.entry(&employee, 11, 13).await;
        let mut phone = Phone::enrol(server, office, &employee, seed).await;
        phone.sync().await.unwrap();
        phone.clock_in("2026-03-10T18:30:00Z".parse().unwrap());
        let invitation = id(&office.invite(&employee, "device").await["invitation"]);
        let table = format!("employee,date,hours\n{name} of old,2025-03-10,4\n");
        let file = imports::upload(office, &table).await["file"].clone();
        let import = id(&imports::bring(office, &table).await);
        let token = json!({ "name": "payroll", "good_for": "30d" });
        let token = id(&office.post("/me/tokens", token).await.created()["token"]);
        let position = held(server, office, &employee, seed).await;
        let late = late(office, &employee).await;
        let pay = pay::Things::make(office, &employee, seed).await;
        let own_entry = id(&office.entry(&office.employee, 6, 7).await["entry"]);
        let ids = BTreeMap::from([
            ("position", position),
            ("late", late),
            ("own_entry", own_entry),
            ("file", file.as_str().unwrap().to_owned()),
            ("import", import),
            ("company", office.company.clone()),
            ("employee", employee),
            ("job", job),
            ("cost_code", cost_code),
            ("entry", entry),
            ("device", phone.device.to_string()),
            ("token", token),
            ("invitation", invitation),
            ("form", "gusto".to_owned()),
            ("run", pay.run),
            ("item", pay.item),
            ("differential", pay.differential),
        ]);
        Self {
            ids,
            file: sync::export::write(&[phone.unsent()]),
        }
    }

    /// A text with the ids in their places.
    pub fn fill(&self, template: &str) -> String {
        self.ids
            .iter()
            .fold(template.to_owned(), |text, (name, id)| {
                text.replace(&format!("{{{name}}}"), id)
            })
    }
}

/// Time that was stated after its period was locked, by its entry.
async fn late(office: &Office, employee: &str) -> String {
    let sheets = office.get("/timesheets?date=2025-01-08").await.ok();
    // Another employee of the company may have had it locked.
    let lock = json!({ "first": sheets["period"]["first"] });
    office.post("/pay-periods/lock", lock).await;
    let forgotten = json!({ "add": {
        "employee": employee, "reason": "forgot it",
        "start": "2025-01-08T15:00:00Z", "end": "2025-01-08T16:00:00Z",
    } });
    let stated = office.post("/late-corrections", forgotten).await.created();
    stated["entry"].as_str().unwrap().to_owned()
}

/// A statement from a phone that had been revoked, by its position: one that companies of other
/// seeds do not have.
async fn held(server: &Server, office: &Office, employee: &str, seed: u8) -> String {
    let mut phone = Phone::enrol(server, office, employee, 100 + seed).await;
    phone.sync().await.unwrap();
    for minute in 0..seed {
        let at = format!("2026-03-10T19:{minute:02}:00Z");
        phone.clock_in(at.parse().unwrap());
    }
    let path = format!("/devices/{}/revoke", phone.device);
    office.post(&path, json!({ "reason": "lost" })).await.ok();
    phone.sync().await.unwrap();
    office.get("").await.ok()["position"].to_string()
}

impl Sample {
    /// The path as the description writes it.
    pub fn template(&self) -> String {
        format!("/api/v1/companies/{{company}}{}", self.path)
    }

    /// Whether ids stand in its path, beside the company's and a form's name.
    pub fn names_things(&self) -> bool {
        self.path.replace("{form}", "").contains('{')
    }

    /// Whether ids stand in its body or query.
    pub fn carries_things(&self) -> bool {
        let body = matches!(self.sent, Sent::Json(body) if THINGS.iter().any(|thing| body.contains(thing)));
        body || self.query.contains('{') || matches!(self.sent, Sent::UnsentFile)
    }

    /// Sends it to a company, with the things of its path and those of its body and query.
    pub async fn send(
        &self,
        browser: &Browser,
        company: &Things,
        path: &Things,
        carried: &Things,
    ) -> Answer {
        let prefix = company.fill("/api/v1/companies/{company}");
        let query = if self.query.is_empty() { "" } else { "?" };
        let filled = (path.fill(self.path), carried.fill(self.query));
        let address = format!("{prefix}{}{query}{}", filled.0, filled.1);
        match self.sent {
            Sent::Nothing => browser.send(self.method.clone(), &address, None).await,
            Sent::Json(body) => {
                let body: Value = serde_json::from_str(&carried.fill(body)).unwrap();
                browser
                    .send(self.method.clone(), &address, Some(body))
                    .await
            }
            Sent::UnsentFile => browser.octets(&address, carried.file.clone()).await,
            Sent::Table => {
                let table = b"employee,date,hours\nNew,2025-03-10,4\n";
                browser.octets(&address, table.to_vec()).await
            }
        }
    }
}

/// Whether an answer is the route's own, and not that one may not or that nothing is there.
pub fn is_let_in(answer: &Answer) -> bool {
    let out = [
        StatusCode::UNAUTHORIZED,
        StatusCode::FORBIDDEN,
        StatusCode::NOT_FOUND,
    ];
    !out.contains(&answer.status) && !answer.status.is_server_error()
}
