//! PDF: pages to print and sign, one section for each employee and workweek, tagged for assistive
//! technology (PDF/UA-1).
//!
//! `section` gathers the lines, `layout` says what stands on the pages, `page` sets them, `draw`
//! writes them, and `face` knows the letters. Payroll documents are set and written alike.

mod draw;
mod face;
mod layout;
pub(crate) mod page;
mod section;

use krilla::error::KrillaError;

use super::timesheet::Sheet;
pub(crate) use draw::{Cover, draw};
pub(crate) use face::{Faces, Weight};
pub(crate) use layout::made;

/// What pages are cut to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaperSize {
    /// 210 by 297 millimetres.
    A4,
    /// 8½ by 11 inches.
    Letter,
}

impl PaperSize {
    /// Every size.
    pub const ALL: [Self; 2] = [Self::A4, Self::Letter];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::A4 => "a4",
            Self::Letter => "letter",
        }
    }

    /// The size of a stable name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|size| size.name() == name)
    }

    /// Width and height in points.
    pub(crate) const fn points(self) -> (f32, f32) {
        match self {
            Self::A4 => (595.0, 842.0),
            Self::Letter => (612.0, 792.0),
        }
    }
}

/// Why pages could not be written.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// The bundled font cannot be read.
    #[error("the bundled font cannot be read")]
    Font,
    /// The writer refused.
    #[error("the writer refused: {0:?}")]
    Writer(KrillaError),
}

/// The file of a sheet.
pub(super) fn write(sheet: &Sheet) -> Result<Vec<u8>, PaperError> {
    let faces = Faces::new().ok_or(PaperError::Font)?;
    let sections = section::sections(sheet);
    let pages = layout::pages(sheet, &sections, &faces);
    let cover = Cover {
        title: format!("{} · {}", sheet.language.timesheets(), sheet.company),
        language: sheet.language,
        made_at: sheet.generated_at,
        size: sheet.paper.points(),
    };
    draw(&cover, pages, &faces)
}

#[cfg(test)]
mod tests;
