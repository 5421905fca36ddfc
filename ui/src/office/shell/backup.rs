//! What who looks after the company has to know of its server's data: that there is no recent
//! backup, and that the server was restored from one. Each line can be put away.

use api::backup::{BackupStatus, RestoredFrom};
use domain::company::Permission;
use jiff::Timestamp;
use sycamore::futures::spawn_local_scoped;
use sycamore::prelude::*;
use ui::i18n;
use ui::{dom, t};

use super::notice;
use crate::http;
use crate::state::{App, Put};

/// When the warning was put away.
const OVERDUE_KEY: &str = "tt-backup-away";
/// Which restore was read about.
const RESTORED_KEY: &str = "tt-restored-away";
const WEEK_SECONDS: i64 = 7 * 24 * 3600;
/// How often it looks again, in milliseconds.
const LOOK_MS: u32 = 3_600_000;

/// The lines; nothing while all is well.
pub fn lines(app: App) -> View {
    if !app.may(Permission::ManagePeople) {
        return View::new();
    }
    let status = create_signal(None::<BackupStatus>);
    let look = move || {
        let path = app.path("/backup");
        spawn_local_scoped(async move {
            // What cannot be known now is asked for again.
            if let Ok(answer) = http::get::<BackupStatus>(&path).await {
                status.put(Some(answer));
            }
        });
    };
    look();
    dom::every(LOOK_MS, look);
    let lines = View::from_dynamic(move || match status.get_clone() {
        Some(now) => untrack(move || {
            let again = move || status.update(|_| {});
            let restored = now.restored.filter(is_news);
            let restored = restored.map(|restored| restored_line(app, &restored, again));
            let overdue =
                (now.overdue && !is_away()).then(|| overdue_line(app, now.made_at, again));
            view! { (restored) (overdue) }
        }),
        None => View::new(),
    });
    view! { div(role="status") { (lines) } }
}

fn overdue_line(app: App, made_at: Option<Timestamp>, again: impl Fn() + 'static) -> View {
    let words = match made_at {
        Some(at) => t!("backup-overdue", date = date(app, at)),
        None => t!("backup-overdue-none"),
    };
    let put_away = move |()| {
        let now = Timestamp::now().as_second().to_string();
        dom::store(OVERDUE_KEY, Some(&now));
        again();
    };
    let words = view! { (words) " " a(href="/settings") { (t!("backup-overdue-more")) } };
    let away = notice::away(t!("backup-overdue-away"), "backup-overdue-away", put_away);
    notice::line("backup-overdue", words, away)
}

fn restored_line(app: App, restored: &RestoredFrom, again: impl Fn() + 'static) -> View {
    let words = t!(
        "restored-notice",
        date = date_time(app, restored.backup_made_at)
    );
    let restored_at = restored.restored_at.to_string();
    let put_away = move |()| {
        dom::store(RESTORED_KEY, Some(&restored_at));
        again();
    };
    let away = notice::away(t!("restored-away"), "restored-away", put_away);
    notice::line("restored", words, away)
}

fn date(app: App, at: Timestamp) -> String {
    i18n::date(app.zone().local(at).date())
}

fn date_time(app: App, at: Timestamp) -> String {
    i18n::date_time_at(at, &app.zone())
}

/// Whether the warning was put away less than a week ago.
fn is_away() -> bool {
    let since = dom::stored(OVERDUE_KEY).and_then(|text| text.parse::<i64>().ok());
    since.is_some_and(|since| Timestamp::now().as_second() - since < WEEK_SECONDS)
}

/// Whether this restore was not yet put away.
fn is_news(restored: &RestoredFrom) -> bool {
    dom::stored(RESTORED_KEY) != Some(restored.restored_at.to_string())
}
