//! All vans at a glance: what each holds, and what of it waits for somebody.

use doorstep_domain::{ids::PersonId, van::Month};
use rusqlite::{Connection, OptionalExtension as _, params_from_iter, types::Value};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    rights::station_condition,
    staff::{Clerk, StationCode},
};

/// One technician's van.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct VanLine {
    /// His code.
    pub technician: String,
    /// His name.
    pub name: String,
    /// False: he has left.
    pub is_active: bool,
    /// Where he works.
    pub station: Option<StationCode>,
    /// Pieces on the van at the end of the month by the books; below zero is shown.
    pub on_van: i64,
    /// Parts of which there are fewer pieces than none.
    pub below_zero: i64,
    /// Requisitions of which something is still to come, now.
    pub requisitions: i64,
    /// Returns that the store has not confirmed, now.
    pub returns: i64,
    /// Old parts still owed, in pieces, now.
    pub old_parts: i64,
}

/// The vans of a clerk's stations by the technicians' codes, at most so many, those after a code.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn vans_of(
    connection: &Connection,
    clerk: &Clerk,
    month: Month,
    (after, most): (&str, usize),
) -> rusqlite::Result<Vec<VanLine>> {
    let (stations, more) = station_condition(clerk, "station");
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let values = [
        Value::from(month.to_string()),
        Value::from(after.to_owned()),
    ];
    let values = values.into_iter().chain(more).chain([Value::from(most)]);
    connection
        .prepare_cached(&format!(
            "WITH technician AS (
                 SELECT person.person, name, active, station FROM person LEFT JOIN person_station USING (person)
                 WHERE role = 'technician' AND person.person > ?2
                   AND (active OR EXISTS (SELECT 1 FROM van_entry WHERE technician = person.person)){stations}
                 ORDER BY person.person LIMIT ?
             ),
             part AS (
                 SELECT technician.person, van_entry.part, sum(effect) AS on_van
                 FROM technician JOIN van_entry ON van_entry.technician = technician.person
                 WHERE is_valid = 1 AND effect <> 0 AND month <= ?1
                 GROUP BY technician.person, van_entry.part
             )
             SELECT person, name, active, station,
                    (SELECT ifnull(sum(on_van), 0) FROM part WHERE part.person = technician.person),
                    (SELECT count(*) FROM part WHERE part.person = technician.person AND on_van < 0),
                    (SELECT count(*) FROM van_entry
                     WHERE technician = person AND waiting > 0 AND kind = 'requisitioned'),
                    (SELECT count(*) FROM van_entry
                     WHERE technician = person AND waiting > 0 AND kind IN ('returned_new', 'returned_old')),
                    (SELECT ifnull(sum(waiting), 0) FROM van_entry
                     WHERE technician = person AND waiting > 0 AND kind = 'removed')
             FROM technician ORDER BY person",
        ))?
        .query_map(params_from_iter(values), |row| {
            Ok(VanLine {
                technician: row.get(0)?,
                name: row.get(1)?,
                is_active: row.get(2)?,
                station: row.get::<_, Option<String>>(3)?.map(StationCode),
                on_van: row.get(4)?,
                below_zero: row.get(5)?,
                requisitions: row.get(6)?,
                returns: row.get(7)?,
                old_parts: row.get(8)?,
            })
        })?
        .collect()
}

/// Who has a van.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Technician {
    /// His name.
    pub name: String,
    /// Where he works.
    pub station: Option<StationCode>,
}

/// A technician; nothing where nobody of this code is one.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn technician_of(
    connection: &Connection,
    person: &PersonId,
) -> rusqlite::Result<Option<Technician>> {
    connection
        .prepare_cached(
            "SELECT name, station FROM person LEFT JOIN person_station USING (person)
             WHERE person = ?1 AND role = 'technician' LIMIT 1",
        )?
        .query_row([&person.0], |row| {
            Ok(Technician {
                name: row.get(0)?,
                station: row.get::<_, Option<String>>(1)?.map(StationCode),
            })
        })
        .optional()
}
