//! The contracts.

use chrono::{Days, NaiveDate};
use doorstep_domain::contract::ENDS_SOON_DAYS;
use rusqlite::{Connection, Row, params_from_iter, types::Value};
use serde::Serialize;
use utoipa::ToSchema;

use super::PAGE_ROWS;
use crate::{rights::station_condition, staff::Clerk};

/// Which contracts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Show {
    /// Those that the office did not end, what ends first at the head.
    #[default]
    Running,
    /// Those of them whose last day is near or past: they are renewed or ended.
    EndsSoon,
    /// Those that the office ended, the newest at the head.
    Ended,
}

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ContractLine {
    /// Its id.
    pub contract: i64,
    /// Its number on the paper; may be empty.
    pub number: String,
    /// The customer.
    pub customer_name: String,
    /// His telephone number.
    pub phone: String,
    /// The first day, `YYYY-MM-DD`.
    pub from: String,
    /// The last day.
    pub until: String,
    /// The station; null: none.
    pub station: Option<String>,
    /// How many units are visited.
    pub units: i64,
    /// The last day for the visit that is due first; null where none is.
    pub due_on: Option<String>,
}

/// A place in the list: the last day, and the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContractPlace {
    /// The last day of the row before.
    pub until: String,
    /// Its id.
    pub contract: i64,
}

impl ContractLine {
    /// Where the page after this row begins.
    #[must_use]
    pub fn place(&self) -> ContractPlace {
        ContractPlace {
            until: self.until.clone(),
            contract: self.contract,
        }
    }
}

/// A page of contracts, and one row more where there is another page. `today` is the office's day.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn list(
    connection: &Connection,
    clerk: &Clerk,
    show: Show,
    after: Option<&ContractPlace>,
    today: NaiveDate,
) -> rusqlite::Result<Vec<ContractLine>> {
    let (stations, mut values) = station_condition(clerk, "contract.station");
    let mut condition = stations;
    let order = match show {
        Show::Running | Show::EndsSoon => "until_day, contract",
        Show::Ended => "contract DESC",
    };
    condition.push_str(match show {
        Show::Running | Show::EndsSoon => " AND ended_at_ms IS NULL",
        Show::Ended => " AND ended_at_ms IS NOT NULL",
    });
    if show == Show::EndsSoon {
        condition.push_str(" AND until_day <= ?");
        values.push(Value::from(soon(today)));
    }
    if let Some(after) = after {
        if show == Show::Ended {
            condition.push_str(" AND contract < ?");
        } else {
            condition.push_str(" AND (until_day, contract) > (?, ?)");
            values.push(Value::from(after.until.clone()));
        }
        values.push(Value::from(after.contract));
    }
    connection
        .prepare_cached(&format!(
            "SELECT contract, number, customer_name, phone, from_day, until_day, station,
                    (SELECT count(*) FROM contract_unit AS unit
                     WHERE unit.contract = contract.contract AND is_taken_out = 0),
                    (SELECT min(due_on) FROM contract_unit AS unit WHERE unit.contract = contract.contract)
             FROM contract WHERE true{condition} ORDER BY {order} LIMIT {}",
            PAGE_ROWS + 1,
        ))?
        .query_map(params_from_iter(values), line)?
        .collect()
}

/// How many contracts end soon, or are past their last day and not ended.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn count_ending(
    connection: &Connection,
    clerk: &Clerk,
    today: NaiveDate,
) -> rusqlite::Result<i64> {
    let (stations, stations_values) = station_condition(clerk, "station");
    let values = [Value::from(soon(today))]
        .into_iter()
        .chain(stations_values);
    connection
        .prepare_cached(&format!(
            "SELECT count(*) FROM contract WHERE ended_at_ms IS NULL AND until_day <= ?{stations}"
        ))?
        .query_row(params_from_iter(values), |row| row.get(0))
}

/// The last day that is soon.
fn soon(today: NaiveDate) -> String {
    let day = today.checked_add_days(Days::new(ENDS_SOON_DAYS));
    day.unwrap_or(NaiveDate::MAX).to_string()
}

fn line(row: &Row<'_>) -> rusqlite::Result<ContractLine> {
    Ok(ContractLine {
        contract: row.get(0)?,
        number: row.get(1)?,
        customer_name: row.get(2)?,
        phone: row.get(3)?,
        from: row.get(4)?,
        until: row.get(5)?,
        station: row.get(6)?,
        units: row.get(7)?,
        due_on: row.get(8)?,
    })
}
