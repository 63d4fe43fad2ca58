//! What a device asks for whole, because only the row of it is there.

use doorstep_sync::limits::FETCH_DOCUMENTS_MAX;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::{Page, Question, enter, leave};
use crate::replication::{ReplicationError, access::VISIBLE_AT_2, unit::earlier};

/// What the device asks for whole and may see, as much as there is room for; at least one. What is there and not for it
/// it is told to forget: a server that was restored may have given it away in the hours that it lost.
pub(super) fn fetched(
    connection: &Connection,
    question: &Question<'_>,
    page: &mut Page,
) -> Result<(), ReplicationError> {
    let sql = format!("SELECT {VISIBLE_AT_2} FROM document WHERE document = ?3");
    let mut statement = connection.prepare_cached(&sql)?;
    for document in question.fetch.iter().take(FETCH_DOCUMENTS_MAX) {
        let parameters = params![
            question.person.0,
            question.now.cast_signed(),
            document.as_bytes()
        ];
        let is_visible: Option<bool> = statement
            .query_row(parameters, |row| row.get(0))
            .optional()?;
        match is_visible {
            None => {}
            Some(false) => page.push(leave(*document.as_bytes())),
            Some(true) => {
                enter(connection, *document, page)?;
                if question.reads_earlier
                    && let Some(item) = earlier(connection, *document)?
                {
                    page.push(item);
                }
            }
        }
        if page.is_full() {
            break;
        }
    }
    Ok(())
}
