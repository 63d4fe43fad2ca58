//! The office answers what a technician asked (请示): granted or refused. The answer stands in the record.

use doorstep_domain::{
    course::Approval,
    ids::{EntryId, RecordId},
    record::{ApprovalDecided, What},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{REASON_CHARACTERS_MAX, RecordError, note, readable};
use crate::{
    replication::OfficeDesk,
    rights::{Action, require},
    staff::Clerk,
};

/// A question is to be answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideQuestion {
    /// Granted; else refused.
    pub granted: bool,
    /// Under which condition, or why not; a refusal says why.
    #[schema(max_length = 500)]
    pub note: String,
}

/// Answers a question, once.
///
/// # Errors
/// [`RecordError::DecidedBefore`] where somebody else was quicker, [`RecordError::NoReason`] for a refusal that does not
/// say why; others of [`RecordError`].
pub fn decide(
    desk: &OfficeDesk<'_>,
    clerk: &Clerk,
    id: RecordId,
    question: EntryId,
    request: &DecideQuestion,
    now_ms: i64,
) -> Result<(), RecordError> {
    let (record, station) = readable(desk, clerk, id)?;
    require(clerk, Action::Approve, station.as_ref())?;
    let asked = Approval::all_of(&record)
        .into_iter()
        .find(|asked| asked.request == question)
        .ok_or(RecordError::None)?;
    if asked.is_decided {
        return Err(RecordError::DecidedBefore);
    }
    let words = request.note.trim().to_owned();
    if words.is_empty() && !request.granted {
        return Err(RecordError::NoReason);
    }
    if words.chars().count() > REASON_CHARACTERS_MAX {
        return Err(RecordError::TooLong);
    }
    let decided = ApprovalDecided {
        request: question,
        granted: request.granted,
        note: words,
    };
    desk.happened(id, What::ApprovalDecided(decided))?;
    let did = if request.granted {
        "granted"
    } else {
        "refused"
    };
    note(desk.connection(), clerk, id, (did, None), now_ms)
}
