//! Timesheets taken away from the web app: the workbook says what the API says, and the pages to
//! sign have the name and the total.

use std::path::Path;

use calamine::{Data, Reader, Xlsx};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde_json::Value;
use support::{Browser, Look, Page, Profile, Server, until};

use crate::office;

const WORKER: &str = "Ben Alvarez";
const HEADERS: [&str; 18] = [
    "Employee",
    "Employee number",
    "Work date",
    "Start",
    "End",
    "Time zone",
    "Unpaid break",
    "Paid break",
    "Worked",
    "Hours",
    "Job code",
    "Job",
    "Customer",
    "Cost code number",
    "Cost code",
    "Note",
    "Exceptions",
    "Entry id",
];

#[tokio::test]
async fn a_workbook_from_the_web_app_says_cell_by_cell_what_the_api_says() {
    let server = Server::start().await;
    let code = server.set_up_code().await;
    let profile = Profile::new();
    let browser = Browser::open(&profile, Look::OFFICE).await;
    let page = browser.page();
    page.goto(&server.url("/")).await;
    office::set_up(page, &code).await;
    let downloads = tempfile::tempdir().expect("a folder for downloads");
    page.keeps_downloads_in(downloads.path()).await;
    let entries = two_days_of_last_month(page).await;

    page.goto(&server.url("/timesheets")).await;
    page.press_test("week-export").await;
    page.by_test("export-form").await;
    page.choose_test("export-period", "last-month").await;
    page.shot("export").await;
    page.press_test("export-submit").await;
    let workbook = downloaded(downloads.path(), ".xlsx").await;
    check_workbook(workbook, &entries);
    dialog_is_gone(page).await;

    // The period was remembered; only the form is another one.
    page.press_test("week-export").await;
    page.press("PDF to sign").await;
    page.press_test("export-submit").await;
    let pages = downloaded(downloads.path(), ".pdf").await;
    dialog_is_gone(page).await;
    assert!(pages.starts_with(b"%PDF-1.7"));
    let month = last_month().strftime("%B");
    let outline = format!("({WORKER}, {month} ");
    assert!(contains(&pages, &outline), "no bookmark of {outline}");
    assert!(contains(&pages, ", 12:30)"), "no total of 12:30");

    page.press_test("week-export").await;
    page.choose_test("export-period", "custom").await;
    page.by_test("export-from").await;
    // A date field takes keys by the browser's language; a person may empty it in any.
    page.run(
        "const field = document.querySelector('[data-test=export-from]');
         field.value = '';
         field.dispatchEvent(new Event('input', { bubbles: true }));",
        Vec::new(),
    )
    .await;
    page.press_test("export-submit").await;
    page.until_true(
        "a field that is marked as wrong",
        "return document.querySelector('[data-test=export-from]')
           ?.getAttribute('aria-invalid') === 'true'",
    )
    .await;
    browser.close().await;
}

#[tokio::test]
async fn a_calendar_link_is_made_copied_and_ended_in_the_web_app() {
    let server = Server::start().await;
    let code = server.set_up_code().await;
    let profile = Profile::new();
    let browser = Browser::open(&profile, Look::OFFICE).await;
    let page = browser.page();
    page.goto(&server.url("/")).await;
    office::set_up(page, &code).await;
    open_calendar_card(page).await;
    page.press_test("calendar-make").await;
    page.by_test("calendar-url").await;
    page.shot("calendar-link").await;
    let script = "return document.querySelector('[data-test=calendar-url]').value";
    let link = page.run(script, Vec::new()).await;
    let link = link.as_str().expect("the link is in its field").to_owned();
    assert!(link.ends_with(".ics"), "{link}");
    let status = format!(
        "const [done] = arguments;
         fetch('{link}', {{ credentials: 'omit' }}).then((answer) => done(answer.status));"
    );
    assert_eq!(page.run_async(&status).await, 200);

    // It is told once: later the page only knows that there is one.
    page.reload().await;
    open_calendar_card(page).await;
    page.by_test("calendar-since").await;
    page.press_test("calendar-revoke").await;
    page.until_true(
        "the link ended",
        "return !document.querySelector('[data-test=calendar-revoke]')",
    )
    .await;
    assert_eq!(page.run_async(&status).await, 404);
    browser.close().await;
}

async fn open_calendar_card(page: &Page) {
    page.press_test("person-menu").await;
    page.press_test("calendar-link").await;
    page.by_test("calendar-make").await;
}

async fn dialog_is_gone(page: &Page) {
    let script = "return !document.querySelector('[data-test=export-form]')";
    page.until_true("the dialog closed", script).await;
}

/// The first day of the last month, by the wall clock of the office.
fn last_month() -> Date {
    let now = Timestamp::now();
    let offset = jiff::tz::Offset::constant(-6);
    let first = offset.to_datetime(now).date().first_of_month();
    first.checked_sub(1.month()).expect("a month before")
}

