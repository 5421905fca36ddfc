//! The builders themselves: what they bring about is what a server would.

use oplog::receipt::Verdict;

use super::*;

#[test]
fn a_phone_clocks_offline_and_the_office_sees_the_exact_times() {
    let mut scenario = Scenario::crew_of(3);
    let worker = scenario.crew[0].clone();
    let mut phone = scenario.enrol(&worker);
    let entry = phone.clock_in(scenario.local("2026-03-09T07:02"));
    phone.start_break(entry, scenario.local("2026-03-09T12:00"));
    phone.end_break(entry, scenario.local("2026-03-09T12:30"));
    phone.clock_out(entry, scenario.local("2026-03-09T15:31"));
    scenario.later(12 * 60);
    let verdicts = scenario.takes(&phone, &phone.segment());
    assert_eq!(verdicts, [Verdict::Applied; 4]);
    let row = scenario.entry(entry);
    assert_eq!(row.values.start, scenario.local("2026-03-09T07:02"));
    assert_eq!(row.values.end, Some(scenario.local("2026-03-09T15:31")));
    assert_eq!(
        scenario.takes(&phone, &phone.segment()),
        [Verdict::Superseded; 4]
    );
    assert_eq!(scenario.refolded(), scenario.view);
}

#[test]
fn a_week_of_hours_is_five_days_for_each_worker() {
    let scenario = Scenario::crew_of(2).with_week("2026-03-02");
    let week = engine::query::week(
        &scenario.view,
        jiff::civil::date(2026, 3, 4),
        scenario.clock.now(),
    );
    let week = week.unwrap().unwrap();
    assert_eq!(week.first, jiff::civil::date(2026, 3, 2));
    assert_eq!(scenario.refolded(), scenario.view);
}

#[test]
fn a_log_cut_anywhere_is_the_same_log() {
    let mut scenario = Scenario::crew_of(1);
    let worker = scenario.crew[0].clone();
    let mut phone = scenario.enrol(&worker);
    let entry = phone.clock_in(scenario.local("2026-03-09T07:00"));
    phone.clock_out(entry, scenario.local("2026-03-09T08:00"));
    scenario.later(180);
    assert_eq!(
        scenario.takes(&phone, &phone.segment_of(0, 1)),
        [Verdict::Applied]
    );
    assert_eq!(
        scenario.takes(&phone, &phone.segment_of(1, 2)),
        [Verdict::Applied]
    );
    phone.note_sent();
    assert!(phone.segments().is_empty());
}
