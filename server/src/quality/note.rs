//! What a record says has failed, noted whenever it becomes another.

use doorstep_domain::{quality::Failure, record::Record};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::{alert::raise_if_passed, batch::batches_of, notice};
use crate::approval::ApprovalError;

/// Writes the failure of a record anew, tells quality at once where that must be, and raises the alert of its batch if that
/// passes its limit by it. Called after the record's row of the list was written.
pub(crate) fn note(
    transaction: &Connection,
    record: &Record,
    now_ms: i64,
) -> Result<(), ApprovalError> {
    let Some(failure) = Failure::of(record) else {
        transaction
            .prepare_cached("DELETE FROM failure WHERE document = ?1")?
            .execute([record.id.as_bytes()])?;
        return Ok(notice::raise(transaction, record, None, now_ms)?);
    };
    let before: Option<(String, String)> = transaction
        .prepare_cached("SELECT model, cause FROM failure WHERE document = ?1")?
        .query_row([record.id.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let batch = batch_of(transaction, &failure.model, &failure.serial)?;
    transaction
        .prepare_cached(
            "INSERT INTO failure (document, model, batch, cause, part, serial, month, station)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, (SELECT station FROM record_row WHERE document = ?1))
             ON CONFLICT (document) DO UPDATE
             SET model = ?2, batch = ?3, cause = ?4, part = ?5, serial = ?6, month = ?7, station = excluded.station",
        )?
        .execute(params![
            record.id.as_bytes(),
            failure.model,
            batch,
            failure.cause,
            failure.part,
            failure.serial,
            failure.month
        ])?;
    let stood =
        before.is_some_and(|(model, cause)| model == failure.model && cause == failure.cause);
    let begins = (!stood).then_some(&failure);
    notice::raise(transaction, record, begins, now_ms)?;
    if !batch.is_empty() {
        let group = (
            failure.model.as_str(),
            batch.as_str(),
            failure.cause.as_str(),
        );
        raise_if_passed(transaction, group, now_ms)?;
    }
    Ok(())
}

/// The batch of a unit; empty where none has its serial number.
fn batch_of(connection: &Connection, model: &str, serial: &str) -> rusqlite::Result<String> {
    if serial.is_empty() {
        return Ok(String::new());
    }
    let batches = batches_of(connection, model)?;
    let batch = batches.into_iter().find(|batch| batch.serials.hold(serial));
    Ok(batch.map(|batch| batch.batch).unwrap_or_default())
}
