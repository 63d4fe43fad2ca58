//! Tables whose columns stand below each other whatever the script, and that fit on the screen.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::{COLUMNS, plain};

/// Blanks between two columns.
const GAP: usize = 2;
/// A column of words is not made narrower than this.
const NARROWEST: usize = 6;

/// The lines of a table. The first `words` columns hold words and stand to the left; the others hold figures, stand to
/// the right and are never cut. If the table is too wide, the last column of words is cut first, then the widest.
pub(crate) fn table<const N: usize>(rows: &[[String; N]], words: usize) -> Vec<String> {
    let mut widths = [0; N];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(plain(cell).width());
        }
    }
    fit(&mut widths, words);
    let line = |row: &[String; N]| {
        let cells = row
            .iter()
            .zip(widths)
            .enumerate()
            .map(|(place, (cell, width))| {
                let cell = cut(&plain(cell), width);
                let blanks = " ".repeat(width.saturating_sub(cell.width()));
                if place < words {
                    format!("{cell}{blanks}")
                } else {
                    format!("{blanks}{cell}")
                }
            });
        let cells: Vec<String> = cells.collect();
        cells.join(&" ".repeat(GAP)).trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}

fn fit(widths: &mut [usize], words: usize) {
    let too_wide = |widths: &[usize]| {
        let gaps = GAP * widths.len().saturating_sub(1);
        (widths.iter().sum::<usize>() + gaps).saturating_sub(COLUMNS)
    };
    let too_many = too_wide(widths);
    if let Some(width) = widths.iter_mut().take(words).last() {
        *width = (*width).min((*width).saturating_sub(too_many).max(NARROWEST));
    }
    while too_wide(widths) > 0 {
        match widths.iter_mut().take(words).max_by_key(|width| **width) {
            Some(width) if *width > NARROWEST => *width -= 1,
            // Rather too wide than unreadable.
            _ => return,
        }
    }
}

/// A text in so many columns at most; what was cut off is shown as cut off.
pub(crate) fn cut(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut cut = String::new();
    let mut width = 1;
    for character in text.chars() {
        width += character.width().unwrap_or(0);
        if width > columns {
            break;
        }
        cut.push(character);
    }
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row<const N: usize>(cells: [&str; N]) -> [String; N] {
        cells.map(str::to_owned)
    }

    #[test]
    fn columns_stand_below_each_other_in_both_scripts() {
        let rows = [row(["设备", "person", "3"]), row(["phone", "张伟", "12"])];
        assert_eq!(table(&rows, 2), ["设备   person   3", "phone  张伟    12"]);
    }

    #[test]
    fn a_table_fits_on_the_screen_and_figures_stay_whole() {
        let long = "样例市青禾区松风路".repeat(9);
        // The last column of words is cut as far as it goes, and only then the widest.
        let rows = [
            row(["number", &long, "1234567890"]),
            row(["number", "short", "1"]),
        ];
        let lines = table(&rows, 2);
        assert_eq!(lines[0].width(), COLUMNS);
        assert!(
            lines[0].starts_with("number  样例市") && lines[0].ends_with("…   1234567890"),
            "{}",
            lines[0]
        );
        let rows = [row([&"y".repeat(80), &long, "1234567890"])];
        assert_eq!(
            table(&rows, 2),
            [format!("{}…  样例…   1234567890", "y".repeat(59))]
        );
    }

    #[test]
    fn a_cut_text_says_so() {
        assert_eq!(cut("松风路 18 号", 12), "松风路 18 号");
        assert_eq!(cut("松风路 18 号", 8), "松风路 …");
        assert_eq!(cut("松风路", 4), "松…");
    }
}
