//! Payroll from clocked hours to a final run, its corrections, and what nobody may do about it.

use domain::payroll::MinimumWages;
use domain::{EmployeeId, PayRunId};
use engine::Command;
use engine::command::{EditEntry, FinaliseRun, PayCommand, TimesheetCommand};
use engine::payroll::{Calculated, WarningKind, calculate, decode_run, encode_run};
use engine::rows::{self, LateEntryRow, PayRunRow, PayRunState, Row};
use jiff::civil::{Date, date};
use oplog::v1::payload as p;

use super::permissions::Case;
use super::site::{Site, edit};

const MONDAY: Date = date(2026, 3, 2);
const NEXT_MONDAY: Date = date(2026, 3, 9);

fn settings(law: &str) -> PayCommand {
    PayCommand::ChangeSettings(p::PaySettingsChanged {
        from: date(2026, 1, 1),
        law: p::LawTag::Named(law.to_owned()),
        rounding: None,
        currency: "USD".to_owned(),
        address: String::new(),
        signatory: String::new(),
        signatory_title: String::new(),
    })
}

fn rate(employee: EmployeeId, hours: p::RateFor, rate: i64) -> PayCommand {
    PayCommand::SetRate(employee, date(2026, 1, 1), hours, Some(rate))
}

/// A firm whose worker has $12.00 an hour and worked 46 hours in the first week of March, with half
/// an hour of unpaid break each day.
struct Payroll {
    site: Site,
}

impl Payroll {
    fn new() -> Self {
        let mut this = Self { site: Site::new() };
        this.does(settings("us-flsa"));
        let worker = this.site.worker.clone();
        this.does(rate(worker.employee, p::RateFor::All, 120_000));
        for (day, to) in [
            (2, "17:30"),
            (3, "17:30"),
            (4, "17:30"),
            (5, "17:30"),
            (6, "13:30"),
        ] {
            let entry = this.site.s.worked(&worker, date(2026, 3, day), "07:00", to);
            assert_eq!(this.site.s.entry(entry).employee, worker.employee);
        }
        this
    }

    #[track_caller]
    fn does(&mut self, command: PayCommand) -> Vec<oplog::Op> {
        let owner = self.site.owner.member;
        self.site.s.does(owner, &Command::Pay(command))
    }

    #[track_caller]
    fn refused(&mut self, command: PayCommand, code: &str) {
        let owner = self.site.owner.member;
        self.site.check(owner, &Command::Pay(command), code);
    }

    #[track_caller]
    fn draft(&mut self, first: Date) -> PayRunId {
        self.does(PayCommand::DraftRun { first })[0].subject()
    }

    fn row(&self, run: PayRunId) -> PayRunRow {
        self.site.row(run)
    }

    fn calculated(&self, run: PayRunId) -> Calculated {
        let row = self.row(run);
        calculate(&self.site.s.view, run, &row, &MinimumWages::default()).unwrap()
    }

    fn finalising(&self, run: PayRunId) -> PayCommand {
        let calculated = self.calculated(run);
        let result = *blake3::hash(&encode_run(&calculated)).as_bytes();
        PayCommand::FinaliseRun(Box::new(FinaliseRun {
            run,
            calculated,
            result,
        }))
    }

    #[track_caller]
    fn finalise(&mut self, first: Date) -> PayRunId {
        let run = self.draft(first);
        let basis = self.calculated(run).basis;
        self.does(PayCommand::ReviewRun(run, basis, String::new()));
        let finalise = self.finalising(run);
        self.does(finalise);
        run
    }

    fn first_entry(&self) -> domain::TimeEntryId {
        let worker = self.site.worker.employee;
        let (from, to) = (
            self.site.s.local("2026-03-02T00:00"),
            self.site.s.local("2026-03-03T00:00"),
        );
        engine::query::entries_of(&self.site.s.view, worker, from, to).unwrap()[0].0
    }

    /// The owner makes the first entry two hours longer.
    fn lengthen(&mut self) -> domain::TimeEntryId {
        let entry = self.first_entry();
        let longer = Command::EditEntry(EditEntry {
            end: Some(self.site.s.local("2026-03-02T19:30")),
            ..edit(entry)
        });
        let owner = self.site.owner.member;
        let late = TimesheetCommand::StateLate(Box::new(longer));
        self.site.s.does(owner, &Command::Timesheet(late));
        entry
    }

