//! What lists and the search read: one row a record, derived from its document.

use chrono::DateTime;
use doorstep_domain::{
    course::{Completeness, Facts, Finding, Need, Step, cash::held, next_step, status},
    deadline::{WorkingDays, next_clock_of},
    ids::RecordId,
    record::{Field, Record, TextName},
    van::is_van,
};
use doorstep_replica::genesis_hash;
use rusqlite::{Connection, OptionalExtension as _, named_params, params};

use super::{documents::Loaded, duplicates, files};
use crate::Error;

const DOING: &str = "writing the list";

/// What a row says that does not stand in the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Marks {
    pub(crate) unsent: bool,
    pub(crate) needs_attention: bool,
}

/// Writes a record's row, and its text for the search if that differs from what `before` said.
pub(crate) fn write(
    connection: &Connection,
    loaded: &Loaded,
    before: Option<&Record>,
    marks: Marks,
) -> Result<(), Error> {
    let record = &*loaded.record;
    // The list is of records; a van's stock is added up when it is looked at.
    if is_van(record.id) {
        return Ok(());
    }
    duplicates::note(connection, record, before)?;
    files::name_contents(connection, record, before)?;
    let searched = searched_text(record);
    if update_row(connection, loaded, marks)? {
        if before.is_none_or(|before| searched_text(before) != searched) {
            let sql = "UPDATE record_search SET text = ?2
                       WHERE rowid = (SELECT row FROM record_row WHERE document = ?1)";
            execute(connection, sql, params![record.id.as_bytes(), searched])?;
        }
        return Ok(());
    }
    insert_row(connection, loaded, marks)?;
    let sql = "INSERT INTO record_search (rowid, text) VALUES (last_insert_rowid(), ?1)";
    execute(connection, sql, params![searched])
}

/// Removes a record's row.
pub(crate) fn remove(connection: &Connection, record: RecordId) -> Result<(), Error> {
    duplicates::forget(connection, record)?;
    files::forget_record(connection, record)?;
    let sql =
        "DELETE FROM record_search WHERE rowid = (SELECT row FROM record_row WHERE document = ?1)";
    execute(connection, sql, params![record.as_bytes()])?;
    execute(
        connection,
        "DELETE FROM record_row WHERE document = ?1",
        params![record.as_bytes()],
    )
}

/// Removes all rows but those of archived records, of which nothing else is here. The index is made anew: emptying one
/// in which a row that leaves is wiped takes a minute.
pub(crate) fn clear(connection: &Connection) -> Result<(), Error> {
    duplicates::clear(connection)?;
    files::forget_records(connection)?;
    let archived = archived_texts(connection)?;
    execute(
        connection,
        "DELETE FROM record_row WHERE NOT archived",
        params![],
    )?;
    let doing = || Error::storage(DOING);
    let index: String = connection
        .query_row(
            "SELECT sql FROM sqlite_schema WHERE name = 'record_search'",
            [],
            |row| row.get(0),
        )
        .map_err(doing())?;
    connection
        .execute_batch("DROP TABLE record_search")
        .map_err(doing())?;
    connection.execute_batch(&index).map_err(doing())?;
    let wipe = "INSERT INTO record_search (record_search, rank) VALUES ('secure-delete', 1)";
    connection.execute_batch(wipe).map_err(doing())?;
    for (row, text) in archived {
        let sql = "INSERT INTO record_search (rowid, text) VALUES (?1, ?2)";
        execute(connection, sql, params![row, text])?;
    }
    Ok(())
}

fn archived_texts(connection: &Connection) -> Result<Vec<(i64, String)>, Error> {
    let sql = "SELECT rowid, text FROM record_search WHERE rowid IN (SELECT row FROM record_row WHERE archived)";
    connection
        .prepare_cached(sql)
        .and_then(|mut statement| {
            let text = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
            statement.query_map([], text)?.collect()
        })
        .map_err(Error::storage(DOING))
}

/// Whether anything of a record is unsent or waits for a person.
pub(crate) fn marks(connection: &Connection, record: RecordId) -> Result<Marks, Error> {
    let sql = "SELECT
            EXISTS (SELECT 1 FROM change WHERE document = ?1 AND state IN ('pending', 'once') AND hash <> ?2)
            OR EXISTS (SELECT 1 FROM statement WHERE document = ?1 AND state IN ('pending', 'once')),
            EXISTS (SELECT 1 FROM change WHERE document = ?1 AND state = 'refused' AND NOT seen)
            OR EXISTS (SELECT 1 FROM statement WHERE document = ?1 AND state = 'refused' AND NOT seen)
            OR EXISTS (SELECT 1 FROM settlement WHERE document = ?1 AND NOT seen)";
    connection
        .prepare_cached(sql)
        .and_then(|mut statement| {
            // The creating change is nobody's work, and never sent alone.
            statement.query_row(params![record.as_bytes(), genesis_hash().0], |row| {
                Ok(Marks {
                    unsent: row.get(0)?,
                    needs_attention: row.get(1)?,
                })
            })
        })
        .map_err(Error::storage(DOING))
}

/// Brings the marks of a row up to date, whatever else it says.
pub(crate) fn mark(connection: &Connection, record: RecordId) -> Result<Marks, Error> {
    let marks = marks(connection, record)?;
    let sql = "UPDATE record_row SET unsent = ?2, needs_attention = ?3 WHERE document = ?1";
    execute(
        connection,
        sql,
        params![record.as_bytes(), marks.unsent, marks.needs_attention],
    )?;
    Ok(marks)
}

