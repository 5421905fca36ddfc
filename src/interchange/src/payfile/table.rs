//! Every earnings line, for spreadsheets and accountants: CSV and a workbook with a summary.

use domain::payroll::{Line, LineKind, WeekPay};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::earnings::{self, Earning, decimal};
use super::{PayFile, Payee};
use crate::export::Language;
use crate::export::delimited::csv_row;
use crate::export::formula;

/// The widest that a column is made, in pixels.
const WIDTH_MAX: u32 = 320;

/// A cell, before it is written as text or typed.
enum Cell {
    Text(String),
    Date(jiff::civil::Date),
    Hours(i64),
    Rate(i64),
    Money(i64),
    Empty,
}

const LINE_HEADERS: [[&str; 12]; 2] = [
    [
        "Employee number",
        "Last name",
        "First name",
        "Workweek from",
        "Workweek to",
        "Earnings",
        "Job id",
        "Hours",
        "Rate",
        "Amount",
        "Rule",
        "Source",
    ],
    [
        "Número de empleado",
        "Apellido",
        "Nombre",
        "Semana desde",
        "Semana hasta",
        "Percepción",
        "Id de obra",
        "Horas",
        "Tarifa",
        "Importe",
        "Regla",
        "Fuente",
    ],
];

const SUMMARY_HEADERS: [[&str; 8]; 2] = [
    [
        "Employee number",
        "Last name",
        "First name",
        "Regular hours",
        "Overtime hours",
        "Double-time hours",
        "Federal overtime premium",
        "Gross",
    ],
    [
        "Número de empleado",
        "Apellido",
        "Nombre",
        "Horas normales",
        "Horas extra",
        "Horas dobles",
        "Recargo federal por horas extra",
        "Bruto",
    ],
];

/// The lines as CSV.
pub(super) fn csv(run: &PayFile) -> Vec<u8> {
    let digits = run.currency.minor_digits();
    let mut out = Vec::new();
    csv_row(
        &mut out,
        headers(&LINE_HEADERS, run.language).map(str::to_owned),
    );
    for cells in lines(run) {
        csv_row(&mut out, cells.map(|cell| text(cell, digits)));
    }
    out
}

fn text(cell: Cell, digits: u8) -> String {
    match cell {
        Cell::Text(text) => formula::neutralised(&text).into_owned(),
        Cell::Date(date) => date.to_string(),
        Cell::Hours(hundredths) => decimal(hundredths, 2),
        Cell::Rate(parts) => decimal(parts, digits.saturating_add(2)),
        Cell::Money(minor) => decimal(minor, digits),
        Cell::Empty => String::new(),
    }
}

fn headers<const N: usize>(
    both: &'static [[&'static str; N]; 2],
    language: Language,
) -> [&'static str; N] {
    let [english, spanish] = both;
    match language {
        Language::English => *english,
        Language::Spanish => *spanish,
    }
}

fn lines(run: &PayFile) -> impl Iterator<Item = [Cell; 12]> {
    let rate_digits = run.currency.minor_digits().saturating_add(2);
    run.payees.iter().flat_map(move |payee| {
        let weeks = payee.weeks.iter().flat_map(move |week| {
            let cells = move |line| line_cells(run.language, payee, week, line, rate_digits);
            week.lines.iter().map(cells)
        });
        weeks.chain(correction(run.language, payee))
    })
}

fn line_cells(
    language: Language,
    payee: &Payee,
    week: &WeekPay,
    line: &Line,
    rate_digits: u8,
) -> [Cell; 12] {
    let figure =
        |value: Option<domain::payroll::Exact>, digits| value.and_then(|v| v.rounded(digits));
    [
        Cell::Text(payee.number.clone()),
        Cell::Text(payee.last_name.clone()),
        Cell::Text(payee.first_name.clone()),
        Cell::Date(week.first),
        Cell::Date(week.last),
        Cell::Text(line_name(language, line.kind).to_owned()),
        line.job
            .map_or(Cell::Empty, |job| Cell::Text(job.to_string())),
        figure(line.hours, 2).map_or(Cell::Empty, Cell::Hours),
        figure(line.rate, rate_digits).map_or(Cell::Empty, Cell::Rate),
        Cell::Money(line.amount_minor),
        Cell::Text(line.law.name().to_owned()),
        Cell::Text(line.source.clone().into_owned()),
    ]
}

fn correction(language: Language, payee: &Payee) -> Option<[Cell; 12]> {
    let name = match language {
        Language::English => "Correction of an earlier pay run",
        Language::Spanish => "Corrección de una nómina anterior",
    };
    (payee.correction_minor != 0).then(|| {
        [
            Cell::Text(payee.number.clone()),
            Cell::Text(payee.last_name.clone()),
            Cell::Text(payee.first_name.clone()),
            Cell::Empty,
            Cell::Empty,
            Cell::Text(name.to_owned()),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            Cell::Money(payee.correction_minor),
            Cell::Empty,
            Cell::Empty,
        ]
    })
}

