//! A question is put to a chain.

use chrono::DateTime;
use doorstep_domain::{
    approval_chain::{Chain, Standing},
    ids::PersonId,
};
use rusqlite::{Connection, params};

use super::ApprovalError;
use crate::staff::StationCode;

/// What is asked. Who may ask it is a matter of the subject.
#[derive(Debug, Clone, Copy)]
pub struct Question<'q> {
    /// Through which posts.
    pub chain: Chain,
    /// What kind of thing it is about: `complaint`, `batch_alert`.
    pub subject_kind: &'q str,
    /// Which of them.
    pub subject: &'q str,
    /// Whose it is; none: of no station.
    pub station: Option<&'q StationCode>,
}

/// Begins an approval. Gives its number.
///
/// # Errors
/// [`ApprovalError::Statement`], or [`ApprovalError::Stored`] for a day past the end of the calendar.
pub fn ask(
    transaction: &Connection,
    by: &PersonId,
    question: &Question<'_>,
    now_ms: i64,
) -> Result<i64, ApprovalError> {
    let today = DateTime::from_timestamp_millis(now_ms).unwrap_or_default();
    let due_on = question
        .chain
        .due_on(today.date_naive())
        .ok_or(ApprovalError::Stored("day"))?;
    let next = Standing::of(question.chain, &[]).next();
    transaction.execute(
        "INSERT INTO approval (chain, subject_kind, subject, station, asked_at_ms, asked_by, due_on, next_post)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            question.chain.code(),
            question.subject_kind,
            question.subject,
            question.station.map(|station| station.0.as_str()),
            now_ms,
            by.0,
            due_on.to_string(),
            next.map(|post| post.code()),
        ],
    )?;
    Ok(transaction.last_insert_rowid())
}
