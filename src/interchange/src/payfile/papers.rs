//! Payroll on paper: a summary of a run, and for each employee a statement of hours and earnings
//! with the arithmetic behind it.

use domain::EmployeeId;
use domain::payroll::run::{PremiumStep, RatePart};
use domain::payroll::{Exact, WeekPay};
use domain::time::Zone;

use super::earnings::{self, Earning, decimal};
use super::table::line_name;
use super::{PayFile, PayFileError, Payee};
use crate::export::paper::page::{NORMAL, ROW_GAP, Role, SMALL, Setter, Side, TITLE};
use crate::export::paper::{Cover, Faces, PaperError, Weight, draw, made};
use crate::export::{Language, PaperSize};

/// What the papers say themselves.
struct Words {
    summary: &'static str,
    summary_headers: [&'static str; 8],
    total: &'static str,
    statement: &'static str,
    number: &'static str,
    period: &'static str,
    run: &'static str,
    week: &'static str,
    line_headers: [&'static str; 5],
    hours: [&'static str; 3],
    gross: &'static str,
    correction: &'static str,
    federal: &'static str,
    how: &'static str,
    regular_rate: &'static str,
    premium: &'static str,
    nothing: &'static str,
    gross_only: &'static str,
}

const ENGLISH: Words = Words {
    summary: "Payroll summary",
    summary_headers: [
        "No.",
        "Employee",
        "Regular",
        "Overtime",
        "Double",
        "Other pay",
        "Premium",
        "Gross",
    ],
    total: "Total",
    statement: "Hours and earnings",
    number: "No.",
    period: "Pay period",
    run: "Pay run",
    week: "Workweek",
    line_headers: ["Earnings", "Hours", "Rate", "Amount", "Rule"],
    hours: ["Regular hours", "Overtime hours", "Double-time hours"],
    gross: "Gross pay",
    correction: "Correction of an earlier pay run",
    federal: "of it by the Fair Labor Standards Act",
    how: "How the overtime premium came about",
    regular_rate: "Regular rate",
    premium: "Premium",
    nothing: "Nobody is paid in this run.",
    gross_only: "Before taxes and deductions, which the payroll provider takes off.",
};

const SPANISH: Words = Words {
    summary: "Resumen de nómina",
    summary_headers: [
        "N.º",
        "Empleado",
        "Normales",
        "Extra",
        "Dobles",
        "Otros pagos",
        "Recargo",
        "Bruto",
    ],
    total: "Total",
    statement: "Horas y percepciones",
    number: "N.º",
    period: "Período de pago",
    run: "Nómina",
    week: "Semana laboral",
    line_headers: ["Percepción", "Horas", "Tarifa", "Importe", "Regla"],
    hours: ["Horas normales", "Horas extra", "Horas dobles"],
    gross: "Pago bruto",
    correction: "Corrección de una nómina anterior",
    federal: "de él por la Ley de Normas Justas de Trabajo",
    how: "Cómo resultó el recargo por horas extra",
    regular_rate: "Tarifa regular",
    premium: "Recargo",
    nothing: "En esta nómina no se paga a nadie.",
    gross_only: "Antes de impuestos y deducciones, que descuenta el proveedor de nómina.",
};

const SUMMARY_COLUMNS: [(f32, Side); 8] = [
    (44.0, Side::Left),
    (150.0, Side::Left),
    (54.0, Side::Right),
    (54.0, Side::Right),
    (48.0, Side::Right),
    (60.0, Side::Right),
    (58.0, Side::Right),
    (0.0, Side::Right),
];
const LINE_COLUMNS: [(f32, Side); 5] = [
    (170.0, Side::Left),
    (60.0, Side::Right),
    (70.0, Side::Right),
    (80.0, Side::Right),
    (0.0, Side::Left),
];

/// Papers of a run being set.
struct Papers<'a> {
    run: &'a PayFile,
    words: &'static Words,
    set: Setter<'a>,
}

/// The summary of a run, as a PDF.
///
/// # Errors
/// When the pages cannot be written.
pub fn summary(run: &PayFile, paper: PaperSize) -> Result<Vec<u8>, PayFileError> {
    written(run, paper, words(run.language).summary, |papers| {
        papers.summary();
    })
}

/// A statement for each employee, or for one, as a PDF.
///
/// # Errors
/// When the pages cannot be written.
pub fn statements(
    run: &PayFile,
    paper: PaperSize,
    only: Option<EmployeeId>,
) -> Result<Vec<u8>, PayFileError> {
    written(run, paper, words(run.language).statement, |papers| {
        for payee in &run.payees {
            if only.is_none_or(|only| only == payee.employee) {
                papers.statement(payee);
            }
        }
    })
}

fn written(
    run: &PayFile,
    paper: PaperSize,
    title: &str,
    set: impl FnOnce(&mut Papers<'_>),
) -> Result<Vec<u8>, PayFileError> {
    let faces = Faces::new().ok_or(PaperError::Font)?;
    let mut papers = Papers {
        run,
        words: words(run.language),
        set: Setter::new(&faces, paper.points()),
    };
    set(&mut papers);
    if papers.set.pages.is_empty() {
        papers.nothing(title);
    }
    let pages = papers
        .set
        .feet(&made(run.language, &Zone::utc(), run.finalised_at));
    let cover = Cover {
        title: format!("{title} · {}", run.company),
        language: run.language,
        made_at: run.finalised_at,
        size: paper.points(),
    };
    Ok(draw(&cover, pages, &faces)?)
}

const fn words(language: Language) -> &'static Words {
    match language {
        Language::English => &ENGLISH,
        Language::Spanish => &SPANISH,
    }
}

impl Papers<'_> {
    fn nothing(&mut self, title: &str) {
        self.head(title, title.to_owned(), None);
        self.set
            .say(NORMAL, Weight::Regular, self.words.nothing, Role::Paragraph);
    }

    fn head(&mut self, heading: &str, bookmark: String, number: Option<&str>) {
        self.set.new_section(bookmark);
        self.set.say(TITLE, Weight::Bold, heading, Role::Heading);
        self.set.y += ROW_GAP;
        self.set
            .say(NORMAL, Weight::Bold, &self.run.company, Role::Paragraph);
        let (language, period) = (self.run.language, self.run.period);
        let mut line = format!(
            "{}: {} – {} · {} {}",
            self.words.period,
            language.date(period.first),
            language.date(period.last),
            self.words.run,
            self.run.number
        );
        if let Some(number) = number.filter(|number| !number.is_empty()) {
            line = format!("{line} · {} {number}", self.words.number);
        }
        self.set
            .say(NORMAL, Weight::Regular, &line, Role::Paragraph);
        self.set.y += NORMAL;
    }

    fn summary(&mut self) {
        if self.run.payees.is_empty() {
            return;
        }
        let title = self.words.summary;
        self.head(title, title.to_owned(), None);
        let headers = self.words.summary_headers.map(str::to_owned).to_vec();
        let running = format!("{} · {title}", self.run.company);
        let table = self.set.table(&SUMMARY_COLUMNS, headers, running, SMALL);
        let mut total = Totals::default();
        for payee in &self.run.payees {
            let own = Totals::of(payee);
            let name = format!("{}, {}", payee.last_name, payee.first_name);
            let cells = self.summary_cells(&payee.number, &name, &own);
            self.set
                .table_row(&table, Weight::Regular, cells.iter().map(String::as_str));
            total.add(&own);
        }
        let cells = self.summary_cells("", self.words.total, &total);
        self.set
            .table_row(&table, Weight::Bold, cells.iter().map(String::as_str));
        self.set.y += NORMAL;
        let federal = format!(
            "{}: {}; {} {}",
            self.words.premium,
            self.money(total.premium_minor),
            self.money(total.federal_minor),
            self.words.federal
        );
        for text in [federal.as_str(), self.words.gross_only] {
            self.set.say(SMALL, Weight::Regular, text, Role::Paragraph);
        }
    }

    fn summary_cells(&self, number: &str, name: &str, of: &Totals) -> [String; 8] {
        let [regular, overtime, double] = of.hours.map(|hours| self.hours(hours));
        [
            number.to_owned(),
            name.to_owned(),
            regular,
            overtime,
            double,
            self.money(of.other_minor),
            self.money(of.premium_minor),
            self.money(of.gross_minor),
        ]
    }

    fn statement(&mut self, payee: &Payee) {
        let name = format!("{} {}", payee.first_name, payee.last_name);
        let heading = format!("{}: {name}", self.words.statement);
        self.head(&heading, name.clone(), Some(&payee.number));
        for week in &payee.weeks {
            self.week(week, &name);
        }
        if payee.correction_minor != 0 {
            let text = format!(
                "{}: {}",
                self.words.correction,
                self.money(payee.correction_minor)
            );
            self.set
                .say(NORMAL, Weight::Regular, &text, Role::Paragraph);
        }
        let total = Totals::of(payee);
        self.set.y += NORMAL;
        for (word, hours) in self.words.hours.into_iter().zip(total.hours) {
            if !hours.is_zero() {
                let text = format!("{word}: {}", self.hours(hours));
                self.set
                    .say(NORMAL, Weight::Regular, &text, Role::Paragraph);
            }
        }
        let gross = format!("{}: {}", self.words.gross, self.money(total.gross_minor));
        self.set
            .say(NORMAL + 2.0, Weight::Bold, &gross, Role::Paragraph);
        self.set.say(
            SMALL,
            Weight::Regular,
            self.words.gross_only,
            Role::Paragraph,
        );
    }

    fn week(&mut self, week: &WeekPay, name: &str) {
        let language = self.run.language;
        let title = format!(
            "{}: {} – {}",
            self.words.week,
            language.date(week.first),
            language.date(week.last)
        );
        self.set.say(NORMAL, Weight::Bold, &title, Role::Paragraph);
        let headers = self.words.line_headers.map(str::to_owned).to_vec();
        let running = format!("{} · {name}", self.run.company);
        let table = self.set.table(&LINE_COLUMNS, headers, running, SMALL);
        for line in &week.lines {
            let cells = [
                line_name(language, line.kind).to_owned(),
                line.hours.map_or(String::new(), |hours| self.hours(hours)),
                line.rate.map_or(String::new(), |rate| self.rate(rate)),
                self.money(line.amount_minor),
                format!("{} · {}", line.law.name(), line.source),
            ];
            self.set
                .table_row(&table, Weight::Regular, cells.iter().map(String::as_str));
        }
        if !week.explained.premium.is_empty() {
            self.set.y += ROW_GAP;
            self.arithmetic(week);
        }
        self.set.y += NORMAL;
    }

    /// `(552.00 + 46.00) ÷ 46.00 = 13.0000`, and what it is multiplied by.
    fn arithmetic(&mut self, week: &WeekPay) {
        self.set
            .say(SMALL, Weight::Bold, self.words.how, Role::Paragraph);
        for step in &week.explained.rate {
            let part = rate_part(self.run.language, step.part);
            let text = format!(
                "{part}: {} ÷ {} = {}",
                self.exact_money(step.amount),
                self.hours(step.hours),
                self.rate(step.rate)
            );
            self.set.say(SMALL, Weight::Regular, &text, Role::Paragraph);
        }
        if let Some(rate) = week.regular_rate {
            let text = format!("{}: {}", self.words.regular_rate, self.rate(rate));
            self.set.say(SMALL, Weight::Regular, &text, Role::Paragraph);
        }
        for PremiumStep {
            hours,
            rate,
            multiplier,
            amount,
        } in &week.explained.premium
        {
            let text = format!(
                "{}: {} × {} × {} = {}",
                self.words.premium,
                self.hours(*hours),
                self.rate(*rate),
                self.figure(*multiplier, 1),
                self.exact_money(*amount)
            );
            self.set.say(SMALL, Weight::Regular, &text, Role::Paragraph);
        }
    }

    fn digits(&self) -> u8 {
        self.run.currency.minor_digits()
    }

    fn hours(&self, hours: Exact) -> String {
        self.figure(hours, 2)
    }

    fn rate(&self, rate: Exact) -> String {
        self.figure(rate, self.digits().saturating_add(2))
    }

    fn exact_money(&self, amount: Exact) -> String {
        self.figure(amount, self.digits())
    }

    fn money(&self, minor: i64) -> String {
        self.localized(decimal(minor, self.digits()))
    }

    fn figure(&self, exact: Exact, digits: u8) -> String {
        let text = exact.rounded(digits).map(|parts| decimal(parts, digits));
        self.localized(text.unwrap_or_default())
    }

    fn localized(&self, text: String) -> String {
        match self.run.language {
            Language::English => text,
            Language::Spanish => text.replace('.', ","),
        }
    }
}

/// The parts of a regular rate in words.
const fn rate_part(language: Language, part: RatePart) -> &'static str {
    use Language::{English, Spanish};
    match (language, part) {
        (English, RatePart::Hourly) => "Hourly pay",
        (English, RatePart::Salary) => "Salary",
        (English, RatePart::Piece) => "Piece pay",
        (English, RatePart::Differential) => "Shift differentials",
        (English, RatePart::Bonus) => "Bonuses",
        (English, RatePart::FlatBonus) => "Flat bonuses over hours that are not overtime",
        (English, RatePart::OwnPremium) => "The firm's own premiums",
        (Spanish, RatePart::Hourly) => "Pago por hora",
        (Spanish, RatePart::Salary) => "Salario",
        (Spanish, RatePart::Piece) => "Pago a destajo",
        (Spanish, RatePart::Differential) => "Diferenciales de turno",
        (Spanish, RatePart::Bonus) => "Bonos",
        (Spanish, RatePart::FlatBonus) => "Bonos fijos entre las horas que no son extra",
        (Spanish, RatePart::OwnPremium) => "Recargos propios de la empresa",
    }
}

