//! The rows of photos and other files: what is here, how far each was sent, and which records name it.

use std::collections::BTreeSet;

use doorstep_domain::{
    ids::RecordId,
    record::{MediaType, NamedContent, Record},
};
use doorstep_evidence::digest::Digest;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::Error;

const DOING: &str = "keeping what is known of a file";

/// How far a content has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileState {
    /// It is not on this device.
    NotHere,
    /// Nothing of it was sent.
    Waiting,
    /// The server has some of it.
    Sending {
        /// How many bytes.
        sent_bytes: u64,
    },
    /// The server has acknowledged all of it.
    AtOffice,
    /// The server will not take it.
    Refused {
        /// The stable code.
        code: String,
    },
}

/// One content that is on this device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// SHA-256 of its bytes.
    pub digest: Digest,
    /// What it is.
    pub media_type: MediaType,
    /// How many bytes it has.
    pub bytes: u64,
    /// It is the small preview of another.
    pub is_preview: bool,
    /// How far it has come.
    pub state: FileState,
    /// The records of this device that name it.
    pub records: Vec<RecordId>,
}

impl StoredFile {
    /// How many of its bytes the server has.
    pub(crate) const fn sent_bytes(&self) -> u64 {
        match self.state {
            FileState::AtOffice => self.bytes,
            FileState::Sending { sent_bytes } => sent_bytes,
            FileState::NotHere | FileState::Waiting | FileState::Refused { .. } => 0,
        }
    }
}

/// Writes down that a content is here; one that was already stays as it is, unless it was refused.
pub(crate) fn insert(
    connection: &Connection,
    content: &NamedContent<'_>,
    digest: Digest,
    is_at_office: bool,
    at_ms: i64,
) -> Result<(), Error> {
    let state = if is_at_office { "at_office" } else { "waiting" };
    let sql = "INSERT INTO file (digest, media_type, bytes, preview, state, at_ms)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)
               ON CONFLICT (digest) DO UPDATE SET state = ?5, code = NULL WHERE state = 'refused'";
    execute(
        connection,
        sql,
        params![
            digest.as_bytes(),
            content.media_type.code(),
            content.bytes,
            content.is_preview,
            state,
            at_ms
        ],
    )
}

/// Which contents a record names, as far as that differs from what `before` said.
pub(crate) fn name_contents(
    connection: &Connection,
    record: &Record,
    before: Option<&Record>,
) -> Result<(), Error> {
    match before {
        // Entries are never taken out by an edit, so that as many are the same.
        Some(before) if before.contents().count() == record.contents().count() => return Ok(()),
        Some(_) => {}
        None => forget_record(connection, record.id)?,
    }
    for content in record.contents() {
        let Ok(digest) = content.digest.parse::<Digest>() else {
            continue;
        };
        let sql = "INSERT OR IGNORE INTO record_file (document, digest) VALUES (?1, ?2)";
        execute(
            connection,
            sql,
            params![record.id.as_bytes(), digest.as_bytes()],
        )?;
    }
    Ok(())
}

/// The record names nothing any more on this device.
pub(crate) fn forget_record(connection: &Connection, record: RecordId) -> Result<(), Error> {
    execute(
        connection,
        "DELETE FROM record_file WHERE document = ?1",
        params![record.as_bytes()],
    )
}

/// No record names anything, until they are all read again; those that cannot be, for they are archived, go on.
pub(crate) fn forget_records(connection: &Connection) -> Result<(), Error> {
    let sql = "DELETE FROM record_file WHERE document NOT IN (SELECT document FROM archived)";
    execute(connection, sql, params![])
}

/// The server was restored: what it had acknowledged may be gone there, and is asked about again.
pub(crate) fn doubt_all(connection: &Connection) -> Result<(), Error> {
    execute(
        connection,
        "UPDATE file SET state = 'waiting', sent_bytes = 0 WHERE state = 'at_office'",
        params![],
    )
}

/// Forgets what the server has and no record names that is here whole: the only contents that may go. Those of an
/// archived record are fetched again, as it is.
pub(crate) fn drop_unnamed(connection: &Connection) -> Result<(), Error> {
    execute(
        connection,
        "DELETE FROM file WHERE state = 'at_office'
         AND digest NOT IN (SELECT digest FROM record_file JOIN document USING (document) WHERE state <> 'stub')",
        params![],
    )
}

/// The contents that records name which are here whole.
pub(crate) fn named(connection: &Connection) -> Result<BTreeSet<Digest>, Error> {
    let sql = "SELECT digest FROM record_file JOIN document USING (document) WHERE state <> 'stub'";
    digests(connection, sql)
}

/// How much of a content the server says it has.
pub(crate) fn note_sent(
    connection: &Connection,
    digest: Digest,
    sent_bytes: u64,
) -> Result<(), Error> {
    execute(
        connection,
        "UPDATE file SET sent_bytes = min(?2, bytes) WHERE digest = ?1 AND state = 'waiting'",
        params![
            digest.as_bytes(),
            i64::try_from(sent_bytes).unwrap_or(i64::MAX)
        ],
    )
}

