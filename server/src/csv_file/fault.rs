//! What is wrong in a file that was to be imported, and where.

use std::{fmt, io};

use doorstep_words::{Phrase, office::import as words};

use super::FILE_BYTES_MAX;

/// Faults that are kept; of more, only how many.
const FAULTS_KEPT: usize = 50;

/// Why a file was not taken.
#[derive(Debug, thiserror::Error)]
pub enum CsvError {
    /// It could not be read.
    #[error("reading {name}")]
    File {
        /// Its name.
        name: String,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// It is larger than [`FILE_BYTES_MAX`].
    #[error("{name} is larger than {} MiB", FILE_BYTES_MAX / (1024 * 1024))]
    TooLarge {
        /// Its name.
        name: String,
    },
    /// Something in it is wrong. Nothing was taken.
    #[error("{0}")]
    Rows(Faults),
}

/// What is wrong in one place. It says where, never what stands there: that may be a customer's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFault {
    /// The file's name.
    pub file: String,
    /// The line on which the row begins, from 1.
    pub line: u64,
    /// The column; empty where it is the whole row.
    pub column: String,
    /// What is wrong there.
    pub wrong: Wrong,
}

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// A column that is needed is not there.
    ColumnMissing,
    /// A column is there twice.
    ColumnTwice,
    /// The row has another number of cells than the header: a comma or a quotation mark is missing or too many.
    CellCount,
    /// The row is not UTF-8.
    NotUtf8,
    /// The file has more rows than may be taken at once.
    TooManyRows,
    /// The file has no rows.
    NoRows,
    /// The cell is empty and must not be.
    Empty,
    /// The cell does not hold a whole number that fits.
    NotANumber,
    /// The cell holds neither `yes` nor `no`.
    NotYesNo,
    /// The cell holds control characters or line breaks, or is too long.
    NotPlain,
    /// The cell holds what is not allowed there.
    NotAllowed,
    /// The cell names a code that is not there.
    UnknownCode,
    /// Another row has this code already.
    Twice,
}

impl Wrong {
    /// The words on a screen.
    #[must_use]
    pub const fn words(self) -> Phrase {
        match self {
            Self::ColumnMissing => words::COLUMN_MISSING,
            Self::ColumnTwice => words::COLUMN_TWICE,
            Self::CellCount => words::CELL_COUNT,
            Self::NotUtf8 => words::NOT_UTF8,
            Self::TooManyRows => words::TOO_MANY_ROWS,
            Self::NoRows => words::NO_ROWS,
            Self::Empty => words::EMPTY,
            Self::NotANumber => words::NOT_A_NUMBER,
            Self::NotYesNo => words::NOT_YES_NO,
            Self::NotPlain => words::NOT_PLAIN,
            Self::NotAllowed => words::NOT_ALLOWED,
            Self::UnknownCode => words::UNKNOWN_CODE,
            Self::Twice => words::TWICE,
        }
    }
}

/// Everything that is wrong in an import, in the order of the files and their lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults {
    kept: Vec<RowFault>,
    count: usize,
}

impl Faults {
    /// The first of them.
    #[must_use]
    pub fn kept(&self) -> &[RowFault] {
        &self.kept
    }

    /// How many there are, also those that were not kept.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.count
    }

    pub(crate) fn add(&mut self, file: &str, line: u64, column: &str, wrong: Wrong) {
        self.count += 1;
        if self.kept.len() < FAULTS_KEPT {
            self.kept.push(RowFault {
                file: file.to_owned(),
                line,
                column: column.to_owned(),
                wrong,
            });
        }
    }

    /// Nothing wrong, or the error.
    pub(crate) fn into_result(self) -> Result<(), CsvError> {
        if self.count == 0 {
            Ok(())
        } else {
            Err(CsvError::Rows(self))
        }
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.count {
            1 => f.write_str("1 fault was found; nothing was taken"),
            count => write!(f, "{count} faults were found; nothing was taken"),
        }
    }
}
