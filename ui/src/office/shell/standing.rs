//! What everyone in the office has to know when the server keeps nothing new: what happened, since
//! when and what to do. And for owners, that the disk is nearly full.

use api::standing::{ReadOnly, ReadOnlyCause, ServerStanding};
use domain::company::Permission;
use jiff::Timestamp;
use sycamore::prelude::*;
use ui::i18n;
use ui::{dom, t};

use super::notice;
use crate::data::fetched;
use crate::state::App;

/// How often it looks again, in milliseconds.
const LOOK_MS: u32 = 60_000;
/// When the warning about space was put away.
const SPACE_KEY: &str = "tt-space-away";
const DAY_SECONDS: i64 = 24 * 3_600;

/// The lines; nothing while all is well.
pub fn lines(app: App) -> View {
    let standing = fetched::<ServerStanding>(app, || Some("/server".to_owned()));
    dom::every(LOOK_MS, move || standing.reload());
    // What was refused for it is explained at once.
    create_effect(move || {
        if app.read_only.get() > 0 {
            untrack(move || standing.reload());
        }
    });
    let put_away = create_signal(is_away());
    let lines = View::from_dynamic(move || {
        let now = standing.state.with(|state| state.ready().cloned());
        let away = put_away.get();
        untrack(move || match now {
            Some(ServerStanding {
                read_only: Some(read_only),
                ..
            }) => notice::line("read-only", words(app, &read_only), View::new()),
            Some(ServerStanding {
                space_left: Some(left),
                ..
            }) if !away => little_space(left, put_away),
            Some(_) | None => View::new(),
        })
    });
    view! { div(role="status") { (lines) } }
}

fn words(app: App, read_only: &ReadOnly) -> String {
    let since = read_only
        .since
        .map(|since| i18n::date_time_at(since, &app.zone()));
    let what = match (read_only.cause, since) {
        (ReadOnlyCause::DiskFull, Some(since)) => t!("read-only-disk-full", since = since),
        (ReadOnlyCause::DiskFailed, Some(since)) => t!("read-only-disk-failed", since = since),
        (ReadOnlyCause::CompanyStopped, _) => t!("read-only-stopped"),
        (ReadOnlyCause::DiskFull | ReadOnlyCause::DiskFailed, None) => t!("error-read-only"),
    };
    if app.may(Permission::ManageCompany) {
        let to_do = match read_only.cause {
            ReadOnlyCause::DiskFull => t!("read-only-disk-full-to-do"),
            ReadOnlyCause::DiskFailed => t!("read-only-disk-failed-to-do"),
            ReadOnlyCause::CompanyStopped => t!("read-only-stopped-to-do"),
        };
        return format!("{what} {to_do}");
    }
    format!("{what} {}", t!("read-only-tell"))
}

fn little_space(left: u64, put_away: Signal<bool>) -> View {
    let megabytes = i64::try_from(left / (1024 * 1024)).unwrap_or(i64::MAX);
    let away = notice::away(t!("space-low-away"), "space-low-away", move |()| {
        let now = Timestamp::now().as_second().to_string();
        dom::store(SPACE_KEY, Some(&now));
        put_away.set(true);
    });
    let words = t!("space-low", megabytes = i18n::number(megabytes));
    notice::line("space-low", words, away)
}

/// Whether the warning was put away less than a day ago.
fn is_away() -> bool {
    let since = dom::stored(SPACE_KEY).and_then(|text| text.parse::<i64>().ok());
    since.is_some_and(|since| Timestamp::now().as_second() - since < DAY_SECONDS)
}
