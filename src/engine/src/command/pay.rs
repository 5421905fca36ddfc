//! What people ask for about pay: rules, terms, rates, items, pay runs and their files.

use domain::{DifferentialId, EmployeeId, JobId, PayItemId, PayRunId};
use jiff::civil::Date;
use oplog::v1::payload::{
    DifferentialSet, PayItemAdded, PayMappingSet, PaySettingsChanged, PayTerms, PublicWorksTag,
    RateFor,
};

/// A wish about pay. See [`Command::Pay`](super::Command::Pay). Text in payloads is as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PayCommand {
    /// Pay by other rules from a date on.
    ChangeSettings(PaySettingsChanged),
    /// Pay an employee on other terms from a date on.
    SetTerms(EmployeeId, Date, Box<PayTerms>),
    /// Terms that were to hold from a date on do not.
    RemoveTerms(EmployeeId, Date),
    /// Pay an employee's hours otherwise from a date on, in hundredths of minor units.
    SetRate(EmployeeId, Date, RateFor, Option<i64>),
    /// Pay more for hours between two clock times; `None` makes a new one.
    SetDifferential(Option<DifferentialId>, DifferentialSet),
    /// A differential ends with a date.
    EndDifferential(DifferentialId, Date),
    /// Pay money beside hourly pay.
    AddItem(PayItemAdded),
    /// Do not pay it, with a reason.
    VoidItem(EmployeeId, PayItemId, String),
    /// Say what a payroll provider calls earnings.
    SetMapping(PayMappingSet),
    /// Say what a payroll provider calls an employee: the form, and the id or empty.
    SetPayId(EmployeeId, String, String),
    /// Say that a job is of public works, or is not.
    SetPublicWorks(JobId, Option<Box<PublicWorksTag>>),
    /// Begin a pay run over these dates.
    DraftRun {
        /// The first date of the pay period.
        first: Date,
    },
    /// What was calculated from this basis is right, with a note.
    ReviewRun(PayRunId, [u8; 32], String),
    /// Make a pay run final.
    FinaliseRun(Box<FinaliseRun>),
    /// Give a pay run up that is not final, with a reason.
    DiscardRun(PayRunId, String),
    /// A file was made of a final pay run: its form and hash.
    NoteExport(PayRunId, String, [u8; 32]),
}

/// See [`PayCommand::FinaliseRun`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FinaliseRun {
    /// The run.
    pub run: PayRunId,
    /// What was calculated; the same must come out of what the company has now.
    pub calculated: crate::payroll::Calculated,
    /// The blob that holds it.
    pub result: [u8; 32],
}
