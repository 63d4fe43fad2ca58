//! How things stand between this device and the office, in true numbers: "sent" means acknowledged.

use chrono::DateTime;
use doorstep_domain::{ids::RecordId, van::VAN_TAG};
use doorstep_evidence::digest::Digest;
use doorstep_replica::{ChangeHash, genesis_hash};
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::{
    Attention, DeviceStatus, Identity, Refused, read_model,
    settings::{self, name},
    size,
};
use crate::{Device, Error, Notice, device::Inner, replication::cursor};

const READING: &str = "reading the device's status";

impl Device {
    /// How things stand between this device and the office.
    ///
    /// # Errors
    /// What the disk says.
    pub fn status(&self) -> Result<DeviceStatus, Error> {
        let device = &*self.inner;
        let installation = device.vault.installation().ok();
        device.store.read(|connection| {
            let identity = device.store.identity().ok();
            status(connection, device, identity.as_deref(), installation)
        })
    }

    /// What was refused and waits for a person.
    ///
    /// # Errors
    /// What the disk says.
    pub fn attention(&self) -> Result<Vec<Attention>, Error> {
        self.inner.store.read(attention)
    }

    /// A person has seen what was refused about a record, and what others settled in it; it is kept, and no longer asked about.
    ///
    /// # Errors
    /// What the disk says.
    pub fn attention_given(&self, record: RecordId) -> Result<(), Error> {
        self.inner.store.write(|write| {
            let connection = write.connection()?;
            for table in ["change", "statement", "put_aside", "settlement"] {
                let refused = match table {
                    "change" | "statement" => "AND state = 'refused'",
                    _ => "",
                };
                let sql = format!("UPDATE {table} SET seen = 1 WHERE document = ?1 {refused}");
                connection
                    .execute(&sql, [record.as_bytes()])
                    .map_err(Error::storage("noting what was seen"))?;
            }
            read_model::mark(connection, record)?;
            write.tell(Notice::Record(record));
            write.tell(Notice::Status);
            Ok(())
        })
    }
}

/// What of one record waits to be sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Changes that the server has not acknowledged.
    pub changes: u64,
    /// Statements that the server has not acknowledged.
    pub statements: u64,
}

impl Device {
    /// What of a record waits to be sent.
    ///
    /// # Errors
    /// What the disk says.
    pub fn waiting(&self, record: RecordId) -> Result<Waiting, Error> {
        let sql = "SELECT
            (SELECT count(*) FROM change WHERE document = ?1 AND state IN ('pending', 'once') AND hash <> ?2),
            (SELECT count(*) FROM statement WHERE document = ?1 AND state IN ('pending', 'once'))";
        let row = |row: &Row<'_>| {
            Ok(Waiting {
                changes: row.get::<_, i64>(0)?.cast_unsigned(),
                statements: row.get::<_, i64>(1)?.cast_unsigned(),
            })
        };
        self.inner.store.read(|connection| {
            connection
                .prepare_cached(sql)
                .and_then(|mut statement| {
                    statement.query_row(params![record.as_bytes(), genesis_hash().0], row)
                })
                .map_err(Error::storage(READING))
        })
    }
}

/// The unsent changes without the creating one, which nobody made; the unsent statements.
struct Unsent {
    changes: u64,
    statements: u64,
    records: u64,
    oldest_ms: Option<i64>,
}

fn unsent(connection: &Connection) -> Result<Unsent, Error> {
    let sql = "WITH unsent_change AS (
            SELECT document, time_s FROM change WHERE state IN ('pending', 'once') AND hash <> ?1
        ), unsent_statement AS (
            SELECT document, at_ms FROM statement WHERE state IN ('pending', 'once')
        )
        SELECT (SELECT count(*) FROM unsent_change), (SELECT count(*) FROM unsent_statement),
            (SELECT count(*) FROM (SELECT document FROM unsent_change UNION SELECT document FROM unsent_statement)
                WHERE substr(document, 1, 4) <> ?2),
            (SELECT min(at_ms) FROM (SELECT time_s * 1000 AS at_ms FROM unsent_change
                UNION ALL SELECT at_ms FROM unsent_statement))";
    let row = |row: &Row<'_>| {
        Ok(Unsent {
            changes: row.get::<_, i64>(0)?.cast_unsigned(),
            statements: row.get::<_, i64>(1)?.cast_unsigned(),
            records: row.get::<_, i64>(2)?.cast_unsigned(),
            oldest_ms: row.get(3)?,
        })
    };
    connection
        .prepare_cached(sql)
        .and_then(|mut statement| statement.query_row(params![genesis_hash().0, VAN_TAG], row))
        .map_err(Error::storage(READING))
}

