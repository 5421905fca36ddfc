//! Encoding, decoding, chaining and checking: what every op goes through on its way into a log.
//! `cargo bench --package tests --bench oplog`

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use domain::{CompanyId, EmployeeId, MemberId};
use jiff::{SignedDuration, Timestamp};
use oplog::{LogHead, Op, Segment, codec};
use testkit::TestPhone;

/// As many as a phone sends in one segment.
const OPS: usize = 200;

/// A phone with a log of clock-ins and clock-outs.
fn phone() -> TestPhone {
    let company = CompanyId::from_bytes([1; 16]);
    let (member, employee) = (
        MemberId::from_bytes([2; 16]),
        EmployeeId::from_bytes([3; 16]),
    );
    let mut phone = TestPhone::new(company, member, employee, 1);
    let mut at: Timestamp = "2026-03-09T13:00:00Z".parse().expect("an instant");
    for _ in 0..OPS / 2 {
        let entry = phone.clock_in(at);
        phone.clock_out(entry, at + SignedDuration::from_hours(8));
        at += SignedDuration::from_hours(24);
    }
    phone
}

fn ops(criterion: &mut Criterion) {
    let phone = phone();
    let op = phone.written[0].clone();
    let mut group = criterion.benchmark_group("op");
    group.throughput(Throughput::Elements(1));
    group.bench_function("encode", |bencher| {
        bencher.iter(|| codec::encode(black_box(&op.envelope)));
    });
    group.bench_function("decode", |bencher| {
        bencher.iter(|| Op::decode(black_box(op.bytes())));
    });
    group.bench_function("chain", |bencher| {
        bencher.iter(|| {
            let digest = phone.secret.digest(0, black_box(op.bytes()));
            LogHead::EMPTY.then(phone.log, digest)
        });
    });
    group.finish();
}

fn segments(criterion: &mut Criterion) {
    let phone = phone();
    let bytes = phone.segment();
    let (segment, _) = Segment::decode(&bytes).expect("a segment");
    let (secret, key) = (phone.secret.clone(), phone.key.public());
    let mut group = criterion.benchmark_group("segment");
    group.throughput(Throughput::Elements(OPS as u64));
    group.bench_function("encode", |bencher| {
        bencher.iter(|| black_box(&segment).encode());
    });
    group.bench_function("decode", |bencher| {
        bencher.iter(|| Segment::decode(black_box(&bytes)));
    });
    group.bench_function("verify", |bencher| {
        bencher.iter(|| black_box(&segment).verify(&secret, &key));
    });
    group.finish();
    let message = b"a message of about the length of a head";
    let signature = phone.key.sign(message);
    let mut group = criterion.benchmark_group("signature");
    group.bench_function("sign", |bencher| {
        bencher.iter(|| phone.key.sign(black_box(message)));
    });
    group.bench_function("verify", |bencher| {
        bencher.iter(|| key.verifies(black_box(message), signature));
    });
    group.finish();
}

criterion_group!(benches, ops, segments);
criterion_main!(benches);
