//! Commands about what people are paid: rules, terms, rates, items, and what providers call things.

use domain::money::Currency;
use domain::payroll::Dates;
use domain::{DifferentialId, EmployeeId, JobId, PayItemId, text as rules};
use jiff::civil::Date;
use oplog::Op;
use oplog::v1::payload as p;

use super::desk::{Desk, text};
use super::error::{DecideError, Missing};
use super::pay_fault::PayFault;
use super::pay_run;
use crate::command::PayCommand;
use crate::payroll::law_of;
use crate::rows::{
    self, CostCodeRow, DifferentialRow, EmployeeRow, JobRow, PayIdsRow, PayItemRow, PayTermsRow,
    key,
};
use crate::view::Snapshot;

/// The largest amount in minor units, and rate in hundredths of them.
const AMOUNT_MAX: i64 = 10_000_000_000;
/// The most thresholds, weekdays or holidays of a policy.
const POLICY_MAX: usize = 366;
/// The most multiple of straight pay, in hundredths.
const MULTIPLE_MAX: u16 = 1_000;
/// The most people or codes that one form names.
const IDS_MAX: usize = 10_000;
/// The stable names of the forms that name people by an id of theirs.
const FORMS: [&str; 6] = [
    "gusto",
    "adp-run",
    "adp-workforce-now",
    "quickbooks",
    "csv",
    "xlsx",
];

type Ops = Result<Vec<Op>, DecideError>;

pub(super) fn pay<S: Snapshot>(desk: &Desk<'_, S>, command: &PayCommand) -> Ops {
    match command {
        PayCommand::ChangeSettings(wanted) => change_settings(desk, wanted),
        PayCommand::SetTerms(employee, from, terms) => set_terms(desk, *employee, *from, terms),
        PayCommand::RemoveTerms(employee, from) => remove_terms(desk, *employee, *from),
        PayCommand::SetRate(employee, from, hours, rate) => {
            set_rate(desk, *employee, *from, *hours, *rate)
        }
        PayCommand::SetDifferential(id, wanted) => set_differential(desk, *id, wanted),
        PayCommand::EndDifferential(id, last) => end_differential(desk, *id, *last),
        PayCommand::AddItem(wanted) => add_item(desk, wanted),
        PayCommand::VoidItem(employee, item, reason) => void_item(desk, *employee, *item, reason),
        PayCommand::SetMapping(wanted) => set_mapping(desk, wanted),
        PayCommand::SetPayId(employee, form, id) => set_id(desk, *employee, form, id),
        PayCommand::SetPublicWorks(job, works) => set_public_works(desk, *job, works.as_deref()),
        PayCommand::DraftRun { first } => pay_run::draft(desk, *first),
        PayCommand::ReviewRun(run, basis, note) => pay_run::review(desk, *run, *basis, note),
        PayCommand::FinaliseRun(wanted) => pay_run::finalise(desk, wanted),
        PayCommand::DiscardRun(run, reason) => pay_run::discard(desk, *run, reason),
        PayCommand::NoteExport(run, form, file) => pay_run::note_export(desk, *run, form, *file),
    }
}

fn change_settings<S: Snapshot>(desk: &Desk<'_, S>, wanted: &p::PaySettingsChanged) -> Ops {
    check_law(&wanted.law)?;
    let currency = Currency::from_code(&wanted.currency).ok_or(PayFault::Currency)?;
    let company = company_id(desk)?;
    let payload = p::PaySettingsChanged {
        from: wanted.from,
        law: wanted.law.clone(),
        rounding: wanted.rounding,
        currency: currency.code().to_owned(),
        address: optional("address", rules::note, &wanted.address)?,
        signatory: optional("signatory", rules::name, &wanted.signatory)?,
        signatory_title: optional("signatory_title", rules::name, &wanted.signatory_title)?,
    };
    Ok(vec![desk.op(company, payload)])
}

