//! Writing workbooks: one sheet of words, of which none is ever a formula.

use rust_xlsxwriter::{Format, Workbook, XlsxError};

/// Writes a workbook with these columns, whose heads stay in sight.
///
/// # Errors
/// [`XlsxError`] where a sheet cannot hold the rows or a cell's words.
pub(crate) fn write(
    columns: &[&str],
    rows: impl IntoIterator<Item = Vec<String>>,
) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // Row by row into a file of its own, however many there are.
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    sheet.set_freeze_panes(1, 0)?;
    let head = Format::new().set_bold();
    for (column, words) in (0..).zip(columns) {
        sheet.write_string_with_format(0, column, *words, &head)?;
    }
    for (row, cells) in (1..).zip(rows) {
        for (column, words) in (0..).zip(cells) {
            sheet.write_string(row, column, words)?;
        }
    }
    workbook.save_to_buffer()
}
