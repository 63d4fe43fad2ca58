//! What a record contributes to the rates, noted whenever it becomes another; and which record is the second repair of
//! which, for that counts on the earlier one.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use doorstep_domain::{
    ids::RecordId,
    rates::{
        AppointmentWrite, Arrival, Known, LaterRepair, Measure, OF_RECORDS, Written, measures_of,
        second_repair_of,
    },
    record::{Field, Record},
    rights::Role,
    unit_history::{EarlierRecord, UnitHistory, unit_key},
};
use doorstep_replica::{
    ParsedChange, RecordDocument, Roster,
    safe::{ChangeLimits, Operation},
};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::{
    ReplicationError,
    documents::{self, DocumentCache},
    roster,
};
use crate::{calendar::working_days, rates};

/// So many other records of a unit are looked at: a serial number that stands on more of them names no one unit.
const RECORDS_OF_UNIT_MAX: i64 = 50;

/// Notes what a record now contributes. Called after its unit was noted.
pub(super) fn note(transaction: &Connection, record: &Record) -> Result<(), ReplicationError> {
    let roster = roster(transaction)?;
    let mut firsts = link(transaction, record)?;
    for later in later_of_unit(transaction, record)? {
        if let Some(later) = load(transaction, later, &roster)? {
            firsts.extend(link(transaction, &later)?);
        }
    }
    firsts.remove(&record.id);
    for first in firsts {
        if let Some(first) = load(transaction, first, &roster)? {
            write(transaction, &first, &roster)?;
        }
    }
    write(transaction, record, &roster)
}

