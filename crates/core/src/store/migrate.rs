//! Bringing a file to the newest version: forward only, each step in one transaction.

use rusqlite::{Connection, TransactionBehavior, config::DbConfig};

use crate::Error;

/// `DoDv`: says in the file's header that it is the file of a Doorstep device.
const APPLICATION_ID: i64 = 0x446f_4476;

/// The steps; the n-th leads to version n. A step that was released is never changed.
const STEPS: [&str; 6] = [
    include_str!("../../sql/0001_init.sql"),
    include_str!("../../sql/0002_duplicates.sql"),
    include_str!("../../sql/0003_library.sql"),
    include_str!("../../sql/0004_clock_and_cash.sql"),
    include_str!("../../sql/0005_files.sql"),
    include_str!("../../sql/0006_history_and_archive.sql"),
];

/// The newest version that this program knows.
pub(crate) const NEWEST: i64 = STEPS.len() as i64;

/// Not the file of a device.
#[derive(Debug, thiserror::Error)]
#[error("the file is not that of a Doorstep device")]
struct NotOurs;

/// Refuses a file that is not ours or newer than this program, and sees to it that closing it leaves it as it is.
pub(crate) fn check(connection: &Connection) -> Result<(), Error> {
    let verdict = judge(connection);
    if verdict.is_err() {
        // Closing the last connection would copy the write-ahead log into the file. If even this fails there is
        // nothing left to do but to report what was found.
        let _ = connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
    }
    verdict
}

fn judge(connection: &Connection) -> Result<(), Error> {
    let application = header(connection, "application_id")?;
    let found = header(connection, "user_version")?;
    let is_empty: bool = connection
        .query_row(
            "SELECT NOT EXISTS (SELECT 1 FROM sqlite_schema)",
            [],
            |row| row.get(0),
        )
        .map_err(Error::storage("looking at the database"))?;
    if application != APPLICATION_ID && !(application == 0 && found == 0 && is_empty) {
        return Err(Error::damaged("looking at the database", NotOurs));
    }
    if found > NEWEST {
        return Err(Error::NewerData {
            found,
            known: NEWEST,
        });
    }
    Ok(())
}

/// Runs the steps that are missing.
pub(crate) fn migrate(connection: &mut Connection) -> Result<(), Error> {
    for (to, step) in (1..).zip(STEPS) {
        run(connection, to, step)
            .map_err(Error::storage("bringing the database to a newer version"))?;
    }
    Ok(())
}

fn run(connection: &mut Connection, to: i64, step: &str) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if found >= to {
        return Ok(());
    }
    transaction.execute_batch(step)?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", to)?;
    transaction.commit()
}

pub(crate) fn header(connection: &Connection, name: &str) -> Result<i64, Error> {
    connection
        .pragma_query_value(None, name, |row| row.get(0))
        .map_err(Error::storage("looking at the database"))
}
