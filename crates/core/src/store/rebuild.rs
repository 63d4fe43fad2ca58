//! The read model made anew from the documents.

use doorstep_domain::ids::RecordId;
use rusqlite::Connection;

use super::{Write, documents::Loaded, read_model};
use crate::{Device, Error, Notice, library};

const DOING: &str = "making the list anew";

impl Device {
    /// Makes lists, search and counters anew from the documents. A document that cannot be read has no row.
    ///
    /// # Errors
    /// What the disk says.
    pub fn rebuild_read_model(&self) -> Result<(), Error> {
        self.inner.store.write(|write| {
            rebuild(write)?;
            write.tell(Notice::Status);
            Ok(())
        })
    }
}

/// Makes all rows anew.
pub(crate) fn rebuild(write: &mut Write<'_>) -> Result<(), Error> {
    let roster = write.roster();
    let connection = write.connection()?;
    read_model::clear(connection)?;
    for record in records(connection)? {
        match Loaded::read(connection, record, &roster) {
            Ok(Some(loaded)) => {
                let marks = read_model::marks(connection, record)?;
                read_model::write(connection, &loaded, None, marks)?;
            }
            Ok(None) => {}
            Err(error @ Error::Damaged { .. }) => {
                tracing::warn!(%record, %error, "a record cannot be read")
            }
            Err(error) => return Err(error),
        }
    }
    library::rebuild(connection)?;
    write.forget_all();
    Ok(())
}

/// The documents that are here.
pub(crate) fn records(connection: &Connection) -> Result<Vec<RecordId>, Error> {
    connection
        .prepare_cached("SELECT document FROM document WHERE state <> 'stub' ORDER BY document")
        .and_then(|mut statement| {
            statement
                .query_map([], |row| Ok(RecordId(uuid::Uuid::from_bytes(row.get(0)?))))?
                .collect()
        })
        .map_err(Error::storage(DOING))
}
