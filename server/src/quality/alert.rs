//! The batch alert: raised once, listed the newest first; it passes the chain from quality to the deputy director.

use doorstep_domain::{
    approval_chain::{Chain, Standing},
    ids::PersonId,
    quality::passed,
};
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Month, QualityError};
use crate::{
    approval::{self, Approval, ApprovalError, Question, SayWord, approvals_about},
    audit::{Deed, moment, note},
    organisation::OFFICE,
    rights::{Action, require},
    staff::Clerk,
};

/// What its approvals are about.
const SUBJECT_KIND: &str = "batch_alert";

/// A batch quality event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Alert {
    /// Its number.
    pub(crate) alert: i64,
    /// The model.
    pub(crate) model: String,
    /// The batch.
    pub(crate) batch: String,
    /// The fault code.
    pub(crate) cause: String,
    /// Which limit was passed: `share` or `units`.
    pub(crate) passed: String,
    /// How many different units had failed then.
    pub(crate) failed: i64,
    /// How many units of the batch were known then.
    pub(crate) units: i64,
    /// When, RFC 3339.
    pub(crate) raised_at: String,
    /// A code of the post whose word on it is next; null once all have spoken.
    pub(crate) next_post: Option<String>,
    /// Whether what is to be done was agreed by all; null while somebody is next.
    pub(crate) is_granted: Option<bool>,
    #[serde(skip)]
    pub(crate) raised_at_ms: i64,
}

/// Raises the alert of a cause on a model and batch, if its limit is passed and it was not raised before, and opens its
/// approval. Whether it did.
pub(super) fn raise_if_passed(
    transaction: &Connection,
    (model, batch, cause): (&str, &str, &str),
    now_ms: i64,
) -> Result<bool, ApprovalError> {
    let units: Option<i64> = transaction
        .prepare_cached(
            "SELECT units FROM batch WHERE model = ?1 AND batch = ?2
               AND NOT EXISTS (SELECT 1 FROM batch_alert WHERE model = ?1 AND batch = ?2 AND cause = ?3)",
        )?
        .query_row([model, batch, cause], |row| row.get(0))
        .optional()?;
    let Some(units) = units else { return Ok(false) };
    let failed: i64 = transaction
        .prepare_cached(
            "SELECT count(DISTINCT serial) FROM failure WHERE model = ?1 AND batch = ?2 AND cause = ?3",
        )?
        .query_row([model, batch, cause], |row| row.get(0))?;
    let Some(limit) = passed(failed, units) else {
        return Ok(false);
    };
    transaction
        .prepare_cached(
            "INSERT INTO batch_alert (model, batch, cause, passed, failed, units, raised_at_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            model,
            batch,
            cause,
            limit.code(),
            failed,
            units,
            now_ms
        ])?;
    let office = PersonId(OFFICE.to_owned());
    open_approval(
        transaction,
        transaction.last_insert_rowid(),
        &office,
        now_ms,
    )?;
    Ok(true)
}

fn open_approval(
    transaction: &Connection,
    alert: i64,
    by: &PersonId,
    now_ms: i64,
) -> Result<(), ApprovalError> {
    let question = Question {
        chain: Chain::Batch,
        subject_kind: SUBJECT_KIND,
        subject: &alert.to_string(),
        // A batch is no station's.
        station: None,
    };
    approval::ask(transaction, by, &question, now_ms)?;
    Ok(())
}

/// The last approval of an alert stands beside it.
const FROM: &str = "alert, model, batch, cause, passed, failed, units, raised_at_ms, next_post, outcome
    FROM batch_alert LEFT JOIN approval ON approval =
        (SELECT max(approval) FROM approval WHERE subject_kind = 'batch_alert' AND subject = CAST(alert AS TEXT))";

/// At most so many alerts, of a month or of all times, the last raised first, those before the one of a number.
pub(crate) fn alerts(
    connection: &Connection,
    month: Option<Month>,
    before: Option<i64>,
    most: usize,
) -> rusqlite::Result<Vec<Alert>> {
    let before = before.unwrap_or(i64::MAX);
    let (from_ms, to_ms) = month.map_or((i64::MIN, i64::MAX), Month::span_ms);
    connection
        .prepare_cached(&format!(
            "SELECT {FROM} WHERE alert < ?1 AND raised_at_ms >= ?3 AND raised_at_ms < ?4 ORDER BY alert DESC LIMIT ?2"
        ))?
        .query_map(
            params![
                before,
                i64::try_from(most).unwrap_or(i64::MAX),
                from_ms,
                to_ms
            ],
            of_row,
        )?
        .collect()
}

/// An alert with its approvals, the last of which is the one that counts.
///
/// # Errors
/// [`QualityError::Approval`], [`QualityError::Statement`].
pub(crate) fn alert(
    connection: &Connection,
    number: i64,
) -> Result<Option<(Alert, Vec<Approval>)>, QualityError> {
    let alert = connection
        .prepare_cached(&format!("SELECT {FROM} WHERE alert = ?1"))?
        .query_row([number], of_row)
        .optional()?;
    let Some(alert) = alert else { return Ok(None) };
    let approvals = approvals_about(connection, SUBJECT_KIND, &number.to_string())?;
    Ok(Some((alert, approvals)))
}

/// The word of whoever is next on an alert.
///
/// # Errors
/// [`QualityError::None`], [`QualityError::Approval`].
pub(crate) fn speak(
    transaction: &Connection,
    clerk: &Clerk,
    number: i64,
    request: &SayWord,
    now_ms: i64,
) -> Result<Standing, QualityError> {
    require(clerk, Action::ReadQuality, None)?;
    let (_, approvals) = alert(transaction, number)?.ok_or(QualityError::None)?;
    let last = approvals.last().ok_or(QualityError::None)?;
    Ok(approval::say(
        transaction,
        clerk,
        last.approval,
        request,
        now_ms,
    )?)
}

/// Puts an alert to its chain anew, after a post has refused what was to be done; or for the first time, where it was raised
/// before alerts did so by themselves.
///
/// # Errors
/// [`QualityError::ApprovalRuns`] unless the last approval was refused; others of [`QualityError`].
pub(crate) fn ask_again(
    transaction: &Connection,
    clerk: &Clerk,
    number: i64,
    now_ms: i64,
) -> Result<(), QualityError> {
    require(clerk, Action::WorkOnQuality, None)?;
    let (_, approvals) = alert(transaction, number)?.ok_or(QualityError::None)?;
    let last = approvals.last();
    if last.is_some_and(|approval| approval.is_granted != Some(false)) {
        return Err(QualityError::ApprovalRuns);
    }
    open_approval(transaction, number, &clerk.person, now_ms)?;
    let subject = number.to_string();
    note(
        transaction,
        clerk,
        Deed::AlertAskedAgain,
        &subject,
        &(),
        now_ms,
    )?;
    Ok(())
}

fn of_row(row: &Row<'_>) -> rusqlite::Result<Alert> {
    let raised_at_ms = row.get(7)?;
    let outcome: Option<String> = row.get(9)?;
    Ok(Alert {
        alert: row.get(0)?,
        model: row.get(1)?,
        batch: row.get(2)?,
        cause: row.get(3)?,
        passed: row.get(4)?,
        failed: row.get(5)?,
        units: row.get(6)?,
        raised_at: moment(raised_at_ms).to_rfc3339(),
        next_post: row.get(8)?,
        is_granted: outcome.map(|outcome| outcome == "granted"),
        raised_at_ms,
    })
}
