//! Rows as answers: employees, jobs and the names behind ids.

use std::cell::RefCell;
use std::collections::HashMap;

use api::employee::{Employee, EmployeeBrief};
use api::job::{CostCode, CostCodeBrief, Job, JobBrief};
use domain::company::Role;
use domain::{CostCodeId, EmployeeId, JobId, MemberId};
use engine::query;
use engine::rows::{
    self, CostCodeRow, DeviceRow, EmployeeRow, InvitationRow, JobRow, MemberRow, Row, RowHash,
};
use jiff::Timestamp;
use store::CompanySnapshot;

use super::problem::Refused;

/// A row's hash as text.
pub(crate) fn hash_text(hash: RowHash) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The hash of a text.
///
/// # Errors
/// When it is not 32 hexadecimal digits.
pub(crate) fn parse_hash(text: Option<&str>) -> Result<Option<RowHash>, Refused> {
    let Some(text) = text else { return Ok(None) };
    let wrong = || Refused::bad_value("expected", "expected is the hash of what you read.");
    hash_of_text(text).map(Some).ok_or_else(wrong)
}

/// The hash that 32 hexadecimal digits are.
pub(crate) fn hash_of_text(text: &str) -> Option<RowHash> {
    if text.len() != 32 || !text.is_ascii() {
        return None;
    }
    let mut hash = [0; 16];
    for (place, byte) in hash.iter_mut().enumerate() {
        let digits = text.get(2 * place..2 * place + 2)?;
        *byte = u8::from_str_radix(digits, 16).ok()?;
    }
    Some(hash)
}

/// The row of an id.
///
/// # Errors
/// When there is none, or it cannot be read.
pub(crate) fn row<R: Row>(
    view: &CompanySnapshot,
    id: impl domain::id::Id,
    what: &str,
) -> Result<R, Refused> {
    rows::get(view, &id.id_bytes())?.ok_or_else(|| Refused::not_found(what))
}

/// An employee's devices and invitations by member, counted once for a list.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    devices: HashMap<MemberId, u32>,
    invitations: HashMap<MemberId, u32>,
}

impl Counts {
    /// Counts what is in use at `now`.
    ///
    /// # Errors
    /// When rows cannot be read.
    pub(crate) fn read(view: &CompanySnapshot, now: Timestamp) -> Result<Self, Refused> {
        let mut counts = Self::default();
        let in_use = |row: &DeviceRow| row.revoked.is_none();
        for (_, row) in query::devices(view, None)?
            .into_iter()
            .filter(|(_, row)| in_use(row))
        {
            *counts.devices.entry(row.member).or_default() += 1;
        }
        let open = |row: &InvitationRow| row.is_open(now);
        for (_, row) in query::invitations(view, None)?
            .into_iter()
            .filter(|(_, row)| open(row))
        {
            *counts.invitations.entry(row.member).or_default() += 1;
        }
        Ok(counts)
    }

    fn of(&self, member: Option<MemberId>) -> (u32, u32) {
        let count = |map: &HashMap<MemberId, u32>| {
            member
                .and_then(|member| map.get(&member).copied())
                .unwrap_or_default()
        };
        (count(&self.devices), count(&self.invitations))
    }
}

/// An employee as an answer.
pub(crate) fn employee(
    id: EmployeeId,
    row: &EmployeeRow,
    member: Option<&MemberRow>,
    counts: &Counts,
) -> Employee {
    let (devices, open_invitations) = counts.of(row.member);
    Employee {
        id: id.into(),
        name: row.name.clone(),
        email: row.email.clone(),
        number: row.number.clone(),
        member: row.member.map(Into::into),
        role: member.map(|member| Role::from(member.role).into()),
        has_account: member.is_some_and(|member| member.account.is_some()),
        devices,
        open_invitations,
        archived_at: row.archived_at,
        hash: hash_text(row.hash()),
    }
}

