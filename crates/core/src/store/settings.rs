//! What there is one of: a name and a value each.

use rusqlite::{Connection, OptionalExtension as _, ToSql, types::FromSql};

use crate::Error;

/// The names of settings. What is not said here is as the office answered at the enrolment.
pub(crate) mod name {
    pub(crate) const NUMBER: &str = "device_number";
    pub(crate) const CERTIFICATE: &str = "certificate";
    pub(crate) const ORGANISATION: &str = "organisation";
    pub(crate) const OFFICE: &str = "office_device";
    pub(crate) const SERVER_URL: &str = "server_url";
    /// The vault's token of the installation that was enrolled.
    pub(crate) const INSTALLATION: &str = "installation";
    /// How far the log was read: epoch, seq (8 bytes, big endian), chain.
    pub(crate) const CURSOR: &str = "cursor";
    /// The place in an answer that was half read: after (8 bytes, big endian), then its head as a cursor.
    pub(crate) const HALF_READ: &str = "half_read";
    /// The last record number's counter; never set back.
    pub(crate) const NUMBER_COUNTER: &str = "record_number_counter";
    /// The server's clock as last seen, and how far ours was ahead.
    pub(crate) const SERVER_TIME_MS: &str = "server_time_ms";
    pub(crate) const CLOCK_OFFSET_MS: &str = "clock_offset_ms";
    /// The end of the last whole contact, RFC 3339.
    pub(crate) const LAST_CONTACT: &str = "last_contact";
    /// After how many days a closed record is put away, as the server said; none before it said so.
    pub(crate) const CLOSED_DAYS: &str = "closed_days";
    /// By which version of the domain's rules the list was made; none before there was a second one.
    pub(crate) const DERIVATION: &str = "derivation_version";
    /// 1: whole photos are sent only where bytes cost nothing.
    pub(crate) const FILES_WIFI_ONLY: &str = "files_wifi_only";
    /// The receiving keys of the open offers, the newest first: see [`crate::exchange`].
    pub(crate) const OFFERS: &str = "offers";
    /// The folder of the last damaged file.
    pub(crate) const QUARANTINED: &str = "quarantined";
}

pub(crate) fn get<T: FromSql>(connection: &Connection, name: &str) -> Result<Option<T>, Error> {
    connection
        .prepare_cached("SELECT value FROM setting WHERE name = ?1")
        .and_then(|mut statement| statement.query_row([name], |row| row.get(0)).optional())
        .map_err(Error::storage("reading a setting"))
}

pub(crate) fn set(connection: &Connection, name: &str, value: impl ToSql) -> Result<(), Error> {
    connection
        .prepare_cached("INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2")
        .and_then(|mut statement| statement.execute((name, value)))
        .map(drop)
        .map_err(Error::storage("writing a setting"))
}

pub(crate) fn remove(connection: &Connection, name: &str) -> Result<(), Error> {
    connection
        .execute("DELETE FROM setting WHERE name = ?1", [name])
        .map(drop)
        .map_err(Error::storage("writing a setting"))
}
