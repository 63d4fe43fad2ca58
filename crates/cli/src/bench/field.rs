//! The device of a run.

use std::{path::Path, sync::Arc};

use doorstep_core::{Device, Environment, ListQuery, OpenRequest};
use doorstep_domain::ids::RecordId;
use doorstep_evidence::vault::SoftwareVault;

use super::BenchError;

/// Its key: known to all, so that it is the same in every process of a run. It opens an office that lives for a minute.
const KEY: [u8; 32] = [7; 32];

/// Opens the device of a folder.
pub(super) fn open(folder: &Path) -> Result<Device, BenchError> {
    Ok(Device::open(request(folder)?)?)
}

/// All it takes to open it.
pub(super) fn request(folder: &Path) -> Result<OpenRequest, BenchError> {
    Ok(OpenRequest {
        folder: folder.to_owned(),
        vault: Arc::new(SoftwareVault::generate(KEY)?),
        environment: Environment::of_this_machine(),
        vfs: None,
        synchronous_for_tests: None,
    })
}

/// The first records of its list.
pub(super) fn records(
    device: &Device,
    offset: u32,
    limit: u32,
) -> Result<Vec<RecordId>, BenchError> {
    let page = device.list(&ListQuery {
        offset,
        limit,
        ..ListQuery::default()
    })?;
    Ok(page.rows.into_iter().map(|row| row.record).collect())
}
