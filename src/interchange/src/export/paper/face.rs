//! The letters: which glyph a character has, how wide text is, and where it is broken.

use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

const REGULAR: &[u8] = include_bytes!("../../../../../assets/fonts/NotoSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../../../../assets/fonts/NotoSans-Bold.ttf");

/// What stands for a character that the font does not have.
const MISSING: char = '\u{fffd}';
const ELLIPSIS: char = '…';
/// The characters before this one are looked up once: Latin with its accents.
const COMMON_END: char = '\u{250}';

/// How heavy text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    Regular,
    Bold,
}

/// Both weights.
pub(crate) struct Faces {
    regular: Face,
    bold: Face,
}

impl Faces {
    pub(crate) fn new() -> Option<Self> {
        Some(Self {
            regular: Face::new(REGULAR)?,
            bold: Face::new(BOLD)?,
        })
    }

    pub(crate) fn of(&self, weight: Weight) -> &Face {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }
}

/// One font.
pub(crate) struct Face {
    pub(crate) font: Font,
    letters: FontRef<'static>,
    /// The letters that most text is made of, looked up once.
    common: Vec<Letter>,
}

/// How a character is shown.
#[derive(Clone, Copy)]
struct Letter {
    shown: char,
    glyph: GlyphId,
    /// In parts of the size.
    advance: f32,
}

/// Text as glyphs.
pub(crate) struct Shaped {
    /// The text that the glyphs show.
    pub(crate) text: String,
    pub(crate) glyphs: Vec<KrillaGlyph>,
    /// Whether a character could not be shown.
    pub(crate) is_lossy: bool,
}

impl Face {
    fn new(bytes: &'static [u8]) -> Option<Self> {
        let mut face = Self {
            font: Font::new(bytes.into(), 0)?,
            letters: FontRef::new(bytes).ok()?,
            common: Vec::new(),
        };
        face.common = ('\0'..COMMON_END).map(|char| face.look_up(char)).collect();
        Some(face)
    }

    /// The glyphs of text, from left to right.
    pub(crate) fn shaped(&self, text: &str) -> Shaped {
        let mut shaped = Shaped {
            text: String::with_capacity(text.len()),
            glyphs: Vec::new(),
            is_lossy: false,
        };
        for char in text.chars().filter(|char| !is_unseen(*char)) {
            let letter = self.letter(char);
            shaped.is_lossy |= letter.shown == MISSING;
            let begin = shaped.text.len();
            shaped.text.push(letter.shown);
            shaped.glyphs.push(KrillaGlyph::new(
                letter.glyph,
                letter.advance,
                0.0,
                0.0,
                0.0,
                begin..shaped.text.len(),
                None,
            ));
        }
        shaped
    }

    /// How wide text is at a size, in points.
    pub(crate) fn width(&self, text: &str, size: f32) -> f32 {
        let seen = text.chars().filter(|char| !is_unseen(*char));
        seen.map(|char| self.letter(char).advance).sum::<f32>() * size
    }

    /// Text broken into lines of this width; what does not fit `lines_max` ends in an ellipsis.
    pub(crate) fn wrapped(
        &self,
        text: &str,
        size: f32,
        width: f32,
        lines_max: usize,
    ) -> Vec<String> {
        let mut lines = Vec::new();
        for paragraph in text.lines() {
            let mut line = String::new();
            for word in paragraph.split_whitespace() {
                self.append(&mut line, &mut lines, word, size, width);
                if lines.len() > lines_max {
                    break;
                }
            }
            if !line.is_empty() {
                lines.push(line);
            }
        }
        if lines.len() > lines_max {
            lines.truncate(lines_max);
            if let Some(last) = lines.last_mut() {
                while self.width(last, size) + self.width("…", size) > width && last.pop().is_some()
                {
                }
                last.push(ELLIPSIS);
            }
        }
        lines
    }

    /// Sets a word on the line, or on the next; one wider than a line is cut.
    fn append(
        &self,
        line: &mut String,
        lines: &mut Vec<String>,
        word: &str,
        size: f32,
        width: f32,
    ) {
        let gap = if line.is_empty() { "" } else { " " };
        if self.width(line, size) + self.width(gap, size) + self.width(word, size) <= width {
            line.push_str(gap);
            line.push_str(word);
            return;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(line));
        }
        let mut reached = 0.0;
        for char in word.chars() {
            let advance = self.width(char.encode_utf8(&mut [0; 4]), size);
            if reached + advance > width && !line.is_empty() {
                lines.push(std::mem::take(line));
                reached = 0.0;
            }
            line.push(char);
            reached += advance;
        }
    }

    fn letter(&self, char: char) -> Letter {
        let place = usize::try_from(u32::from(char)).unwrap_or(usize::MAX);
        let known = self.common.get(place).copied();
        known.unwrap_or_else(|| self.look_up(char))
    }

    fn look_up(&self, char: char) -> Letter {
        let known = |char: char| {
            let glyph = self.letters.charmap().map(char)?;
            (glyph.to_u32() != 0).then_some((char, glyph))
        };
        // A space of any width and a line break are a space.
        let char = if char.is_whitespace() { ' ' } else { char };
        let found = known(char).or_else(|| known(MISSING));
        let (shown, glyph) = found.unwrap_or((' ', skrifa::GlyphId::new(0)));
        let metrics = self
            .letters
            .glyph_metrics(Size::unscaled(), LocationRef::default());
        let advance = metrics.advance_width(glyph).unwrap_or_default();
        Letter {
            shown,
            glyph: GlyphId::new(glyph.to_u32()),
            advance: advance / self.font.units_per_em(),
        }
    }
}

/// Characters that join, select or colour others: without these others they show nothing.
fn is_unseen(char: char) -> bool {
    let whitespace = char.is_whitespace();
    matches!(
        char,
        '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{1f3fb}'..='\u{1f3ff}'
            | '\u{e0000}'..='\u{e0fff}'
    ) || (char.is_control() && !whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_have_letters_and_what_has_none_is_marked_once() {
        let faces = Faces::new().unwrap();
        let face = faces.of(Weight::Bold);
        let spanish = face.shaped("Núñez ¿Qué?");
        assert_eq!(
            (spanish.text.as_str(), spanish.is_lossy),
            ("Núñez ¿Qué?", false)
        );
        let builder = face.shaped("👷🏽\u{200d}♀\u{fe0f}");
        assert_eq!(
            (builder.text.as_str(), builder.is_lossy),
            ("\u{fffd}\u{fffd}", true)
        );
        assert!(
            builder
                .glyphs
                .iter()
                .all(|glyph| glyph.glyph_id.to_u32() != 0)
        );
    }

    #[test]
    fn lines_are_no_wider_than_asked_and_no_more_than_asked() {
        let faces = Faces::new().unwrap();
        let face = faces.of(Weight::Regular);
        let text = "Set the sill plates along the north wall, \
                    Donaudampfschifffahrtsgesellschaftskapitän, then anchor\nthem";
        let all = face.wrapped(text, 8.0, 60.0, 99);
        assert!(
            all.iter().all(|line| face.width(line, 8.0) <= 60.0),
            "{all:?}"
        );
        let letters = |text: &str| {
            text.chars()
                .filter(|c| !c.is_whitespace())
                .collect::<String>()
        };
        assert_eq!(letters(&all.concat()), letters(text), "nothing is lost");
        let cut = face.wrapped(text, 8.0, 60.0, 2);
        assert_eq!(cut.len(), 2);
        assert!(
            cut[1].ends_with('…') && face.width(&cut[1], 8.0) <= 60.0,
            "{cut:?}"
        );
    }
}
