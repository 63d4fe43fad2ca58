//! Reading what was noted.

use rusqlite::{Connection, params};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Deed, moment};

/// One deed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AuditRow {
    /// Counts up; the page after this row begins below it.
    pub id: i64,
    /// When, by the server's clock, RFC 3339.
    pub at: String,
    /// Who.
    pub person: String,
    /// What, a code.
    pub deed: String,
    /// To what: a record's id, a person's code; may be empty.
    pub subject: String,
    /// What changed, as JSON; may be empty.
    pub detail: String,
}

impl AuditRow {
    /// What was done; nothing for a deed of a newer program.
    #[must_use]
    pub fn deed(&self) -> Option<Deed> {
        Deed::from_code(&self.deed)
    }
}

/// Which deeds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Only this person's.
    pub person: Option<String>,
    /// Only what was done to this.
    pub subject: Option<String>,
    /// Only those before this row.
    pub before: Option<i64>,
    /// So many at most.
    pub limit: i64,
}

/// The newest first.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn read(connection: &Connection, filter: &AuditFilter) -> rusqlite::Result<Vec<AuditRow>> {
    connection
        .prepare_cached(
            "SELECT id, at_ms, person, deed, subject, detail FROM audit
             WHERE (?1 IS NULL OR person = ?1) AND (?2 IS NULL OR subject = ?2) AND (?3 IS NULL OR id < ?3)
             ORDER BY id DESC LIMIT ?4",
        )?
        .query_map(
            params![filter.person, filter.subject, filter.before, filter.limit],
            |row| {
                Ok(AuditRow {
                    id: row.get(0)?,
                    at: moment(row.get(1)?).to_rfc3339(),
                    person: row.get(2)?,
                    deed: row.get(3)?,
                    subject: row.get(4)?,
                    detail: row.get(5)?,
                })
            },
        )?
        .collect()
}
