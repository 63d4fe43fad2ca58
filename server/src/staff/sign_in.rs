//! Somebody signs in with his code, his password and, if he has turned that on, a one-time code.
//!
//! A try is counted before the password is looked at, so that a thousand tries at the same time are not a thousand
//! tries. Who is refused learns neither whether the person exists nor whether he has a password.

use axum::http::StatusCode;
use chrono::TimeDelta;
use doorstep_domain::ids::PersonId;
use doorstep_words::office::sign_in as words;
use rusqlite::{Connection, OptionalExtension as _, params};
use tokio::sync::Semaphore;

use super::{Clerk, CodeKey, CodeStep, Password, PasswordHash, clerk};
use crate::{
    api_error::ApiError,
    app::AppState,
    audit::{Deed, note},
    session::{Begun, begin},
    store::StoreError,
    writer::WriteError,
};

/// So many wrong tries, and one has to wait.
const MOST_TRIES: i64 = 10;
/// Until the first of them is so long ago. Whoever is locked out by somebody else still comes in by a link.
const TRIES_COUNT_FOR: TimeDelta = TimeDelta::minutes(15);
/// A check takes 19 MiB: so many at once.
static ROOM_FOR_CHECKS: Semaphore = Semaphore::const_new(2);

/// What somebody typed.
#[derive(Debug, Clone)]
pub struct SignIn {
    /// His code.
    pub person: PersonId,
    /// His password.
    pub password: Password,
    /// The one-time code; empty if he typed none.
    pub code: String,
    /// What his browser says it is.
    pub browser: String,
}

/// Why somebody did not get in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// There is no such person, or that is not his password.
    #[error("the code or the password is wrong")]
    Wrong,
    /// The password is right; the one-time code is missing, wrong or used.
    #[error("the one-time code is missing or wrong")]
    Code,
    /// Too many wrong tries lately.
    #[error("too many wrong tries")]
    TooMany,
    /// No randomness, or no thread for the check.
    #[error("the sign-in could not be done")]
    Machine,
    /// The database could not be read.
    #[error("the account could not be read")]
    Store(#[from] StoreError),
    /// A statement failed.
    #[error("the database refused a statement")]
    Statement(#[from] rusqlite::Error),
    /// The work was not committed.
    #[error("the work was not written")]
    Write(#[from] WriteError),
}

impl From<SignInError> for ApiError {
    fn from(error: SignInError) -> Self {
        let unfit = StatusCode::UNPROCESSABLE_ENTITY;
        match error {
            SignInError::Wrong => Self::refused(unfit, "wrong_sign_in", words::refused::WRONG),
            SignInError::Code => Self::refused(unfit, "wrong_code", words::refused::CODE),
            SignInError::TooMany => Self::refused(
                StatusCode::TOO_MANY_REQUESTS,
                "too_many_tries",
                words::refused::TOO_MANY,
            ),
            SignInError::Machine => Self::internal(error),
            SignInError::Store(error) => error.into(),
            SignInError::Statement(error) => error.into(),
            SignInError::Write(error) => error.into(),
        }
    }
}

struct Account {
    password: PasswordHash,
    code_key: Option<CodeKey>,
    code_step: Option<CodeStep>,
}

/// Lets somebody in, or says why not.
///
/// # Errors
/// [`SignInError`].
pub async fn sign_in(state: &AppState, request: SignIn) -> Result<Begun, SignInError> {
    let now_ms = state.environment().now_ms();
    let person = request.person.clone();
    let account = state
        .writer()
        .submit(move |transaction| {
            count_try(transaction, &person, now_ms)?;
            read_account(transaction, &person)
        })
        .await?;
    let stored = account.as_ref().map(|account| account.password.clone());
    let password = request.password.clone();
    let is_right = {
        let _room = ROOM_FOR_CHECKS.acquire().await;
        let check = tokio::task::spawn_blocking(move || password.is(stored.as_ref()));
        check.await.map_err(|_| SignInError::Machine)?
    };
    let Some(account) = account.filter(|_| is_right) else {
        return Err(SignInError::Wrong);
    };
    let step = match &account.code_key {
        Some(key) => Some(
            key.step_of(&request.code, now_ms, account.code_step)
                .ok_or(SignInError::Code)?,
        ),
        None => None,
    };
    let session = state.environment().clone();
    state
        .writer()
        .submit(move |transaction| {
            let clerk = clerk(transaction, &request.person)?.ok_or(SignInError::Wrong)?;
            // Between the look at the code and now somebody else may have used it.
            if step.is_some() && !take_code(transaction, &clerk, step)? {
                return Err(SignInError::Code);
            }
            transaction.execute(
                "DELETE FROM failed_sign_in WHERE person = ?1",
                [&clerk.person.0],
            )?;
            note(transaction, &clerk, Deed::SignedIn, "", &(), now_ms)?;
            begin(transaction, &session, &clerk.person, &request.browser)
                .map_err(|_| SignInError::Machine)
        })
        .await
}

/// Counts a try as failed until it turns out right.
fn count_try(transaction: &Connection, person: &PersonId, now_ms: i64) -> Result<(), SignInError> {
    let since_ms = now_ms - TRIES_COUNT_FOR.num_milliseconds();
    transaction.execute("DELETE FROM failed_sign_in WHERE at_ms < ?1", [since_ms])?;
    let tries: i64 = transaction.query_row(
        "SELECT count(*) FROM failed_sign_in WHERE person = ?1",
        [&person.0],
        |row| row.get(0),
    )?;
    if tries >= MOST_TRIES {
        return Err(SignInError::TooMany);
    }
    transaction.execute(
        "INSERT INTO failed_sign_in (person, at_ms) VALUES (?1, ?2)",
        params![person.0, now_ms],
    )?;
    Ok(())
}

fn read_account(
    connection: &Connection,
    person: &PersonId,
) -> Result<Option<Account>, SignInError> {
    Ok(connection
        .query_row(
            "SELECT password, code_key, code_step FROM account JOIN person USING (person)
             WHERE person = ?1 AND active = 1",
            [&person.0],
            |row| {
                Ok(Account {
                    password: PasswordHash(row.get(0)?),
                    code_key: row.get::<_, Option<Vec<u8>>>(1)?.map(CodeKey::of),
                    code_step: row.get(2)?,
                })
            },
        )
        .optional()?)
}

/// Takes a code; false if it, or a later one, was taken already.
fn take_code(
    transaction: &Connection,
    clerk: &Clerk,
    step: Option<CodeStep>,
) -> rusqlite::Result<bool> {
    let taken = transaction.execute(
        "UPDATE account SET code_step = ?2 WHERE person = ?1 AND (code_step IS NULL OR code_step < ?2)",
        params![clerk.person.0, step],
    )?;
    Ok(taken == 1)
}
