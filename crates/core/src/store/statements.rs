//! Sealed statements in the file, and the chain of this device's own.

use doorstep_domain::{
    ids::{DeviceId, RecordId},
    record::SignPurpose,
};
use doorstep_evidence::digest::Digest;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::StoredStatement;
use crate::Error;

const READING: &str = "reading statements";
const WRITING: &str = "writing a statement";

/// A statement to be kept.
pub(crate) struct NewStatement<'a> {
    pub(crate) digest: Digest,
    pub(crate) record: RecordId,
    pub(crate) device: DeviceId,
    pub(crate) counter: Option<u64>,
    pub(crate) previous: Option<Digest>,
    pub(crate) purpose: &'a str,
    pub(crate) jws: &'a str,
    pub(crate) at_ms: i64,
    /// The server has it.
    pub(crate) acknowledged: bool,
}

/// Keeps a statement; if it is here already, what the server has counts as acknowledged. Whether it is new.
pub(crate) fn insert(connection: &Connection, new: &NewStatement<'_>) -> Result<bool, Error> {
    let sql = "INSERT INTO statement (digest, document, device, counter, previous, purpose, jws, at_ms, state)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
               ON CONFLICT (digest) DO UPDATE SET state = 'acknowledged', code = NULL, why = NULL
                   WHERE excluded.state = 'acknowledged' AND state <> 'acknowledged'";
    let state = if new.acknowledged {
        "acknowledged"
    } else {
        "pending"
    };
    let changed = connection
        .prepare_cached(sql)
        .and_then(|mut statement| {
            statement.execute(params![
                new.digest.as_bytes(),
                new.record.as_bytes(),
                new.device.as_bytes(),
                new.counter.map(u64::cast_signed),
                new.previous.map(|previous| previous.0),
                new.purpose,
                new.jws,
                new.at_ms,
                state,
            ])
        })
        .map_err(Error::storage(WRITING))?;
    Ok(changed > 0)
}

/// The statements about a record, in the order in which they came here.
pub(crate) fn of_record(
    connection: &Connection,
    record: RecordId,
) -> Result<Vec<StoredStatement>, Error> {
    let sql = "SELECT digest, purpose, jws, device, state FROM statement WHERE document = ?1 ORDER BY place";
    connection
        .prepare_cached(sql)
        .and_then(|mut statement| statement.query_map([record.as_bytes()], stored)?.collect())
        .map_err(Error::storage(READING))
}

fn stored(row: &Row<'_>) -> rusqlite::Result<StoredStatement> {
    let purpose: String = row.get(1)?;
    let state: String = row.get(4)?;
    Ok(StoredStatement {
        digest: Digest(row.get(0)?),
        purpose: purpose_of(&purpose),
        jws: row.get(2)?,
        device: DeviceId(row.get(3)?),
        acknowledged: state == "acknowledged",
    })
}

pub(crate) fn purpose_of(code: &str) -> Option<SignPurpose> {
    SignPurpose::ALL
        .iter()
        .copied()
        .find(|purpose| purpose.code() == code)
}

/// The end of this device's chain: the counter and the digest of its last statement.
pub(crate) fn chain_end(connection: &Connection) -> Result<Option<(u64, Digest)>, Error> {
    let row = |row: &Row<'_>| Ok((row.get::<_, i64>(0)?.cast_unsigned(), Digest(row.get(1)?)));
    connection
        .prepare_cached("SELECT counter, digest FROM chain")
        .and_then(|mut statement| statement.query_row([], row).optional())
        .map_err(Error::storage(READING))
}

/// The chain now ends with this statement.
pub(crate) fn set_chain_end(
    connection: &Connection,
    counter: u64,
    digest: Digest,
) -> Result<(), Error> {
    let sql = "INSERT INTO chain (only_row, counter, digest) VALUES (1, ?1, ?2)
               ON CONFLICT (only_row) DO UPDATE SET counter = ?1, digest = ?2";
    connection
        .prepare_cached(sql)
        .and_then(|mut statement| statement.execute(params![counter.cast_signed(), digest.0]))
        .map(drop)
        .map_err(Error::storage(WRITING))
}
