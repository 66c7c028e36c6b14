//! How wide text is on paper with fixed columns: Chinese characters take two.

/// How many columns a character takes (Unicode's East Asian Width; ambiguous ones are narrow).
pub(super) const fn width_of(letter: char) -> usize {
    match letter as u32 {
        0..0x20 | 0x7f..0xa0 | 0x300..0x370 | 0x200b..0x2010 | 0xfe00..0xfe10 | 0xfeff => 0,
        0x1100..0x1160
        | 0x2e80..0x303f
        | 0x3041..0xa4d0
        | 0xac00..0xd7a4
        | 0xf900..0xfb00
        | 0xfe30..0xfe70
        | 0xff00..0xff61
        | 0xffe0..0xffe7
        | 0x1f300..0x1fb00
        | 0x20000..0x3fffe => 2,
        _ => 1,
    }
}

/// How many columns a text takes.
pub fn columns_of(text: &str) -> usize {
    text.chars().map(width_of).sum()
}

/// A text without what a printer could take for a command: control characters become spaces, what has no width goes.
pub(super) fn clean(text: &str) -> String {
    let plain = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
    plain.filter(|letter| width_of(*letter) > 0).collect::<String>().trim().to_owned()
}

/// Breaks a text into lines of so many columns: after a space where there is one, before a wide character, and within
/// a word that is longer than a line. At least one line.
pub(super) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(2);
    let text = clean(text);
    let mut lines = Vec::new();
    let mut line = String::new();
    // Where the line may be broken: the length up to there.
    let mut joint = 0;
    for letter in text.chars() {
        if line.is_empty() && letter == ' ' && !lines.is_empty() {
            continue;
        }
        if width_of(letter) == 2 && !is_closing(letter) {
            joint = line.len();
        }
        if columns_of(&line) + width_of(letter) > columns {
            let at = if letter == ' ' || joint == 0 { line.len() } else { joint };
            let rest = line.split_off(at);
            lines.push(line.trim_end().to_owned());
            line = rest.trim_start().to_owned();
            joint = 0;
            if line.is_empty() && letter == ' ' {
                continue;
            }
        }
        line.push(letter);
        if letter == ' ' || width_of(letter) == 2 {
            joint = line.len();
        }
    }
    lines.push(line.trim_end().to_owned());
    lines
}

/// What does not begin a line.
const fn is_closing(letter: char) -> bool {
    matches!(letter, '，' | '。' | '、' | '；' | '：' | '！' | '？' | '）' | '」' | '』' | '》')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(columns_of("蛋餅 x2"), 7);
        assert_eq!(columns_of("Ａ！"), 4);
        assert_eq!(columns_of("e\u{301}"), 1);
    }

    #[test]
    fn lines_break_at_spaces_and_between_wide_characters() {
        assert_eq!(wrap("Ham and cheese toast", 8), ["Ham and", "cheese", "toast"]);
        assert_eq!(wrap("起司火腿蛋吐司", 8), ["起司火腿", "蛋吐司"]);
        assert_eq!(wrap("起司火腿蛋吐司", 7), ["起司火", "腿蛋吐", "司"]);
        assert_eq!(wrap("Incomprehensible", 6), ["Incomp", "rehens", "ible"]);
        assert_eq!(wrap("", 8), [""]);
    }

    #[test]
    fn no_line_is_wider_than_asked_and_nothing_is_lost() {
        for text in ["花生厚片 加蛋 with extra peanut，少冰！！", "a 蛋b餅c 蛋 蛋餅蛋餅蛋餅 abcdefghijklmnop"]
        {
            for columns in 2..30 {
                let lines = wrap(text, columns);
                assert!(lines.iter().all(|line| columns_of(line) <= columns), "{columns}: {lines:?}");
                let squeezed = |text: &str| text.replace(' ', "");
                assert_eq!(squeezed(&lines.concat()), squeezed(text), "{columns}");
            }
        }
    }

    #[test]
    fn a_note_gives_the_printer_no_commands() {
        assert_eq!(wrap("去蔥\u{1b}@\n\u{1d}V0", 20), ["去蔥 @  V0"]);
    }
}
