//! The hash of a timesheet's entries: order does not matter, and any change does.

use domain::TimeEntryId;
use engine::rows::EntryRow;
use engine::timesheet::entries_hash;
use jiff::SignedDuration;
use oplog::v1::payload as p;
use proptest::prelude::*;

use super::kit::*;

fn week() -> Vec<(TimeEntryId, EntryRow)> {
    let (s, _manager) = crew(1);
    sheet(&s, s.crew[0].employee).entries
}

fn hash(entries: &[(TimeEntryId, EntryRow)]) -> [u8; 32] {
    let (_, first) = &entries[0];
    entries_hash(first.employee, WEEK, entries, &[])
}

/// One change of an entry, by number.
fn change(row: &mut EntryRow, kind: usize) {
    let minute = SignedDuration::from_mins(1);
    let values = &mut row.values;
    match kind {
        0 => values.start = values.start.checked_add(minute).unwrap(),
        1 => values.end = values.end.map(|end| end.checked_add(minute).unwrap()),
        2 => values.end = None,
        3 => values.breaks.clear(),
        4 => values.breaks[0].paid = true,
        5 => values.job = Some(domain::JobId::from_bytes([1; 16])),
        6 => values.cost_code = Some(domain::CostCodeId::from_bytes([1; 16])),
        7 => values.note.push('x'),
        8 => row.voided = true,
        9 => row.attested.meal_worked = true,
        _answers => row.attested.answers.push(p::BreakAttestation {
            question: p::BreakQuestionTag::Meal,
            answer: p::BreakAnswerTag::Taken,
        }),
    }
}

proptest! {
    #[test]
    fn the_order_of_entries_does_not_matter(order in Just((0..5).collect::<Vec<usize>>()).prop_shuffle()) {
        let entries = week();
        let shuffled: Vec<_> = order.iter().map(|place| entries[*place].clone()).collect();
        prop_assert_eq!(hash(&shuffled), hash(&entries));
    }

    #[test]
    fn any_change_of_an_entry_changes_it(place in 0..5_usize, kind in 0..11_usize) {
        let entries = week();
        let mut changed = entries.clone();
        change(&mut changed[place].1, kind);
        prop_assert_ne!(hash(&changed), hash(&entries));
    }
}

#[test]
fn an_entry_more_or_less_changes_it_and_one_that_is_voided_is_none() {
    let entries = week();
    assert_ne!(hash(&entries[..4]), hash(&entries));
    let mut voided = entries.clone();
    voided[4].1.voided = true;
    assert_eq!(hash(&voided), hash(&entries[..4]));
    let other = jiff::civil::date(2026, 3, 14);
    let shorter = domain::payroll::Dates {
        last: other,
        ..WEEK
    };
    let employee = entries[0].1.employee;
    assert_ne!(
        entries_hash(employee, shorter, &entries, &[]),
        entries_hash(employee, WEEK, &entries, &[])
    );
}
