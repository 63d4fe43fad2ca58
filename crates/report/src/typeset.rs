//! Lines: a text broken to a width by the rules of UAX 14, which know that Chinese breaks between characters, that a
//! closing bracket or a full stop never begins a line, and that a word or a number stays whole.

use krilla::text::KrillaGlyph;
use unicode_linebreak::{BreakOpportunity, linebreaks};

use crate::font::{Face, SUBSTITUTE, Shape};

/// A colour of the copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ink {
    /// What is read.
    Text,
    /// What only guides: labels, notes.
    Quiet,
    /// Headings and the company's line.
    Accent,
    /// What is not in order.
    Alarm,
}

/// How a line is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Style {
    /// Points.
    pub(crate) size: f32,
    /// From one baseline to the next, points.
    pub(crate) leading: f32,
    pub(crate) ink: Ink,
    /// Drawn with an outline: the font has one weight.
    pub(crate) heavy: bool,
}

impl Style {
    pub(crate) const fn new(size: f32, leading: f32, ink: Ink) -> Self {
        Self {
            size,
            leading,
            ink,
            heavy: false,
        }
    }

    /// From the upper edge of a line to its baseline: the middle of the letters stands in the middle of the line.
    pub(crate) const fn baseline(self) -> f32 {
        self.leading / 2.0 + self.size * 0.36
    }

    pub(crate) const fn heavy(self) -> Self {
        Self {
            heavy: true,
            ..self
        }
    }
}

/// One line, ready to draw.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) text: String,
    pub(crate) glyphs: Vec<KrillaGlyph>,
    /// Points, without blanks at its end.
    pub(crate) width: f32,
    pub(crate) style: Style,
}

/// A printable character.
struct Letter {
    character: char,
    shape: Shape,
    /// Whether a line may end after it.
    may_end: bool,
}

impl Face {
    /// Breaks a text into lines of at most `width` points. Nothing gives no line; a blank line stays one, but not more
    /// than one after the other. A word wider than the line is broken where the line ends.
    pub(crate) fn lines(&self, text: &str, style: Style, width: f32) -> Vec<Line> {
        let printable = self.printable(text);
        let mut lines: Vec<Line> = Vec::new();
        for paragraph in printable.trim().split('\n') {
            let letters = self.letters(paragraph.trim_end());
            let after_blank = lines.last().is_none_or(|line| line.text.is_empty());
            if letters.is_empty() && after_blank {
                continue;
            }
            let mut rest = letters.as_slice();
            loop {
                let (line, left) = rest.split_at(fitting(rest, style.size, width));
                lines.push(set(line, style));
                rest = left;
                if rest.is_empty() {
                    break;
                }
            }
        }
        lines
    }

    /// One line, cut with an ellipsis where it is too wide: for heads and feet of pages.
    pub(crate) fn one_line(&self, text: &str, style: Style, width: f32) -> Option<Line> {
        let joined = text.lines().collect::<Vec<_>>().join(" ");
        let mut lines = self.lines(&joined, style, width).into_iter();
        let first = lines.next()?;
        if lines.next().is_none() {
            return Some(first);
        }
        let narrower = self
            .lines(&joined, style, width - style.size)
            .into_iter()
            .next()?;
        let text = format!("{}…", narrower.text.trim_end());
        self.lines(&text, style, width).into_iter().next()
    }

    /// The characters of one printable paragraph.
    fn letters(&self, paragraph: &str) -> Vec<Letter> {
        let mut ends = linebreaks(paragraph)
            .filter(|(_, opportunity)| *opportunity == BreakOpportunity::Allowed)
            .filter(|(at, _)| !between_number_and_unit(paragraph, *at))
            .map(|(at, _)| at)
            .peekable();
        let text_after = |at| paragraph.get(at..).unwrap_or_default();
        paragraph
            .char_indices()
            .filter_map(|(at, character)| {
                let after = at + character.len_utf8();
                while ends.next_if(|end| *end < after).is_some() {}
                Some(Letter {
                    character,
                    shape: self.shape(character)?,
                    // A code point that stands for a character begins anew, as a character would.
                    may_end: ends.peek() == Some(&after)
                        || text_after(after).starts_with(SUBSTITUTE),
                })
            })
            .collect()
    }
}

