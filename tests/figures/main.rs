//! The README's figures that need a browser: `cargo run -p tests --bin figures`, after
//! `cargo xtask test` has built what it measures. Prints a table, and judges nothing.
#![expect(clippy::print_stdout, reason = "printing the table is what it is for")]

#[path = "../journeys/crew.rs"]
#[expect(dead_code, reason = "only a part of what journeys share is measured")]
mod crew;
#[path = "../journeys/office.rs"]
#[expect(dead_code, reason = "only a part of what journeys share is measured")]
mod office;

use crew::Crew;
use serde_json::Value;
use support::{Look, Page};

const TAPS: usize = 40;
const EMPLOYEES: usize = 200;

#[tokio::main]
async fn main() {
    let crew = Crew::enrolled(Look::OFFICE, Look::PHONE).await;
    let taps = tap_to_durable(crew.phone.page()).await;
    println!("| what | measured |\n|---|---|");
    println!(
        "| tap to durable on the phone, {TAPS} taps: median, 95th percentile | {:.0} ms, {:.0} ms |",
        percentile(&taps, 50),
        percentile(&taps, 95)
    );
    fill(crew.desk.page()).await;
    let (answer, shown) = week_grid(&crew).await;
    println!(
        "| week grid of {EMPLOYEES} employees with five days each: answer, all rows shown | {answer:.0} ms, {shown:.0} ms |"
    );
}

fn percentile(sorted: &[f64], percent: usize) -> f64 {
    sorted
        .get((sorted.len().saturating_sub(1)) * percent / 100)
        .copied()
        .unwrap_or_default()
}

/// Milliseconds from the press until the button has changed, which happens after the strict
/// transaction is complete; sorted.
async fn tap_to_durable(page: &Page) -> Vec<f64> {
    let script = format!(
        "const [done] = arguments;
         (async () => {{
           const mode = () => document.querySelector('[data-test=state]')?.dataset.mode;
           const taken = [];
           for (let tap = 0; tap < {TAPS}; tap += 1) {{
             const before = mode();
             const start = performance.now();
             document.querySelector('[data-test=clock-button]').click();
             while (mode() === before) await new Promise((next) => setTimeout(next, 0));
             taken.push(performance.now() - start);
             await new Promise((next) => setTimeout(next, 250));
           }}
           done(taken);
         }})();"
    );
    let answer = page.run_async(&script).await;
    let mut taken: Vec<f64> = answer
        .as_array()
        .map(|list| list.iter().filter_map(Value::as_f64).collect())
        .unwrap_or_default();
    taken.sort_by(f64::total_cmp);
    taken
}

/// Employees with a week of hours, made by the owner's own requests.
async fn fill(page: &Page) {
    let script = format!(
        "const [done] = arguments;
         (async () => {{
           const session = await (await fetch('/api/v1/session')).json();
           const base = '/api/v1/companies/' + session.companies[0].id;
           const post = async (path, body) => {{
             const answer = await fetch(base + path, {{
               method: 'POST',
               headers: {{ 'content-type': 'application/json' }},
               body: JSON.stringify(body),
             }});
             if (!answer.ok) throw new Error(path + ' ' + (await answer.text()));
             return answer.json();
           }};
           const monday = new Date();
           monday.setUTCHours(15, 0, 0, 0);
           monday.setUTCDate(monday.getUTCDate() - ((monday.getUTCDay() + 6) % 7) - 7);
           for (let group = 0; group < {EMPLOYEES}; group += 20) {{
             await Promise.all(Array.from({{ length: 20 }}, async (_, at) => {{
               const employee = await post('/employees', {{
                 name: `Worker ${{group + at + 1}}`, role: 'worker',
               }});
               for (let day = 0; day < 5; day += 1) {{
                 const start = new Date(monday.getTime() + day * 864e5);
                 const end = new Date(start.getTime() + 8 * 36e5);
                 await post('/entries', {{
                   employee: employee.id, start: start.toISOString(), end: end.toISOString(),
                   reason: 'Paper timesheet',
                 }});
               }}
             }}));
           }}
           done('filled ' + monday.toISOString().slice(0, 10));
         }})().catch((error) => done(String(error)));"
    );
    let answer = page.run_async(&script).await;
    assert!(
        answer
            .as_str()
            .is_some_and(|text| text.starts_with("filled")),
        "{answer}"
    );
}

/// Milliseconds for the server's answer alone, and from opening the page until every row is there.
async fn week_grid(crew: &Crew) -> (f64, f64) {
    let page = crew.desk.page();
    let week = "new Date(Date.now() - 7 * 864e5).toISOString().slice(0, 10)";
    let answer = page
        .run_async(&format!(
            "const [done] = arguments;
             (async () => {{
               const session = await (await fetch('/api/v1/session')).json();
               const start = performance.now();
               const answer = await fetch('/api/v1/companies/' + session.companies[0].id
                 + '/week?limit=500&start=' + {week});
               const body = await answer.text();
               done(answer.ok ? performance.now() - start : body);
             }})();"
        ))
        .await;
    let date = page.run(&format!("return {week}"), Vec::new()).await;
    let date = date.as_str().unwrap_or_default().to_owned();
    page.goto(&crew.server.url(&format!("/timesheets?week={date}")))
        .await;
    page.until_true(
        "every row of the week",
        &format!("return document.querySelectorAll('[data-test=week-grid] tbody tr').length >= {EMPLOYEES}"),
    )
    .await;
    let shown = reload_until_rows(page).await;
    (
        answer
            .as_f64()
            .unwrap_or_else(|| panic!("the week: {answer}")),
        shown,
    )
}

/// Reloads the page and takes the time until every row is there, asking every few milliseconds.
async fn reload_until_rows(page: &Page) -> f64 {
    let start = std::time::Instant::now();
    page.reload().await;
    page.until_true(
        "every row of the week",
        &format!("return document.querySelectorAll('[data-test=week-grid] tbody tr').length >= {EMPLOYEES}"),
    )
    .await;
    start.elapsed().as_secs_f64() * 1000.0
}
