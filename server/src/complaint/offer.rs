//! A remedy is offered, and passes its chain.

use doorstep_domain::{approval_chain::Standing, complaint::Remedy};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Complaint, ComplaintError, ComplaintId, Deed, complaint, given, step};
use crate::{
    approval::{self, Question, SayWord, ask},
    audit,
    rights::{Action, require},
    staff::Clerk,
};

/// What is offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferRemedy {
    /// The version that was shown.
    pub version: i64,
    /// `explanation`, `second_service`, `compensation`, `return`, `exchange`.
    #[schema(value_type = String)]
    pub remedy: Remedy,
    /// What exactly: for a return or an exchange its form, with the unit and the reason.
    #[schema(min_length = 1, max_length = 2000)]
    pub words: String,
    /// What is to be paid, in fen; needed for a compensation.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 1_000_000_000)]
    pub compensation_minor: Option<i64>,
}

/// The largest compensation, in fen.
const COMPENSATION_MINOR_MAX: i64 = 1_000_000_000;

/// Offers a remedy: its approval begins. What was refused may be offered anew, otherwise.
///
/// # Errors
/// [`ComplaintError::ApprovalRuns`] while another offer passes its chain; others of [`ComplaintError`].
pub fn offer(
    transaction: &Connection,
    clerk: &Clerk,
    id: ComplaintId,
    request: &OfferRemedy,
    now_ms: i64,
) -> Result<(), ComplaintError> {
    let before = open(transaction, clerk, id, request.version)?;
    let runs = before.approval.as_ref();
    if runs.is_some_and(|approval| approval.next_post.is_some()) {
        return Err(ComplaintError::ApprovalRuns);
    }
    let words = given(&request.words)?;
    match request.compensation_minor {
        None if request.remedy == Remedy::Compensation => return Err(ComplaintError::BadAmount),
        Some(minor) if !(1..=COMPENSATION_MINOR_MAX).contains(&minor) => {
            return Err(ComplaintError::BadAmount);
        }
        _ => {}
    }
    let subject = id.0.to_string();
    let approval = ask(
        transaction,
        &clerk.person,
        &Question {
            chain: request.remedy.chain(before.complainant),
            subject_kind: "complaint",
            subject: &subject,
            station: before.station.as_ref(),
        },
        now_ms,
    )?;
    transaction.execute(
        "UPDATE complaint SET remedy = ?2, remedy_words = ?3, compensation_minor = ?4, approval = ?5 WHERE complaint = ?1",
        params![
            id.0.as_bytes(),
            request.remedy.code(),
            words,
            request.compensation_minor,
            approval
        ],
    )?;
    step::write(transaction, &clerk.person, id, Deed::Offered, words, now_ms)?;
    audit::note(
        transaction,
        clerk,
        audit::Deed::ComplaintChanged,
        &subject,
        request,
        now_ms,
    )?;
    Ok(())
}

/// A word on what is offered.
///
/// # Errors
/// [`ComplaintError::Approval`], [`ComplaintError::None`].
pub fn speak(
    transaction: &Connection,
    clerk: &Clerk,
    id: ComplaintId,
    request: &SayWord,
    now_ms: i64,
) -> Result<Standing, ComplaintError> {
    let before = complaint(transaction, id)?.ok_or(ComplaintError::None)?;
    require(clerk, Action::HandleComplaints, before.station.as_ref())?;
    if before.is_over() {
        return Err(ComplaintError::Closed);
    }
    let running = before.approval.ok_or(ComplaintError::None)?;
    let standing = approval::say(transaction, clerk, running.approval, request, now_ms)?;
    transaction.execute(
        "UPDATE complaint SET version = version + 1 WHERE complaint = ?1",
        [id.0.as_bytes()],
    )?;
    Ok(standing)
}

/// A complaint that may be worked on as it was shown.
pub(super) fn open(
    transaction: &Connection,
    clerk: &Clerk,
    id: ComplaintId,
    version: i64,
) -> Result<Complaint, ComplaintError> {
    let before = complaint(transaction, id)?.ok_or(ComplaintError::None)?;
    require(clerk, Action::HandleComplaints, before.station.as_ref())?;
    if before.version != version {
        Err(ComplaintError::ChangedMeanwhile)
    } else if before.is_over() {
        Err(ComplaintError::Closed)
    } else {
        Ok(before)
    }
}
