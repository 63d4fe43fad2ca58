//! Opening a record for each call of a file.

use chrono::{DateTime, FixedOffset};
use doorstep_domain::ids::RecordId;
use doorstep_evidence::digest::Digest;

use super::{
    IntakeError,
    number::Series,
    open::{open, record_of, standing_number},
    read::{Call, read},
};
use crate::{
    catalogue,
    environment::Environment,
    replication::{OfficeDesk, Replication},
};

/// A call that is in the books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Its number at the telephone.
    pub reference: String,
    /// Its record.
    pub record: RecordId,
    /// The record's number.
    pub number: String,
    /// False if an earlier import took it already: then the record was left as it is.
    pub is_new: bool,
}

/// Takes the calls of a CSV file, all or none, in the order of the file. A call whose reference was imported before
/// is known again by its record's id, which follows from the reference.
///
/// `name` is what the file is called in faults; `received_at` is now, with the office's offset.
///
/// # Errors
/// [`IntakeError`]; [`crate::csv_file::CsvError::Rows`] with everything that is wrong in the file.
pub async fn import(
    replication: &Replication,
    name: &str,
    bytes: &[u8],
    received_at: DateTime<FixedOffset>,
) -> Result<Vec<Taken>, IntakeError> {
    let organisation = replication.organisation();
    let catalogue = organisation.store().read(catalogue::newest).await?;
    let calls = read(name, bytes, catalogue.as_ref())?;
    let organisation_is = organisation.authority().fingerprint();
    let environment = organisation.environment().clone();
    replication
        .at_the_office(move |desk| take(desk, &calls, &organisation_is, received_at, &environment))
        .await
}

fn take(
    desk: &OfficeDesk<'_>,
    calls: &[Call],
    organisation: &Digest,
    received_at: DateTime<FixedOffset>,
    environment: &Environment,
) -> Result<Vec<Taken>, IntakeError> {
    let mut series = Series::draw(desk.connection(), environment, received_at.date_naive())?;
    let mut taken = Vec::with_capacity(calls.len());
    for call in calls {
        let record = record_of(organisation, "intake", &call.reference);
        let standing = standing_number(desk, record)?;
        let is_new = standing.is_none();
        let number = match standing {
            Some(number) => number,
            None => {
                let number = series.next();
                open(desk, record, &call.edits, &number, received_at)?;
                number
            }
        };
        taken.push(Taken {
            reference: call.reference.clone(),
            record,
            number,
            is_new,
        });
    }
    Ok(taken)
}
