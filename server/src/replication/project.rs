//! The office's list: one row a record, derived from its document and made again at will.

use std::sync::PoisonError;

use chrono::DateTime;
use doorstep_domain::{
    course::{DERIVATION_VERSION, Facts, Finding, next_step, status},
    deadline::{ClockKind, NextClock, clocks_of},
    ids::RecordId,
    record::{Field, FieldValue, Record, SignPurpose, TextName},
};
use doorstep_evidence::{digest::Digest, verdict::verify_against};
use doorstep_replica::RecordDocument;
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::{
    approval::ApprovalError,
    calendar::working_days,
    files::named::name_contents,
    log::{self, Kind},
    money, quality, question, review, stock,
};

use super::{
    Replication, ReplicationError, Shared, after_visit, documents, rates, roster,
    statements::statements_of, unit,
};

/// Writes the row of a record anew.
pub(super) fn project(
    transaction: &Connection,
    shared: &Shared,
    record: &Record,
    now_ms: i64,
) -> Result<(), ReplicationError> {
    let facts = Facts::of(record);
    let station = station(transaction, record)?;
    let words = |field: Field| record.words(field);
    let appointment = record.field(Field::Appointment).and_then(FieldValue::words);
    let starts_at = appointment
        .and_then(|window| window.split_once('/'))
        .and_then(|(start, _)| DateTime::parse_from_rfc3339(start).ok());
    let next_clock = next_clock(transaction, record)?;
    transaction
        .prepare_cached(
            "INSERT INTO record_row (document, number, status, next_step, customer_name, customer_phone,
                 customer_address, unit_kind, unit_model, unit_serial, priority_hours, assignee, appointment,
                 appointment_at_ms, findings, conflicts, verdict, updated_ms, station, next_due_ms, next_clock)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)
             ON CONFLICT (document) DO UPDATE
             SET number = ?2, status = ?3, next_step = ?4, customer_name = ?5, customer_phone = ?6,
                 customer_address = ?7, unit_kind = ?8, unit_model = ?9, unit_serial = ?10, priority_hours = ?11,
                 assignee = ?12, appointment = ?13, appointment_at_ms = ?14, findings = ?15, conflicts = ?16,
                 verdict = ?17, updated_ms = ?18, station = ?19, next_due_ms = ?20, next_clock = ?21",
        )?
        .execute(params![
            record.id.as_bytes(),
            words(Field::Number),
            status(&facts).code(),
            next_step(&facts).code(),
            words(Field::CustomerName),
            words(Field::CustomerPhone),
            words(Field::CustomerAddress),
            words(Field::UnitKind),
            words(Field::UnitModel),
            words(Field::UnitSerial),
            record.field(Field::PriorityHours).and_then(FieldValue::number),
            record.field(Field::Assignee).and_then(FieldValue::words),
            appointment,
            starts_at.map(|start| start.timestamp_millis()),
            Finding::of(record).len() as i64,
            record.conflicts().len() as i64,
            verdict(transaction, shared, record)?,
            now_ms,
            station,
            next_clock.map(|clock| clock.due.timestamp_millis()),
            next_clock.map(|clock| clock.kind.code()),
        ])?;
    name_contents(transaction, record)?;
    unit::note(transaction, record)?;
    rates::note(transaction, record)?;
    after_visit::note(transaction, record, station.as_deref())?;
    question::note(transaction, record, station.as_deref())?;
    quality::note(transaction, record, now_ms).map_err(|error| match error {
        ApprovalError::Statement(error) => error.into(),
        _ => ReplicationError::Stored("approval of a batch alert"),
    })?;
    review::note(transaction, record.id, status(&facts), now_ms)?;
    stock::note_record(transaction, record)?;
    money::note(transaction, record, &facts, now_ms)?;
    search(transaction, record)
}

/// What runs out next. Follow-up calls have a list of their own, and what stands still is late for nobody.
fn next_clock(connection: &Connection, record: &Record) -> rusqlite::Result<Option<NextClock>> {
    // Which clock is the next does not hang on the moment.
    let any = DateTime::UNIX_EPOCH.fixed_offset();
    let mut clocks = clocks_of(record, any, &working_days(connection)?);
    clocks.retain(|clock| clock.kind != ClockKind::CallBack);
    Ok(NextClock::of(&clocks).filter(|clock| !clock.stands_still))
}

/// Where the office gave the record to, else where its technician works.
fn station(connection: &Connection, record: &Record) -> rusqlite::Result<Option<String>> {
    let assignee = record.field(Field::Assignee).and_then(FieldValue::words);
    connection
        .prepare_cached(
            "SELECT coalesce((SELECT station FROM record_station WHERE document = ?1),
                             (SELECT min(station) FROM person_station WHERE person = ?2))",
        )?
        .query_row(params![record.id.as_bytes(), assignee], |row| row.get(0))
}

/// The verdict on the last acceptance of the work; nothing where nobody has signed.
fn verdict(
    connection: &Connection,
    shared: &Shared,
    record: &Record,
) -> Result<Option<&'static str>, ReplicationError> {
    let statements = statements_of(connection, record.id)?;
    let acceptance = statements
        .iter()
        .rev()
        .find(|statement| statement.purpose == SignPurpose::WorkAcceptance);
    let verdict = acceptance
        .and_then(|statement| statement.parse())
        .map(|jws| verify_against(&jws, Some(&shared.trusted), record).code());
    Ok(verdict)
}

