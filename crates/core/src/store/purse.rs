//! The cash that this device's technician holds, record by record: read off the list, no document is loaded for it.

use doorstep_domain::{course::cash::CashHeld, ids::RecordId};
use rusqlite::{Connection, Row};

use crate::{Device, Error};

const READING: &str = "reading the cash in hand";

/// The cash of one record in the technician's hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CashOfRecord {
    /// Which record.
    pub record: RecordId,
    /// Its number.
    pub number: String,
    /// The customer's name.
    pub customer_name: String,
    /// What he holds by it, one a currency.
    pub held: Vec<CashHeld>,
}

impl Device {
    /// What this device's technician took in cash at the records that are here and has not handed in, by number.
    ///
    /// # Errors
    /// [`Error::NotEnrolled`], or what the disk says.
    pub fn cash_in_hand(&self) -> Result<Vec<CashOfRecord>, Error> {
        let person = self.identity()?.person.clone();
        let mut records = self.inner.store.read(all)?;
        for record in &mut records {
            record.held.retain(|held| held.person == person);
        }
        records.retain(|record| !record.held.is_empty());
        Ok(records)
    }
}

fn all(connection: &Connection) -> Result<Vec<CashOfRecord>, Error> {
    let sql = "SELECT document, number, customer_name, cash FROM record_row WHERE cash <> '' ORDER BY number, row";
    let row = |row: &Row<'_>| {
        Ok(CashOfRecord {
            record: RecordId(uuid::Uuid::from_bytes(row.get(0)?)),
            number: row.get(1)?,
            customer_name: row.get(2)?,
            // What this program wrote; a row of an older one is made anew before anybody reads it.
            held: serde_json::from_str(row.get_ref(3)?.as_str()?).unwrap_or_default(),
        })
    };
    connection
        .prepare_cached(sql)
        .and_then(|mut statement| statement.query_map([], row)?.collect())
        .map_err(Error::storage(READING))
}
