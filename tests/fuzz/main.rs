//! Bytes from outside, bent on purpose: each seed takes something valid, changes it where it
//! hurts, and hands it to the body of a fuzz target. No body may panic, take for good what it
//! would write differently, or run away.

mod bend;
mod bodies;
mod valid;
#[path = "../../src/interchange/tests/support/mod.rs"]
mod workbook;

use oplog::Segment;
use testkit::Dice;

/// How many inputs each target gets.
const INPUTS: u64 = 1_500;

/// Bends each valid input in many ways, and gives it to the body.
fn each(inputs: &[Vec<u8>], count: u64, body: fn(&[u8])) {
    for input in inputs {
        body(input);
    }
    for seed in 0..count {
        let mut dice = Dice::seeded(seed);
        let mut bytes = inputs[dice.place(inputs.len())].clone();
        for _ in 0..=dice.below(4) {
            bend::bytes(&mut bytes, inputs, &mut dice);
        }
        body(&bytes);
    }
}

#[test]
fn bent_segments_are_refused_or_mean_what_they_say() {
    each(&valid::segments(), INPUTS, bodies::segment);
}

#[test]
fn bent_ops_are_refused_or_have_one_form() {
    each(&valid::ops(), INPUTS * 4, bodies::op);
}

#[test]
fn segments_with_a_right_checksum_are_refused_or_mean_what_they_say() {
    let whole = |bytes: &Vec<u8>| Segment::decode(bytes).expect("a valid segment").0;
    let segments: Vec<Segment> = valid::segments().iter().map(whole).collect();
    for seed in 0..INPUTS {
        let mut dice = Dice::seeded(seed);
        let segment = &segments[dice.place(segments.len())];
        bodies::segment(&bend::segment(segment, &mut dice));
    }
}

#[test]
fn bent_sync_requests_and_answers_are_refused_or_mean_what_they_say() {
    each(&valid::requests(), INPUTS, bodies::request);
    each(&valid::answers(), INPUTS, bodies::answer);
}

#[test]
fn bent_files_of_unsent_hours_are_refused_or_give_their_segments() {
    each(&valid::unsent_files(), INPUTS, bodies::unsent_file);
}

#[test]
fn bent_time_sheets_are_refused_or_read_row_by_row() {
    each(&valid::tables(), INPUTS / 3, bodies::import);
}

#[test]
fn workbooks_with_bent_parts_are_refused_or_read_row_by_row() {
    let parts = valid::workbook_parts().join(&0);
    each(&[parts], INPUTS / 3, bodies::workbook_parts);
}
