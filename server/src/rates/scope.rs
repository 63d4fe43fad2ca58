//! Whose rates somebody sees: those of the stations that he works for, and of records without one.

use crate::staff::Clerk;

/// The stations, as JSON for the database; none for who works for all of them.
#[derive(Debug, Clone)]
pub(crate) struct Scope(Option<String>);

impl Scope {
    /// What a clerk sees.
    pub(crate) fn of(clerk: &Clerk) -> Self {
        let codes = clerk.stations.iter().map(|station| station.0.as_str());
        let codes: Vec<serde_json::Value> = codes.map(Into::into).collect();
        let is_bounded = !codes.is_empty();
        Self(is_bounded.then(|| serde_json::Value::Array(codes).to_string()))
    }

    /// A value that is NULL where nothing is left out.
    pub(crate) fn value(&self) -> Option<&str> {
        self.0.as_deref()
    }
}
