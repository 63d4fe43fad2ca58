//! Who may see and write a document, as intervals of the log; and how they move when the office
//! reassigns or a holder passes it on.

use std::collections::BTreeSet;

use doorstep_domain::{
    holders::{holders, lead_named_on},
    ids::{PersonId, RecordId},
    record::{Field, Record},
    rights::Role,
};
use doorstep_evidence::digest::Digest;
use doorstep_sync::limits::LATE_WORK_GRACE_MS;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::ReplicationError;
use crate::{
    log::{self, Kind},
    organisation::device,
};

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

/// What the record itself and its entries say about a sender whom the intervals do not let in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Word {
    /// He opened it, or the office named him some time, as the one who does it or as the lead.
    pub(super) was_his: bool,
    /// He holds it now: the office names him, a holder passed it on to him, or he is the lead whom one of them named.
    pub(super) holds: bool,
    /// Of those from whom it came to him, or who made him the lead some time, at least one may write it himself, be it late.
    pub(super) giver_may: bool,
}

/// Whether a push is taken, and then whether what it brings is late; nothing where it is refused.
pub(super) const fn may_push(by_intervals: Access, word: Word) -> Option<bool> {
    match by_intervals {
        Access::Granted => Some(false),
        Access::Late => Some(true),
        Access::Over | Access::Never if word.holds => Some(false),
        // A restored server may have forgotten that the record was his; then the record itself says so.
        Access::Never if word.was_his => Some(true),
        Access::Over | Access::Never if word.giver_may => Some(true),
        Access::Over | Access::Never => None,
    }
}

/// The technician who opened a record: the number is written once, by who gave it. Nobody where the office did.
pub(super) fn opened_by(
    connection: &Connection,
    record: &Record,
) -> Result<Option<PersonId>, ReplicationError> {
    let number = record.fields.get(&Field::Number);
    let Some(first) = number.and_then(|number| number.in_force(Field::Number.rule().merge)) else {
        return Ok(None);
    };
    Ok(device(connection, first.device)?
        .filter(|found| found.role == Role::Technician)
        .map(|found| found.person))
}

/// The technicians who named the lead.
pub(super) fn lead_named_by(
    connection: &Connection,
    record: &Record,
) -> Result<BTreeSet<PersonId>, ReplicationError> {
    let mut people = BTreeSet::new();
    for named_on in lead_named_on(record) {
        people.extend(device(connection, named_on)?.map(|found| found.person));
    }
    Ok(people)
}

/// Moves a document into the inboxes of those who hold it: of the technician it is assigned to, and of whom he passed it
/// on to, and of the lead. Nobody named yet: it stays with the technician who opened it, if one did.
pub(super) fn follow_holders(
    transaction: &Connection,
    record: &Record,
    creator: Option<&PersonId>,
    now_ms: i64,
) -> Result<(), ReplicationError> {
    let standing = standing_scopes(transaction, record.id)?;
    let opened_by = opened_by(transaction, record)?;
    let first = opened_by.as_ref().or(creator);
    let is_named = |field| record.fields.contains_key(&field);
    if first.is_none() && !is_named(Field::Assignee) && !is_named(Field::Lead) {
        return Ok(());
    }
    let wanted: BTreeSet<String> = holders(record, first, &lead_named_by(transaction, record)?)
        .into_iter()
        .map(|person| person.0)
        .collect();
    move_to(transaction, record.id, &standing, &wanted, now_ms)
}

/// A van's document is its technician's, and stays it.
pub(super) fn keep_with_technician(
    transaction: &Connection,
    document: RecordId,
    technician: &PersonId,
    now_ms: i64,
) -> Result<(), ReplicationError> {
    let standing = standing_scopes(transaction, document)?;
    let wanted = BTreeSet::from([technician.0.clone()]);
    move_to(transaction, document, &standing, &wanted, now_ms)
}

fn standing_scopes(
    transaction: &Connection,
    document: RecordId,
) -> Result<BTreeSet<String>, ReplicationError> {
    let mut statement = transaction.prepare_cached(
        "SELECT scope FROM document_scope WHERE document = ?1 AND to_seq IS NULL",
    )?;
    let scopes = statement.query_map([document.as_bytes()], |row| row.get(0))?;
    Ok(scopes.collect::<rusqlite::Result<_>>()?)
}

fn move_to(
    transaction: &Connection,
    document: RecordId,
    standing: &BTreeSet<String>,
    wanted: &BTreeSet<String>,
    now_ms: i64,
) -> Result<(), ReplicationError> {
    if standing == wanted {
        return Ok(());
    }
    let names: Vec<&str> = wanted.iter().map(String::as_str).collect();
    let seq = log::append(
        transaction,
        Kind::DocumentScope,
        document.as_bytes(),
        &Digest::of(names.join("\n").as_bytes()),
        now_ms,
    )?;
    for scope in standing.difference(wanted) {
        transaction
            .prepare_cached(
                "UPDATE document_scope SET to_seq = ?3 WHERE document = ?1 AND scope = ?2 AND to_seq IS NULL",
            )?
            .execute(params![document.as_bytes(), scope, seq])?;
    }
    for scope in wanted.difference(standing) {
        transaction
            .prepare_cached(
                "INSERT INTO document_scope (document, scope, from_seq) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![document.as_bytes(), scope, seq])?;
    }
    Ok(())
}

/// Whether a person sees a document at a row of the log.
pub(super) fn sees(
    connection: &Connection,
    person: &PersonId,
    document: RecordId,
    seq: u64,
) -> Result<bool, ReplicationError> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT EXISTS (SELECT 1 FROM document WHERE document = ?3 AND {VISIBLE_AT_2})"
    ))?;
    let parameters = params![person.0, seq.cast_signed(), document.as_bytes()];
    Ok(statement.query_row(parameters, |row| row.get(0))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whose_push_is_taken() {
        use Access::{Granted, Late, Never, Over};
        const TAKEN: Option<bool> = Some(false);
        const LATE: Option<bool> = Some(true);
        const REFUSED: Option<bool> = None;
        // By the intervals of the log; then by the record's own word: it was his, he holds it, its giver may.
        #[rustfmt::skip]
        let table = [
            // Whoever sees it may write it, and whoever saw it until a while ago.
            (Granted, false, false, false, TAKEN),
            (Granted, true,  true,  true,  TAKEN),
            (Late,    false, false, false, LATE),
            (Late,    false, true,  false, LATE),
            (Late,    false, false, true,  LATE),
            // It was passed on to him and the office has named nobody else since: before or after the giver's own contact.
            (Never,   false, true,  false, TAKEN),
            (Never,   false, true,  true,  TAKEN),
            (Over,    false, true,  false, TAKEN),
            // The office has named another since: as long as the giver's own late work is taken, his is.
            (Never,   false, false, true,  LATE),
            (Over,    false, false, true,  LATE),
            (Never,   false, false, false, REFUSED),
            (Over,    false, false, false, REFUSED),
            // Only a server that knows nothing of it believes the record that it was his once.
            (Never,   true,  false, false, LATE),
            (Never,   true,  true,  false, TAKEN),
            (Over,    true,  false, false, REFUSED),
        ];
        for (by_intervals, was_his, holds, giver_may, expected) in table {
            let word = Word {
                was_his,
                holds,
                giver_may,
            };
            assert_eq!(
                may_push(by_intervals, word),
                expected,
                "{by_intervals:?} {word:?}"
            );
        }
    }
}