/// What an earnings line is called.
pub(super) const fn line_name(language: Language, kind: LineKind) -> &'static str {
    use Language::{English, Spanish};
    match (language, kind) {
        (English, LineKind::StraightTime) => "Straight time",
        (English, LineKind::Salary) => "Salary",
        (English, LineKind::BeyondSalary) => "Hours beyond the salary",
        (English, LineKind::Bonus) => "Bonus",
        (English, LineKind::Piece) => "Piece pay",
        (English, LineKind::Differential) => "Shift differential",
        (English, LineKind::Reimbursement) => "Reimbursement",
        (English, LineKind::PaidLeave) => "Paid leave",
        (English, LineKind::MealPremium) => "Missed meal period",
        (English, LineKind::RestPremium) => "Missed rest period",
        (English, LineKind::OvertimePremium) => "Overtime premium",
        (Spanish, LineKind::StraightTime) => "Tiempo normal",
        (Spanish, LineKind::Salary) => "Salario",
        (Spanish, LineKind::BeyondSalary) => "Horas fuera del salario",
        (Spanish, LineKind::Bonus) => "Bono",
        (Spanish, LineKind::Piece) => "Pago a destajo",
        (Spanish, LineKind::Differential) => "Diferencial de turno",
        (Spanish, LineKind::Reimbursement) => "Reembolso",
        (Spanish, LineKind::PaidLeave) => "Permiso pagado",
        (Spanish, LineKind::MealPremium) => "Comida no tomada",
        (Spanish, LineKind::RestPremium) => "Descanso no tomado",
        (Spanish, LineKind::OvertimePremium) => "Recargo por horas extra",
    }
}

fn summary(run: &PayFile) -> impl Iterator<Item = [Cell; 8]> {
    run.payees.iter().map(|payee| {
        let sums = earnings::of(payee);
        let hours = |kind: Earning| {
            let hours = sums.get(&kind).and_then(|sum| sum.hours.rounded(2));
            Cell::Hours(hours.unwrap_or(0))
        };
        let total = |of: fn(&WeekPay) -> i64| {
            let weeks = payee.weeks.iter().map(of);
            weeks.fold(0_i64, i64::saturating_add)
        };
        let gross = total(|week| week.gross_minor).saturating_add(payee.correction_minor);
        [
            Cell::Text(payee.number.clone()),
            Cell::Text(payee.last_name.clone()),
            Cell::Text(payee.first_name.clone()),
            hours(Earning::Regular),
            hours(Earning::Overtime),
            hours(Earning::DoubleTime),
            Cell::Money(total(|week| week.federal_premium_minor)),
            Cell::Money(gross),
        ]
    })
}

/// The workbook: a summary and the lines.
pub(super) fn workbook(run: &PayFile) -> Result<Vec<u8>, XlsxError> {
    let (title, lines_title) = match run.language {
        Language::English => ("Payroll", "Lines"),
        Language::Spanish => ("Nómina", "Líneas"),
    };
    let mut workbook = Workbook::new();
    let mut about = DocProperties::new()
        .set_title(title)
        .set_company(&run.company);
    if let Ok(made) = ExcelDateTime::from_timestamp(run.finalised_at.as_second()) {
        about = about.set_creation_datetime(&made);
    }
    workbook.set_properties(&about);
    let page = workbook.add_worksheet();
    page.set_name(title)?;
    fill(
        page,
        run,
        headers(&SUMMARY_HEADERS, run.language),
        summary(run),
    )?;
    let page = workbook.add_worksheet();
    page.set_name(lines_title)?;
    fill(page, run, headers(&LINE_HEADERS, run.language), lines(run))?;
    workbook.save_to_buffer()
}

fn fill<const N: usize>(
    page: &mut Worksheet,
    run: &PayFile,
    headers: [&str; N],
    rows: impl Iterator<Item = [Cell; N]>,
) -> Result<(), XlsxError> {
    let digits = run.currency.minor_digits();
    let head = Format::new()
        .set_bold()
        .set_border_bottom(FormatBorder::Thin);
    let date = Format::new().set_num_format("yyyy-mm-dd");
    let pattern = |digits: u8| {
        let point = if digits == 0 { "" } else { "." };
        format!("#,##0{point}{}", "0".repeat(usize::from(digits)))
    };
    let (hours, rate, money) = (
        Format::new().set_num_format("0.00"),
        Format::new().set_num_format(pattern(digits.saturating_add(2))),
        Format::new().set_num_format(pattern(digits)),
    );
    for (column, header) in (0_u16..).zip(headers) {
        page.write_string_with_format(0, column, header, &head)?;
    }
    page.set_freeze_panes(1, 0)?;
    let mut last = 0;
    for (row, cells) in (1_u32..).zip(rows) {
        last = row;
        for (column, cell) in (0_u16..).zip(cells) {
            match cell {
                Cell::Text(text) => page.write_string(row, column, text)?,
                Cell::Date(day) => {
                    let serial = ExcelDateTime::from_ymd(
                        day.year().unsigned_abs(),
                        day.month().unsigned_abs(),
                        day.day().unsigned_abs(),
                    )?;
                    page.write_datetime_with_format(row, column, &serial, &date)?
                }
                Cell::Hours(parts) => {
                    page.write_number_with_format(row, column, number(parts, 2), &hours)?
                }
                Cell::Rate(parts) => {
                    let digits = digits.saturating_add(2);
                    page.write_number_with_format(row, column, number(parts, digits), &rate)?
                }
                Cell::Money(minor) => {
                    page.write_number_with_format(row, column, number(minor, digits), &money)?
                }
                Cell::Empty => continue,
            };
        }
    }
    let columns = u16::try_from(N).unwrap_or(1).saturating_sub(1);
    page.autofilter(0, 0, last, columns)?;
    page.set_autofit_max_width(WIDTH_MAX);
    page.autofit();
    Ok(())
}

/// A figure as a spreadsheet holds it: a float, made from its decimal text, so that it is the
/// closest one there is.
fn number(parts: i64, digits: u8) -> f64 {
    decimal(parts, digits).parse().unwrap_or_default()
}