    fn accept(&mut self, entry: domain::TimeEntryId) {
        let late: LateEntryRow = self.site.row(entry);
        let accept = TimesheetCommand::AcceptLate(entry, late.proposed.hash(), "seen".to_owned());
        let owner = self.site.owner.member;
        self.site.s.does(owner, &Command::Timesheet(accept));
    }
}

/// Who may do what about pay, for the permission table.
pub fn cases() -> Vec<Case> {
    vec![
        ("Pay: ChangeSettings", false, |_| {
            Command::Pay(settings("us-ca"))
        }),
        ("Pay: SetRate", true, |stage| {
            Command::Pay(rate(stage.target.employee, p::RateFor::All, 1))
        }),
        ("Pay: AddItem", true, |stage| {
            Command::Pay(PayCommand::AddItem(p::PayItemAdded {
                employee: stage.target.employee,
                item: p::PayItemTag::Reimbursement { minor: 1 },
                first: MONDAY,
                last: MONDAY,
                note: String::new(),
            }))
        }),
        ("Pay: SetPublicWorks", false, |stage| {
            Command::Pay(PayCommand::SetPublicWorks(stage.site.job, None))
        }),
        ("Pay: SetPayId", true, |stage| {
            let (employee, form) = (stage.target.employee, "gusto".to_owned());
            Command::Pay(PayCommand::SetPayId(employee, form, "1".to_owned()))
        }),
        ("Pay: DraftRun", false, |_| {
            Command::Pay(PayCommand::DraftRun { first: MONDAY })
        }),
        ("Pay: DiscardRun", false, |stage| {
            let draft = Command::Pay(PayCommand::DraftRun { first: MONDAY });
            let owner = stage.site.owner.member;
            let run = stage.site.s.does(owner, &draft)[0].subject();
            Command::Pay(PayCommand::DiscardRun(run, "wrong".to_owned()))
        }),
    ]
}

#[test]
fn clocked_hours_become_earnings_by_the_law_of_the_firm() {
    // 29 CFR 778.110(a): 46 hours at $12 are 46 × 12 + 6 × 6 = 588.00.
    let mut payroll = Payroll::new();
    let run = payroll.draft(MONDAY);
    let calculated = payroll.calculated(run);
    let [person] = calculated.people.as_slice() else {
        panic!("{:?}", calculated.people);
    };
    assert_eq!(person.employee, payroll.site.worker.employee);
    assert_eq!(person.gross_minor(), 58_800);
    assert_eq!(calculated.totals.federal_premium_minor, 3_600);
    assert_eq!(calculated.totals.worked_seconds, 46 * 3600);
    assert_eq!(
        person.worked.iter().map(|day| day.seconds).sum::<i64>(),
        46 * 3600
    );
}

#[test]
fn a_kept_run_reads_back_as_it_was_calculated() {
    let mut payroll = Payroll::new();
    let run = payroll.draft(MONDAY);
    let calculated = payroll.calculated(run);
    let back = decode_run(&encode_run(&calculated)).unwrap();
    assert_eq!(back.people, calculated.people);
    assert_eq!(back.totals, calculated.totals);
    assert!(decode_run(&[]).is_err());
}

#[test]
fn the_narrowest_rate_that_is_in_force_pays_an_hour() {
    let mut payroll = Payroll::new();
    let (employee, job) = (payroll.site.worker.employee, payroll.site.job);
    payroll.does(rate(employee, p::RateFor::Weekday(5), 200_000));
    payroll.does(rate(employee, p::RateFor::Job(job.to_bytes()), 300_000));
    // 40 hours at 12 and 6 on Friday at 20, blended to 13.0434…: 480 + 120 + 3 × 13.0434… = 639.13.
    let run = payroll.draft(MONDAY);
    assert_eq!(payroll.calculated(run).totals.gross_minor, 63_913);
    // Without a rate of its own any more, Friday falls back to every hour's.
    payroll.does(PayCommand::SetRate(
        employee,
        date(2026, 3, 1),
        p::RateFor::Weekday(5),
        None,
    ));
    assert_eq!(payroll.calculated(run).totals.gross_minor, 58_800);
}

