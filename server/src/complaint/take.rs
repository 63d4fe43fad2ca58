//! A complaint is taken at the office.

use chrono::DateTime;
use doorstep_domain::{
    call_back::{CallBackRule, DueCallBack},
    complaint::Complainant,
    deadline::WorkingDays,
    ids::RecordId,
    record::{ComplaintTaken, Gravity, What},
};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{ComplaintError, ComplaintId, given, text};
use crate::{
    audit::{self, Deed},
    call_back,
    intake::{find, station_of},
    replication::OfficeDesk,
    rights::{Action, require},
    staff::{Clerk, StationCode},
};

/// The longest name or telephone number, in characters.
const NAME_CHARACTERS_MAX: usize = 64;

/// A complaint that somebody told the office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeComplaint {
    /// The number or id of the record that it is about; empty: none.
    #[serde(default)]
    pub record: String,
    /// Who complains: `customer`, `dealer`.
    #[schema(value_type = String)]
    pub complainant: Complainant,
    /// `ordinary`, or of a crisis `injury`, `damage`, `press`, `authority`.
    #[schema(value_type = String)]
    pub gravity: Gravity,
    /// What about.
    #[schema(min_length = 1, max_length = 2000)]
    pub about: String,
    /// What is wanted; may be empty.
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub wish: String,
    /// Who it is, where there is no record.
    #[serde(default)]
    #[schema(max_length = 64)]
    pub name: String,
    /// His telephone number, where there is no record.
    #[serde(default)]
    #[schema(max_length = 64)]
    pub phone: String,
    /// Whose it is, where there is no record.
    #[serde(default)]
    pub station: Option<StationCode>,
}

/// Takes a complaint; `fresh` is its id where no record gives it one.
///
/// # Errors
/// [`ComplaintError`].
pub fn take(
    desk: &OfficeDesk<'_>,
    clerk: &Clerk,
    fresh: Uuid,
    request: &TakeComplaint,
    now_ms: i64,
) -> Result<ComplaintId, ComplaintError> {
    given(&request.about)?;
    text(&request.wish)?;
    let connection = desk.connection();
    let complaint = if request.record.trim().is_empty() {
        without_record(connection, clerk, fresh, request, now_ms)?
    } else {
        let record = find(connection, request.record.trim())?;
        let station = station_of(connection, record)?;
        require(clerk, Action::HandleComplaints, station.as_ref())?;
        of_record(desk, record, request)?
    };
    connection.execute(
        "UPDATE complaint SET complainant = ?2 WHERE complaint = ?1",
        params![complaint.0.as_bytes(), request.complainant.code()],
    )?;
    let subject = complaint.0.to_string();
    audit::note(
        connection,
        clerk,
        Deed::ComplaintTaken,
        &subject,
        &(),
        now_ms,
    )?;
    Ok(complaint)
}

/// Takes a complaint about a record, whoever asks for it.
pub(crate) fn of_record(
    desk: &OfficeDesk<'_>,
    record: RecordId,
    request: &TakeComplaint,
) -> Result<ComplaintId, ComplaintError> {
    let taken = ComplaintTaken {
        gravity: request.gravity,
        about: request.about.trim().to_owned(),
        wish: request.wish.trim().to_owned(),
    };
    let before = desk.edit(record, &[])?;
    let after = desk.happened(record, What::ComplaintTaken(taken))?;
    let mut fresh = after
        .entries
        .keys()
        .filter(|entry| !before.entries.contains_key(entry));
    let entry = fresh.next().ok_or(ComplaintError::Stored("entry"))?;
    Ok(ComplaintId(entry.0))
}

fn without_record(
    connection: &Connection,
    clerk: &Clerk,
    fresh: Uuid,
    request: &TakeComplaint,
    now_ms: i64,
) -> Result<ComplaintId, ComplaintError> {
    require(clerk, Action::HandleComplaints, request.station.as_ref())?;
    if request.gravity.is_major() {
        return Err(ComplaintError::NeedsRecord);
    }
    let name = given(&request.name)?;
    let phone = given(&request.phone)?;
    if [name, phone]
        .iter()
        .any(|words| words.chars().count() > NAME_CHARACTERS_MAX)
    {
        return Err(ComplaintError::TooLong);
    }
    let began = DateTime::from_timestamp_millis(now_ms).unwrap_or_default();
    let due = DueCallBack::new(
        fresh,
        CallBackRule::Complaint,
        began.fixed_offset(),
        &WorkingDays::default(),
    )
    .ok_or(ComplaintError::Stored("day"))?;
    let station = request.station.as_ref().map(|station| station.0.as_str());
    connection.execute(
        "INSERT INTO complaint (complaint, station, complainant, gravity, about, wish, name, phone, taken_at_ms, taken_by,
             due_on, is_withdrawn, denies_signature, remedy_words, insurer_number, closing_words, version)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 0, 0, '', '', '', 0)",
        params![
            fresh.as_bytes(),
            station,
            request.complainant.code(),
            request.gravity.code(),
            request.about.trim(),
            request.wish.trim(),
            name,
            phone,
            now_ms,
            clerk.person.0,
            due.due_on.to_string(),
        ],
    )?;
    call_back::note_due(connection, None, &due, (None, station))?;
    Ok(ComplaintId(fresh))
}
