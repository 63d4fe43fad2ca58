//! Invoices (发票): finance writes them in its own program and notes their numbers here. What was asked for and what was
//! written must come to the same; what is left over is open, also below zero.

use chrono::{DateTime, NaiveDate};
use doorstep_domain::ids::RecordId;
use rusqlite::{Connection, OptionalExtension as _, params};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::MoneyError;
use crate::{
    audit::{self, Deed},
    intake::station_of,
    rights::{Action, require},
    staff::Clerk,
};

/// The longest number of an invoice, in characters.
const NUMBER_CHARACTERS_MAX: usize = 40;
/// The longest reason, in characters.
const REASON_CHARACTERS_MAX: usize = 500;

/// An invoice was written for all that is open of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WriteInvoice {
    /// The record.
    #[schema(value_type = String, format = "uuid")]
    pub record: RecordId,
    /// Minor units that were open when it was looked at: what it is over. Below zero where it takes one back in part (红字).
    pub open_minor: i64,
    /// Its number.
    #[schema(max_length = 40)]
    pub number: String,
    /// The day on it, `YYYY-MM-DD`.
    #[schema(max_length = 10)]
    pub written_on: String,
}

/// An invoice does not stand: it was noted by mistake, or written off (作废).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VoidInvoice {
    /// Why.
    #[schema(max_length = 500)]
    pub reason: String,
}

/// Counts anew what is open of a record.
pub(super) fn renew_open(transaction: &Connection, record: RecordId) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "UPDATE invoice_asked SET open_minor = minor - (
                 SELECT coalesce(sum(written.minor), 0) FROM invoice_written AS written
                 WHERE written.document = invoice_asked.document AND written.currency = invoice_asked.currency
                   AND voided_at_ms IS NULL)
             WHERE document = ?1",
        )?
        .execute([record.as_bytes()])?;
    Ok(())
}

/// Notes an invoice for all that is open. Gives its id.
///
/// # Errors
/// [`MoneyError`].
pub fn write_invoice(
    transaction: &Connection,
    clerk: &Clerk,
    request: &WriteInvoice,
    now_ms: i64,
) -> Result<i64, MoneyError> {
    let station = station_of(transaction, request.record)?;
    require(clerk, Action::KeepMoney, station.as_ref())?;
    let (open_minor, currency): (i64, String) = transaction
        .prepare_cached("SELECT open_minor, currency FROM invoice_asked WHERE document = ?1")?
        .query_row([request.record.as_bytes()], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?
        .ok_or(MoneyError::NoInvoice)?;
    if open_minor != request.open_minor || open_minor == 0 {
        return Err(MoneyError::ChangedMeanwhile);
    }
    let number = number(&request.number)?;
    let written_on = day(&request.written_on, now_ms)?;
    let is_used: bool = transaction
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM invoice_written WHERE number = ?1)")?
        .query_row([&number], |row| row.get(0))?;
    if is_used {
        return Err(MoneyError::NumberUsed);
    }
    transaction
        .prepare_cached(
            "INSERT INTO invoice_written (document, number, minor, currency, written_on, person, at_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            request.record.as_bytes(),
            number,
            open_minor,
            currency,
            written_on,
            clerk.person.0,
            now_ms,
        ])?;
    let invoice = transaction.last_insert_rowid();
    renew_open(transaction, request.record)?;
    let subject = format!("record:{}", request.record);
    audit::note(
        transaction,
        clerk,
        Deed::InvoiceWritten,
        &subject,
        request,
        now_ms,
    )?;
    Ok(invoice)
}

/// Notes that an invoice does not stand; what it was over is open again.
///
/// # Errors
/// [`MoneyError`].
pub fn void_invoice(
    transaction: &Connection,
    clerk: &Clerk,
    (invoice, request): (i64, &VoidInvoice),
    now_ms: i64,
) -> Result<(), MoneyError> {
    let found: Option<([u8; 16], bool)> = transaction
        .prepare_cached(
            "SELECT document, voided_at_ms IS NOT NULL FROM invoice_written WHERE invoice = ?1",
        )?
        .query_row([invoice], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (document, is_void) = found.ok_or(MoneyError::NoInvoice)?;
    let record = RecordId(uuid::Uuid::from_bytes(document));
    let station = station_of(transaction, record)?;
    require(clerk, Action::KeepMoney, station.as_ref())?;
    if is_void {
        return Err(MoneyError::ChangedMeanwhile);
    }
    let reason = request.reason.trim();
    if reason.is_empty() || reason.chars().count() > REASON_CHARACTERS_MAX {
        return Err(MoneyError::NoReason);
    }
    transaction
        .prepare_cached(
            "UPDATE invoice_written SET voided_reason = ?2, voided_at_ms = ?3, voided_by = ?4 WHERE invoice = ?1",
        )?
        .execute(params![invoice, reason, now_ms, clerk.person.0])?;
    renew_open(transaction, record)?;
    let subject = format!("record:{record}");
    audit::note(
        transaction,
        clerk,
        Deed::InvoiceVoided,
        &subject,
        request,
        now_ms,
    )?;
    Ok(())
}

fn number(text: &str) -> Result<String, MoneyError> {
    let text = text.trim();
    let is_plain = !text.is_empty()
        && text.chars().count() <= NUMBER_CHARACTERS_MAX
        && !text.chars().any(char::is_control);
    if is_plain {
        Ok(text.to_owned())
    } else {
        Err(MoneyError::NoNumber)
    }
}

/// A day that is not to come anywhere on earth.
fn day(text: &str, now_ms: i64) -> Result<String, MoneyError> {
    let day = NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").map_err(|_| MoneyError::BadDay)?;
    let now = DateTime::from_timestamp_millis(now_ms).unwrap_or_default();
    let latest = now.date_naive().succ_opt().ok_or(MoneyError::BadDay)?;
    let earliest = NaiveDate::from_ymd_opt(2000, 1, 1).ok_or(MoneyError::BadDay)?;
    if (earliest..=latest).contains(&day) {
        Ok(day.format("%Y-%m-%d").to_string())
    } else {
        Err(MoneyError::BadDay)
    }
}
