//! Notes what a record's entries say of money, whenever the record becomes another.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_domain::{
    course::{Facts, cash},
    ids::{EntryId, PersonId},
    money::Money,
    record::{Entry, InvoiceAsked, Record, What},
};
use rusqlite::{Connection, params};

use super::{invoice::renew_open, slip::renew_slip};

/// A slip by whose cash it is, its number and its currency.
type SlipName = (String, String, String);

/// What an entry says of money: its kind, how it was paid, how much came, and the number it goes by.
struct Said<'e> {
    kind: &'static str,
    method: &'e str,
    amount: Money,
    number: &'e str,
}

/// Writes what a record says of money anew. `now_ms` stands where a payment is to be invoiced that nobody asked an invoice
/// for.
pub(crate) fn note(
    transaction: &Connection,
    record: &Record,
    facts: &Facts<'_>,
    now_ms: i64,
) -> rusqlite::Result<()> {
    let mut slips = slips_of(transaction, record)?;
    transaction
        .prepare_cached("DELETE FROM money_entry WHERE document = ?1")?
        .execute([record.id.as_bytes()])?;
    let in_hand: BTreeMap<EntryId, i64> = cash::in_hand(record)
        .into_iter()
        .map(|piece| (piece.entry, piece.amount.minor))
        .collect();
    for (id, entry) in record.valid_entries() {
        let Some(said) = said(entry) else { continue };
        let in_hand_minor = in_hand.get(&id).copied().unwrap_or(0);
        insert(transaction, record, (id, entry), (&said, in_hand_minor))?;
    }
    slips.extend(slips_of(transaction, record)?);
    for (technician, slip, currency) in &slips {
        renew_slip(transaction, &PersonId(technician.clone()), slip, currency)?;
    }
    note_invoice(transaction, record, facts, now_ms)
}

fn said(entry: &Entry) -> Option<Said<'_>> {
    let given = |amount: Money| Money {
        minor: amount.minor.saturating_neg(),
        ..amount
    };
    Some(match &entry.what {
        What::Payment {
            method,
            amount,
            receipt,
            ..
        } => Said {
            kind: "payment",
            method,
            amount: *amount,
            number: receipt.trim(),
        },
        What::PaymentRefunded(refund) => Said {
            kind: "refund",
            method: &refund.method,
            amount: given(refund.amount),
            number: refund.receipt.trim(),
        },
        What::CompensationPaid(paid) => Said {
            kind: "compensation",
            method: &paid.method,
            amount: given(paid.amount),
            number: "",
        },
        What::CashHandedIn(handed_in) => Said {
            kind: "handed_in",
            method: "cash",
            amount: handed_in.amount,
            number: handed_in.slip.trim(),
        },
        _ => return None,
    })
}

fn insert(
    transaction: &Connection,
    record: &Record,
    (id, entry): (EntryId, &Entry),
    (said, in_hand_minor): (&Said<'_>, i64),
) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "INSERT INTO money_entry (document, entry, kind, person, day, at_ms, method, minor, currency, number, in_hand_minor)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?
        .execute(params![
            record.id.as_bytes(),
            id.as_bytes(),
            said.kind,
            entry.by.0,
            entry.at.date_naive().format("%Y-%m-%d").to_string(),
            entry.at.timestamp_millis(),
            said.method,
            said.amount.minor,
            said.amount.currency.code(),
            said.number,
            in_hand_minor,
        ])?;
    Ok(())
}

fn slips_of(transaction: &Connection, record: &Record) -> rusqlite::Result<BTreeSet<SlipName>> {
    transaction
        .prepare_cached(
            "SELECT person, number, currency FROM money_entry WHERE document = ?1 AND kind = 'handed_in'",
        )?
        .query_map([record.id.as_bytes()], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?
        .collect()
}

/// An invoice is to be written for what was paid where one was asked for, and always for what is to be paid by invoice.
fn note_invoice(
    transaction: &Connection,
    record: &Record,
    facts: &Facts<'_>,
    now_ms: i64,
) -> rusqlite::Result<()> {
    let account = &facts.account;
    let asked = record
        .valid_entries()
        .filter_map(|(_, entry)| match &entry.what {
            What::InvoiceAsked(asked) => Some((asked, entry.at.timestamp_millis())),
            _ => None,
        })
        .max_by_key(|(_, at_ms)| *at_ms);
    let is_whole = asked.is_some();
    // An invoice has one currency: that of the first payment, which is the quote's.
    let currency = account
        .payments
        .first()
        .map(|payment| payment.amount.currency);
    let minor = account
        .payments
        .iter()
        .filter(|payment| is_whole || payment.by_invoice)
        .filter(|payment| Some(payment.amount.currency) == currency)
        .fold(0_i64, |sum, payment| {
            sum.saturating_add(payment.left().minor.max(0))
        });
    let has_written = transaction
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM invoice_written WHERE document = ?1 AND voided_at_ms IS NULL)",
        )?
        .query_row([record.id.as_bytes()], |row| row.get::<_, bool>(0))?;
    let Some(currency) = currency.filter(|_| minor > 0 || has_written) else {
        transaction
            .prepare_cached("DELETE FROM invoice_asked WHERE document = ?1")?
            .execute([record.id.as_bytes()])?;
        return Ok(());
    };
    let nobody = InvoiceAsked {
        title: String::new(),
        tax_number: String::new(),
        email: String::new(),
        phone: String::new(),
    };
    let (to, asked_at_ms) = asked.unwrap_or((&nobody, now_ms));
    transaction
        .prepare_cached(
            "INSERT INTO invoice_asked (document, asked_at_ms, title, tax_number, email, phone, minor, currency, open_minor)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?7)
             ON CONFLICT (document) DO UPDATE
             SET asked_at_ms = ?2, title = ?3, tax_number = ?4, email = ?5, phone = ?6, minor = ?7, currency = ?8",
        )?
        .execute(params![
            record.id.as_bytes(),
            asked_at_ms,
            to.title,
            to.tax_number,
            to.email,
            to.phone,
            minor,
            currency.code(),
        ])?;
    renew_open(transaction, record.id)
}
