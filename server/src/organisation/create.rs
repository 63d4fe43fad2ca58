//! A new organisation on a new data folder.

use std::path::Path;

use doorstep_domain::{course::DERIVATION_VERSION, ids::PersonId, rights::Role};
use doorstep_evidence::{
    certificate::{Authority, DeviceCertificate, Issue, certificate_request},
    vault::SoftwareVault,
};
use rusqlite::{Connection, params};

use super::{
    OFFICE, Organisation, OrganisationError,
    devices::{certificate_validity, register},
    people::{NewPerson, insert_person},
};
use crate::{
    data_folder::{DataFolder, FolderUse},
    environment::Environment,
    log::{self, Kind},
    staff::OfficeRole,
    store::{Store, StoreOptions},
};

/// The number of the server's own device.
pub(super) const OFFICE_NUMBER: i64 = 0;

impl Organisation {
    /// Makes an organisation with a key and a certificate of its own, and opens it.
    ///
    /// A creation that was cut off can be repeated with the same name: keys that lie there already are used.
    ///
    /// # Errors
    /// [`OrganisationError::Exists`] if there is one; [`OrganisationError::Certificate`] for a name that fits no
    /// certificate, [`OrganisationError::BadName`] if it is not the one of the keys that lie there.
    pub async fn create(
        path: &Path,
        name: &str,
        options: StoreOptions,
        environment: Environment,
    ) -> Result<Self, OrganisationError> {
        let folder = DataFolder::at(path);
        folder.make()?;
        let lock = folder.lock(FolderUse::Open)?;
        let (store, writer) = Store::open(&folder.database(), options)?;
        let authority = authority(&folder, name, &environment)?;
        let vault = office_key(&folder, &environment)?;
        let issue = Issue {
            person: PersonId(OFFICE.to_owned()),
            device_name: OFFICE.to_owned(),
            role: Role::Office.code().to_owned(),
            validity: certificate_validity(environment.now())?,
            serial: environment.draw()?,
        };
        let certificate = authority.issue(&certificate_request(&vault, OFFICE)?, &issue)?;
        let founding = Founding {
            name: authority.certificate().name().to_owned(),
            pem: authority.certificate().to_pem()?,
            epoch: environment.draw()?,
            certificate: DeviceCertificate::parse(&certificate)?,
            now_ms: environment.now_ms(),
        };
        writer
            .submit(move |transaction| founding.write(transaction))
            .await?;
        Self::assemble(folder, lock, store, writer, environment).await
    }
}

/// What the database learns when the organisation begins.
struct Founding {
    name: String,
    pem: String,
    epoch: [u8; 16],
    certificate: DeviceCertificate,
    now_ms: i64,
}

impl Founding {
    fn write(&self, transaction: &Connection) -> Result<(), OrganisationError> {
        if log::head(transaction)?.is_some() {
            return Err(OrganisationError::Exists);
        }
        transaction.execute(
            "INSERT INTO organisation
                 (only_row, name, certificate, epoch, head_seq, head_chain, next_device_number, created_at_ms,
                  derivation_version)
             VALUES (1, ?1, ?2, ?3, 0, ?4, ?5, ?6, ?7)",
            params![
                self.name,
                self.pem,
                self.epoch,
                log::BEGINNING.0,
                OFFICE_NUMBER + 1,
                self.now_ms,
                DERIVATION_VERSION
            ],
        )?;
        let office = NewPerson {
            person: PersonId(OFFICE.to_owned()),
            name: self.name.clone(),
            role: Role::Office,
        };
        insert_person(transaction, &office, self.now_ms)?;
        // Whoever comes in by a link from the command line may do everything; he makes accounts for the others.
        transaction.execute(
            "INSERT INTO person_role (person, role) VALUES (?1, ?2)",
            params![OFFICE, OfficeRole::Administrator.code()],
        )?;
        register(
            transaction,
            &self.certificate,
            OFFICE_NUMBER,
            Kind::Certificate,
            self.now_ms,
        )?;
        Ok(())
    }
}

/// The key that lies in the folder, if a creation was cut off after it was written, or a new one.
fn authority(
    folder: &DataFolder,
    name: &str,
    environment: &Environment,
) -> Result<Authority, OrganisationError> {
    let key = folder.read(DataFolder::CA_KEY)?;
    match (key, folder.read(DataFolder::ORGANISATION)?) {
        (Some(key), Some(certificate)) => {
            let authority = Authority::from_pem(&key, &certificate)?;
            if authority.certificate().name() == name {
                Ok(authority)
            } else {
                Err(OrganisationError::BadName("organisation's name"))
            }
        }
        // Somebody's devices may trust this certificate: it is not ours to replace.
        (None, Some(_)) => Err(OrganisationError::Missing(DataFolder::CA_KEY)),
        // A key without a certificate has issued nothing.
        (_, None) => {
            let authority = Authority::create(
                environment.draw()?,
                name,
                environment.now(),
                environment.draw()?,
            )?;
            folder.write(DataFolder::CA_KEY, &authority.key_to_pem()?)?;
            folder.write(DataFolder::ORGANISATION, &authority.certificate().to_pem()?)?;
            Ok(authority)
        }
    }
}

fn office_key(
    folder: &DataFolder,
    environment: &Environment,
) -> Result<SoftwareVault, OrganisationError> {
    if let Some(pem) = folder.read(DataFolder::OFFICE_KEY)? {
        return Ok(SoftwareVault::from_pem(&pem)?);
    }
    let vault = SoftwareVault::generate(environment.draw()?)?;
    folder.write(DataFolder::OFFICE_KEY, &vault.to_pem()?)?;
    Ok(vault)
}
