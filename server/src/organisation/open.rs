//! Opening an organisation that exists.

use std::{path::Path, sync::Arc};

use doorstep_evidence::{
    certificate::{Authority, CertificateError},
    vault::{DeviceVault as _, SoftwareVault},
};

use super::{OfficeDevice, Organisation, OrganisationError, device};
use crate::{
    data_folder::{DataFolder, FolderLock, FolderUse},
    environment::Environment,
    log,
    store::{Store, StoreOptions},
    writer::Writer,
};

impl Organisation {
    /// Opens the organisation of a data folder; several processes may.
    ///
    /// # Errors
    /// [`OrganisationError::NoOrganisation`] if the folder has none.
    pub async fn open(
        path: &Path,
        options: StoreOptions,
        environment: Environment,
    ) -> Result<Self, OrganisationError> {
        let folder = DataFolder::at(path);
        // Before the database: opening one makes one.
        if folder.read(DataFolder::ORGANISATION)?.is_none() {
            return Err(OrganisationError::NoOrganisation);
        }
        let lock = folder.lock(FolderUse::Open)?;
        let (store, writer) = Store::open(&folder.database(), options)?;
        Self::assemble(folder, lock, store, writer, environment).await
    }

    pub(super) async fn assemble(
        folder: DataFolder,
        lock: FolderLock,
        store: Store,
        writer: Writer,
        environment: Environment,
    ) -> Result<Self, OrganisationError> {
        let file = |name: &'static str| folder.read(name)?.ok_or(OrganisationError::Missing(name));
        let certificate = file(DataFolder::ORGANISATION)?;
        let authority = Authority::from_pem(&file(DataFolder::CA_KEY)?, &certificate)?;
        let vault = SoftwareVault::from_pem(&file(DataFolder::OFFICE_KEY)?)?;
        let id = vault.public_key()?.device_id();
        let own = store
            .read(move |connection| {
                if log::head(connection)?.is_none() {
                    return Err(OrganisationError::NoOrganisation);
                }
                Ok(device(connection, id)?)
            })
            .await?
            // The keys are another organisation's than the database.
            .ok_or(CertificateError::OtherKey)?;
        Ok(Self {
            office: OfficeDevice {
                device: own.device,
                vault,
                certificate: own.certificate,
                run: environment.draw()?,
            },
            folder,
            store,
            writer,
            environment,
            authority: Arc::new(authority),
            _lock: lock,
        })
    }
}
