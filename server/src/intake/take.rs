//! Taking a call in at the telephone.

use chrono::{DateTime, FixedOffset};
use doorstep_domain::ids::{PersonId, RecordId};
use doorstep_words::office::calls::fault as words;
use rusqlite::{Connection, OptionalExtension as _, params};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    IntakeError,
    call::{TakeCall, Understood},
    number::Series,
    open::{open, record_of, standing_number},
};
use crate::{
    api_error::{ApiError, FieldFault},
    audit::{Deed, note},
    catalogue,
    environment::Environment,
    replication::{OfficeDesk, Replication},
    rights::{Action, NotAllowed, require},
    staff::{Clerk, StationCode, stations},
    writer::WriteError,
};

/// A call that was taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CallTaken {
    /// The id of its record.
    #[schema(value_type = String)]
    pub record: RecordId,
    /// The record's number.
    pub number: String,
    /// Where the office reads it.
    pub address: String,
    /// False: it was taken in before, with the same key; then nothing was written.
    pub is_new: bool,
}

/// Who took a call in, and when by the server's clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenBy {
    /// Who.
    pub person: PersonId,
    /// Milliseconds since 1970 in UTC.
    pub at_ms: i64,
}

/// Why a call was not taken in.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// The clerk may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// Some of what was told cannot be used.
    #[error("some fields cannot be used")]
    Unfit(Vec<FieldFault>),
    /// The record.
    #[error("the record could not be opened")]
    Intake(#[from] IntakeError),
}

impl From<rusqlite::Error> for CallError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Intake(error.into())
    }
}

impl From<WriteError> for CallError {
    fn from(error: WriteError) -> Self {
        Self::Intake(error.into())
    }
}

impl From<CallError> for ApiError {
    fn from(error: CallError) -> Self {
        match error {
            CallError::NotAllowed(error) => error.into(),
            CallError::Unfit(faults) => Self::unfit(faults),
            CallError::Intake(IntakeError::Write(error)) => error.into(),
            CallError::Intake(error) => Self::internal(error),
        }
    }
}

/// Takes a call in: its record is opened with a number of its own and given to a station. `received_at` is now, with the
/// office's offset.
///
/// # Errors
/// [`CallError`].
pub async fn take(
    replication: &Replication,
    clerk: Clerk,
    call: TakeCall,
    received_at: DateTime<FixedOffset>,
) -> Result<CallTaken, CallError> {
    require(&clerk, Action::TakeCalls, None)?;
    let organisation = replication.organisation();
    let environment = organisation.environment().clone();
    let key = match call.key.trim() {
        "" => {
            let drawn: [u8; 16] = environment.draw().map_err(IntakeError::from)?;
            uuid::Builder::from_random_bytes(drawn)
                .into_uuid()
                .to_string()
        }
        key => key.to_owned(),
    };
    let person = clerk.person.clone();
    let known_by = format!("{}\n{key}", person.0);
    let record = record_of(&organisation.authority().fingerprint(), "call", &known_by);
    replication
        .on_behalf_of(person, move |desk| {
            take_in(desk, &clerk, record, &call, received_at, &environment)
        })
        .await
}

/// As [`take`], in a transaction that has begun, for who writes more with it: a call that becomes this record.
///
/// # Errors
/// [`CallError`].
pub(crate) fn take_in(
    desk: &OfficeDesk<'_>,
    clerk: &Clerk,
    record: RecordId,
    call: &TakeCall,
    received_at: DateTime<FixedOffset>,
    environment: &Environment,
) -> Result<CallTaken, CallError> {
    let address = format!("/records/{record}");
    let taken = |number, is_new| CallTaken {
        record,
        number,
        address,
        is_new,
    };
    if let Some(number) = standing_number(desk, record)? {
        return Ok(taken(number, false));
    }
    let transaction = desk.connection();
    let catalogue = catalogue::newest(transaction).map_err(IntakeError::from)?;
    let mut understood = call.understand(catalogue.as_ref(), received_at.date_naive());
    let station = station_named(transaction, clerk, &call.station, &mut understood)?;
    if !understood.faults.is_empty() {
        return Err(CallError::Unfit(understood.faults));
    }
    require(clerk, Action::TakeCalls, station.as_ref())?;
    let number = Series::draw(transaction, environment, received_at.date_naive())?.next();
    open(desk, record, &understood.edits, &number, received_at)?;
    if let Some(station) = &station {
        give(transaction, record, station)?;
    }
    let now_ms = environment.now_ms();
    let subject = record.to_string();
    note(
        transaction,
        clerk,
        Deed::CallTaken,
        &subject,
        &station,
        now_ms,
    )?;
    Ok(taken(number, true))
}

/// The station that was named, else the only one of who takes the call.
pub(crate) fn station_named(
    connection: &Connection,
    clerk: &Clerk,
    named: &str,
    understood: &mut Understood,
) -> rusqlite::Result<Option<StationCode>> {
    let named = named.trim();
    let mut own = clerk.stations.iter();
    let station = match (named, own.next(), own.next()) {
        ("", None, _) => return Ok(None),
        ("", Some(only), None) => only.clone(),
        // Of several stations he says which.
        ("", Some(_), Some(_)) => {
            understood.fault("station", "empty", words::EMPTY);
            return Ok(None);
        }
        (named, ..) => StationCode(named.to_owned()),
    };
    let known = stations(connection)?;
    let is_open = known
        .iter()
        .any(|known| known.active && known.station == station);
    if is_open && clerk.works_for(Some(&station)) {
        return Ok(Some(station));
    }
    understood.fault("station", "unknown_station", words::UNKNOWN_STATION);
    Ok(None)
}

fn give(transaction: &Connection, record: RecordId, station: &StationCode) -> rusqlite::Result<()> {
    let values = params![record.as_bytes(), station.0];
    transaction
        .prepare_cached("INSERT INTO record_station (document, station) VALUES (?1, ?2)")?
        .execute(values)?;
    transaction
        .prepare_cached("UPDATE record_row SET station = ?2 WHERE document = ?1")?
        .execute(values)?;
    Ok(())
}

/// Who took the call of a record in; none where it came from a file or was opened at the door.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn taken_by(connection: &Connection, record: RecordId) -> rusqlite::Result<Option<TakenBy>> {
    connection
        .prepare_cached("SELECT person, at_ms FROM audit WHERE subject = ?1 AND deed = ?2")?
        .query_row(params![record.to_string(), Deed::CallTaken.code()], |row| {
            Ok(TakenBy {
                person: PersonId(row.get(0)?),
                at_ms: row.get(1)?,
            })
        })
        .optional()
}
