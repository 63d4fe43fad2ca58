//! What is known of who calls, before his call is taken in. Nothing is written.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset, NaiveDate};
use doorstep_domain::{
    catalogue::Catalogue,
    course::Status,
    cover::{Asked, Case, Rule},
    duplicate::{Likeness, Traits},
    ids::{DeviceId, RecordId},
    record::{Field, FieldValue, Record},
    unit_history::{EarlierRecord, SecondRepair, UnitHistory, unit_key},
};
use doorstep_replica::{Actor, Edit, RecordDocument};
use rusqlite::{Connection, params};

use super::{IntakeError, call::TakeCall, take::CallError};
use crate::{
    catalogue,
    replication::{ReplicationError, roster},
    rights::{Action, can, require},
    staff::{Clerk, StationCode},
};

/// Records that are looked at for one call: more of one telephone, unit or address are no household's.
const RECORDS_MAX: i64 = 200;
/// Records that are shown in one list.
const SHOWN_MAX: usize = 20;
/// Where a record stands that no visit can be a duplicate of.
const OVER: [Status; 3] = [Status::Signed, Status::Reported, Status::Cancelled];

/// What is known of who calls and of his unit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LookUp {
    /// Open records that are likely about the same visit, the one that changed last first.
    pub duplicates: Vec<Known>,
    /// Other records of the same telephone or the same unit.
    pub earlier: Vec<Known>,
    /// The unit was repaired a short time ago.
    pub second_repair: Option<PossibleSecondRepair>,
    /// By which rule the labour would be paid; none as long as the kind of appliance is not known.
    pub rule: Option<Rule>,
}

/// A record that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Its id.
    pub record: RecordId,
    /// Its number.
    pub number: String,
    /// Where it stands: the code of its [`Status`].
    pub status: String,
    /// The customer's name.
    pub customer_name: String,
    /// The kind of appliance.
    pub unit_kind: String,
    /// The model.
    pub unit_model: String,
    /// When it changed last, milliseconds since 1970 in UTC.
    pub updated_ms: i64,
    /// What is the same as in the call.
    pub likeness: BTreeSet<Likeness>,
    /// The telephone is the same, whatever the unit.
    pub has_phone: bool,
}

/// A repair of the same unit that is still warranted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PossibleSecondRepair {
    /// The number of its record.
    pub number: String,
    /// The day it was closed.
    pub closed_on: NaiveDate,
    /// The last day on which the same fault or part is a second repair.
    pub last_day: NaiveDate,
}

/// Looks up what is known of who calls, as far as the clerk may read it. What cannot be used of the call is passed over.
///
/// # Errors
/// [`CallError`].
pub fn look_up(
    connection: &Connection,
    clerk: &Clerk,
    call: &TakeCall,
    now: DateTime<FixedOffset>,
) -> Result<LookUp, CallError> {
    require(clerk, Action::TakeCalls, None)?;
    let catalogue = catalogue::newest(connection).map_err(IntakeError::from)?;
    let today = now.date_naive();
    let mut edits = call.understand(catalogue.as_ref(), today).edits;
    let catalogue = catalogue.unwrap_or_default();
    let received = FieldValue::Words(now.to_rfc3339());
    edits.push(Edit::Field(Field::ReceivedAt, received));
    let record = as_if_taken(connection, &edits)?;
    let mut found = LookUp::default();
    for (status, station, known) in candidates(connection, &record)? {
        if !can(clerk, Action::ReadRecords, station.as_ref()) {
            continue;
        }
        let is_over = OVER.iter().any(|over| over.code() == status);
        let list = match is_over || known.likeness.is_empty() {
            true => &mut found.earlier,
            false => &mut found.duplicates,
        };
        let concerns = known.has_phone || !known.likeness.is_empty();
        if concerns && list.len() < SHOWN_MAX {
            list.push(known);
        }
    }
    unit(connection, &record, &catalogue, today, &mut found)?;
    Ok(found)
}

