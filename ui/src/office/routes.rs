//! The addresses of the office's pages.

use api::id::{ImportId, PayRunId};
use sycamore_router::Route;

/// A page.
#[derive(Route, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// Who is on the clock.
    #[to("/")]
    Today,
    /// The week grid.
    #[to("/timesheets")]
    Timesheets,
    /// Pay runs.
    #[to("/payroll")]
    Payroll,
    /// One pay run.
    #[to("/payroll/<id>")]
    PayRun(PayRunId),
    /// What someone has to look at.
    #[to("/exceptions")]
    Exceptions,
    /// Jobs.
    #[to("/jobs")]
    Jobs,
    /// Cost codes.
    #[to("/cost-codes")]
    CostCodes,
    /// Employees, their invitations and devices.
    #[to("/people")]
    People,
    /// What was imported.
    #[to("/imports")]
    Imports,
    /// Bringing a file.
    #[to("/imports/new")]
    NewImport,
    /// One import.
    #[to("/imports/<id>")]
    Import(ImportId),
    /// The company's settings.
    #[to("/settings")]
    Settings,
    /// The rules about pay.
    #[to("/settings/pay")]
    PaySettings,
    /// An address that leads nowhere.
    #[not_found]
    NotFound,
}