/// Whether the blank before this place stands between a number and its unit, which are read as one: `4.5 °C`, `0.9 A`.
fn between_number_and_unit(text: &str, at: usize) -> bool {
    const UNIT_MAX: usize = 4;
    let (Some(before), Some(after)) = (text.get(..at), text.get(at..)) else {
        return false;
    };
    let number = before
        .strip_suffix(' ')
        .is_some_and(|number| number.ends_with(|last: char| last.is_ascii_digit()));
    let is_letter = |letter: &char| letter.is_ascii_alphabetic() || "°Ωµ℃%/".contains(*letter);
    number && (1..=UNIT_MAX).contains(&after.chars().take_while(is_letter).count())
}

/// How many of the letters make the next line.
fn fitting(letters: &[Letter], size: f32, width: f32) -> usize {
    let mut x = 0.0;
    let mut last_end = None;
    for (place, letter) in letters.iter().enumerate() {
        x += letter.shape.advance * size;
        // Blanks may hang over the edge: nobody sees them.
        if x > width && letter.character != ' ' && place > 0 {
            return last_end.unwrap_or(place);
        }
        if letter.may_end {
            last_end = Some(place + 1);
        }
    }
    letters.len()
}

fn set(letters: &[Letter], style: Style) -> Line {
    let mut line = Line {
        text: String::new(),
        glyphs: Vec::with_capacity(letters.len()),
        width: 0.0,
        style,
    };
    let mut x = 0.0;
    for letter in letters {
        let start = line.text.len();
        let range = start..start + letter.character.len_utf8();
        let Shape { glyph, advance } = letter.shape;
        line.glyphs
            .push(KrillaGlyph::new(glyph, advance, 0.0, 0.0, 0.0, range, None));
        line.text.push(letter.character);
        x += advance * style.size;
        if letter.character != ' ' {
            line.width = x;
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const STYLE: Style = Style::new(10.0, 15.0, Ink::Text);

    fn broken(text: &str, width: f32) -> Vec<String> {
        let lines = Face::get().unwrap().lines(text, STYLE, width);
        lines.into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn chinese_breaks_between_characters_but_no_line_begins_with_a_full_stop() {
        assert_eq!(
            broken("更换启动器，试机正常。", 100.0),
            ["更换启动器，试机正", "常。"]
        );
        assert_eq!(
            broken("更换启动器（原厂）", 60.0),
            ["更换启动器", "（原厂）"]
        );
    }

    #[test]
    fn words_numbers_and_amounts_stay_whole() {
        assert_eq!(
            broken("the compressor starts", 60.0),
            ["the ", "compressor ", "starts"]
        );
        assert_eq!(
            broken("用户应付¥1234.05元", 70.0),
            ["用户应付", "¥1234.05元"]
        );
    }

    #[test]
    fn a_word_wider_than_the_line_is_broken_where_the_line_ends() {
        let lines = broken(&"W".repeat(40), 50.0);
        assert!(lines.len() > 5);
        assert_eq!(lines.concat(), "W".repeat(40));
    }

    #[test]
    fn blank_lines_stay_but_never_two() {
        assert_eq!(broken("\n\n一\n\n\n二  \n", 100.0), ["一", "", "二"]);
        assert_eq!(broken(" \n ", 100.0), [""; 0]);
    }

    #[test]
    fn a_head_is_cut_where_it_would_be_too_wide() {
        let face = Face::get().unwrap();
        let line = face
            .one_line("便民\n家电维修服务有限公司", STYLE, 80.0)
            .unwrap();
        assert_eq!(line.text, "便民 家电维修…");
        assert!(line.width <= 80.0);
        assert_eq!(face.one_line("便民", STYLE, 80.0).unwrap().text, "便民");
        assert!(face.one_line(" ", STYLE, 80.0).is_none());
    }

    proptest! {
        #[test]
        fn no_line_is_too_wide_and_no_character_is_lost(text in "\\PC{0,60}", width in 12.0_f32..200.0) {
            let face = Face::get().unwrap();
            let lines = face.lines(&text, STYLE, width);
            prop_assert!(lines.iter().all(|line| line.width <= width + 0.01));
            let printed: String = lines.iter().map(|line| line.text.as_str()).collect();
            let without_blanks = |text: &str| text.replace(char::is_whitespace, "");
            prop_assert_eq!(without_blanks(&printed), without_blanks(&face.printable(&text)));
        }
    }
}
