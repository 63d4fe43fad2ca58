//! What vans and records say of parts, noted entry by entry whenever one of them becomes another: the pages add it up from
//! here and load no document.

use std::collections::BTreeSet;

use doorstep_domain::{
    ids::{EntryId, PersonId, RecordId},
    record::{Record, What},
    van::{CountPast, Movement, PartSource, VanEntry, VanMonth},
};
use rusqlite::{Connection, params};
use serde::Serialize;

use super::{claim, settle::settle};

/// The kind of an entry that a newer program wrote.
pub(super) const UNREADABLE: &str = "unreadable";
/// The kind of a part that the store gave for a job, past the van.
pub(super) const FITTED_FROM_STORE: &str = "fitted_from_store";

/// Notes what a van's document says, and what follows from it for the technician's other months.
pub(crate) fn note_van(
    transaction: &Connection,
    document: RecordId,
    van: &VanMonth,
) -> rusqlite::Result<()> {
    let store = station_of(transaction, &van.technician)?.unwrap_or_default();
    let nothing = CountPast::default();
    for (id, reading) in &van.entries {
        let entry = &reading.entry;
        let past = van.counts.get(id).unwrap_or(&nothing);
        let of_its_part = |ids: &BTreeSet<EntryId>| in_question(van, entry, ids);
        let what = &entry.what;
        let quantity = match what {
            Movement::Confirmed { quantity, .. }
            | Movement::Counted { quantity, .. }
            | Movement::DifferenceExplained { quantity, .. } => *quantity,
            _ => what.pieces().map_or(0, |pieces| pieces.quantity),
        };
        // An entry is written once; only what counts had before and after them grows, and what could not be read may be
        // readable now.
        transaction
            .prepare_cached(
                "INSERT INTO van_entry (document, entry, technician, month, kind, part, quantity, effect, by_technician, about,
                     body, counted_after, counted_before, is_valid, waiting, store, store_effect, at_ms)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, 1, 0, ?14, 0, ?15)
                 ON CONFLICT (document, entry) DO UPDATE
                 SET kind = ?5, part = ?6, quantity = ?7, effect = ?8, by_technician = ?9, about = ?10, body = ?11, at_ms = ?15,
                     counted_after = ?12, counted_before = ?13
                 WHERE kind <> ?5 OR counted_after <> ?12 OR counted_before <> ?13",
            )?
            .execute(params![
                document.as_bytes(),
                id.as_bytes(),
                van.technician.0,
                van.month.to_string(),
                kind_of(what),
                what.part().unwrap_or_default(),
                quantity,
                what.effect(),
                entry.by == van.technician,
                what.about().map(|about| *about.as_bytes()),
                json(entry)?,
                of_its_part(&past.before),
                of_its_part(&past.after),
                store,
                entry.at.timestamp_millis(),
            ])?;
    }
    for id in &van.unreadable {
        transaction
            .prepare_cached(
                "INSERT OR IGNORE INTO van_entry (document, entry, technician, month, kind, part, quantity, effect,
                     by_technician, about, body, counted_after, counted_before, is_valid, waiting, store, store_effect,
                     at_ms)
                 VALUES (?1, ?2, ?3, ?4, ?5, '', 0, 0, 0, NULL, '', x'', x'', 1, 0, ?6, 0, 0)",
            )?
            .execute(params![
                document.as_bytes(),
                id.as_bytes(),
                van.technician.0,
                van.month.to_string(),
                UNREADABLE,
                store,
            ])?;
    }
    settle(transaction, &van.technician)
}

const fn kind_of(what: &Movement) -> &'static str {
    match what {
        Movement::Fitted {
            source: PartSource::Store,
            ..
        } => FITTED_FROM_STORE,
        _ => what.code(),
    }
}

/// Of the entries before or after a count those that its difference can hang on.
fn in_question(van: &VanMonth, count: &VanEntry, ids: &BTreeSet<EntryId>) -> Vec<u8> {
    let matters = |id: &&EntryId| {
        van.entries.get(id).is_some_and(|reading| {
            let what = &reading.entry.what;
            matches!(what, Movement::Void { .. }) || what.part() == count.what.part()
        })
    };
    let ids = ids.iter().filter(matters);
    ids.flat_map(|id| *id.as_bytes()).collect()
}

/// Notes which parts a record says were fitted or taken out, and what of them is to be claimed from suppliers.
pub(crate) fn note_record(transaction: &Connection, record: &Record) -> rusqlite::Result<()> {
    transaction
        .prepare_cached("DELETE FROM record_part WHERE document = ?1")?
        .execute([record.id.as_bytes()])?;
    for (id, entry) in record.valid_entries() {
        if !matches!(
            entry.what,
            What::PartFitted { .. } | What::PartRemoved { .. }
        ) {
            continue;
        }
        transaction
            .prepare_cached(
                "INSERT INTO record_part (document, entry, person, body) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![
                record.id.as_bytes(),
                id.as_bytes(),
                entry.by.0,
                json(entry)?
            ])?;
    }
    claim::note(transaction, record)
}

fn json(entry: &impl Serialize) -> rusqlite::Result<String> {
    serde_json::to_string(entry)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}

/// Where somebody works; a technician has one station at most.
pub(super) fn station_of(
    connection: &Connection,
    person: &PersonId,
) -> rusqlite::Result<Option<String>> {
    connection
        .prepare_cached("SELECT min(station) FROM person_station WHERE person = ?1")?
        .query_row([&person.0], |row| row.get(0))
}
