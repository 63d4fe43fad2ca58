//! The office's list of records, for the command line.

use doorstep_domain::{course::Status, ids::RecordId};
use rusqlite::Connection;
use serde::Serialize;

/// One record of the list. Codes are the domain's; what is not known is empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RecordLine {
    /// Its id.
    pub record: RecordId,
    /// Its number.
    pub number: String,
    /// Where it stands.
    pub status: String,
    /// What comes next.
    pub next_step: String,
    /// The customer's name.
    pub customer_name: String,
    /// The kind of appliance.
    pub unit_kind: String,
    /// The model.
    pub unit_model: String,
    /// The technician's code.
    pub assignee: String,
    /// Two RFC 3339 times joined by `/`.
    pub appointment: String,
    /// What is not in order, how many.
    pub findings: i64,
    /// Fields with several values, how many.
    pub conflicts: i64,
    /// The verdict on the last acceptance of the work.
    pub verdict: String,
}

/// All records, or those with one status, in the order in which they came.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn list(connection: &Connection, status: Option<Status>) -> rusqlite::Result<Vec<RecordLine>> {
    connection
        .prepare_cached(
            "SELECT document, number, status, ifnull(next_step, ''), customer_name, unit_kind, unit_model,
                    ifnull(assignee, ''), ifnull(appointment, ''), findings, conflicts, ifnull(verdict, '')
             FROM record_row WHERE ?1 IS NULL OR status = ?1 ORDER BY row",
        )?
        .query_map([status.map(Status::code)], |row| {
            Ok(RecordLine {
                record: RecordId(uuid::Uuid::from_bytes(row.get(0)?)),
                number: row.get(1)?,
                status: row.get(2)?,
                next_step: row.get(3)?,
                customer_name: row.get(4)?,
                unit_kind: row.get(5)?,
                unit_model: row.get(6)?,
                assignee: row.get(7)?,
                appointment: row.get(8)?,
                findings: row.get(9)?,
                conflicts: row.get(10)?,
                verdict: row.get(11)?,
            })
        })?
        .collect()
}