/// An employee in a few words.
pub(crate) fn employee_brief(id: EmployeeId, row: &EmployeeRow) -> EmployeeBrief {
    EmployeeBrief {
        id: id.into(),
        name: row.name.clone(),
        number: row.number.clone(),
    }
}

/// A job as an answer.
pub(crate) fn job(id: JobId, row: &JobRow) -> Job {
    Job {
        id: id.into(),
        code: row.code.clone(),
        name: row.name.clone(),
        customer: row.customer.clone(),
        archived: row.archived,
        hash: hash_text(row.hash()),
    }
}

/// A cost code as an answer.
pub(crate) fn cost_code(id: CostCodeId, row: &CostCodeRow) -> CostCode {
    CostCode {
        id: id.into(),
        code: row.code.clone(),
        name: row.name.clone(),
        job: row.job.map(Into::into),
        archived: row.archived,
        hash: hash_text(row.hash()),
    }
}

/// The names behind ids, each read once for an answer.
pub(crate) struct Names<'a> {
    view: &'a CompanySnapshot,
    jobs: RefCell<HashMap<JobId, Option<JobBrief>>>,
    cost_codes: RefCell<HashMap<CostCodeId, Option<CostCodeBrief>>>,
    employees: RefCell<HashMap<EmployeeId, Option<EmployeeBrief>>>,
}

impl<'a> Names<'a> {
    /// The names of a company.
    pub(crate) fn new(view: &'a CompanySnapshot) -> Self {
        Self {
            view,
            jobs: RefCell::default(),
            cost_codes: RefCell::default(),
            employees: RefCell::default(),
        }
    }

    /// A job's name.
    ///
    /// # Errors
    /// When rows cannot be read.
    pub(crate) fn job(&self, id: Option<JobId>) -> Result<Option<JobBrief>, Refused> {
        let Some(id) = id else { return Ok(None) };
        if let Some(known) = self.jobs.borrow().get(&id) {
            return Ok(known.clone());
        }
        let row: Option<JobRow> = rows::get(self.view, &id.to_bytes())?;
        let brief = row.map(|row| JobBrief {
            id: id.into(),
            code: row.code,
            name: row.name,
        });
        self.jobs.borrow_mut().insert(id, brief.clone());
        Ok(brief)
    }

    /// A cost code's name.
    ///
    /// # Errors
    /// When rows cannot be read.
    pub(crate) fn cost_code(
        &self,
        id: Option<CostCodeId>,
    ) -> Result<Option<CostCodeBrief>, Refused> {
        let Some(id) = id else { return Ok(None) };
        if let Some(known) = self.cost_codes.borrow().get(&id) {
            return Ok(known.clone());
        }
        let row: Option<CostCodeRow> = rows::get(self.view, &id.to_bytes())?;
        let brief = row.map(|row| CostCodeBrief {
            id: id.into(),
            code: row.code,
            name: row.name,
        });
        self.cost_codes.borrow_mut().insert(id, brief.clone());
        Ok(brief)
    }

    /// An employee's name.
    ///
    /// # Errors
    /// When there is no such employee, or rows cannot be read.
    pub(crate) fn employee(&self, id: EmployeeId) -> Result<EmployeeBrief, Refused> {
        if let Some(known) = self.employees.borrow().get(&id) {
            return known.clone().ok_or_else(|| Refused::not_found("employee"));
        }
        let row: Option<EmployeeRow> = rows::get(self.view, &id.to_bytes())?;
        let brief = row.map(|row| employee_brief(id, &row));
        self.employees.borrow_mut().insert(id, brief.clone());
        brief.ok_or_else(|| Refused::not_found("employee"))
    }

    /// The employee record and name behind a member; the server itself has neither.
    ///
    /// # Errors
    /// When rows cannot be read.
    pub(crate) fn member(&self, id: MemberId) -> Result<Option<EmployeeBrief>, Refused> {
        let row: Option<MemberRow> = rows::get(self.view, &id.to_bytes())?;
        row.map(|row| self.employee(row.employee)).transpose()
    }
}
