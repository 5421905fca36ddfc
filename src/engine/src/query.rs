//! Reading views: what pages show, the same on phone and server. Pure reads over any snapshot;
//! none folds the journal. What depends on now takes it as a parameter.

mod export;
mod imports;
mod time;
mod today;
mod week;

use std::collections::VecDeque;

use domain::{CostCodeId, DeviceId, EmployeeId, InvitationId, JobId, LogId, MemberId};

pub use export::{SheetAsked, SheetLine, sheet};
pub use imports::{Import, import, imports, names_of_import};
pub use time::{
    EntryDetail, FoundException, day_totals_of, entries_of, entry, exceptions, exceptions_of,
    open_entries,
};
pub use today::{Presence, Today, today};
pub use week::{Week, WeekCell, WeekRow, week};

use crate::decide::people::PEOPLE_MAX;
use crate::rows::{
    self, CompanyRow, CostCodeRow, DeviceRow, EmployeeRow, InvitationRow, JobRow, LogRow,
    MemberRow, QuarantineRow, Row, Writer,
};
use crate::table::Table;
use crate::view::{Snapshot, ViewError};

/// The most jobs or cost codes a list reads.
const WORK_MAX: usize = 50_000;
/// How many quarantined ops are read at once on the way to the newest.
const QUARANTINE_PAGE: usize = 1_000;

/// A row with its id.
pub type With<I, R> = (I, R);

/// The company's settings; `None` before it is founded.
///
/// # Errors
/// When rows cannot be read.
pub fn company(view: &impl Snapshot) -> Result<Option<CompanyRow>, ViewError> {
    rows::get(view, &[])
}

/// Every employee with the member's row, archived ones too, sorted by name.
///
/// # Errors
/// When rows cannot be read.
pub fn people(
    view: &impl Snapshot,
) -> Result<Vec<(EmployeeId, EmployeeRow, Option<MemberRow>)>, ViewError> {
    let mut people = Vec::new();
    for (id, row) in listed::<EmployeeId, EmployeeRow>(view, PEOPLE_MAX)? {
        let member = match row.member {
            Some(member) => rows::get::<MemberRow>(view, &member.to_bytes())?,
            None => None,
        };
        people.push((id, row, member));
    }
    people.sort_by_cached_key(|(id, row, _)| (row.name.to_lowercase(), *id));
    Ok(people)
}

/// Every job, archived ones too, sorted by name.
///
/// # Errors
/// When rows cannot be read.
pub fn jobs(view: &impl Snapshot) -> Result<Vec<With<JobId, JobRow>>, ViewError> {
    let mut jobs = listed::<JobId, JobRow>(view, WORK_MAX)?;
    jobs.sort_by_cached_key(|(id, row)| (row.name.to_lowercase(), *id));
    Ok(jobs)
}

/// Every cost code, archived ones too, sorted by code and name.
///
/// # Errors
/// When rows cannot be read.
pub fn cost_codes(view: &impl Snapshot) -> Result<Vec<With<CostCodeId, CostCodeRow>>, ViewError> {
    let mut codes = listed::<CostCodeId, CostCodeRow>(view, WORK_MAX)?;
    codes.sort_by_cached_key(|(id, row)| (row.code.to_lowercase(), row.name.to_lowercase(), *id));
    Ok(codes)
}

/// The devices of a member, or of everyone, the newest first.
///
/// # Errors
/// When rows cannot be read.
pub fn devices(
    view: &impl Snapshot,
    member: Option<MemberId>,
) -> Result<Vec<With<DeviceId, DeviceRow>>, ViewError> {
    let mut devices = listed::<DeviceId, DeviceRow>(view, PEOPLE_MAX)?;
    devices.retain(|(_, row)| member.is_none_or(|member| row.member == member));
    devices.sort_by_key(|(id, row)| (std::cmp::Reverse(row.enrolled_at), *id));
    Ok(devices)
}

/// The invitations of a member, or of everyone, the newest first.
///
/// # Errors
/// When rows cannot be read.
pub fn invitations(
    view: &impl Snapshot,
    member: Option<MemberId>,
) -> Result<Vec<With<InvitationId, InvitationRow>>, ViewError> {
    let mut invitations = listed::<InvitationId, InvitationRow>(view, PEOPLE_MAX)?;
    invitations.retain(|(_, row)| member.is_none_or(|member| row.member == member));
    invitations.sort_by_key(|(id, row)| (std::cmp::Reverse(row.issued_at), *id));
    Ok(invitations)
}

/// Ops that do not count, the newest first, at most `limit`, with their journal positions.
///
/// # Errors
/// When rows cannot be read.
pub fn quarantine(
    view: &impl Snapshot,
    limit: usize,
) -> Result<Vec<With<u64, QuarantineRow>>, ViewError> {
    // Rows are in order of position and can only be read forwards, so the last ones are kept.
    let mut newest = VecDeque::new();
    let mut from = Vec::new();
    loop {
        let page = view.range(Table::Quarantine, &from, &[], QUARANTINE_PAGE)?;
        let Some((last, _)) = page.last() else { break };
        from = rows::key(&[last, &[0]]);
        newest.extend(page);
        newest.drain(..newest.len().saturating_sub(limit));
    }
    let corrupt = || ViewError::Corrupt {
        table: Table::Quarantine,
    };
    let read = |(key, row): (Vec<u8>, Vec<u8>)| {
        let position = key.try_into().map_err(|_| corrupt())?;
        Ok((u64::from_be_bytes(position), QuarantineRow::decode(&row)?))
    };
    newest.into_iter().rev().map(read).collect()
}

/// The name of the person behind a member, or `None` for the server itself.
///
/// # Errors
/// When rows cannot be read.
pub fn member_name(view: &impl Snapshot, member: MemberId) -> Result<Option<String>, ViewError> {
    let Some(row) = rows::get::<MemberRow>(view, &member.to_bytes())? else {
        return Ok(None);
    };
    Ok(rows::get::<EmployeeRow>(view, &row.employee.to_bytes())?.map(|employee| employee.name))
}

/// The name of the device behind a log, or `None` for the server.
///
/// # Errors
/// When rows cannot be read.
pub fn device_name(view: &impl Snapshot, log: LogId) -> Result<Option<String>, ViewError> {
    match rows::get::<LogRow>(view, &log.to_bytes())?.map(|log| log.writer) {
        Some(Writer::Device(device)) => {
            Ok(rows::get::<DeviceRow>(view, &device.to_bytes())?.map(|device| device.name))
        }
        Some(Writer::Server) | None => Ok(None),
    }
}

fn listed<I: domain::id::Id, R: Row>(
    view: &impl Snapshot,
    limit: usize,
) -> Result<Vec<With<I, R>>, ViewError> {
    rows::all::<R>(view, &[], limit)?
        .into_iter()
        .map(|(key, row)| {
            let id = key
                .try_into()
                .map_err(|_| ViewError::Corrupt { table: R::TABLE })?;
            Ok((I::from_id_bytes(id), row))
        })
        .collect()
}
