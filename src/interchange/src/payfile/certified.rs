//! Certified payroll for public works: Form WH-347 (revision of January 2025), columns 1A to 9,
//! as CSV and as pages with the statement of compliance of 29 CFR 5.5(a)(3)(ii)(C).
//!
//! The form is in English whatever language a firm speaks, since an agency reads it.

mod form;

use domain::payroll::certified::{DAYS, Deductions};
use domain::payroll::{CertifiedLine, CertifiedWeek, Exact, certified_line};
use jiff::Timestamp;
use jiff::civil::Date;

use super::PayFileError;
use super::earnings::decimal;
use crate::export::delimited::csv_row;
use crate::export::formula;

pub use form::pdf;

/// The digits of an amount: the form is in dollars.
const CENTS: u8 = 2;

/// One week of one project.
#[derive(Debug, Clone)]
pub struct Certified {
    /// The firm.
    pub contractor: Contractor,
    /// The project.
    pub project: Project,
    /// The payroll's number on the project, counted from 1.
    pub number: u32,
    /// Whether it is the last one of the project.
    pub is_final: bool,
    /// The last day of the week.
    pub week_ending: Date,
    /// The week's days, first to last.
    pub days: [Date; DAYS],
    /// How fringe benefits are paid, for the statement of compliance.
    pub fringe: Fringe,
    /// Whoever worked on it.
    pub workers: Vec<Worker>,
    /// Who signs.
    pub signatory: Signatory,
    /// When the pay run behind it was made final.
    pub finalised_at: Timestamp,
}

/// The firm on a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contractor {
    /// Its name.
    pub name: String,
    /// Its address in one line.
    pub address: String,
    /// Whether it is a subcontractor.
    pub is_subcontractor: bool,
}

/// A project of public works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// Its name.
    pub name: String,
    /// Where it is.
    pub location: String,
    /// The project's or contract's number.
    pub contract_number: String,
    /// The wage determination that applies.
    pub wage_determination: String,
}

/// How fringe benefits are paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fringe {
    /// Into plans, funds or programs.
    Plans,
    /// In cash.
    Cash,
    /// Some of each, as the lines say.
    Both,
    /// None are asked for.
    None,
}

/// Who signs the statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signatory {
    /// The name.
    pub name: String,
    /// The title.
    pub title: String,
}

/// Column 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Journeyworker.
    Journeyworker,
    /// Registered apprentice.
    RegisteredApprentice,
}

/// One worker in one classification.
#[derive(Debug, Clone)]
pub struct Worker {
    /// The last name.
    pub last_name: String,
    /// The first name.
    pub first_name: String,
    /// The middle initial, or empty.
    pub middle_initial: String,
    /// An identifying number, such as the last four digits of the social security number; never
    /// the whole of it.
    pub identifier: String,
    /// Journeyworker or apprentice; `None` is left open, never guessed.
    pub standing: Option<Standing>,
    /// The labour classification.
    pub classification: String,
    /// Hours, rates and deductions.
    pub week: CertifiedWeek,
}

/// What stands on a line of the form.
struct Shown<'a> {
    entry: usize,
    worker: &'a Worker,
    line: CertifiedLine,
}

fn shown(payroll: &Certified) -> Result<Vec<Shown<'_>>, PayFileError> {
    let lines = (1_usize..).zip(&payroll.workers).map(|(entry, worker)| {
        let line = certified_line(&worker.week, CENTS).ok_or(PayFileError::TooLarge)?;
        Ok(Shown {
            entry,
            worker,
            line,
        })
    });
    lines.collect()
}

const STANDING_LETTERS: [&str; 2] = ["J", "RA"];

fn standing(worker: &Worker) -> &'static str {
    let [journeyworker, apprentice] = STANDING_LETTERS;
    match worker.standing {
        Some(Standing::Journeyworker) => journeyworker,
        Some(Standing::RegisteredApprentice) => apprentice,
        None => "",
    }
}

