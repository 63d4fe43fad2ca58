//! The index of the library, derived from the reference data and made anew with each version of it.

use doorstep_domain::library::{Document, Library, REFERENCE};
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::Error;

const DOING: &str = "making the index of the library";

/// Makes the index anew from the reference data that is here. A library that this program cannot read has none; the
/// bytes stay, and a newer program makes it.
pub(crate) fn rebuild(connection: &Connection) -> Result<(), Error> {
    let doing = || Error::storage(DOING);
    connection
        .execute_batch("DELETE FROM library_document; DELETE FROM library_search")
        .map_err(doing())?;
    let bytes: Option<Vec<u8>> = connection
        .query_row(
            "SELECT bytes FROM reference WHERE name = ?1",
            [REFERENCE],
            |row| row.get(0),
        )
        .optional()
        .map_err(doing())?;
    let Some(bytes) = bytes else {
        return Ok(());
    };
    let library: Library = match serde_json::from_slice(&bytes) {
        Ok(library) => library,
        Err(error) => {
            tracing::warn!(%error, "the library cannot be read");
            return Ok(());
        }
    };
    library
        .documents
        .iter()
        .try_for_each(|document| write(connection, document))
}

fn write(connection: &Connection, document: &Document) -> Result<(), Error> {
    let bytes = serde_json::to_vec(document).map_err(|error| Error::damaged(DOING, error))?;
    let faults: String = document
        .faults
        .iter()
        .map(|fault| format!(" {fault} "))
        .collect();
    // Of two documents with one code the first counts.
    let sql = "INSERT INTO library_document (code, genre, kind, model, faults, bytes)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (code) DO NOTHING";
    let values = params![
        document.code,
        document.genre.code(),
        document.kind,
        document.model,
        faults,
        bytes
    ];
    let written = connection
        .prepare_cached(sql)
        .and_then(|mut statement| statement.execute(values))
        .map_err(Error::storage(DOING))?;
    if written == 0 {
        return Ok(());
    }
    connection
        .prepare_cached("INSERT INTO library_search (rowid, text) VALUES (last_insert_rowid(), ?1)")
        .and_then(|mut statement| statement.execute([document.searched_text()]))
        .map(drop)
        .map_err(Error::storage(DOING))
}
