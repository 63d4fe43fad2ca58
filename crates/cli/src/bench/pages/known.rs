//! What is asked for: records, names and numbers that are really there, spread over all of them.

use rusqlite::{Connection, Row};

use super::BenchError;

/// One of the records that are asked for.
struct OneOf {
    record: uuid::Uuid,
    name: String,
    phone: String,
    serial: String,
    place: String,
}

/// Some records, and where the last page begins.
pub(super) struct Known {
    some: Vec<OneOf>,
    last_page: String,
}

impl Known {
    /// So many records, from the oldest to the newest.
    pub(super) fn read(connection: &Connection, count: usize) -> Result<Self, BenchError> {
        let all: i64 =
            connection.query_row("SELECT count(*) FROM record_row", [], |row| row.get(0))?;
        let step = (all / i64::try_from(count).unwrap_or(i64::MAX).max(1)).max(1);
        let mut statement = connection.prepare(
            "SELECT document, customer_name, customer_phone, unit_serial, updated_ms || '.' || row FROM record_row
             WHERE row % ?1 = 0 ORDER BY row",
        )?;
        let read = |row: &Row<'_>| {
            Ok(OneOf {
                record: uuid::Uuid::from_bytes(row.get(0)?),
                name: row.get(1)?,
                phone: row.get(2)?,
                serial: row.get(3)?,
                place: row.get(4)?,
            })
        };
        let some: Vec<OneOf> = statement
            .query_map([step], read)?
            .collect::<Result<_, _>>()?;
        let last_page = connection.query_row(
            "SELECT updated_ms || '.' || row FROM record_row ORDER BY updated_ms, row LIMIT 1 OFFSET 30",
            [],
            |row| row.get(0),
        )?;
        Ok(Self { some, last_page })
    }

    fn one(&self, turn: usize) -> Option<&OneOf> {
        // Not in their order: neighbours lie on one page of the file.
        let place = turn.wrapping_mul(7_919) % self.some.len().max(1);
        self.some.get(place)
    }

    pub(super) fn record(&self, turn: usize) -> String {
        self.one(turn)
            .map(|one| one.record.to_string())
            .unwrap_or_default()
    }

    pub(super) fn name(&self, turn: usize) -> &str {
        self.one(turn).map_or("", |one| &one.name)
    }

    /// The first character of a name.
    pub(super) fn surname(&self, turn: usize) -> &str {
        let name = self.name(turn);
        let end = name.chars().next().map_or(0, char::len_utf8);
        name.get(..end).unwrap_or_default()
    }

    /// The last four digits of a telephone number.
    pub(super) fn digits(&self, turn: usize) -> &str {
        let phone = self.one(turn).map_or("", |one| &one.phone);
        phone
            .get(phone.len().saturating_sub(4)..)
            .unwrap_or_default()
    }

    pub(super) fn serial(&self, turn: usize) -> &str {
        self.one(turn).map_or("", |one| &one.serial)
    }

    /// A page somewhere within the list.
    pub(super) fn after(&self, turn: usize) -> String {
        format!("/?after={}", self.one(turn).map_or("", |one| &one.place))
    }

    pub(super) fn last_page(&self) -> String {
        format!("/?after={}", self.last_page)
    }
}
