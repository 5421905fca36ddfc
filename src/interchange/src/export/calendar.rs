//! A calendar of hours worked: iCalendar, RFC 5545.
//!
//! Written so that the same entries give the same bytes: what serves it can tell whether anything
//! changed.

use jiff::Timestamp;
use jiff::civil::Date;

/// A line has at most so many bytes before it is folded.
const LINE_BYTES_MAX: usize = 75;

/// A calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// What a calendar application calls it.
    pub name: String,
    /// Its language.
    pub language: super::Language,
    /// What is in it.
    pub events: Vec<Event>,
}

/// A stretch of work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What tells it apart for ever, such as an entry's id and the server's name.
    pub uid: String,
    /// When.
    pub time: EventTime,
    /// The line that a calendar shows.
    pub summary: String,
    /// More about it, or empty.
    pub description: String,
}

/// When an event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventTime {
    /// From one instant to another.
    Span(Timestamp, Timestamp),
    /// Some time on a day.
    Day(Date),
}

/// The calendar's bytes.
pub fn write(calendar: &Calendar) -> Vec<u8> {
    let mut out = String::new();
    let mut say = |name: &str, value: &str| content_line(&mut out, name, value);
    say("BEGIN", "VCALENDAR");
    say("VERSION", "2.0");
    let language = calendar.language.code().to_uppercase();
    say("PRODID", &format!("-//TimeTrakr//Hours//{language}"));
    say("CALSCALE", "GREGORIAN");
    say("X-WR-CALNAME", &escaped(&calendar.name));
    say("REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
    for event in &calendar.events {
        say("BEGIN", "VEVENT");
        say("UID", &escaped(&event.uid));
        match event.time {
            EventTime::Span(start, end) => {
                // What is told is known since it ended; the present would change every answer.
                say("DTSTAMP", &instant(start.max(end)));
                say("DTSTART", &instant(start));
                if end > start {
                    say("DTEND", &instant(end));
                }
            }
            EventTime::Day(date) => {
                say("DTSTAMP", &format!("{}T000000Z", day(date)));
                say("DTSTART;VALUE=DATE", &day(date));
            }
        }
        say("SUMMARY", &escaped(&event.summary));
        if !event.description.is_empty() {
            say("DESCRIPTION", &escaped(&event.description));
        }
        say("TRANSP", "TRANSPARENT");
        say("END", "VEVENT");
    }
    say("END", "VCALENDAR");
    out.into_bytes()
}

/// `20260309T110200Z`.
fn instant(at: Timestamp) -> String {
    let utc = jiff::tz::Offset::UTC.to_datetime(at);
    let (date, time) = (day(utc.date()), utc.time());
    format!(
        "{date}T{:02}{:02}{:02}Z",
        time.hour(),
        time.minute(),
        time.second()
    )
}

fn day(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

/// Text as a value: RFC 5545, 3.3.11. Control characters cannot stand in it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.replace("\r\n", "\n").chars() {
        match char {
            '\\' | ';' | ',' => out.extend(['\\', char]),
            '\n' | '\r' => out.push_str("\\n"),
            '\t' => out.push('\t'),
            _ if char.is_control() => {}
            _ => out.push(char),
        }
    }
    out
}

/// A line, folded where it grows too long and never inside a character: RFC 5545, 3.1.
fn content_line(out: &mut String, name: &str, value: &str) {
    let mut room = LINE_BYTES_MAX;
    for char in name.chars().chain([':']).chain(value.chars()) {
        let bytes = char.len_utf8();
        if bytes > room {
            out.push_str("\r\n ");
            // The space that leads is one of the line's bytes.
            room = LINE_BYTES_MAX - 1;
        }
        out.push(char);
        room -= bytes;
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::Language;
    use proptest::prelude::*;

    fn event(summary: &str) -> Event {
        Event {
            uid: "1@time.example.com".to_owned(),
            time: EventTime::Span(
                "2026-03-09T11:02:00Z".parse().unwrap(),
                "2026-03-09T19:32:00Z".parse().unwrap(),
            ),
            summary: summary.to_owned(),
            description: String::new(),
        }
    }

    fn written(events: Vec<Event>) -> String {
        let calendar = Calendar {
            name: "Hours, Núria".to_owned(),
            language: Language::Spanish,
            events,
        };
        String::from_utf8(write(&calendar)).unwrap()
    }

    #[test]
    fn an_entry_is_an_event_in_universal_time() {
        assert_eq!(
            written(vec![event("Kitchen; Ada")]),
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//TimeTrakr//Hours//ES\r\n\
             CALSCALE:GREGORIAN\r\nX-WR-CALNAME:Hours\\, Núria\r\n\
             REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nBEGIN:VEVENT\r\nUID:1@time.example.com\r\n\
             DTSTAMP:20260309T193200Z\r\nDTSTART:20260309T110200Z\r\nDTEND:20260309T193200Z\r\n\
             SUMMARY:Kitchen\\; Ada\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        );
    }

    #[test]
    fn hours_without_times_are_an_event_of_the_day() {
        let mut day = event("8:00");
        day.time = EventTime::Day(jiff::civil::date(2026, 3, 9));
        let text = written(vec![day]);
        assert!(
            text.contains("\r\nDTSTART;VALUE=DATE:20260309\r\nSUMMARY:8:00\r\n"),
            "{text}"
        );
    }

    #[test]
    fn an_event_cannot_be_smuggled_in_through_a_note() {
        let mut event = event("x\r\nEND:VEVENT\rBEGIN:VEVENT\n");
        event.description = "a\\b\u{0}".to_owned();
        let text = written(vec![event]);
        assert_eq!(text.matches("\r\nBEGIN:VEVENT\r\n").count(), 1);
        assert!(
            text.contains("SUMMARY:x\\nEND:VEVENT\\nBEGIN:VEVENT\\n\r\n"),
            "{text}"
        );
        assert!(text.contains("DESCRIPTION:a\\\\b\r\n"), "{text}");
    }

    proptest! {
        #[test]
        fn no_line_is_too_long_and_unfolding_gives_the_text_back(text in "[ -~ñé🙂,;]{0,300}") {
            let file = written(vec![event(&text)]);
            prop_assert!(file.split("\r\n").all(|line| line.len() <= LINE_BYTES_MAX));
            let unfolded = file.replace("\r\n ", "");
            let expect = format!("\r\nSUMMARY:{}\r\n", escaped(&text));
            prop_assert!(unfolded.contains(&expect), "{unfolded}");
        }
    }
}
