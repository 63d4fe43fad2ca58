//! The terminal: lines with colours where they can be seen, 80 columns, both scripts.
//!
//! Colours are left out when the output is no terminal or `NO_COLOR` is set (`anstream` decides). A write that fails
//! is remembered and told once, at the end, by [`output_failure`]: whoever reads through a pipe may have gone, as with
//! `| head`, and that is no reason to stop the work.

mod qr;
mod table;
mod wrap;

use std::{
    borrow::Cow,
    io::{self, Write as _},
    sync::{Mutex, PoisonError},
};

use anstyle::{AnsiColor, Style};
use serde::Serialize;

pub(crate) use qr::qr_code;
pub(crate) use table::table;
pub(crate) use wrap::{hanging, indented, wrapped};

/// Columns of a line at most.
pub(crate) const COLUMNS: usize = 80;

/// What is as it should be.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default().bold();
/// What wants a person's attention.
pub(crate) const WARN: Style = AnsiColor::Yellow.on_default().bold();
/// What is not as it should be.
pub(crate) const BAD: Style = AnsiColor::Red.on_default().bold();
/// A headline.
pub(crate) const HEAD: Style = Style::new().bold();
/// What is less important.
pub(crate) const DIM: Style = Style::new().dimmed();

/// The first write to the standard output that failed.
static FAILURE: Mutex<Option<io::Error>> = Mutex::new(None);

/// Prints a line, with its styles where they can be seen.
pub(crate) fn line(text: &str) {
    let mut out = anstream::stdout().lock();
    if let Err(error) = writeln!(out, "{text}").and_then(|()| out.flush()) {
        FAILURE
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get_or_insert(error);
    }
}

/// Prints a line to the standard error.
pub(crate) fn error_line(text: &str) {
    // Nobody is left to be told if this fails.
    drop(writeln!(anstream::stderr().lock(), "{text}"));
}

/// Prints words, wrapped.
pub(crate) fn paragraph(text: &str) {
    wrapped(text, COLUMNS).iter().for_each(|text| line(text));
}

/// Prints a table with its first row as a headline; see [`table`].
pub(crate) fn print_table<const N: usize>(rows: &[[String; N]], words: usize) {
    for (text, place) in table(rows, words).iter().zip(0..) {
        if place == 0 {
            line(&format!("{HEAD}{text}{HEAD:#}"));
        } else {
            line(text);
        }
    }
}

/// Whether colours are seen on the standard output.
pub(crate) fn in_colour() -> bool {
    anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
}

/// Prints one JSON value as one line.
pub(crate) fn json(value: &impl Serialize) {
    match serde_json::to_string(value) {
        Ok(text) => line(&text),
        Err(error) => drop(
            FAILURE
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .get_or_insert(error.into()),
        ),
    }
}

/// Why something could not be printed; nothing if it was, or if the reader has just gone.
pub(crate) fn output_failure() -> Option<io::Error> {
    let failure = FAILURE
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .take();
    failure.filter(|error| error.kind() != io::ErrorKind::BrokenPipe)
}

/// Somebody else's words, made harmless: nothing in them moves the cursor, changes colours or reorders the line.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    let is_harmful = |character: char| {
        character.is_control()
            || matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if text.contains(is_harmful) {
        Cow::Owned(text.replace(is_harmful, "\u{fffd}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_others_cannot_drive_the_terminal() {
        assert_eq!(plain("王小川"), "王小川");
        assert_eq!(plain("\u{1b}[2Jgone"), "\u{fffd}[2Jgone");
        assert_eq!(plain("a\u{202e}b\r"), "a\u{fffd}b\u{fffd}");
    }
}
