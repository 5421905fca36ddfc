//! What one device may see: its base is exactly these rows of the server's views.

use domain::company::Permission;
use domain::{DeviceId, EmployeeId, MemberId};

use crate::access;
use crate::rows::{
    self, DeviceRow, EntryRow, HistoryRow, LateEntryRow, LogRow, MemberRow, Row, Writer,
};
use crate::table::Table;
use crate::view::{RowChange, Snapshot, ViewError};

/// The scope of a worker's device: the company's settings, its jobs, and one's own record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope {
    /// The device.
    pub device: DeviceId,
    /// Whose it is.
    pub member: MemberId,
    /// The employee record of that member.
    pub employee: EmployeeId,
    /// Whether the member may see jobs: the role says so, and the person has not left.
    jobs: bool,
}

impl Scope {
    /// The scope of a device; `None` when it is not enrolled.
    ///
    /// # Errors
    /// When rows cannot be read.
    pub fn of_device(view: &impl Snapshot, device: DeviceId) -> Result<Option<Self>, ViewError> {
        let Some(row) = rows::get::<DeviceRow>(view, &device.to_bytes())? else {
            return Ok(None);
        };
        let Some(member) = rows::get::<MemberRow>(view, &row.member.to_bytes())? else {
            return Ok(None);
        };
        let jobs = access::may(view, row.member, Permission::ViewJobs, None)?;
        Ok(Some(Self {
            device,
            member: row.member,
            employee: member.employee,
            jobs,
        }))
    }

    /// Whether a row is inside; `value` is `None` for one that was removed.
    ///
    /// # Errors
    /// When the row cannot be read.
    pub fn sees(&self, table: Table, key: &[u8], value: Option<&[u8]>) -> Result<bool, ViewError> {
        Ok(match table {
            Table::Company => true,
            Table::Employee => key == self.employee.to_bytes(),
            Table::Member => key == self.member.to_bytes(),
            Table::Device => key == self.device.to_bytes(),
            // What was written by a copy of the device is its device's too.
            Table::Log => match value {
                Some(value) => LogRow::decode(value)?.writer == Writer::Device(self.device),
                None => false,
            },
            Table::Job | Table::CostCode => self.jobs,
            Table::EntryWeek | Table::OpenEntry => key.starts_with(&self.employee.to_bytes()),
            Table::TimeEntry => match value {
                Some(value) => EntryRow::decode(value)?.employee == self.employee,
                None => false,
            },
            Table::EntryHistory => match value {
                Some(value) => HistoryRow::decode(value)?.employee == self.employee,
                None => false,
            },
            // Whether an import counts, and nothing else about it.
            Table::Import => true,
            Table::SheetSettings | Table::PeriodLock => true,
            Table::EmployeeZone => key == self.employee.to_bytes(),
            Table::Timesheet | Table::TimesheetEvent | Table::LatePending => {
                key.starts_with(&self.employee.to_bytes())
            }
            Table::LateEntry => match value {
                Some(value) => LateEntryRow::decode(value)?.employee == self.employee,
                None => false,
            },
            Table::Invitation
            | Table::Op
            | Table::Quarantine
            | Table::Waiting
            | Table::ImportDetail
            | Table::ImportName
            | Table::PaySettings
            | Table::PayTerms
            | Table::PayRates
            | Table::Differential
            | Table::PayItem
            | Table::PayMapping
            | Table::PayIds
            | Table::PublicWorks
            | Table::PayRun
            | Table::PaidWeek
            | Table::ImportKey
            | Table::ImportDays
            | Table::LateCorrection => false,
        })
    }

    /// Every row inside, as puts in order of table and key.
    ///
    /// # Errors
    /// When rows cannot be read.
    pub fn snapshot(&self, view: &impl Snapshot) -> Result<Vec<RowChange>, ViewError> {
        let mut found = Vec::new();
        let mut take = |table: Table, key: Vec<u8>, value: Option<Vec<u8>>| {
            if value.is_some() {
                found.push(RowChange { table, key, value });
            }
        };
        take(Table::Company, Vec::new(), view.get(Table::Company, &[])?);
        for (table, key) in [
            (Table::Employee, self.employee.to_bytes()),
            (Table::Member, self.member.to_bytes()),
            (Table::Device, self.device.to_bytes()),
            (Table::EmployeeZone, self.employee.to_bytes()),
        ] {
            take(table, key.to_vec(), view.get(table, &key)?);
        }
        if let Some(device) = rows::get::<DeviceRow>(view, &self.device.to_bytes())? {
            for log in device.logs() {
                let key = log.to_bytes();
                take(Table::Log, key.to_vec(), view.get(Table::Log, &key)?);
            }
        }
        if self.jobs {
            for table in [Table::Job, Table::CostCode] {
                for (key, value) in view.range(table, &[], &[], usize::MAX)? {
                    take(table, key, Some(value));
                }
            }
        }
        for (key, value) in view.range(Table::Import, &[], &[], usize::MAX)? {
            take(Table::Import, key, Some(value));
        }
        let own = self.employee.to_bytes();
        for (key, value) in view.range(Table::EntryWeek, &own, &rows::after(&own), usize::MAX)? {
            let entry = key.get(20..).unwrap_or_default().to_vec();
            take(Table::EntryWeek, key, Some(value));
            for (key, value) in view.range(
                Table::EntryHistory,
                &entry,
                &rows::after(&entry),
                usize::MAX,
            )? {
                take(Table::EntryHistory, key, Some(value));
            }
            take(
                Table::TimeEntry,
                entry.clone(),
                view.get(Table::TimeEntry, &entry)?,
            );
        }
        for table in [
            Table::OpenEntry,
            Table::Timesheet,
            Table::TimesheetEvent,
            Table::LatePending,
        ] {
            for (key, value) in view.range(table, &own, &rows::after(&own), usize::MAX)? {
                take(table, key, Some(value));
            }
        }
        for (key, value) in view.range(Table::LateEntry, &[], &[], usize::MAX)? {
            if self.sees(Table::LateEntry, &key, Some(&value))? {
                for (key, value) in
                    view.range(Table::EntryHistory, &key, &rows::after(&key), usize::MAX)?
                {
                    take(Table::EntryHistory, key, Some(value));
                }
                take(Table::LateEntry, key, Some(value));
            }
        }
        for (key, value) in view.range(Table::PeriodLock, &[], &[], usize::MAX)? {
            take(Table::PeriodLock, key, Some(value));
        }
        take(
            Table::SheetSettings,
            Vec::new(),
            view.get(Table::SheetSettings, &[])?,
        );
        found.sort_by(|a, b| (a.table, &a.key).cmp(&(b.table, &b.key)));
        found.dedup_by(|a, b| (a.table, &a.key) == (b.table, &b.key));
        Ok(found)
    }
}
