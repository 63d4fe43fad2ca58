//! Handing a record to a technician, or to another one.

use doorstep_domain::{
    ids::{PersonId, RecordId},
    record::{Field, FieldValue, Record},
    rights::Role,
};
use doorstep_replica::Edit;

use super::IntakeError;
use crate::{
    organisation::{OrganisationError, people},
    replication::Replication,
};

/// Hands a record to a technician. Whoever had it keeps it until his unsent work was taken.
///
/// # Errors
/// [`IntakeError::Person`] for nobody or somebody who has left, [`IntakeError::NoTechnician`],
/// [`IntakeError::Office`].
pub async fn assign(
    replication: &Replication,
    record: RecordId,
    person: PersonId,
) -> Result<Record, IntakeError> {
    replication
        .at_the_office(move |desk| {
            let found = people(desk.connection())?
                .into_iter()
                .find(|found| found.person == person);
            let found = found
                .filter(|found| found.active)
                .ok_or(OrganisationError::NoPerson)?;
            if found.role != Role::Technician {
                return Err(IntakeError::NoTechnician);
            }
            let assignee = FieldValue::Words(person.0);
            Ok(desk.edit(record, &[Edit::Field(Field::Assignee, assignee)])?)
        })
        .await
}
