//! Writes pages as a PDF, with the tree of tags that assistive technology reads.

use krilla::Document;
use krilla::SerializeSettings;
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point};
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::Stroke;
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, SpanTag, TableHeaderScope, Tag, TagGroup,
    TagTree,
};

use jiff::Timestamp;

use super::PaperError;
use super::face::Faces;
use super::page::{PageLayout, Piece, Role};
use crate::export::Language;

/// How thick lines are, in points.
const RULE: f32 = 0.5;

/// What a document says of itself.
pub(crate) struct Cover {
    pub(crate) title: String,
    pub(crate) language: Language,
    pub(crate) made_at: Timestamp,
    /// Width and height of its pages, in points.
    pub(crate) size: (f32, f32),
}

/// The file of these pages.
pub(crate) fn draw(
    cover: &Cover,
    pages: Vec<PageLayout>,
    faces: &Faces,
) -> Result<Vec<u8>, PaperError> {
    let configuration = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .unwrap_or_default();
    let mut document = Document::new_with(SerializeSettings {
        configuration,
        ..SerializeSettings::default()
    });
    document.set_metadata(metadata(cover));
    let (width, height) = cover.size;
    let mut tree = Tree::default();
    document.set_outline(outline(&pages));
    for layout in pages {
        let settings = PageSettings::from_wh(width, height).unwrap_or_default();
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        for piece in &layout.pieces {
            draw_piece(&mut surface, piece, faces, &mut tree);
        }
        surface.finish();
        page.finish();
    }
    document.set_tag_tree(tree.finish(cover.language.code()));
    document.finish().map_err(PaperError::Writer)
}

/// Where each section begins.
fn outline(pages: &[PageLayout]) -> Outline {
    let mut outline = Outline::new();
    for (number, page) in pages.iter().enumerate() {
        if let Some(text) = &page.bookmark {
            let top = XyzDestination::new(number, Point::from_xy(0.0, 0.0));
            outline.push_child(OutlineNode::new(text.clone(), top));
        }
    }
    outline
}

fn metadata(cover: &Cover) -> Metadata {
    let made = jiff::tz::Offset::UTC.to_datetime(cover.made_at);
    let date = DateTime::new(u16::try_from(made.year()).unwrap_or_default())
        .month(made.month().unsigned_abs())
        .day(made.day().unsigned_abs())
        .hour(made.hour().unsigned_abs())
        .minute(made.minute().unsigned_abs())
        .second(made.second().unsigned_abs())
        .utc_offset_hour(0)
        .utc_offset_minute(0);
    Metadata::new()
        .title(cover.title.clone())
        .language(cover.language.code().to_owned())
        .creator("TimeTrakr".to_owned())
        .creation_date(date)
}

fn draw_piece(surface: &mut Surface<'_>, piece: &Piece, faces: &Faces, tree: &mut Tree) {
    match piece {
        Piece::Rule { x, y, width } => {
            let mut line = PathBuilder::new();
            line.move_to(*x, *y);
            line.line_to(x + width, *y);
            surface.start_tagged(decoration());
            surface.set_stroke(Some(Stroke {
                width: RULE,
                ..Stroke::default()
            }));
            if let Some(path) = line.finish() {
                surface.draw_path(&path);
            }
            surface.set_stroke(None);
            surface.end_tagged();
        }
        Piece::Text {
            x,
            y,
            size,
            weight,
            text,
            role,
        } => {
            let face = faces.of(*weight);
            let shaped = face.shaped(text);
            // What the font cannot show can still be read out and copied.
            let said = shaped.is_lossy.then_some(text.as_str());
            let tag = match role {
                Role::Decoration => decoration(),
                Role::Heading | Role::Paragraph | Role::ColumnHead | Role::Cell(..) => {
                    ContentTag::Span(SpanTag::empty().with_actual_text(said))
                }
            };
            let identifier = surface.start_tagged(tag);
            let start = Point::from_xy(*x, *y);
            surface.draw_glyphs(
                start,
                &shaped.glyphs,
                face.font.clone(),
                &shaped.text,
                *size,
                false,
            );
            surface.end_tagged();
            tree.add(*role, text, identifier);
        }
    }
}

fn decoration() -> ContentTag<'static> {
    ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout))
}

/// The tags, in the order in which the page is read.
#[derive(Default)]
struct Tree {
    sections: Vec<TagGroup>,
    table: Option<Table>,
}

#[derive(Default)]
struct Table {
    head: Vec<TagGroup>,
    rows: Vec<Row>,
}

struct Row {
    number: usize,
    cells: Vec<(usize, TagGroup)>,
}

impl Tree {
    fn add(&mut self, role: Role, text: &str, identifier: Identifier) {
        match role {
            Role::Decoration => {}
            Role::Heading => self.heading(text, identifier),
            Role::Paragraph => {
                self.close_table();
                self.push(TagGroup::with_children(Tag::P, vec![identifier.into()]));
            }
            Role::ColumnHead => {
                let head = Tag::TH(TableHeaderScope::Column);
                let head = TagGroup::with_children(head, vec![identifier.into()]);
                self.table.get_or_insert_default().head.push(head);
            }
            Role::Cell(row, place) => self
                .table
                .get_or_insert_default()
                .cell(row, place, identifier),
        }
    }

    fn heading(&mut self, text: &str, identifier: Identifier) {
        self.close_table();
        let level = std::num::NonZeroU16::MIN;
        let heading = TagGroup::with_children(
            Tag::Hn(level, Some(text.to_owned())),
            vec![identifier.into()],
        );
        self.sections
            .push(TagGroup::with_children(Tag::Section, vec![heading.into()]));
    }

    fn push(&mut self, group: TagGroup) {
        match self.sections.last_mut() {
            Some(section) => section.push(group),
            None => self.sections.push(group),
        }
    }

    fn close_table(&mut self) {
        if let Some(table) = self.table.take() {
            self.push(table.finish());
        }
    }

    fn finish(mut self, language: &str) -> TagTree {
        self.close_table();
        let mut tree = TagTree::new().with_lang(Some(language.to_owned()));
        for section in self.sections {
            tree.push(section);
        }
        tree
    }
}

impl Table {
    fn cell(&mut self, row: usize, place: usize, identifier: Identifier) {
        if self.rows.last().is_none_or(|last| last.number != row) {
            self.rows.push(Row {
                number: row,
                cells: Vec::new(),
            });
        }
        let Some(row) = self.rows.last_mut() else {
            return;
        };
        match row.cells.last_mut() {
            Some((last, cell)) if *last == place => cell.push(identifier),
            Some(_) | None => {
                let cell = TagGroup::with_children(Tag::TD, vec![identifier.into()]);
                row.cells.push((place, cell));
            }
        }
    }

    fn finish(self) -> TagGroup {
        let row = |cells: Vec<TagGroup>| {
            let cells = cells.into_iter().map(Into::into).collect();
            TagGroup::with_children(Tag::TR, cells)
        };
        let head = TagGroup::with_children(Tag::THead, vec![row(self.head).into()]);
        let rows = self.rows.into_iter().map(|line| {
            let cells = line.cells.into_iter().map(|(_, cell)| cell);
            row(cells.collect()).into()
        });
        let body = TagGroup::with_children(Tag::TBody, rows.collect());
        TagGroup::with_children(Tag::Table, vec![head.into(), body.into()])
    }
}
