//! What is missing from a mapping, what a form cannot carry, and what it cannot be given at all:
//! looked at before a file is made, so that nothing is dropped in silence.

use domain::EmployeeId;

use super::earnings::{self, Earning};
use super::{Form, Mapping, PayFile, Payee};

/// The length of ADP Workforce Now's company code.
const COMPANY_CODE_CHARS: usize = 3;
/// How many earnings beside regular and overtime hours one line of ADP Workforce Now holds.
pub(super) const WORKFORCE_NOW_SLOTS: usize = 2;

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// To be filled in before the file can be made.
    pub missing: Vec<Missing>,
    /// What makes the file impossible in this form.
    pub unfit: Vec<Unfit>,
    /// What the form has no place for, to be entered by hand in the other system.
    pub left_out: Vec<LeftOut>,
}

/// Something that the mapping lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Missing {
    /// A person's id in the other system.
    Id(EmployeeId),
    /// The code of a kind of earnings.
    Code(Earning),
    /// ADP's company code, three letters or digits for Workforce Now.
    CompanyCode,
    /// ADP Workforce Now's batch.
    Batch,
    /// When the company file of QuickBooks was made.
    CompanyCreated,
}

/// Why a person's pay cannot be written in a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unfit {
    /// Two people have the same id in the other system.
    SameId(EmployeeId),
    /// An id, code or name has characters that the form cannot hold.
    Characters(EmployeeId),
}

/// Earnings that a form has no place for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeftOut {
    /// Whose.
    pub employee: EmployeeId,
    /// Which.
    pub earning: Earning,
    /// Hundredths of hours.
    pub hours_hundredths: i64,
    /// Minor units.
    pub minor: i64,
}

/// Whether a form has a place for a kind of earnings.
pub(super) const fn carries(form: Form, earning: Earning) -> bool {
    use Earning as E;
    match form {
        Form::Csv | Form::Xlsx | Form::AdpRun => true,
        Form::Gusto => matches!(
            earning,
            E::Regular
                | E::Overtime
                | E::DoubleTime
                | E::MealPremium
                | E::RestPremium
                | E::Bonus
                | E::Reimbursement
                | E::Correction
        ),
        Form::AdpWorkforceNow => earning.is_hours(),
        Form::QuickBooks => matches!(earning, E::Regular | E::Overtime | E::DoubleTime),
    }
}

/// Whether a form names a kind of earnings by a code of the firm's.
const fn is_coded(form: Form, earning: Earning) -> bool {
    match form {
        Form::Csv | Form::Xlsx | Form::Gusto => false,
        Form::AdpRun => true,
        Form::AdpWorkforceNow => !matches!(earning, Earning::Regular | Earning::Overtime),
        Form::QuickBooks => carries(form, earning),
    }
}

/// Looks at a run before it is written.
pub fn check(run: &PayFile, form: Form, mapping: &Mapping) -> Found {
    let mut found = Found::default();
    settings(form, mapping, &mut found.missing);
    let mut ids = std::collections::BTreeMap::new();
    for payee in &run.payees {
        let sums = earnings::of(payee);
        if sums.is_empty() {
            continue;
        }
        person(payee, form, mapping, &mut ids, &mut found);
        for (earning, sum) in sums {
            if !carries(form, earning) {
                found.left_out.push(LeftOut {
                    employee: payee.employee,
                    earning,
                    hours_hundredths: sum.hours.rounded(2).unwrap_or(0),
                    minor: sum.minor,
                });
            } else if is_coded(form, earning) && is_blank(mapping.codes.get(&earning)) {
                found.missing.push(Missing::Code(earning));
            }
        }
    }
    found.missing.sort_unstable();
    found.missing.dedup();
    found
}

fn settings(form: Form, mapping: &Mapping, missing: &mut Vec<Missing>) {
    let code = mapping.company_code.as_str();
    let is_code = match form {
        Form::AdpRun => !code.is_empty(),
        Form::AdpWorkforceNow => {
            code.len() == COMPANY_CODE_CHARS
                && code.bytes().all(|byte| byte.is_ascii_alphanumeric())
        }
        Form::Gusto | Form::QuickBooks | Form::Csv | Form::Xlsx => true,
    };
    if !is_code {
        missing.push(Missing::CompanyCode);
    }
    if form == Form::AdpWorkforceNow && mapping.batch.is_empty() {
        missing.push(Missing::Batch);
    }
    if form == Form::QuickBooks && mapping.company_created.is_empty() {
        missing.push(Missing::CompanyCreated);
    }
}

fn person<'a>(
    payee: &Payee,
    form: Form,
    mapping: &'a Mapping,
    ids: &mut std::collections::BTreeMap<&'a str, EmployeeId>,
    found: &mut Found,
) {
    if !form.wants_ids() {
        return;
    }
    let id = mapping.ids.get(&payee.employee);
    match id.filter(|id| !id.trim().is_empty()) {
        None => found.missing.push(Missing::Id(payee.employee)),
        Some(id) => {
            if ids.insert(id, payee.employee).is_some() {
                found.unfit.push(Unfit::SameId(payee.employee));
            }
            if id.chars().any(char::is_control) {
                found.unfit.push(Unfit::Characters(payee.employee));
            }
        }
    }
}

fn is_blank(text: Option<&String>) -> bool {
    text.is_none_or(|text| text.trim().is_empty())
}
