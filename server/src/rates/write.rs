//! Writing what a record contributes.

use doorstep_domain::{
    ids::RecordId,
    rates::{Apart, Measure, Rate},
};
use rusqlite::{Connection, params};

/// Writes what a record contributes to these rates, in the place of what stood there. Rates that are not named stay as
/// they are.
///
/// # Errors
/// [`rusqlite::Error`].
pub(crate) fn write(
    transaction: &Connection,
    record: RecordId,
    rates: &[Rate],
    measures: &[Measure],
) -> rusqlite::Result<()> {
    let mut delete =
        transaction.prepare_cached("DELETE FROM rate_measure WHERE document = ?1 AND rate = ?2")?;
    for rate in rates {
        delete.execute(params![record.as_bytes(), rate.code()])?;
    }
    let mut insert = transaction.prepare_cached(
        "INSERT INTO rate_measure (document, rate, visit, due_month, due_day, due_ms, done_ms, value, outcome, apart,
             provisional_until_ms, technician, station)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,
             (SELECT station FROM record_row WHERE document = ?1))",
    )?;
    for measure in measures {
        insert.execute(params![
            record.as_bytes(),
            measure.rate.code(),
            measure.visit,
            measure.due.format("%Y-%m").to_string(),
            measure.due.format("%Y-%m-%d").to_string(),
            measure.due.timestamp_millis(),
            measure.done.map(|done| done.timestamp_millis()),
            measure.value,
            measure.outcome.code(),
            measure.outcome.apart().map(Apart::code),
            measure
                .provisional_until
                .map(|until| until.timestamp_millis()),
            measure
                .technician
                .as_ref()
                .map_or("", |person| person.0.as_str()),
        ])?;
    }
    Ok(())
}
