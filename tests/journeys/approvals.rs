//! From submitted timesheets to a locked period and a late correction, in the office.

use jiff::civil::Date;
use jiff::{ToSpan, Zoned};
use serde_json::{Value, json};
use support::{Browser, Look, Page, Profile, Server};

use crate::office;

/// Sends something of the company from a signed-in page, and gives the answer.
async fn send(page: &Page, path: &str, body: &Value) -> Value {
    let script = format!(
        "const [done] = arguments;
         (async () => {{
           const session = await (await fetch('/api/v1/session')).json();
           const answer = await fetch('/api/v1/companies/' + session.companies[0].id + '{path}', {{
             method: 'POST',
             headers: {{ 'content-type': 'application/json' }},
             body: JSON.stringify({body}),
           }});
           done([answer.ok, await answer.json()]);
         }})().catch((error) => done([false, String(error)]));"
    );
    let answer = page.run_async(&script).await;
    assert_eq!(answer[0], true, "{path}: {answer}");
    answer[1].clone()
}

/// A worker with eight hours on a day; gives the id and the code that opens an account.
async fn worker(desk: &Page, name: &str, day: Date) -> (String, String) {
    let role = json!({ "name": name, "role": "worker" });
    let id = text(&send(desk, "/employees", &role).await["id"]);
    let entry = json!({
        "employee": id, "reason": "from the paper sheet",
        "start": format!("{day}T14:00:00Z"), "end": format!("{day}T22:00:00Z"),
    });
    send(desk, "/entries", &entry).await;
    let path = format!("/employees/{id}/invitations");
    let invitation = send(desk, &path, &json!({ "purpose": "account" })).await;
    (id, text(&invitation["code"]))
}

fn text(value: &Value) -> String {
    value.as_str().expect("words").to_owned()
}

/// Signs the worker in and submits the timesheet of a day, as the phone does.
async fn submit(page: &Page, code: &str, email: &str, day: Date) {
    let script = format!(
        "const [done] = arguments;
         (async () => {{
           const send = async (path, body) => {{
             const answer = await fetch('/api/v1' + path, body && {{
               method: 'POST',
               headers: {{ 'content-type': 'application/json' }},
               body: JSON.stringify(body),
             }});
             if (!answer.ok) throw await answer.text();
             return answer.json();
           }};
           const session = await send('/invitations/accept', {{
             code: '{code}', email: '{email}', password: '{}',
           }});
           const base = '/companies/' + session.companies[0].id;
           const {{ period, rows }} = await send(`${{base}}/timesheets?date={day}`);
           await send(base + '/me/timesheet/submit', {{
             first: period.first, entries_hash: rows[0].entries_hash, statement: 1, language: 'en',
           }});
           done(true);
         }})().catch((error) => done(String(error)));",
        office::OWNER_PASSWORD
    );
    assert_eq!(page.run_async(&script).await, true);
}

#[tokio::test]
async fn an_office_approves_returns_locks_and_accepts_what_came_late() {
    let server = Server::start().await;
    let code = server.set_up_code().await;
    let (desk_profile, worker_profile) = (Profile::new(), Profile::new());
    let desk = Browser::open(&desk_profile, Look::OFFICE).await;
    let page = desk.page();
    page.goto(&server.url("/")).await;
    office::set_up(page, &code).await;
    let day = Zoned::now().date() - 7.days();
    let (_ben, ben_code) = worker(page, "Ben Alvarez", day).await;
    let (ana, ana_code) = worker(page, "Ana Castillo", day).await;
    let workers = Browser::open(&worker_profile, Look::PHONE).await;
    let theirs = workers.page();
    theirs.goto(&server.url("/")).await;
    submit(theirs, &ben_code, "ben@example.com", day).await;
    submit(theirs, &ana_code, "ana@example.com", day).await;

    page.goto(&server.url(&format!("/timesheets?show=approve&period={day}")))
        .await;
    page.says("approve-lead", "2 timesheets were submitted")
        .await;
    page.shot("approve").await;
    returns(page).await;
    approves_the_rest(page).await;
    locks(page).await;

    let add = json!({ "add": {
        "employee": ana, "reason": "the bus was late",
        "start": format!("{day}T22:30:00Z"), "end": format!("{day}T23:30:00Z"),
    } });
    send(theirs, "/late-corrections", &add).await;
    voids_late(page, &server, &ana, day).await;
    decides_about_what_came_late(page, &server).await;
    let entries = read(
        page,
        &format!("/entries?from={day}&to={day}&employee={ana}"),
    )
    .await;
    let counted = entries["items"].as_array().expect("a list").clone();
    assert_eq!(counted.len(), 2, "{entries}");
    assert!(counted.iter().all(|entry| entry["voided"] == false));
    desk.close().await;
    workers.close().await;
}

