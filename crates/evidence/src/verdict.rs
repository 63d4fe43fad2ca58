//! The verdict on a statement: ✔ unchanged, ✎ changed since signing, ✖ broken, ? unknown device.

use doorstep_domain::record::Record;
use doorstep_words::{Phrase, copy::verdict as words};
use serde::{Deserialize, Serialize};

use crate::{
    certificate::{DeviceCertificate, TrustedOrganisation},
    jws::Jws,
    statement::{Asked, Difference, Shown, Statement},
};

/// What can be said of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    /// The bytes are those that were sealed, by a device of the organisation, and the record still says the same.
    Unchanged,
    /// The statement is whole, but the record has changed since. It needs a new acceptance.
    Changed {
        /// What reads otherwise.
        differences: Vec<Difference>,
    },
    /// The bytes are not those that were sealed.
    Broken {
        /// What is broken, without customer data.
        why: String,
    },
    /// Sealed by a device that no trusted organisation vouches for, or no organisation was given to trust.
    UnknownDevice,
}

impl Verdict {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unchanged => "unchanged",
            Self::Changed { .. } => "changed",
            Self::Broken { .. } => "broken",
            Self::UnknownDevice => "unknown_device",
        }
    }

    /// The mark that stands beside the word, never instead of it.
    #[must_use]
    pub const fn mark(&self) -> &'static str {
        match self {
            Self::Unchanged => "✔",
            Self::Changed { .. } => "✎",
            Self::Broken { .. } => "✖",
            Self::UnknownDevice => "?",
        }
    }

    /// The words on a screen.
    #[must_use]
    pub const fn words(&self) -> Phrase {
        match self {
            Self::Unchanged => words::UNCHANGED,
            Self::Changed { .. } => words::CHANGED,
            Self::Broken { .. } => words::BROKEN,
            Self::UnknownDevice => words::UNKNOWN_DEVICE,
        }
    }
}

/// A statement that was opened: its seal holds. Whether its device may be trusted is told apart.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The statement.
    pub statement: Statement,
    /// The certificate of the device that sealed it.
    pub certificate: DeviceCertificate,
    /// Whether the given organisation vouches for the device.
    pub trusted: bool,
}

/// Opens a sealed statement: the signature, the one spelling of the payload, and the device it names.
///
/// # Errors
/// [`Verdict::Broken`] with what does not hold.
pub fn open(jws: &Jws, trusted: Option<&TrustedOrganisation>) -> Result<Opened, Verdict> {
    let broken = |why: &str| Verdict::Broken {
        why: why.to_owned(),
    };
    jws.verify_signature()
        .map_err(|_| broken("the seal does not fit the contents"))?;
    let statement =
        Statement::from_payload(jws.payload()).map_err(|error| broken(&error.to_string()))?;
    let certificate = jws.certificate().clone();
    if certificate.device_id() != statement.device {
        return Err(broken(
            "the statement names another device than its certificate",
        ));
    }
    let trusted = trusted.is_some_and(|organisation| certificate.verify(organisation).is_ok());
    Ok(Opened {
        statement,
        certificate,
        trusted,
    })
}

/// The verdict on a statement by itself: what a customer's copy can tell without the record.
#[must_use]
pub fn verify(jws: &Jws, trusted: Option<&TrustedOrganisation>) -> Verdict {
    match open(jws, trusted) {
        Err(broken) => broken,
        Ok(opened) if !opened.trusted => Verdict::UnknownDevice,
        Ok(_) => Verdict::Unchanged,
    }
}

/// The verdict on a statement against the record as it is now. Only what the person saw is compared.
#[must_use]
pub fn verify_against(
    jws: &Jws,
    trusted: Option<&TrustedOrganisation>,
    record: &Record,
) -> Verdict {
    let opened = match open(jws, trusted) {
        Err(broken) => return broken,
        Ok(opened) => opened,
    };
    if !opened.trusted {
        return Verdict::UnknownDevice;
    }
    let statement = &opened.statement;
    if statement.record != record.id {
        return Verdict::Broken {
            why: "the statement is about another record".to_owned(),
        };
    }
    let asked = Asked {
        version: statement.version,
        offer: statement.offer,
        choice: statement.choice,
    };
    let now = Shown::of(record, statement.purpose, asked);
    let differences = statement.shown.differences(&now);
    if differences.is_empty() {
        Verdict::Unchanged
    } else {
        Verdict::Changed { differences }
    }
}

#[cfg(test)]
mod tests;
