//! The values of an entry in words.

use api::entry::{Break, EntryValues};
use domain::time::Zone;
use jiff::Timestamp;
use jiff::civil::Date;
use sycamore::prelude::*;
use ui::i18n::{self, time_at};
use ui::t;

use crate::state::App;
use crate::words;

/// `7:02 AM – 3:31 PM`, with a date where one is not the day's.
pub fn times(values: &EntryValues, day: Date, zone: &Zone) -> String {
    let start = time_on(values.start, day, zone);
    let end = values
        .end
        .map_or_else(|| t!("now"), |end| time_on(end, day, zone));
    format!("{start} – {end}")
}

/// A time, with its date where that is not the day's.
pub fn time_on(at: Timestamp, day: Date, zone: &Zone) -> String {
    if zone.local(at).date() == day {
        time_at(at, zone)
    } else {
        i18n::date_time_at(at, zone)
    }
}

/// A break: `Break 12:00 – 12:30 · 0:30 · unpaid`.
pub fn pause(pause: &Break, zone: &Zone) -> String {
    let start = time_at(pause.start, zone);
    let kind = if pause.paid {
        t!("break-paid")
    } else {
        t!("break-unpaid")
    };
    match pause.end {
        Some(end) => {
            let length = words::hours(end.as_second() - pause.start.as_second());
            format!(
                "{} {start} – {} · {length} · {kind}",
                t!("break"),
                time_at(end, zone)
            )
        }
        None => format!(
            "{} {} · {kind}",
            t!("break"),
            t!("break-since", time = start)
        ),
    }
}

/// All breaks in one line, or that there are none.
pub fn pauses(pauses: &[Break], zone: &Zone) -> String {
    if pauses.is_empty() {
        return t!("breaks-none");
    }
    let words: Vec<String> = pauses
        .iter()
        .map(|pause| {
            let end = pause
                .end
                .map_or_else(|| t!("now"), |end| time_at(end, zone));
            format!("{} – {end}", time_at(pause.start, zone))
        })
        .collect();
    words.join(", ")
}

/// That times are the company's, for someone whose own clock shows others.
pub fn zone_note(app: App, at: Timestamp) -> View {
    let zone = app.zone();
    let here = crate::zones::of_browser().and_then(|name| Zone::named(&name).ok());
    let same = here.is_none_or(|here| here.offset_seconds(at) == zone.offset_seconds(at));
    if same {
        return View::new();
    }
    let name = zone.name().replace('_', " ");
    view! { p(class="muted small") { (t!("zone-note", zone = name.as_str())) } }
}
