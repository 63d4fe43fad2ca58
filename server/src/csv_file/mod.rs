//! A CSV file that the office imports: taken whole or not at all, and everything that is wrong with it is said at once,
//! each with its line. [`CsvFile::parse`] reads one, [`CsvFile::rows`] goes through its rows. What the office takes out
//! is written by [`write()`].

mod fault;
mod write;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    io::Read as _,
    path::Path,
    str::FromStr,
};

use csv::{ByteRecord, ReaderBuilder};

pub use fault::{CsvError, Faults, RowFault, Wrong};
pub(crate) use write::write;

/// Bytes of a file at most: a price list of 50 000 rows is half of that.
pub const FILE_BYTES_MAX: u64 = 16 * 1024 * 1024;
/// Characters of one cell at most, unless its reader is stricter.
const CELL_CHARACTERS_MAX: usize = 2_000;
/// What Excel writes before UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Reads a file, but no more than may be taken.
///
/// # Errors
/// [`CsvError::File`] or [`CsvError::TooLarge`].
pub fn read_file(path: &Path) -> Result<Vec<u8>, CsvError> {
    let name = file_name(path);
    let mut bytes = Vec::new();
    let read =
        File::open(path).and_then(|file| file.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes));
    match read {
        Err(source) => Err(CsvError::File { name, source }),
        Ok(length) if length as u64 > FILE_BYTES_MAX => Err(CsvError::TooLarge { name }),
        Ok(_) => Ok(bytes),
    }
}

/// What a file is called when its faults are told.
#[must_use]
pub fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}

/// A parsed file: its cells are read by the names of their columns, in whatever order they stand. Columns that
/// nobody asks for are passed over.
pub(crate) struct CsvFile {
    name: String,
    columns: BTreeMap<String, usize>,
    rows: Vec<(u64, ByteRecord)>,
}

/// One row.
pub(crate) struct CsvRow<'f> {
    columns: &'f BTreeMap<String, usize>,
    cells: Vec<&'f str>,
}

/// Counts the lines before each record. The reader's own count is one behind where lines end in CR LF: it takes the LF
/// for the beginning of the next record.
struct Lines<'b> {
    bytes: &'b [u8],
    at: usize,
    line: u64,
}

impl Lines<'_> {
    fn of(&mut self, record: &ByteRecord) -> u64 {
        let begins = record
            .position()
            .and_then(|position| usize::try_from(position.byte()).ok())
            .unwrap_or(self.at);
        while let Some(byte) = self.bytes.get(self.at) {
            if self.at >= begins && !matches!(byte, b'\r' | b'\n') {
                break;
            }
            self.line += u64::from(*byte == b'\n');
            self.at += 1;
        }
        self.line
    }
}

