//! An approval with all that was said.

use chrono::NaiveDate;
use doorstep_domain::approval_chain::{Chain, Post, Standing, Word};
use rusqlite::{Connection, OptionalExtension as _};
use serde::Serialize;
use utoipa::ToSchema;

use super::ApprovalError;
use crate::{audit::moment, staff::StationCode};

/// An approval as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Approval {
    /// Its number.
    pub approval: i64,
    /// Through which posts: `customer`, `dealer`, `batch`, `exchange`.
    #[schema(value_type = String)]
    pub chain: Chain,
    /// What kind of thing it is about.
    pub subject_kind: String,
    /// Which of them.
    pub subject: String,
    /// Whose it is.
    pub station: Option<StationCode>,
    /// When it was asked, RFC 3339.
    pub asked_at: String,
    /// Who asked.
    pub asked_by: String,
    /// The last day for the last word.
    #[schema(value_type = String)]
    pub due_on: NaiveDate,
    /// Whose turn it is; null once it has ended.
    #[schema(value_type = Option<String>)]
    pub next_post: Option<Post>,
    /// Granted or not; null while it waits.
    pub is_granted: Option<bool>,
    /// What was said, in its order. Their count is the version that the next word names.
    pub words: Vec<ApprovalWord>,
}

/// A post's word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ApprovalWord {
    /// Whose.
    #[schema(value_type = String)]
    pub post: Post,
    /// What.
    #[schema(value_type = String)]
    pub word: Word,
    /// Why; may be empty where it is agreed.
    pub reason: String,
    /// Who of an outside post said it; empty where it was the person himself.
    pub said_by: String,
    /// Who wrote it.
    pub person: String,
    /// When, RFC 3339.
    pub at: String,
}

impl Approval {
    /// How it stands by its chain.
    #[must_use]
    pub fn standing(&self) -> Standing {
        let said: Vec<Word> = self.words.iter().map(|said| said.word).collect();
        Standing::of(self.chain, &said)
    }
}

/// An approval, with what was said.
///
/// # Errors
/// [`ApprovalError::Stored`], [`ApprovalError::Statement`].
pub fn approval(connection: &Connection, number: i64) -> Result<Option<Approval>, ApprovalError> {
    let row = connection
        .prepare_cached(
            "SELECT chain, subject_kind, subject, station, asked_at_ms, asked_by, due_on
             FROM approval WHERE approval = ?1",
        )?
        .query_row([number], |row| {
            Ok((
                row.get::<_, String>(0)?,
                row.get(1)?,
                row.get(2)?,
                row.get::<_, Option<String>>(3)?,
                row.get(4)?,
                row.get(5)?,
                row.get::<_, String>(6)?,
            ))
        })
        .optional()?;
    let Some((chain, subject_kind, subject, station, asked_at_ms, asked_by, due_on)) = row else {
        return Ok(None);
    };
    let mut approval = Approval {
        approval: number,
        chain: Chain::from_code(&chain).ok_or(ApprovalError::Stored("chain"))?,
        subject_kind,
        subject,
        station: station.map(StationCode),
        asked_at: moment(asked_at_ms).to_rfc3339(),
        asked_by,
        due_on: due_on.parse().map_err(|_| ApprovalError::Stored("day"))?,
        next_post: None,
        is_granted: None,
        words: words(connection, number)?,
    };
    let standing = approval.standing();
    approval.next_post = standing.next();
    approval.is_granted = match standing {
        Standing::Waits { .. } => None,
        Standing::Granted => Some(true),
        Standing::Refused => Some(false),
    };
    Ok(Some(approval))
}

/// All approvals about something, in their order.
///
/// # Errors
/// [`ApprovalError::Stored`], [`ApprovalError::Statement`].
pub fn approvals_about(
    connection: &Connection,
    subject_kind: &str,
    subject: &str,
) -> Result<Vec<Approval>, ApprovalError> {
    let numbers: Vec<i64> = connection
        .prepare_cached(
            "SELECT approval FROM approval WHERE subject_kind = ?1 AND subject = ?2 ORDER BY approval",
        )?
        .query_map([subject_kind, subject], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let mut found = Vec::new();
    for number in numbers {
        found.extend(approval(connection, number)?);
    }
    Ok(found)
}

fn words(connection: &Connection, number: i64) -> Result<Vec<ApprovalWord>, ApprovalError> {
    let mut statement = connection.prepare_cached(
        "SELECT post, word, reason, said_by, person, at_ms FROM approval_word
         WHERE approval = ?1 ORDER BY place",
    )?;
    let mut rows = statement.query([number])?;
    let mut words = Vec::new();
    while let Some(row) = rows.next()? {
        let (post, word): (String, String) = (row.get(0)?, row.get(1)?);
        let post = Post::ALL.iter().copied().find(|known| known.code() == post);
        words.push(ApprovalWord {
            post: post.ok_or(ApprovalError::Stored("post"))?,
            word: Word::from_code(&word).ok_or(ApprovalError::Stored("word"))?,
            reason: row.get(2)?,
            said_by: row.get(3)?,
            person: row.get(4)?,
            at: moment(row.get(5)?).to_rfc3339(),
        });
    }
    Ok(words)
}
