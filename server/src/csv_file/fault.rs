//! What is wrong in a file that was to be imported, and where.

use std::{fmt, io};

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
    /// The sentence in Chinese.
    #[must_use]
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::ColumnMissing => "缺少此列",
            Self::ColumnTwice => "此列出现两次",
            Self::CellCount => "单元格数与表头不符，逗号或引号有误",
            Self::NotUtf8 => "不是 UTF-8 编码",
            Self::TooManyRows => "行数过多，请分批导入",
            Self::NoRows => "没有数据行",
            Self::Empty => "不能为空",
            Self::NotANumber => "不是整数，或超出范围",
            Self::NotYesNo => "只能填 yes 或 no",
            Self::NotPlain => "含控制字符或换行，或过长",
            Self::NotAllowed => "内容不符合要求",
            Self::UnknownCode => "代码不存在",
            Self::Twice => "与前面的行重复",
        }
    }

    /// The sentence in English.
    #[must_use]
    pub const fn english(self) -> &'static str {
        match self {
            Self::ColumnMissing => "the column is missing",
            Self::ColumnTwice => "the column is there twice",
            Self::CellCount => {
                "not as many cells as the header: a comma or a quotation mark is wrong"
            }
            Self::NotUtf8 => "not UTF-8",
            Self::TooManyRows => "more rows than may be taken at once",
            Self::NoRows => "there are no rows",
            Self::Empty => "must not be empty",
            Self::NotANumber => "not a whole number, or out of range",
            Self::NotYesNo => "neither yes nor no",
            Self::NotPlain => "has control characters or line breaks, or is too long",
            Self::NotAllowed => "does not hold what is allowed there",
            Self::UnknownCode => "names a code that is not there",
            Self::Twice => "stands in an earlier row already",
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
