//! Money that moves after it was taken: what is given back to the customer, what he wants an invoice for, and the cash
//! that a technician hands in.

use serde::{Deserialize, Serialize};

use super::{
    BadEntry,
    check::{few, given, payment_method, positive, reasoned, short},
};
use crate::{ids::EntryId, money::Money};

/// How long a tax number (纳税人识别号、统一社会信用代码) is.
const TAX_NUMBER_LENGTHS: [usize; 4] = [15, 17, 18, 20];
/// The least digits of a telephone number that somebody can dial.
const PHONE_DIGITS_MIN: usize = 5;

/// Money was given back to the customer (退款). The payment stays what it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentRefunded {
    /// The payment that it comes from.
    pub payment: EntryId,
    /// How: one of [`super::PAYMENT_METHODS`]; where the payment was invoiced, the invoice is reduced.
    pub method: String,
    /// How much.
    pub amount: Money,
    /// The number of the refund's own receipt.
    pub receipt: String,
    /// Why.
    pub reason: String,
}

/// The customer wants an invoice (开票申请). Whether the tax number exists is looked up by who writes the invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceAsked {
    /// To whom it is made out (发票抬头).
    pub title: String,
    /// The tax number; empty for a private person.
    pub tax_number: String,
    /// Where it is sent; empty if by telephone.
    pub email: String,
    /// The telephone number it is sent to; empty if by e-mail.
    pub phone: String,
}

/// A technician handed in the cash of a record (上交现金). It names what it covers, so that two hand-ins of the same
/// cash, written on phone and tablet apart, are one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashHandedIn {
    /// The number of the slip; one slip may stand in several records.
    pub slip: String,
    /// The entries by which the cash came and went: payments, refunds, compensations.
    pub covers: Vec<EntryId>,
    /// How much it was, as counted; below zero where more was given out than taken.
    pub amount: Money,
}

impl PaymentRefunded {
    pub(super) fn check(&self) -> Result<(), BadEntry> {
        payment_method(&self.method)?;
        positive("amount", self.amount.minor)?;
        short("receipt", &self.receipt)?;
        reasoned(&self.reason)
    }
}

impl InvoiceAsked {
    pub(super) fn check(&self) -> Result<(), BadEntry> {
        given("title", &self.title)?;
        short("title", &self.title)?;
        if !self.tax_number.is_empty() && !is_tax_number(&self.tax_number) {
            return Err(BadEntry::Range("tax_number"));
        }
        if !self.email.is_empty() && !is_email(&self.email) {
            return Err(BadEntry::Range("email"));
        }
        if !self.phone.is_empty() && !is_phone(&self.phone) {
            return Err(BadEntry::Range("phone"));
        }
        if self.email.is_empty() && self.phone.is_empty() {
            return Err(BadEntry::Missing("email"));
        }
        Ok(())
    }
}

impl CashHandedIn {
    pub(super) fn check(&self) -> Result<(), BadEntry> {
        given("slip", &self.slip)?;
        short("slip", &self.slip)?;
        few("covers", self.covers.len())?;
        if self.covers.is_empty() {
            Err(BadEntry::Missing("covers"))
        } else {
            Ok(())
        }
    }
}

fn is_tax_number(text: &str) -> bool {
    TAX_NUMBER_LENGTHS.contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
}

fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else {
        return false;
    };
    let (first, last) = host.rsplit_once('.').unwrap_or_default();
    text.len() <= 254
        && text.chars().all(|c| !c.is_whitespace() && !c.is_control())
        && !name.is_empty()
        && !first.is_empty()
        && !last.is_empty()
        && !host.contains('@')
}

fn is_phone(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    text.len() <= 40
        && digits >= PHONE_DIGITS_MIN
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || b"+-() ".contains(&byte))
}
