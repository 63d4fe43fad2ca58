//! What each keeps of his own: the password and the one-time code.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::{Clerk, CodeKey, CodeStep, Password, PasswordHash, StaffError};
use crate::{
    app::AppState,
    audit::{Deed, note},
};

/// Whether this is the clerk's present password. Slow on purpose.
///
/// # Errors
/// [`StaffError::WrongPassword`], also for who has none.
pub async fn check_password(
    state: &AppState,
    clerk: &Clerk,
    password: Password,
) -> Result<(), StaffError> {
    let person = clerk.person.clone();
    let read = move |connection: &Connection| {
        let stored = connection
            .query_row(
                "SELECT password FROM account WHERE person = ?1",
                [&person.0],
                |row| row.get(0).map(PasswordHash),
            )
            .optional()?;
        Ok::<_, crate::api_error::ApiError>(stored)
    };
    let stored = state.store().read(read).await.ok().flatten();
    let check = tokio::task::spawn_blocking(move || password.is(stored.as_ref()));
    match check.await {
        Ok(true) => Ok(()),
        Ok(false) => Err(StaffError::WrongPassword),
        Err(_) => Err(StaffError::Hashing),
    }
}

/// Gives the clerk another password; his other sessions end, the one with this number stays.
///
/// # Errors
/// [`StaffError`].
pub fn change_password(
    transaction: &Connection,
    clerk: &Clerk,
    password: &PasswordHash,
    session: i64,
    now_ms: i64,
) -> Result<(), StaffError> {
    transaction.execute(
        "UPDATE account SET password = ?2, set_at_ms = ?3 WHERE person = ?1",
        params![clerk.person.0, password.0, now_ms],
    )?;
    transaction.execute(
        "DELETE FROM session WHERE person = ?1 AND session <> ?2",
        params![clerk.person.0, session],
    )?;
    note(transaction, clerk, Deed::PasswordChanged, "", &(), now_ms)?;
    Ok(())
}

/// From now on the clerk is asked for a one-time code. `step` is that of the code by which he showed that his app has
/// the key.
///
/// # Errors
/// [`StaffError::WrongPassword`] for who has no account.
pub fn turn_on_code(
    transaction: &Connection,
    clerk: &Clerk,
    key: &CodeKey,
    step: CodeStep,
    now_ms: i64,
) -> Result<(), StaffError> {
    let changed = transaction.execute(
        "UPDATE account SET code_key = ?2, code_step = ?3 WHERE person = ?1",
        params![clerk.person.0, key.as_bytes(), step],
    )?;
    if changed == 0 {
        return Err(StaffError::WrongPassword);
    }
    note(transaction, clerk, Deed::CodeTurnedOn, "", &(), now_ms)?;
    Ok(())
}

/// From now on the password alone is enough.
///
/// # Errors
/// [`StaffError`].
pub fn turn_off_code(
    transaction: &Connection,
    clerk: &Clerk,
    now_ms: i64,
) -> Result<(), StaffError> {
    transaction.execute(
        "UPDATE account SET code_key = NULL, code_step = NULL WHERE person = ?1",
        [&clerk.person.0],
    )?;
    note(transaction, clerk, Deed::CodeTurnedOff, "", &(), now_ms)?;
    Ok(())
}
