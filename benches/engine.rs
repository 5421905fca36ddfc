//! Judging and applying: what the server does with every op, and a phone with its own.
//! `cargo bench --package tests --bench engine`

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use engine::{Arrival, Overlay};
use jiff::{SignedDuration, Timestamp};
use oplog::Op;
use testkit::Scenario;

/// How many days the worker has worked before what is measured.
const DAYS_BEFORE: usize = 100;

fn engine(criterion: &mut Criterion) {
    let mut scenario = Scenario::crew_of(1);
    let person = scenario.crew[0].clone();
    let mut phone = scenario.enrol(&person);
    let mut at: Timestamp = "2025-11-03T13:00:00Z".parse().expect("an instant");
    for _ in 0..=DAYS_BEFORE {
        let entry = phone.clock_in(at);
        phone.clock_out(entry, at + SignedDuration::from_hours(8));
        at += SignedDuration::from_hours(24);
    }
    let (pair, before) = {
        let mut ops = phone.written.clone();
        let pair = ops.split_off(ops.len() - 2);
        (pair, ops)
    };
    for op in &before {
        scenario.receives(phone.log, op, 0);
    }
    let arrival = Arrival {
        position: scenario.position() + 1,
        log: phone.log,
        seq: before.len() as u64,
        received_at: scenario.clock.now(),
        skew_ms: 0,
    };
    let view = &scenario.view;
    let mut group = criterion.benchmark_group("clock-in and clock-out");
    group.throughput(Throughput::Elements(2));
    group.bench_function("judge", |bencher| {
        bencher.iter(|| {
            for op in &pair {
                black_box(engine::judge(view, black_box(op), &arrival).expect("rows"));
            }
        });
    });
    group.bench_function("judge and apply", |bencher| {
        bencher.iter(|| {
            let mut overlay = Overlay::new(view);
            for op in &pair {
                let verdict = engine::judge(&overlay, op, &arrival).expect("rows");
                engine::apply(&mut overlay, op, &arrival, verdict).expect("rows");
            }
            black_box(overlay.into_changes())
        });
    });
    group.finish();
    refold(criterion, &scenario);
}

fn refold(criterion: &mut Criterion, scenario: &Scenario) {
    let mut group = criterion.benchmark_group("journal");
    group.throughput(Throughput::Elements(scenario.position()));
    group.sample_size(20);
    group.bench_function("refold", |bencher| {
        bencher.iter(|| black_box(scenario.refolded()));
    });
    let ops: Vec<Op> = scenario
        .journal
        .iter()
        .map(|(op, _, _)| op.clone())
        .collect();
    group.bench_function("decode", |bencher| {
        bencher.iter(|| {
            for op in &ops {
                black_box(Op::decode(black_box(op.bytes())).expect("an op"));
            }
        });
    });
    group.finish();
}

criterion_group!(benches, engine);
criterion_main!(benches);
