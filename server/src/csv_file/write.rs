//! Writing CSV that a spreadsheet shows and never runs.

use super::BYTE_ORDER_MARK;

/// Writes a file with these columns, marked as UTF-8 for spreadsheets, which else guess.
///
/// # Errors
/// [`csv::Error`] where a row has another number of cells than there are columns.
pub(crate) fn write(
    columns: &[&str],
    rows: impl IntoIterator<Item = Vec<String>>,
) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(BYTE_ORDER_MARK.to_vec());
    writer.write_record(columns)?;
    for row in rows {
        writer.write_record(
            row.iter()
                .map(|cell| formula_safe(cell))
                .collect::<Vec<_>>(),
        )?;
    }
    writer
        .into_inner()
        .map_err(|error| error.into_error().into())
}

/// A cell as it may stand in a file: one that a spreadsheet would take for a formula begins with an apostrophe.
pub(crate) fn formula_safe(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        let rows = [
            "=1+1",
            "+8613900000001",
            "-5",
            "@x",
            "\t=1",
            "a=b",
            "",
            "王,\"秀\"英",
        ];
        let written = write(&["words"], rows.map(|cell| vec![cell.to_owned()])).unwrap();
        let text = String::from_utf8(written).unwrap();
        assert_eq!(
            text,
            "\u{feff}words\n'=1+1\n'+8613900000001\n'-5\n'@x\n'\t=1\na=b\n\"\"\n\"王,\"\"秀\"\"英\"\n"
        );
    }
}
