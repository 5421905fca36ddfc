//! Reading views: what pages show, the same on phone and server. Pure reads over any snapshot;
//! none folds the journal. What depends on now takes it as a parameter.

mod evidence;
mod export;
mod held;
mod imports;
mod time;
mod timesheet;
mod today;
mod week;

use domain::order::put_in_order_by_made;
use domain::text::caseless;
use domain::{CostCodeId, DeviceId, EmployeeId, InvitationId, JobId, LogId, MemberId};

pub use evidence::evidence;
pub use export::{SheetAsked, SheetLine, sheet};
pub use held::{held_count, quarantine};
pub use imports::{Import, import, imports, kept_files, names_of_import};
pub use time::{
    EntryDetail, FoundException, day_totals_of, entries_of, entry, exceptions, exceptions_of,
    open_entries,
};
pub use timesheet::{
    Due, Late, Period, PeriodSheets, SheetChange, SheetDay, SheetDetail, SheetSummary, SheetWeek,
    due, due_at, late_corrections, late_of, late_pending, locked_periods, period, periods,
    timesheet, timesheets,
};
pub use today::{Presence, Today, today};
pub use week::{Week, WeekCell, WeekRow, week};

use crate::decide::people::PEOPLE_MAX;
use crate::rows::{
    self, CompanyRow, CostCodeRow, DeviceRow, EmployeeRow, InvitationRow, JobRow, LogRow,
    MemberRow, Row, Writer,
};
use crate::view::{Snapshot, ViewError};

/// The most jobs or cost codes a list reads.
const WORK_MAX: usize = 50_000;

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
    put_in_order_by_made(&mut people, |(id, row, _)| (caseless(&row.name), *id));
    Ok(people)
}

/// Every job, archived ones too, sorted by name.
///
/// # Errors
/// When rows cannot be read.
pub fn jobs(view: &impl Snapshot) -> Result<Vec<With<JobId, JobRow>>, ViewError> {
    let mut jobs = listed::<JobId, JobRow>(view, WORK_MAX)?;
    put_in_order_by_made(&mut jobs, |(id, row)| (caseless(&row.name), *id));
    Ok(jobs)
}

/// Every cost code, archived ones too, sorted by code and name.
///
/// # Errors
/// When rows cannot be read.
pub fn cost_codes(view: &impl Snapshot) -> Result<Vec<With<CostCodeId, CostCodeRow>>, ViewError> {
    let mut codes = listed::<CostCodeId, CostCodeRow>(view, WORK_MAX)?;
    put_in_order_by_made(&mut codes, |(id, row)| {
        (caseless(&row.code), caseless(&row.name), *id)
    });
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

/// The device behind a log; `None` for the server.
///
/// # Errors
/// When rows cannot be read.
pub fn device_of(
    view: &impl Snapshot,
    log: LogId,
) -> Result<Option<With<DeviceId, DeviceRow>>, ViewError> {
    match rows::get::<LogRow>(view, &log.to_bytes())?.map(|log| log.writer) {
        Some(Writer::Device(device)) => {
            Ok(rows::get::<DeviceRow>(view, &device.to_bytes())?.map(|row| (device, row)))
        }
        Some(Writer::Server) | None => Ok(None),
    }
}

/// The name of the device behind a log, or `None` for the server.
///
/// # Errors
/// When rows cannot be read.
pub fn device_name(view: &impl Snapshot, log: LogId) -> Result<Option<String>, ViewError> {
    Ok(device_of(view, log)?.map(|(_, device)| device.name))
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
