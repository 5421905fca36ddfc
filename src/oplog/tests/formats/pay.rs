//! Fixed values: one payload of every kind about pay.

use jiff::civil::{Date, date};
use oplog::Payload;
use oplog::v1::payload as p;

use super::samples::id;

const FIRST: Date = date(2026, 3, 2);
const LAST: Date = date(2026, 3, 15);

pub fn pay(kind: u16) -> Option<Payload> {
    terms(kind)
        .or_else(|| items(kind))
        .or_else(|| providers(kind))
        .or_else(|| runs(kind))
}

fn terms(kind: u16) -> Option<Payload> {
    Some(match kind {
        120 => Payload::from(p::PaySettingsChanged {
            from: FIRST,
            law: p::LawTag::Policy(p::PolicyTag {
                name: "Ours".into(),
                day: vec![p::ThresholdTag {
                    over_seconds: 28_800,
                    multiple_hundredths: 150,
                }],
                week: vec![p::ThresholdTag {
                    over_seconds: 144_000,
                    multiple_hundredths: 200,
                }],
                weekdays: vec![(7, 200)],
                holidays: vec![(20_638, 250)],
            }),
            rounding: Some(p::RoundingTag::Six),
            currency: "USD".into(),
            address: "12 Mill Road".into(),
            signatory: "Ada Reyes".into(),
            signatory_title: "Owner".into(),
        }),
        121 => p::PayTermsSet {
            from: FIRST,
            terms: p::PayTerms {
                basis: p::BasisTag::Salary {
                    minor: 120_000,
                    covers_hundredths: Some(4_500),
                    understood: false,
                },
                law: Some(p::LawTag::Named("us-ca".into())),
                four_tens: true,
                rate_in_effect: false,
                first_name: "Núria".into(),
                last_name: "Peña".into(),
                title: "Framer".into(),
                identifier: "6789".into(),
                standing: Some(p::StandingTag::RegisteredApprentice),
                classification: "Carpenter".into(),
            },
        }
        .into(),
        122 => p::PayTermsRemoved { from: FIRST }.into(),
        123 => p::PayRateSet {
            from: FIRST,
            hours: p::RateFor::JobCostCode([0x30; 16], [0x31; 16]),
            rate: Some(250_000),
        }
        .into(),
        _other => return None,
    })
}

fn items(kind: u16) -> Option<Payload> {
    Some(match kind {
        124 => Payload::from(p::DifferentialSet {
            name: "Night".into(),
            employee: Some(id(0x21)),
            from: FIRST,
            from_minutes: 1_320,
            to_minutes: 360,
            weekdays: 0b0001_1111,
            per_hour: 15_000,
        }),
        125 => p::DifferentialEnded { last: LAST }.into(),
        126 => p::PayItemAdded {
            employee: id(0x21),
            item: p::PayItemTag::Bonus {
                minor: 4_600,
                counts: p::BonusTag::Production,
                by_hours: true,
            },
            first: FIRST,
            last: LAST,
            note: "no accidents".into(),
        }
        .into(),
        127 => p::PayItemVoided {
            employee: id(0x21),
            reason: "twice".into(),
        }
        .into(),
        _other => return None,
    })
}

fn providers(kind: u16) -> Option<Payload> {
    Some(match kind {
        128 => Payload::from(p::PayMappingSet {
            form: "adp-run".into(),
            codes: vec![("regular".into(), "REG".into())],
            company_code: "ABC".into(),
            batch: String::new(),
            company_created: String::new(),
        }),
        129 => p::PayIdSet {
            form: "gusto".into(),
            id: "1001".into(),
        }
        .into(),
        130 => p::PublicWorksSet {
            works: Some(p::PublicWorksTag {
                project: "Harbour school".into(),
                location: "Albany NY".into(),
                contract_number: "HS-26-104".into(),
                wage_determination: "NY20260012".into(),
                is_subcontractor: true,
                fringe_credit: 60_000,
                in_lieu: 25_000,
            }),
        }
        .into(),
        _other => return None,
    })
}

fn runs(kind: u16) -> Option<Payload> {
    Some(match kind {
        131 => Payload::from(p::PayRunDrafted {
            number: 3,
            first: FIRST,
            last: LAST,
        }),
        132 => p::PayRunReviewed {
            basis: [0x71; 32],
            note: "looked at".into(),
        }
        .into(),
        133 => p::PayRunFinalised {
            basis: [0x71; 32],
            result: [0x72; 32],
            totals: p::PayRunTotals {
                people: 2,
                worked_seconds: 216_000,
                gross_minor: 99_815,
                premium_minor: 3_900,
                federal_premium_minor: 3_900,
                correction_minor: -525,
            },
        }
        .into(),
        134 => p::PayRunDiscarded {
            reason: "wrong period".into(),
        }
        .into(),
        135 => p::PayRunExported {
            form: "gusto".into(),
            file: [0x73; 32],
        }
        .into(),
        136 => p::PayRunPaid {
            weeks: vec![p::PaidWeek {
                employee: id(0x21),
                first: FIRST,
                minor: 69_815,
                basis: [0x74; 16],
            }],
        }
        .into(),
        _other => return None,
    })
}