/// Whether a row waits for a person; not, if there is none.
pub(crate) fn needs_attention(connection: &Connection, record: RecordId) -> Result<bool, Error> {
    connection
        .prepare_cached("SELECT needs_attention FROM record_row WHERE document = ?1")
        .and_then(|mut statement| {
            statement
                .query_row([record.as_bytes()], |row| row.get(0))
                .optional()
        })
        .map(Option::unwrap_or_default)
        .map_err(Error::storage(DOING))
}

fn execute(connection: &Connection, sql: &str, values: impl rusqlite::Params) -> Result<(), Error> {
    connection
        .prepare_cached(sql)
        .and_then(|mut statement| statement.execute(values))
        .map(drop)
        .map_err(Error::storage(DOING))
}

/// `false` if there is no row yet.
fn update_row(connection: &Connection, loaded: &Loaded, marks: Marks) -> Result<bool, Error> {
    let sql = "UPDATE record_row SET number = :number, status = :status, next_step = :next_step, done = :done,
            due_ms = :due_ms, customer_name = :customer_name, customer_phone = :customer_phone,
            customer_address = :customer_address, unit_kind = :unit_kind, unit_model = :unit_model,
            unit_serial = :unit_serial, assignee = :assignee, appointment = :appointment,
            priority_hours = :priority_hours, missing_required = :missing_required, findings = :findings,
            conflicts = :conflicts, unsent = :unsent, needs_attention = :needs_attention, updated_s = :updated_s,
            clock = :clock, cash = :cash, archived = 0
        WHERE document = :document";
    Ok(write_row(connection, sql, loaded, marks)? > 0)
}

fn insert_row(connection: &Connection, loaded: &Loaded, marks: Marks) -> Result<(), Error> {
    let sql = "INSERT INTO record_row (document, number, status, next_step, done, due_ms, customer_name,
            customer_phone, customer_address, unit_kind, unit_model, unit_serial, assignee, appointment,
            priority_hours, missing_required, findings, conflicts, unsent, needs_attention, updated_s, clock, cash)
        VALUES (:document, :number, :status, :next_step, :done, :due_ms, :customer_name,
            :customer_phone, :customer_address, :unit_kind, :unit_model, :unit_serial, :assignee, :appointment,
            :priority_hours, :missing_required, :findings, :conflicts, :unsent, :needs_attention, :updated_s, :clock,
            :cash)";
    write_row(connection, sql, loaded, marks).map(drop)
}

fn write_row(
    connection: &Connection,
    sql: &str,
    loaded: &Loaded,
    marks: Marks,
) -> Result<usize, Error> {
    let record = &*loaded.record;
    let facts = Facts::of(record);
    let step = next_step(&facts);
    let missing = Completeness::of(record).missing;
    let missing_required = missing
        .iter()
        .filter(|(_, need)| *need == Need::Required)
        .count();
    let priority_hours = record
        .field(Field::PriorityHours)
        .and_then(doorstep_domain::record::FieldValue::number);
    let values = named_params! {
        ":document": record.id.as_bytes(),
        ":number": record.words(Field::Number),
        ":status": status(&facts).code(),
        ":next_step": step.code(),
        ":done": step == Step::Done,
        ":due_ms": due_ms(record, priority_hours),
        ":customer_name": record.words(Field::CustomerName),
        ":customer_phone": record.words(Field::CustomerPhone),
        ":customer_address": record.words(Field::CustomerAddress),
        ":unit_kind": record.words(Field::UnitKind),
        ":unit_model": record.words(Field::UnitModel),
        ":unit_serial": record.words(Field::UnitSerial),
        ":assignee": record.words(Field::Assignee),
        ":appointment": record.words(Field::Appointment),
        ":priority_hours": priority_hours,
        ":missing_required": count(missing_required),
        ":findings": count(Finding::of(record).len()),
        ":conflicts": count(record.conflicts().len()),
        ":unsent": marks.unsent,
        ":needs_attention": marks.needs_attention,
        ":updated_s": loaded.updated_s,
        ":clock": next_clock_of(record, &WorkingDays::default()).map(as_json).unwrap_or_default(),
        ":cash": Some(held(record)).filter(|held| !held.is_empty()).map(as_json).unwrap_or_default(),
    };
    connection
        .prepare_cached(sql)
        .and_then(|mut statement| statement.execute(values))
        .map_err(Error::storage(DOING))
}

/// Plain data with text keys always becomes JSON.
fn as_json(derived: impl serde::Serialize) -> String {
    serde_json::to_string(&derived).unwrap_or_default()
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// When somebody should be there: the start of the agreed window, else when the response is due, else the end.
fn due_ms(record: &Record, priority_hours: Option<i64>) -> i64 {
    let moment = |text: &str| {
        DateTime::parse_from_rfc3339(text)
            .ok()
            .map(|moment| moment.timestamp_millis())
    };
    let agreed = record
        .words(Field::Appointment)
        .split_once('/')
        .and_then(|(start, _)| moment(start));
    let response = || {
        let received_ms = moment(record.words(Field::ReceivedAt))?;
        received_ms.checked_add(priority_hours?.checked_mul(3_600_000)?)
    };
    agreed.or_else(response).unwrap_or(i64::MAX)
}

/// Everything of a record that is searched, a line each.
fn searched_text(record: &Record) -> String {
    let fields = [
        Field::Number,
        Field::CustomerName,
        Field::CustomerPhone,
        Field::CustomerAddress,
        Field::UnitKind,
        Field::UnitModel,
        Field::UnitSerial,
    ];
    let mut text = String::with_capacity(256);
    for part in fields
        .into_iter()
        .map(|field| record.words(field))
        .chain([record.text(TextName::Symptom)])
    {
        if !part.is_empty() {
            text.push_str(part);
            text.push('\n');
        }
    }
    text
}
