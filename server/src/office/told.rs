//! Words that people or devices wrote. Markup is escaped where it is written; what is left is text that reorders
//! or hides the text beside it (Unicode's bidirectional controls and zero-width characters): it is kept apart from
//! its surroundings, and such characters are shown by their number.

use maud::{Markup, html};

/// Words inside a line.
pub(super) fn told(text: &str) -> Markup {
    html! { bdi { (seen(text)) } }
}

/// Words with their own line breaks.
pub(super) fn told_lines(text: &str) -> Markup {
    html! { div.lines dir="auto" { (seen(text)) } }
}

/// Words for an attribute, where nothing can be marked: what would hide is replaced.
pub(super) fn told_plain(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            unseen if is_unseen(unseen) => char::REPLACEMENT_CHARACTER,
            character => character,
        })
        .collect()
}

/// The words with every hidden character in sight.
pub(super) fn seen(text: &str) -> Markup {
    html! {
        @for piece in text.split_inclusive(is_unseen) {
            @match piece.chars().next_back().filter(|last| is_unseen(*last)) {
                Some(last) => {
                    (piece.strip_suffix(last).unwrap_or_default())
                    span.unseen { "U+" (format!("{:04X}", u32::from(last))) }
                }
                None => (piece),
            }
        }
    }
}

fn is_unseen(character: char) -> bool {
    match character {
        '\n' | '\t' => false,
        // Left-to-right and right-to-left marks, embeddings, overrides, isolates; zero-width space and joiners of
        // words; the byte order mark. Zero-width joiners stay: scripts and emoji need them.
        '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}' => true,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        character => character.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_neither_become_markup_nor_reorder_the_page() {
        assert_eq!(
            told("<b>王\u{202e}英</b>").into_string(),
            "<bdi>&lt;b&gt;王<span class=\"unseen\">U+202E</span>英&lt;/b&gt;</bdi>"
        );
        assert_eq!(
            told_lines("a\nb\u{7}").into_string(),
            "<div class=\"lines\" dir=\"auto\">a\nb<span class=\"unseen\">U+0007</span></div>"
        );
        assert_eq!(told_plain("王\u{2067}英"), "王\u{fffd}英");
    }
}
