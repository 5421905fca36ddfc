//! The office runs payroll: a rate is set, a run begun and explained, reviewed and made final, and
//! its files are taken away.

use calamine::{Reader, Xlsx};
use serde_json::Value;
use support::{Browser, Look, Page, Profile, Server};

use crate::export::downloaded;
use crate::office;

const WORKER: &str = "Ben Alvarez";

#[tokio::test]
async fn the_office_runs_payroll_from_the_rate_to_the_providers_file() {
    let server = Server::start().await;
    let code = server.set_up_code().await;
    let profile = Profile::new();
    let browser = Browser::open(&profile, Look::OFFICE).await;
    let page = browser.page();
    page.goto(&server.url("/")).await;
    office::set_up(page, &code).await;
    let downloads = tempfile::tempdir().expect("a folder for downloads");
    page.keeps_downloads_in(downloads.path()).await;
    let worker = a_week_of_work(page).await;

    page.goto(&server.url("/payroll")).await;
    page.says("payroll-needs", "Say which overtime rule holds")
        .await;
    page.shot("payroll-empty").await;
    page.press_test("need-rules").await;
    page.press_test("pay-rules-save").await;
    page.says("pay-rules", "Federal").await;
    page.shot("payroll-rules").await;

    page.goto(&server.url(&format!("/people?open={worker}")))
        .await;
    page.press_test("pay-rate-add").await;
    page.fill_test("pay-rate-amount", "1,234").await;
    set_date(page, "pay-rate-from", "2020-01-01").await;
    page.press_test("pay-rate-save").await;
    page.shows("Write an amount such as 18.50").await;
    page.fill_test("pay-rate-amount", "12").await;
    page.press_test("pay-rate-save").await;
    page.says("pay-section", "$12.00 an hour").await;
    page.shot("payroll-rate").await;

    page.goto(&server.url("/payroll")).await;
    page.press_test("payroll-begin").await;
    page.press_test("payroll-begin-submit").await;
    page.says("payroll-figures", "$637.00").await;
    page.shot("payroll-draft").await;
    open_first(page, "payroll-people").await;
    page.says("payroll-week", "46.00 hours at $12.00").await;
    let explain = "document.querySelector('[data-test=payroll-explain] summary').click()";
    page.run(explain, Vec::new()).await;
    page.says(
        "payroll-explained",
        "$552.00 of hourly pay and $46.00 of bonus over 46.00 hours are a regular rate of $13.00",
    )
    .await;
    page.says(
        "payroll-explained",
        "6.00 hours at half of $13.00 are $39.00",
    )
    .await;
    page.shot("payroll-explained").await;
    page.press("Close").await;

    page.press_test("payroll-review").await;
    page.fill_test("payroll-review-note", "Looked at every line")
        .await;
    page.press_test("payroll-review-submit").await;
    page.says("payroll-run-state", "Reviewed").await;
    page.press_test("payroll-finalise").await;
    page.shows("It never changes again").await;
    page.shot("payroll-finalise").await;
    page.press_test("payroll-finalise-submit").await;
    page.says("payroll-run-state", "Final").await;

    page.says("payroll-missing-ids", WORKER).await;
    page.fill_test("payroll-id", "W-17").await;
    page.press_test("payroll-mapping-save").await;
    page.by_test("payroll-complete").await;
    page.press_test("payroll-download").await;
    let gusto = downloaded(downloads.path(), ".csv").await;
    let gusto = String::from_utf8(gusto).expect("text");
    assert!(gusto.contains("W-17") && gusto.contains("40.00"), "{gusto}");
    page.choose_test("payroll-form", "xlsx").await;
    page.by_test("payroll-complete").await;
    page.press_test("payroll-download").await;
    let book = downloaded(downloads.path(), ".xlsx").await;
    let mut book: Xlsx<_> =
        calamine::open_workbook_from_rs(std::io::Cursor::new(book)).expect("a workbook");
    let sheets = book.worksheets();
    let cells = sheets.iter().flat_map(|(_, sheet)| sheet.cells());
    let mut words = cells.map(|(_, _, cell)| cell.to_string());
    assert!(words.any(|words| words.contains("Alvarez")));
    page.says("payroll-made", "Gusto").await;
    page.shot("payroll-files").await;
    browser.close().await;
}

/// Sets a date field, which takes keys by the browser's language, by its value.
async fn set_date(page: &Page, name: &str, date: &str) {
    page.by_test(name).await;
    let script = format!(
        "const field = document.querySelector('[data-test={name}]');
         field.value = '{date}';
         field.dispatchEvent(new Event('input', {{ bubbles: true }}));"
    );
    page.run(&script, Vec::new()).await;
}

async fn open_first(page: &Page, name: &str) {
    page.by_test(name).await;
    let script = format!("document.querySelector('[data-test={name}] .row-open').click()");
    page.run(&script, Vec::new()).await;
}

/// A worker with 46 hours in the last pay period that is over, and a bonus of $46.00 there.
/// Returns the worker.
async fn a_week_of_work(page: &Page) -> String {
    let script = format!(
        "const [done] = arguments;
         (async () => {{
           const session = await (await fetch('/api/v1/session')).json();
           const base = '/api/v1/companies/' + session.companies[0].id;
           const send = async (path, body) => {{
             const answer = await fetch(base + path, {{
               method: 'POST',
               headers: {{ 'content-type': 'application/json' }},
               body: JSON.stringify(body),
             }});
             if (!answer.ok) throw await answer.text();
             return answer.json();
           }};
           const ben = await send('/employees', {{ name: '{WORKER}', number: '17', role: 'worker' }});
           const job = await send('/jobs', {{ name: 'Miller house', code: 'J-1' }});
           const periods = await (await fetch(base + '/pay-periods')).json();
           const period = periods.items.find((period) => period.ended);
           const day = (n) => {{
             const date = new Date(period.first + 'T00:00:00Z');
             date.setUTCDate(date.getUTCDate() + n);
             return date.toISOString().slice(0, 10);
           }};
           for (const n of [0, 1, 2, 3, 4]) {{
             await send('/entries', {{
               employee: ben.id, job: job.id, reason: 'paper',
               start: day(n) + (n === 4 ? 'T13:00:00Z' : 'T14:00:00Z'), end: day(n) + 'T23:00:00Z',
             }});
           }}
           await send('/pay/items', {{
             employee: ben.id, first: period.first, last: period.last, note: 'early',
             item: {{ kind: 'bonus', minor: 4600, counts: 'production' }},
           }});
           done({{ id: ben.id }});
         }})().catch((error) => done(String(error)));"
    );
    let answer: Value = page.run_async(&script).await;
    let id = answer["id"].as_str();
    id.unwrap_or_else(|| panic!("{answer}")).to_owned()
}
