//! Why there is no file, or why one was not taken. Nothing was changed then.

use doorstep_evidence::certificate::CertificateError;

use crate::Error;

/// Why records did not change hands.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// Not the text of an offer, or not as its device signed it.
    #[error("this is not an offer as a device signed it")]
    Offer,
    /// The own offer.
    #[error("the offer is this device's own")]
    OwnOffer,
    /// The other device is of another organisation.
    #[error("the other device does not belong to this organisation")]
    OtherOrganisation(#[source] CertificateError),
    /// The other device was revoked, as far as this one knows.
    #[error("the other device was revoked")]
    Revoked,
    /// There is nothing that the other lacks and may have.
    #[error("there is nothing to hand over")]
    Nothing,
    /// Not a file of this kind.
    #[error("this is not a file of records")]
    NotAFile,
    /// Longer than a file may be, also once it is decompressed.
    #[error("the file is too large")]
    TooLarge,
    /// Made for another device, or for an offer of long ago.
    #[error("the file was made for another device or an older offer")]
    NotForUs,
    /// Cut or changed.
    #[error("the file was cut or changed")]
    Unreadable,
    /// What is inside was not signed by the device that it names.
    #[error("the file was not signed by the device that it names")]
    Signature,
}

impl ExchangeError {
    /// The codes of all these errors.
    pub const CODES: &[&str] = &[
        "exchange_offer",
        "exchange_own_offer",
        "exchange_other_organisation",
        "exchange_revoked",
        "exchange_nothing",
        "exchange_not_a_file",
        "exchange_too_large",
        "exchange_not_for_us",
        "exchange_unreadable",
        "exchange_signature",
    ];

    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Offer => "exchange_offer",
            Self::OwnOffer => "exchange_own_offer",
            Self::OtherOrganisation(_) => "exchange_other_organisation",
            Self::Revoked => "exchange_revoked",
            Self::Nothing => "exchange_nothing",
            Self::NotAFile => "exchange_not_a_file",
            Self::TooLarge => "exchange_too_large",
            Self::NotForUs => "exchange_not_for_us",
            Self::Unreadable => "exchange_unreadable",
            Self::Signature => "exchange_signature",
        }
    }
}

impl From<ExchangeError> for Error {
    fn from(error: ExchangeError) -> Self {
        Self::refused(error.code(), error)
    }
}
