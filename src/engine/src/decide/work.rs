//! Commands about jobs and cost codes.

use domain::{CostCodeId, JobId, text as rules};
use oplog::Op;
use oplog::v1::payload as p;

use super::desk::{Desk, change, text};
use super::error::{DecideError, Missing};
use crate::command::{CostCodePatch, CostCodeText, JobPatch, JobText};
use crate::rows::{self, CostCodeRow, JobRow};
use crate::view::Snapshot;

/// The most jobs, and the most cost codes, one company can have.
pub const WORK_MAX: usize = 50_000;

type Ops = Result<Vec<Op>, DecideError>;

pub(super) fn add_job<S: Snapshot>(desk: &Desk<'_, S>, job: &JobText) -> Ops {
    let payload = p::JobAdded {
        code: text("code", rules::code(&job.code))?,
        name: text("name", rules::name(&job.name))?,
        customer: optional_name("customer", &job.customer)?,
    };
    job_code_is_free(desk, &payload.code, None)?;
    Ok(vec![desk.op(desk.id::<JobId>(), payload)])
}

pub(super) fn change_job<S: Snapshot>(desk: &Desk<'_, S>, job: JobId, wanted: &JobPatch) -> Ops {
    let (row, base): (JobRow, _) = desk.seen_row(job, Missing::Job, wanted.expected)?;
    let customer = match &wanted.customer {
        Some(customer) => {
            Some(optional_name("customer", customer)?).filter(|wanted| *wanted != row.customer)
        }
        None => None,
    };
    let payload = p::JobChanged {
        code: change("code", rules::code, wanted.code.as_ref(), &row.code)?,
        name: change("name", rules::name, wanted.name.as_ref(), &row.name)?,
        customer,
    };
    if payload
        == (p::JobChanged {
            code: None,
            name: None,
            customer: None,
        })
    {
        return Err(DecideError::NothingChanged);
    }
    if let Some(code) = &payload.code {
        job_code_is_free(desk, code, Some(job))?;
    }
    Ok(vec![desk.edit(job, base, payload)])
}

pub(super) fn archive_job<S: Snapshot>(desk: &Desk<'_, S>, job: JobId, archive: bool) -> Ops {
    let row: JobRow = desk.row(job, Missing::Job)?;
    match (row.archived, archive) {
        (false, true) => Ok(vec![desk.op(job, p::JobArchived {})]),
        (true, false) => Ok(vec![desk.op(job, p::JobRestored {})]),
        (true, true) | (false, false) => Err(DecideError::NothingChanged),
    }
}

pub(super) fn add_cost_code<S: Snapshot>(desk: &Desk<'_, S>, code: &CostCodeText) -> Ops {
    if let Some(job) = code.job {
        let _row: JobRow = desk.row(job, Missing::Job)?;
    }
    let payload = p::CostCodeAdded {
        code: text("code", rules::code(&code.code))?,
        name: text("name", rules::name(&code.name))?,
        job: code.job,
    };
    cost_code_is_free(desk, &payload.code, payload.job, None)?;
    Ok(vec![desk.op(desk.id::<CostCodeId>(), payload)])
}

pub(super) fn change_cost_code<S: Snapshot>(
    desk: &Desk<'_, S>,
    id: CostCodeId,
    wanted: &CostCodePatch,
) -> Ops {
    let (row, base): (CostCodeRow, _) = desk.seen_row(id, Missing::CostCode, wanted.expected)?;
    if let Some(Some(job)) = wanted.job {
        let _row: JobRow = desk.row(job, Missing::Job)?;
    }
    let payload = p::CostCodeChanged {
        code: change("code", rules::code, wanted.code.as_ref(), &row.code)?,
        name: change("name", rules::name, wanted.name.as_ref(), &row.name)?,
        job: wanted.job.filter(|job| *job != row.job),
    };
    if payload
        == (p::CostCodeChanged {
            code: None,
            name: None,
            job: None,
        })
    {
        return Err(DecideError::NothingChanged);
    }
    let code = payload.code.as_ref().unwrap_or(&row.code);
    cost_code_is_free(desk, code, payload.job.unwrap_or(row.job), Some(id))?;
    Ok(vec![desk.edit(id, base, payload)])
}

pub(super) fn archive_cost_code<S: Snapshot>(
    desk: &Desk<'_, S>,
    id: CostCodeId,
    archive: bool,
) -> Ops {
    let row: CostCodeRow = desk.row(id, Missing::CostCode)?;
    match (row.archived, archive) {
        (false, true) => Ok(vec![desk.op(id, p::CostCodeArchived {})]),
        (true, false) => Ok(vec![desk.op(id, p::CostCodeRestored {})]),
        (true, true) | (false, false) => Err(DecideError::NothingChanged),
    }
}

fn optional_name(field: &'static str, typed: &str) -> Result<String, DecideError> {
    if typed.trim().is_empty() {
        Ok(String::new())
    } else {
        text(field, rules::name(typed))
    }
}

fn job_code_is_free<S: Snapshot>(
    desk: &Desk<'_, S>,
    code: &str,
    except: Option<JobId>,
) -> Result<(), DecideError> {
    let taken = !code.is_empty()
        && rows::all::<JobRow>(desk.view, &[], WORK_MAX)?
            .into_iter()
            .any(|(key, row)| {
                row.code.eq_ignore_ascii_case(code)
                    && except.is_none_or(|except| key != except.to_bytes())
            });
    if taken {
        Err(DecideError::CodeTaken)
    } else {
        Ok(())
    }
}

/// A cost code is taken when one for the same job, or either for every job, has it.
fn cost_code_is_free<S: Snapshot>(
    desk: &Desk<'_, S>,
    code: &str,
    job: Option<JobId>,
    except: Option<CostCodeId>,
) -> Result<(), DecideError> {
    let taken = !code.is_empty()
        && rows::all::<CostCodeRow>(desk.view, &[], WORK_MAX)?
            .into_iter()
            .any(|(key, row)| {
                let together = row.job.is_none() || job.is_none() || row.job == job;
                let other = except.is_none_or(|except| key != except.to_bytes());
                together && other && row.code.eq_ignore_ascii_case(code)
            });
    if taken {
        Err(DecideError::CodeTaken)
    } else {
        Ok(())
    }
}
