//! Opening a device's folder.

use std::{path::Path, sync::Arc};

use doorstep_core::{Device, Environment, Error, OpenRequest};

use super::vault::{FileVault, KeyFileError};

/// Why a folder could not be opened.
#[derive(Debug, thiserror::Error)]
pub(super) enum OpenError {
    /// Its key.
    #[error("opening the device's key")]
    Key(#[from] KeyFileError),
    /// The device itself.
    #[error("opening the device")]
    Device(#[from] Error),
}

/// Opens the device of a folder; a new folder becomes one.
pub(super) fn open(folder: &Path) -> Result<Device, OpenError> {
    let environment = Environment::of_this_machine();
    let vault = Arc::new(FileVault::open(folder, &environment)?);
    let request = OpenRequest {
        folder: folder.to_owned(),
        vault,
        environment,
        vfs: None,
        synchronous_for_tests: None,
    };
    Ok(Device::open(request)?)
}
