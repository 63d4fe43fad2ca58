//! One contract with its units and their visits.

use std::collections::BTreeMap;

use doorstep_domain::ids::RecordId;
use rusqlite::{Connection, OptionalExtension as _};
use serde::Serialize;
use utoipa::ToSchema;

use super::{ContractError, Terms, note};
use crate::{audit::moment, staff::StationCode};

/// A contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Contract {
    /// Its id.
    pub contract: i64,
    /// The version that a change names.
    pub version: i64,
    /// What it says.
    pub terms: Terms,
    /// When it was written down, RFC 3339.
    pub taken_at: String,
    /// By whom: a person's code.
    pub taken_by: String,
    /// When the office ended it, RFC 3339; null while it did not.
    pub ended_at: Option<String>,
    /// Who did; null as long as nobody did.
    pub ended_by: Option<String>,
    /// Why; empty as long as it is not ended.
    pub ended_words: String,
    /// How many visits its term promises for each unit.
    pub visits_promised: u32,
    /// What it is about, in the order in which it came to it.
    pub units: Vec<ContractUnit>,
}

/// A unit of a contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ContractUnit {
    /// Its id.
    pub unit: i64,
    /// The kind of appliance, a code of the catalogue.
    pub unit_kind: String,
    /// The model.
    pub model: String,
    /// The serial number.
    pub serial: String,
    /// It is visited no longer.
    pub is_taken_out: bool,
    /// The last day for the next visit, `YYYY-MM-DD`; null: none is due, or one is under way.
    pub due_on: Option<String>,
    /// The visits that were opened, in their order.
    pub visits: Vec<Visit>,
}

/// A visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Visit {
    /// Its record.
    #[schema(value_type = String, format = "uuid")]
    pub record: RecordId,
    /// The record's number.
    pub number: String,
    /// When it was opened, RFC 3339.
    pub opened_at: String,
    /// The day on which the finished visit was reported; null while it was not.
    pub visited_on: Option<String>,
    /// It was called off.
    pub is_called_off: bool,
}

impl Contract {
    /// Whose it is.
    #[must_use]
    pub fn station(&self) -> Option<StationCode> {
        let station = &self.terms.station;
        (!station.is_empty()).then(|| StationCode(station.clone()))
    }
}

impl ContractUnit {
    /// How many visits were made.
    #[must_use]
    pub fn made(&self) -> usize {
        let made = self.visits.iter();
        made.filter(|visit| visit.visited_on.is_some()).count()
    }

    /// The visit that was opened and is neither made nor called off.
    #[must_use]
    pub fn under_way(&self) -> Option<&Visit> {
        let mut visits = self.visits.iter();
        visits.find(|visit| visit.visited_on.is_none() && !visit.is_called_off)
    }
}

/// A contract; nothing where there is none of this id.
///
/// # Errors
/// [`ContractError::Stored`], [`ContractError::Statement`].
pub fn contract(connection: &Connection, id: i64) -> Result<Option<Contract>, ContractError> {
    let found = connection
        .prepare_cached(
            "SELECT number, ifnull(station, ''), customer_name, phone, address, language, from_day, until_day,
                    visits_a_year, every_months, price_minor, note, taken_at_ms, taken_by, ended_at_ms, ended_by,
                    ended_words, version
             FROM contract WHERE contract = ?1",
        )?
        .query_row([id], |row| {
            let ended_at: Option<i64> = row.get(14)?;
            Ok(Contract {
                contract: id,
                version: row.get(17)?,
                terms: Terms {
                    number: row.get(0)?,
                    station: row.get(1)?,
                    customer_name: row.get(2)?,
                    phone: row.get(3)?,
                    address: row.get(4)?,
                    language: row.get(5)?,
                    from: row.get(6)?,
                    until: row.get(7)?,
                    visits_a_year: row.get(8)?,
                    every_months: row.get(9)?,
                    price_minor: row.get(10)?,
                    note: row.get(11)?,
                },
                taken_at: moment(row.get(12)?).to_rfc3339(),
                taken_by: row.get(13)?,
                ended_at: ended_at.map(|at_ms| moment(at_ms).to_rfc3339()),
                ended_by: row.get(15)?,
                ended_words: row.get(16)?,
                visits_promised: 0,
                units: Vec::new(),
            })
        })
        .optional()?;
    let Some(mut found) = found else {
        return Ok(None);
    };
    found.visits_promised = note::plan_of(&found.terms)
        .ok_or(ContractError::Stored("plan"))?
        .visits();
    let mut visits = visits(connection, id)?;
    found.units = units(connection, id)?;
    for unit in &mut found.units {
        unit.visits = visits.remove(&unit.unit).unwrap_or_default();
    }
    Ok(Some(found))
}

fn units(connection: &Connection, contract: i64) -> rusqlite::Result<Vec<ContractUnit>> {
    connection
        .prepare_cached(
            "SELECT contract_unit, unit_kind, model, serial, is_taken_out, due_on
             FROM contract_unit WHERE contract = ?1 ORDER BY contract_unit",
        )?
        .query_map([contract], |row| {
            Ok(ContractUnit {
                unit: row.get(0)?,
                unit_kind: row.get(1)?,
                model: row.get(2)?,
                serial: row.get(3)?,
                is_taken_out: row.get(4)?,
                due_on: row.get(5)?,
                visits: Vec::new(),
            })
        })?
        .collect()
}

/// By their units.
fn visits(
    connection: &Connection,
    contract: i64,
) -> Result<BTreeMap<i64, Vec<Visit>>, ContractError> {
    let mut statement = connection.prepare_cached(
        "SELECT contract_unit, contract_visit.document, ifnull(record_row.number, ''), opened_at_ms, visited_on,
                is_called_off
         FROM contract_unit JOIN contract_visit USING (contract_unit) LEFT JOIN record_row USING (document)
         WHERE contract = ?1 ORDER BY opened_at_ms, contract_visit.document",
    )?;
    let mut rows = statement.query([contract])?;
    let mut visits: BTreeMap<i64, Vec<Visit>> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        visits.entry(row.get(0)?).or_default().push(Visit {
            record: RecordId(uuid::Uuid::from_bytes(row.get(1)?)),
            number: row.get(2)?,
            opened_at: moment(row.get(3)?).to_rfc3339(),
            visited_on: row.get(4)?,
            is_called_off: row.get(5)?,
        });
    }
    Ok(visits)
}
