//! What is counted on a van, and why it differs from the books.

use doorstep_domain::{
    ids::{EntryId, PersonId},
    van::{Cause, Month, Movement},
};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{AtTheCounter, Handed, StockError, balance_of, counter::hand, months, overview};
use crate::{
    audit::{self, Deed},
    replication::OfficeDesk,
    rights::{Action, require},
    staff::Clerk,
};

/// The longest reason, in characters.
const REASON_CHARACTERS_MAX: usize = 500;
/// The most pieces that one form names.
pub(super) const PIECES_MAX: i64 = 10_000;

/// Pieces of a part are counted on a van.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CountVan {
    /// The part's code.
    #[schema(min_length = 1, max_length = 64)]
    pub part: String,
    /// How many there are.
    #[schema(minimum = 0, maximum = 10000)]
    pub quantity: i64,
}

/// A difference of a count is explained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExplainDifference {
    /// The difference that was shown; negative where pieces lack.
    pub difference: i64,
    /// How much of it is explained by this.
    #[schema(minimum = -10000, maximum = 10000)]
    pub quantity: i64,
    /// Why.
    #[schema(min_length = 1, max_length = 500)]
    pub reason: String,
}

/// A count that differs from the books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unexplained {
    /// The part.
    pub part: String,
    /// What was counted.
    pub counted: i64,
    /// By how many pieces it differs still; negative where they lack.
    pub difference: i64,
}

/// A count of a van that differs; nothing where it does not, or there is none of this id.
///
/// # Errors
/// [`StockError`].
pub fn unexplained(
    connection: &Connection,
    technician: &PersonId,
    count: EntryId,
    month: Month,
) -> Result<Option<Unexplained>, StockError> {
    let balance = balance_of(connection, technician, month)?;
    let differs = balance
        .findings
        .into_iter()
        .find(|finding| finding.cause == Cause::CountedOtherwise && finding.entry == Some(count));
    let Some(differs) = differs else {
        return Ok(None);
    };
    let vans = months(connection, technician, false)?;
    let reading = vans.iter().find_map(|van| van.entries.get(&count));
    let counted = reading.and_then(|reading| match reading.entry.what {
        Movement::Counted { quantity, .. } => Some(quantity),
        _ => None,
    });
    Ok(counted.map(|counted| Unexplained {
        part: differs.part,
        counted,
        difference: differs.pieces,
    }))
}

/// Counts what is on a van.
///
/// # Errors
/// [`StockError`].
pub fn count(
    desk: &OfficeDesk<'_>,
    clerk: &Clerk,
    technician: &PersonId,
    request: &CountVan,
    now_ms: i64,
) -> Result<Handed, StockError> {
    let part = part(&request.part)?;
    if !(0..=PIECES_MAX).contains(&request.quantity) {
        return Err(StockError::BadQuantity);
    }
    let does = AtTheCounter::Count {
        part,
        quantity: request.quantity,
    };
    on_a_van(desk, clerk, technician, does, now_ms)
}

/// Explains a difference of a count: from here on the stock is as counted.
///
/// # Errors
/// [`StockError::ChangedMeanwhile`] where it differs otherwise than it was shown.
pub fn explain(
    desk: &OfficeDesk<'_>,
    clerk: &Clerk,
    (technician, count): (&PersonId, EntryId),
    request: &ExplainDifference,
    now_ms: i64,
) -> Result<Handed, StockError> {
    allowed(desk.connection(), clerk, technician)?;
    let reason = reason(&request.reason)?;
    if request.quantity == 0 || request.quantity.abs() > PIECES_MAX {
        return Err(StockError::BadQuantity);
    }
    let month = Month::of(audit::moment(now_ms).fixed_offset());
    let standing = unexplained(desk.connection(), technician, count, month)?;
    let standing = standing.ok_or(StockError::ChangedMeanwhile)?;
    if standing.difference != request.difference {
        return Err(StockError::ChangedMeanwhile);
    }
    let does = AtTheCounter::Explain {
        count,
        quantity: request.quantity,
        reason,
    };
    on_a_van(desk, clerk, technician, does, now_ms)
}

/// Whether a clerk may move pieces of a technician's van.
pub(super) fn allowed(
    connection: &Connection,
    clerk: &Clerk,
    technician: &PersonId,
) -> Result<(), StockError> {
    let found = overview::technician_of(connection, technician)?;
    let found = found.ok_or(StockError::NoTechnician)?;
    Ok(require(clerk, Action::MoveStock, found.station.as_ref())?)
}

/// A clerk does something at the counter, and it is noted who did.
pub(super) fn on_a_van(
    desk: &OfficeDesk<'_>,
    clerk: &Clerk,
    technician: &PersonId,
    does: AtTheCounter,
    now_ms: i64,
) -> Result<Handed, StockError> {
    allowed(desk.connection(), clerk, technician)?;
    let handed = hand(desk, technician, does)?;
    audit::note(
        desk.connection(),
        clerk,
        Deed::StockMoved,
        &format!("van:{}", technician.0),
        &handed.what,
        now_ms,
    )?;
    Ok(handed)
}

pub(super) fn part(code: &str) -> Result<String, StockError> {
    let code = code.trim();
    if code.is_empty() || code.chars().count() > 64 || code.chars().any(char::is_control) {
        return Err(StockError::NoPart);
    }
    Ok(code.to_owned())
}

pub(super) fn reason(words: &str) -> Result<String, StockError> {
    let words = words.trim();
    if words.is_empty() || words.chars().count() > REASON_CHARACTERS_MAX {
        return Err(StockError::NoReason);
    }
    Ok(words.to_owned())
}