fn search(transaction: &Connection, record: &Record) -> Result<(), ReplicationError> {
    let row: i64 = transaction
        .prepare_cached("SELECT row FROM record_row WHERE document = ?1")?
        .query_row([record.id.as_bytes()], |row| row.get(0))?;
    let fields = [
        Field::Number,
        Field::CustomerName,
        Field::CustomerPhone,
        Field::CustomerAddress,
        Field::UnitModel,
        Field::UnitSerial,
    ];
    let mut text: Vec<&str> = fields
        .into_iter()
        .map(|field| record.words(field))
        .collect();
    text.extend([record.text(TextName::Symptom), record.text(TextName::Cause)]);
    // The end makes two more trigrams, so that also the last two characters begin one: short words are found by those.
    let text = text.join("\n") + "\n\n";
    let standing: Option<String> = transaction
        .prepare_cached("SELECT text FROM record_search WHERE rowid = ?1")?
        .query_row([row], |row| row.get(0))
        .optional()?;
    match standing {
        Some(standing) if standing == text => {}
        Some(_) => {
            transaction
                .prepare_cached("UPDATE record_search SET text = ?2 WHERE rowid = ?1")?
                .execute(params![row, text])?;
        }
        None => {
            transaction
                .prepare_cached("INSERT INTO record_search (rowid, text) VALUES (?1, ?2)")?
                .execute(params![row, text])?;
        }
    }
    Ok(())
}

/// Reads a document and writes its row anew; after a statement came, or to make the list again.
pub(super) fn project_document(
    transaction: &Connection,
    shared: &Shared,
    document: RecordId,
    now_ms: i64,
) -> Result<(), ReplicationError> {
    let known = {
        let mut cache = shared
            .documents
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        documents::load(transaction, &mut cache, document)?
    };
    let Some(known) = known else { return Ok(()) };
    let known = RecordDocument::of(document, known.document.clone());
    // The list is of records; of vans the movements are kept.
    if let Some(van) = known.van() {
        return Ok(stock::note_van(transaction, document, &van)?);
    }
    project(
        transaction,
        shared,
        &known.record(&roster(transaction)?),
        now_ms,
    )
}

/// Makes the whole list again from the documents. Gives how many rows there are.
async fn project_all(replication: &Replication) -> Result<usize, ReplicationError> {
    let shared = std::sync::Arc::clone(&replication.shared);
    let now_ms = shared.organisation.environment().now_ms();
    replication
        .organisation()
        .writer()
        .submit(move |transaction| {
            transaction.execute("DELETE FROM record_row", [])?;
            transaction.execute("DELETE FROM record_search", [])?;
            // A record last changed when its last change came, whenever the list was made.
            let documents: Vec<([u8; 16], i64)> = transaction
                .prepare(
                    "SELECT document, at_ms FROM document JOIN log ON seq = changed_seq ORDER BY document",
                )?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<rusqlite::Result<_>>()?;
            if !documents.is_empty() {
                // What a summary says by the new rules is newer than any device's cursor.
                let rules = Digest::of(&DERIVATION_VERSION.to_be_bytes());
                log::append(transaction, Kind::Derivation, b"", &rules, now_ms)?;
            }
            for (document, changed_at_ms) in &documents {
                let document = RecordId::from_slice(document)
                    .map_err(|_| ReplicationError::Stored("document id"))?;
                project_document(transaction, &shared, document, *changed_at_ms)?;
            }
            transaction.execute(
                "UPDATE organisation SET derivation_version = ?1",
                [DERIVATION_VERSION],
            )?;
            Ok(documents.len())
        })
        .await
}

/// Makes the list again if a program with other rules of the domain made it. Whether it did.
///
/// # Errors
/// [`ReplicationError`]; then the old list stands.
pub async fn renew_list(replication: &Replication) -> Result<bool, ReplicationError> {
    let made_by: i64 = replication
        .organisation()
        .store()
        .read(|connection| -> Result<i64, ReplicationError> {
            Ok(
                connection.query_row("SELECT derivation_version FROM organisation", [], |row| {
                    row.get(0)
                })?,
            )
        })
        .await?;
    if made_by == DERIVATION_VERSION {
        return Ok(false);
    }
    let rows = project_all(replication).await?;
    tracing::info!(rows, "the list was made anew by this program's rules");
    Ok(true)
}

#[cfg(test)]
mod tests {
    use doorstep_replica::Edit;
    use uuid::Uuid;

    use super::*;
    use crate::{
        example::{create, environment},
        replication::NewRecord,
    };

    #[tokio::test]
    async fn a_list_that_other_rules_made_is_made_anew_once() {
        let folder = tempfile::tempdir().unwrap();
        let (_clock, environment) = environment();
        let replication = Replication::new(create(folder.path(), &environment).await);
        let edits = vec![
            Edit::Field(Field::Number, "D-1".into()),
            Edit::Field(Field::CustomerName, "王秀英".into()),
        ];
        replication
            .create_record(RecordId(Uuid::from_u128(1)), NewRecord { edits })
            .await
            .unwrap();
        assert!(!renew_list(&replication).await.unwrap(), "it is our own");

        let writer = replication.organisation().writer();
        let stale = writer.submit(|transaction| {
            transaction.execute_batch(
                "UPDATE record_row SET status = 'of_yesterday'; UPDATE organisation SET derivation_version = 1",
            )?;
            Ok::<_, ReplicationError>(())
        });
        stale.await.unwrap();
        assert!(renew_list(&replication).await.unwrap());
        assert!(!renew_list(&replication).await.unwrap());
        let store = replication.organisation().store();
        let found = store.read(|connection| {
            let sql = "SELECT status, customer_name FROM record_search
                       JOIN record_row ON record_row.row = record_search.rowid WHERE record_search MATCH '\"王秀英\"'";
            Ok::<(String, String), ReplicationError>(
                connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?,
            )
        });
        assert_eq!(
            found.await.unwrap(),
            ("received".to_owned(), "王秀英".to_owned())
        );
    }
}
