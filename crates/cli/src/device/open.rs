//! Opening a device's folder.

use std::{path::Path, sync::Arc};

use doorstep_core::{Device, Environment, Error, OpenRequest};

use super::vault::{FileVault, KeyFileError};

/// Why a folder could not be opened.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OpenError {
    /// Its key.
    #[error("opening the device's key")]
    Key(#[from] KeyFileError),
    /// The device itself.
    #[error("opening the device")]
    Device(#[from] Error),
}

/// Opens the device of a folder.
pub(super) fn open(folder: &Path) -> Result<Device, OpenError> {
    open_with(folder, FileVault::open(folder)?)
}

/// Opens the device of a folder; a new folder becomes one.
pub(super) fn open_or_make(folder: &Path) -> Result<Device, OpenError> {
    open_with(
        folder,
        FileVault::open_or_make(folder, &Environment::of_this_machine())?,
    )
}

fn open_with(folder: &Path, vault: FileVault) -> Result<Device, OpenError> {
    let environment = Environment::of_this_machine();
    let vault = Arc::new(vault);
    let request = OpenRequest {
        folder: folder.to_owned(),
        vault,
        environment,
        vfs: None,
        synchronous_for_tests: None,
    };
    Ok(Device::open(request)?)
}
