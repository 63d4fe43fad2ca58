//! The organisation: its people, its devices and its keys, on one data folder.
//!
//! [`Organisation::create`] makes one, [`Organisation::open`] opens it again; `doorstep admin` and the server work
//! on the same folder, also at the same time. The server is itself a device: it has number 0 and the role of the
//! office, and writes with a key of its own.

mod create;
mod devices;
mod enrol;
mod introduce;
mod invite;
mod open;
mod people;
mod revoke;
mod scope;

use std::sync::Arc;

use doorstep_domain::ids::DeviceId;
use doorstep_evidence::{
    certificate::{Authority, CertificateError},
    vault::{SoftwareVault, VaultError},
};

pub use self::{
    devices::{Device, device, devices},
    enrol::{Enrolment, EnrolmentRequest},
    introduce::{Introduction, introduce},
    invite::Invitation,
    people::{NewPerson, Person, people},
    scope::{CLOSED_DAYS_MAX, CLOSED_DAYS_MIN},
};
pub(crate) use self::{
    invite::write_invitation,
    people::{check_name, dismiss_in, insert_new_person, is_code},
    revoke::revoke,
};
use crate::{
    data_folder::{DataFolder, DataFolderError, FolderLock},
    environment::{Environment, NoRandomness},
    store::{Store, StoreError},
    writer::{WriteError, Writer},
};

/// The person whose device the server itself is.
pub const OFFICE: &str = "office";

/// An organisation that is open: its database, its keys, and what it takes from the machine.
pub struct Organisation {
    folder: DataFolder,
    store: Store,
    writer: Writer,
    environment: Environment,
    authority: Arc<Authority>,
    office: OfficeDevice,
    _lock: FolderLock,
}

/// The server's own device.
pub struct OfficeDevice {
    device: DeviceId,
    vault: SoftwareVault,
    certificate: Vec<u8>,
    run: [u8; 8],
}

/// Why something could not be done with the organisation, its people or its devices.
#[derive(Debug, thiserror::Error)]
pub enum OrganisationError {
    /// The folder has no organisation yet.
    #[error("the data folder holds no organisation")]
    NoOrganisation,
    /// The folder has one already.
    #[error("the data folder holds an organisation already")]
    Exists,
    /// A file that belongs to the organisation is missing.
    #[error("the file {0} is missing")]
    Missing(&'static str),
    /// A person's code, a name or a device's name cannot be used.
    #[error("the {0} cannot be used")]
    BadName(&'static str),
    /// The person's code is taken.
    #[error("a person with this code exists already")]
    PersonExists,
    /// Nobody has this code, or he has left.
    #[error("there is no such person, or the person has left")]
    NoPerson,
    /// No device has this id.
    #[error("there is no such device")]
    NoDevice,
    /// The server's own device cannot be revoked.
    #[error("the server's own device stays")]
    OwnDevice,
    /// The enrolment code was never given out.
    #[error("the enrolment code is unknown")]
    CodeUnknown,
    /// Another device has used the enrolment code.
    #[error("the enrolment code was used already")]
    CodeUsed,
    /// The enrolment code is too old.
    #[error("the enrolment code has expired")]
    CodeExpired,
    /// The device's key is enrolled, by another code.
    #[error("the key is enrolled already")]
    KeyEnrolled,
    /// A certificate or a request for one is no good.
    #[error("the certificate or its request cannot be used")]
    Certificate(#[from] CertificateError),
    /// The server's own key does not work.
    #[error("the server's own key could not be used")]
    Vault(#[from] VaultError),
    /// A file of the data folder.
    #[error("the data folder could not be used")]
    Folder(#[from] DataFolderError),
    /// No randomness.
    #[error("a secret could not be drawn")]
    Random(#[from] NoRandomness),
    /// The database could not be opened or read.
    #[error("the database could not be used")]
    Store(#[from] StoreError),
    /// A statement failed.
    #[error("the database refused a statement")]
    Statement(#[from] rusqlite::Error),
    /// The work was not committed.
    #[error("the work was not written")]
    Write(#[from] WriteError),
}

impl Organisation {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.authority.certificate().name()
    }

    /// Where its files are.
    #[must_use]
    pub const fn folder(&self) -> &DataFolder {
        &self.folder
    }

    /// For reading.
    #[must_use]
    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// For writing.
    #[must_use]
    pub const fn writer(&self) -> &Writer {
        &self.writer
    }

    /// Clock and randomness.
    #[must_use]
    pub const fn environment(&self) -> &Environment {
        &self.environment
    }

    /// The authority whose certificates all devices have.
    #[must_use]
    pub fn authority(&self) -> &Authority {
        &self.authority
    }

    /// The server's own device.
    #[must_use]
    pub const fn office(&self) -> &OfficeDevice {
        &self.office
    }
}

impl OfficeDevice {
    /// Its id.
    #[must_use]
    pub const fn device(&self) -> DeviceId {
        self.device
    }

    /// Its key.
    #[must_use]
    pub const fn vault(&self) -> &SoftwareVault {
        &self.vault
    }

    /// Drawn at this start and never stored: makes the office's changes of this run a line of their own.
    #[must_use]
    pub const fn run(&self) -> [u8; 8] {
        self.run
    }

    /// Its certificate, DER.
    #[must_use]
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }
}

#[cfg(test)]
mod tests;
