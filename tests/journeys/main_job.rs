//! The main job: a phone clocks in and out with the server gone, and the office sees the exact
//! times.

use support::{Browser, Look};

use crate::crew::{self, Crew, all_is_counted, entries, instant, mode_is, stated_at, tap};
use crate::office;

#[tokio::test]
async fn hours_clocked_with_no_server_reach_the_office_to_the_millisecond() {
    let mut crew = Crew::enrolled(Look::OFFICE, Look::PHONE).await;

    crew.server.stop();
    let clocked_in = tap(crew.phone.page(), "on").await;
    crew.phone.page().says("sync-line", "1 not yet sent").await;
    crew.phone.page().shot("phone-clocked-in-offline").await;

    let mut crew = crew.phone_killed_and_reopened(Look::PHONE).await;
    mode_is(crew.phone.page(), "on").await;
    crew.phone.page().reload().await;
    mode_is(crew.phone.page(), "on").await;
    let clocked_out = tap(crew.phone.page(), "off").await;
    crew.phone.page().says("sync-line", "2 not yet sent").await;

    crew.server.start_again().await;
    all_is_counted(crew.phone.page()).await;
    crew.phone.page().shot("phone-counted").await;

    let desk = crew.desk.page();
    let found = entries(desk).await;
    assert_eq!(found.len(), 1, "one entry: {found:?}");
    stated_at(instant(&found[0], "start"), clocked_in);
    stated_at(instant(&found[0], "end"), clocked_out);

    let date = found[0]["work_date"]
        .as_str()
        .expect("an entry has a work date")
        .to_owned();
    desk.goto(&crew.server.url("/timesheets")).await;
    desk.by_test("week-grid").await;
    desk.shows(crew::WORKER).await;
    let cell = format!(
        "tr[data-name=\"{}\"] [data-test=\"cell-{date}\"]",
        crew::WORKER
    );
    desk.until_true(
        "the day's cell",
        &format!("const cell = document.querySelector('{cell}'); cell?.click(); return !!cell"),
    )
    .await;
    desk.by_test("entry-card").await;
    desk.press_test("entry-history").await;
    desk.by_test("entry-timeline").await;
    desk.shot("office-day").await;

    let report = crew.server.command("verify", &[]);
    assert!(report.contains("sound"), "{report}");
}

#[tokio::test]
async fn a_clock_in_shows_up_on_the_owners_page_by_itself() {
    let crew = Crew::enrolled(Look::OFFICE, Look::PHONE).await;
    crew.desk.page().goto(&crew.server.url("/")).await;
    crew.desk.page().by_test("today-figures").await;
    tap(crew.phone.page(), "on").await;
    crew.desk.page().says("on-clock", crew::WORKER).await;
    tap(crew.phone.page(), "off").await;
    crew.desk.page().says("done-today", crew::WORKER).await;
}

#[tokio::test]
async fn two_tabs_of_one_phone_that_tap_together_clock_in_once() {
    let mut crew = Crew::enrolled(Look::OFFICE, Look::PHONE).await;
    crew.server.stop();
    let page = crew.phone.page();
    let first = page.new_tab().await;
    let second = page.client().window().await.expect("there is a tab");
    page.goto(&crew.server.url("/app/")).await;
    page.by_test("clock-button").await;
    // Both tabs press at one instant of the wall clock.
    let press = "const at = Number(localStorage.getItem('journey-tap'));
         setTimeout(() => {
           document.querySelector('[data-test=clock-button]').click();
           window.journeyPressed = true;
         }, at - Date.now());
         return true;";
    page.run(
        "localStorage.setItem('journey-tap', String(Date.now() + 4000))",
        Vec::new(),
    )
    .await;
    page.run(press, Vec::new()).await;
    page.switch_to(first).await;
    page.run(press, Vec::new()).await;
    for tab in [None, Some(second)] {
        if let Some(tab) = tab {
            page.switch_to(tab).await;
        }
        page.until_true("a pressed button", "return window.journeyPressed === true")
            .await;
        page.says("sync-line", "not yet sent").await;
    }

    crew.server.start_again().await;
    all_is_counted(crew.phone.page()).await;
    let found = entries(crew.desk.page()).await;
    // On a slow machine the second press may meet the first one's state and clock out again; what
    // must never be is a second clock-in.
    assert_eq!(found.len(), 1, "one clock-in: {found:?}");
}

#[tokio::test]
async fn a_managers_edit_and_the_workers_own_meet_by_field() {
    let mut crew = Crew::enrolled(Look::OFFICE, Look::PHONE).await;
    tap(crew.phone.page(), "on").await;
    all_is_counted(crew.phone.page()).await;
    let before = entries(crew.desk.page()).await;

    // The phone clocks out unheard and is put away; only then does the owner change the start and
    // the note, which the phone has not seen.
    crew.server.stop();
    let clocked_out = tap(crew.phone.page(), "off").await;
    crew.phone.kill();
    crew.server.start_again().await;
    let start = instant(&before[0], "start") - jiff::SignedDuration::from_mins(30);
    let fields = format!(
        "{{\"start\":\"{start}\",\"note\":\"Started at the yard\",\"reason\":\"Foreman told me\"}}"
    );
    office::change_entry(crew.desk.page(), &before[0], &fields).await;
    let phone = Browser::open(&crew.phone_profile, Look::PHONE).await;
    phone.page().goto(&crew.server.url("/app/")).await;
    all_is_counted(phone.page()).await;
    mode_is(phone.page(), "off").await;

    let found = entries(crew.desk.page()).await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(
        instant(&found[0], "start"),
        start,
        "the owner's start stands"
    );
    assert_eq!(found[0]["note"], "Started at the yard");
    stated_at(instant(&found[0], "end"), clocked_out);
    phone.close().await;
}
