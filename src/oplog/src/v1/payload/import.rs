//! What an import states: chunks of names and entries that count for nothing until one op says
//! that they are all there, and one that takes all of it back.

use domain::{CostCodeId, EmployeeId, JobId, MemberId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::wire;

payloads! {
    /// A person that an import brings.
    ImportedEmployee {
        /// The employee.
        #[serde(with = "wire::id")]
        employee: EmployeeId,
        /// The person's place in the company.
        #[serde(with = "wire::id")]
        member: MemberId,
        /// The name.
        name: String,
        /// The e-mail address, or empty.
        email: String,
    }
    /// A job that an import brings.
    ImportedJob {
        /// The job.
        #[serde(with = "wire::id")]
        job: JobId,
        /// The firm's code, or empty.
        code: String,
        /// Its name.
        name: String,
        /// The customer's name, or empty.
        customer: String,
    }
    /// A cost code, for every job, that an import brings.
    ImportedCostCode {
        /// The cost code.
        #[serde(with = "wire::id")]
        cost_code: CostCodeId,
        /// The firm's code, or empty.
        code: String,
        /// Its name.
        name: String,
    }
    /// People, jobs and cost codes that the imported entries name. Subject: the import.
    ImportNames {
        /// The people.
        employees: Vec<ImportedEmployee>,
        /// The jobs.
        jobs: Vec<ImportedJob>,
        /// The cost codes.
        cost_codes: Vec<ImportedCostCode>,
    }
    /// A time entry that an import brings.
    ImportedEntry {
        /// Whose time it is.
        #[serde(with = "wire::id")]
        employee: EmployeeId,
        /// When work began.
        #[serde(with = "wire::instant")]
        start: Timestamp,
        /// When it ended.
        #[serde(with = "wire::instant")]
        end: Timestamp,
        /// Seconds of unpaid break in the middle of it.
        break_seconds: u32,
        /// The job.
        #[serde(with = "wire::id_option")]
        job: Option<JobId>,
        /// The cost code.
        #[serde(with = "wire::id_option")]
        cost_code: Option<CostCodeId>,
        /// The note, or empty.
        note: String,
        /// Only its length and its work date are known; start and end stand for them.
        hours_only: bool,
        /// What tells its row of the file apart from every other.
        content: [u8; 16],
    }
    /// Time entries; each is named after the op and its place in it. Subject: the import.
    ImportEntries {
        /// The entries.
        entries: Vec<ImportedEntry>,
    }
    /// Everything of the import is there and counts from now on. Subject: the import.
    ImportCommitted {
        /// How many ops brought names and entries.
        parts: u32,
        /// Under which name the file is kept as it was uploaded.
        file: [u8; 32],
        /// Under which name the list of rejected rows is kept, if there are any.
        report: Option<[u8; 32]>,
        /// What the file was called.
        file_name: String,
        /// Whose export it was, such as `toggl`; `generic` for any other file.
        source: String,
        /// How columns were read, as JSON.
        mapping: String,
        /// What files with the same columns have in common.
        headers: [u8; 16],
        /// The IANA zone in which the file's times were read.
        zone: String,
        /// Rows of the file.
        rows: u64,
        /// Rows that became entries.
        entries: u64,
        /// Rows that were there already.
        duplicates: u64,
        /// Rows that could not be taken.
        rejected: u64,
        /// People that were added.
        employees: u64,
        /// Jobs that were added.
        jobs: u64,
        /// Cost codes that were added.
        cost_codes: u64,
        /// Seconds worked in the entries.
        seconds: i64,
    }
    /// An import counts no more. Subject: the import.
    ImportUndone {
        /// Why.
        reason: String,
    }
}