#[test]
fn salaries_bonuses_mileage_and_differentials_are_paid() {
    let mut payroll = Payroll::new();
    let (worker, other) = (payroll.site.worker.employee, payroll.site.other.employee);
    let terms = p::PayTerms {
        basis: p::BasisTag::Exempt { minor: 100_000 },
        law: None,
        four_tens: false,
        rate_in_effect: false,
        first_name: String::new(),
        last_name: String::new(),
        title: String::new(),
        identifier: String::new(),
        standing: None,
        classification: String::new(),
    };
    payroll.does(PayCommand::SetTerms(
        other,
        date(2026, 1, 1),
        Box::new(terms),
    ));
    let item = |item| p::PayItemAdded {
        employee: worker,
        item,
        first: MONDAY,
        last: date(2026, 3, 8),
        note: String::new(),
    };
    payroll.does(PayCommand::AddItem(item(p::PayItemTag::Mileage {
        miles_hundredths: 1_000,
        rate: 7_000,
    })));
    payroll.does(PayCommand::SetDifferential(
        None,
        p::DifferentialSet {
            name: "Early".to_owned(),
            employee: None,
            from: date(2026, 1, 1),
            from_minutes: 6 * 60,
            to_minutes: 8 * 60,
            weekdays: 0b0000_0001,
            per_hour: 20_000,
        },
    ));
    let run = payroll.draft(MONDAY);
    let calculated = payroll.calculated(run);
    // Monday 7 to 8 is one hour at $2 more, in the regular rate: (552 + 2) ÷ 46 × 0.5 × 6 = 36.13.
    // 552 + 2 + 36.13 + 10 miles at $0.70 = 597.13; and a salary of 1,000.00 beside it.
    assert_eq!(calculated.totals.gross_minor, 59_713 + 100_000);
    assert_eq!(calculated.totals.people, 2);
}

#[test]
fn a_run_is_final_only_after_it_was_reviewed_as_it_is() {
    let mut payroll = Payroll::new();
    let run = payroll.draft(MONDAY);
    let finalise = payroll.finalising(run);
    payroll.refused(finalise, "pay_run_not_reviewed");
    payroll.refused(
        PayCommand::ReviewRun(run, [1; 32], String::new()),
        "pay_run_changed",
    );
    let basis = payroll.calculated(run).basis;
    payroll.does(PayCommand::ReviewRun(run, basis, "looks right".to_owned()));
    // A raise after the review: what would be final is not what was looked at.
    let employee = payroll.site.worker.employee;
    payroll.does(rate(employee, p::RateFor::All, 130_000));
    let finalise = payroll.finalising(run);
    payroll.refused(finalise, "pay_run_changed");
    let basis = payroll.calculated(run).basis;
    payroll.does(PayCommand::ReviewRun(run, basis, String::new()));
    let finalise = payroll.finalising(run);
    payroll.does(finalise);
    assert_eq!(payroll.row(run).state, PayRunState::Final);
    assert_eq!(payroll.row(run).totals.gross_minor, 63_700);
    for command in [
        PayCommand::ReviewRun(run, basis, String::new()),
        PayCommand::DiscardRun(run, "no".to_owned()),
    ] {
        payroll.refused(command, "pay_run_closed");
    }
    let again = payroll.finalising(run);
    payroll.refused(again, "pay_run_closed");
}

#[test]
fn a_final_run_locks_its_period_and_a_late_correction_pays_in_the_next() {
    let mut payroll = Payroll::new();
    payroll.finalise(MONDAY);
    let entry = payroll.first_entry();
    let shorter = Command::EditEntry(EditEntry {
        end: Some(payroll.site.s.local("2026-03-02T16:00")),
        ..edit(entry)
    });
    let owner = payroll.site.owner.member;
    payroll.site.check(owner, &shorter, "period_locked");
    let entry = payroll.lengthen();
    payroll.site.s.later(7 * 24 * 60);
    let run = payroll.draft(NEXT_MONDAY);
    let waiting = payroll.calculated(run);
    assert_eq!(waiting.totals.correction_minor, 0, "nobody has accepted it");
    let pending =
        |warning: &engine::payroll::Warning| matches!(warning.kind, WarningKind::LatePending(1));
    assert!(
        waiting.warnings.iter().any(pending),
        "{:?}",
        waiting.warnings
    );
    payroll.accept(entry);
    // 48 hours at $12: 576 + 8 × 6 = 624.00, of which 588.00 were paid.
    let calculated = payroll.calculated(run);
    assert_eq!(calculated.totals.correction_minor, 3_600);
    let basis = calculated.basis;
    payroll.does(PayCommand::ReviewRun(run, basis, String::new()));
    let finalise = payroll.finalising(run);
    payroll.does(finalise);
    // Once paid, it is not paid again.
    payroll.site.s.later(7 * 24 * 60);
    let third = payroll.draft(date(2026, 3, 16));
    assert_eq!(payroll.calculated(third).totals.correction_minor, 0);
}

