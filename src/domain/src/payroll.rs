//! Pay: hours, earnings and premiums of whole workweeks, with what a person must look at.
//!
//! Owns the laws (`rules`), the arithmetic that they share, and exact figures up to the one
//! rounding of each line. Knows nothing of storage, formats and who asks; it withholds and moves
//! nothing. It never panics on any input: what it cannot calculate is an exception.

mod basis;
mod bonus;
mod calculation;
pub mod certified;
mod employee;
pub mod exact;
pub mod exception;
pub mod input;
mod lines;
mod local;
pub mod rules;
pub mod run;
mod timeline;
pub mod wage;
mod watch;
mod week;

#[cfg(test)]
mod laws;
#[cfg(test)]
mod notes;
#[cfg(test)]
mod scenario;

pub use certified::{CertifiedLine, CertifiedWeek, certified_line};
pub use exact::Exact;
pub use exception::{PayException, PayExceptionKind};
pub use input::{
    Agreements, Apportion, BonusKind, Break, Covers, Dated, Dates, Employee, Input, PayItem,
    PayKind, TimeRounding, Work, Workweek,
};
pub use local::{LocalNote, instant, workday_start};
pub use rules::{Law, LawName, Policy};
pub use run::{EmployeePay, Explained, Hours, Line, LineKind, PayRun, WeekPay};
pub use wage::{MinimumWage, MinimumWages};

/// Calculates a payroll.
///
/// Each employee's workweeks come out in order and without a gap, from the first with work to the
/// last. An exception that [blocks](PayExceptionKind::blocks) says that its figures do not stand
/// yet; any other is a note on how they came about.
pub fn calculate(input: &Input) -> (PayRun, Vec<PayException>) {
    let mut exceptions = Vec::new();
    let mut employees = Vec::with_capacity(input.employees.len());
    for one in &input.employees {
        let (pay, own) = employee::pay(input, one);
        employees.push(pay);
        exceptions.extend(own);
    }
    let run = PayRun {
        currency: input.currency,
        employees,
    };
    (run, exceptions)
}
