//! The addresses of the office's pages.

use api::id::ImportId;
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
    /// An address that leads nowhere.
    #[not_found]
    NotFound,
}
