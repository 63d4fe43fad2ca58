//! What happened to a unit before: with a job its device is sent the earlier records of the same unit, as summaries
//! that name no customer. When one of them becomes another, or the job's own serial number does, all of them come anew.

use doorstep_domain::{
    ids::RecordId,
    record::{Field, Record},
    unit_history::{EarlierRecord, unit_key},
};
use doorstep_sync::{limits::EARLIER_RECORDS_MAX, message::PageItem};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::ReplicationError;
use crate::log;

/// Notes what a record now says about its unit. Called in the transaction that let the record become another, after
/// its row of the log.
pub(super) fn note(transaction: &Connection, record: &Record) -> Result<(), ReplicationError> {
    let standing: Option<(String, String, String)> = transaction
        .prepare_cached("SELECT unit_key, unit_kind, summary FROM unit_record WHERE document = ?1")?
        .query_row([record.id.as_bytes()], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?;
    let key = unit_key(record.words(Field::UnitSerial));
    if standing.is_none() && key.is_empty() {
        return Ok(());
    }
    let kind = record.words(Field::UnitKind);
    let summary = serde_json::to_string(&EarlierRecord::of(record))
        .map_err(|_| ReplicationError::Stored("summary of a record"))?;
    let before = standing
        .as_ref()
        .map(|(key, kind, summary)| (key.as_str(), kind.as_str(), summary.as_str()));
    if before == Some((key.as_str(), kind, summary.as_str())) {
        return Ok(());
    }
    let head = log::head(transaction)?.ok_or(ReplicationError::Stored("organisation"))?;
    let moved = before.is_none_or(|(old_key, old_kind, _)| (old_key, old_kind) != (&key, kind));
    transaction
        .prepare_cached(
            "INSERT INTO unit_record (document, unit_key, unit_kind, summary, history_seq)
             VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (document) DO UPDATE
             SET unit_key = ?2, unit_kind = ?3, summary = ?4, history_seq = iif(?6, ?5, history_seq)",
        )?
        .execute(params![
            record.id.as_bytes(),
            key,
            kind,
            summary,
            head.seq,
            moved
        ])?;
    let old_key = before.map_or("", |(old_key, ..)| old_key);
    transaction
        .prepare_cached(
            "UPDATE unit_record SET history_seq = ?1
             WHERE unit_key IN (?2, ?3) AND unit_key <> '' AND document <> ?4",
        )?
        .execute(params![head.seq, key, old_key, record.id.as_bytes()])?;
    Ok(())
}

/// The earlier records that come with a document; nothing for one that never named a unit.
pub(super) fn earlier(
    connection: &Connection,
    document: RecordId,
) -> Result<Option<PageItem>, ReplicationError> {
    let known: bool = connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM unit_record WHERE document = ?1)")?
        .query_row([document.as_bytes()], |row| row.get(0))?;
    if !known {
        return Ok(None);
    }
    let records = connection
        .prepare_cached(
            "SELECT other.summary FROM unit_record own JOIN unit_record other USING (unit_key)
             JOIN document ON document.document = other.document
             WHERE own.document = ?1 AND own.unit_key <> '' AND other.document <> ?1
               AND (other.unit_kind = own.unit_kind OR other.unit_kind = '' OR own.unit_kind = '')
             ORDER BY document.created_seq DESC, other.document DESC LIMIT ?2",
        )?
        .query_map(
            params![document.as_bytes(), EARLIER_RECORDS_MAX as i64],
            |row| row.get::<_, String>(0),
        )?
        .map(|summary| Ok(summary?.into_bytes().into()))
        .collect::<rusqlite::Result<_>>()?;
    Ok(Some(PageItem::Earlier {
        document: *document.as_bytes(),
        records,
    }))
}