/// Whether a law can be: one of ours by name, or a policy whose figures make sense.
fn check_law(law: &p::LawTag) -> Result<(), PayFault> {
    if let p::LawTag::Policy(policy) = law {
        let multiples = policy
            .day
            .iter()
            .chain(&policy.week)
            .map(|threshold| threshold.multiple_hundredths)
            .chain(policy.weekdays.iter().map(|(_, multiple)| *multiple))
            .chain(policy.holidays.iter().map(|(_, multiple)| *multiple));
        let mut multiples = multiples.take(POLICY_MAX.saturating_mul(4));
        let lists = [
            policy.day.len(),
            policy.week.len(),
            policy.weekdays.len(),
            policy.holidays.len(),
        ];
        let is_named = rules::name(&policy.name).is_ok();
        let fits = multiples.all(|multiple| (100..=MULTIPLE_MAX).contains(&multiple));
        if !is_named || !fits || lists.iter().any(|list| *list > POLICY_MAX) {
            return Err(PayFault::Law);
        }
    }
    law_of(law).map(|_| ()).ok_or(PayFault::Law)
}

fn employee<S: Snapshot>(desk: &Desk<'_, S>, id: EmployeeId) -> Result<EmployeeRow, DecideError> {
    desk.row(id, Missing::Employee)
}

fn amount(minor: i64) -> Result<i64, PayFault> {
    if (0..=AMOUNT_MAX).contains(&minor) {
        Ok(minor)
    } else {
        Err(PayFault::Amount)
    }
}

fn set_terms<S: Snapshot>(
    desk: &Desk<'_, S>,
    id: EmployeeId,
    from: Date,
    wanted: &p::PayTerms,
) -> Ops {
    employee(desk, id)?;
    if let Some(law) = &wanted.law {
        check_law(law)?;
    }
    match wanted.basis {
        p::BasisTag::Salary { minor, .. } | p::BasisTag::Exempt { minor } => {
            amount(minor)?;
        }
        p::BasisTag::Hourly | p::BasisTag::Contractor => {}
    }
    let terms = p::PayTerms {
        basis: wanted.basis,
        law: wanted.law.clone(),
        four_tens: wanted.four_tens,
        rate_in_effect: wanted.rate_in_effect,
        first_name: optional("first_name", rules::name, &wanted.first_name)?,
        last_name: optional("last_name", rules::name, &wanted.last_name)?,
        title: optional("title", rules::name, &wanted.title)?,
        identifier: optional("identifier", identifier, &wanted.identifier)?,
        standing: wanted.standing,
        classification: optional("classification", rules::name, &wanted.classification)?,
    };
    Ok(vec![desk.op(id, p::PayTermsSet { from, terms })])
}

/// No more than four characters: never a whole social security number.
fn identifier(typed: &str) -> Result<String, rules::TextError> {
    const MAX: usize = 4;
    let code = rules::code(typed)?;
    if code.chars().count() > MAX {
        return Err(rules::TextError::TooLong { max: MAX });
    }
    Ok(code)
}

fn remove_terms<S: Snapshot>(desk: &Desk<'_, S>, id: EmployeeId, from: Date) -> Ops {
    let row: Option<PayTermsRow> = rows::get(desk.view, &id.to_bytes())?;
    let is_there = row.is_some_and(|row| row.terms.iter().any(|since| since.from == from));
    if !is_there {
        return Err(PayFault::Missing.into());
    }
    Ok(vec![desk.op(id, p::PayTermsRemoved { from })])
}

