//! What pages about pay show, read from the view.

use api::Page;
use api::pay::{
    Differential, DifferentialsQuery, EarningCode, JobPublicWorks, PayEmployee, PayEmployeesQuery,
    PayId, PayItem, PayItemsQuery, PayMapping, PaySettings,
};
use domain::id::Id as _;
use domain::{DifferentialId, EmployeeId, JobId, PayItemId};
use engine::query;
use engine::rows::{
    self, DifferentialRow, EmployeeRow, JobRow, PayIdsRow, PayItemRow, PayMappingRow, PayRatesRow,
    PaySettingsRow, PayTermsRow, PublicWorksRow, key,
};
use interchange::payfile::Form;
use store::CompanySnapshot;

use super::shape;
use crate::http::page::{Listing, by_instant, by_text, matches, shaped};
use crate::http::problem::Refused;
use crate::http::shape as names;

/// The most items or differentials that are read for a list.
const ROWS_MAX: usize = 50_000;

const EMPLOYEES: Listing<(EmployeeId, EmployeeRow)> = Listing {
    id: |(id, _)| id.to_string(),
    orders: &[
        ("name", |(_, row)| by_text(&row.name)),
        ("number", |(_, row)| by_text(&row.number)),
    ],
    usual: "name",
};

type Item = (EmployeeId, PayItemId, PayItemRow);

const ITEMS: Listing<Item> = Listing {
    id: |(_, id, _)| id.to_string(),
    orders: &[
        ("first", |(_, _, row)| row.first.to_string()),
        ("at", |(_, _, row)| by_instant(row.at)),
    ],
    usual: "-first",
};

const DIFFERENTIALS: Listing<(DifferentialId, DifferentialRow)> = Listing {
    id: |(id, _)| id.to_string(),
    orders: &[
        ("name", |(_, row)| by_text(&row.name)),
        ("from", |(_, row)| row.from.to_string()),
    ],
    usual: "name",
};

pub(super) fn settings(view: &CompanySnapshot) -> Result<PaySettings, Refused> {
    let row: PaySettingsRow = rows::get(view, &[])?.unwrap_or_default();
    Ok(PaySettings {
        rules: row.settings.iter().map(shape::shown_rules).collect(),
    })
}

pub(super) fn employees(
    view: &CompanySnapshot,
    asked: &PayEmployeesQuery,
) -> Result<Page<PayEmployee>, Refused> {
    let mut people: Vec<_> = query::people(view)?
        .into_iter()
        .filter(|(_, row, _)| row.archived_at.is_none())
        .map(|(id, row, _)| (id, row))
        .collect();
    people.retain(|(_, row)| matches(asked.q.as_deref(), &[&row.name, &row.number]));
    let page = EMPLOYEES.page(asked.list(), people)?;
    shaped(page, |(id, row)| shown_employee(view, id, &row))
}

pub(super) fn employee(view: &CompanySnapshot, id: EmployeeId) -> Result<PayEmployee, Refused> {
    let row: EmployeeRow = names::row(view, id, "employee")?;
    shown_employee(view, id, &row)
}

fn shown_employee(
    view: &CompanySnapshot,
    id: EmployeeId,
    row: &EmployeeRow,
) -> Result<PayEmployee, Refused> {
    let own = id.to_bytes();
    let terms: PayTermsRow = rows::get(view, &own)?.unwrap_or_default();
    let rates: PayRatesRow = rows::get(view, &own)?.unwrap_or_default();
    let ids: PayIdsRow = rows::get(view, &own)?.unwrap_or_default();
    let rates = rates
        .rates
        .iter()
        .flat_map(|(hours, since)| since.iter().map(|since| shape::shown_rate(*hours, since)));
    Ok(PayEmployee {
        employee: names::employee_brief(id, row),
        terms: terms.terms.iter().map(shape::shown_terms).collect(),
        rates: rates.collect(),
        ids: ids
            .ids
            .into_iter()
            .map(|(form, id)| PayId { form, id })
            .collect(),
    })
}

pub(super) fn items(
    view: &CompanySnapshot,
    asked: &PayItemsQuery,
) -> Result<Page<PayItem>, Refused> {
    let prefix = asked.employee.map(|id| id.0.to_bytes().to_vec());
    let found = rows::all::<PayItemRow>(view, &prefix.unwrap_or_default(), ROWS_MAX)?;
    let names = names::Names::new(view);
    let mut items = Vec::new();
    for (key, row) in found {
        let Some((employee, item)) = ids_of(&key) else {
            continue;
        };
        let name = names.employee(employee)?.name;
        if matches(asked.q.as_deref(), &[&row.note, &name]) {
            items.push((employee, item, row));
        }
    }
    let page = ITEMS.page(asked.list(), items)?;
    shaped(page, |(employee, id, row)| {
        Ok(shape::shown_item(id, names.employee(employee)?, row))
    })
}

fn ids_of(key: &[u8]) -> Option<(EmployeeId, PayItemId)> {
    let (employee, item) = key.split_at_checked(16)?;
    Some((
        EmployeeId::from_id_bytes(employee.try_into().ok()?),
        PayItemId::from_id_bytes(item.try_into().ok()?),
    ))
}

pub(super) fn item(
    view: &CompanySnapshot,
    employee: EmployeeId,
    id: PayItemId,
) -> Result<PayItem, Refused> {
    let row: Option<PayItemRow> = rows::get(view, &key(&[&employee.to_bytes(), &id.to_bytes()]))?;
    let row = row.ok_or_else(|| Refused::not_found("pay item"))?;
    Ok(shape::shown_item(
        id,
        names::Names::new(view).employee(employee)?,
        row,
    ))
}

pub(super) fn differentials(
    view: &CompanySnapshot,
    asked: &DifferentialsQuery,
) -> Result<Page<Differential>, Refused> {
    let found = rows::all::<DifferentialRow>(view, &[], ROWS_MAX)?.into_iter();
    let found = found
        .filter_map(|(key, row)| Some((DifferentialId::from_id_bytes(key.try_into().ok()?), row)));
    let found = found.filter(|(_, row)| matches(asked.q.as_deref(), &[&row.name]));
    let page = DIFFERENTIALS.page(asked.list(), found.collect())?;
    shaped(page, |(id, row)| Ok(shape::shown_differential(id, row)))
}

pub(super) fn differential(
    view: &CompanySnapshot,
    id: DifferentialId,
) -> Result<Differential, Refused> {
    let row: DifferentialRow = names::row(view, id, "shift differential")?;
    Ok(shape::shown_differential(id, row))
}

pub(super) fn mapping(view: &CompanySnapshot, form: &str) -> Result<PayMapping, Refused> {
    if Form::from_name(form).is_none() {
        return Err(Refused::not_found("form of payroll file"));
    }
    let row: PayMappingRow = rows::get(view, form.as_bytes())?.unwrap_or_default();
    let codes = row.codes.into_iter();
    Ok(PayMapping {
        codes: codes
            .map(|(earning, code)| EarningCode { earning, code })
            .collect(),
        company_code: row.company_code,
        batch: row.batch,
        company_created: row.company_created,
    })
}

pub(super) fn public_works(view: &CompanySnapshot, job: JobId) -> Result<JobPublicWorks, Refused> {
    let _row: JobRow = names::row(view, job, "job")?;
    let brief = names::Names::new(view).job(Some(job))?;
    let works: Option<PublicWorksRow> = rows::get(view, &job.to_bytes())?;
    Ok(JobPublicWorks {
        job: brief.ok_or_else(|| Refused::not_found("job"))?,
        works: works.map(|row| shape::shown_works(row.works)),
    })
}
