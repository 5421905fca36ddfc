//! The words that exports say themselves, in English and Spanish, and how they write dates,
//! times and durations.

use domain::timesheet::Exception;
use jiff::civil::{Date, Time, Weekday};

/// A language that exports are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English, as in the United States.
    #[default]
    English,
    /// Spanish.
    Spanish,
}

/// The words on the pages that are signed.
pub(crate) struct PaperWords {
    pub(crate) title: &'static str,
    pub(crate) employee_number: &'static str,
    pub(crate) week: &'static str,
    pub(crate) headers: [&'static str; 8],
    pub(crate) total: &'static str,
    pub(crate) unpaid_breaks: &'static str,
    pub(crate) paid_breaks: &'static str,
    pub(crate) running: &'static str,
    pub(crate) over_midnight: &'static str,
    pub(crate) employee_signs: &'static str,
    pub(crate) manager_signs: &'static str,
    pub(crate) date: &'static str,
    pub(crate) generated: &'static str,
    pub(crate) nothing: &'static str,
    pub(crate) hours: &'static str,
}

const ENGLISH: PaperWords = PaperWords {
    title: "Timesheet",
    employee_number: "No.",
    week: "Week of",
    headers: [
        "Day",
        "Start",
        "End",
        "Break",
        "Worked",
        "Day total",
        "Job",
        "Note",
    ],
    total: "Total worked",
    unpaid_breaks: "Unpaid breaks",
    paid_breaks: "Paid breaks, part of the worked time",
    running: "running",
    over_midnight: "A shift that passes midnight counts on the day it began.",
    employee_signs: "Employee's signature",
    manager_signs: "Manager's signature",
    date: "Date",
    generated: "Made",
    nothing: "There are no hours in this period.",
    hours: "hours",
};

const SPANISH: PaperWords = PaperWords {
    title: "Hoja de horas",
    employee_number: "N.º",
    week: "Semana del",
    headers: [
        "Día",
        "Inicio",
        "Fin",
        "Descanso",
        "Trabajado",
        "Total",
        "Obra",
        "Nota",
    ],
    total: "Total trabajado",
    unpaid_breaks: "Descansos sin pago",
    paid_breaks: "Descansos pagados, parte del tiempo trabajado",
    running: "en curso",
    over_midnight: "Un turno que pasa de la medianoche cuenta en el día en que empezó.",
    employee_signs: "Firma del empleado",
    manager_signs: "Firma del encargado",
    date: "Fecha",
    generated: "Generado",
    nothing: "No hay horas en este período.",
    hours: "horas",
};

const MONTHS_ENGLISH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const MONTHS_SPANISH: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];
const DAYS_ENGLISH: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const DAYS_SPANISH: [&str; 7] = ["lun", "mar", "mié", "jue", "vie", "sáb", "dom"];

