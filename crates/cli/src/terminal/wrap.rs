//! Breaking lines, in both scripts: between words, and between Chinese characters, but never before a closing mark.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Marks that do not begin a line.
const CLOSING: &str = "，。、；：？！）》」』】”’…,.;:?!)]}%";
/// Marks that do not end a line.
const OPENING: &str = "（《「『【“‘([{¥$";

/// Blanks before the second and all later lines of a text that hangs.
const HANGING: usize = 4;

/// The lines of a text, each at most so many columns wide, by the width that a terminal gives each character. A word
/// that is wider stands alone on its line, because a broken path or link is worth nothing.
pub(crate) fn wrapped(text: &str, columns: usize) -> Vec<String> {
    text.lines()
        .flat_map(|line| wrapped_line(line, columns))
        .collect()
}

/// The lines of a text with blanks before each.
pub(crate) fn indented(text: &str, blanks: usize, columns: usize) -> Vec<String> {
    let lead = " ".repeat(blanks);
    wrapped(text, columns.saturating_sub(blanks))
        .iter()
        .map(|line| format!("{lead}{line}"))
        .collect()
}

/// The lines of a text whose first line keeps its place and whose others stand four columns further in.
pub(crate) fn hanging(text: &str, columns: usize) -> Vec<String> {
    if text.width() <= columns && !text.contains('\n') {
        return vec![text.to_owned()];
    }
    let own = text.len() - text.trim_start_matches(' ').len();
    let lead = " ".repeat(own);
    wrapped(
        text.trim_start_matches(' '),
        columns.saturating_sub(own + HANGING),
    )
    .iter()
    .zip(0..)
    .map(|(line, place)| {
        let blanks = if place == 0 { 0 } else { HANGING };
        format!("{lead}{}{line}", " ".repeat(blanks))
    })
    .collect()
}

fn wrapped_line(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for piece in pieces(text) {
        // A blank at the end of a line is not seen, so it needs no room.
        if !line.is_empty() && line.width() + piece.trim_end().width() > columns {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
        }
        line.push_str(&piece);
    }
    lines.push(line.trim_end().to_owned());
    lines
}

/// What is not broken: a word with the blanks behind it, or one Chinese character with its marks.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut before: Option<char> = None;
    for character in text.chars() {
        let may_break = before.is_some_and(|before| may_break_between(before, character));
        match pieces.last_mut() {
            Some(piece) if !may_break => piece.push(character),
            _ => pieces.push(character.to_string()),
        }
        before = Some(character);
    }
    pieces
}

fn may_break_between(before: char, after: char) -> bool {
    if after == ' ' || CLOSING.contains(after) || OPENING.contains(before) {
        return false;
    }
    before == ' ' || is_wide(before) || is_wide(after)
}

fn is_wide(character: char) -> bool {
    character.width() == Some(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_and_between_chinese_characters() {
        assert_eq!(wrapped("one two three", 8), ["one two", "three"]);
        assert_eq!(wrapped("签字后没有改动。", 8), ["签字后没", "有改动。"]);
        assert_eq!(wrapped("first\n\nlast", 80), ["first", "", "last"]);
    }

    #[test]
    fn later_lines_hang_below_the_first() {
        assert_eq!(hanging("short", 8), ["short"]);
        assert_eq!(
            hanging("  用户: 王小川 松风路", 16),
            ["  用户: 王小", "      川 松风路"]
        );
    }

    #[test]
    fn no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one() {
        assert_eq!(wrapped("一二三四，五", 8), ["一二三", "四，五"]);
        assert_eq!(wrapped("一二三（四）", 8), ["一二三", "（四）"]);
    }

    #[test]
    fn a_link_stays_whole() {
        let link = "http://127.0.0.1:8080/login/ABCDEFGHJKMNPQRSTVWXYZ0123";
        assert_eq!(wrapped(&format!("看 {link} 看"), 20), ["看", link, "看"]);
        assert_eq!(indented("a b", 2, 3), ["  a", "  b"]);
    }
}
