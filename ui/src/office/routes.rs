//! The addresses of the office's pages.

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
    /// The company's settings.
    #[to("/settings")]
    Settings,
    /// An address that leads nowhere.
    #[not_found]
    NotFound,
}
