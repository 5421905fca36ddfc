//! What is exported: a sheet of lines, and the columns that can be asked for.

use domain::time::Zone;
use domain::timesheet::Exception;
use domain::{EmployeeId, TimeEntryId};
use jiff::Timestamp;
use jiff::civil::{Date, Weekday};

use super::paper::PaperSize;
use super::words::Language;

/// Timesheets of a range of days: what every form is written from.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The company's name.
    pub company: String,
    /// The company's zone: local times are in it.
    pub zone: Zone,
    /// The first day of its workweek.
    pub workweek_starts: Weekday,
    /// The first work date.
    pub from: Date,
    /// The last work date.
    pub to: Date,
    /// As of when.
    pub generated_at: Timestamp,
    /// The columns of a spreadsheet, in order. Pages have a layout of their own.
    pub columns: Vec<Column>,
    /// The language of headers, and of pages.
    pub language: Language,
    /// Whether a text file begins with a byte-order mark, as Excel wants it.
    pub byte_order_mark: bool,
    /// What pages are cut to.
    pub paper: PaperSize,
    /// One for each entry, by employee and start.
    pub lines: Vec<Line>,
}

impl Sheet {
    /// Worked seconds of all lines.
    pub fn worked_seconds(&self) -> i64 {
        self.lines.iter().map(|line| line.worked_seconds).sum()
    }
}

/// One time entry, with the names it stands for. Text is empty where there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Whose it is.
    pub employee: EmployeeId,
    /// The employee's name.
    pub employee_name: String,
    /// The firm's number for the employee.
    pub employee_number: String,
    /// The day it counts on: that on which it began.
    pub work_date: Date,
    /// When work began; `None` where only the hours of a day are known.
    pub start: Option<Timestamp>,
    /// When it ended; `None` while it runs, and where only hours are known.
    pub end: Option<Timestamp>,
    /// Seconds of unpaid breaks, taken off the worked time.
    pub unpaid_break_seconds: i64,
    /// Seconds of paid breaks, part of the worked time.
    pub paid_break_seconds: i64,
    /// Worked seconds.
    pub worked_seconds: i64,
    /// The firm's code of the job.
    pub job_code: String,
    /// The job's name.
    pub job: String,
    /// The job's customer.
    pub customer: String,
    /// The firm's number of the cost code.
    pub cost_code_number: String,
    /// The cost code's name.
    pub cost_code: String,
    /// What was written beside it.
    pub note: String,
    /// Exceptions that nobody settled.
    pub exceptions: Vec<Exception>,
    /// The entry.
    pub id: TimeEntryId,
}

impl Line {
    /// Whether it is still running.
    pub const fn is_running(&self) -> bool {
        self.start.is_some() && self.end.is_none()
    }
}

/// A column of a spreadsheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// The employee's name.
    Employee,
    /// The firm's number for the employee.
    EmployeeNumber,
    /// The work date.
    WorkDate,
    /// When work began.
    Start,
    /// When it ended.
    End,
    /// The zone of both.
    TimeZone,
    /// Time of unpaid breaks.
    UnpaidBreak,
    /// Time of paid breaks.
    PaidBreak,
    /// Worked time.
    Worked,
    /// Worked time as decimal hours.
    Hours,
    /// The firm's code of the job.
    JobCode,
    /// The job's name.
    Job,
    /// The job's customer.
    Customer,
    /// The firm's number of the cost code.
    CostCodeNumber,
    /// The cost code's name.
    CostCode,
    /// The note.
    Note,
    /// Exceptions.
    Exceptions,
    /// The entry's id.
    EntryId,
}

impl Column {
    /// Every column, in the order they have when none is asked for.
    pub const ALL: [Self; 18] = [
        Self::Employee,
        Self::EmployeeNumber,
        Self::WorkDate,
        Self::Start,
        Self::End,
        Self::TimeZone,
        Self::UnpaidBreak,
        Self::PaidBreak,
        Self::Worked,
        Self::Hours,
        Self::JobCode,
        Self::Job,
        Self::Customer,
        Self::CostCodeNumber,
        Self::CostCode,
        Self::Note,
        Self::Exceptions,
        Self::EntryId,
    ];

