//! Whether an entry is well formed, whatever the record says.

use doorstep_words::{Phrase, trade::record as words};

use super::{Entry, Limits, Measurement, Stamp, TestItem, What};
use crate::{
    quote::BadQuote,
    record::{field::is_date, is_forbidden_character},
};

/// How many characters a short text inside an entry may have (a name, a code, a serial number).
const SHORT_TEXT_MAX: usize = 200;
/// How many characters a long text inside an entry may have (a reason, a finding, an opinion).
const LONG_TEXT_MAX: usize = 4_000;
/// How many items one test or one list of covered entries may have.
const ITEMS_MAX: usize = 500;

/// Why an entry may not stand in a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadEntry {
    /// A text is too long or has forbidden characters.
    #[error("the text `{0}` is too long or has forbidden characters")]
    Text(&'static str),
    /// A text must not be empty.
    #[error("`{0}` must be given")]
    Missing(&'static str),
    /// A number is out of its range.
    #[error("the number `{0}` is out of range")]
    Range(&'static str),
    /// A list is too long.
    #[error("the list `{0}` is too long")]
    TooMany(&'static str),
    /// Not one of the words that are allowed.
    #[error("`{0}` is not one of the allowed words")]
    Word(&'static str),
    /// The quote inside is not one.
    #[error("the quote is not in order")]
    Quote(#[from] BadQuote),
    /// The value does not fit the field.
    #[error("the value does not fit its field")]
    Field,
}

impl BadEntry {
    /// The words on a screen.
    #[must_use]
    pub const fn words(&self) -> Phrase {
        match self {
            Self::Text(_) => words::bad_entry::TEXT,
            Self::Missing(_) => words::bad_entry::MISSING,
            Self::Range(_) => words::bad_entry::RANGE,
            Self::TooMany(_) => words::bad_entry::TOO_MANY,
            Self::Word(_) => words::bad_entry::WORD,
            Self::Field => words::bad_entry::FIELD,
            Self::Quote(bad) => bad.words(),
        }
    }
}

/// How a payment may be made: the codes of [`What::Payment`]; their words are in [`crate::record::choice_words`].
pub const PAYMENT_METHODS: &[&str] = &["cash", "card", "transfer", "wechat", "alipay", "invoice"];

impl Entry {
    /// Whether the entry is well formed. What is legal in a given record is [`crate::course::Refusal`]'s matter.
    ///
    /// # Errors
    /// [`BadEntry`] naming the part that is not in order.
    pub fn check(&self) -> Result<(), BadEntry> {
        short("by", &self.by.0)?;
        given("by", &self.by.0)?;
        self.what.check()
    }
}

impl What {
    fn check(&self) -> Result<(), BadEntry> {
        match self {
            Self::Call { note, .. } | Self::CustomerAbsent { note, .. } => long("note", note),
            Self::Report { note, covers } => {
                long("note", note)?;
                few("covers", covers.len())
            }
            Self::Visit { place, .. } => short("place", place),
            Self::DiagnosisStep {
                finding,
                measurements,
                ..
            } => {
                long("finding", finding)?;
                few("measurements", measurements.len())?;
                measurements.iter().try_for_each(Measurement::check)
            }
            Self::QuoteOffered { quote } => Ok(quote.check()?),
            Self::QuoteAccepted { statement, .. } => digest(statement),
            Self::QuoteDeclined { reason, .. }
            | Self::Cancelled { reason, .. }
            | Self::NotSatisfied { reason }
            | Self::Void { reason, .. } => reasoned(reason),
            Self::CannotRepair { reason, plan } => {
                reasoned(reason)?;
                given("plan", plan)?;
                long("plan", plan)
            }
            Self::Settled {
                field,
                value,
                reason,
            } => {
                field.check(value).map_err(|_| BadEntry::Field)?;
                reasoned(reason)
            }
            Self::PartFitted { .. }
            | Self::PartRemoved { .. }
            | Self::RepairDone { .. }
            | Self::TestResult { .. }
            | Self::AdviceGiven { .. } => self.check_work(),
            Self::SignOff { .. } | Self::SignRefused { .. } | Self::Payment { .. } => {
                self.check_close()
            }
            Self::CustodyTaken(handover) | Self::LoanerLent(handover) => handover.check(),
            Self::CustodyReturned(handback) | Self::LoanerReturned(handback) => handback.check(),
            Self::ApprovalAsked(asked) => asked.check(),
            Self::ApprovalDecided(decided) => decided.check(),
            Self::ComplaintTaken(complaint) => complaint.check(),
            Self::ConsentGiven(consent) => consent.check(),
            Self::DamageRecorded(damage) => damage.check(),
            Self::CompensationPaid(paid) => paid.check(),
            Self::AgreementSigned(agreement) => agreement.check(),
            Self::InsurerTold(told) => told.check(),
            Self::PaymentRefunded(refunded) => refunded.check(),
            Self::InvoiceAsked(asked) => asked.check(),
            Self::CashHandedIn(handed_in) => handed_in.check(),
            Self::FileAdded(file) => file.check(),
            Self::PassedOn(passed) => passed.check(),
        }
    }

    /// Repair, test and advice.
    fn check_work(&self) -> Result<(), BadEntry> {
        match self {
            Self::PartFitted {
                part,
                name,
                serial,
                quantity,
                warranty_months,
            } => {
                piece(part, name, serial, *quantity)?;
                range("warranty_months", *warranty_months, 0, 600)
            }
            Self::PartRemoved {
                part,
                name,
                serial,
                quantity,
                ..
            } => piece(part, name, serial, *quantity),
            Self::TestResult { items, .. } => {
                few("items", items.len())?;
                items.iter().try_for_each(TestItem::check)
            }
            _ => Ok(()),
        }
    }

    /// Acceptance and payment.
    fn check_close(&self) -> Result<(), BadEntry> {
        match self {
            Self::SignOff {
                statement,
                stamp,
                signer,
                opinion,
                score,
                covers,
                ..
            } => {
                digest(statement)?;
                stamp.as_ref().map_or(Ok(()), Stamp::check)?;
                given("signer", signer)?;
                short("signer", signer)?;
                long("opinion", opinion)?;
                range("score", *score, 1, 5)?;
                few("covers", covers.len())
            }
            Self::SignRefused { statement, reason } => {
                digest(statement)?;
                reasoned(reason)
            }
            Self::Payment {
                method,
                amount,
                receipt,
                statement,
                ..
            } => {
                payment_method(method)?;
                positive("amount", amount.minor)?;
                if !statement.is_empty() {
                    digest(statement)?;
                }
                short("receipt", receipt)
            }
            _ => Ok(()),
        }
    }
}

impl Measurement {
    fn check(&self) -> Result<(), BadEntry> {
        given("measurement name", &self.name)?;
        short("measurement name", &self.name)?;
        short("measurement unit", &self.unit)?;
        if is_decimal(&self.value) {
            Ok(())
        } else {
            Err(BadEntry::Range("measurement value"))
        }
    }
}

impl TestItem {
    fn check(&self) -> Result<(), BadEntry> {
        given("test item", &self.name)?;
        short("test item", &self.name)?;
        self.limits.as_ref().map_or(Ok(()), Limits::check)?;
        short("test result", &self.result)
    }
}

pub(super) fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| {
        !part.is_empty() && part.len() <= 15 && part.bytes().all(|b| b.is_ascii_digit())
    };
    all_digits(whole) && all_digits(fraction)
}

fn text(name: &'static str, value: &str, most: usize) -> Result<(), BadEntry> {
    let forbidden = |character: char| is_forbidden_character(character) && character != '\n';
    if value.chars().count() > most || value.chars().any(forbidden) {
        return Err(BadEntry::Text(name));
    }
    Ok(())
}

pub(crate) fn short(name: &'static str, value: &str) -> Result<(), BadEntry> {
    text(name, value, SHORT_TEXT_MAX)
}

pub(crate) fn long(name: &'static str, value: &str) -> Result<(), BadEntry> {
    text(name, value, LONG_TEXT_MAX)
}

pub(crate) fn given(name: &'static str, value: &str) -> Result<(), BadEntry> {
    if value.trim().is_empty() {
        Err(BadEntry::Missing(name))
    } else {
        Ok(())
    }
}

pub(crate) fn reasoned(reason: &str) -> Result<(), BadEntry> {
    given("reason", reason)?;
    long("reason", reason)
}

pub(super) fn digest(value: &str) -> Result<(), BadEntry> {
    let is_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    if value.len() == 64 && value.bytes().all(is_hex) {
        Ok(())
    } else {
        Err(BadEntry::Text("statement"))
    }
}

pub(crate) fn range(name: &'static str, value: i64, least: i64, most: i64) -> Result<(), BadEntry> {
    if (least..=most).contains(&value) {
        Ok(())
    } else {
        Err(BadEntry::Range(name))
    }
}

pub(super) fn few(name: &'static str, count: usize) -> Result<(), BadEntry> {
    if count <= ITEMS_MAX {
        Ok(())
    } else {
        Err(BadEntry::TooMany(name))
    }
}

pub(super) fn positive(name: &'static str, minor: i64) -> Result<(), BadEntry> {
    range(name, minor, 1, i64::MAX)
}

pub(super) fn payment_method(method: &str) -> Result<(), BadEntry> {
    if PAYMENT_METHODS.contains(&method) {
        Ok(())
    } else {
        Err(BadEntry::Word("method"))
    }
}

/// A date `YYYY-MM-DD`, or nothing.
pub(super) fn calendar_date(name: &'static str, date: &str) -> Result<(), BadEntry> {
    if date.is_empty() || is_date(date) {
        Ok(())
    } else {
        Err(BadEntry::Range(name))
    }
}

pub(crate) fn piece(part: &str, name: &str, serial: &str, quantity: i64) -> Result<(), BadEntry> {
    given("part", part)?;
    short("part", part)?;
    // A report that lacks the parts' names is not complete, so a part without one is not written at all.
    given("name", name)?;
    short("name", name)?;
    short("serial", serial)?;
    range("quantity", quantity, 1, 10_000)
}
