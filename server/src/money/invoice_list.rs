//! What is to be invoiced, and the invoices that were written.

use doorstep_domain::{
    ids::{PersonId, RecordId},
    money::Money,
};
use rusqlite::{Connection, Row, params_from_iter, types::Value};
use serde::Serialize;
use utoipa::ToSchema;

use super::{MoneyError, money};
use crate::{audit::moment, rights::station_condition, staff::Clerk};

/// What is to be invoiced of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct InvoiceDue {
    /// The record.
    #[schema(value_type = String, format = "uuid")]
    pub record: RecordId,
    /// The record's number.
    pub number: String,
    /// When it was asked for, as claimed, RFC 3339.
    pub asked_at: String,
    /// To whom (发票抬头); empty where nobody said.
    pub title: String,
    /// The tax number; empty for a private person.
    pub tax_number: String,
    /// The address for it to be sent to; empty if by telephone.
    pub email: String,
    /// The telephone number for it to be sent to; empty if by e-mail.
    pub phone: String,
    /// What is to be invoiced in all.
    #[schema(value_type = Object)]
    pub amount: Money,
    /// Minor units of it that no invoice that stands is over; below zero where there is more.
    pub open_minor: i64,
    #[serde(skip)]
    pub(crate) asked_at_ms: i64,
}

/// An invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct InvoiceWritten {
    /// Its id.
    pub invoice: i64,
    /// The record.
    #[schema(value_type = String, format = "uuid")]
    pub record: RecordId,
    /// The record's number.
    pub record_number: String,
    /// Its number.
    pub number: String,
    /// What it is over.
    #[schema(value_type = Object)]
    pub amount: Money,
    /// The day on it, `YYYY-MM-DD`.
    pub written_on: String,
    /// Who noted it: a person's code.
    #[schema(value_type = String)]
    pub person: PersonId,
    /// Why it does not stand; null while it does.
    pub voided_reason: Option<String>,
}

/// A place in the list of what is to be invoiced: the moment and the record of the row before.
pub type InvoicePlace = (i64, RecordId);

const DUE: &str = "SELECT invoice_asked.document, record_row.number, asked_at_ms, title, tax_number, email, phone, minor,
        currency, open_minor
    FROM invoice_asked JOIN record_row ON record_row.document = invoice_asked.document";

/// What is to be invoiced at a clerk's stations and is not, who asked first stands first, at most so many, those after a
/// place.
///
/// # Errors
/// [`MoneyError`].
pub fn invoices(
    connection: &Connection,
    clerk: &Clerk,
    (after, most): (Option<&InvoicePlace>, usize),
) -> Result<Vec<InvoiceDue>, MoneyError> {
    let (mut condition, mut values) = station_condition(clerk, "record_row.station");
    if let Some((asked_at_ms, record)) = after {
        condition.push_str(" AND (asked_at_ms, invoice_asked.document) > (?, ?)");
        values.push(Value::from(*asked_at_ms));
        values.push(Value::Blob(record.as_bytes().to_vec()));
    }
    values.push(Value::from(i64::try_from(most).unwrap_or(i64::MAX)));
    let mut statement = connection.prepare_cached(&format!(
        "{DUE} WHERE open_minor <> 0{condition} ORDER BY asked_at_ms, invoice_asked.document LIMIT ?",
    ))?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut due = Vec::new();
    while let Some(row) = rows.next()? {
        due.push(due_of_row(row)?);
    }
    Ok(due)
}

/// What is to be invoiced of one record; nothing where nothing is.
///
/// # Errors
/// [`MoneyError`].
pub fn invoice_due(
    connection: &Connection,
    record: RecordId,
) -> Result<Option<InvoiceDue>, MoneyError> {
    let mut statement =
        connection.prepare_cached(&format!("{DUE} WHERE invoice_asked.document = ?1"))?;
    let mut rows = statement.query([record.as_bytes()])?;
    rows.next()?.map(due_of_row).transpose()
}

fn due_of_row(row: &Row<'_>) -> Result<InvoiceDue, MoneyError> {
    let currency: String = row.get(8)?;
    let asked_at_ms = row.get(2)?;
    Ok(InvoiceDue {
        record: RecordId(uuid::Uuid::from_bytes(row.get(0)?)),
        number: row.get(1)?,
        asked_at: moment(asked_at_ms).to_rfc3339(),
        title: row.get(3)?,
        tax_number: row.get(4)?,
        email: row.get(5)?,
        phone: row.get(6)?,
        amount: money(row.get(7)?, &currency)?,
        open_minor: row.get(9)?,
        asked_at_ms,
    })
}

/// The invoices that were written, of one record or of all of a clerk's stations: the last first, at most so many, those
/// after a place (the day and the id of the row before).
///
/// # Errors
/// [`MoneyError`].
pub fn written(
    connection: &Connection,
    clerk: &Clerk,
    record: Option<RecordId>,
    (after, most): (Option<&(String, i64)>, usize),
) -> Result<Vec<InvoiceWritten>, MoneyError> {
    let (mut condition, mut values) = station_condition(clerk, "record_row.station");
    if let Some(record) = record {
        condition.push_str(" AND invoice_written.document = ?");
        values.push(Value::Blob(record.as_bytes().to_vec()));
    }
    if let Some((written_on, invoice)) = after {
        condition.push_str(" AND (written_on, invoice) < (?, ?)");
        values.push(Value::from(written_on.clone()));
        values.push(Value::from(*invoice));
    }
    values.push(Value::from(i64::try_from(most).unwrap_or(i64::MAX)));
    let mut statement = connection.prepare_cached(&format!(
        "SELECT invoice, invoice_written.document, record_row.number, invoice_written.number, minor, currency, written_on,
                person, voided_reason
         FROM invoice_written JOIN record_row ON record_row.document = invoice_written.document
         WHERE true{condition} ORDER BY written_on DESC, invoice DESC LIMIT ?",
    ))?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let currency: String = row.get(5)?;
        found.push(InvoiceWritten {
            invoice: row.get(0)?,
            record: RecordId(uuid::Uuid::from_bytes(row.get(1)?)),
            record_number: row.get(2)?,
            number: row.get(3)?,
            amount: money(row.get(4)?, &currency)?,
            written_on: row.get(6)?,
            person: PersonId(row.get(7)?),
            voided_reason: row.get(8)?,
        });
    }
    Ok(found)
}
