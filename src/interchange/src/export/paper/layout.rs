//! Where everything stands on the pages. Knows nothing of how a PDF is written.

use jiff::civil::Date;

use super::face::{Faces, Weight};
use super::section::Section;
use crate::export::timesheet::{Line, Sheet};
use crate::export::words::{PaperWords, hours_minutes};

const MARGIN: f32 = 42.0;
const SMALL: f32 = 8.0;
const NORMAL: f32 = 9.0;
const TITLE: f32 = 16.0;
/// From one line of text to the next, in parts of the size.
const LEADING: f32 = 1.35;
const CELL_GAP: f32 = 6.0;
const ROW_GAP: f32 = 5.0;
/// What totals and the lines to sign take.
const SIGNING_HEIGHT: f32 = 150.0;
/// The widths of the columns but the last, which takes the rest.
const WIDTHS: [f32; 7] = [52.0, 54.0, 60.0, 38.0, 44.0, 44.0, 110.0];
/// The most lines that one cell is broken into.
const CELL_LINES_MAX: usize = 40;

/// What something on a page is, for whoever does not see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Said again on each page, or only drawn.
    Decoration,
    /// The head of a section; a new one begins.
    Heading,
    /// A paragraph.
    Paragraph,
    /// The head of a column.
    ColumnHead,
    /// In a table: row and column. Several pieces of one cell follow each other.
    Cell(usize, usize),
}

/// Text or a line on a page. Positions are in points from the top left; text stands on its `y`.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece {
    Text {
        x: f32,
        y: f32,
        size: f32,
        weight: Weight,
        text: String,
        role: Role,
    },
    Rule {
        x: f32,
        y: f32,
        width: f32,
    },
}

/// A page.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct PageLayout {
    /// What the outline says of a page on which a section begins: whose it is, which week, and
    /// the total.
    pub(super) bookmark: Option<String>,
    pub(super) pieces: Vec<Piece>,
}

/// What a line says about its day: the first one names it, the last one sums it.
struct Day {
    name: Option<Date>,
    worked_seconds: Option<i64>,
}

struct Setter<'a> {
    sheet: &'a Sheet,
    faces: &'a Faces,
    words: &'static PaperWords,
    pages: Vec<PageLayout>,
    y: f32,
    row: usize,
}

