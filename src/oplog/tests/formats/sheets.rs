//! Fixed values: one payload of every kind about timesheets and pay periods.

use jiff::civil::{Date, date};
use oplog::Payload;
use oplog::v1::payload as p;

use super::samples::id;

const FIRST: Date = date(2026, 3, 2);
const LAST: Date = date(2026, 3, 15);
const ENTRIES: [u8; 32] = [0x77; 32];

pub fn timesheets(kind: u16) -> Option<Payload> {
    settings(kind)
        .or_else(|| sheets(kind))
        .or_else(|| locks(kind))
}

fn settings(kind: u16) -> Option<Payload> {
    Some(match kind {
        90 => Payload::from(p::PayCalendarChanged {
            from: FIRST,
            zone: Some("America/Denver".into()),
            workweek: Some(p::WorkweekTag {
                starts: 7,
                starts_at_minutes: 240,
            }),
            periods: Some(p::PeriodRuleTag::TwoWeeks { anchor: FIRST }),
        }),
        91 => p::EmployeeZoneChanged {
            from: date(1969, 12, 31),
            zone: None,
        }
        .into(),
        92 => p::TimesheetPolicyChanged {
            from: FIRST,
            policy: p::TimesheetPolicy {
                meal: Some(p::MealRuleTag {
                    after_minutes: 360,
                    deduct_minutes: 30,
                }),
                ask_meal: true,
                ask_rest: false,
                submit_due_hours: Some(24),
                approve_due_hours: Some(48),
                remind_hours: None,
            },
        }
        .into(),
        _other => return None,
    })
}

fn sheets(kind: u16) -> Option<Payload> {
    let (first, last, entries) = (FIRST, LAST, ENTRIES);
    Some(match kind {
        93 => Payload::from(p::TimesheetSubmitted {
            first,
            last,
            entries,
            statement: 1,
            language: "es".into(),
        }),
        94 => p::TimesheetObjected {
            first,
            last,
            entries,
            words: "Friday was ten hours".into(),
        }
        .into(),
        95 => p::TimesheetApproved {
            first,
            last,
            entries,
            note: "with the foreman".into(),
        }
        .into(),
        96 => p::TimesheetReturned {
            first,
            last,
            reason: "no job on Friday".into(),
        }
        .into(),
        97 => p::TimesheetReopened {
            first,
            last,
            reason: "approved too early".into(),
        }
        .into(),
        102 => p::BreaksAttested {
            answers: vec![
                p::BreakAttestation {
                    question: p::BreakQuestionTag::Meal,
                    answer: p::BreakAnswerTag::Missed,
                },
                p::BreakAttestation {
                    question: p::BreakQuestionTag::Rest,
                    answer: p::BreakAnswerTag::Waived,
                },
            ],
        }
        .into(),
        103 => p::MealWorked {
            worked: true,
            note: "poured concrete".into(),
        }
        .into(),
        104 => p::TimesheetReminded {
            first,
            last,
            step: p::ReminderStep::Approve,
        }
        .into(),
        _other => return None,
    })
}

fn locks(kind: u16) -> Option<Payload> {
    let (first, last) = (FIRST, LAST);
    Some(match kind {
        98 => Payload::from(p::PeriodLocked {
            first,
            last,
            pay_run: Some(id(0x70)),
            note: "first run".into(),
        }),
        99 => p::PeriodUnlocked {
            first,
            last,
            reason: "a crew was missing".into(),
        }
        .into(),
        100 => p::LateCorrectionAccepted {
            proposed: [0x44; 16],
            note: "as told".into(),
        }
        .into(),
        101 => p::LateCorrectionDeclined {
            proposed: [0x44; 16],
            reason: "not on site".into(),
        }
        .into(),
        _other => return None,
    })
}
