//! What is done about a complaint, one row each.

use doorstep_domain::{ids::PersonId, named};
use doorstep_words::office::complaint::step as words;
use rusqlite::{Connection, params};

use super::ComplaintId;

/// Something that was done about a complaint. Its code never becomes another's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// A remedy was offered.
    Offered,
    /// A second service was asked for.
    SecondService,
    /// The insurer was told.
    InsurerTold,
    /// Closed with the customer's word.
    Closed,
    /// Open again: the customer said at the follow-up call that he is not content.
    Reopened,
}

named!(Deed {
    Offered "offered" words::OFFERED;
    SecondService "second_service" words::SECOND_SERVICE;
    InsurerTold "insurer_told" words::INSURER_TOLD;
    Closed "closed" words::CLOSED;
    Reopened "reopened" words::REOPENED;
});

impl Deed {
    /// Reads [`Deed::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|deed| deed.code() == code)
    }
}

/// Writes a step, and lets the complaint become another.
pub(super) fn write(
    transaction: &Connection,
    by: &PersonId,
    complaint: ComplaintId,
    deed: Deed,
    words: &str,
    now_ms: i64,
) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "INSERT INTO complaint_step (complaint, at_ms, person, deed, words) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            complaint.0.as_bytes(),
            now_ms,
            by.0,
            deed.code(),
            words
        ])?;
    transaction
        .prepare_cached("UPDATE complaint SET version = version + 1 WHERE complaint = ?1")?
        .execute([complaint.0.as_bytes()])?;
    Ok(())
}