/// The server has acknowledged all of it.
pub(crate) fn note_at_office(connection: &Connection, digest: Digest) -> Result<(), Error> {
    execute(
        connection,
        "UPDATE file SET state = 'at_office', sent_bytes = bytes, code = NULL WHERE digest = ?1",
        params![digest.as_bytes()],
    )
}

/// The server will not take it.
pub(crate) fn note_refused(
    connection: &Connection,
    digest: Digest,
    code: &str,
) -> Result<(), Error> {
    execute(
        connection,
        "UPDATE file SET state = 'refused', code = ?2 WHERE digest = ?1 AND state = 'waiting'",
        params![digest.as_bytes(), code],
    )
}

/// What was refused is tried again.
pub(crate) fn forgive(connection: &Connection) -> Result<(), Error> {
    execute(
        connection,
        "UPDATE file SET state = 'waiting', sent_bytes = 0, code = NULL WHERE state = 'refused'",
        params![],
    )
}

/// One content; nothing if it is not here.
pub(crate) fn find(connection: &Connection, digest: Digest) -> Result<Option<StoredFile>, Error> {
    let sql = "SELECT digest, media_type, bytes, preview, state, sent_bytes, code FROM file WHERE digest = ?1";
    connection
        .prepare_cached(sql)
        .and_then(|mut statement| statement.query_row([digest.as_bytes()], read).optional())
        .map_err(Error::storage(DOING))
}

/// Everything that is here, what is sent first before the others.
pub(crate) fn all(connection: &Connection) -> Result<Vec<StoredFile>, Error> {
    let sql = "SELECT digest, media_type, bytes, preview, state, sent_bytes, code FROM file
               ORDER BY preview DESC, at_ms, digest";
    let mut files: Vec<StoredFile> = connection
        .prepare_cached(sql)
        .and_then(|mut statement| statement.query_map([], read)?.collect())
        .map_err(Error::storage(DOING))?;
    for file in &mut files {
        file.records = records(connection, file.digest)?;
    }
    Ok(files)
}

/// The contents of a record that are here.
pub(crate) fn of_record(
    connection: &Connection,
    record: RecordId,
) -> Result<Vec<StoredFile>, Error> {
    let sql = "SELECT digest, media_type, bytes, preview, state, sent_bytes, code
               FROM record_file JOIN file USING (digest) WHERE document = ?1 ORDER BY digest";
    connection
        .prepare_cached(sql)
        .and_then(|mut statement| statement.query_map([record.as_bytes()], read)?.collect())
        .map_err(Error::storage(DOING))
}

/// The records of this device that name a content.
pub(crate) fn records(connection: &Connection, digest: Digest) -> Result<Vec<RecordId>, Error> {
    let sql = "SELECT document FROM record_file WHERE digest = ?1 ORDER BY document";
    connection
        .prepare_cached(sql)
        .and_then(|mut statement| {
            statement
                .query_map([digest.as_bytes()], |row| {
                    Ok(RecordId(uuid::Uuid::from_bytes(row.get(0)?)))
                })?
                .collect()
        })
        .map_err(Error::storage(DOING))
}

/// The digests that a query gives.
pub(crate) fn digests(connection: &Connection, sql: &str) -> Result<BTreeSet<Digest>, Error> {
    connection
        .prepare_cached(sql)
        .and_then(|mut statement| {
            statement
                .query_map([], |row| Ok(Digest(row.get(0)?)))?
                .collect()
        })
        .map_err(Error::storage(DOING))
}

fn read(row: &Row<'_>) -> rusqlite::Result<StoredFile> {
    let media_type: String = row.get(1)?;
    let sent_bytes = row.get::<_, i64>(5)?.cast_unsigned();
    let state: String = row.get(4)?;
    Ok(StoredFile {
        digest: Digest(row.get(0)?),
        media_type: MediaType::from_code(&media_type).unwrap_or(MediaType::Pdf),
        bytes: row.get::<_, i64>(2)?.cast_unsigned(),
        is_preview: row.get(3)?,
        state: match state.as_str() {
            "at_office" => FileState::AtOffice,
            "refused" => FileState::Refused {
                code: row.get::<_, Option<String>>(6)?.unwrap_or_default(),
            },
            _ if sent_bytes > 0 => FileState::Sending { sent_bytes },
            _ => FileState::Waiting,
        },
        records: Vec::new(),
    })
}

fn execute(connection: &Connection, sql: &str, values: impl rusqlite::Params) -> Result<(), Error> {
    connection
        .prepare_cached(sql)
        .and_then(|mut statement| statement.execute(values))
        .map(drop)
        .map_err(Error::storage(DOING))
}
