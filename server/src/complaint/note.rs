//! The complaints of a record, noted whenever it becomes another.

use std::collections::BTreeSet;

use doorstep_domain::{
    call_back::{CallBackRule, DueCallBack},
    course::Claim,
    ids::PersonId,
    record::{ComplaintTaken, Field, Gravity, Record, TextName, What},
};
use rusqlite::{Connection, params};

use crate::organisation::OFFICE;

/// Notes the complaints of a record; what the office wrote about them stays.
pub(crate) fn note(
    transaction: &Connection,
    record: &Record,
    calls: &[DueCallBack],
    station: Option<&str>,
) -> rusqlite::Result<()> {
    let mut standing = BTreeSet::new();
    for due in calls
        .iter()
        .filter(|due| due.rule == CallBackRule::Complaint)
    {
        let entry = record.valid_entries().find(|(id, _)| id.0 == due.about);
        let told = entry.map(|(_, entry)| (&entry.by, &entry.what));
        let (taken_by, complaint) = match told {
            Some((by, What::ComplaintTaken(complaint))) => (by.clone(), complaint.clone()),
            _ => (PersonId(OFFICE.to_owned()), opened_as_one(record)),
        };
        transaction
            .prepare_cached(
                "INSERT INTO complaint (complaint, document, station, complainant, gravity, about, wish, name, phone,
                     taken_at_ms, taken_by, due_on, is_withdrawn, denies_signature, remedy_words, insurer_number,
                     closing_words, version)
                 VALUES (?1, ?2, ?3, 'customer', ?4, ?5, ?6, '', '', ?7, ?8, ?9, 0, 0, '', '', '', 0)
                 ON CONFLICT (complaint) DO UPDATE
                 SET station = ?3, about = ?5, is_withdrawn = 0, due_on = ?9
                 -- Ids are the devices' own: one that stands in another record stays there.
                 WHERE document = ?2",
            )?
            .execute(params![
                due.about.as_bytes(),
                record.id.as_bytes(),
                station,
                complaint.gravity.code(),
                complaint.about,
                complaint.wish,
                due.began.timestamp_millis(),
                taken_by.0,
                due.due_on.to_string(),
            ])?;
        standing.insert(due.about);
    }
    withdraw(transaction, record, &standing)?;
    claims(transaction, record, !standing.is_empty())
}

fn opened_as_one(record: &Record) -> ComplaintTaken {
    let symptom = record.text(TextName::Symptom);
    ComplaintTaken {
        gravity: Gravity::Ordinary,
        about: if symptom.is_empty() {
            record.words(Field::Number).to_owned()
        } else {
            symptom.to_owned()
        },
        wish: String::new(),
    }
}

fn withdraw(
    transaction: &Connection,
    record: &Record,
    standing: &BTreeSet<uuid::Uuid>,
) -> rusqlite::Result<()> {
    let known: Vec<[u8; 16]> = transaction
        .prepare_cached("SELECT complaint FROM complaint WHERE document = ?1 AND is_withdrawn = 0")?
        .query_map([record.id.as_bytes()], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for known in known {
        if !standing.contains(&uuid::Uuid::from_bytes(known)) {
            transaction
                .prepare_cached("UPDATE complaint SET is_withdrawn = 1 WHERE complaint = ?1")?
                .execute([known])?;
        }
    }
    Ok(())
}

fn claims(transaction: &Connection, record: &Record, complained: bool) -> rusqlite::Result<()> {
    transaction
        .prepare_cached("DELETE FROM complaint_claim WHERE document = ?1")?
        .execute([record.id.as_bytes()])?;
    if !complained {
        return Ok(());
    }
    for claim in Claim::all_of(record) {
        let paid = claim
            .paid
            .iter()
            .fold(0_i64, |sum, paid| sum.saturating_add(paid.minor));
        transaction
            .prepare_cached(
                "INSERT INTO complaint_claim (entry, document, is_agreement, currency, amount_minor, paid_minor, is_unpaid,
                     lacks_insurer)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING",
            )?
            .execute(params![
                claim.entry.as_bytes(),
                record.id.as_bytes(),
                claim.is_agreement,
                claim.amount.map(|amount| amount.currency.code()),
                claim.amount.map(|amount| amount.minor),
                paid,
                claim.is_open(),
                claim.insurer_open(),
            ])?;
    }
    Ok(())
}