#[test]
fn a_raise_for_weeks_that_were_paid_is_paid_in_the_next_run() {
    let mut payroll = Payroll::new();
    payroll.finalise(MONDAY);
    payroll.site.s.later(7 * 24 * 60);
    let employee = payroll.site.worker.employee;
    payroll.does(rate(employee, p::RateFor::All, 130_000));
    let run = payroll.draft(NEXT_MONDAY);
    // 13 × 46 + 6 × 6.50 = 637.00, less 588.00.
    assert_eq!(payroll.calculated(run).totals.correction_minor, 4_900);
}

#[test]
fn work_without_a_rate_blocks_a_run_and_open_questions_are_warned_of() {
    let mut payroll = Payroll::new();
    let other = payroll.site.other.clone();
    payroll
        .site
        .s
        .worked(&other, date(2026, 3, 4), "07:00", "15:00");
    let run = payroll.draft(MONDAY);
    let calculated = payroll.calculated(run);
    assert!(calculated.is_blocked());
    let of_other: Vec<_> = calculated
        .warnings
        .iter()
        .filter(|warning| warning.employee == other.employee)
        .map(|warning| warning.kind.name())
        .collect();
    assert_eq!(of_other, ["no_terms", "not_approved"]);
    let basis = calculated.basis;
    payroll.does(PayCommand::ReviewRun(run, basis, String::new()));
    let finalise = payroll.finalising(run);
    payroll.refused(finalise, "pay_run_blocked");
}

#[test]
fn runs_follow_each_other_without_overlap() {
    let mut payroll = Payroll::new();
    payroll.refused(
        PayCommand::DraftRun {
            first: date(2026, 3, 3),
        },
        "pay_dates_invalid",
    );
    payroll.refused(
        PayCommand::DraftRun { first: NEXT_MONDAY },
        "pay_period_not_over",
    );
    let run = payroll.draft(MONDAY);
    payroll.refused(PayCommand::DraftRun { first: MONDAY }, "pay_run_exists");
    payroll.site.s.later(7 * 24 * 60);
    payroll.refused(
        PayCommand::DraftRun { first: NEXT_MONDAY },
        "pay_run_earlier_open",
    );
    payroll.does(PayCommand::DiscardRun(run, "to begin again".to_owned()));
    let again = payroll.draft(MONDAY);
    assert_eq!(payroll.row(again).number, 2);
    payroll.refused(
        PayCommand::NoteExport(again, "gusto".to_owned(), [0; 32]),
        "pay_run_not_final",
    );
}

#[test]
fn a_manager_neither_sees_nor_changes_pay() {
    let mut payroll = Payroll::new();
    let (manager, worker) = (payroll.site.manager.member, payroll.site.worker.clone());
    for actor in [manager, worker.member] {
        for command in [
            rate(worker.employee, p::RateFor::All, 990_000),
            settings("none"),
            PayCommand::DraftRun { first: MONDAY },
        ] {
            payroll
                .site
                .check(actor, &Command::Pay(command), "not_permitted");
        }
    }
    // No row of pay is ever in a phone's base.
    let phone = payroll.site.s.enrol(&worker);
    let scope = engine::scope::Scope::of_device(&payroll.site.s.view, phone.device.unwrap());
    let base = scope
        .unwrap()
        .unwrap()
        .snapshot(&payroll.site.s.view)
        .unwrap();
    let pay = base
        .iter()
        .filter(|row| (50..60).contains(&row.table.tag()));
    assert_eq!(pay.count(), 0);
    let rates: rows::PayRatesRow = payroll.site.row(worker.employee);
    assert_eq!(rates.rates.len(), 1);
}

#[test]
fn what_is_typed_about_pay_is_checked() {
    let mut payroll = Payroll::new();
    let employee = payroll.site.worker.employee;
    for (command, code) in [
        (settings("us-atlantis"), "pay_rule_unknown"),
        (rate(employee, p::RateFor::All, -1), "pay_amount_invalid"),
        (
            rate(employee, p::RateFor::Weekday(8), 1),
            "pay_dates_invalid",
        ),
        (rate(employee, p::RateFor::Job([9; 16]), 1), "job_not_found"),
        (
            PayCommand::SetPayId(employee, "sage".to_owned(), "1".to_owned()),
            "pay_form_unknown",
        ),
        (PayCommand::RemoveTerms(employee, MONDAY), "pay_not_found"),
    ] {
        payroll.refused(command, code);
    }
    let id = |employee| PayCommand::SetPayId(employee, "gusto".to_owned(), "1001".to_owned());
    payroll.does(id(employee));
    let other = payroll.site.other.employee;
    payroll.refused(id(other), "pay_id_taken");
}
