//! A timesheet's way: the worker submits it on the phone with no server in reach, it comes back
//! with a reason, is corrected, submitted again and approved.

use serde_json::Value;
use support::{Look, Page};

use crate::crew::{self, Crew, tap};

#[tokio::test]
async fn a_timesheet_is_submitted_offline_returned_corrected_and_approved() {
    let mut crew = Crew::enrolled(Look::OFFICE, Look::PHONE).await;
    let phone = crew.phone.page();
    tap(phone, "on").await;
    tap(phone, "off").await;
    crew::all_is_counted(phone).await;

    // No server in reach: the statement is saved on the phone, and says so.
    crew.server.stop();
    phone.press("My days").await;
    phone.press_test("my-timesheet").await;
    phone.says("sheet-state", "Not submitted").await;
    phone.shot("phone-timesheet").await;
    phone.press_test("sheet-submit").await;
    phone.says("statement", "true and complete").await;
    phone.shot("phone-timesheet-statement").await;
    phone.press_test("sheet-confirm").await;
    phone.says("sheet-state", "Submitted").await;
    phone.says("sheet-state", "On this phone").await;

    crew.server.start_again().await;
    let desk = crew.desk.page();
    desk.goto(&crew.server.url("/")).await;
    crew::all_is_counted(phone).await;
    let sheet = sheet(desk).await;
    assert_eq!(sheet["status"], "submitted", "{sheet}");

    send_back(desk, "Monday's break is missing").await;
    phone.reload().await;
    phone.says("sheet-state", "Returned to you").await;
    phone
        .says("sheet-reason", "Monday's break is missing")
        .await;
    phone.shot("phone-timesheet-returned").await;

    phone.press_test("entry").await;
    phone.press_test("entry-correct").await;
    phone.fill("Note", "There was no break on Monday").await;
    phone.press_test("entry-save").await;
    phone.by_test("history").await;
    phone.goto(&crew.server.url("/app/#sheet")).await;
    phone.press_test("sheet-submit").await;
    phone.press_test("sheet-confirm").await;
    phone.says("sheet-state", "Submitted").await;
    crew::all_is_counted(phone).await;

    approve(desk).await;
    phone.reload().await;
    phone.says("sheet-state", "Approved").await;
    phone.says("sheet-story", "Returned").await;
    phone.shot("phone-timesheet-approved").await;
}

/// The worker's line of the period's overview, as the office has it.
async fn sheet(desk: &Page) -> Value {
    asked(desk, "return sheet;").await
}

/// Returns the timesheet to the worker.
async fn send_back(desk: &Page, reason: &str) {
    let reason = Value::from(reason);
    let script = format!(
        "return send(`/employees/${{sheet.employee.id}}/timesheet/return`,
           {{ first: list.period.first, reason: {reason} }});"
    );
    let status = asked(desk, &script).await;
    assert!(
        status.as_u64().is_some_and(|status| status < 300),
        "{status}"
    );
}

/// Approves the timesheet as it is.
async fn approve(desk: &Page) {
    let status = asked(
        desk,
        "return send('/timesheets/approve', { first: list.period.first,
           sheets: [{ employee: sheet.employee.id, entries_hash: sheet.entries_hash }] });",
    )
    .await;
    assert!(
        status.as_u64().is_some_and(|status| status < 300),
        "{status}"
    );
}

/// What a script says that knows the period's `list` and the worker's `sheet` in it, and can `send`
/// to the office's API from the owner's signed-in page.
async fn asked(desk: &Page, script: &str) -> Value {
    desk.run_async(&format!(
        "const [done] = arguments;
         (async () => {{
           const session = await (await fetch('/api/v1/session')).json();
           const base = '/api/v1/companies/' + session.companies[0].id;
           const list = await (await fetch(base + '/timesheets')).json();
           const sheet = list.rows.find((row) => row.employee.name === '{worker}');
           const send = async (path, body) => {{
             const answer = await fetch(base + path, {{
               method: 'POST',
               headers: {{ 'Content-Type': 'application/json' }},
               body: JSON.stringify(body),
             }});
             return answer.ok ? answer.status : answer.text();
           }};
           {script}
         }})().then(done, (error) => done(String(error)));",
        worker = crew::WORKER,
    ))
    .await
}