/// What is wrong with a row: the column, and what.
pub(crate) type CellFault = (&'static str, Wrong);

impl CsvFile {
    /// Parses a file that has at least these columns and at most so many rows. What is wrong is added to the faults.
    pub(crate) fn parse(
        name: &str,
        bytes: &[u8],
        needed: &[&str],
        rows_max: usize,
        faults: &mut Faults,
    ) -> Self {
        let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(bytes);
        let mut file = Self {
            name: name.to_owned(),
            columns: BTreeMap::new(),
            rows: Vec::new(),
        };
        // Bytes in memory never fail to be read, and rows of any length are welcome here: no record is an error.
        let mut records = reader.byte_records().map_while(Result::ok);
        let header = records.next().unwrap_or_default();
        file.take_header(&header, needed, faults);
        let mut lines = Lines {
            bytes,
            at: 0,
            line: 1,
        };
        for record in records {
            let line = lines.of(&record);
            if file.rows.len() == rows_max {
                faults.add(name, line, "", Wrong::TooManyRows);
                break;
            }
            if record.len() == header.len() {
                file.rows.push((line, record));
            } else {
                faults.add(name, line, "", Wrong::CellCount);
            }
        }
        if file.rows.is_empty() && faults.count() == 0 {
            faults.add(name, 1, "", Wrong::NoRows);
        }
        file
    }

    fn take_header(&mut self, header: &ByteRecord, needed: &[&str], faults: &mut Faults) {
        for (place, column) in header.iter().enumerate() {
            let column = String::from_utf8_lossy(column).trim().to_owned();
            if needed.contains(&column.as_str()) && self.columns.contains_key(&column) {
                faults.add(&self.name, 1, &column, Wrong::ColumnTwice);
            }
            self.columns.insert(column, place);
        }
        for column in needed {
            if !self.columns.contains_key(*column) {
                faults.add(&self.name, 1, column, Wrong::ColumnMissing);
            }
        }
    }

    /// Reads every row; those that cannot be read are added to the faults and left out.
    pub(crate) fn rows<T>(
        &self,
        faults: &mut Faults,
        mut read: impl FnMut(&CsvRow<'_>) -> Result<T, CellFault>,
    ) -> Vec<(u64, T)> {
        let mut rows = Vec::new();
        for (line, record) in &self.rows {
            let cells: Result<Vec<&str>, _> = record.iter().map(std::str::from_utf8).collect();
            let Ok(cells) = cells else {
                faults.add(&self.name, *line, "", Wrong::NotUtf8);
                continue;
            };
            let row = CsvRow {
                columns: &self.columns,
                cells,
            };
            match read(&row) {
                Ok(row) => rows.push((*line, row)),
                Err((column, wrong)) => faults.add(&self.name, *line, column, wrong),
            }
        }
        rows
    }

    /// As [`Self::rows`], for rows that are found by a key, which stands in a column: a key that comes twice is wrong.
    pub(crate) fn keyed_rows<K: Ord + Clone, T>(
        &self,
        faults: &mut Faults,
        column: &'static str,
        key: impl Fn(&T) -> K,
        read: impl Fn(&CsvRow<'_>) -> Result<T, CellFault>,
    ) -> BTreeMap<K, T> {
        let mut seen = BTreeSet::new();
        let rows = self.rows(faults, |row| {
            let row = read(row)?;
            let key = key(&row);
            if seen.insert(key.clone()) {
                Ok((key, row))
            } else {
                Err((column, Wrong::Twice))
            }
        });
        rows.into_iter().map(|(_, row)| row).collect()
    }
}

impl CsvRow<'_> {
    /// A cell without the blanks around it; empty where the column is not there.
    pub(crate) fn cell(&self, column: &str) -> &str {
        let place = self.columns.get(column);
        let cell = place.and_then(|place| self.cells.get(*place));
        cell.map(|cell| cell.trim()).unwrap_or_default()
    }

    /// Words that may be missing.
    pub(crate) fn words(&self, column: &'static str) -> Result<String, CellFault> {
        let cell = self.cell(column);
        if cell.chars().any(char::is_control) || cell.chars().count() > CELL_CHARACTERS_MAX {
            return Err((column, Wrong::NotPlain));
        }
        Ok(cell.to_owned())
    }

    /// Words that must be there.
    pub(crate) fn needed(&self, column: &'static str) -> Result<String, CellFault> {
        let words = self.words(column)?;
        if words.is_empty() {
            Err((column, Wrong::Empty))
        } else {
            Ok(words)
        }
    }

    /// A whole number of at least zero.
    pub(crate) fn number<T: FromStr + PartialOrd + Default>(
        &self,
        column: &'static str,
    ) -> Result<T, CellFault> {
        let number: T = self
            .needed(column)?
            .parse()
            .map_err(|_| (column, Wrong::NotANumber))?;
        if number < T::default() {
            Err((column, Wrong::NotANumber))
        } else {
            Ok(number)
        }
    }

    /// `yes` or `no`.
    pub(crate) fn yes_no(&self, column: &'static str) -> Result<bool, CellFault> {
        match self.cell(column) {
            "yes" => Ok(true),
            "no" => Ok(false),
            _ => Err((column, Wrong::NotYesNo)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults_of(text: &[u8]) -> Vec<(u64, String, Wrong)> {
        let mut faults = Faults::default();
        let file = CsvFile::parse("f.csv", text, &["code", "price"], 3, &mut faults);
        file.keyed_rows(
            &mut faults,
            "code",
            |(code, _): &(String, i64)| code.clone(),
            |row| Ok((row.needed("code")?, row.number("price")?)),
        );
        let told = faults.kept().iter();
        told.map(|fault| (fault.line, fault.column.clone(), fault.wrong))
            .collect()
    }

    #[test]
    fn a_good_file_is_read_with_its_columns_in_any_order() {
        let text = "\u{feff}price, note ,code\r\n5,\"a, b\",X\r\n\r\n 7 ,,\"Y \"\n";
        assert_eq!(faults_of(text.as_bytes()), []);
    }

    #[test]
    fn every_fault_is_told_with_its_line() {
        let told = |line, column: &str, wrong| (line, column.to_owned(), wrong);
        let cases: [(&[u8], Vec<_>); 8] = [
            (
                b"",
                vec![
                    told(1, "code", Wrong::ColumnMissing),
                    told(1, "price", Wrong::ColumnMissing),
                ],
            ),
            (
                b"code\nX\n",
                vec![
                    told(1, "price", Wrong::ColumnMissing),
                    told(2, "price", Wrong::Empty),
                ],
            ),
            (b"code,price\n", vec![told(1, "", Wrong::NoRows)]),
            (
                b"code,code,price\nX,Y,1\n",
                vec![told(1, "code", Wrong::ColumnTwice)],
            ),
            (
                b"code,price\nX\nY,1.5\nZ,-1\n,3\n",
                vec![
                    told(2, "", Wrong::CellCount),
                    told(3, "price", Wrong::NotANumber),
                    told(4, "price", Wrong::NotANumber),
                    told(5, "code", Wrong::Empty),
                ],
            ),
            // A quotation mark that is not closed swallows the rest; here the second line's cells end up in the first.
            (
                b"code,price\n\"X,1\nY,2\n",
                vec![told(2, "", Wrong::CellCount)],
            ),
            (
                b"code,price\nX,1\nX,2\n\xff,3\n",
                vec![told(4, "", Wrong::NotUtf8), told(3, "code", Wrong::Twice)],
            ),
            (
                b"code,price\nA,1\nB,2\nC,3\nD,4\n",
                vec![told(5, "", Wrong::TooManyRows)],
            ),
        ];
        for (text, expected) in cases {
            let mut found = faults_of(text);
            let mut expected = expected;
            found.sort_by_key(|(line, ..)| *line);
            expected.sort_by_key(|(line, ..)| *line);
            assert_eq!(found, expected, "{}", String::from_utf8_lossy(text));
        }
    }

    #[test]
    fn lines_are_counted_however_they_end() {
        for end in ["\n", "\r\n"] {
            let text = ["code,price", "A,1", "\"B", "B\",2", "", "C,-1"].join(end);
            assert_eq!(
                faults_of(text.as_bytes()),
                [
                    (3, "code".to_owned(), Wrong::NotPlain),
                    (6, "price".to_owned(), Wrong::NotANumber)
                ],
                "{end:?}"
            );
        }
    }

    #[test]
    fn of_many_faults_the_first_are_kept_and_all_are_counted() {
        let mut text = "code,price\n".to_owned();
        (0..3_000).for_each(|_| text.push_str("X\n"));
        let mut faults = Faults::default();
        CsvFile::parse(
            "f.csv",
            text.as_bytes(),
            &["code", "price"],
            5_000,
            &mut faults,
        );
        assert_eq!((faults.count(), faults.kept().len()), (3_000, 50));
        assert_eq!(
            faults.to_string(),
            "3000 faults were found; nothing was taken"
        );
    }
}
