//! The clerk's stations as a condition of a query.

use rusqlite::types::Value;

use crate::staff::Clerk;

/// ` AND …` for a column with a station's code, and its values: what belongs to the clerk's stations or to none. Empty
/// for who works for all.
#[must_use]
pub fn station_condition(clerk: &Clerk, column: &str) -> (String, Vec<Value>) {
    if clerk.stations.is_empty() {
        return (String::new(), Vec::new());
    }
    let places = vec!["?"; clerk.stations.len()].join(", ");
    let stations = clerk.stations.iter();
    (
        format!(" AND ({column} IS NULL OR {column} IN ({places}))"),
        stations
            .map(|station| Value::from(station.0.clone()))
            .collect(),
    )
}
