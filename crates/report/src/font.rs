//! The one font of the copy, and what it cannot print.

use std::{fmt::Write as _, sync::LazyLock};

use krilla::text::{Font, GlyphId};
use skrifa::{
    FontRef, MetadataProvider as _,
    charmap::Charmap,
    instance::{LocationRef, Size},
    metrics::GlyphMetrics,
};

/// The font's file; see `fonts/README.md`.
pub(crate) static FILE: &[u8] = include_bytes!("../fonts/doorstep-sans.otf");

/// What stands before the code point of a character that the font lacks.
pub(crate) const SUBSTITUTE: char = '□';

/// The font, ready to measure and to draw.
pub(crate) struct Face {
    font: Font,
    characters: Charmap<'static>,
    metrics: GlyphMetrics<'static>,
    units_per_em: f32,
}

/// A character's shape and its width in ems.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shape {
    pub(crate) glyph: GlyphId,
    pub(crate) advance: f32,
}

// Reading 5 MB once for a process, not once for a copy.
static FACE: LazyLock<Option<Face>> = LazyLock::new(Face::read);

impl Face {
    /// The font; none only if the file in the program were damaged.
    pub(crate) fn get() -> Option<&'static Self> {
        FACE.as_ref()
    }

    fn read() -> Option<Self> {
        let tables = FontRef::new(FILE).ok()?;
        let font = Font::new(FILE.into(), 0)?;
        Some(Self {
            characters: tables.charmap(),
            metrics: tables.glyph_metrics(Size::unscaled(), LocationRef::default()),
            units_per_em: font.units_per_em(),
            font,
        })
    }

    /// The font as the PDF writer wants it.
    pub(crate) fn font(&self) -> Font {
        self.font.clone()
    }

    /// The shape of a character; none if the font lacks it.
    pub(crate) fn shape(&self, character: char) -> Option<Shape> {
        let glyph = self.characters.map(character)?;
        let advance = self.metrics.advance_width(glyph)?;
        Some(Shape {
            glyph: GlyphId::new(glyph.to_u32()),
            advance: advance / self.units_per_em,
        })
    }

    /// The text as it can be printed: line ends are `\n`, a tab is a blank, and whatever the font lacks (emoji, other
    /// scripts, control characters, marks that turn the direction of reading) is □ and its code point. So no name is
    /// refused, nothing disappears silently, and no archive rule about missing glyphs can be broken.
    pub(crate) fn printable(&self, text: &str) -> String {
        let mut printable = String::with_capacity(text.len());
        let mut characters = text.chars().peekable();
        while let Some(character) = characters.next() {
            match character {
                '\r' if characters.peek() == Some(&'\n') => {}
                '\r' | '\n' => printable.push('\n'),
                '\t' => printable.push(' '),
                printed if self.shape(printed).is_some() => printable.push(printed),
                lacking => {
                    // Writing to a String does not fail.
                    let _ = write!(printable, "{SUBSTITUTE}U+{:04X}", u32::from(lacking));
                }
            }
        }
        printable
    }
}

#[cfg(test)]
mod tests {
    use doorstep_words::Language;

    use doorstep_evidence::digest::Digest;

    use super::*;
    use crate::form::FONT;

    fn face() -> &'static Face {
        Face::get().unwrap()
    }

    #[test]
    fn the_font_is_the_one_that_its_name_in_every_copy_says() {
        assert_eq!(Digest::of(FILE).to_string(), FONT);
    }

    #[test]
    fn rare_characters_of_names_are_there() {
        for character in "王小川褚喆堃玥昇珺𠮷䶮㛃𬭎龑—…“”￥¥℃°×·★☆□〇".chars()
        {
            assert!(face().shape(character).is_some(), "{character}");
        }
    }

    #[test]
    fn what_the_font_lacks_is_told_by_its_code_point() {
        let cases = [
            ("王😀川", "王□U+1F600川"),
            ("a\u{202e}b", "a□U+202Eb"),
            ("שלום", "□U+05E9□U+05DC□U+05D5□U+05DD"),
            ("a\0b\u{7}", "a□U+0000b□U+0007"),
            ("a\tb\r\nc\rd", "a b\nc\nd"),
            ("\u{e000}\u{feff}\u{10ffff}", "□U+E000□U+FEFF□U+10FFFF"),
            ("", ""),
        ];
        for (given, printed) in cases {
            assert_eq!(face().printable(given), printed);
        }
    }

    #[test]
    fn digits_are_of_one_width_so_that_columns_of_amounts_align() {
        let widths: Vec<_> = ('0'..='9')
            .map(|digit| face().shape(digit).unwrap().advance)
            .collect();
        assert!(
            widths
                .iter()
                .all(|width| (width - widths[0]).abs() < f32::EPSILON)
        );
    }

    #[test]
    fn every_word_of_the_copy_speaks_both_languages_and_the_font_has_its_letters() {
        let is_han = |character: char| ('\u{4e00}'..='\u{9fff}').contains(&character);
        for phrase in crate::words::EVERY_PHRASE {
            let is_sign = *phrase == crate::words::NOTHING;
            assert!(phrase.chinese.contains(is_han) || is_sign, "{phrase:?}");
            assert!(
                !phrase.english.is_empty() && !phrase.english.contains(is_han),
                "{phrase:?}"
            );
            for language in Language::ALL {
                let text = language.say(*phrase);
                assert_eq!(Face::get().unwrap().printable(text), text, "{phrase:?}");
            }
        }
    }
}
