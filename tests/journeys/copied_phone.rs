//! A phone whose storage was copied, as when it is moved to a new one by a backup and the old one
//! stays in use: both write on, and nobody loses an hour.

use jiff::Timestamp;
use support::{Browser, Look, Page};

use crate::crew::{self, Crew, all_is_counted, entries, instant, stated_at, tap};

/// Opens the record of the person of this name in the list.
const OPEN_THE_WORKER: &str = "const [name] = arguments;
     const rows = [...document.querySelectorAll('.row-open')];
     rows.find((row) => row.innerText.includes(name)).click();";

/// The moments before and after the taps on and off the clock.
type Shift = [(Timestamp, Timestamp); 2];

async fn shift(phone: &Browser) -> Shift {
    let on = tap(phone.page(), "on").await;
    [on, tap(phone.page(), "off").await]
}

#[tokio::test]
async fn two_copies_of_a_phone_clock_offline_and_every_hour_counts_once() {
    let crew = Crew::enrolled(Look::OFFICE, Look::PHONE).await;
    let Crew {
        mut server,
        desk,
        phone,
        phone_profile,
        ..
    } = crew;
    let desk = desk.page();
    let mut shifts = vec![shift(&phone).await];
    all_is_counted(phone.page()).await;
    phone.close().await;
    let copied = phone_profile.copied();

    // No signal; each copy is somebody's phone.
    server.stop();
    let mut phones = Vec::new();
    for profile in [&phone_profile, &copied] {
        let phone = Browser::open(profile, Look::PHONE).await;
        phone.page().goto(&server.url("/app/")).await;
        phone.page().by_test("clock-button").await;
        shifts.push(shift(&phone).await);
        phones.push(phone);
    }
    server.start_again().await;
    for phone in &phones {
        phone.page().reload().await;
        all_is_counted(phone.page()).await;
    }
    check(desk, &shifts).await;

    // And both go on, online.
    for phone in phones.iter().rev() {
        shifts.push(shift(phone).await);
        all_is_counted(phone.page()).await;
    }
    check(desk, &shifts).await;
    phones[1].page().shot("phone-copied").await;

    desk.goto(&server.url("/people")).await;
    desk.shows(crew::WORKER).await;
    desk.run(OPEN_THE_WORKER, vec![crew::WORKER.into()]).await;
    desk.says("device-copied", "Its storage was copied").await;
    desk.shot("office-copied-phone").await;
}

/// The office has exactly these shifts, each once.
async fn check(desk: &Page, shifts: &[Shift]) {
    let mut found = entries(desk).await;
    found.sort_by_key(|entry| instant(entry, "start"));
    assert_eq!(found.len(), shifts.len());
    let mut shifts = shifts.to_vec();
    shifts.sort();
    for (entry, [on, off]) in found.iter().zip(shifts) {
        stated_at(instant(entry, "start"), on);
        stated_at(instant(entry, "end"), off);
    }
}
