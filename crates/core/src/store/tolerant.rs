//! Reading what is left of a damaged table: row by row, around what cannot be read.

use rusqlite::{Connection, Row};

/// Jumps without a readable row before the table counts as read to its end: each is twice as far as the one before.
const JUMPS_MAX: u32 = 62;

/// Visits the rows of a table in the order of their numbers, leaving out what cannot be read, and says how many times
/// something had to be left out. `columns` come after the row's number, which is column 0.
pub(crate) fn each_row(
    connection: &Connection,
    table: &str,
    columns: &str,
    mut visit: impl FnMut(&Row<'_>) -> rusqlite::Result<()>,
) -> u64 {
    let sql = format!("SELECT rowid, {columns} FROM {table} WHERE rowid > ?1 ORDER BY rowid");
    let mut left_out = 0;
    let mut after = i64::MIN;
    loop {
        let Some(last) = stream(connection, &sql, after, &mut visit) else {
            return left_out;
        };
        left_out += 1;
        match next_readable(connection, table, last) {
            Some(next) => after = next,
            None => return left_out,
        }
    }
}

/// Reads on until the end (none) or until something cannot be read (the number of the last row before it). A row that
/// `visit` cannot read is passed over.
fn stream(
    connection: &Connection,
    sql: &str,
    after: i64,
    visit: &mut impl FnMut(&Row<'_>) -> rusqlite::Result<()>,
) -> Option<i64> {
    let mut last = after;
    let mut read = || -> rusqlite::Result<()> {
        let mut statement = connection.prepare(sql)?;
        let mut rows = statement.query([after])?;
        while let Some(row) = rows.next()? {
            last = row.get(0)?;
            if let Err(error) = visit(row) {
                tracing::warn!(%error, "a row cannot be read and is left out");
            }
        }
        Ok(())
    };
    match read() {
        Ok(()) => None,
        Err(_) => Some(last),
    }
}

/// The smallest number after which rows can be read again, beyond `bad`.
fn next_readable(connection: &Connection, table: &str, bad: i64) -> Option<i64> {
    let sql = format!("SELECT rowid FROM {table} WHERE rowid > ?1 ORDER BY rowid LIMIT 1");
    let readable = |after: i64| {
        connection
            .prepare_cached(&sql)
            .and_then(|mut statement| statement.query_row([after], |_| Ok(())))
            .is_ok()
    };
    // Row numbers begin at 1.
    let bad = bad.max(0);
    let found = (0..JUMPS_MAX)
        .map(|jump| bad.saturating_add(1 << jump))
        .find(|after| readable(*after))?;
    let (mut low, mut high) = (bad, found);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if readable(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    Some(high)
}