fn set_rate<S: Snapshot>(
    desk: &Desk<'_, S>,
    id: EmployeeId,
    from: Date,
    hours: p::RateFor,
    rate: Option<i64>,
) -> Ops {
    employee(desk, id)?;
    let (job, cost_code) = match hours {
        p::RateFor::All => (None, None),
        p::RateFor::Weekday(day) if (1..=7).contains(&day) => (None, None),
        p::RateFor::Weekday(_) => return Err(PayFault::Dates.into()),
        p::RateFor::CostCode(code) => (None, Some(code)),
        p::RateFor::Job(job) => (Some(job), None),
        p::RateFor::JobCostCode(job, code) => (Some(job), Some(code)),
    };
    if let Some(job) = job {
        let _row: JobRow = desk.row(JobId::from_bytes(job), Missing::Job)?;
    }
    if let Some(code) = cost_code {
        let id = domain::CostCodeId::from_bytes(code);
        let _row: CostCodeRow = desk.row(id, Missing::CostCode)?;
    }
    let rate = rate.map(amount).transpose()?;
    Ok(vec![desk.op(id, p::PayRateSet { from, hours, rate })])
}

fn set_differential<S: Snapshot>(
    desk: &Desk<'_, S>,
    id: Option<DifferentialId>,
    wanted: &p::DifferentialSet,
) -> Ops {
    const DAY: u16 = 24 * 60;
    if let Some(id) = id {
        let _row: DifferentialRow = found(desk, &id.to_bytes())?;
    }
    if let Some(id) = wanted.employee {
        employee(desk, id)?;
    }
    let times = wanted.from_minutes < DAY && wanted.to_minutes < DAY;
    if !times || wanted.weekdays == 0 || wanted.weekdays > 0b0111_1111 {
        return Err(PayFault::Dates.into());
    }
    let payload = p::DifferentialSet {
        name: text("name", rules::name(&wanted.name))?,
        per_hour: amount(wanted.per_hour)?,
        ..wanted.clone()
    };
    Ok(vec![desk.op(id.unwrap_or_else(|| desk.id()), payload)])
}

fn end_differential<S: Snapshot>(desk: &Desk<'_, S>, id: DifferentialId, last: Date) -> Ops {
    let row: DifferentialRow = found(desk, &id.to_bytes())?;
    if last < domain::time::days_after(row.from, -1) {
        return Err(PayFault::Dates.into());
    }
    Ok(vec![desk.op(id, p::DifferentialEnded { last })])
}

fn found<S: Snapshot, R: rows::Row>(desk: &Desk<'_, S>, key: &[u8]) -> Result<R, DecideError> {
    rows::get(desk.view, key)?.ok_or_else(|| PayFault::Missing.into())
}

fn add_item<S: Snapshot>(desk: &Desk<'_, S>, wanted: &p::PayItemAdded) -> Ops {
    employee(desk, wanted.employee)?;
    let dates = Dates {
        first: wanted.first,
        last: wanted.last,
    };
    let days = domain::timesheet::dates_in(dates).take(POLICY_MAX.saturating_add(1));
    if dates.last < dates.first || days.count() > POLICY_MAX {
        return Err(PayFault::Dates.into());
    }
    match wanted.item {
        p::PayItemTag::Bonus { minor, .. }
        | p::PayItemTag::Piece { minor }
        | p::PayItemTag::Reimbursement { minor }
        | p::PayItemTag::PerDiem { minor, .. } => {
            amount(minor)?;
        }
        p::PayItemTag::Mileage {
            miles_hundredths,
            rate,
        } => {
            amount(miles_hundredths)?;
            amount(rate)?;
        }
        p::PayItemTag::PaidLeave { seconds, rate } => {
            amount(seconds)?;
            amount(rate)?;
        }
        p::PayItemTag::MealPremium | p::PayItemTag::RestPremium => {}
    }
    let payload = p::PayItemAdded {
        note: optional("note", rules::note, &wanted.note)?,
        ..wanted.clone()
    };
    Ok(vec![desk.op(desk.id::<PayItemId>(), payload)])
}