/// One goes back with a reason, which its story keeps.
async fn returns(page: &Page) {
    let open = "const rows = [...document.querySelectorAll('.row-open')];
         rows.find((row) => row.textContent.includes('Ben Alvarez')).click();";
    page.shows("Ben Alvarez").await;
    page.run(open, Vec::new()).await;
    page.says("sheet-name", "Ben Alvarez").await;
    page.says("sheet-worked", "8:00").await;
    page.says("sheet-story", "said that it is true").await;
    page.shot("approve-sheet").await;
    page.press_test("sheet-return").await;
    page.press_test("approve-submit").await;
    page.shows("Say why").await;
    page.fill_test("approve-words", "Which job was it?").await;
    page.press_test("approve-submit").await;
    page.says("sheet-story", "Which job was it?").await;
    page.says("sheet", "Returned").await;
    page.press_test("sheet-back").await;
}

/// What has no open questions is approved at once.
async fn approves_the_rest(page: &Page) {
    page.says("approve-lead", "1 timesheet was submitted").await;
    page.press_test("approve-all").await;
    page.shot("approve-all").await;
    page.press_test("approve-submit").await;
    page.shows("1 timesheet is approved").await;
    page.press_test("approve-only-approved").await;
    page.shows("Ana Castillo").await;
    page.no_longer_shows("Ben Alvarez").await;
    page.press_test("approve-only-approved").await;
}

async fn locks(page: &Page) {
    page.press_test("period-lock").await;
    page.shows("Hours of this period change no more").await;
    page.fill_test("approve-words", "paid on Friday").await;
    page.press_test("approve-submit").await;
    page.says("period-locked", "paid on Friday").await;
    page.shot("approve-locked").await;
}

/// An entry of the locked period is not voided, but offered to be, as a late correction.
async fn voids_late(page: &Page, server: &Server, employee: &str, day: Date) {
    let address = format!("/timesheets?week={day}&employee={employee}&day={day}");
    page.goto(&server.url(&address)).await;
    page.press_test("entry-void").await;
    page.fill_test("ask-reason", "was on another crew").await;
    page.press_test("ask-submit").await;
    page.by_test("late-offer").await;
    page.shot("late-offer").await;
    page.press_test("late-send").await;
    page.shows("Sent as a late correction").await;
}

/// The worker's counts, the other does not.
async fn decides_about_what_came_late(page: &Page, server: &Server) {
    page.goto(&server.url("/timesheets?show=late&q=bus")).await;
    page.says("late-card", "the bus was late").await;
    page.says("late-card", "it pays in").await;
    page.shot("late").await;
    page.press_test("late-accept").await;
    page.press_test("approve-submit").await;
    page.shows("The late correction counts").await;
    page.goto(&server.url("/timesheets?show=late")).await;
    page.says("late-card", "was on another crew").await;
    page.press_test("late-decline").await;
    page.fill_test("approve-words", "the foreman says otherwise")
        .await;
    page.press_test("approve-submit").await;
    page.shows("No late corrections wait").await;
}

/// Reads something of the company from a signed-in page.
async fn read(page: &Page, path: &str) -> Value {
    let script = format!(
        "const [done] = arguments;
         (async () => {{
           const session = await (await fetch('/api/v1/session')).json();
           const base = '/api/v1/companies/' + session.companies[0].id;
           done(await (await fetch(base + '{path}')).json());
         }})().catch((error) => done(String(error)));"
    );
    page.run_async(&script).await
}
