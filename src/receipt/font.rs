//! GNU Unifont, from the crate `unifont`: 8 by 16 pixels a narrow character, 16 by 16 a wide one. On the server alone,
//! since it has two megabytes.

use super::escpos::Font;

/// GNU Unifont.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unifont;

impl Font for Unifont {
    fn is_set(&self, letter: char, x: usize, y: usize) -> bool {
        // A box stands for what the font lacks.
        unifont::get_glyph(letter)
            .or_else(|| unifont::get_glyph('\u{25a1}'))
            .is_some_and(|glyph| x < glyph.get_width() && glyph.get_pixel(x, y))
    }
}
