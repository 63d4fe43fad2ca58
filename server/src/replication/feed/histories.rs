//! What happened to the units before of what a device has.

use rusqlite::Connection;

use super::{Page, Question, each_document, moved_since_3, visible_at};
use crate::replication::{ReplicationError, unit::earlier};

/// The earlier records of the unit of what is now visible, or of whose unit something became another.
pub(super) fn earlier_records(
    connection: &Connection,
    question: &Question<'_>,
    after: u64,
    page: &mut Page,
) -> Result<Option<u64>, ReplicationError> {
    if !question.reads_earlier {
        return Ok(None);
    }
    let (now, head, then) = (visible_at("?2"), visible_at("?5"), visible_at("?3"));
    let moved = moved_since_3("from_seq");
    let sql = format!(
        "SELECT document.rowid, document.document FROM document JOIN unit_record USING (document)
         WHERE document.document IN ({moved} UNION SELECT document FROM unit_record WHERE history_seq > ?3)
           AND document.rowid > ?4 AND {now} AND {head} AND (history_seq > ?3 OR NOT {then})
         ORDER BY document.rowid",
    );
    each_document(connection, &sql, question, after, page, |document, page| {
        if let Some(item) = earlier(connection, document)? {
            page.push(item);
        }
        Ok(())
    })
}
