//! What people of the office looked at, changed and took out: one row each, in the transaction that did it.
//!
//! [`note`] writes a row; [`read`] gives them back, the newest first.

mod deed;
mod read;

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{Connection, params};
use serde::Serialize;

pub use self::{
    deed::Deed,
    read::{AuditFilter, AuditRow, read},
};
use crate::{app::AppState, staff::Clerk, store::StoreError, writer::WriteError};

/// For so long the same look at the same thing is one view.
const ONE_VIEW: TimeDelta = TimeDelta::minutes(10);

/// Notes a deed. `subject` is what it was done to, `detail` what changed; `()` if nothing did.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn note(
    transaction: &Connection,
    clerk: &Clerk,
    deed: Deed,
    subject: &str,
    detail: &impl Serialize,
    now_ms: i64,
) -> rusqlite::Result<()> {
    let detail = match serde_json::to_string(detail) {
        Ok(json) if json != "null" => json,
        Ok(_) => String::new(),
        Err(error) => return Err(rusqlite::Error::ToSqlConversionFailure(Box::new(error))),
    };
    transaction
        .prepare_cached(
            "INSERT INTO audit (at_ms, person, deed, subject, detail) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            now_ms,
            clerk.person.0,
            deed.code(),
            subject,
            detail
        ])?;
    Ok(())
}

/// Notes that somebody looked at something or took it out, before he gets it. A page that follows what devices send is
/// read again and again: the same view within ten minutes is one.
///
/// # Errors
/// [`NotNoted`]: then he is to get nothing.
pub async fn note_view(
    state: &AppState,
    clerk: &Clerk,
    deed: Deed,
    subject: String,
) -> Result<(), NotNoted> {
    let now_ms = state.environment().now_ms();
    let since_ms = now_ms - ONE_VIEW.num_milliseconds();
    let asked = (subject.clone(), clerk.person.0.clone(), deed.code());
    let is_noted = state
        .store()
        .read(move |connection| -> Result<bool, NotNoted> {
            Ok(connection
                .prepare_cached(
                    "SELECT EXISTS (SELECT 1 FROM audit
                     WHERE subject = ?1 AND person = ?2 AND deed = ?3 AND at_ms > ?4)",
                )?
                .query_row(params![asked.0, asked.1, asked.2, since_ms], |row| {
                    row.get(0)
                })?)
        })
        .await?;
    if is_noted {
        return Ok(());
    }
    let clerk = clerk.clone();
    let job = move |transaction: &rusqlite::Savepoint<'_>| {
        Ok::<_, NotNoted>(note(transaction, &clerk, deed, &subject, &(), now_ms)?)
    };
    state.writer().submit(job).await
}

/// Why a view was not noted.
#[derive(Debug, thiserror::Error)]
pub enum NotNoted {
    /// A statement failed.
    #[error("the database refused a statement")]
    Statement(#[from] rusqlite::Error),
    /// The database could not be read.
    #[error("the database could not be used")]
    Store(#[from] StoreError),
    /// The work was not committed.
    #[error("the work was not written")]
    Write(#[from] WriteError),
}

impl From<NotNoted> for crate::api_error::ApiError {
    fn from(error: NotNoted) -> Self {
        match error {
            NotNoted::Statement(error) => error.into(),
            NotNoted::Store(error) => error.into(),
            NotNoted::Write(error) => error.into(),
        }
    }
}

/// When a row was written.
pub(crate) fn moment(at_ms: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(at_ms).unwrap_or_default()
}
