//! Cash that was handed in (上交现金): a slip stands in every record whose cash it covers; finance counts it once.

use doorstep_domain::{ids::PersonId, money::Money};
use rusqlite::{Connection, OptionalExtension as _, Row, params, params_from_iter, types::Value};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{MoneyError, money};
use crate::{
    audit::{self, Deed, moment},
    rights::{Action, require, station_condition},
    staff::{Clerk, StationCode},
};

/// The longest reason, in characters.
const REASON_CHARACTERS_MAX: usize = 500;
/// The largest sum that anybody counts, in minor units.
const COUNTED_MINOR_MAX: i64 = 10_000_000_000;
/// Where the technician works.
const STATION: &str =
    "(SELECT min(station) FROM person_station WHERE person_station.person = technician)";

/// A slip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Slip {
    /// Who handed it in: a person's code.
    #[schema(value_type = String)]
    pub technician: PersonId,
    /// The slip's number.
    pub slip: String,
    /// What the records say that it was.
    #[schema(value_type = Object)]
    pub said: Money,
    /// Minor units of it that nobody has counted.
    pub open_minor: i64,
    /// Minor units that were counted more than was said; below zero: less.
    pub differs_minor: i64,
    /// In how many records it stands.
    pub records: i64,
    /// When the last of it was handed in, as claimed, RFC 3339.
    pub at: String,
    #[serde(skip)]
    pub(crate) at_ms: i64,
}

/// A place in the list of slips.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlipPlace {
    /// When the last of it was handed in, milliseconds since 1970.
    pub at_ms: i64,
    /// Whose.
    pub technician: String,
    /// Its number.
    pub slip: String,
    /// Its currency.
    pub currency: String,
}

impl Slip {
    /// Where the row after this one begins.
    #[must_use]
    pub fn place(&self) -> SlipPlace {
        SlipPlace {
            at_ms: self.at_ms,
            technician: self.technician.0.clone(),
            slip: self.slip.clone(),
            currency: self.said.currency.code().to_owned(),
        }
    }
}

/// Finance counted what a technician handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiveCash {
    /// Who handed it in: a person's code.
    #[schema(max_length = 64)]
    pub technician: String,
    /// The slip's number.
    #[schema(max_length = 200)]
    pub slip: String,
    /// `CNY` or `HKD`.
    #[schema(max_length = 3)]
    pub currency: String,
    /// Minor units of it that were not counted when it was looked at.
    pub open_minor: i64,
    /// Minor units that there really are.
    pub counted_minor: i64,
    /// Why that is not the same; empty where it is.
    #[serde(default)]
    #[schema(max_length = 500)]
    pub reason: String,
}

/// Adds a slip up anew out of the records and what was counted.
pub(super) fn renew_slip(
    transaction: &Connection,
    technician: &PersonId,
    slip: &str,
    currency: &str,
) -> rusqlite::Result<()> {
    let name = params![technician.0, slip, currency];
    transaction
        .prepare_cached(
            "DELETE FROM cash_slip WHERE technician = ?1 AND slip = ?2 AND currency = ?3",
        )?
        .execute(name)?;
    transaction
        .prepare_cached(
            "INSERT INTO cash_slip (technician, slip, currency, said_minor, received_minor, differs_minor, records, last_at_ms)
             SELECT ?1, ?2, ?3, said, received, differs, records, coalesce(last_at_ms, counted_at_ms)
             FROM (SELECT coalesce(sum(minor), 0) AS said, count(DISTINCT document) AS records, max(at_ms) AS last_at_ms
                   FROM money_entry WHERE kind = 'handed_in' AND person = ?1 AND number = ?2 AND currency = ?3),
                  (SELECT coalesce(sum(said_minor), 0) AS received,
                          coalesce(sum(counted_minor - said_minor), 0) AS differs, max(at_ms) AS counted_at_ms
                   FROM cash_received WHERE technician = ?1 AND slip = ?2 AND currency = ?3)
             WHERE records > 0 OR counted_at_ms IS NOT NULL",
        )?
        .execute(name)?;
    Ok(())
}