fn void_item<S: Snapshot>(
    desk: &Desk<'_, S>,
    employee: EmployeeId,
    item: PayItemId,
    reason: &str,
) -> Ops {
    let row: PayItemRow = found(desk, &key(&[&employee.to_bytes(), &item.to_bytes()]))?;
    if row.voided.is_some() {
        return Err(DecideError::NothingChanged);
    }
    let reason = text("reason", rules::reason(reason))?;
    Ok(vec![desk.op(item, p::PayItemVoided { employee, reason })])
}

fn set_mapping<S: Snapshot>(desk: &Desk<'_, S>, wanted: &p::PayMappingSet) -> Ops {
    check_form(&wanted.form)?;
    if wanted.codes.len() > FORMS.len().saturating_mul(POLICY_MAX) {
        return Err(PayFault::Form.into());
    }
    let codes = wanted.codes.iter().map(|(name, code)| {
        let name = text("codes", rules::code(name))?;
        Ok((name, optional("codes", rules::code, code)?))
    });
    let mut codes = codes.collect::<Result<Vec<_>, DecideError>>()?;
    codes.retain(|(_, code)| !code.is_empty());
    codes.sort_unstable();
    let payload = p::PayMappingSet {
        form: wanted.form.clone(),
        codes,
        company_code: optional("company_code", rules::code, &wanted.company_code)?,
        batch: optional("batch", rules::code, &wanted.batch)?,
        company_created: optional("company_created", rules::code, &wanted.company_created)?,
    };
    Ok(vec![desk.op(company_id(desk)?, payload)])
}

pub(super) fn check_form(form: &str) -> Result<(), PayFault> {
    FORMS.contains(&form).then_some(()).ok_or(PayFault::Form)
}

fn set_id<S: Snapshot>(desk: &Desk<'_, S>, id: EmployeeId, form: &str, typed: &str) -> Ops {
    employee(desk, id)?;
    check_form(form)?;
    let wanted = optional("id", rules::name, typed)?;
    let others = rows::all::<PayIdsRow>(desk.view, &[], IDS_MAX)?;
    let is_taken = !wanted.is_empty()
        && others.iter().any(|(key, row)| {
            let same = row
                .ids
                .iter()
                .any(|(of, other)| of == form && *other == wanted);
            same && *key != id.to_bytes()
        });
    if is_taken {
        return Err(PayFault::IdTaken.into());
    }
    let form = form.to_owned();
    Ok(vec![desk.op(id, p::PayIdSet { form, id: wanted })])
}

fn set_public_works<S: Snapshot>(
    desk: &Desk<'_, S>,
    job: JobId,
    wanted: Option<&p::PublicWorksTag>,
) -> Ops {
    let _row: JobRow = desk.row(job, Missing::Job)?;
    let works = wanted.map(|wanted| {
        Ok::<_, DecideError>(p::PublicWorksTag {
            project: text("project", rules::name(&wanted.project))?,
            location: optional("location", rules::name, &wanted.location)?,
            contract_number: optional("contract_number", rules::name, &wanted.contract_number)?,
            wage_determination: optional(
                "wage_determination",
                rules::name,
                &wanted.wage_determination,
            )?,
            is_subcontractor: wanted.is_subcontractor,
            fringe_credit: amount(wanted.fringe_credit)?,
            in_lieu: amount(wanted.in_lieu)?,
        })
    });
    let works = works.transpose()?;
    Ok(vec![desk.op(job, p::PublicWorksSet { works })])
}

/// A text that may be empty.
pub(super) fn optional(
    field: &'static str,
    check: fn(&str) -> Result<String, rules::TextError>,
    typed: &str,
) -> Result<String, DecideError> {
    if typed.trim().is_empty() {
        Ok(String::new())
    } else {
        text(field, check(typed))
    }
}

fn company_id<S: Snapshot>(desk: &Desk<'_, S>) -> Result<domain::CompanyId, DecideError> {
    let row: Option<rows::CompanyRow> = rows::get(desk.view, &[])?;
    Ok(row.ok_or(Missing::Company)?.id)
}
