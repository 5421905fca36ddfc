//! Whole runs from a seed: a server on a disk that loses what was not synced, phones whose clocks
//! are wrong, that have two tabs and are copied, a network that drops, repeats, reorders and cuts,
//! managers who edit, and backups that it is set back to. `cargo xtask sim` runs more of them.

#[path = "../firm.rs"]
mod firm;
mod judge;
mod plan;
mod server;
mod under_way;
mod world;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::Command;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use plan::{Fate, Fault, PhoneAct, Step};
use world::{Seen, World};

/// How many seeds every test run takes.
const FIXED: u64 = 5;
/// How many fresh ones besides, unless the environment asks for more.
const FRESH: u64 = 2;
/// After how many seeds a long run says how far it is.
const TOLD_EVERY: u64 = 250;

/// Seeds that once failed, each with what it was.
const FOUND: &[(u64, &str)] = &[];

/// One run; what went wrong, if something did.
fn run(seed: u64, steps: &[Step]) -> Result<Seen, String> {
    guarded(|| {
        let mut world = World::new(seed);
        for step in steps {
            world.step(*step)?;
        }
        world.heals()?;
        judge::judge(&mut world)?;
        Ok(world.seen())
    })
}

/// A panic is a failure like any other.
fn guarded<T>(run: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        Err(format!("panic: {}", text.unwrap_or_default()))
    })
}

#[track_caller]
fn check(seed: u64) -> Seen {
    let steps = plan::of(seed);
    let fault = match run(seed, &steps) {
        Ok(seen) => return seen,
        Err(fault) => fault,
    };
    eprintln!("seed {seed} fails: {fault}; shortening the run");
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

/// Shortened from a longer run: the other copy's ops took the sequences that were waited for.
#[test]
fn a_restored_server_does_not_wait_for_what_came_back_in_a_branch() {
    let fates = [Fate::Delivered; 4];
    let steps = [
        Step::Phone(0, PhoneAct::IsCopied { seed: 1 }),
        Step::Fault(Fault::BackUp),
        Step::Phone(0, PhoneAct::Press { times: 198 }),
        Step::Phone(0, PhoneAct::Sync { fates }),
        Step::Phone(3, PhoneAct::Press { times: 3 }),
        Step::Phone(3, PhoneAct::Sync { fates }),
        Step::Fault(Fault::SetBack),
        Step::Phone(3, PhoneAct::Sync { fates }),
    ];
    assert_eq!(run(1, &steps).err(), None);
}

#[test]
fn a_fixed_set_of_runs_loses_nothing() {
    let seen: Vec<Seen> = (0..FIXED).map(check).collect();
    let sum = |what: fn(&Seen) -> usize| seen.iter().map(what).sum::<usize>();
    eprintln!("{seen:?}");
    let runs = seen.len();
    assert!(sum(|seen| seen.ops) > 50 * runs);
    assert!(sum(|seen| seen.receipts) > 5 * runs);
    assert!(sum(|seen| seen.restarts) > 3 * runs);
    assert!(sum(|seen| seen.commands) > 3 * runs);
    assert!(sum(|seen| seen.copies) > 0);
    assert!(sum(|seen| seen.restores) > 0);
}

#[test]
fn a_disk_that_lies_about_its_syncs_is_found_out() {
    let lies = |seed| {
        let run = || {
            let mut world = World::new(seed);
            world.disk_lies();
            let steps = plan::of(seed);
            steps.into_iter().try_for_each(|step| world.step(step))
        };
        guarded(run).is_err()
    };
    assert!((0..FIXED).any(lies));
}

#[test]
fn what_is_under_way_when_the_power_goes_is_kept_or_never_answered() {
    let first = asked("SIM_SEED").unwrap_or(0);
    for seed in first..first + asked("SIM_UNDER_WAY").unwrap_or(FIXED) {
        let fault = guarded(|| under_way::run(seed)).err();
        assert_eq!(fault, None, "seed {seed}");
    }
}

#[test]
fn a_seed_gives_the_same_run_again() {
    let steps = plan::of(1);
    let steps: Vec<Step> = steps
        .into_iter()
        .filter(|step| !is_set_back(step))
        .collect();
    assert_eq!(run(1, &steps), run(1, &steps));
}

/// Whether chance of the machine comes in: restoring makes files of the real system.
fn is_set_back(step: &Step) -> bool {
    matches!(step, Step::Fault(Fault::SetBack))
}

#[test]
fn fresh_runs_lose_nothing() {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let fresh = now.map_or(0, |since| since.as_nanos() as u64 >> 16);
    let first = asked("SIM_SEED").unwrap_or(fresh);
    let count = asked("SIM_SEEDS").unwrap_or(FRESH);
    let jobs = asked("SIM_JOBS").unwrap_or(1).max(1);
    let next = AtomicU64::new(0);
    let work = || {
        loop {
            let done = next.fetch_add(1, Ordering::Relaxed);
            if done >= count {
                return;
            }
            check(first.saturating_add(done));
            if (done + 1).is_multiple_of(TOLD_EVERY) {
                eprintln!("{} of {count} seeds begun, none failed so far", done + 1);
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..jobs {
            scope.spawn(work);
        }
        work();
    });
}
