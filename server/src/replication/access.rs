//! Who may see and write a document, as intervals of the log; and how they move when the office reassigns.

use doorstep_domain::{
    ids::{PersonId, RecordId},
    record::{Field, Record},
};
use doorstep_evidence::digest::Digest;
use doorstep_sync::limits::LATE_WORK_GRACE_MS;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::ReplicationError;
use crate::log::{self, Kind};

/// What a sender may do with a document that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// He sees it now.
    Granted,
    /// It was his until a while ago: what he did offline still counts.
    Late,
    /// It was his, but too long ago.
    Over,
    /// It was never his, as far as this server remembers.
    Never,
}

/// Documents visible to `?1` (a person) at `?2` (a row of the log), as a condition on `document.document`.
/// Interpolated into queries that number their other parameters from 3.
pub(super) const VISIBLE_AT_2: &str = "EXISTS (
    SELECT 1 FROM document_scope ds JOIN person_scope ps USING (scope)
    WHERE ds.document = document.document AND ps.person = ?1
      AND ds.from_seq <= ?2 AND (ds.to_seq IS NULL OR ds.to_seq > ?2)
      AND ps.from_seq <= ?2 AND (ps.to_seq IS NULL OR ps.to_seq > ?2))";

/// What a person may do with a document now.
pub(crate) fn access(
    connection: &Connection,
    document: RecordId,
    person: &PersonId,
    now_ms: i64,
) -> Result<Access, ReplicationError> {
    let ended: Option<Option<i64>> = connection
        .prepare_cached(
            "SELECT ds.to_seq IS NULL AND ps.to_seq IS NULL AS open, ifnull(ds.to_seq, ps.to_seq)
             FROM document_scope ds JOIN person_scope ps USING (scope)
             WHERE ds.document = ?1 AND ps.person = ?2
             ORDER BY open DESC, ifnull(ds.to_seq, ps.to_seq) DESC LIMIT 1",
        )?
        .query_row(params![document.as_bytes(), person.0], |row| {
            if row.get::<_, bool>(0)? {
                Ok(None)
            } else {
                row.get::<_, Option<i64>>(1)
            }
        })
        .optional()?;
    let Some(ended) = ended else {
        return Ok(Access::Never);
    };
    let Some(ended_seq) = ended else {
        return Ok(Access::Granted);
    };
    // By the server's clock when the row of the log was written, never by the device's.
    let ended_at_ms: i64 = connection
        .prepare_cached("SELECT at_ms FROM log WHERE seq = ?1")?
        .query_row([ended_seq], |row| row.get(0))?;
    let in_grace = now_ms.saturating_sub(ended_at_ms) <= LATE_WORK_GRACE_MS;
    Ok(if in_grace { Access::Late } else { Access::Over })
}

/// Moves a document into the inbox of the technician it is assigned to. Nobody named yet: it stays with the
/// technician who created it, if one did.
pub(super) fn follow_assignment(
    transaction: &Connection,
    record: &Record,
    creator: Option<&PersonId>,
    now_ms: i64,
) -> Result<(), ReplicationError> {
    let standing = standing_scope(transaction, record.id)?;
    let was_assigned = record.fields.contains_key(&Field::Assignee);
    let wanted = match record.words(Field::Assignee) {
        "" if was_assigned => None,
        "" => standing
            .clone()
            .or_else(|| creator.map(|person| person.0.clone())),
        assignee => Some(assignee.to_owned()),
    };
    move_to(transaction, record.id, standing, wanted, now_ms)
}

/// A van's document is its technician's, and stays it.
pub(super) fn keep_with_technician(
    transaction: &Connection,
    document: RecordId,
    technician: &PersonId,
    now_ms: i64,
) -> Result<(), ReplicationError> {
    let standing = standing_scope(transaction, document)?;
    let wanted = Some(technician.0.clone());
    move_to(transaction, document, standing, wanted, now_ms)
}

fn standing_scope(
    transaction: &Connection,
    document: RecordId,
) -> Result<Option<String>, ReplicationError> {
    Ok(transaction
        .prepare_cached("SELECT scope FROM document_scope WHERE document = ?1 AND to_seq IS NULL")?
        .query_row([document.as_bytes()], |row| row.get(0))
        .optional()?)
}

fn move_to(
    transaction: &Connection,
    document: RecordId,
    standing: Option<String>,
    wanted: Option<String>,
    now_ms: i64,
) -> Result<(), ReplicationError> {
    if standing == wanted {
        return Ok(());
    }
    let scope_name = wanted.as_deref().unwrap_or_default();
    let digest = Digest::of(scope_name.as_bytes());
    let seq = log::append(
        transaction,
        Kind::DocumentScope,
        document.as_bytes(),
        &digest,
        now_ms,
    )?;
    transaction
        .prepare_cached(
            "UPDATE document_scope SET to_seq = ?2 WHERE document = ?1 AND to_seq IS NULL",
        )?
        .execute(params![document.as_bytes(), seq])?;
    if let Some(scope) = wanted {
        transaction
            .prepare_cached(
                "INSERT INTO document_scope (document, scope, from_seq) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![document.as_bytes(), scope, seq])?;
    }
    Ok(())
}
