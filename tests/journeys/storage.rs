//! A browser that does not keep its word: a frozen tab, storage deleted under the app and between
//! two starts, no room for more, an app that cannot start. Either the hours reach the office, or
//! the phone says what is lost.

use std::time::{Duration, Instant};

use support::{Browser, Look, Page, Profile};

use crate::crew::{
    self, Crew, all_is_counted, choose_file, entries, given_file, instant, mode_is, stated_at, tap,
    watch_files,
};
use crate::office;

/// Another worker, who brings what a colleague's phone cannot send.
const COLLEAGUE: &str = "Rosa Delgado";

/// From before the page's own scripts: a browser that has no Ed25519.
const NO_ED25519: &str = "crypto.subtle.generateKey = () => Promise.reject(new Error('unknown'));";
/// From before the page's own scripts: a browser with little room. Chromium itself tells pages of
/// 10 GB, whatever there is.
const LITTLE_ROOM: &str =
    "navigator.storage.estimate = async () => ({ usage: 5000000, quota: 12000000 });";
/// From before the page's own scripts: a browser in which the app cannot start.
const NO_APP: &str = "WebAssembly.instantiateStreaming = WebAssembly.instantiate =
     () => Promise.reject(new Error('out of memory'));";

#[tokio::test]
async fn a_frozen_tab_with_the_lock_in_its_hand_holds_up_no_tap() {
    let mut crew = Crew::enrolled(Look::OFFICE, Look::PHONE).await;
    crew.server.stop();
    let page = crew.phone.page();
    let first = page.new_tab().await;
    page.goto(&crew.server.url("/app/")).await;
    page.by_test("clock-button").await;
    page.run_async(
        "const [done] = arguments;
         navigator.locks.request('timetrakr-append', () => {
           done(true);
           return new Promise(() => {});
         });",
    )
    .await;
    page.freezes().await;
    page.switch_to(first).await;

    let asked = Instant::now();
    let clocked_in = tap(page, "on").await;
    let waited = asked.elapsed();
    assert!(waited >= Duration::from_millis(500), "{waited:?}: no lock");
    let clocked_out = tap(page, "off").await;
    page.says("sync-line", "2 not yet sent").await;

    crew.server.start_again().await;
    page.press_test("sync-line").await;
    page.press_test("sync-now").await;
    all_is_counted(page).await;
    let found = entries(crew.desk.page()).await;
    assert_eq!(found.len(), 1, "{found:?}");
    stated_at(instant(&found[0], "start"), clocked_in);
    stated_at(instant(&found[0], "end"), clocked_out);
}

#[tokio::test]
async fn what_is_deleted_under_the_open_app_is_written_down_again_and_counts() {
    let mut crew = Crew::enrolled(Look::OFFICE, Look::PHONE).await;
    crew.server.stop();
    let page = crew.phone.page();
    let clocked_in = tap(page, "on").await;
    let origin = crew.server.url("");
    page.loses(&origin, "indexeddb,local_storage,cookies").await;
    page.shows("It is all saved again.").await;
    page.shot("phone-put-back").await;

    page.reload().await;
    mode_is(page, "on").await;
    page.says("sync-line", "1 not yet sent").await;
    let clocked_out = tap(page, "off").await;
    crew.server.start_again().await;
    all_is_counted(page).await;
    let found = entries(crew.desk.page()).await;
    assert_eq!(found.len(), 1, "{found:?}");
    stated_at(instant(&found[0], "start"), clocked_in);
    stated_at(instant(&found[0], "end"), clocked_out);
}

#[tokio::test]
async fn what_is_deleted_between_two_starts_is_said_with_what_the_server_has() {
    let mut crew = Crew::enrolled(Look::OFFICE, Look::PHONE).await;
    let page = crew.phone.page();
    tap(page, "on").await;
    all_is_counted(page).await;
    crew.server.stop();
    tap(page, "off").await;
    let origin = crew.server.url("");
    page.goto("about:blank").await;
    page.loses(&origin, "indexeddb").await;
    page.goto(&crew.server.url("/app/")).await;
    page.says(
        "evicted",
        "This browser has deleted what TimeTrakr had saved for Ben Alvarez at Reyes Framing.",
    )
    .await;
    page.says("evicted", "The server has everything up to ")
        .await;
    page.says(
        "evicted",
        "1 tap after that was not sent and is lost. Tell your office which hours are missing.",
    )
    .await;
    page.says("evicted", "ask your office for a new invitation")
        .await;
    page.shot("phone-evicted").await;

    // Where all that scripts wrote is gone, the server's cookie still tells.
    page.loses(&origin, "local_storage").await;
    page.reload().await;
    page.says(
        "evicted",
        "If you clocked after that, tell your office those hours.",
    )
    .await;

    crew.server.start_again().await;
    let link = office::invite(crew.desk.page(), &crew.server, COLLEAGUE).await;
    crew::join(page, &crew.server, &link).await;
    let found = entries(crew.desk.page()).await;
    assert_eq!(found.len(), 1, "what was counted stays: {found:?}");
}

