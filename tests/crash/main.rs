//! The built server under a load of phones, killed at random moments: what it receipted is there
//! afterwards, every time. Started by `cargo xtask crash`, which builds the server and says where.
#![expect(clippy::print_stdout, reason = "saying how it goes is what it is for")]

#[path = "../firm.rs"]
mod firm;
mod full;
mod ledger;
mod load;
mod rounds;

use std::process::ExitCode;

/// What was asked on the command line.
struct Asked {
    rounds: u32,
    seed: u64,
    small_disk: bool,
}

fn main() -> ExitCode {
    let Some(asked) = asked() else {
        println!("usage: crash_load ROUNDS SEED [--small-disk]");
        return ExitCode::FAILURE;
    };
    let done = if asked.small_disk {
        full::run(asked.seed)
    } else {
        rounds::run(asked.rounds, asked.seed)
    };
    match done {
        Ok(said) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(fault) => {
            println!("FAILED with --seed {}: {fault}", asked.seed);
            ExitCode::FAILURE
        }
    }
}

fn asked() -> Option<Asked> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let (rounds, seed) = (words.first()?.parse().ok()?, words.get(1)?.parse().ok()?);
    let small_disk = match words.get(2).map(String::as_str) {
        None => false,
        Some("--small-disk") => true,
        Some(_) => return None,
    };
    Some(Asked {
        rounds,
        seed,
        small_disk,
    })
}
