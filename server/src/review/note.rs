//! What is due to be reviewed.

use doorstep_domain::{course::Status, ids::RecordId};
use rusqlite::{Connection, params};

/// Notes anew whether a record's report is due. Called after the record's row of the list was written.
pub(crate) fn note(
    transaction: &Connection,
    record: RecordId,
    status: Status,
    now_ms: i64,
) -> rusqlite::Result<()> {
    if status == Status::Reported {
        let written = transaction
            .prepare_cached(
                "INSERT INTO report_due (document, station, since_ms)
                 SELECT document, (SELECT station FROM record_row WHERE record_row.document = document.document), ?2
                 FROM document
                 WHERE document = ?1 AND NOT EXISTS (
                     SELECT 1 FROM report_review
                     WHERE report_review.document = document.document AND report_review.heads = document.heads)
                 ON CONFLICT (document) DO UPDATE SET station = excluded.station",
            )?
            .execute(params![record.as_bytes(), now_ms])?;
        if written > 0 {
            return Ok(());
        }
    }
    transaction
        .prepare_cached("DELETE FROM report_due WHERE document = ?1")?
        .execute([record.as_bytes()])?;
    Ok(())
}
