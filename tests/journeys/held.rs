//! What is held back: seen and settled in the office, and told to the phone that stated it.

use support::{Browser, Look};

use crate::crew::{Crew, entries, tap};
use crate::unsent_file::revoke_the_phone;

#[tokio::test]
async fn the_hours_of_a_revoked_phone_count_once_the_office_releases_them() {
    let mut crew = Crew::enrolled(Look::OFFICE, Look::PHONE).await;
    crew.server.stop();
    tap(crew.phone.page(), "on").await;
    tap(crew.phone.page(), "off").await;
    crew.phone.kill();
    crew.server.start_again().await;
    revoke_the_phone(crew.desk.page(), &crew.server).await;

    // The phone that was lost is found, and hands in what it holds.
    let found = Browser::open(&crew.phone_profile, Look::PHONE).await;
    let (desk, phone) = (crew.desk.page(), found.page());
    phone.goto(&crew.server.url("/app/#days")).await;
    phone.says("not-counted", "Clocked in").await;
    phone.shot("phone-held").await;

    desk.goto(&crew.server.url("/exceptions?show=held")).await;
    desk.says("held", "Ben Alvarez clocked in at").await;
    desk.says("held", "The phone was revoked").await;
    desk.shot("office-held").await;
    assert!(entries(desk).await.is_empty(), "nothing of it counts yet");
    let open = "document.querySelector('[data-test=held] .row-open').click()";
    desk.run(open, Vec::new()).await;
    desk.says("held-one", "Ask the person").await;
    desk.shot("office-held-one").await;
    desk.press_test("held-release-device").await;
    desk.fill_test("held-why", "Ben told me when he worked")
        .await;
    desk.press_test("held-submit").await;
    desk.shows("2 statements count now").await;
    desk.shows("Nothing is held back").await;
    desk.says("held-story", "Ben told me when he worked").await;
    desk.shot("office-released").await;
    let counted = entries(desk).await;
    assert_eq!(counted.len(), 1);
    assert!(counted[0]["end"].is_string(), "{counted:?}");

    // Its own copy says so, although the phone stays revoked.
    phone.reload().await;
    phone.by_test("entry").await;
    let all = "return !document.querySelector('[data-test=not-counted]')";
    phone.until_true("nothing that does not count", all).await;
    phone.shot("phone-released").await;
    // Asked again, the server has nothing more to tell it.
    phone.reload().await;
    phone.shows("withdrawn this phone").await;
}