impl Language {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::English, Self::Spanish];

    /// The language tag.
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Spanish => "es",
        }
    }

    /// The language of a tag.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|language| language.code() == code)
    }

    pub(crate) const fn paper(self) -> &'static PaperWords {
        match self {
            Self::English => &ENGLISH,
            Self::Spanish => &SPANISH,
        }
    }

    /// What a collection of timesheets is called.
    pub(crate) const fn timesheets(self) -> &'static str {
        match self {
            Self::English => "Timesheets",
            Self::Spanish => "Hojas de horas",
        }
    }

    /// The word before a sum.
    pub(crate) const fn total(self) -> &'static str {
        "Total"
    }

    /// Exceptions in words, with semicolons between them.
    pub(crate) fn exceptions(self, exceptions: &[Exception]) -> String {
        let words: Vec<_> = exceptions
            .iter()
            .map(|kind| self.exception(*kind))
            .collect();
        words.join("; ")
    }

    const fn exception(self, exception: Exception) -> &'static str {
        match (self, exception) {
            (Self::English, Exception::Overlap) => "Overlap",
            (Self::English, Exception::MissingClockOut) => "Missing clock-out",
            (Self::English, Exception::TooLong) => "Over 16 hours",
            (Self::English, Exception::EndsBeforeStart) => "Ends before it starts",
            (Self::English, Exception::ClockSuspect) => "Doubtful clock",
            (Self::English, Exception::Late) => "Reached us late",
            (Self::English, Exception::ArchivedJob) => "Archived job",
            (Self::English, Exception::FormerEmployee) => "After leaving",
            (Self::Spanish, Exception::Overlap) => "Traslape",
            (Self::Spanish, Exception::MissingClockOut) => "Falta la salida",
            (Self::Spanish, Exception::TooLong) => "Más de 16 horas",
            (Self::Spanish, Exception::EndsBeforeStart) => "Termina antes de empezar",
            (Self::Spanish, Exception::ClockSuspect) => "Reloj dudoso",
            (Self::Spanish, Exception::Late) => "Llegó tarde",
            (Self::Spanish, Exception::ArchivedJob) => "Obra archivada",
            (Self::Spanish, Exception::FormerEmployee) => "Después de irse",
        }
    }

    fn month(self, date: Date) -> &'static str {
        let names = match self {
            Self::English => &MONTHS_ENGLISH,
            Self::Spanish => &MONTHS_SPANISH,
        };
        let place = usize::from(date.month().unsigned_abs()).saturating_sub(1);
        names.get(place).copied().unwrap_or_default()
    }

    fn day(self, weekday: Weekday) -> &'static str {
        let names = match self {
            Self::English => &DAYS_ENGLISH,
            Self::Spanish => &DAYS_SPANISH,
        };
        let place = usize::from(weekday.to_monday_zero_offset().unsigned_abs());
        names.get(place).copied().unwrap_or_default()
    }

    /// March 9, 2026.
    pub(crate) fn date(self, date: Date) -> String {
        let (day, month, year) = (date.day(), self.month(date), date.year());
        match self {
            Self::English => format!("{month} {day}, {year}"),
            Self::Spanish => format!("{day} de {month} de {year}"),
        }
    }

    /// Mon 3/9: a day of a week that is named elsewhere.
    pub(crate) fn day_of_week(self, date: Date) -> String {
        let (name, day, month) = (self.day(date.weekday()), date.day(), date.month());
        match self {
            Self::English => format!("{name} {month}/{day}"),
            Self::Spanish => format!("{name} {day}/{month}"),
        }
    }

    /// 7:02 AM; 7:02.
    pub(crate) fn time(self, time: Time) -> String {
        let (hour, minute) = (time.hour(), time.minute());
        match self {
            Self::English => {
                let half = if hour < 12 { "AM" } else { "PM" };
                let hour = if hour % 12 == 0 { 12 } else { hour % 12 };
                format!("{hour}:{minute:02} {half}")
            }
            Self::Spanish => format!("{hour}:{minute:02}"),
        }
    }

    /// 7.75; 7,75.
    pub(crate) fn decimal_hours(self, seconds: i64) -> String {
        match self {
            Self::English => decimal_hours(seconds),
            Self::Spanish => decimal_hours(seconds).replace('.', ","),
        }
    }
}

/// 7:45:00: hours, minutes and seconds, exact.
pub(crate) fn duration(seconds: i64) -> String {
    let sign = if seconds < 0 { "-" } else { "" };
    let seconds = seconds.unsigned_abs();
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    format!("{sign}{hours}:{minutes:02}:{:02}", seconds % 60)
}

/// 7:45: hours and minutes, rounded half up to the minute.
pub(crate) fn hours_minutes(seconds: i64) -> String {
    let minutes = seconds.max(0).unsigned_abs().saturating_add(30) / 60;
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

/// 7.75: rounded half up to the hundredth.
pub(crate) fn decimal_hours(seconds: i64) -> String {
    let sign = if seconds < 0 { "-" } else { "" };
    let hundredths = (seconds.unsigned_abs() + 18) / 36;
    format!("{sign}{}.{:02}", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, time};

    #[test]
    fn dates_and_times_are_written_as_each_language_does() {
        let day = date(2026, 3, 9);
        assert_eq!(Language::English.date(day), "March 9, 2026");
        assert_eq!(Language::Spanish.date(day), "9 de marzo de 2026");
        assert_eq!(Language::English.day_of_week(day), "Mon 3/9");
        assert_eq!(Language::Spanish.day_of_week(day), "lun 9/3");
        assert_eq!(Language::English.time(time(0, 5, 0, 0)), "12:05 AM");
        assert_eq!(Language::English.time(time(12, 5, 0, 0)), "12:05 PM");
        assert_eq!(Language::Spanish.time(time(19, 5, 0, 0)), "19:05");
    }

    #[test]
    fn hours_are_rounded_half_up_and_durations_are_exact() {
        assert_eq!(decimal_hours(7 * 3600 + 45 * 60), "7.75");
        assert_eq!(decimal_hours(17), "0.00");
        assert_eq!(decimal_hours(18), "0.01");
        assert_eq!(Language::Spanish.decimal_hours(5400), "1,50");
        assert_eq!(duration(100 * 3600 + 59), "100:00:59");
        assert_eq!(hours_minutes(3600 + 29), "1:00");
        assert_eq!(hours_minutes(3600 + 30), "1:01");
    }
}
