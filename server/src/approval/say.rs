//! Whoever is next says his word.

use doorstep_domain::approval_chain::{Standing, Word};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ApprovalError, action_of, approval};
use crate::{
    audit::{Deed, note},
    rights::require,
    staff::Clerk,
};

/// The longest reason, in characters.
const REASON_CHARACTERS_MAX: usize = 2_000;
/// The longest name, in characters.
const NAME_CHARACTERS_MAX: usize = 64;

/// A word on an approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SayWord {
    /// How many words had been said when it was shown; another number now means that somebody was faster.
    #[schema(minimum = 0)]
    pub after: usize,
    /// `agreed`, `sent_back`, `refused`.
    #[schema(value_type = String)]
    pub word: Word,
    /// Why; must be given unless it is agreed.
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub reason: String,
    /// Who of an outside post said it; else empty.
    #[serde(default)]
    #[schema(max_length = 64)]
    pub said_by: String,
}

/// Takes a word. Gives how the approval stands then.
///
/// # Errors
/// [`ApprovalError`].
pub fn say(
    transaction: &Connection,
    clerk: &Clerk,
    number: i64,
    request: &SayWord,
    now_ms: i64,
) -> Result<Standing, ApprovalError> {
    let before = approval(transaction, number)?.ok_or(ApprovalError::None)?;
    let standing = before.standing();
    let post = standing.next().ok_or(ApprovalError::SpokenMeanwhile)?;
    require(clerk, action_of(post), before.station.as_ref())?;
    if before.words.len() != request.after {
        return Err(ApprovalError::SpokenMeanwhile);
    }
    if !standing.may_say().contains(&request.word) {
        return Err(ApprovalError::NotNow);
    }
    let (reason, said_by) = (request.reason.trim(), request.said_by.trim());
    if request.word.needs_reason() && reason.is_empty() {
        return Err(ApprovalError::NoReason);
    }
    if post.is_outside() && said_by.is_empty() {
        return Err(ApprovalError::NobodySaidIt);
    }
    if reason.chars().count() > REASON_CHARACTERS_MAX
        || said_by.chars().count() > NAME_CHARACTERS_MAX
    {
        return Err(ApprovalError::TooLong);
    }
    let place = i64::try_from(before.words.len()).map_err(|_| ApprovalError::Stored("words"))?;
    transaction.execute(
        "INSERT INTO approval_word (approval, place, post, word, reason, said_by, person, at_ms)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            number,
            place,
            post.code(),
            request.word.code(),
            reason,
            if post.is_outside() { said_by } else { "" },
            clerk.person.0,
            now_ms,
        ],
    )?;
    let said = before.words.iter().map(|said| said.word);
    let said: Vec<Word> = said.chain([request.word]).collect();
    let now = Standing::of(before.chain, &said);
    let outcome = match now {
        Standing::Waits { .. } => None,
        Standing::Granted => Some("granted"),
        Standing::Refused => Some("refused"),
    };
    transaction.execute(
        "UPDATE approval SET next_post = ?2, outcome = ?3 WHERE approval = ?1",
        params![number, now.next().map(|post| post.code()), outcome],
    )?;
    let subject = number.to_string();
    note(
        transaction,
        clerk,
        Deed::ApprovalSpoken,
        &subject,
        request,
        now_ms,
    )?;
    Ok(now)
}
