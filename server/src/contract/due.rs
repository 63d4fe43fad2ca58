//! The maintenance visits that are due.

use chrono::{Days, NaiveDate};
use doorstep_domain::contract::VISIT_SOON_DAYS;
use rusqlite::{Connection, params_from_iter, types::Value};
use serde::Serialize;
use utoipa::ToSchema;

use super::PAGE_ROWS;
use crate::{rights::station_condition, staff::Clerk};

/// A visit that is due, or was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DueVisit {
    /// The last day for it, `YYYY-MM-DD`.
    pub due_on: String,
    /// The contract.
    pub contract: i64,
    /// The unit of the contract.
    pub unit: i64,
    /// The customer.
    pub customer_name: String,
    /// His telephone number.
    pub phone: String,
    /// Where the unit stands.
    pub address: String,
    /// The kind of appliance, a code of the catalogue.
    pub unit_kind: String,
    /// The model.
    pub model: String,
    /// The serial number.
    pub serial: String,
}

/// A place in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitPlace {
    /// The day of the row before.
    pub due_on: String,
    /// Its unit.
    pub unit: i64,
}

impl DueVisit {
    /// Where the page after this row begins.
    #[must_use]
    pub fn place(&self) -> VisitPlace {
        VisitPlace {
            due_on: self.due_on.clone(),
            unit: self.unit,
        }
    }
}

/// A page of visits that are due within a month or late, the latest first; and one row more where there is another page.
/// `today` is the office's day.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn due_visits(
    connection: &Connection,
    clerk: &Clerk,
    after: Option<&VisitPlace>,
    today: NaiveDate,
) -> rusqlite::Result<Vec<DueVisit>> {
    let mut values = vec![Value::from(soon(today))];
    let (mut condition, stations) = station_condition(clerk, "contract.station");
    values.extend(stations);
    if let Some(after) = after {
        condition.push_str(" AND (due_on, contract_unit) > (?, ?)");
        values.push(Value::from(after.due_on.clone()));
        values.push(Value::from(after.unit));
    }
    connection
        .prepare_cached(&format!(
            "SELECT due_on, contract, contract_unit, customer_name, phone, address, unit_kind, model, serial
             FROM contract_unit JOIN contract USING (contract)
             WHERE due_on <= ?{condition} ORDER BY due_on, contract_unit LIMIT {}",
            PAGE_ROWS + 1,
        ))?
        .query_map(params_from_iter(values), |row| {
            Ok(DueVisit {
                due_on: row.get(0)?,
                contract: row.get(1)?,
                unit: row.get(2)?,
                customer_name: row.get(3)?,
                phone: row.get(4)?,
                address: row.get(5)?,
                unit_kind: row.get(6)?,
                model: row.get(7)?,
                serial: row.get(8)?,
            })
        })?
        .collect()
}

/// How many are due within a month or late.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn count_due(
    connection: &Connection,
    clerk: &Clerk,
    today: NaiveDate,
) -> rusqlite::Result<i64> {
    let (stations, stations_values) = station_condition(clerk, "contract.station");
    let values = [Value::from(soon(today))]
        .into_iter()
        .chain(stations_values);
    let contracts = if stations.is_empty() {
        ""
    } else {
        " JOIN contract USING (contract)"
    };
    connection
        .prepare_cached(&format!(
            "SELECT count(*) FROM contract_unit{contracts} WHERE due_on <= ?{stations}"
        ))?
        .query_row(params_from_iter(values), |row| row.get(0))
}

/// The last day that is soon.
fn soon(today: NaiveDate) -> String {
    let day = today.checked_add_days(Days::new(VISIT_SOON_DAYS));
    day.unwrap_or(NaiveDate::MAX).to_string()
}
