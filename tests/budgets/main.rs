//! What a browser downloads, against the goals: small enough for a phone with one bar of signal.

use serde_json::Value;

/// The goal is 400,000. What is over it came with timesheets on the phone and is to go again: this
/// number only ever goes down.
const PHONE_BYTES_MAX: u64 = 407_000;
const OFFICE_BYTES_MAX: u64 = 800_000;

/// The size as served of an app, all its files together.
fn served_bytes(app: &str) -> u64 {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/dist/sizes.json");
    let text = std::fs::read_to_string(path).expect("the web app is built: cargo xtask ui");
    let sizes: Value = serde_json::from_str(&text).expect("sizes.json is JSON");
    sizes["totals"][app]["brotli"]
        .as_u64()
        .expect("sizes.json has a total for each app")
}

#[test]
fn a_phone_downloads_no_more_than_its_budget() {
    let bytes = served_bytes("phone");
    assert!(bytes <= PHONE_BYTES_MAX, "{bytes} bytes");
}

#[test]
fn the_office_downloads_no_more_than_its_budget() {
    let bytes = served_bytes("office");
    assert!(bytes <= OFFICE_BYTES_MAX, "{bytes} bytes");
}
