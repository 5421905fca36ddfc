//! Whole runs from a seed: a server on a disk that loses what was not synced, phones whose clocks
//! are wrong and that have two tabs, a network that drops, repeats, reorders and cuts, managers
//! who edit. `cargo xtask sim` runs more of them.

#[path = "../firm.rs"]
mod firm;
mod judge;
mod plan;
mod server;
mod world;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::Command;
use std::time::SystemTime;

use plan::Step;
use world::World;

/// How many seeds every test run takes.
const FIXED: u64 = 30;
/// How many fresh ones besides, unless the environment asks for more.
const FRESH: u64 = 5;

/// Seeds that once failed, each with what it was.
const FOUND: &[(u64, &str)] = &[];

/// One run; what went wrong, if something did.
fn run(seed: u64, steps: &[Step]) -> Result<(), String> {
    let run = || {
        let mut world = World::new(seed);
        for step in steps {
            world.step(*step)?;
        }
        world.heals()?;
        judge::judge(&world)
    };
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        Err(format!("panic: {}", text.unwrap_or_default()))
    })
}

#[track_caller]
fn check(seed: u64) {
    let steps = plan::of(seed);
    let Err(fault) = run(seed, &steps) else {
        return;
    };
    let fewer = plan::shortened(&steps, |steps| run(seed, steps).is_err());
    let last = run(seed, &fewer)
        .err()
        .unwrap_or_else(|| "not every time".to_owned());
    let commit = Command::new("git").args(["rev-parse", "HEAD"]).output();
    let commit = commit.map(|said| String::from_utf8_lossy(&said.stdout).trim().to_owned());
    panic!(
        "seed {seed} at commit {}: {fault}\nshortened to {} of {} steps: {last}\n{fewer:#?}\n\
         again: cargo xtask sim --seeds 1 --seed {seed}",
        commit.unwrap_or_default(),
        fewer.len(),
        steps.len()
    );
}

fn asked(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
fn what_was_found_once_does_not_come_back() {
    for (seed, _what_it_was) in FOUND {
        check(*seed);
    }
}

#[test]
fn a_fixed_set_of_runs_loses_nothing() {
    (0..FIXED).for_each(check);
}

#[test]
fn fresh_runs_lose_nothing() {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let fresh = now.map_or(0, |since| since.as_nanos() as u64 >> 16);
    let first = asked("SIM_SEED").unwrap_or(fresh);
    let count = asked("SIM_SEEDS").unwrap_or(FRESH);
    (first..first.saturating_add(count)).for_each(check);
}