/// Notes of which record this one is the second repair. Gives the records for which that is now otherwise.
fn link(transaction: &Connection, record: &Record) -> Result<BTreeSet<RecordId>, ReplicationError> {
    let history = UnitHistory::with_summaries(record, [], summaries(transaction, record)?);
    let now = second_repair_of(record, &history)
        .map(|second| (second.first, second.contested.unwrap_or_default()));
    let before: Option<([u8; 16], String)> = transaction
        .prepare_cached("SELECT first, contest FROM second_repair WHERE document = ?1")?
        .query_row([record.id.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let before = match before {
        Some((first, contest)) => Some((stored_id(&first)?, contest)),
        None => None,
    };
    if now == before {
        return Ok(BTreeSet::new());
    }
    match &now {
        Some((first, contest)) => transaction
            .prepare_cached(
                "INSERT INTO second_repair (document, first, is_contested, contest) VALUES (?1, ?2, ?3 <> '', ?3)
                 ON CONFLICT (document) DO UPDATE SET first = ?2, is_contested = ?3 <> '', contest = ?3",
            )?
            .execute(params![record.id.as_bytes(), first.as_bytes(), contest])?,
        None => transaction
            .prepare_cached("DELETE FROM second_repair WHERE document = ?1")?
            .execute([record.id.as_bytes()])?,
    };
    Ok(now
        .into_iter()
        .chain(before)
        .map(|(first, _)| first)
        .collect())
}

/// The summaries of the other records of the same unit.
fn summaries(
    transaction: &Connection,
    record: &Record,
) -> Result<Vec<EarlierRecord>, ReplicationError> {
    let key = unit_key(record.words(Field::UnitSerial));
    if key.is_empty() {
        return Ok(Vec::new());
    }
    let mut statement = transaction.prepare_cached(
        "SELECT summary FROM unit_record WHERE unit_key = ?1 AND document <> ?2
         ORDER BY document DESC LIMIT ?3",
    )?;
    let rows = statement.query_map(
        params![key, record.id.as_bytes(), RECORDS_OF_UNIT_MAX],
        |row| row.get::<_, String>(0),
    )?;
    let mut summaries = Vec::new();
    for summary in rows {
        summaries.push(
            serde_json::from_str(&summary?)
                .map_err(|_| ReplicationError::Stored("summary of a record"))?,
        );
    }
    Ok(summaries)
}

/// The records of the unit that may be second repairs of this one, or were until now.
fn later_of_unit(
    transaction: &Connection,
    record: &Record,
) -> Result<BTreeSet<RecordId>, ReplicationError> {
    let closed_on = EarlierRecord::of(record)
        .closed_on
        .map(|day| day.to_string());
    let mut statement = transaction.prepare_cached(
        "SELECT document FROM second_repair WHERE first = ?1
         UNION
         SELECT document FROM (
             SELECT document FROM unit_record
             WHERE unit_key = ?2 AND unit_key <> '' AND document <> ?1 AND summary ->> 'received_on' >= ?3
             ORDER BY document LIMIT ?4)",
    )?;
    let key = unit_key(record.words(Field::UnitSerial));
    let rows = statement.query_map(
        params![record.id.as_bytes(), key, closed_on, RECORDS_OF_UNIT_MAX],
        |row| row.get::<_, [u8; 16]>(0),
    )?;
    let mut later = BTreeSet::new();
    for row in rows {
        later.insert(stored_id(&row?)?);
    }
    Ok(later)
}

/// Writes the measures of a record anew.
fn write(
    transaction: &Connection,
    record: &Record,
    roster: &Roster,
) -> Result<(), ReplicationError> {
    let (written, arrivals) = came(transaction, record, roster)?;
    let later_repairs = later_repairs(transaction, record.id)?;
    let working_days = working_days(transaction)?;
    let measures: Vec<Measure> = measures_of(&Known {
        record,
        written: &written,
        later_repairs: &later_repairs,
        arrivals: &arrivals,
        working_days: &working_days,
    });
    rates::write(transaction, record.id, OF_RECORDS, &measures)?;
    Ok(())
}

fn later_repairs(
    transaction: &Connection,
    first: RecordId,
) -> Result<Vec<LaterRepair>, ReplicationError> {
    let mut statement = transaction.prepare_cached(
        "SELECT document, is_contested FROM second_repair WHERE first = ?1 ORDER BY document",
    )?;
    let rows = statement.query_map([first.as_bytes()], |row| {
        Ok((row.get::<_, [u8; 16]>(0)?, row.get(1)?))
    })?;
    let mut later = Vec::new();
    for row in rows {
        let (record, is_contested) = row?;
        later.push(LaterRepair {
            record: stored_id(&record)?,
            is_contested,
        });
    }
    Ok(later)
}

/// What came to the office in its order: appointments and entries; and when the entries of devices came.
fn came(
    transaction: &Connection,
    record: &Record,
    roster: &Roster,
) -> Result<(Vec<Written>, Vec<Arrival>), ReplicationError> {
    let mut statement = transaction.prepare_cached(
        "SELECT bytes, received_at_ms FROM change WHERE document = ?1 ORDER BY id",
    )?;
    let mut rows = statement.query([record.id.as_bytes()])?;
    let (mut written, mut arrivals) = (Vec::new(), Vec::new());
    while let Some(row) = rows.next()? {
        let bytes: Vec<u8> = row.get(0)?;
        let change = ParsedChange::parse(&bytes, ChangeLimits::default())
            .map_err(|_| ReplicationError::Stored("change"))?;
        let received = DateTime::<Utc>::from_timestamp_millis(row.get(1)?).unwrap_or_default();
        let role = roster.role(change.actor().device());
        for operation in change.operations().unwrap_or_default() {
            match operation {
                Operation::Field { key, value } if key == Field::Appointment.key() => {
                    let words = value.words().unwrap_or_default();
                    let write = AppointmentWrite::read(words, role);
                    written.extend(write.map(Written::Appointment));
                }
                Operation::Entry { key, .. } => {
                    let Ok(entry) = key.parse() else { continue };
                    written.push(Written::Entry(entry));
                    if role == Role::Technician {
                        arrivals.push(Arrival {
                            entry,
                            received: received.fixed_offset(),
                        });
                    }
                }
                _ => {}
            }
        }
    }
    Ok((written, arrivals))
}

/// Loads another record of the same unit. Whoever notes a record may hold the documents that were used last, so none of
/// them is asked for here.
fn load(
    transaction: &Connection,
    document: RecordId,
    roster: &Roster,
) -> Result<Option<Record>, ReplicationError> {
    let known = documents::load(transaction, &mut DocumentCache::default(), document)?;
    Ok(known.map(|known| RecordDocument::of(document, known.document.clone()).record(roster)))
}

fn stored_id(bytes: &[u8]) -> Result<RecordId, ReplicationError> {
    RecordId::from_slice(bytes).map_err(|_| ReplicationError::Stored("document id"))
}
