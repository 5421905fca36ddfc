//! What stands on the pages of timesheets, and where.

use domain::time::Zone;
use jiff::Timestamp;
use jiff::civil::Date;

use super::face::{Faces, Weight};
use super::page::{MARGIN, NORMAL, PageLayout, ROW_GAP, Role, SMALL, Setter, Side, TITLE, Table};
use super::section::Section;
use crate::export::timesheet::{Line, Sheet};
use crate::export::words::{Language, PaperWords, hours_minutes};

/// What totals and the lines to sign take.
const SIGNING_HEIGHT: f32 = 150.0;
/// The columns; the last one takes the rest.
const COLUMNS: [(f32, Side); 8] = [
    (52.0, Side::Left),
    (54.0, Side::Left),
    (60.0, Side::Left),
    (38.0, Side::Left),
    (44.0, Side::Left),
    (44.0, Side::Left),
    (110.0, Side::Left),
    (0.0, Side::Left),
];

/// What a line says about its day: the first one names it, the last one sums it.
struct Day {
    name: Option<Date>,
    worked_seconds: Option<i64>,
}

struct Timesheets<'a> {
    sheet: &'a Sheet,
    words: &'static PaperWords,
    set: Setter<'a>,
}

/// The pages of a sheet, their feet included.
pub(super) fn pages(sheet: &Sheet, sections: &[Section<'_>], faces: &Faces) -> Vec<PageLayout> {
    let mut timesheets = Timesheets {
        sheet,
        words: sheet.language.paper(),
        set: Setter::new(faces, sheet.paper.points()),
    };
    if sections.is_empty() {
        timesheets.nothing();
    }
    for section in sections {
        timesheets.section(section);
    }
    let foot = made(sheet.language, &sheet.zone, sheet.generated_at);
    timesheets.set.feet(&foot)
}

/// When a document was made, in the zone's time.
pub(crate) fn made(language: Language, zone: &Zone, at: Timestamp) -> String {
    let local = zone.local(at);
    format!(
        "{} {}, {} ({})",
        language.paper().generated,
        language.date(local.date()),
        language.time(local.time()),
        zone.name()
    )
}

impl Timesheets<'_> {
    fn nothing(&mut self) {
        self.set.new_section(self.words.title.to_owned());
        self.head(None);
        let period = self.period(self.sheet.from, self.sheet.to);
        self.set
            .say(NORMAL, Weight::Regular, &period, Role::Paragraph);
        self.set.y += NORMAL;
        self.set
            .say(NORMAL, Weight::Regular, self.words.nothing, Role::Paragraph);
    }

    fn head(&mut self, employee: Option<&Line>) {
        let title = self.words.title;
        let heading = match employee {
            Some(line) => format!("{title}: {}", line.employee_name),
            None => title.to_owned(),
        };
        self.set.say(TITLE, Weight::Bold, &heading, Role::Heading);
        self.set.y += ROW_GAP;
        let company = self.sheet.company.clone();
        self.set
            .say(NORMAL, Weight::Bold, &company, Role::Paragraph);
    }

    fn period(&self, from: Date, to: Date) -> String {
        let language = self.sheet.language;
        format!("{} – {}", language.date(from), language.date(to))
    }

    fn section(&mut self, section: &Section<'_>) {
        let Some(first) = section.lines.first() else {
            return;
        };
        let week = self.sheet.language.date(section.from);
        let worked = hours_minutes(section.sum(|line| line.worked_seconds));
        self.set
            .new_section(format!("{}, {week}, {worked}", first.employee_name));
        self.head(Some(first));
        let mut week = format!(
            "{} {}",
            self.words.week,
            self.period(section.from, section.to)
        );
        if !first.employee_number.is_empty() {
            let number = &first.employee_number;
            week = format!("{week} · {} {number}", self.words.employee_number);
        }
        self.set
            .say(NORMAL, Weight::Regular, &week, Role::Paragraph);
        self.set.y += NORMAL;
        let headers = self.words.headers.map(str::to_owned).to_vec();
        let table = self
            .set
            .table(&COLUMNS, headers, self.running(first), SMALL);
        for (place, line) in section.lines.iter().enumerate() {
            let before = place
                .checked_sub(1)
                .and_then(|place| section.lines.get(place));
            let is_on = |other: &&&Line| other.work_date == line.work_date;
            let is_first = before.filter(is_on).is_none();
            let is_last = section.lines.get(place + 1).filter(is_on).is_none();
            let day = Day {
                name: is_first.then_some(line.work_date),
                worked_seconds: is_last.then(|| section.worked_on(line.work_date)),
            };
            self.table_row(&table, line, &day);
        }
        self.totals(section);
        self.signatures(first);
    }

    fn table_row(&mut self, table: &Table, line: &Line, day: &Day) {
        let cells = self.cells(line, day);
        let cells = cells.iter().map(String::as_str);
        self.set.table_row(table, Weight::Regular, cells);
    }

    /// What pages say first on which this employee's table goes on.
    fn running(&self, first: &Line) -> String {
        format!("{} · {}", self.sheet.company, first.employee_name)
    }

    fn cells(&self, line: &Line, day: &Day) -> [String; 8] {
        let language = self.sheet.language;
        let time = |at: Option<jiff::Timestamp>| {
            at.map_or(String::new(), |at| {
                let local = self.sheet.zone.local(at);
                let time = language.time(local.time());
                if local.date() == line.work_date {
                    time
                } else {
                    format!("{} {time}", language.day_of_week(local.date()))
                }
            })
        };
        let end = if line.is_running() {
            self.words.running.to_owned()
        } else {
            time(line.end)
        };
        let pause = match line.unpaid_break_seconds + line.paid_break_seconds {
            0 => String::new(),
            seconds => hours_minutes(seconds),
        };
        let work = joined(" ", &[&line.job_code, &line.job]);
        let cost_code = joined(" ", &[&line.cost_code_number, &line.cost_code]);
        let exceptions = language.exceptions(&line.exceptions);
        [
            day.name
                .map_or(String::new(), |date| language.day_of_week(date)),
            time(line.start),
            end,
            pause,
            hours_minutes(line.worked_seconds),
            day.worked_seconds.map_or(String::new(), hours_minutes),
            joined(" · ", &[&work, &cost_code]),
            joined(" · ", &[&exceptions, &line.note]),
        ]
    }

    fn totals(&mut self, section: &Section<'_>) {
        if let Some(first) = section.lines.first()
            && self.set.y + SIGNING_HEIGHT > self.set.bottom()
        {
            let running = self.running(first);
            self.set.continued(&running);
        }
        let language = self.sheet.language;
        self.set.y += NORMAL;
        let worked = section.sum(|line| line.worked_seconds);
        let total = format!(
            "{}: {} ({} {})",
            self.words.total,
            hours_minutes(worked),
            language.decimal_hours(worked),
            self.words.hours
        );
        self.set
            .say(NORMAL + 2.0, Weight::Bold, &total, Role::Paragraph);
        for (words, seconds) in [
            (
                self.words.unpaid_breaks,
                section.sum(|line| line.unpaid_break_seconds),
            ),
            (
                self.words.paid_breaks,
                section.sum(|line| line.paid_break_seconds),
            ),
        ] {
            if seconds > 0 {
                let text = format!("{words}: {}", hours_minutes(seconds));
                self.set.say(SMALL, Weight::Regular, &text, Role::Paragraph);
            }
        }
        let zone = &self.sheet.zone;
        let over_midnight = section.lines.iter().any(|line| {
            line.end
                .is_some_and(|end| zone.local(end).date() > line.work_date)
        });
        if over_midnight {
            self.set.say(
                SMALL,
                Weight::Regular,
                self.words.over_midnight,
                Role::Paragraph,
            );
        }
    }

    fn signatures(&mut self, first: &Line) {
        let half = self.set.width() / 2.0;
        self.set.y += 46.0;
        let line_y = self.set.y;
        for (x, who, name) in [
            (
                MARGIN,
                self.words.employee_signs,
                first.employee_name.as_str(),
            ),
            (MARGIN + half, self.words.manager_signs, ""),
        ] {
            self.set.y = line_y;
            self.set.signature(x, half, who, self.words.date, name);
        }
    }
}

fn joined(with: &str, parts: &[&str]) -> String {
    let said: Vec<_> = parts
        .iter()
        .copied()
        .filter(|part| !part.is_empty())
        .collect();
    said.join(with)
}