/// What a run or an employee comes to.
struct Totals {
    hours: [Exact; 3],
    other_minor: i64,
    premium_minor: i64,
    federal_minor: i64,
    gross_minor: i64,
}

impl Default for Totals {
    fn default() -> Self {
        Self {
            hours: [Exact::ZERO; 3],
            other_minor: 0,
            premium_minor: 0,
            federal_minor: 0,
            gross_minor: 0,
        }
    }
}

impl Totals {
    fn of(payee: &Payee) -> Self {
        let sums = earnings::of(payee);
        let hours = [Earning::Regular, Earning::Overtime, Earning::DoubleTime];
        let hours = hours.map(|kind| sums.get(&kind).map_or(Exact::ZERO, |sum| sum.hours));
        let total = |of: fn(&WeekPay) -> i64| {
            let weeks = payee.weeks.iter().map(of);
            weeks.fold(0_i64, i64::saturating_add)
        };
        let other = sums.values().map(|sum| sum.minor);
        Self {
            hours,
            other_minor: other.fold(0, i64::saturating_add),
            premium_minor: total(|week| week.premium_minor),
            federal_minor: total(|week| week.federal_premium_minor),
            gross_minor: total(|week| week.gross_minor).saturating_add(payee.correction_minor),
        }
    }

    fn add(&mut self, other: &Self) {
        for (sum, hours) in self.hours.iter_mut().zip(other.hours) {
            *sum += hours;
        }
        self.other_minor = self.other_minor.saturating_add(other.other_minor);
        self.premium_minor = self.premium_minor.saturating_add(other.premium_minor);
        self.federal_minor = self.federal_minor.saturating_add(other.federal_minor);
        self.gross_minor = self.gross_minor.saturating_add(other.gross_minor);
    }
}
