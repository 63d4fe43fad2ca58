//! Which causes are safety defects.

use rusqlite::{Connection, params};

use crate::{
    audit::{Deed, note},
    quality::{QualityError, given},
    rights::{Action, require},
    staff::Clerk,
};

/// Characters of a fault code.
const CAUSE_MAX: usize = 40;

/// The causes that are safety defects, in their order.
pub(crate) fn safety_causes(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare_cached("SELECT cause FROM safety_cause ORDER BY cause")?
        .query_map([], |row| row.get(0))?
        .collect()
}

/// From now on every record that begins to name this cause goes to quality at once. Nothing where it is so already.
///
/// # Errors
/// [`QualityError`].
pub(crate) fn call_safety_defect(
    transaction: &Connection,
    clerk: &Clerk,
    cause: &str,
    now_ms: i64,
) -> Result<(), QualityError> {
    require(clerk, Action::WorkOnQuality, None)?;
    let cause = given(cause, CAUSE_MAX)?;
    let changed = transaction.execute(
        "INSERT INTO safety_cause (cause, since_ms, person) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
        params![cause, now_ms, clerk.person.0],
    )?;
    if changed > 0 {
        note(
            transaction,
            clerk,
            Deed::SafetyCauseCalled,
            cause,
            &true,
            now_ms,
        )?;
    }
    Ok(())
}

/// The cause is no safety defect any more; notices that were raised stand. Nothing where it was none.
///
/// # Errors
/// [`QualityError`].
pub(crate) fn call_safe(
    transaction: &Connection,
    clerk: &Clerk,
    cause: &str,
    now_ms: i64,
) -> Result<(), QualityError> {
    require(clerk, Action::WorkOnQuality, None)?;
    let cause = given(cause, CAUSE_MAX)?;
    let changed = transaction.execute("DELETE FROM safety_cause WHERE cause = ?1", [cause])?;
    if changed > 0 {
        note(
            transaction,
            clerk,
            Deed::SafetyCauseCalled,
            cause,
            &false,
            now_ms,
        )?;
    }
    Ok(())
}
