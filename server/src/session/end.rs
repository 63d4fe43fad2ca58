//! A session ends before its time.

use rusqlite::{Connection, OptionalExtension as _};

use crate::{
    api_error::ApiError,
    app::not_found,
    audit::{Deed, note},
    rights::{Action, NotAllowed, require},
    staff::Clerk,
    writer::WriteError,
};

/// Why a session was not ended.
#[derive(Debug, thiserror::Error)]
pub enum EndError {
    /// There is none of this number, or it has ended.
    #[error("there is no such session")]
    NoSession,
    /// It is another's, and the clerk does not keep people.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// The database.
    #[error("the database refused a statement")]
    Statement(#[from] rusqlite::Error),
    /// The work was not committed.
    #[error("the work was not written")]
    Write(#[from] WriteError),
}

impl From<EndError> for ApiError {
    fn from(error: EndError) -> Self {
        match error {
            EndError::NoSession => not_found(),
            EndError::NotAllowed(error) => error.into(),
            EndError::Statement(error) => error.into(),
            EndError::Write(error) => error.into(),
        }
    }
}

/// Ends a session: one's own, or anybody's for who keeps people.
///
/// # Errors
/// [`EndError`].
pub fn end(
    transaction: &Connection,
    clerk: &Clerk,
    session: i64,
    now_ms: i64,
) -> Result<(), EndError> {
    let whose: Option<String> = transaction
        .query_row(
            "SELECT person FROM session WHERE session = ?1",
            [session],
            |row| row.get(0),
        )
        .optional()?;
    let whose = whose.ok_or(EndError::NoSession)?;
    if whose != clerk.person.0 {
        require(clerk, Action::KeepPeople, None)?;
    }
    transaction.execute("DELETE FROM session WHERE session = ?1", [session])?;
    note(transaction, clerk, Deed::SessionEnded, &whose, &(), now_ms)?;
    Ok(())
}
