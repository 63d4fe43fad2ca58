//! A tool goes to somebody, comes back, or is gone.

use doorstep_domain::named;
use doorstep_words::office::tool as words;
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ToolError, tool_of};
use crate::{
    audit::{self, Deed},
    rights::{Action, require},
    staff::Clerk,
};

/// The longest words, in characters.
const WORDS_CHARACTERS_MAX: usize = 500;

/// What happened to a tool, and so where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ToolPlace {
    /// Somebody has it.
    Issued,
    /// It came back, and is in the store.
    Returned,
    /// It is lost.
    Lost,
    /// It was thrown away.
    Scrapped,
}

named!(ToolPlace {
    Issued "issued" words::place::ISSUED;
    Returned "returned" words::place::RETURNED;
    Lost "lost" words::place::LOST;
    Scrapped "scrapped" words::place::SCRAPPED;
});

/// Something happens to a tool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveTool {
    /// The version that was shown.
    pub version: i64,
    /// What happens.
    pub kind: ToolPlace,
    /// To whom it is issued: a person's code; empty otherwise.
    #[serde(default)]
    #[schema(max_length = 64)]
    pub holder: String,
    /// In what state it comes back, or why it is gone.
    #[serde(default)]
    #[schema(max_length = 500)]
    pub words: String,
}

/// Notes that something happened to a tool.
///
/// # Errors
/// [`ToolError`].
pub fn move_tool(
    transaction: &Connection,
    clerk: &Clerk,
    (tool, request): (i64, &MoveTool),
    now_ms: i64,
) -> Result<(), ToolError> {
    let standing = tool_of(transaction, tool)?.ok_or(ToolError::NoTool)?;
    require(clerk, Action::KeepTools, standing.station.as_ref())?;
    if standing.version != request.version {
        return Err(ToolError::ChangedMeanwhile);
    }
    let may_follow = match (standing.place, request.kind) {
        (ToolPlace::Scrapped, _) => false,
        // What was lost may turn up again.
        (ToolPlace::Lost, kind) => kind == ToolPlace::Returned,
        (ToolPlace::Issued, kind) => kind != ToolPlace::Issued,
        (ToolPlace::Returned, kind) => kind != ToolPlace::Returned,
    };
    if !may_follow {
        return Err(ToolError::NotThere);
    }
    let words = request.words.trim();
    let needs_words = request.kind != ToolPlace::Issued;
    if (needs_words && words.is_empty()) || words.chars().count() > WORDS_CHARACTERS_MAX {
        return Err(ToolError::NoWords);
    }
    let holder = match request.kind {
        ToolPlace::Issued => Some(present_person(transaction, request.holder.trim())?),
        _ => None,
    };
    transaction
        .prepare_cached(
            "INSERT INTO tool_movement (tool, kind, holder, words, person, at_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            tool,
            request.kind.code(),
            holder,
            words,
            clerk.person.0,
            now_ms
        ])?;
    transaction
        .prepare_cached("UPDATE tool SET version = version + 1 WHERE tool = ?1")?
        .execute([tool])?;
    let subject = format!("tool:{tool}");
    audit::note(
        transaction,
        clerk,
        Deed::ToolMoved,
        &subject,
        request,
        now_ms,
    )?;
    Ok(())
}

fn present_person(connection: &Connection, code: &str) -> Result<String, ToolError> {
    let is_here: bool = connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM person WHERE person = ?1 AND active = 1)")?
        .query_row([code], |row| row.get(0))?;
    if is_here {
        Ok(code.to_owned())
    } else {
        Err(ToolError::NoPerson)
    }
}
