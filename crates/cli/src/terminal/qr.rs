//! A QR code in the terminal, two modules in each character.

use anstyle::{AnsiColor, Color as Ink, Style};
use qrcode::{Color, EcLevel, QrCode};

/// Modules of blank around the code, as the standard asks.
const QUIET: usize = 4;
/// Black on white whatever the terminal's own colours are: not every reader takes an inverted code.
const PAPER: Style = Style::new()
    .fg_color(Some(Ink::Ansi(AnsiColor::Black)))
    .bg_color(Some(Ink::Ansi(AnsiColor::BrightWhite)));

/// The lines of a QR code; nothing if the text is too long for one. Without colours it is drawn for a terminal of
/// light letters on a dark ground.
pub(crate) fn qr_code(text: &str, in_colour: bool) -> Option<Vec<String>> {
    let code = QrCode::with_error_correction_level(text, EcLevel::L).ok()?;
    let side = code.width() + 2 * QUIET;
    let modules = code.to_colors();
    let is_dark = |column: usize, row: usize| {
        let (Some(column), Some(row)) = (column.checked_sub(QUIET), row.checked_sub(QUIET)) else {
            return false;
        };
        let inside = column < code.width() && row < code.width();
        inside && modules.get(row * code.width() + column) == Some(&Color::Dark)
    };
    let line = |row: usize| {
        let drawn: String = (0..side)
            .map(|column| {
                // What is drawn is ink: the dark modules on paper, the light ones on a dark ground.
                let ink = |row: usize| is_dark(column, row) == in_colour && row < side;
                match (ink(row), ink(row + 1)) {
                    (true, true) => '█',
                    (true, false) => '▀',
                    (false, true) => '▄',
                    (false, false) => ' ',
                }
            })
            .collect();
        if in_colour {
            format!("{PAPER}{drawn}{PAPER:#}")
        } else {
            drawn
        }
    };
    Some((0..side).step_by(2).map(line).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::COLUMNS;

    const LINK: &str = "doorstep://enrol?url=https%3A%2F%2Foffice.example%3A8443&code=0123456789ABCDEFGHJKMNPQRS\
                        &ca=ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    /// The modules as they are seen: true is dark.
    fn seen(lines: &[String], in_colour: bool) -> Vec<Vec<bool>> {
        let rows = lines.iter().flat_map(|line| {
            let bare: String = line
                .chars()
                .filter(|character| "█▀▄ ".contains(*character))
                .collect();
            let half = |upper: bool| {
                bare.chars()
                    .map(|character| {
                        let ink =
                            character == '█' || character == if upper { '▀' } else { '▄' };
                        ink == in_colour
                    })
                    .collect::<Vec<bool>>()
            };
            [half(true), half(false)]
        });
        rows.collect()
    }

    #[test]
    fn what_is_drawn_is_the_code_with_its_quiet_zone() {
        let code = QrCode::with_error_correction_level(LINK, EcLevel::L).unwrap();
        for in_colour in [true, false] {
            let lines = qr_code(LINK, in_colour).unwrap();
            let seen = seen(&lines, in_colour);
            for (row, modules) in seen.iter().enumerate().take(code.width() + 2 * QUIET) {
                for (column, dark) in modules.iter().enumerate() {
                    let inside = |place: usize| (QUIET..QUIET + code.width()).contains(&place);
                    let expected = inside(row)
                        && inside(column)
                        && code[(column - QUIET, row - QUIET)] == Color::Dark;
                    assert_eq!(*dark, expected, "{column}, {row}");
                }
            }
        }
    }

    #[test]
    fn it_fits_on_the_screen_or_is_not_drawn() {
        let lines = qr_code(LINK, false).unwrap();
        assert!(
            lines.iter().all(|line| line.chars().count() <= COLUMNS),
            "{}",
            lines[0].chars().count()
        );
        assert_eq!(qr_code(&"x".repeat(10_000), false), None);
    }
}
