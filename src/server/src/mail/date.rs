//! A date and time as a person writes it, in the language of the mail.

use domain::time::Zone;
use jiff::Timestamp;
use jiff::civil::Date;

use super::language::Language;

const WEEKDAYS_EN: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];
const WEEKDAYS_ES: [&str; 7] = [
    "lunes",
    "martes",
    "miércoles",
    "jueves",
    "viernes",
    "sábado",
    "domingo",
];
const MONTHS_EN: [&str; 12] = [
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
const MONTHS_ES: [&str; 12] = [
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

/// `Friday 27 November 2026 at 14:30 (America/New_York)`.
pub(super) fn moment(at: Timestamp, zone: &Zone, language: Language) -> String {
    let local = zone.local(at);
    let date = day(local.date(), language);
    let time = format!(
        "{:02}:{:02} ({})",
        local.hour(),
        local.minute(),
        zone.name()
    );
    match language {
        Language::English => format!("{date} at {time}"),
        Language::Spanish => format!("{date} a las {time}"),
    }
}

/// `Friday 27 November 2026`.
pub(super) fn day(date: Date, language: Language) -> String {
    let pick = |names: &[&'static str], number: i8| {
        let index = usize::try_from(number)
            .unwrap_or_default()
            .saturating_sub(1);
        names.get(index).copied().unwrap_or_default()
    };
    let weekday = date.weekday().to_monday_one_offset();
    let (day, year) = (date.day(), date.year());
    match language {
        Language::English => {
            let (weekday, month) = (pick(&WEEKDAYS_EN, weekday), pick(&MONTHS_EN, date.month()));
            format!("{weekday} {day} {month} {year}")
        }
        Language::Spanish => {
            let (weekday, month) = (pick(&WEEKDAYS_ES, weekday), pick(&MONTHS_ES, date.month()));
            format!("{weekday} {day} de {month} de {year}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_in_the_companys_zone_and_language() {
        let at: Timestamp = "2026-11-28T01:30:00Z".parse().unwrap();
        let zone = Zone::named("America/New_York").unwrap();
        assert_eq!(
            moment(at, &zone, Language::English),
            "Friday 27 November 2026 at 20:30 (America/New_York)"
        );
        assert_eq!(
            moment(at, &zone, Language::Spanish),
            "viernes 27 de noviembre de 2026 a las 20:30 (America/New_York)"
        );
    }
}
