//! Calls that were made.

use std::collections::BTreeMap;

use doorstep_domain::call_back::{Answers, Question};
use rusqlite::{Connection, Row};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::audit::moment;

/// A call that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MadeCall {
    /// Who called.
    pub person: String,
    /// When, RFC 3339.
    pub at: String,
    /// False: nobody answered.
    pub is_reached: bool,
    /// The day to call again.
    pub again_on: Option<String>,
    /// The answers: only to what was asked and answered.
    #[schema(value_type = BTreeMap<String, bool>)]
    pub answers: Answers,
    /// What was said.
    pub note: String,
}

/// The calls about something, in their order.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn made_about(connection: &Connection, about: Uuid) -> rusqlite::Result<Vec<MadeCall>> {
    connection
        .prepare_cached(&format!(
            "SELECT person, at_ms, is_reached, again_on, note, {} FROM call_back WHERE about = ?1 ORDER BY call_back",
            answer_columns().join(", ")
        ))?
        .query_map([about.as_bytes()], made)?
        .collect()
}

/// The columns of the answers, in the order of [`Question::ALL`].
pub(super) fn answer_columns() -> Vec<&'static str> {
    Question::ALL
        .iter()
        .map(|question| question.code())
        .collect()
}

fn made(row: &Row<'_>) -> rusqlite::Result<MadeCall> {
    let mut answers = BTreeMap::new();
    for (column, question) in (5..).zip(Question::ALL) {
        if let Some(answer) = row.get(column)? {
            answers.insert(*question, answer);
        }
    }
    Ok(MadeCall {
        person: row.get(0)?,
        at: moment(row.get(1)?).to_rfc3339(),
        is_reached: row.get(2)?,
        again_on: row.get(3)?,
        note: row.get(4)?,
        answers: Answers(answers),
    })
}