/// The lines as CSV: straight time and overtime of each day in a column of its own.
///
/// # Errors
/// When a figure is too large.
pub fn csv(payroll: &Certified) -> Result<Vec<u8>, PayFileError> {
    let mut out = Vec::new();
    csv_row(&mut out, csv_header(payroll));
    for shown in shown(payroll)? {
        csv_row(&mut out, csv_cells(payroll, &shown));
    }
    Ok(out)
}

fn csv_header(payroll: &Certified) -> Vec<String> {
    let fixed = [
        "Contractor",
        "Project",
        "Contract no.",
        "Wage determination",
        "Payroll no.",
        "Week ending",
        "1A Worker entry no.",
        "1B Last name",
        "1C First name",
        "1D Middle initial",
        "1E Worker identifying no.",
        "2 J or RA",
        "3 Labor classification",
    ];
    let days = payroll.days.iter().flat_map(|day| {
        let (month, date) = (day.month(), day.day());
        [
            format!("4 ST {month:02}/{date:02}"),
            format!("4 OT {month:02}/{date:02}"),
        ]
    });
    let figures = [
        "5 ST hours",
        "5 OT hours",
        "6A ST rate",
        "6A OT rate",
        "6B Fringe benefit credit",
        "6C Payment in lieu of fringe",
        "7A Gross this project",
        "7B Gross all work",
        "8A Tax withholdings",
        "8B FICA",
        "8C Other deductions",
        "8D Total deductions",
        "9 Net pay",
    ];
    let fixed = fixed.into_iter().map(str::to_owned);
    fixed
        .chain(days)
        .chain(figures.into_iter().map(str::to_owned))
        .collect()
}

fn csv_cells(payroll: &Certified, shown: &Shown<'_>) -> Vec<String> {
    let text = |text: &str| formula::neutralised(text).into_owned();
    let (worker, line, week) = (shown.worker, &shown.line, &shown.worker.week);
    let mut cells = vec![
        text(&payroll.contractor.name),
        text(&payroll.project.name),
        text(&payroll.project.contract_number),
        text(&payroll.project.wage_determination),
        numbered(payroll),
        payroll.week_ending.to_string(),
        shown.entry.to_string(),
        text(&worker.last_name),
        text(&worker.first_name),
        text(&worker.middle_initial),
        text(&worker.identifier),
        standing(worker).to_owned(),
        text(&worker.classification),
    ];
    for (straight, overtime) in week.straight_seconds.iter().zip(&week.overtime_seconds) {
        cells.extend([day_hours(*straight), day_hours(*overtime)]);
    }
    let deducted = |of: fn(Deductions) -> i64| {
        week.deductions
            .map_or_else(String::new, |deductions| money(of(deductions)))
    };
    cells.extend([
        figure(line.straight_hours),
        figure(line.overtime_hours),
        figure(week.rate),
        figure(line.overtime_rate),
        money(line.fringe_credit_minor),
        money(line.in_lieu_minor),
        money(line.project_minor),
        money(line.all_work_minor),
        deducted(|deductions| deductions.tax_minor),
        deducted(|deductions| deductions.fica_minor),
        deducted(|deductions| deductions.other_minor),
        deducted(Deductions::total_minor),
        line.net_minor.map_or_else(String::new, money),
    ]);
    cells
}

/// The payroll's number, and whether it is the last.
fn numbered(payroll: &Certified) -> String {
    let last = if payroll.is_final { " FINAL" } else { "" };
    format!("{}{last}", payroll.number)
}

/// Hours of a day; empty for none.
fn day_hours(seconds: i64) -> String {
    if seconds == 0 {
        return String::new();
    }
    figure(Exact::hours(seconds))
}

fn figure(exact: Exact) -> String {
    let parts = exact.rounded(2);
    parts.map_or_else(String::new, |parts| decimal(parts, 2))
}

fn money(minor: i64) -> String {
    decimal(minor, CENTS)
}

#[cfg(test)]
mod tests;
