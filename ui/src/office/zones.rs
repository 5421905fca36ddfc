//! Time zones as a person finds them: by city, with the name of the list behind it.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use js_sys::Reflect;
use ui::components::PickItem;

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

fn offset(zone: &str, at: Timestamp) -> Option<String> {
    let seconds = TimeZone::get(zone).ok()?.to_offset(at).seconds();
    let sign = if seconds < 0 { '\u{2212}' } else { '+' };
    let minutes = seconds.unsigned_abs() / 60;
    Some(format!("UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60))
}
