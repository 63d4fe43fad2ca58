//! Adding up: one pass over an index for each rate, by month, station and person; whatever else is asked for is a sum of
//! these.

use std::collections::BTreeMap;

use doorstep_domain::rates::Rate;
use rusqlite::{Connection, params};

use super::{Question, Scope};

/// What was counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Count {
    /// The numerator.
    pub(crate) yes: i64,
    /// The denominator is this and the numerator.
    pub(crate) no: i64,
    /// Listed apart.
    pub(crate) apart: i64,
    /// Of the denominator: may still come out otherwise.
    pub(crate) provisional: i64,
    /// Not due yet; in none of the others.
    pub(crate) running: i64,
}

/// All that was counted of one rate, by month (`YYYY-MM`), station's and person's code; empty where
/// there is none.
#[derive(Debug, Clone, Default)]
pub(crate) struct Counted {
    sums: BTreeMap<(String, String, String), Count>,
}

impl Count {
    /// In how many cases it could have been.
    pub(crate) const fn denominator(self) -> i64 {
        self.yes.saturating_add(self.no)
    }

    fn add(&mut self, other: &Self) {
        self.yes += other.yes;
        self.no += other.no;
        self.apart += other.apart;
        self.provisional += other.provisional;
        self.running += other.running;
    }
}

impl Counted {
    /// Everything together.
    pub(crate) fn total(&self) -> Count {
        let mut total = Count::default();
        for count in self.sums.values() {
            total.add(count);
        }
        total
    }

    /// By whatever is made of month, station and person, in its order.
    pub(crate) fn by<K: Ord>(&self, key: impl Fn(&str, &str, &str) -> K) -> BTreeMap<K, Count> {
        let mut sums: BTreeMap<K, Count> = BTreeMap::new();
        for ((month, station, person), count) in &self.sums {
            sums.entry(key(month, station, person))
                .or_default()
                .add(count);
        }
        sums
    }
}

/// Counts one rate in the days and for the person of a question.
pub(crate) fn count(
    connection: &Connection,
    rate: Rate,
    question: &Question,
    scope: &Scope,
    now_ms: i64,
) -> rusqlite::Result<Counted> {
    // The index begins with rate, month, station and person: the groups come in its order, and nothing is sorted.
    let mut statement = connection.prepare_cached(
        "SELECT due_month, ifnull(station, ''), technician,
                sum(outcome = 'yes' AND due_ms <= ?5), sum(outcome = 'no' AND due_ms <= ?5),
                sum(outcome = 'apart' AND due_ms <= ?5),
                sum(outcome <> 'apart' AND due_ms <= ?5 AND ifnull(provisional_until_ms >= ?5, 0)),
                sum(due_ms > ?5)
         FROM rate_measure
         WHERE rate = ?1 AND due_month BETWEEN substr(?2, 1, 7) AND substr(?3, 1, 7)
           AND due_day BETWEEN ?2 AND ?3 AND technician = ifnull(?4, technician)
           AND ifnull(station, '') = ifnull(?6, ifnull(station, ''))
           AND (?7 IS NULL OR station IS NULL OR station IN (SELECT value FROM json_each(?7)))
         GROUP BY due_month, station, technician",
    )?;
    let values = params![
        rate.code(),
        question.from.to_string(),
        question.to.to_string(),
        question.person(),
        now_ms,
        question.of_station(),
        scope.value(),
    ];
    let sums = statement
        .query_map(values, |row| {
            let count = Count {
                yes: row.get(3)?,
                no: row.get(4)?,
                apart: row.get(5)?,
                provisional: row.get(6)?,
                running: row.get(7)?,
            };
            Ok(((row.get(0)?, row.get(1)?, row.get(2)?), count))
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(Counted { sums })
}

/// Everybody who may be asked for: technicians with their names, by their codes.
pub(crate) fn technicians(connection: &Connection) -> rusqlite::Result<Vec<(String, String)>> {
    connection
        .prepare_cached(
            "SELECT person, name FROM person WHERE role = 'technician' ORDER BY person",
        )?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

/// The stations that may be asked for, with their names, by their codes.
pub(crate) fn stations(
    connection: &Connection,
    scope: &Scope,
) -> rusqlite::Result<Vec<(String, String)>> {
    connection
        .prepare_cached(
            "SELECT station, name FROM station
             WHERE ?1 IS NULL OR station IN (SELECT value FROM json_each(?1)) ORDER BY station",
        )?
        .query_map([scope.value()], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}