#[tokio::test]
async fn a_full_phone_says_so_before_and_when_it_is_and_loses_nothing() {
    let mut crew = Crew::enrolled(Look::OFFICE, Look::PHONE).await;
    crew.server.stop();
    let page = crew.phone.page();
    let origin = crew.server.url("");
    page.begins_with(LITTLE_ROOM).await;
    page.reload().await;
    page.says("little-room", "This phone has little room left.")
        .await;
    page.shot("phone-little-room").await;
    let clocked_in = tap(page, "on").await;

    // Chromium asks for the room once in a while; a browser just opened does with its first tap.
    let mut crew = crew.phone_killed_and_reopened(Look::PHONE).await;
    let page = crew.phone.page();
    page.has_room(&origin, Some(1)).await;
    page.press_test("clock-button").await;
    page.says("trouble", "This phone's storage is full").await;
    page.says(
        "trouble",
        "Nothing new can be saved, and the clock stands as it was. What was saved before is kept; \
         1 tap is not sent yet. Free up space on the phone, then try again.",
    )
    .await;
    mode_is(page, "on").await;
    page.shot("phone-full").await;
    watch_files(page).await;
    page.press_test("trouble-export").await;
    assert!(given_file(page).await.starts_with("[84,84,85,78,"));

    page.has_room(&origin, None).await;
    page.press_test("trouble-retry").await;
    mode_is(page, "on").await;
    let clocked_out = tap(page, "off").await;
    crew.server.start_again().await;
    all_is_counted(page).await;
    let found = entries(crew.desk.page()).await;
    assert_eq!(found.len(), 1, "{found:?}");
    stated_at(instant(&found[0], "start"), clocked_in);
    stated_at(instant(&found[0], "end"), clocked_out);
}

#[tokio::test]
async fn a_phone_whose_records_are_damaged_saves_its_hours_and_a_colleague_brings_them() {
    let mut crew = Crew::enrolled(Look::OFFICE, Look::PHONE).await;
    let (profile, desk) = (Profile::new(), crew.desk.page());
    let colleague = crew::enrol(desk, &crew.server, COLLEAGUE, (&profile, Look::PHONE)).await;
    crew.server.stop();
    let page = crew.phone.page();
    let clocked_in = tap(page, "on").await;
    let clocked_out = tap(page, "off").await;
    page.run_async(
        "const [done] = arguments;
         indexedDB.open('timetrakr').onsuccess = (event) => {
           const mark = event.target.result.transaction('mark', 'readwrite').objectStore('mark');
           mark.put(new Uint8Array([9]), 'mark').onsuccess = () => done(true);
         };",
    )
    .await;
    page.reload().await;
    page.says("broken", "TimeTrakr cannot use what is saved here")
        .await;
    page.says("broken", "Nothing was deleted.").await;
    page.shot("phone-broken").await;
    watch_files(page).await;
    page.press_test("rescue").await;
    let file = given_file(page).await;
    page.shows("The file is in your downloads.").await;

    crew.server.start_again().await;
    bring(colleague.page(), &file).await;
    let found = entries(crew.desk.page()).await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["employee"]["name"], crew::WORKER, "{found:?}");
    stated_at(instant(&found[0], "start"), clocked_in);
    stated_at(instant(&found[0], "end"), clocked_out);
    colleague.close().await;
}

#[tokio::test]
async fn an_app_that_cannot_start_saves_its_hours_also_with_a_key_of_its_own() {
    let mut crew = Crew::enrolled(Look::OFFICE, Look::PHONE).await;
    let link = office::invite(crew.desk.page(), &crew.server, COLLEAGUE).await;
    let profile = Profile::new();
    let old = Browser::open(&profile, Look::PHONE).await;
    let page = old.page();
    page.begins_with(NO_ED25519).await;
    crew::join(page, &crew.server, &link).await;
    crew.server.stop();
    let clocked_in = tap(page, "on").await;
    let clocked_out = tap(page, "off").await;
    page.begins_with(NO_APP).await;
    page.reload().await;
    page.shows("TimeTrakr stopped").await;
    page.shows("What is saved on this phone stays.").await;
    page.shot("phone-stopped").await;
    watch_files(page).await;
    page.press("Save unsent hours as a file").await;
    let file = given_file(page).await;
    page.shows("The file is in your downloads.").await;

    crew.server.start_again().await;
    bring(crew.phone.page(), &file).await;
    let found = entries(crew.desk.page()).await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["employee"]["name"], COLLEAGUE, "{found:?}");
    stated_at(instant(&found[0], "start"), clocked_in);
    stated_at(instant(&found[0], "end"), clocked_out);
    old.close().await;
}

/// Uploads a colleague's file on a worker's own phone.
async fn bring(page: &Page, file: &str) {
    page.press_test("sync-line").await;
    page.by_test("sync-export").await;
    choose_file(page, file).await;
    page.shows("The file is on the server.").await;
}
