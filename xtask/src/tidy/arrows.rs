//! Which crate may use which: the arrows of docs/ARCHITECTURE.md, as data, against what the
//! manifests say.

use anyhow::{Context, Result};
use serde_json::Value;

/// a → b: `a` may use `b`. A crate that is not listed here is out of order.
const ARROWS: [(&str, &[&str]); 11] = [
    ("domain", &[]),
    ("oplog", &["domain"]),
    ("engine", &["oplog", "domain"]),
    ("sync", &["oplog", "domain"]),
    ("api", &["domain"]),
    ("interchange", &["domain"]),
    ("store", &["engine", "oplog", "domain"]),
    (
        "server",
        &[
            "store",
            "engine",
            "sync",
            "api",
            "interchange",
            "oplog",
            "domain",
        ],
    ),
    (
        "timetrakr",
        &["server", "store", "interchange", "oplog", "domain"],
    ),
    ("ui", &["domain", "oplog", "engine", "sync", "api"]),
    ("testkit", &ANYTHING),
];

/// Members that test or build the others may use any of them.
const UNBOUND: [&str; 3] = ["testkit", "tests", "xtask"];
const ANYTHING: [&str; 0] = [];

/// What stands in the tests of every crate, and nowhere else.
const ONLY_IN_TESTS: &str = "testkit";

/// A dependency that belongs to one room, and the crates that may name it. `testkit` and `tests`
/// may, because they imitate what is on the other side.
const ROOMS: [(&str, &[&str]); 8] = [
    ("redb", &["store"]),
    ("axum", &["server"]),
    ("axum-server", &["server"]),
    ("rustls", &["server"]),
    ("sycamore", &["ui"]),
    ("web-sys", &["ui"]),
    ("idb", &["ui"]),
    ("bincode", &["oplog"]),
];

/// What the pure crates must not name, in whatever kind of dependency.
const IMPURE: [&str; 12] = [
    "tokio",
    "redb",
    "web-sys",
    "js-sys",
    "wasm-bindgen",
    "axum",
    "reqwest",
    "rand",
    "getrandom",
    "tracing",
    "idb",
    "gloo-net",
];

/// The crates that run alike on the phone, in the browser and on the server.
pub const PURE: [&str; 5] = ["domain", "oplog", "engine", "sync", "api"];

/// Compares the table with `cargo metadata`.
///
/// # Errors
/// When the metadata is not of the known shape.
pub fn findings(metadata: &Value) -> Result<Vec<String>> {
    let packages = metadata["packages"]
        .as_array()
        .context("cargo metadata has no packages")?;
    let members: Vec<&str> = packages
        .iter()
        .filter_map(|one| one["name"].as_str())
        .collect();
    let mut findings = Vec::new();
    for package in packages {
        let name = package["name"].as_str().context("a package has no name")?;
        let dependencies = package["dependencies"]
            .as_array()
            .context("no dependencies")?;
        for dependency in dependencies {
            let used = dependency["name"]
                .as_str()
                .context("a dependency has no name")?;
            let in_tests = dependency["kind"].as_str() == Some("dev");
            findings.extend(judge(name, used, in_tests, members.contains(&used)));
        }
    }
    Ok(findings)
}

/// What is wrong with one crate's use of another, if anything.
fn judge(name: &str, used: &str, in_tests: bool, is_member: bool) -> Option<String> {
    if UNBOUND.contains(&name) {
        return None;
    }
    if PURE.contains(&name) && IMPURE.contains(&used) && !in_tests {
        return Some(format!("{name} is pure and must not use {used}"));
    }
    if let Some((_, rooms)) = ROOMS.iter().find(|(room, _)| *room == used)
        && !rooms.contains(&name)
    {
        return Some(format!(
            "{name} uses {used}, which belongs to {} alone",
            rooms.join(", ")
        ));
    }
    if !is_member || (in_tests && used == ONLY_IN_TESTS) {
        return None;
    }
    let Some((_, allowed)) = ARROWS.iter().find(|(from, _)| *from == name) else {
        return Some(format!("{name} has no row in the table of arrows"));
    };
    (!allowed.contains(&used)).then(|| format!("{name} uses {used}: there is no such arrow"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, used: &str, in_tests: bool, expect: &str) {
        let members: Vec<&str> = ARROWS.iter().map(|(name, _)| *name).collect();
        let found = judge(name, used, in_tests, members.contains(&used)).unwrap_or_default();
        assert_eq!(found, expect);
    }

    #[test]
    fn an_arrow_that_is_not_in_the_table_is_found() {
        check("engine", "oplog", false, "");
        check(
            "oplog",
            "engine",
            false,
            "oplog uses engine: there is no such arrow",
        );
        check(
            "oplog",
            "engine",
            true,
            "oplog uses engine: there is no such arrow",
        );
        check(
            "nowhere",
            "domain",
            false,
            "nowhere has no row in the table of arrows",
        );
    }

    #[test]
    fn testkit_is_for_tests_alone() {
        check("engine", "testkit", true, "");
        check(
            "engine",
            "testkit",
            false,
            "engine uses testkit: there is no such arrow",
        );
    }

    #[test]
    fn a_dependency_stays_in_its_room() {
        check("store", "redb", false, "");
        check(
            "server",
            "redb",
            true,
            "server uses redb, which belongs to store alone",
        );
        check(
            "engine",
            "redb",
            false,
            "engine is pure and must not use redb",
        );
        check("testkit", "redb", false, "");
    }
}
