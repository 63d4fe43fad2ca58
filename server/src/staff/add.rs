//! Somebody comes.

use std::collections::BTreeSet;

use doorstep_domain::{ids::PersonId, rights::Role};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Clerk, OfficeRole, StaffError, StationCode};
use crate::{
    audit::{Deed, note},
    organisation::{NewPerson, OrganisationError, insert_new_person},
    rights::{Action, require},
};

/// A person who is to be added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddPerson {
    /// A short stable code such as `t-zhang`: small letters, digits and hyphens, at most 32; never given twice.
    #[schema(min_length = 1, max_length = 32, pattern = "^[a-z0-9-]+$")]
    pub person: String,
    /// The name that people read: at most 64 characters.
    #[schema(min_length = 1, max_length = 64)]
    pub name: String,
    /// True: goes to customers; false: works at the office.
    pub technician: bool,
    /// What he does at the office; nothing for a technician.
    #[serde(default)]
    #[schema(value_type = Vec<OfficeRole>)]
    pub roles: BTreeSet<OfficeRole>,
    /// Where he works; one for a technician. None: everywhere.
    #[serde(default)]
    #[schema(value_type = Vec<StationCode>)]
    pub stations: BTreeSet<StationCode>,
}

/// Adds a person. He signs in after he has set a password by an invitation ([`super::invite`]).
///
/// # Errors
/// [`StaffError`].
pub fn add(
    transaction: &Connection,
    clerk: &Clerk,
    request: &AddPerson,
    now_ms: i64,
) -> Result<(), StaffError> {
    require(clerk, Action::KeepPeople, None)?;
    check_place(request.technician, &request.roles, &request.stations)?;
    let new = NewPerson {
        person: PersonId(request.person.clone()),
        name: request.name.trim().to_owned(),
        role: if request.technician {
            Role::Technician
        } else {
            Role::Office
        },
    };
    insert_new_person(transaction, &new, now_ms).map_err(|error| match error {
        OrganisationError::PersonExists => StaffError::CodeTaken,
        OrganisationError::BadName("person's code") => StaffError::BadCode,
        OrganisationError::BadName(_) => StaffError::BadName,
        other => other.into(),
    })?;
    place(
        transaction,
        &request.person,
        &request.roles,
        &request.stations,
    )?;
    note(
        transaction,
        clerk,
        Deed::PersonAdded,
        &request.person,
        request,
        now_ms,
    )?;
    Ok(())
}

/// A technician has no roles at the office and one station at most.
pub(super) fn check_place(
    technician: bool,
    roles: &BTreeSet<OfficeRole>,
    stations: &BTreeSet<StationCode>,
) -> Result<(), StaffError> {
    if technician && (!roles.is_empty() || stations.len() > 1) {
        Err(StaffError::NotForTechnicians)
    } else {
        Ok(())
    }
}

/// Writes down what somebody does and where; what stood there before is replaced.
pub(super) fn place(
    transaction: &Connection,
    person: &str,
    roles: &BTreeSet<OfficeRole>,
    stations: &BTreeSet<StationCode>,
) -> Result<(), StaffError> {
    transaction.execute("DELETE FROM person_role WHERE person = ?1", [person])?;
    for role in roles {
        transaction.execute(
            "INSERT INTO person_role (person, role) VALUES (?1, ?2)",
            params![person, role.code()],
        )?;
    }
    transaction.execute("DELETE FROM person_station WHERE person = ?1", [person])?;
    for station in stations {
        let placed = transaction.execute(
            "INSERT INTO person_station (person, station) SELECT ?1, station FROM station
             WHERE station = ?2 AND active = 1",
            params![person, station.0],
        )?;
        if placed == 0 {
            return Err(StaffError::NoStation);
        }
    }
    // Records that were not given to a station are where their technician is.
    transaction.execute(
        "UPDATE record_row
         SET station = coalesce((SELECT station FROM record_station WHERE record_station.document = record_row.document),
                                (SELECT min(station) FROM person_station WHERE person = ?1))
         WHERE assignee = ?1",
        [person],
    )?;
    Ok(())
}
