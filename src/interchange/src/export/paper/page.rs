//! Pages being set: text, rules and tables from top to bottom. Knows nothing of what they say, nor
//! of how a PDF is written.

use super::face::{Faces, Weight};

pub(crate) const MARGIN: f32 = 42.0;
pub(crate) const SMALL: f32 = 8.0;
pub(crate) const NORMAL: f32 = 9.0;
pub(crate) const TITLE: f32 = 16.0;
/// From one line of text to the next, in parts of the size.
pub(crate) const LEADING: f32 = 1.35;
pub(crate) const ROW_GAP: f32 = 5.0;
const CELL_GAP: f32 = 6.0;
/// The most lines that one cell is broken into.
const CELL_LINES_MAX: usize = 40;

/// What something on a page is, for whoever does not see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
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
pub(crate) enum Piece {
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
pub(crate) struct PageLayout {
    /// What the outline says of a page on which a section begins.
    pub(crate) bookmark: Option<String>,
    pub(crate) pieces: Vec<Piece>,
}

/// On which side of its column text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Left,
    Right,
}

/// A table: its columns, and what a page says first on which it goes on.
pub(crate) struct Table {
    columns: Vec<Column>,
    headers: Vec<String>,
    running: String,
    size: f32,
}

#[derive(Clone, Copy)]
struct Column {
    x: f32,
    width: f32,
    side: Side,
}

/// Pages, and how far down the last one is set.
pub(crate) struct Setter<'f> {
    pub(crate) faces: &'f Faces,
    pub(crate) pages: Vec<PageLayout>,
    pub(crate) y: f32,
    size: (f32, f32),
    row: usize,
}

impl<'f> Setter<'f> {
    /// No pages yet, of a width and a height in points.
    pub(crate) const fn new(faces: &'f Faces, size: (f32, f32)) -> Self {
        Self {
            faces,
            pages: Vec::new(),
            y: MARGIN,
            size,
            row: 0,
        }
    }

    /// Between the margins.
    pub(crate) fn width(&self) -> f32 {
        self.size.0 - 2.0 * MARGIN
    }

    /// Where the body of a page ends.
    pub(crate) fn bottom(&self) -> f32 {
        self.size.1 - MARGIN - 2.0 * SMALL
    }

    pub(crate) fn new_page(&mut self) {
        self.pages.push(PageLayout::default());
        self.y = MARGIN;
    }

    /// A page on which a section begins.
    pub(crate) fn new_section(&mut self, bookmark: String) {
        self.new_page();
        self.row = 0;
        if let Some(page) = self.pages.last_mut() {
            page.bookmark = Some(bookmark);
        }
    }

    /// A page that goes on with what a table or section is about.
    pub(crate) fn continued(&mut self, running: &str) {
        self.new_page();
        self.say(NORMAL, Weight::Bold, running, Role::Decoration);
        self.y += NORMAL;
    }

    fn push(&mut self, piece: Piece) {
        if let Some(page) = self.pages.last_mut() {
            page.pieces.push(piece);
        }
    }

