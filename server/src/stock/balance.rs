//! A technician's balance out of what was noted, by the domain's own rules and without loading a document.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_domain::{
    ids::{DeviceId, EntryId, PersonId, RecordId},
    record::{Entry, EntryReading, Record},
    van::{Balance, CountPast, Known, Month, Movement, VanEntry, VanMonth, VanReading, balance},
};
use rusqlite::{Connection, params};

use super::{note::UNREADABLE, settle::entry_id};

/// What is noted in a form that nobody can read.
#[derive(Debug, thiserror::Error)]
pub enum BalanceError {
    /// A noted value.
    #[error("reading a noted `{0}`")]
    Noted(&'static str),
    /// The database.
    #[error("the database refused a statement")]
    Statement(#[from] rusqlite::Error),
}

/// What a technician's van holds at the end of a month, and every piece that does not fit: what
/// [`doorstep_domain::van::balance`] says where all vans and all records are known.
///
/// # Errors
/// [`BalanceError`].
pub fn balance_of(
    connection: &Connection,
    technician: &PersonId,
    month: Month,
) -> Result<Balance, BalanceError> {
    let his = months(connection, technician, false)?;
    let mut vans = Vec::new();
    // Of colleagues only what went from one to the other.
    for colleague in colleagues(technician, &his) {
        vans.extend(months(connection, &colleague, true)?);
    }
    let records = records(connection, technician, &his)?;
    vans.extend(his);
    let known = Known {
        vans: vans.iter().collect(),
        records: records.iter().map(|(id, record)| (*id, record)).collect(),
        all_vans: true,
    };
    Ok(balance(technician, month, &known))
}

/// The documents of a technician's van as they were noted; `only_transfers`: nothing of them but transfers and what takes
/// them back.
///
/// # Errors
/// [`BalanceError`].
pub fn months(
    connection: &Connection,
    technician: &PersonId,
    only_transfers: bool,
) -> Result<Vec<VanMonth>, BalanceError> {
    let mut statement = connection.prepare_cached(
        "SELECT month, entry, kind, body, counted_after, counted_before FROM van_entry
         WHERE technician = ?1 AND (NOT ?2 OR kind IN ('handed_over', 'taken_over', 'void'))
         ORDER BY month, entry",
    )?;
    let mut rows = statement.query(params![technician.0, only_transfers])?;
    let mut months: BTreeMap<Month, VanMonth> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let month: String = row.get(0)?;
        let month: Month = month.parse().map_err(|_| BalanceError::Noted("month"))?;
        let van = months.entry(month).or_insert_with(|| VanMonth {
            technician: technician.clone(),
            month,
            entries: BTreeMap::new(),
            unreadable: BTreeSet::new(),
            counts: BTreeMap::new(),
        });
        let id = entry_id(row.get(1)?);
        if row.get_ref(2)?.as_str().ok() == Some(UNREADABLE) {
            van.unreadable.insert(id);
            continue;
        }
        let body: String = row.get(3)?;
        let entry: VanEntry =
            serde_json::from_str(&body).map_err(|_| BalanceError::Noted("entry of a van"))?;
        if matches!(entry.what, Movement::Counted { .. }) {
            let (before, after): (Vec<u8>, Vec<u8>) = (row.get(4)?, row.get(5)?);
            let past = CountPast {
                before: entry_ids(&before),
                after: entry_ids(&after),
            };
            van.counts.insert(id, past);
        }
        // Who wrote it is in the entry; the device tells nothing more here.
        let device = DeviceId([0; 16]);
        van.entries.insert(id, VanReading { entry, device });
    }
    Ok(months.into_values().collect())
}

fn entry_ids(bytes: &[u8]) -> BTreeSet<EntryId> {
    let ids = bytes.as_chunks::<16>().0;
    ids.iter().copied().map(entry_id).collect()
}

/// With whom a technician says that he exchanged pieces.
fn colleagues(technician: &PersonId, his: &[VanMonth]) -> BTreeSet<PersonId> {
    let entries = his.iter().flat_map(|van| van.entries.values());
    let mut colleagues: BTreeSet<PersonId> = entries
        .filter_map(|reading| match &reading.entry.what {
            Movement::HandedOver { to, .. } => Some(to.clone()),
            Movement::TakenOver { from, .. } => Some(from.clone()),
            _ => None,
        })
        .collect();
    colleagues.remove(technician);
    colleagues
}

/// The records that a technician's van names, and those that say he fitted or took something out; with his parts only.
fn records(
    connection: &Connection,
    technician: &PersonId,
    his: &[VanMonth],
) -> Result<BTreeMap<RecordId, Record>, BalanceError> {
    let mut records: BTreeMap<RecordId, Record> = BTreeMap::new();
    let entries = his.iter().flat_map(|van| van.entries.values());
    for reading in entries {
        let (Movement::Fitted { record, .. } | Movement::Removed { record, .. }) =
            &reading.entry.what
        else {
            continue;
        };
        let is_here: bool = connection
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM document WHERE document = ?1 AND kind = 'record')",
            )?
            .query_row([record.as_bytes()], |row| row.get(0))?;
        if is_here {
            records
                .entry(*record)
                .or_insert_with(|| Record::empty(*record));
        }
    }
    let mut statement = connection
        .prepare_cached("SELECT document, entry, body FROM record_part WHERE person = ?1")?;
    let mut rows = statement.query([&technician.0])?;
    while let Some(row) = rows.next()? {
        let record = RecordId(uuid::Uuid::from_bytes(row.get(0)?));
        let body: String = row.get(2)?;
        let entry: Entry =
            serde_json::from_str(&body).map_err(|_| BalanceError::Noted("entry of a record"))?;
        let device = DeviceId([0; 16]);
        let standing = records
            .entry(record)
            .or_insert_with(|| Record::empty(record));
        let id = entry_id(row.get(1)?);
        standing.entries.insert(id, EntryReading { entry, device });
    }
    Ok(records)
}