/// Notes that finance counted what was not counted of a slip.
///
/// # Errors
/// [`MoneyError`].
pub fn receive_cash(
    transaction: &Connection,
    clerk: &Clerk,
    request: &ReceiveCash,
    now_ms: i64,
) -> Result<(), MoneyError> {
    let technician = PersonId(request.technician.clone());
    let name = (
        technician.clone(),
        request.slip.clone(),
        request.currency.clone(),
    );
    let slip = one_slip(transaction, clerk, &name)?;
    let station = station_of_technician(transaction, &technician)?;
    require(clerk, Action::KeepMoney, station.as_ref())?;
    if slip.open_minor != request.open_minor || slip.open_minor == 0 {
        return Err(MoneyError::ChangedMeanwhile);
    }
    if request.counted_minor.saturating_abs() > COUNTED_MINOR_MAX {
        return Err(MoneyError::BadAmount);
    }
    let reason = request.reason.trim();
    let is_same = request.counted_minor == request.open_minor;
    if is_same != reason.is_empty() || reason.chars().count() > REASON_CHARACTERS_MAX {
        return Err(MoneyError::NoReason);
    }
    transaction
        .prepare_cached(
            "INSERT INTO cash_received (technician, slip, currency, said_minor, counted_minor, reason, person, at_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            technician.0,
            request.slip,
            request.currency,
            request.open_minor,
            request.counted_minor,
            reason,
            clerk.person.0,
            now_ms,
        ])?;
    renew_slip(transaction, &technician, &request.slip, &request.currency)?;
    let subject = format!("slip:{}", request.slip);
    audit::note(
        transaction,
        clerk,
        Deed::CashReceived,
        &subject,
        request,
        now_ms,
    )?;
    Ok(())
}

const COLUMNS: &str = "technician, slip, currency, said_minor, said_minor - received_minor, differs_minor, records, last_at_ms FROM cash_slip";

/// The slips of a clerk's stations, at most so many, those after a place: those to count, the oldest first; or all, the last
/// first.
///
/// # Errors
/// [`MoneyError`].
pub fn slips(
    connection: &Connection,
    clerk: &Clerk,
    only_open: bool,
    (after, most): (Option<&SlipPlace>, usize),
) -> Result<Vec<Slip>, MoneyError> {
    let (mut condition, mut values) = station_condition(clerk, STATION);
    let (order, than) = if only_open { ("", ">") } else { (" DESC", "<") };
    if only_open {
        condition.push_str(" AND said_minor <> received_minor");
    }
    if let Some(after) = after {
        condition.push_str(&format!(
            " AND (last_at_ms, technician, slip, currency) {than} (?, ?, ?, ?)"
        ));
        values.push(Value::from(after.at_ms));
        values.push(Value::from(after.technician.clone()));
        values.push(Value::from(after.slip.clone()));
        values.push(Value::from(after.currency.clone()));
    }
    values.push(Value::from(i64::try_from(most).unwrap_or(i64::MAX)));
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} WHERE true{condition}
         ORDER BY last_at_ms{order}, technician{order}, slip{order}, currency{order} LIMIT ?",
    ))?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(of_row(row)?);
    }
    Ok(found)
}

/// How many slips nobody has counted.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn waiting_count(connection: &Connection, clerk: &Clerk) -> rusqlite::Result<i64> {
    let (condition, values) = station_condition(clerk, STATION);
    connection
        .prepare_cached(&format!(
            "SELECT count(*) FROM cash_slip WHERE said_minor <> received_minor{condition}"
        ))?
        .query_row(params_from_iter(values), |row| row.get(0))
}

/// One slip by whose it is, its number and its currency.
///
/// # Errors
/// [`MoneyError::NoSlip`], and what else [`MoneyError`] has.
pub fn one_slip(
    connection: &Connection,
    clerk: &Clerk,
    (technician, slip, currency): &(PersonId, String, String),
) -> Result<Slip, MoneyError> {
    let station = station_of_technician(connection, technician)?;
    require(clerk, Action::ReadMoney, station.as_ref())?;
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} WHERE technician = ?1 AND slip = ?2 AND currency = ?3"
    ))?;
    let mut rows = statement.query([&technician.0, slip, currency])?;
    match rows.next()? {
        Some(row) => of_row(row),
        None => Err(MoneyError::NoSlip),
    }
}

fn of_row(row: &Row<'_>) -> Result<Slip, MoneyError> {
    let currency: String = row.get(2)?;
    let at_ms = row.get(7)?;
    Ok(Slip {
        technician: PersonId(row.get(0)?),
        slip: row.get(1)?,
        said: money(row.get(3)?, &currency)?,
        open_minor: row.get(4)?,
        differs_minor: row.get(5)?,
        records: row.get(6)?,
        at: moment(at_ms).to_rfc3339(),
        at_ms,
    })
}

fn station_of_technician(
    connection: &Connection,
    technician: &PersonId,
) -> rusqlite::Result<Option<StationCode>> {
    let station = connection
        .prepare_cached("SELECT min(station) FROM person_station WHERE person = ?1")?
        .query_row([&technician.0], |row| row.get::<_, Option<String>>(0))
        .optional()?;
    Ok(station.flatten().map(StationCode))
}
