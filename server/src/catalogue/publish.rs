//! Giving out a new version of the catalogue.

use doorstep_domain::catalogue::{Catalogue, REFERENCE};
use doorstep_evidence::digest::Digest;
use rusqlite::{Connection, params};

use super::{CatalogueError, newest};
use crate::{
    log::{self, Kind},
    organisation::Organisation,
};

/// Bytes of a catalogue as JSON at most: what fits into one page of an answer.
const JSON_BYTES_MAX: usize = 8 * 1024 * 1024;

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Published {
    /// The version that devices have from now on.
    pub version: i64,
    /// False if the newest version said the same already: then nothing was written.
    pub is_new: bool,
}

/// Makes a catalogue the newest version, with the version after the last; whatever version it came with. Devices get
/// it with their next contact. One that says the same as the newest is not given out again.
///
/// # Errors
/// [`CatalogueError`].
pub async fn publish(
    organisation: &Organisation,
    catalogue: Catalogue,
) -> Result<Published, CatalogueError> {
    let now_ms = organisation.environment().now_ms();
    organisation
        .writer()
        .submit(move |transaction| write(transaction, catalogue, now_ms))
        .await
}

fn write(
    transaction: &Connection,
    mut catalogue: Catalogue,
    now_ms: i64,
) -> Result<Published, CatalogueError> {
    let last = newest(transaction)?;
    catalogue.version = last.as_ref().map_or(0, |last| last.version);
    if last.as_ref() == Some(&catalogue) {
        return Ok(Published {
            version: catalogue.version,
            is_new: false,
        });
    }
    catalogue.version += 1;
    let bytes = serde_json::to_vec(&catalogue)?;
    if bytes.len() > JSON_BYTES_MAX {
        return Err(CatalogueError::TooLarge);
    }
    let digest = Digest::of(&bytes);
    let seq = log::append(
        transaction,
        Kind::Reference,
        REFERENCE.as_bytes(),
        &digest,
        now_ms,
    )?;
    transaction.execute(
        "INSERT INTO reference (name, version, bytes, log_seq) VALUES (?1, ?2, ?3, ?4)",
        params![REFERENCE, catalogue.version, bytes, seq],
    )?;
    Ok(Published {
        version: catalogue.version,
        is_new: true,
    })
}
