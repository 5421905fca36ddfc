//! Time zones as a person finds them: by city, with the name of the list behind it.

use api::setup::Zones;
use domain::time::Zone;
use jiff::Timestamp;
use js_sys::Reflect;
use sycamore::futures::spawn_local_scoped;
use sycamore::prelude::*;
use ui::components::PickItem;

use crate::http;

/// The zone of the browser.
pub fn of_browser() -> Option<String> {
    let format = js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new());
    let options = format.resolved_options();
    Reflect::get(&options, &"timeZone".into()).ok()?.as_string()
}

/// Zones to pick from: `New York`, under it `America/New_York · UTC−05:00`. The part of the world
/// and the offset are found by the search too.
pub fn items(zones: &[String]) -> Vec<PickItem> {
    let now = Timestamp::now();
    let item = |zone: &String| {
        let city = zone.rsplit('/').next().unwrap_or(zone).replace('_', " ");
        let detail = match offset(zone, now) {
            Some(offset) => format!("{zone} · {offset}"),
            None => zone.clone(),
        };
        PickItem::new(zone, city).with_detail(detail)
    };
    zones.iter().map(item).collect()
}

/// Every zone to pick from, once the server has named them; until then the one in use.
pub fn known(own: String) -> Signal<Vec<PickItem>> {
    let known = create_signal(items(&[own]));
    spawn_local_scoped(async move {
        if let Ok(Zones { zones }) = http::get::<Zones>("/zones").await {
            known.set(items(&zones));
        }
    });
    known
}

fn offset(zone: &str, at: Timestamp) -> Option<String> {
    let seconds = Zone::named(zone).ok()?.offset_seconds(at);
    let sign = if seconds < 0 { '\u{2212}' } else { '+' };
    let minutes = seconds.unsigned_abs() / 60;
    Some(format!("UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60))
}
