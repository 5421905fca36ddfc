//! Pay runs on their way into files: the engine's run with the names that people gave things, as
//! `interchange` writes it.

use std::collections::HashMap;

use domain::id::Id as _;
use domain::payroll::certified::{CertifiedWeek, DAYS};
use domain::payroll::{Dates, Exact};
use domain::time::days_after;
use domain::timesheet::PeriodRule;
use domain::{CostCodeId, EmployeeId, JobId};
use engine::payroll::{Calculated, PaidPerson, rate_exact};
use engine::rows::{
    self, CompanyRow, CostCodeRow, JobRow, PayIdsRow, PayMappingRow, PayRunRow, PaySettings,
    PaySettingsRow, PayTermsRow, PublicWorksRow,
};
use engine::timesheet::company_calendar;
use engine::{Snapshot, ViewError};
use interchange::export::Language;
use interchange::payfile::certified::{
    Certified, Contractor, Fringe, Project, Signatory, Standing, Worker,
};
use interchange::payfile::{Earning, Form, Frequency, Mapping, PayFile, Payee, Worked};
use jiff::civil::Date;
use oplog::v1::payload::{PayTerms, StandingTag};

/// The most people with an id in another system.
const IDS_MAX: usize = 100_000;

/// A final run as files are made of it.
///
/// # Errors
/// When rows cannot be read.
pub(crate) fn pay_file(
    view: &impl Snapshot,
    row: &PayRunRow,
    run: &Calculated,
    language: Language,
) -> Result<PayFile, ViewError> {
    let company: Option<CompanyRow> = rows::get(view, &[])?;
    let mut names = Names::new(view);
    let people = run.people.iter().map(|person| payee(&mut names, person));
    let payees = people.collect::<Result<_, _>>()?;
    Ok(PayFile {
        company: company.map(|company| company.name).unwrap_or_default(),
        currency: run.currency,
        number: run.number,
        period: run.dates,
        frequency: frequency(view, run.dates)?,
        finalised_at: row.finalised.map_or(row.at, |signed| signed.at),
        language,
        payees,
    })
}

fn frequency(view: &impl Snapshot, dates: Dates) -> Result<Frequency, ViewError> {
    let calendar = company_calendar(view)?;
    let rule = calendar.map(|calendar| *calendar.periods.on(dates.first));
    Ok(match rule {
        Some(PeriodRule::Workweek | PeriodRule::Weekly { .. }) | None => Frequency::Weekly,
        Some(PeriodRule::TwoWeeks { .. }) => Frequency::Biweekly,
        Some(PeriodRule::TwiceMonthly { .. }) => Frequency::Semimonthly,
        Some(PeriodRule::Monthly { .. }) => Frequency::Monthly,
    })
}

fn payee<S: Snapshot>(names: &mut Names<'_, S>, person: &PaidPerson) -> Result<Payee, ViewError> {
    let worked = person.worked.iter().map(|time| {
        let (customer, job) = match time.job {
            Some(job) => names.job(job)?,
            None => (String::new(), String::new()),
        };
        let cost_code = match time.cost_code {
            Some(code) => names.cost_code(code)?,
            None => String::new(),
        };
        Ok(Worked {
            date: time.date,
            seconds: time.seconds,
            job_id: time.job,
            customer,
            job,
            cost_code,
            note: time.note.clone(),
        })
    });
    Ok(Payee {
        employee: person.employee,
        first_name: person.first_name.clone(),
        last_name: person.last_name.clone(),
        number: person.number.clone(),
        title: person.title.clone(),
        weeks: person.weeks.clone(),
        correction_minor: person.correction_minor(),
        worked: worked.collect::<Result<_, ViewError>>()?,
    })
}

/// The names of jobs and cost codes, each read once.
struct Names<'a, S> {
    view: &'a S,
    jobs: HashMap<JobId, (String, String)>,
    cost_codes: HashMap<CostCodeId, String>,
}

impl<'a, S: Snapshot> Names<'a, S> {
    fn new(view: &'a S) -> Self {
        Self {
            view,
            jobs: HashMap::new(),
            cost_codes: HashMap::new(),
        }
    }

    /// Customer and name.
    fn job(&mut self, id: JobId) -> Result<(String, String), ViewError> {
        if let Some(known) = self.jobs.get(&id) {
            return Ok(known.clone());
        }
        let row: Option<JobRow> = rows::get(self.view, &id.to_bytes())?;
        let found = row.map(|row| (row.customer, row.name)).unwrap_or_default();
        self.jobs.insert(id, found.clone());
        Ok(found)
    }

    fn cost_code(&mut self, id: CostCodeId) -> Result<String, ViewError> {
        if let Some(known) = self.cost_codes.get(&id) {
            return Ok(known.clone());
        }
        let row: Option<CostCodeRow> = rows::get(self.view, &id.to_bytes())?;
        let found = row.map(|row| row.name).unwrap_or_default();
        self.cost_codes.insert(id, found.clone());
        Ok(found)
    }
}