/// The pages of a sheet, their feet included.
pub(super) fn pages(sheet: &Sheet, sections: &[Section<'_>], faces: &Faces) -> Vec<PageLayout> {
    let mut setter = Setter {
        sheet,
        faces,
        words: sheet.language.paper(),
        pages: Vec::new(),
        y: MARGIN,
        row: 0,
    };
    if sections.is_empty() {
        setter.nothing();
    }
    for section in sections {
        setter.section(section);
    }
    setter.feet();
    setter.pages
}

impl Setter<'_> {
    fn width(&self) -> f32 {
        self.sheet.paper.points().0 - 2.0 * MARGIN
    }

    /// Where the body of a page ends.
    fn bottom(&self) -> f32 {
        self.sheet.paper.points().1 - MARGIN - 2.0 * SMALL
    }

    fn new_page(&mut self) {
        self.pages.push(PageLayout::default());
        self.y = MARGIN;
    }

    fn bookmark(&mut self, text: String) {
        if let Some(page) = self.pages.last_mut() {
            page.bookmark = Some(text);
        }
    }

    fn push(&mut self, piece: Piece) {
        if let Some(page) = self.pages.last_mut() {
            page.pieces.push(piece);
        }
    }

    fn text(&mut self, x: f32, size: f32, weight: Weight, text: &str, role: Role) {
        let y = self.y;
        let text = text.to_owned();
        self.push(Piece::Text {
            x,
            y,
            size,
            weight,
            text,
            role,
        });
    }

    fn rule(&mut self, x: f32, width: f32) {
        let y = self.y;
        self.push(Piece::Rule { x, y, width });
    }

    /// Text over the whole width, and down to what follows. A heading's first line begins a section.
    fn say(&mut self, size: f32, weight: Weight, text: &str, role: Role) {
        let mut role = role;
        for line in self.faces.of(weight).wrapped(text, size, self.width(), 3) {
            self.y += size * LEADING;
            self.text(MARGIN, size, weight, &line, role);
            if role == Role::Heading {
                role = Role::Paragraph;
            }
        }
    }

    fn nothing(&mut self) {
        self.new_page();
        self.bookmark(self.words.title.to_owned());
        self.head(None);
        let period = self.period(self.sheet.from, self.sheet.to);
        self.say(NORMAL, Weight::Regular, &period, Role::Paragraph);
        self.y += NORMAL;
        self.say(NORMAL, Weight::Regular, self.words.nothing, Role::Paragraph);
    }

    fn head(&mut self, employee: Option<&Line>) {
        let title = self.words.title;
        let heading = match employee {
            Some(line) => format!("{title}: {}", line.employee_name),
            None => title.to_owned(),
        };
        self.say(TITLE, Weight::Bold, &heading, Role::Heading);
        self.y += ROW_GAP;
        let company = self.sheet.company.clone();
        self.say(NORMAL, Weight::Bold, &company, Role::Paragraph);
    }

    fn period(&self, from: Date, to: Date) -> String {
        let language = self.sheet.language;
        format!("{} – {}", language.date(from), language.date(to))
    }

    fn section(&mut self, section: &Section<'_>) {
        let Some(first) = section.lines.first() else {
            return;
        };
        self.new_page();
        self.row = 0;
        let week = self.sheet.language.date(section.from);
        let worked = hours_minutes(section.sum(|line| line.worked_seconds));
        self.bookmark(format!("{}, {week}, {worked}", first.employee_name));
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
        self.say(NORMAL, Weight::Regular, &week, Role::Paragraph);
        self.y += NORMAL;
        self.table_head(Role::ColumnHead);
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
            self.table_row(first, line, &day);
        }
        self.totals(section);
        self.signatures(first);
    }

    fn columns(&self) -> Vec<(f32, f32)> {
        let taken: f32 = WIDTHS.iter().sum();
        let mut x = MARGIN;
        let widths = WIDTHS.into_iter().chain([self.width() - taken]);
        widths
            .map(|width| {
                let column = (x, width - CELL_GAP);
                x += width;
                column
            })
            .collect()
    }

    fn table_head(&mut self, role: Role) {
        self.y += SMALL * LEADING;
        for ((x, _), header) in self.columns().into_iter().zip(self.words.headers) {
            self.text(x, SMALL, Weight::Bold, header, role);
        }
        self.y += ROW_GAP;
        self.rule(MARGIN, self.width());
        self.row += 1;
    }

    fn table_row(&mut self, first: &Line, line: &Line, day: &Day) {
        let face = self.faces.of(Weight::Regular);
        let columns = self.columns();
        let cells: Vec<Vec<String>> = self
            .cells(line, day)
            .iter()
            .zip(&columns)
            .map(|(text, (_, width))| face.wrapped(text, SMALL, *width, CELL_LINES_MAX))
            .collect();
        let lines = cells.iter().map(Vec::len).max().unwrap_or(1).max(1);
        // Lines of a cell are few: a float holds their number.
        let height =
            f32::from(u16::try_from(lines).unwrap_or(u16::MAX)) * SMALL * LEADING + ROW_GAP;
        if self.y + height > self.bottom() {
            self.continue_on_new_page(first);
            self.table_head(Role::Decoration);
        }
        let top = self.y;
        for (place, ((x, _), cell)) in columns.iter().zip(cells).enumerate() {
            self.y = top;
            let role = Role::Cell(self.row, place);
            // A cell without words is still a cell of its row.
            let cell = if cell.is_empty() {
                vec![" ".to_owned()]
            } else {
                cell
            };
            for text in cell {
                self.y += SMALL * LEADING;
                self.text(*x, SMALL, Weight::Regular, &text, role);
            }
        }
        self.y = top + height;
        self.rule(MARGIN, self.width());
        self.row += 1;
    }

    fn continue_on_new_page(&mut self, first: &Line) {
        self.new_page();
        let name = format!("{} · {}", self.sheet.company, first.employee_name);
        self.say(NORMAL, Weight::Bold, &name, Role::Decoration);
        self.y += NORMAL;
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
            && self.y + SIGNING_HEIGHT > self.bottom()
        {
            self.continue_on_new_page(first);
        }
        let language = self.sheet.language;
        self.y += NORMAL;
        let worked = section.sum(|line| line.worked_seconds);
        let total = format!(
            "{}: {} ({} {})",
            self.words.total,
            hours_minutes(worked),
            language.decimal_hours(worked),
            self.words.hours
        );
        self.say(NORMAL + 2.0, Weight::Bold, &total, Role::Paragraph);
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
                self.say(SMALL, Weight::Regular, &text, Role::Paragraph);
            }
        }
        let zone = &self.sheet.zone;
        let over_midnight = section.lines.iter().any(|line| {
            line.end
                .is_some_and(|end| zone.local(end).date() > line.work_date)
        });
        if over_midnight {
            self.say(
                SMALL,
                Weight::Regular,
                self.words.over_midnight,
                Role::Paragraph,
            );
        }
    }

    fn signatures(&mut self, first: &Line) {
        let half = self.width() / 2.0;
        let date_at = half * 0.68;
        self.y += 46.0;
        let line_y = self.y;
        for (x, who, name) in [
            (
                MARGIN,
                self.words.employee_signs,
                first.employee_name.as_str(),
            ),
            (MARGIN + half, self.words.manager_signs, ""),
        ] {
            self.y = line_y;
            self.rule(x, date_at - 12.0);
            self.rule(x + date_at, half - date_at - 12.0);
            self.y += SMALL * LEADING;
            self.text(x, SMALL, Weight::Regular, who, Role::Paragraph);
            self.text(
                x + date_at,
                SMALL,
                Weight::Regular,
                self.words.date,
                Role::Paragraph,
            );
            let face = self.faces.of(Weight::Regular);
            for line in face.wrapped(name, SMALL, date_at - 12.0, 1) {
                self.y += SMALL * LEADING;
                self.text(x, SMALL, Weight::Regular, &line, Role::Paragraph);
            }
        }
    }

    /// Company, when it was made, and the number of each page.
    fn feet(&mut self) {
        let local = self.sheet.zone.local(self.sheet.generated_at);
        let language = self.sheet.language;
        let made = format!(
            "{} {}, {} ({})",
            self.words.generated,
            language.date(local.date()),
            language.time(local.time()),
            self.sheet.zone.name()
        );
        let face = self.faces.of(Weight::Regular);
        let y = self.sheet.paper.points().1 - MARGIN;
        let (count, right) = (self.pages.len(), MARGIN + self.width());
        let foot = |page: &mut PageLayout, x: f32, text: String| {
            page.pieces.push(Piece::Text {
                x,
                y,
                size: SMALL,
                weight: Weight::Regular,
                text,
                role: Role::Decoration,
            });
        };
        for (place, page) in self.pages.iter_mut().enumerate() {
            let number = format!("{} / {count}", place + 1);
            let x = right - face.width(&number, SMALL);
            foot(page, MARGIN, made.clone());
            foot(page, x, number);
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
