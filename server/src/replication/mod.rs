//! Replication on the server: what devices push goes through the gate into the one log, what they pull comes from it.
//!
//! Start at [`Replication::exchange`]: one request, one answer. Pushes are judged and written inside jobs of the one
//! writer; pulls read one moment of the database. No state is kept per device: its cursor says what it has, and the
//! intervals in `document_scope` and `person_scope` say what it may see, then and now.

mod access;
mod after_visit;
mod documents;
mod exchange;
mod feed;
mod lay_down;
mod office;
mod project;
mod push;
mod quarantine;
mod rates;
mod repair;
mod statements;
mod unit;
mod van;

use std::sync::{Arc, Mutex};

use doorstep_domain::rights::Role;
use doorstep_evidence::certificate::TrustedOrganisation;
use doorstep_replica::{Actor, Roster, safe::DocumentError};
use rusqlite::Connection;

pub(crate) use access::{Access, access};
pub use lay_down::{Contact, MadeRecord, MadeStatement};
pub use office::{NewRecord, OfficeDesk, OfficeError};
pub use project::renew_list;
pub use quarantine::{Quarantined, quarantined, refusal_words};
pub use statements::{StoredStatement, records_with_statements, statements_of};
pub use van::Stock;

use crate::{
    organisation::{Organisation, OrganisationError},
    store::StoreError,
    writer::WriteError,
};
use documents::DocumentCache;

/// Why a request could not be served. None of these is the device's fault; it tries again.
#[derive(Debug, thiserror::Error)]
pub enum ReplicationError {
    /// Reading or writing the database.
    #[error("working on the database")]
    Database(#[from] rusqlite::Error),
    /// Opening a reader.
    #[error("reading the database")]
    Store(#[from] StoreError),
    /// Committing.
    #[error("writing the database")]
    Write(#[from] WriteError),
    /// A document that stands in the database cannot be loaded.
    #[error("loading a stored document")]
    Document(#[from] DocumentError),
    /// People and devices.
    #[error("looking up a device")]
    Organisation(#[from] OrganisationError),
    /// A stored value is not what it should be.
    #[error("reading a stored `{0}`")]
    Stored(&'static str),
}

/// Replication of one organisation. Cheap to clone, the same for all clones.
#[derive(Clone)]
pub struct Replication {
    shared: Arc<Shared>,
}

struct Shared {
    organisation: Organisation,
    trusted: TrustedOrganisation,
    documents: Mutex<DocumentCache>,
    /// The office writes as this actor; drawn at every start, so that a restored server never uses one place in a
    /// line of changes twice.
    actor: Actor,
}

impl Replication {
    /// Replication of an opened organisation.
    #[must_use]
    pub fn new(organisation: Organisation) -> Self {
        let office = organisation.office();
        let shared = Shared {
            actor: Actor::new(office.device(), office.run()),
            trusted: organisation.authority().certificate().clone(),
            documents: Mutex::new(DocumentCache::default()),
            organisation,
        };
        Self {
            shared: Arc::new(shared),
        }
    }

    /// The organisation.
    #[must_use]
    pub fn organisation(&self) -> &Organisation {
        &self.shared.organisation
    }

    /// The organisation's authority, as verifiers trust it.
    #[must_use]
    pub fn trusted(&self) -> &TrustedOrganisation {
        &self.shared.trusted
    }
}

/// Which device writes on whose behalf.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn roster(connection: &Connection) -> rusqlite::Result<Roster> {
    let mut statement = connection.prepare_cached("SELECT device, role FROM device")?;
    let rows = statement.query_map([], |row| {
        Ok((row.get::<_, [u8; 16]>(0)?, row.get::<_, String>(1)?))
    })?;
    let mut roster = Roster::default();
    for row in rows {
        let (device, role) = row?;
        if let Some(role) = Role::from_code(&role) {
            roster.insert(doorstep_domain::ids::DeviceId(device), role);
        }
    }
    Ok(roster)
}
