//! Who goes to the customer, when, and how soon: one decision of the dispatcher.

use doorstep_domain::{
    ids::{PersonId, RecordId},
    record::{Field, FieldValue, Record},
};
use doorstep_replica::Edit;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{RecordError, is_as_shown, note, readable};
use crate::{
    replication::OfficeDesk,
    rights::{Action, require},
    staff::{Clerk, Colleague, colleague, colleagues},
};

/// A record is handed out. Each part stays as it is where it names what stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOut {
    /// The values that were shown.
    pub shown: ShownToDispatcher,
    /// The technician's code; null: nobody yet.
    #[schema(max_length = 80)]
    pub assignee: Option<String>,
    /// The agreed window, two moments of RFC 3339 joined by `/`; null: none.
    #[schema(max_length = 80)]
    pub appointment: Option<String>,
    /// Response due in 4, 24, 48 or 72 hours; null: not said.
    pub priority_hours: Option<i64>,
}

/// All values that were shown of each part: one, unless the field is in conflict; none if it was never written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShownToDispatcher {
    /// Who has it.
    #[schema(value_type = Vec<serde_json::Value>)]
    pub assignee: Vec<FieldValue>,
    /// The agreed window.
    #[schema(value_type = Vec<serde_json::Value>)]
    pub appointment: Vec<FieldValue>,
    /// The urgency.
    #[schema(value_type = Vec<serde_json::Value>)]
    pub priority_hours: Vec<FieldValue>,
}

/// The technicians whom a clerk may send: who has not left, and works where the clerk does.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn technicians(connection: &Connection, clerk: &Clerk) -> rusqlite::Result<Vec<Colleague>> {
    let mut people = colleagues(connection)?;
    people.retain(|person| may_be_sent(clerk, person));
    Ok(people)
}

fn may_be_sent(clerk: &Clerk, person: &Colleague) -> bool {
    let mut stations = person.stations.iter();
    let is_near = person.stations.is_empty() || stations.any(|at| clerk.works_for(Some(at)));
    person.technician && person.active && is_near
}

/// Hands a record out. Whoever had it keeps it until his unsent work was taken.
///
/// # Errors
/// [`RecordError::ChangedMeanwhile`], [`RecordError::NoTechnician`], [`RecordError::BadValue`], [`RecordError::InConflict`]
/// for a part that is in conflict and is to be another; others of [`RecordError`].
pub fn hand_out(
    desk: &OfficeDesk<'_>,
    clerk: &Clerk,
    id: RecordId,
    request: &HandOut,
    now_ms: i64,
) -> Result<(), RecordError> {
    let (record, station) = readable(desk, clerk, id)?;
    require(clerk, Action::Dispatch, station.as_ref())?;
    let words = |text: &Option<String>| text.as_deref().map_or(FieldValue::Empty, FieldValue::from);
    let hours = request.priority_hours;
    let shown = &request.shown;
    let parts = [
        (Field::Assignee, words(&request.assignee), &shown.assignee),
        (
            Field::Appointment,
            words(&request.appointment),
            &shown.appointment,
        ),
        (
            Field::PriorityHours,
            hours.map_or(FieldValue::Empty, FieldValue::Number),
            &shown.priority_hours,
        ),
    ];
    let mut edits = Vec::new();
    for (field, value, shown) in parts {
        is_as_shown(&record, field, shown)?;
        if is_in_force(&record, field, &value) {
            continue;
        }
        if record.conflicts().iter().any(|clash| clash.field == field) {
            return Err(RecordError::InConflict);
        }
        field.check(&value).map_err(|_| RecordError::BadValue)?;
        edits.push(Edit::Field(field, value));
    }
    let sends_another = edits
        .iter()
        .any(|edit| matches!(edit, Edit::Field(Field::Assignee, _)));
    if let Some(person) = request.assignee.as_ref().filter(|_| sends_another) {
        let person = colleague(desk.connection(), &PersonId(person.clone()))?;
        if !person.is_some_and(|person| may_be_sent(clerk, &person)) {
            return Err(RecordError::NoTechnician);
        }
    }
    if edits.is_empty() {
        return Err(RecordError::SameValue);
    }
    desk.edit(id, &edits)?;
    note(desk.connection(), clerk, id, ("handed_out", None), now_ms)
}

fn is_in_force(record: &Record, field: Field, value: &FieldValue) -> bool {
    record.field(field).unwrap_or(&FieldValue::Empty) == value
}
