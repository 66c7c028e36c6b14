//! A paper in the language of receipt printers (Epson's ESC/POS): plain ASCII goes as text, a line with anything else
//! as a picture, since a printer's own Chinese characters differ from maker to maker.

use super::{
    Align, Document, Row, Width,
    wide::{columns_of, width_of},
};

/// A narrow character has so many dots across, and twice as many down.
const CELL: usize = 12;
/// A narrow glyph has so many pixels across, and twice as many down.
const PIXELS: usize = 8;
/// Blank dots under a line, as a printer leaves by itself.
const GAP: usize = 6;

/// Where glyphs come from.
pub trait Font {
    /// Whether the dot of a glyph is black; `x` below 8 or, of wide ones, 16; `y` below 16.
    fn is_set(&self, letter: char, x: usize, y: usize) -> bool;
}

/// Encodes a paper.
pub fn encode(document: &Document, font: &impl Font) -> Vec<u8> {
    // Begin anew, whatever was printed before.
    let mut out = vec![0x1b, b'@'];
    for row in &document.rows {
        match row {
            Row::Cut => out.extend([0x1b, b'd', 3, 0x1d, b'V', 66, 0]),
            Row::Feed => out.push(b'\n'),
            Row::Rule => {
                out.extend(std::iter::repeat_n(b'-', document.width.columns()));
                out.push(b'\n');
            }
            Row::Text { text, align, size, bold } if text.is_ascii() => {
                out.extend([0x1b, b'a', u8::from(*align == Align::Centre)]);
                styled(&mut out, text, *size, *bold);
                out.extend([0x1b, b'a', 0]);
            }
            Row::Pair { size, bold, .. } | Row::Text { size, bold, .. } => {
                let line = row.line(document.width).unwrap_or_default();
                if line.is_ascii() {
                    styled(&mut out, &line, *size, *bold);
                } else {
                    let inset = inset(row, document.width);
                    picture(
                        &mut out,
                        line.trim_start_matches(' '),
                        inset,
                        *size,
                        *bold,
                        document.width,
                        font,
                    );
                }
            }
        }
    }
    out
}

/// How many dots before the first character that is none but a space.
fn inset(row: &Row, width: Width) -> usize {
    let (text, align, size) = match row {
        Row::Text { text, align, size, .. } => (text.clone(), *align, *size),
        _ => (row.line(width).unwrap_or_default(), Align::Left, size_of(row)),
    };
    let spaces = text.len() - text.trim_start_matches(' ').len();
    let cell = CELL * usize::from(size.max(1));
    let edge = match align {
        Align::Left => 0,
        // To the dot, not to the column.
        Align::Centre => width.dots().saturating_sub(columns_of(&text) * cell) / 2,
    };
    edge + spaces * cell
}

const fn size_of(row: &Row) -> u8 {
    match row {
        Row::Text { size, .. } | Row::Pair { size, .. } => *size,
        _ => 1,
    }
}

/// A line of text with its size and weight, and back to normal.
fn styled(out: &mut Vec<u8>, text: &str, size: u8, bold: bool) {
    let step = size.clamp(1, 8) - 1;
    out.extend([0x1d, b'!', step << 4 | step, 0x1b, b'E', u8::from(bold)]);
    out.extend(text.bytes());
    out.extend([b'\n', 0x1d, b'!', 0, 0x1b, b'E', 0]);
}

/// A line as a picture (`GS v 0`), as wide as the paper.
fn picture(
    out: &mut Vec<u8>,
    text: &str,
    inset: usize,
    size: u8,
    bold: bool,
    width: Width,
    font: &impl Font,
) {
    let size = usize::from(size.max(1));
    let (across, down) = (width.dots().div_ceil(8), CELL * 2 * size + GAP);
    let mut dots = vec![0_u8; across * down];
    let mut left = inset;
    for letter in text.chars() {
        let cells = width_of(letter);
        for y in 0..CELL * 2 * size {
            for x in 0..CELL * cells * size {
                let is_black = covers(font, letter, cells, x, y, size)
                    || (bold && x > 0 && covers(font, letter, cells, x - 1, y, size));
                let at = left + x;
                if is_black && at < width.dots() {
                    dots[y * across + at / 8] |= 0x80 >> (at % 8);
                }
            }
        }
        left += CELL * cells * size;
    }
    let [across_low, across_high] = low_high(across);
    let [down_low, down_high] = low_high(down);
    out.extend([0x1d, b'v', b'0', 0, across_low, across_high, down_low, down_high]);
    out.extend(dots);
}

fn low_high(number: usize) -> [u8; 2] {
    u16::try_from(number).unwrap_or(u16::MAX).to_le_bytes()
}

/// Whether any black pixel lies under a dot. A cell has one and a half dots a pixel, times the size; taking every pixel
/// that a dot touches makes all strokes two dots thick at the smallest size and keeps one dot between them.
fn covers(font: &impl Font, letter: char, cells: usize, x: usize, y: usize, size: usize) -> bool {
    let pixels = |dot: usize, most: usize| {
        let scale = 3 * size;
        let first = 2 * dot / scale;
        let last = (2 * (dot + 1)).div_ceil(scale).min(most);
        first..last
    };
    let (wide, high) = (PIXELS * cells, PIXELS * 2);
    pixels(y, high).any(|y| pixels(x, wide).any(|x| font.is_set(letter, x, y)))
}

/// What a printer says to `DLE EOT 4` (the sensors of its paper): whether it has none. An answer that is none of that
/// kind says nothing.
pub const fn is_out_of_paper(answer: u8) -> bool {
    // Bits 0 and 7 are 0, bits 1 and 4 are 1; bits 5 and 6 tell that the roll has ended.
    answer & 0b1001_0011 == 0b0001_0010 && answer & 0b0110_0000 != 0
}

/// Asks a printer for the sensors of its paper.
pub const ASK_PAPER: [u8; 3] = [0x10, 0x04, 0x04];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_of_the_paper_sensor() {
        assert!(!is_out_of_paper(0x12), "paper is there");
        assert!(!is_out_of_paper(0x1e), "paper is near its end");
        assert!(is_out_of_paper(0x72), "no paper");
        assert!(!is_out_of_paper(0xff), "not an answer");
    }

    struct Comb;

    impl Font for Comb {
        fn is_set(&self, _: char, x: usize, _: usize) -> bool {
            x.is_multiple_of(2)
        }
    }

    #[test]
    fn strokes_are_two_dots_thick_and_a_dot_apart() {
        let dots: Vec<bool> = (0..24).map(|x| covers(&Comb, '蛋', 2, x, 0, 1)).collect();
        for triple in dots.chunks(3) {
            assert_eq!(triple, [true, true, false]);
        }
    }

    #[test]
    fn plain_text_goes_as_text_and_chinese_as_a_picture() {
        let row = |text: &str| Row::Text { text: text.into(), align: Align::Centre, size: 2, bold: true };
        let paper = |rows| Document { width: Width::Narrow, rows };
        let text = encode(&paper(vec![row("042")]), &Comb);
        assert_eq!(text, b"\x1b@\x1ba\x01\x1d!\x11\x1bE\x01042\n\x1d!\x00\x1bE\x00\x1ba\x00");
        let picture = encode(&paper(vec![row("蛋")]), &Comb);
        assert_eq!(picture[2..10], [0x1d, b'v', b'0', 0, 48, 0, 54, 0]);
        assert_eq!(picture.len(), 10 + 48 * 54);
    }
}
