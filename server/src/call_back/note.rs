//! What is due, beside the records; brought up to date whenever one becomes another, or the calendar does.

use chrono::{DateTime, FixedOffset, NaiveDate, TimeZone as _};
use doorstep_domain::{
    call_back::{CallBackRule, DueCallBack},
    ids::RecordId,
    record::{Field, FieldValue, Record},
};
use rusqlite::{Connection, params};
use uuid::Uuid;

use crate::calendar::working_days;

/// Notes the calls that a record asks for.
pub(crate) fn note(
    transaction: &Connection,
    record: &Record,
    calls: &[DueCallBack],
    station: Option<&str>,
) -> rusqlite::Result<()> {
    transaction
        .prepare_cached("DELETE FROM call_back_due WHERE document = ?1")?
        .execute([record.id.as_bytes()])?;
    let technician = record.field(Field::Assignee).and_then(FieldValue::words);
    for due in calls {
        note_due(transaction, Some(record.id), due, (technician, station))?;
    }
    Ok(())
}

/// Notes a call; what was answered about the same thing before counts. `whose` are the technician and the station.
pub(crate) fn note_due(
    transaction: &Connection,
    document: Option<RecordId>,
    due: &DueCallBack,
    whose: (Option<&str>, Option<&str>),
) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "INSERT INTO call_back_due (about, document, rule, began_on, began_at_ms, utc_offset_s, due_on, due_ms,
                 technician, station, is_open, again_on)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,
                 NOT EXISTS (SELECT 1 FROM call_back WHERE about = ?1 AND is_reached = 1),
                 (SELECT again_on FROM call_back WHERE about = ?1 ORDER BY call_back DESC LIMIT 1))
             ON CONFLICT DO NOTHING",
        )?
        .execute(params![
            due.about.as_bytes(),
            document.as_ref().map(RecordId::as_bytes),
            due.rule.code(),
            due.began.date_naive().to_string(),
            due.began.timestamp_millis(),
            due.began.offset().local_minus_utc(),
            due.due_on.to_string(),
            due.due.timestamp_millis(),
            whose.0,
            whose.1,
        ])?;
    Ok(())
}

/// Reckons anew until when the open calls are due, after the calendar became another.
pub(crate) fn due_anew(transaction: &Connection) -> rusqlite::Result<()> {
    let working_days = working_days(transaction)?;
    let open: Vec<([u8; 16], i64, i32, String)> = transaction
        .prepare_cached(
            "SELECT about, began_at_ms, utc_offset_s, due_on FROM call_back_due WHERE is_open = 1 AND rule = ?1",
        )?
        .query_map([CallBackRule::Report.code()], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })?
        .collect::<rusqlite::Result<_>>()?;
    for (about, began_at_ms, utc_offset_s, due_on) in open {
        let offset = FixedOffset::east_opt(utc_offset_s);
        let began = DateTime::from_timestamp_millis(began_at_ms);
        let (Some(offset), Some(began)) = (offset, began) else {
            continue;
        };
        let began = offset.from_utc_datetime(&began.naive_utc());
        let due = DueCallBack::new(
            Uuid::from_bytes(about),
            CallBackRule::Report,
            began,
            &working_days,
        );
        let Some(due) = due.filter(|due| due_on.parse::<NaiveDate>() != Ok(due.due_on)) else {
            continue;
        };
        transaction
            .prepare_cached("UPDATE call_back_due SET due_on = ?2, due_ms = ?3 WHERE about = ?1")?
            .execute(params![
                about,
                due.due_on.to_string(),
                due.due.timestamp_millis()
            ])?;
    }
    Ok(())
}
