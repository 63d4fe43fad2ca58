//! What can go wrong on a device. A variant is something that a shell treats differently; the message says what was
//! being done and never names a customer.

use doorstep_domain::{course::Refusal, ids::RecordId};
use doorstep_evidence::{
    canonical::CanonicalError, certificate::CertificateError, jws::JwsError, vault::VaultError,
};
use doorstep_replica::{EditError, safe::DocumentError};

use crate::{environment::RandomError, replication::SyncError};

/// Why something was not done. Whatever was confirmed before stands.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The record is not on this device.
    #[error("the record {0} is not on this device")]
    NotFound(RecordId),
    /// The record was closed long ago and only its row is on this device: it is fetched with the next contact once
    /// somebody has asked for it.
    #[error("only the row of the record {0} is on this device")]
    Archived(RecordId),
    /// The rules do not allow it, or a value is not in order: nothing was changed.
    #[error("the rules do not allow this")]
    Refused {
        /// The stable code, as the gate and `domain` use it.
        code: &'static str,
        /// Which rule.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The device is not enrolled yet, so nobody would answer for what is written.
    #[error("the device is not enrolled")]
    NotEnrolled,
    /// The enrolment did not come about; the device is as it was.
    #[error("enrolling the device")]
    Enrolment(#[source] crate::enrolment::EnrolError),
    /// Stored bytes are damaged. What can be read is kept; opening the device again sets the file aside and salvages.
    #[error("{doing}: stored data is damaged")]
    Damaged {
        /// What was being done.
        doing: &'static str,
        /// What noticed it.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// There is no room left: nothing was changed.
    #[error("there is no room left on the device")]
    StorageFull,
    /// The file was written by a newer version of this program and was left as it is.
    #[error("the file has version {found}, this program knows {known}")]
    NewerData {
        /// The file's version.
        found: i64,
        /// The newest version that this program knows.
        known: i64,
    },
    /// The folder is open already, here or in another process.
    #[error("the folder is in use by another process")]
    InUse,
    /// The device was closed.
    #[error("the device was closed")]
    Closed,
    /// The database or its disk failed. What was being written may or may not be there; it was not confirmed.
    #[error("{doing}: the database failed")]
    Storage {
        /// What was being done.
        doing: &'static str,
        /// SQLite's word.
        #[source]
        source: rusqlite::Error,
    },
    /// A setting that durability or secrecy rests on did not take.
    #[error("the database did not accept the setting `{0}`")]
    Setting(&'static str),
    /// A file or folder could not be read or written.
    #[error("{doing}: the file system failed")]
    Io {
        /// What was being done.
        doing: &'static str,
        /// The system's word.
        #[source]
        source: std::io::Error,
    },
    /// The device's key is locked, was declined or is gone.
    #[error("using the device's key")]
    Vault(#[source] VaultError),
    /// The contact with the server ended before its end; it goes on with the next one.
    #[error("replicating with the server")]
    Sync(#[source] SyncError),
    /// The system gave no randomness.
    #[error("drawing an id")]
    Random(#[from] RandomError),
}

impl Error {
    /// The stable code for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound(_) => "not_found",
            Self::Archived(_) => "archived",
            Self::Refused { code, .. } => code,
            Self::NotEnrolled => "not_enrolled",
            Self::Enrolment(_) => "enrolment",
            Self::Damaged { .. } => "damaged",
            Self::StorageFull => "storage_full",
            Self::NewerData { .. } => "newer_data",
            Self::InUse => "in_use",
            Self::Closed => "closed",
            Self::Storage { .. } | Self::Setting(_) => "storage",
            Self::Io { .. } => "io",
            Self::Vault(_) => "vault",
            Self::Sync(_) => "sync",
            Self::Random(_) => "random",
        }
    }

    /// A rule that was broken, with its stable code.
    pub fn refused(
        code: &'static str,
        rule: impl std::error::Error + Send + Sync + 'static,
    ) -> Self {
        Self::Refused {
            code,
            source: Box::new(rule),
        }
    }

    pub(crate) fn damaged(
        doing: &'static str,
        found: impl std::error::Error + Send + Sync + 'static,
    ) -> Self {
        Self::Damaged {
            doing,
            source: Box::new(found),
        }
    }

    pub(crate) fn io(doing: &'static str) -> impl FnOnce(std::io::Error) -> Self {
        move |source| match source.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
                Self::StorageFull
            }
            _ => Self::Io { doing, source },
        }
    }

    /// SQLite's error as what it means for a shell.
    pub(crate) fn storage(doing: &'static str) -> impl FnOnce(rusqlite::Error) -> Self {
        move |source| match source.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Self::StorageFull,
            Some(rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase) => {
                Self::damaged(doing, source)
            }
            _ => Self::Storage { doing, source },
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::refused(refusal.code(), refusal)
    }
}

impl From<EditError> for Error {
    fn from(error: EditError) -> Self {
        let code = match &error {
            EditError::Field(_) => "field_value",
            EditError::GivenOnce(_) => "given_once",
            EditError::Text(_) => "text",
            EditError::Place(_) => "place_in_text",
            EditError::Entry(_) | EditError::Van(_) | EditError::OtherKind => "entry_malformed",
            EditError::EntryExists => "entry_edited",
            EditError::Json => "json",
            EditError::Document(DocumentError::TooLarge) => "change_too_large",
            EditError::Document(document) => return Self::from(*document),
        };
        Self::refused(code, error)
    }
}

impl From<DocumentError> for Error {
    fn from(error: DocumentError) -> Self {
        Self::damaged("working with a document", error)
    }
}

impl From<VaultError> for Error {
    fn from(error: VaultError) -> Self {
        Self::Vault(error)
    }
}

impl From<CanonicalError> for Error {
    fn from(error: CanonicalError) -> Self {
        Self::refused("json", error)
    }
}

impl From<JwsError> for Error {
    fn from(error: JwsError) -> Self {
        match error {
            JwsError::Vault(vault) => Self::Vault(vault),
            other => Self::refused("statement", other),
        }
    }
}

impl From<CertificateError> for Error {
    fn from(error: CertificateError) -> Self {
        match error {
            CertificateError::Vault(vault) => Self::Vault(vault),
            other => Self::damaged("reading a certificate", other),
        }
    }
}
