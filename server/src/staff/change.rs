//! Somebody gets another name, other roles, other stations.

use std::collections::BTreeSet;

use doorstep_domain::ids::PersonId;
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::{
    Clerk, Colleague, OfficeRole, StaffError, StationCode,
    add::{check_place, place},
    colleague,
};
use crate::{
    audit::{Deed, note},
    organisation::check_name,
    rights::{Action, require},
};

/// How a person is to be from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePerson {
    /// The version that was shown, as the person's `version`; another one now means that somebody was faster.
    pub version: String,
    /// The name that people read: at most 64 characters.
    #[schema(min_length = 1, max_length = 64)]
    pub name: String,
    /// What he does at the office; nothing for a technician.
    #[schema(value_type = Vec<OfficeRole>)]
    pub roles: BTreeSet<OfficeRole>,
    /// Where he works.
    #[schema(value_type = Vec<StationCode>)]
    pub stations: BTreeSet<StationCode>,
}

/// Changes a person.
///
/// # Errors
/// [`StaffError::ChangedMeanwhile`] if he is not as he was shown; others of [`StaffError`].
pub fn change(
    transaction: &Connection,
    clerk: &Clerk,
    person: &PersonId,
    request: &ChangePerson,
    now_ms: i64,
) -> Result<(), StaffError> {
    require(clerk, Action::KeepPeople, None)?;
    let before = colleague(transaction, person)?
        .filter(|colleague| colleague.active)
        .ok_or(StaffError::NoPerson)?;
    if before.version() != request.version {
        return Err(StaffError::ChangedMeanwhile);
    }
    let name = request.name.trim();
    check_name(name, "person's name").map_err(|_| StaffError::BadName)?;
    check_place(before.technician, &request.roles, &request.stations)?;
    keep_an_administrator(transaction, &before, &request.roles)?;
    transaction.execute(
        "UPDATE person SET name = ?2 WHERE person = ?1",
        params![person.0, name],
    )?;
    place(transaction, &person.0, &request.roles, &request.stations)?;
    let detail = json!({ "before": before, "after": request });
    note(
        transaction,
        clerk,
        Deed::PersonChanged,
        &person.0,
        &detail,
        now_ms,
    )?;
    Ok(())
}

/// Somebody must be able to keep people and rights, besides the office itself, once there is somebody else: the office
/// itself comes in only by a link from the command line, and that way always stays.
pub(super) fn keep_an_administrator(
    connection: &Connection,
    before: &Colleague,
    roles: &BTreeSet<OfficeRole>,
) -> Result<(), StaffError> {
    const ADMINISTRATOR: OfficeRole = OfficeRole::Administrator;
    if !before.roles.contains(&ADMINISTRATOR) || roles.contains(&ADMINISTRATOR) {
        return Ok(());
    }
    let others: i64 = connection.query_row(
        "SELECT count(*) FROM person_role JOIN person USING (person)
         WHERE person_role.role = ?1 AND active = 1 AND person <> ?2",
        params![ADMINISTRATOR.code(), before.person],
        |row| row.get(0),
    )?;
    if others == 0 {
        return Err(StaffError::LastAdministrator);
    }
    Ok(())
}
