//! A company with one worker whose phone is enrolled: what most journeys start from.

use jiff::Timestamp;
use serde_json::Value;
use support::{Browser, Look, Page, Profile, Server};

use crate::office;

/// The worker that journeys invite.
pub(crate) const WORKER: &str = "Ben Alvarez";

/// What an invitation shows of the name to whoever holds its code.
pub(crate) const WORKER_FIRST_NAME: &str = "Ben";

/// A server, the owner's desk and the worker's phone.
pub(crate) struct Crew {
    /// The server.
    pub(crate) server: Server,
    /// The owner's browser, signed in.
    pub(crate) desk: Browser,
    /// The worker's browser, enrolled, with the app kept for offline.
    pub(crate) phone: Browser,
    /// What the phone's browser keeps between its lives.
    pub(crate) phone_profile: Profile,
    _desk_profile: Profile,
}

impl Crew {
    /// Founds the company, invites the worker and enrols the phone, all by hand.
    pub(crate) async fn enrolled(desk_look: Look, phone_look: Look) -> Self {
        let server = Server::start().await;
        let code = server.set_up_code().await;
        let (desk_profile, phone_profile) = (Profile::new(), Profile::new());
        let desk = Browser::open(&desk_profile, desk_look).await;
        desk.page().goto(&server.url("/")).await;
        office::set_up(desk.page(), &code).await;
        let phone = enrol(desk.page(), &server, WORKER, (&phone_profile, phone_look)).await;
        Self {
            server,
            desk,
            phone,
            phone_profile,
            _desk_profile: desk_profile,
        }
    }

    /// Kills the phone's browser as a phone's system does, and opens it again.
    pub(crate) async fn phone_killed_and_reopened(self, look: Look) -> Self {
        self.phone.kill();
        let phone = Browser::open(&self.phone_profile, look).await;
        phone.page().goto(&self.server.url("/app/")).await;
        phone.page().by_test("clock-button").await;
        Self { phone, ..self }
    }
}

/// Invites a worker and enrols the phone with this profile as theirs, all by hand.
pub(crate) async fn enrol(
    desk: &Page,
    server: &Server,
    name: &str,
    (profile, look): (&Profile, Look),
) -> Browser {
    let link = office::invite(desk, server, name).await;
    let phone = Browser::open(profile, look).await;
    join(phone.page(), server, &link).await;
    phone
}

/// Spends an invitation and waits until the app is kept for offline.
pub(crate) async fn join(page: &Page, server: &Server, link: &str) {
    page.goto(link).await;
    page.by_test("join-person").await;
    page.shot("join").await;
    page.press_test("join-use").await;
    // The browser decides whether it offers to install; the phone is enrolled either way.
    page.until_true(
        "an enrolled phone",
        "return !!document.querySelector(
           '[data-test=install-offer], [data-test=install-hint]')",
    )
    .await;
    page.goto(&server.url("/app/")).await;
    page.by_test("clock-button").await;
    page.is_kept_offline().await;
}

/// From now on the page shows what file it gives to the browser.
pub(crate) async fn watch_files(page: &Page) {
    page.run(
        "const make = URL.createObjectURL;
         URL.createObjectURL = (file) => {
           file.arrayBuffer().then((bytes) => { window.journeyFile = [...new Uint8Array(bytes)]; });
           return make.call(URL, file);
         };",
        Vec::new(),
    )
    .await;
}

/// The bytes of the file that the page gave, as a script would write them.
pub(crate) async fn given_file(page: &Page) -> String {
    page.until_true("the file", "return !!window.journeyFile")
        .await;
    page.run("return window.journeyFile", Vec::new())
        .await
        .to_string()
}

/// Chooses a file, by its bytes as a script would write them.
pub(crate) async fn choose_file(page: &Page, file: &str) {
    page.run(
        &format!(
            "const chosen = new DataTransfer();
             chosen.items.add(new File([new Uint8Array({file})], 'unsent.ttun'));
             const input = document.querySelector('input[type=file]');
             input.files = chosen.files;
             input.dispatchEvent(new Event('change', {{ bubbles: true }}));"
        ),
        Vec::new(),
    )
    .await;
}

/// Presses the big button and waits until the state on the phone is another one: the moment
/// before and the moment after, between which the tap must have been stated.
pub(crate) async fn tap(page: &Page, mode_after: &str) -> (Timestamp, Timestamp) {
    let before = Timestamp::now();
    page.press_test("clock-button").await;
    mode_is(page, mode_after).await;
    (before, Timestamp::now())
}

/// Waits until the phone's state is `on`, `off` or `break`.
pub(crate) async fn mode_is(page: &Page, mode: &str) {
    let script =
        format!("return document.querySelector('[data-test=state]')?.dataset.mode === '{mode}'");
    page.until_true(&format!("the state {mode}"), &script).await;
}

/// Waits until the server has counted everything that the phone holds.
pub(crate) async fn all_is_counted(page: &Page) {
    page.until_true(
        "everything counted",
        "return /^(Counted|Contado)/.test(
           document.querySelector('[data-test=sync-line]')?.innerText.trim() ?? '')",
    )
    .await;
}

/// The worker's time entries as the server has them, asked from the owner's signed-in page.
pub(crate) async fn entries(desk: &Page) -> Vec<Value> {
    let answer = desk
        .run_async(
            "const [done] = arguments;
             (async () => {
               const session = await (await fetch('/api/v1/session')).json();
               const base = '/api/v1/companies/' + session.companies[0].id;
               const from = new Date(Date.now() - 7 * 864e5).toISOString().slice(0, 10);
               const to = new Date(Date.now() + 864e5).toISOString().slice(0, 10);
               const list = await (await fetch(`${base}/entries?from=${from}&to=${to}`)).json();
               done(list.items ?? list);
             })().catch((error) => done(String(error)));",
        )
        .await;
    answer
        .as_array()
        .unwrap_or_else(|| panic!("a list of entries: {answer}"))
        .clone()
}

/// An instant of an entry.
pub(crate) fn instant(entry: &Value, field: &str) -> Timestamp {
    entry[field]
        .as_str()
        .and_then(|text| text.parse().ok())
        .unwrap_or_else(|| panic!("{field} of {entry}"))
}

/// Fails unless the instant lies between the moments of the tap, to the millisecond.
#[track_caller]
pub(crate) fn stated_at(at: Timestamp, (before, after): (Timestamp, Timestamp)) {
    let range = before.as_millisecond()..=after.as_millisecond();
    assert!(
        range.contains(&at.as_millisecond()),
        "{at} is not between {before} and {after}"
    );
}
