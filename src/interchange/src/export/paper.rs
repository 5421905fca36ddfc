//! PDF: pages to print and sign, one section for each employee and workweek, tagged for assistive
//! technology (PDF/UA-1).
//!
//! `section` gathers the lines, `layout` sets them on pages, `draw` writes the pages, and `face`
//! knows the letters.

mod draw;
mod face;
mod layout;
mod section;

use krilla::error::KrillaError;

use super::timesheet::Sheet;
use face::Faces;

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
    const fn points(self) -> (f32, f32) {
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
    draw::draw(sheet, pages, &faces)
}

#[cfg(test)]
mod tests;
