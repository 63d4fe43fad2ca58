//! What a record brings to quality at once.

use doorstep_domain::{
    quality::{Failure, NoticeReason, Sighting},
    record::{Gravity, Record, What},
};
use rusqlite::{Connection, params};

/// Raises the notices of a record that are not raised yet. `begins` is what it says has failed, where it did not say so
/// before: a record that is read again brings nothing new.
pub(in crate::quality) fn raise(
    transaction: &Connection,
    record: &Record,
    begins: Option<&Failure>,
    now_ms: i64,
) -> rusqlite::Result<()> {
    let sighting = Sighting {
        is_first: match begins {
            Some(failure) => is_first(transaction, record, failure)?,
            None => false,
        },
        is_safety_cause: match begins {
            Some(failure) => is_safety_cause(transaction, &failure.cause)?,
            None => false,
        },
        complaint: gravest(record),
    };
    for reason in sighting.reasons() {
        write(transaction, record, reason, now_ms)?;
    }
    Ok(())
}

fn is_first(connection: &Connection, record: &Record, failure: &Failure) -> rusqlite::Result<bool> {
    connection
        .prepare_cached(
            "SELECT NOT EXISTS (SELECT 1 FROM failure WHERE cause = ?1 AND model = ?2 AND document <> ?3)",
        )?
        .query_row(
            params![failure.cause, failure.model, record.id.as_bytes()],
            |row| row.get(0),
        )
}

fn is_safety_cause(connection: &Connection, cause: &str) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM safety_cause WHERE cause = ?1)")?
        .query_row([cause], |row| row.get(0))
}

/// Of what the customer complains: harm before all else.
fn gravest(record: &Record) -> Option<Gravity> {
    let mut gravities = record
        .valid_entries()
        .filter_map(|(_, entry)| match &entry.what {
            What::ComplaintTaken(complaint) => Some(complaint.gravity),
            _ => None,
        });
    gravities.find(|gravity| matches!(gravity, Gravity::Injury | Gravity::Damage))
}

fn write(
    transaction: &Connection,
    record: &Record,
    reason: NoticeReason,
    now_ms: i64,
) -> rusqlite::Result<()> {
    let failure = Failure::of(record);
    let (model, cause) =
        failure.map_or_else(Default::default, |failure| (failure.model, failure.cause));
    transaction
        .prepare_cached(
            "INSERT INTO quality_notice (document, reason, model, cause, words, station, raised_at_ms, answer, version)
             VALUES (?1, ?2, ?3, ?4, '', (SELECT station FROM record_row WHERE document = ?1), ?5, '', 0)
             ON CONFLICT DO NOTHING",
        )?
        .execute(params![
            record.id.as_bytes(),
            reason.code(),
            model,
            cause,
            now_ms
        ])?;
    Ok(())
}