/// Two entries in one workweek, made and read as the owner.
async fn two_days_of_last_month(page: &Page) -> Vec<Value> {
    // A Tuesday, so that the next day is in the same workweek whichever day that begins on.
    let mut day = last_month();
    while day.weekday() != jiff::civil::Weekday::Tuesday {
        day = day.tomorrow().expect("a day after");
    }
    let next = day.tomorrow().expect("a day after");
    let to = last_month().last_of_month();
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
           const job = await send('/jobs', {{ name: 'Miller house', code: 'J-1', customer: 'Ada' }});
           const code = await send('/cost-codes', {{ name: 'Framing', code: '310' }});
           const entry = (day, from, to, more) => send('/entries', {{
             employee: ben.id, reason: 'paper', start: day + from, end: day + to, ...more,
           }});
           await entry('{day}', 'T15:00:00Z', 'T23:30:00Z', {{
             job: job.id, cost_code: code.id, note: '=1+1',
             breaks: [
               {{ start: '{day}T18:00:00Z', end: '{day}T18:30:00Z', paid: false }},
               {{ start: '{day}T20:00:00Z', end: '{day}T20:10:00Z', paid: true }},
             ],
           }});
           await entry('{next}', 'T16:00:00Z', 'T20:30:00Z', {{}});
           const query = '/entries?from={day}&to={to}';
           done((await (await fetch(base + query)).json()).items);
         }})().catch((error) => done(String(error)));"
    );
    let answer = page.run_async(&script).await;
    let entries = answer.as_array().cloned().unwrap_or_default();
    assert_eq!(entries.len(), 2, "{answer}");
    entries
}

/// The bytes of a file of this kind, once it is there as a whole; it is taken out of the folder.
pub(crate) async fn downloaded(folder: &Path, ending: &str) -> Vec<u8> {
    let found = until(|| async {
        let files = std::fs::read_dir(folder).ok()?;
        let paths = files.filter_map(|file| Some(file.ok()?.path()));
        let path = paths
            .into_iter()
            .find(|path| path.to_string_lossy().ends_with(ending))?;
        let bytes = std::fs::read(&path)
            .ok()
            .filter(|bytes| !bytes.is_empty())?;
        std::fs::remove_file(path).ok()?;
        Some(bytes)
    })
    .await;
    found.unwrap_or_else(|| panic!("no {ending} was downloaded"))
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|part| part == text.as_bytes())
}

fn check_workbook(bytes: Vec<u8>, entries: &[Value]) {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes))
        .expect("the download is a workbook");
    let page = book.worksheet_range("Timesheets").expect("it has its page");
    let mut rows = page.rows();
    let header: Vec<String> = rows
        .next()
        .expect("a header")
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(header, HEADERS);
    for entry in entries {
        let row: Vec<String> = rows.next().expect("a row").iter().map(said).collect();
        assert_eq!(row, expected(entry), "{entry}");
    }
    let total = rows.next().expect("a row of totals");
    assert_eq!(total.get(9), Some(&Data::Float(12.5)), "{total:?}");
    assert!(rows.next().is_none());
}

/// A cell as words: dates and times to the second, durations as seconds.
fn said(cell: &Data) -> String {
    match cell {
        Data::DateTime(at) if at.is_duration() => format!("{} s", (at.as_f64() * 86_400.0).round()),
        Data::DateTime(at) => {
            let seconds = (at.as_f64() * 86_400.0).round() as i64;
            let epoch = jiff::civil::date(1899, 12, 30).at(0, 0, 0, 0);
            let at = epoch.checked_add(seconds.seconds()).expect("a time");
            at.to_string()
        }
        other => other.to_string(),
    }
}

/// The cells of an entry by what the API says of it. The office is in Chicago.
fn expected(entry: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let local = |name: &str| {
        let at: Timestamp = text(&entry[name]).parse().expect("an instant");
        let zone = domain::time::Zone::named("America/Chicago").expect("a zone");
        zone.local(at).to_string()
    };
    let seconds = |paid: bool| -> i64 {
        let breaks = entry["breaks"].as_array().cloned().unwrap_or_default();
        let own = breaks.iter().filter(|pause| pause["paid"] == paid);
        own.map(|pause| {
            let at = |name: &str| -> Timestamp { text(&pause[name]).parse().expect("an instant") };
            at("end").as_second() - at("start").as_second()
        })
        .sum()
    };
    let worked = entry["worked_seconds"].as_i64().expect("seconds");
    assert_eq!(entry["break_seconds"], seconds(false));
    let is_first = !entry["job"].is_null();
    vec![
        text(&entry["employee"]["name"]),
        text(&entry["employee"]["number"]),
        format!("{}T00:00:00", text(&entry["work_date"])),
        local("start"),
        local("end"),
        "America/Chicago".to_owned(),
        format!("{} s", seconds(false)),
        format!("{} s", seconds(true)),
        format!("{worked} s"),
        (worked as f64 / 3600.0).to_string(),
        text(&entry["job"]["code"]),
        text(&entry["job"]["name"]),
        if is_first {
            "Ada".to_owned()
        } else {
            String::new()
        },
        text(&entry["cost_code"]["code"]),
        text(&entry["cost_code"]["name"]),
        text(&entry["note"]),
        String::new(),
        text(&entry["id"]),
    ]
}