    pub(crate) fn text(&mut self, x: f32, size: f32, weight: Weight, text: &str, role: Role) {
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

    pub(crate) fn rule(&mut self, x: f32, width: f32) {
        let y = self.y;
        self.push(Piece::Rule { x, y, width });
    }

    /// Text over the whole width, and down to what follows. A heading's first line begins a section.
    pub(crate) fn say(&mut self, size: f32, weight: Weight, text: &str, role: Role) {
        self.say_lines(size, weight, text, role, 3);
    }

    /// As [`Self::say`], in at most so many lines.
    pub(crate) fn say_lines(
        &mut self,
        size: f32,
        weight: Weight,
        text: &str,
        role: Role,
        most: usize,
    ) {
        let mut role = role;
        for line in self
            .faces
            .of(weight)
            .wrapped(text, size, self.width(), most)
        {
            self.y += size * LEADING;
            self.text(MARGIN, size, weight, &line, role);
            if role == Role::Heading {
                role = Role::Paragraph;
            }
        }
    }

    /// A table whose last column takes what the others leave. Its head is set at once.
    pub(crate) fn table(
        &mut self,
        widths: &[(f32, Side)],
        headers: Vec<String>,
        running: String,
        size: f32,
    ) -> Table {
        let mut x = MARGIN;
        let end = MARGIN + self.width();
        let last = widths.len().saturating_sub(1);
        let columns = widths.iter().enumerate().map(|(place, (width, side))| {
            let width = if place == last { end - x } else { *width };
            let column = Column {
                x,
                // A figure on the right stands at the margin; text on the left keeps off the next.
                width: if place == last && *side == Side::Right {
                    width
                } else {
                    width - CELL_GAP
                },
                side: *side,
            };
            x += width;
            column
        });
        let table = Table {
            columns: columns.collect(),
            headers,
            running,
            size,
        };
        self.table_head(&table, Role::ColumnHead);
        table
    }

    fn table_head(&mut self, table: &Table, role: Role) {
        let face = self.faces.of(Weight::Bold);
        let heads: Vec<_> = table
            .columns
            .iter()
            .zip(&table.headers)
            .map(|(column, header)| face.wrapped(header, table.size, column.width, 3))
            .collect();
        let lines = heads.iter().map(Vec::len).max().unwrap_or(1);
        let top = self.y;
        for (column, lines) in table.columns.iter().zip(&heads) {
            self.y = top;
            let mut role = role;
            for line in lines {
                self.y += table.size * LEADING;
                self.in_column(*column, table.size, Weight::Bold, line, role);
                // A header of several lines is one header.
                if role == Role::ColumnHead {
                    role = Role::Decoration;
                }
            }
        }
        self.y = top + count(lines) * table.size * LEADING + ROW_GAP;
        self.rule(MARGIN, self.width());
        self.row += 1;
    }

    fn in_column(&mut self, column: Column, size: f32, weight: Weight, text: &str, role: Role) {
        let x = match column.side {
            Side::Left => column.x,
            Side::Right => column.x + column.width - self.faces.of(weight).width(text, size),
        };
        self.text(x, size, weight, text, role);
    }

    /// A row of a table, on a new page where this one has no room.
    pub(crate) fn table_row<'a>(
        &mut self,
        table: &Table,
        weight: Weight,
        cells: impl IntoIterator<Item = &'a str>,
    ) {
        let face = self.faces.of(weight);
        let cells: Vec<Vec<String>> = cells
            .into_iter()
            .zip(&table.columns)
            .map(|(text, column)| face.wrapped(text, table.size, column.width, CELL_LINES_MAX))
            .collect();
        let lines = cells.iter().map(Vec::len).max().unwrap_or(1).max(1);
        let height = count(lines) * table.size * LEADING + ROW_GAP;
        if self.y + height > self.bottom() {
            self.continued(&table.running);
            self.table_head(table, Role::Decoration);
        }
        let top = self.y;
        for (place, (column, cell)) in table.columns.iter().zip(cells).enumerate() {
            self.y = top;
            let role = Role::Cell(self.row, place);
            // A cell without words is still a cell of its row.
            let cell = if cell.is_empty() {
                vec![" ".to_owned()]
            } else {
                cell
            };
            for text in cell {
                self.y += table.size * LEADING;
                self.in_column(*column, table.size, weight, &text, role);
            }
        }
        self.y = top + height;
        self.rule(MARGIN, self.width());
        self.row += 1;
    }

    /// A line to sign on and one for the date, from `x` on and over a width.
    pub(crate) fn signature(&mut self, x: f32, width: f32, who: &str, date: &str, name: &str) {
        const BETWEEN: f32 = 12.0;
        let date_at = width * 0.68;
        self.rule(x, date_at - BETWEEN);
        self.rule(x + date_at, width - date_at - BETWEEN);
        self.y += SMALL * LEADING;
        self.text(x, SMALL, Weight::Regular, who, Role::Paragraph);
        self.text(x + date_at, SMALL, Weight::Regular, date, Role::Paragraph);
        let face = self.faces.of(Weight::Regular);
        for line in face.wrapped(name, SMALL, date_at - BETWEEN, 1) {
            self.y += SMALL * LEADING;
            self.text(x, SMALL, Weight::Regular, &line, Role::Paragraph);
        }
    }

    /// The same words at the foot of each page, and the number of each.
    pub(crate) fn feet(mut self, words: &str) -> Vec<PageLayout> {
        let face = self.faces.of(Weight::Regular);
        let y = self.size.1 - MARGIN;
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
            foot(page, MARGIN, words.to_owned());
            foot(page, x, number);
        }
        self.pages
    }
}

/// Lines of a cell are few: a float holds their number.
fn count(lines: usize) -> f32 {
    f32::from(u16::try_from(lines).unwrap_or(u16::MAX))
}
