//! Work that a phone cannot send itself: by a file, past a closed database, after its revocation.

use support::{Look, Page, Server};

use crate::crew::{self, Crew, choose_file, entries, given_file, mode_is, tap, watch_files};

/// Opens the record of the person of this name in the list.
const OPEN_THE_WORKER: &str = "const [name] = arguments;
     const rows = [...document.querySelectorAll('.row-open')];
     rows.find((row) => row.innerText.includes(name)).click();";

#[tokio::test]
async fn the_file_of_a_revoked_phone_is_kept_and_shown_and_does_not_count() {
    let mut crew = Crew::enrolled(Look::OFFICE, Look::PHONE).await;
    crew.server.stop();
    tap(crew.phone.page(), "on").await;
    tap(crew.phone.page(), "off").await;
    let file = export(crew.phone.page()).await;
    crew.phone.kill();

    crew.server.start_again().await;
    let desk = crew.desk.page();
    revoke_the_phone(desk, &crew.server).await;

    desk.goto(&crew.server.url("/settings")).await;
    desk.by_test("unsent-file").await;
    choose_file(desk, &file).await;
    desk.press_test("unsent-upload").await;
    desk.shows("on the server").await;

    desk.goto(&crew.server.url("/")).await;
    desk.press_test("today-quarantine").await;
    desk.says("held", crew::WORKER).await;
    desk.says("held", "The phone was revoked").await;
    assert!(entries(desk).await.is_empty(), "nothing of it counts");
}

#[tokio::test]
async fn a_database_that_the_browser_closed_is_opened_again_by_the_next_tap() {
    let crew = Crew::enrolled(Look::OFFICE, Look::PHONE).await;
    let page = crew.phone.page();
    page.run(
        "window.journeyOpen = new Set();
         const begin = IDBDatabase.prototype.transaction;
         IDBDatabase.prototype.transaction = function (...args) {
           window.journeyOpen.add(this);
           return begin.apply(this, args);
         };",
        Vec::new(),
    )
    .await;
    tap(page, "on").await;
    page.run(
        "for (const database of window.journeyOpen) database.close();",
        Vec::new(),
    )
    .await;
    tap(page, "off").await;
    page.reload().await;
    mode_is(page, "off").await;
    crew::all_is_counted(page).await;
    assert_eq!(entries(crew.desk.page()).await.len(), 1);
}

/// Revokes the worker's phone in the office.
pub(crate) async fn revoke_the_phone(desk: &Page, server: &Server) {
    desk.goto(&server.url("/people")).await;
    desk.shows(crew::WORKER).await;
    desk.run(OPEN_THE_WORKER, vec![crew::WORKER.into()]).await;
    desk.press_test("device-revoke").await;
    desk.fill_test("device-reason", "The phone was lost").await;
    desk.press_test("device-submit").await;
    desk.shows("can write no more").await;
}

/// Exports what the phone holds alone, and gives the bytes of the file as a script would write
/// them.
async fn export(page: &Page) -> String {
    watch_files(page).await;
    page.press_test("sync-line").await;
    page.press_test("sync-export").await;
    given_file(page).await
}
