//! How much of the disk this device takes, and for what.

use std::collections::BTreeMap;

use rusqlite::Connection;

use crate::{Device, Error};

const READING: &str = "measuring the file";

/// What the file holds, in a few words that are cheap to come by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Holding {
    /// Bytes of the database, without its log.
    pub database_bytes: u64,
    /// Bytes in it that are free to be written again.
    pub free_bytes: u64,
    /// Records that are here whole.
    pub records: u64,
    /// Records of which only the row is here.
    pub archived: u64,
    /// Of these, the ones that somebody has asked for.
    pub wanted: u64,
}

/// What takes room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Taker {
    /// What stands in the records: changes, snapshots, proofs.
    Records,
    /// What was signed.
    Statements,
    /// The list and its search.
    Lists,
    /// What happened to units before, and what is left of archived records.
    History,
    /// Prices, parts, terms.
    Reference,
    /// Everything else.
    Other,
}

impl Device {
    /// How many bytes of the database are taken by what. Reads the whole file: not for every screen.
    ///
    /// # Errors
    /// What the disk says.
    pub fn size(&self) -> Result<BTreeMap<Taker, u64>, Error> {
        self.inner.store.read(by_taker)
    }
}

/// The short words for the status.
pub(crate) fn holding(connection: &Connection) -> Result<Holding, Error> {
    let number = |sql: &str| {
        connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.query_row([], |row| row.get::<_, i64>(0)))
            .map(i64::cast_unsigned)
            .map_err(Error::storage(READING))
    };
    let page_bytes = number("PRAGMA page_size")?;
    Ok(Holding {
        database_bytes: number("PRAGMA page_count")?.saturating_mul(page_bytes),
        free_bytes: number("PRAGMA freelist_count")?.saturating_mul(page_bytes),
        records: number("SELECT count(*) FROM record_row WHERE NOT archived")?,
        archived: number("SELECT count(*) FROM archived")?,
        wanted: number("SELECT count(*) FROM archived WHERE wanted")?,
    })
}

fn by_taker(connection: &Connection) -> Result<BTreeMap<Taker, u64>, Error> {
    // An index counts for its table.
    let sql = "SELECT ifnull(sqlite_schema.tbl_name, dbstat.name), sum(pgsize)
               FROM dbstat LEFT JOIN sqlite_schema ON sqlite_schema.name = dbstat.name GROUP BY 1";
    let sizes: Vec<(String, i64)> = connection
        .prepare_cached(sql)
        .and_then(|mut statement| {
            statement
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        })
        .map_err(Error::storage(READING))?;
    let mut takers = BTreeMap::new();
    for (table, bytes) in sizes {
        *takers.entry(taker(&table)).or_default() += bytes.cast_unsigned();
    }
    Ok(takers)
}

fn taker(table: &str) -> Taker {
    match table {
        "document" | "change" | "author_proof" => Taker::Records,
        "statement" => Taker::Statements,
        "record_row" => Taker::Lists,
        search if search.starts_with("record_search") => Taker::Lists,
        "earlier_record" | "archived" => Taker::History,
        "reference" => Taker::Reference,
        _ => Taker::Other,
    }
}
