//! Files about pay: a firm's own policy, minimum wages, and cases that hold the pay rules against
//! somebody's figures. TOML to values of `domain::payroll`; knows nothing of the company.

pub mod case;
mod compare;
mod fields;
mod items;
pub mod policy;
pub mod wages;

pub use case::{Case, CaseFile, cases};
pub use compare::Difference;
pub use fields::Fault;
