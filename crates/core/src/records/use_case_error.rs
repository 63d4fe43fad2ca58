//! Why a use case was not done, each with a stable code for programs.

use doorstep_domain::{
    cover::ReasonNeeded,
    quote::BadQuote,
    record::{BadEntry, BadFieldValue, Field},
};
use doorstep_evidence::statement::{BadInk, BadStatement};

use crate::Error;

/// Why a use case was not done; nothing was written. What the course of a repair forbids is a
/// [`doorstep_domain::course::Refusal`] and not listed here. A device gives both as [`Error::Refused`].
#[derive(Debug, thiserror::Error)]
pub enum UseCaseError {
    /// An entry would not be well formed.
    #[error("{0}")]
    Entry(#[from] BadEntry),
    /// A value does not fit its field.
    #[error("{0}")]
    Field(#[from] BadFieldValue),
    /// A signature is none.
    #[error("{0}")]
    Ink(#[from] BadInk),
    /// Exactly one of several members must be given.
    #[error("exactly one must be given: {0}")]
    OneOf(&'static str),
    /// The catalogue of this device does not have the code.
    #[error("the device's catalogue does not have this code")]
    UnknownCode,
    /// The catalogue has the code, so name and price are taken from there and not given by hand.
    #[error("the catalogue has this code: its name and price are not given by hand")]
    CodeInCatalogue,
    /// A quote has one currency.
    #[error("the lines of a quote are in one currency")]
    CurrenciesDiffer,
    /// A part that has a serial number is fitted piece by piece, with it.
    #[error("this part has a serial number: fit it piece by piece with its number")]
    SerialNeeded,
    /// Another payer than the rules' own is given with a reason.
    #[error("{0}")]
    OverrideNeedsReason(#[from] ReasonNeeded),
    /// There is no clash in the field.
    #[error("there is no clash in the field `{}`", .0.key())]
    NoConflict(Field),
    /// No record of this device has the number or the id.
    #[error("no record of this device has this number or id")]
    NoSuchRecord,
    /// A record is merged into another one that itself stays.
    #[error("a record is merged into another one that was not merged away itself")]
    MergedAway,
    /// The library of this device does not have the document.
    #[error("the device's library does not have this document")]
    NoSuchDocument,
    /// No entry of this technician's van has the id, or it is of another kind.
    #[error("no such entry of this van")]
    NoSuchMovement,
    /// The count agrees with the books, or the books say nothing of it.
    #[error("the count does not differ from the books")]
    NoDifference,
    /// What is to be signed reads otherwise than it was shown.
    #[error("what is to be signed was changed since it was shown")]
    NotAsShown,
    /// The statement could not be made.
    #[error("{0}")]
    Seal(BadStatement),
}

impl From<BadQuote> for UseCaseError {
    fn from(bad: BadQuote) -> Self {
        Self::Entry(BadEntry::Quote(bad))
    }
}

impl From<UseCaseError> for Error {
    fn from(error: UseCaseError) -> Self {
        Self::refused(error.code(), error)
    }
}

macro_rules! codes {
    ($($pattern:pat => $code:literal;)*) => {
        impl UseCaseError {
            /// The codes of all these errors.
            pub const CODES: &[&str] = &[$($code),*];

            /// The stable code.
            #[must_use]
            pub const fn code(&self) -> &'static str {
                match self {
                    $($pattern => $code,)*
                }
            }
        }
    };
}

codes! {
    Self::Entry(BadEntry::Text(_)) => "text";
    Self::Entry(BadEntry::Missing(_)) => "missing";
    Self::Entry(BadEntry::Range(_)) => "out_of_range";
    Self::Entry(BadEntry::TooMany(_)) => "too_many";
    Self::Entry(BadEntry::Word(_)) => "word";
    Self::Entry(BadEntry::Quote(_)) => "quote";
    Self::Entry(BadEntry::Field) | Self::Field(_) => "field_value";
    Self::Ink(BadInk::TooShort) => "signature_too_short";
    Self::Ink(BadInk::TooLong) => "signature_too_long";
    Self::Ink(BadInk::Order) => "signature_out_of_order";
    Self::OneOf(_) => "one_of";
    Self::UnknownCode => "unknown_code";
    Self::CodeInCatalogue => "code_in_catalogue";
    Self::CurrenciesDiffer => "currencies_differ";
    Self::SerialNeeded => "serial_needed";
    Self::OverrideNeedsReason(_) => "override_needs_reason";
    Self::NoConflict(_) => "no_conflict";
    Self::MergedAway => "merged_away";
    Self::NoSuchRecord => "no_such_record";
    Self::NoSuchDocument => "no_such_document";
    Self::NoSuchMovement => "no_such_movement";
    Self::NoDifference => "no_difference";
    Self::NotAsShown => "not_as_shown";
    Self::Seal(_) => "statement";
}
