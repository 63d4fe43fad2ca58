//! Which records name which contents, and so who may bring and fetch them.

use doorstep_domain::{
    ids::{PersonId, RecordId},
    record::{MediaType, Record},
};
use doorstep_evidence::digest::Digest;
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::replication::{Access, ReplicationError, access};

/// A content as a record that somebody has or had names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) media_type: MediaType,
    pub(crate) bytes: u64,
    /// He sees the record now.
    pub(crate) is_visible: bool,
}

/// Writes down what a record names. Entries are never taken out of a record, so nothing is ever removed here.
pub(crate) fn name_contents(
    transaction: &Connection,
    record: &Record,
) -> Result<(), ReplicationError> {
    for content in record.contents() {
        let Ok(digest) = content.digest.parse::<Digest>() else {
            continue;
        };
        transaction
            .prepare_cached(
                "INSERT OR IGNORE INTO record_file (document, digest, media_type, bytes) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![
                record.id.as_bytes(),
                digest.as_bytes(),
                content.media_type.code(),
                content.bytes
            ])?;
    }
    Ok(())
}

/// A content as the records name it that a person has, or had.
pub(crate) fn named_for(
    connection: &Connection,
    digest: Digest,
    person: &PersonId,
    now_ms: i64,
) -> Result<Vec<Named>, ReplicationError> {
    let mut statement = connection
        .prepare_cached("SELECT document, media_type, bytes FROM record_file WHERE digest = ?1")?;
    let mut rows = statement.query([digest.as_bytes()])?;
    let mut named = Vec::new();
    while let Some(row) = rows.next()? {
        let document = RecordId(uuid::Uuid::from_bytes(row.get(0)?));
        let access = access(connection, document, person, now_ms)?;
        let media_type: String = row.get(1)?;
        if let (Some(media_type), true) =
            (MediaType::from_code(&media_type), access != Access::Never)
        {
            named.push(Named {
                media_type,
                bytes: row.get::<_, i64>(2)?.cast_unsigned(),
                is_visible: access == Access::Granted,
            });
        }
    }
    Ok(named)
}

/// What a record names under a digest; nothing if it does not.
pub(crate) fn named_by(
    connection: &Connection,
    record: RecordId,
    digest: Digest,
) -> rusqlite::Result<Option<MediaType>> {
    let code: Option<String> = connection
        .prepare_cached("SELECT media_type FROM record_file WHERE digest = ?1 AND document = ?2")?
        .query_row(params![digest.as_bytes(), record.as_bytes()], |row| {
            row.get(0)
        })
        .optional()?;
    Ok(code.and_then(|code| MediaType::from_code(&code)))
}
