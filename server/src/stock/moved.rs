//! The entries behind a number of a balance.

use doorstep_domain::{
    ids::{EntryId, PersonId, RecordId},
    van::{Month, Movement, VanEntry},
};
use rusqlite::{Connection, params};
use serde::Serialize;
use utoipa::ToSchema;

use super::{BalanceError, settle::entry_id};

/// An entry of a van about a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Moved {
    /// The entry.
    pub entry: String,
    /// What happened: `issued`, `fitted`, `returned_new`, `counted` and so on.
    pub kind: String,
    /// How many pieces it names.
    pub quantity: i64,
    /// By how many pieces the van's stock grew; 0 where it was taken back.
    pub effect: i64,
    /// When, as claimed, RFC 3339.
    pub at: String,
    /// Who wrote it.
    pub by: String,
    /// The month in which it stands.
    pub month: String,
    /// The serial number; may be empty.
    pub serial: String,
    /// A note, a reason, a colleague's code or a transfer's number; may be empty.
    pub note: String,
    /// The record that it is about.
    #[schema(value_type = Option<String>, format = "uuid")]
    pub record: Option<RecordId>,
    /// It was taken back and counts no longer.
    pub is_taken_back: bool,
}

/// A place in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedPlace {
    /// The month.
    pub month: String,
    /// The entry.
    pub entry: EntryId,
}

/// The entries of a technician about a part in a month and, with `before`, in the months before; the last first, at most so
/// many, those after a place.
///
/// # Errors
/// [`BalanceError`].
pub fn moved(
    connection: &Connection,
    (technician, part): (&PersonId, &str),
    (month, before): (Month, bool),
    (after, most): (Option<&MovedPlace>, usize),
) -> Result<Vec<Moved>, BalanceError> {
    let month = month.to_string();
    let mut statement = connection.prepare_cached(
        "SELECT entry, kind, quantity, effect, is_valid, month, body FROM van_entry
         WHERE technician = ?1 AND part = ?2 AND (month = ?3 OR (?4 AND month < ?3))
           AND (?5 IS NULL OR (month, entry) < (?5, ?6))
         ORDER BY month DESC, entry DESC LIMIT ?7",
    )?;
    let mut rows = statement.query(params![
        technician.0,
        part,
        month,
        before,
        after.map(|place| place.month.as_str()),
        after.map(|place| *place.entry.as_bytes()),
        i64::try_from(most).unwrap_or(i64::MAX),
    ])?;
    let mut moved = Vec::new();
    while let Some(row) = rows.next()? {
        let body: String = row.get(6)?;
        let entry: VanEntry =
            serde_json::from_str(&body).map_err(|_| BalanceError::Noted("entry of a van"))?;
        let is_valid: bool = row.get(4)?;
        let effect: i64 = row.get(3)?;
        moved.push(Moved {
            entry: entry_id(row.get(0)?).to_string(),
            kind: row.get(1)?,
            quantity: row.get(2)?,
            effect: if is_valid { effect } else { 0 },
            at: entry.at.to_rfc3339(),
            by: entry.by.0,
            month: row.get(5)?,
            serial: entry
                .what
                .pieces()
                .map(|pieces| pieces.serial.clone())
                .unwrap_or_default(),
            note: note(&entry.what),
            record: match entry.what {
                Movement::Fitted { record, .. } | Movement::Removed { record, .. } => Some(record),
                _ => None,
            },
            is_taken_back: !is_valid,
        });
    }
    Ok(moved)
}

fn note(what: &Movement) -> String {
    match what {
        Movement::Requisitioned { note, .. } => note.clone(),
        Movement::HandedOver { to, .. } => to.0.clone(),
        Movement::TakenOver { from, transfer, .. } => format!("{} {transfer}", from.0),
        Movement::DifferenceExplained { reason, .. } => reason.clone(),
        _ => String::new(),
    }
}
