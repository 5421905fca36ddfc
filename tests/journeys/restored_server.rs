//! The server is restored from yesterday's backup while phones are ahead of it: they send again
//! what it lacks, untouched, and the office waits for the one that is still away, or goes on.

use std::fs;

use support::{Look, Page, Profile};

use crate::crew::{self, Crew, all_is_counted, entries, tap};
use crate::office;

/// Another worker, whose phone is out of reach again before it sends anything.
const AWAY: &str = "Rosa Delgado";

/// From now on requests that carry more than the page's own questions get no answer, until
/// `journeyReach` is set: as where the signal is gone after a moment. What a question takes is
/// seen from the first.
const LOSES_THE_SIGNAL: &str = "window.journeyReach = false;
     const fetched = window.fetch;
     window.fetch = async (...args) => {
       const request = new Request(...args);
       if (!request.url.endsWith('/api/v1/sync') || window.journeyReach) {
         return fetched.call(window, request);
       }
       const size = (await request.clone().arrayBuffer()).byteLength;
       window.journeyQuestion ??= size;
       if (size > window.journeyQuestion + 150) throw new TypeError('no signal');
       return fetched.call(window, request);
     };";

#[tokio::test]
async fn a_server_restored_from_yesterdays_backup_has_every_hour_once_its_phones_are_back() {
    let mut crew = Crew::enrolled(Look::OFFICE, Look::PHONE).await;
    let desk = crew.desk.page();
    let away_profile = Profile::new();
    let away = crew::enrol(desk, &crew.server, AWAY, (&away_profile, Look::PHONE)).await;
    let (phone, away) = (crew.phone.page(), away.page());
    for page in [phone, away] {
        tap(page, "on").await;
        all_is_counted(page).await;
    }
    let kept = tempfile::tempdir().unwrap();
    let backup = kept.path().join("yesterday.backup");
    let backup = backup.to_str().unwrap();
    let made = crew.server.command("backup", &["--to", backup]);
    assert!(made.contains("yesterday.backup"), "{made}");
    for page in [phone, away] {
        tap(page, "off").await;
        all_is_counted(page).await;
    }
    away.run(LOSES_THE_SIGNAL, Vec::new()).await;

    // The machine is lost with its disk.
    crew.server.kill();
    for entry in fs::read_dir(crew.server.data()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            fs::remove_dir_all(path).unwrap();
        } else {
            fs::remove_file(path).unwrap();
        }
    }
    let said = crew.server.command("restore", &[backup]);
    assert!(said.contains("later ones are gone"), "{said}");
    crew.server.start_again().await;
    let desk = crew.desk.page();
    desk.goto(&crew.server.url("/")).await;
    office::sign_in(desk).await;

    // The one phone shows what the server once held, and is gone again.
    comes_back(away).await;
    desk.says("recovering", AWAY).await;
    desk.says("recovering", "1 record").await;
    desk.shot("office-recovering").await;
    let said = crew.server.command("recover", &[]);
    assert!(said.contains(AWAY), "{said}");
    assert_eq!(change(desk).await, "503 recovering");

    // The other sends what it has, which is kept and waits.
    comes_back(phone).await;
    phone.says("sync-line", "On the server").await;
    assert_eq!(ended(desk).await, (2, 0), "nothing is counted yet");

    desk.press_test("recovering-go-on").await;
    desk.press("Go on").await;
    desk.until_true(
        "the line gone",
        "return !document.querySelector('[data-test=recovering]')",
    )
    .await;
    comes_back(phone).await;
    all_is_counted(phone).await;
    assert_eq!(ended(desk).await, (2, 1));
    assert_eq!(change(desk).await, "201");

    // And the phone that was not waited for counts when it comes.
    away.run("window.journeyReach = true", Vec::new()).await;
    comes_back(away).await;
    all_is_counted(away).await;
    assert_eq!(ended(desk).await, (2, 2), "each once");
    let sound = crew.server.command("verify", &[]);
    assert!(
        sound.contains("no problems") || !sound.contains("problem:"),
        "{sound}"
    );
}

/// The browser notices that there is a network again. Nobody touches the phone.
async fn comes_back(page: &Page) {
    page.run("window.dispatchEvent(new Event('online'))", Vec::new())
        .await;
}

/// How many entries the office sees, and how many of them have ended.
async fn ended(desk: &Page) -> (usize, usize) {
    let found = entries(desk).await;
    let ended = found.iter().filter(|entry| !entry["end"].is_null());
    (found.len(), ended.count())
}

/// What the server answers when the office adds a job.
async fn change(desk: &Page) -> String {
    let answer = desk
        .run_async(
            "const [done] = arguments;
             (async () => {
               const session = await (await fetch('/api/v1/session')).json();
               const path = '/api/v1/companies/' + session.companies[0].id + '/jobs';
               const answer = await fetch(path, {
                 method: 'POST',
                 headers: { 'content-type': 'application/json' },
                 body: JSON.stringify({ name: 'Barn' }),
               });
               const { code } = await answer.json();
               done(code ? `${answer.status} ${code}` : `${answer.status}`);
             })().catch((error) => done(String(error)));",
        )
        .await;
    answer.as_str().unwrap_or_default().to_owned()
}
