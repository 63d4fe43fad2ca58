//! What a record asks for after the visit: follow-up calls, complaints, the return of units, the next visit by a contract.

use doorstep_domain::{call_back::call_backs_of, record::Record};
use rusqlite::Connection;

use super::ReplicationError;
use crate::{calendar::working_days, call_back, complaint, contract, custody};

/// Notes it anew. Called after the record's row was written.
pub(super) fn note(
    transaction: &Connection,
    record: &Record,
    station: Option<&str>,
) -> Result<(), ReplicationError> {
    let calls = call_backs_of(record, &working_days(transaction)?);
    complaint::note(transaction, record, &calls, station)?;
    call_back::note(transaction, record, &calls, station)?;
    custody::note(transaction, record, station)?;
    contract::note(transaction, record)?;
    Ok(())
}
