//! Why a file was not taken or not fetched, each with a stable code for programs.

use crate::Error;

/// Why a file was not taken or not fetched; nothing was changed. A device gives it as [`Error::Refused`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// It has no bytes.
    #[error("the file is empty")]
    Empty,
    /// It has more bytes than a record takes.
    #[error("the file has more bytes than a record takes")]
    TooLarge,
    /// It is none of the kinds that a record takes.
    #[error("the file is neither a JPEG nor a PNG nor a PDF")]
    Kind,
    /// It has more pixels than a record takes.
    #[error("the picture has more pixels than a record takes")]
    TooManyPixels,
    /// It says what it is, and cannot be read as that.
    #[error("the file cannot be read as what it says it is")]
    Unreadable,
    /// The room that is left is kept for records.
    #[error("too little room is left for photos")]
    LowSpace,
    /// The record does not name it.
    #[error("the record names no such file")]
    NotNamed,
    /// The server does not have it: it is still on the device of who took it.
    #[error("the office does not have the file yet")]
    NotAtOffice,
    /// What came is not what the record names.
    #[error("the bytes are not those that the record names")]
    OtherBytes,
}

impl FileError {
    /// The codes of all these errors.
    pub const CODES: &[&str] = &[
        "file_empty",
        "file_too_large",
        "file_kind",
        "file_too_many_pixels",
        "file_unreadable",
        "low_space",
        "file_not_named",
        "file_not_at_office",
        "file_other_bytes",
    ];

    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "file_empty",
            Self::TooLarge => "file_too_large",
            Self::Kind => "file_kind",
            Self::TooManyPixels => "file_too_many_pixels",
            Self::Unreadable => "file_unreadable",
            Self::LowSpace => "low_space",
            Self::NotNamed => "file_not_named",
            Self::NotAtOffice => "file_not_at_office",
            Self::OtherBytes => "file_other_bytes",
        }
    }
}

impl From<FileError> for Error {
    fn from(error: FileError) -> Self {
        Self::refused(error.code(), error)
    }
}
