//! Bringing a database to the newest version: forward only, each step in one transaction.

use rusqlite::{Connection, TransactionBehavior, config::DbConfig};

use super::StoreError;

/// `DoSv`: says in the file's header that it is the database of a Doorstep server.
pub const APPLICATION_ID: i64 = 0x446f_5376;

/// The steps; the n-th leads to version n. A step that was released is never changed.
const STEPS: [&str; 19] = [
    include_str!("../../sql/0001_init.sql"),
    include_str!("../../sql/0002_derivation.sql"),
    include_str!("../../sql/0003_files.sql"),
    include_str!("../../sql/0004_unit_records_and_scope.sql"),
    include_str!("../../sql/0005_staff.sql"),
    include_str!("../../sql/0006_rates.sql"),
    include_str!("../../sql/0007_lists.sql"),
    include_str!("../../sql/0008_tokens.sql"),
    include_str!("../../sql/0009_after_the_visit.sql"),
    include_str!("../../sql/0010_calls.sql"),
    include_str!("../../sql/0011_quality.sql"),
    include_str!("../../sql/0012_dispatch.sql"),
    include_str!("../../sql/0013_quality_work.sql"),
    include_str!("../../sql/0014_parts.sql"),
    include_str!("../../sql/0015_money.sql"),
    include_str!("../../sql/0016_technicians.sql"),
    include_str!("../../sql/0017_means.sql"),
    include_str!("../../sql/0018_contracts.sql"),
    include_str!("../../sql/0019_training.sql"),
];

pub(super) const NEWEST: i64 = STEPS.len() as i64;

/// Refuses a file that is not ours or newer than this program, and sees to it that closing it leaves it as it is.
pub(super) fn check(connection: &Connection) -> Result<(), StoreError> {
    let verdict = judge(connection);
    if verdict.is_err() {
        // Closing the last connection would copy the write-ahead log into the file.
        connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)
            .map_err(StoreError::Open)?;
    }
    verdict
}

fn judge(connection: &Connection) -> Result<(), StoreError> {
    let application = header(connection, "application_id")?;
    let found = header(connection, "user_version")?;
    let is_empty = connection
        .query_row(
            "SELECT NOT EXISTS (SELECT 1 FROM sqlite_schema)",
            [],
            |row| row.get(0),
        )
        .map_err(StoreError::Open)?;
    if application != APPLICATION_ID && !(application == 0 && found == 0 && is_empty) {
        return Err(StoreError::NotOurs);
    }
    if found > NEWEST {
        return Err(StoreError::Newer {
            found,
            known: NEWEST,
        });
    }
    Ok(())
}

/// Runs the steps that are missing.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    for (to, step) in (1..).zip(STEPS) {
        run(connection, to, step).map_err(|source| StoreError::Migrate { to, source })?;
    }
    Ok(())
}

fn run(connection: &mut Connection, to: i64, step: &str) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Asked again under the lock: another process may have been first.
    let found: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if found >= to {
        return Ok(());
    }
    transaction.execute_batch(step)?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", to)?;
    transaction.commit()
}

fn header(connection: &Connection, name: &str) -> Result<i64, StoreError> {
    connection
        .pragma_query_value(None, name, |row| row.get(0))
        .map_err(StoreError::Open)
}
