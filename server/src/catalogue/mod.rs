//! The catalogue (价目与技术资料) on the server: read from the office's CSV files, given out as reference data.
//!
//! Its form stands in [`doorstep_domain::catalogue`]. [`read_folder`] and [`parse`] read the files whole or not at all,
//! [`publish`] makes a new version of it, which devices get with their next contact.

mod publish;
mod read;
mod read_texts;

use doorstep_domain::catalogue::Catalogue;
use rusqlite::{Connection, OptionalExtension as _};

pub use publish::{Published, Reference, publish};
pub use read::{FILES, OPTIONAL_FILES, Sources, parse, read_folder};
pub use read_texts::{parse_consents, parse_library};

use crate::{csv_file::CsvError, store::StoreError, writer::WriteError};

/// Why a catalogue was not read or not given out.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// The files.
    #[error("the files cannot be taken")]
    Files(#[from] CsvError),
    /// A consent sentence reads otherwise and kept its version.
    #[error("the sentence `{consent}` reads otherwise under the same version {version}")]
    Reworded {
        /// The sentence's code.
        consent: String,
        /// The version that it kept.
        version: i64,
    },
    /// All of it together is larger than devices take.
    #[error("the catalogue is too large for devices")]
    TooLarge,
    /// It could not be written as JSON, or what stands in the database is no catalogue.
    #[error("the catalogue could not be written or read as JSON")]
    Json(#[from] serde_json::Error),
    /// The database.
    #[error("the database refused a statement")]
    Statement(#[from] rusqlite::Error),
    /// The database could not be read.
    #[error("the database could not be used")]
    Store(#[from] StoreError),
    /// The work was not committed.
    #[error("the work was not written")]
    Write(#[from] WriteError),
}

/// The catalogue's newest version; none before the first import.
///
/// # Errors
/// [`CatalogueError::Statement`] or [`CatalogueError::Json`].
pub fn newest(connection: &Connection) -> Result<Option<Catalogue>, CatalogueError> {
    newest_of(connection)
}

/// The newest version of one kind of reference data; none before the first import.
///
/// # Errors
/// [`CatalogueError::Statement`] or [`CatalogueError::Json`].
pub fn newest_of<R: Reference>(connection: &Connection) -> Result<Option<R>, CatalogueError> {
    let bytes: Option<Vec<u8>> = connection
        .prepare_cached(
            "SELECT bytes FROM reference WHERE name = ?1 ORDER BY version DESC LIMIT 1",
        )?
        .query_row([R::NAME], |row| row.get(0))
        .optional()?;
    Ok(bytes
        .map(|bytes| serde_json::from_slice(&bytes))
        .transpose()?)
}

#[cfg(test)]
mod tests;