/// The record as it would be if the call were taken in; it is nowhere kept.
fn as_if_taken(connection: &Connection, edits: &[Edit]) -> Result<Record, CallError> {
    let roster = roster(connection)?;
    let nobody = Actor::new(DeviceId([0; 16]), [0; 8]);
    let id = RecordId(uuid::Uuid::nil());
    let document = RecordDocument::create(id).map_err(ReplicationError::from);
    let mut document = document.map_err(IntakeError::from)?;
    let office = |error: doorstep_replica::EditError| IntakeError::Office(error.into());
    document.edit(nobody, 0, edits).map_err(office)?;
    Ok(document.record(&roster))
}

/// Records with the same telephone, the same address or the same unit, the one that changed last first.
fn candidates(
    connection: &Connection,
    record: &Record,
) -> rusqlite::Result<Vec<(String, Option<StationCode>, Known)>> {
    let traits = Traits::of(record);
    let phone = phone_digits(record.words(Field::CustomerPhone));
    let address = address_letters(record.words(Field::CustomerAddress));
    let unit = unit_key(record.words(Field::UnitSerial));
    connection
        .prepare_cached(
            "SELECT document, number, status, customer_name, customer_phone, customer_address, unit_kind, unit_model,
                    unit_serial, updated_ms, station, phone_digits
             FROM record_row WHERE row IN (
                 SELECT row FROM record_row WHERE phone_digits = ?1 AND phone_digits <> ''
                 UNION SELECT row FROM record_row WHERE address_letters = ?2 AND address_letters <> ''
                 UNION SELECT row FROM unit_record JOIN record_row USING (document)
                     WHERE unit_key = ?3 AND unit_key <> '')
             ORDER BY updated_ms DESC, row DESC LIMIT ?4",
        )?
        .query_map(params![phone, address, unit, RECORDS_MAX], |row| {
            let text = |place| row.get::<_, String>(place);
            let other = Traits::new(&text(8)?, &text(4)?, &text(5)?, &text(6)?);
            let station = row.get::<_, Option<String>>(10)?.map(StationCode);
            let known = Known {
                record: RecordId(uuid::Uuid::from_bytes(row.get(0)?)),
                number: text(1)?,
                status: text(2)?,
                customer_name: text(3)?,
                unit_kind: text(6)?,
                unit_model: text(7)?,
                updated_ms: row.get(9)?,
                likeness: traits.likeness(&other),
                has_phone: !phone.is_empty() && text(11)? == phone,
            };
            Ok((known.status.clone(), station, known))
        })?
        .collect()
}

/// What the unit's earlier records say of money.
fn unit(
    connection: &Connection,
    record: &Record,
    catalogue: &Catalogue,
    today: NaiveDate,
    found: &mut LookUp,
) -> rusqlite::Result<()> {
    let unit = unit_key(record.words(Field::UnitSerial));
    let summaries: Vec<String> = connection
        .prepare_cached(
            "SELECT summary FROM unit_record WHERE unit_key = ?1 AND unit_key <> '' LIMIT ?2",
        )?
        .query_map(params![unit, RECORDS_MAX], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let summaries = summaries.iter();
    // A summary that an older program wrote otherwise says nothing here; it is made anew with the list.
    let summaries = summaries.filter_map(|json| serde_json::from_str::<EarlierRecord>(json).ok());
    let history = UnitHistory::with_summaries(record, [], summaries);
    let second = SecondRepair::possible(record, &history, today, catalogue);
    found.second_repair = second.and_then(|(first, last_day)| {
        Some(PossibleSecondRepair {
            number: first.number.clone(),
            closed_on: first.closed_on?,
            last_day,
        })
    });
    if !record.words(Field::UnitKind).is_empty() {
        let case = Case {
            record,
            catalogue,
            history: &history,
            day: today,
            not_satisfied_on: None,
        };
        found.rule = Some(case.who_pays(&Asked::default()));
    }
    Ok(())
}

/// As the column `record_row.phone_digits`.
fn phone_digits(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().filter(char::is_ascii_digit).collect();
    let without_country = digits.len().saturating_sub(11);
    digits.into_iter().skip(without_country).collect()
}

/// As the column `record_row.address_letters`.
fn address_letters(address: &str) -> String {
    let kept = address.chars().filter(|sign| !" ,.-#，。".contains(*sign));
    kept.map(|sign| sign.to_ascii_lowercase()).collect()
}