fn status(
    connection: &Connection,
    device: &Inner,
    identity: Option<&Identity>,
    installation: Option<[u8; 16]>,
) -> Result<DeviceStatus, Error> {
    let unsent = unsent(connection)?;
    let now_ms = device.environment.clock.now().timestamp_millis();
    let enrolled_at: Option<[u8; 16]> = settings::get(connection, name::INSTALLATION)?;
    let last_contact: Option<String> = settings::get(connection, name::LAST_CONTACT)?;
    Ok(DeviceStatus {
        device: identity.map(|identity| identity.device),
        person: identity.map(|identity| identity.person.clone()),
        unsent_changes: unsent.changes,
        unsent_records: unsent.records,
        unsent_statements: unsent.statements,
        unsent_files: count(
            connection,
            "SELECT count(*) FROM file WHERE state <> 'at_office'",
        )?,
        oldest_unsent_age_ms: unsent
            .oldest_ms
            .map(|oldest_ms| now_ms.saturating_sub(oldest_ms).max(0)),
        needs_attention: count(connection, NEEDS_ATTENTION)?,
        last_contact: last_contact.and_then(|moment| DateTime::parse_from_rfc3339(&moment).ok()),
        last_server_time_ms: settings::get(connection, name::SERVER_TIME_MS)?,
        clock_offset_ms: settings::get(connection, name::CLOCK_OFFSET_MS)?,
        cursor_seq: cursor::read(connection)?.map(|cursor| cursor.seq),
        is_copy: matches!((installation, enrolled_at), (Some(here), Some(then)) if here != then),
        revoked: match identity {
            Some(identity) => is_revoked(connection, identity)?,
            None => false,
        },
        quarantined: settings::get(connection, name::QUARANTINED)?,
        holding: size::holding(connection)?,
    })
}

const NEEDS_ATTENTION: &str =
    "SELECT (SELECT count(*) FROM change WHERE state = 'refused' AND NOT seen)
    + (SELECT count(*) FROM statement WHERE state = 'refused' AND NOT seen)
    + (SELECT count(*) FROM put_aside WHERE NOT seen)
    + (SELECT count(*) FROM settlement WHERE NOT seen)";

fn count(connection: &Connection, sql: &str) -> Result<u64, Error> {
    connection
        .prepare_cached(sql)
        .and_then(|mut statement| statement.query_row([], |row| row.get::<_, i64>(0)))
        .map(i64::cast_unsigned)
        .map_err(Error::storage(READING))
}

fn is_revoked(connection: &Connection, identity: &Identity) -> Result<bool, Error> {
    connection
        .prepare_cached("SELECT revoked FROM certificate WHERE device = ?1")
        .and_then(|mut statement| {
            statement
                .query_row([identity.device.0], |row| row.get(0))
                .optional()
        })
        .map(Option::unwrap_or_default)
        .map_err(Error::storage(READING))
}

fn attention(connection: &Connection) -> Result<Vec<Attention>, Error> {
    let change = |row: &Row<'_>| refused(row, Refused::Change(ChangeHash(row.get(1)?)));
    let statement = |row: &Row<'_>| refused(row, Refused::Statement(Digest(row.get(1)?)));
    let put_aside = |row: &Row<'_>| refused(row, Refused::PutAside(row.get(1)?));
    let mut all = several(
        connection,
        "SELECT document, hash, code, why FROM change WHERE state = 'refused' AND NOT seen ORDER BY place",
        change,
    )?;
    all.extend(several(connection, "SELECT document, digest, code, why FROM statement WHERE state = 'refused' AND NOT seen ORDER BY place", statement)?);
    all.extend(several(
        connection,
        "SELECT document, place, code, kind FROM put_aside WHERE NOT seen ORDER BY place",
        put_aside,
    )?);
    Ok(all)
}

fn several(
    connection: &Connection,
    sql: &str,
    row: impl FnMut(&Row<'_>) -> rusqlite::Result<Attention>,
) -> Result<Vec<Attention>, Error> {
    connection
        .prepare_cached(sql)
        .and_then(|mut statement| statement.query_map(params![], row)?.collect())
        .map_err(Error::storage(READING))
}

fn refused(row: &Row<'_>, what: Refused) -> rusqlite::Result<Attention> {
    let document: Option<[u8; 16]> = row.get(0)?;
    Ok(Attention {
        record: document.map(|document| RecordId(uuid::Uuid::from_bytes(document))),
        what,
        code: row.get(2)?,
        why: row.get::<_, Option<String>>(3)?.unwrap_or_default(),
    })
}