    /// The stable name used in addresses and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Employee => "employee",
            Self::EmployeeNumber => "employee_number",
            Self::WorkDate => "work_date",
            Self::Start => "start",
            Self::End => "end",
            Self::TimeZone => "time_zone",
            Self::UnpaidBreak => "unpaid_break",
            Self::PaidBreak => "paid_break",
            Self::Worked => "worked",
            Self::Hours => "hours",
            Self::JobCode => "job_code",
            Self::Job => "job",
            Self::Customer => "customer",
            Self::CostCodeNumber => "cost_code_number",
            Self::CostCode => "cost_code",
            Self::Note => "note",
            Self::Exceptions => "exceptions",
            Self::EntryId => "entry_id",
        }
    }

    /// The column of a stable name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.name() == name)
    }

    /// The header. The English ones are a promise: what reads our files knows them.
    pub const fn header(self, language: Language) -> &'static str {
        match language {
            Language::English => self.header_in_english(),
            Language::Spanish => self.header_in_spanish(),
        }
    }

    const fn header_in_english(self) -> &'static str {
        match self {
            Self::Employee => "Employee",
            Self::EmployeeNumber => "Employee number",
            Self::WorkDate => "Work date",
            Self::Start => "Start",
            Self::End => "End",
            Self::TimeZone => "Time zone",
            Self::UnpaidBreak => "Unpaid break",
            Self::PaidBreak => "Paid break",
            Self::Worked => "Worked",
            Self::Hours => "Hours",
            Self::JobCode => "Job code",
            Self::Job => "Job",
            Self::Customer => "Customer",
            Self::CostCodeNumber => "Cost code number",
            Self::CostCode => "Cost code",
            Self::Note => "Note",
            Self::Exceptions => "Exceptions",
            Self::EntryId => "Entry id",
        }
    }

    const fn header_in_spanish(self) -> &'static str {
        match self {
            Self::Employee => "Empleado",
            Self::EmployeeNumber => "Número de empleado",
            Self::WorkDate => "Fecha de trabajo",
            Self::Start => "Inicio",
            Self::End => "Fin",
            Self::TimeZone => "Zona horaria",
            Self::UnpaidBreak => "Descanso sin pago",
            Self::PaidBreak => "Descanso pagado",
            Self::Worked => "Trabajado",
            Self::Hours => "Horas",
            Self::JobCode => "Código de obra",
            Self::Job => "Obra",
            Self::Customer => "Cliente",
            Self::CostCodeNumber => "Número de código de costo",
            Self::CostCode => "Código de costo",
            Self::Note => "Nota",
            Self::Exceptions => "Excepciones",
            Self::EntryId => "Id del registro",
        }
    }
}

/// What a column holds of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cell<'a> {
    /// Nothing.
    Empty,
    /// Someone's words.
    Text(&'a str),
    /// Our own words.
    Words(String),
    /// A day.
    Date(Date),
    /// An instant, to be shown in the company's zone.
    Instant(Timestamp),
    /// Elapsed seconds.
    Duration(i64),
    /// Elapsed seconds, to be shown as decimal hours.
    Hours(i64),
}

impl Line {
    /// What a column holds.
    pub(crate) fn cell(&self, column: Column, sheet: &Sheet) -> Cell<'_> {
        let instant = |at: Option<Timestamp>| at.map_or(Cell::Empty, Cell::Instant);
        match column {
            Column::Employee => text(&self.employee_name),
            Column::EmployeeNumber => text(&self.employee_number),
            Column::WorkDate => Cell::Date(self.work_date),
            Column::Start => instant(self.start),
            Column::End => instant(self.end),
            Column::TimeZone => Cell::Words(sheet.zone.name().to_owned()),
            Column::UnpaidBreak => Cell::Duration(self.unpaid_break_seconds),
            Column::PaidBreak => Cell::Duration(self.paid_break_seconds),
            Column::Worked => Cell::Duration(self.worked_seconds),
            Column::Hours => Cell::Hours(self.worked_seconds),
            Column::JobCode => text(&self.job_code),
            Column::Job => text(&self.job),
            Column::Customer => text(&self.customer),
            Column::CostCodeNumber => text(&self.cost_code_number),
            Column::CostCode => text(&self.cost_code),
            Column::Note => text(&self.note),
            Column::Exceptions if self.exceptions.is_empty() => Cell::Empty,
            Column::Exceptions => Cell::Words(sheet.language.exceptions(&self.exceptions)),
            Column::EntryId => Cell::Words(self.id.to_string()),
        }
    }
}

fn text(text: &str) -> Cell<'_> {
    if text.is_empty() {
        Cell::Empty
    } else {
        Cell::Text(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_reads_back_its_name_and_its_header_is_its_own() {
        for language in Language::ALL {
            let mut headers: Vec<_> = Column::ALL.map(|c| c.header(language)).into();
            headers.sort_unstable();
            headers.dedup();
            assert_eq!(headers.len(), Column::ALL.len());
        }
        for column in Column::ALL {
            assert_eq!(Column::from_name(column.name()), Some(column));
        }
    }
}