/// What a firm calls things in a form.
///
/// # Errors
/// When rows cannot be read.
pub(crate) fn mapping(view: &impl Snapshot, form: Form) -> Result<Mapping, ViewError> {
    let row: PayMappingRow = rows::get(view, form.name().as_bytes())?.unwrap_or_default();
    let codes = row.codes.into_iter();
    let codes = codes.filter_map(|(name, code)| Some((Earning::from_name(&name)?, code)));
    let ids = rows::all::<PayIdsRow>(view, &[], IDS_MAX)?.into_iter();
    let ids = ids.filter_map(|(key, row)| {
        let employee = EmployeeId::from_id_bytes(key.try_into().ok()?);
        let own = row.ids.into_iter().find(|(of, _)| of == form.name())?;
        Some((employee, own.1))
    });
    Ok(Mapping {
        ids: ids.collect(),
        codes: codes.collect(),
        company_code: row.company_code,
        batch: row.batch,
        company_created: row.company_created,
    })
}

/// Which certified payroll.
pub(crate) struct CertifiedAsked {
    /// The job of public works.
    pub(crate) job: JobId,
    /// The first day of the workweek.
    pub(crate) week: Date,
    /// The payroll's number on the project.
    pub(crate) number: u32,
    /// Whether it is the last one.
    pub(crate) is_final: bool,
}

/// The certified payroll of one week of a job; `None` when the job is not of public works.
///
/// # Errors
/// When rows cannot be read.
pub(crate) fn certified(
    view: &impl Snapshot,
    run: &Calculated,
    file: &PayFile,
    asked: &CertifiedAsked,
) -> Result<Option<Certified>, ViewError> {
    let Some(works) = rows::get::<PublicWorksRow>(view, &asked.job.to_bytes())? else {
        return Ok(None);
    };
    let works = works.works;
    let settings: PaySettingsRow = rows::get(view, &[])?.unwrap_or_default();
    let settings: PaySettings = settings.on(asked.week);
    let days: [Date; DAYS] = std::array::from_fn(|place| {
        days_after(asked.week, i32::try_from(place).unwrap_or_default())
    });
    let [.., last] = days;
    let mut workers = Vec::new();
    for (person, payee) in run.people.iter().zip(&file.payees) {
        let terms: PayTermsRow = rows::get(view, &person.employee.to_bytes())?.unwrap_or_default();
        let terms = terms.terms.iter().rev().find(|since| since.from <= last);
        let terms = terms.map(|since| &since.value);
        let rates = (
            rate_exact(works.fringe_credit, run.currency),
            rate_exact(works.in_lieu, run.currency),
        );
        if let Some(week) = certified_week(person, payee, asked.job, &days, rates) {
            workers.push(worker(person, terms, week));
        }
    }
    Ok(Some(Certified {
        contractor: Contractor {
            name: file.company.clone(),
            address: settings.address,
            is_subcontractor: works.is_subcontractor,
        },
        project: Project {
            name: works.project,
            location: works.location,
            contract_number: works.contract_number,
            wage_determination: works.wage_determination,
        },
        number: asked.number,
        is_final: asked.is_final,
        week_ending: last,
        days,
        fringe: match (works.fringe_credit > 0, works.in_lieu > 0) {
            (true, true) => Fringe::Both,
            (true, false) => Fringe::Plans,
            (false, true) => Fringe::Cash,
            (false, false) => Fringe::None,
        },
        workers,
        signatory: Signatory {
            name: settings.signatory,
            title: settings.signatory_title,
        },
        finalised_at: file.finalised_at,
    }))
}

fn certified_week(
    person: &PaidPerson,
    payee: &Payee,
    job: JobId,
    days: &[Date; DAYS],
    (fringe_credit, in_lieu): (Exact, Exact),
) -> Option<CertifiedWeek> {
    let [first, ..] = days;
    let week = person.weeks.iter().find(|week| week.first == *first)?;
    let split = interchange::payfile::straight_and_overtime(payee, *first, job);
    let (straight_seconds, overtime_seconds) = (
        days.map(|day| split.get(&day).map_or(0, |(straight, _)| *straight)),
        days.map(|day| split.get(&day).map_or(0, |(_, overtime)| *overtime)),
    );
    let all = straight_seconds.iter().chain(&overtime_seconds);
    if all.sum::<i64>() == 0 {
        return None;
    }
    let rate = week
        .lines
        .iter()
        .filter(|line| line.job == Some(job))
        .find_map(|line| line.rate)
        .or_else(|| week.lines.iter().find_map(|line| line.rate));
    Some(CertifiedWeek {
        straight_seconds,
        overtime_seconds,
        rate: rate.unwrap_or(Exact::ZERO),
        fringe_credit,
        in_lieu,
        all_work_minor: Some(week.gross_minor),
        deductions: None,
    })
}

fn worker(person: &PaidPerson, terms: Option<&PayTerms>, week: CertifiedWeek) -> Worker {
    let (first, middle) = match person.first_name.rsplit_once(' ') {
        Some((first, middle)) if middle.chars().filter(|c| c.is_alphabetic()).count() == 1 => {
            (first, middle)
        }
        Some(_) | None => (person.first_name.as_str(), ""),
    };
    let said = |of: fn(&PayTerms) -> &str| terms.map_or("", of).to_owned();
    Worker {
        last_name: person.last_name.clone(),
        first_name: first.to_owned(),
        middle_initial: middle.to_owned(),
        identifier: said(|terms| &terms.identifier),
        standing: terms.and_then(|terms| terms.standing).map(|tag| match tag {
            StandingTag::Journeyworker => Standing::Journeyworker,
            StandingTag::RegisteredApprentice => Standing::RegisteredApprentice,
        }),
        classification: said(|terms| &terms.classification),
        week,
    }
}
