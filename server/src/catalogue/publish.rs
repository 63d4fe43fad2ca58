//! Giving out a new version of the catalogue, the library or the consent sentences.

use doorstep_domain::{
    catalogue::{self, Catalogue},
    consents::{self, Consents},
    library::{self, Library},
};
use doorstep_evidence::digest::Digest;
use rusqlite::{Connection, params};
use serde::{Serialize, de::DeserializeOwned};

use super::{CatalogueError, newest_of};
use crate::{
    log::{self, Kind},
    organisation::Organisation,
};

/// Bytes of one of them as JSON at most: what fits into one page of an answer.
const JSON_BYTES_MAX: usize = 8 * 1024 * 1024;

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Published {
    /// The version that devices have from now on.
    pub version: i64,
    /// False if the newest version said the same already: then nothing was written.
    pub is_new: bool,
}

/// What the office gives out in versions. Devices get the newest of each name with their next contact.
pub trait Reference: Serialize + DeserializeOwned + PartialEq + Send + 'static {
    /// The name among the reference data.
    const NAME: &'static str;

    /// Its version, from 1.
    fn version_mut(&mut self) -> &mut i64;

    /// Whether it may follow the newest version.
    ///
    /// # Errors
    /// [`CatalogueError`] with what would be misunderstood.
    fn may_follow(&self, _newest: &Self) -> Result<(), CatalogueError> {
        Ok(())
    }
}

impl Reference for Catalogue {
    const NAME: &'static str = catalogue::REFERENCE;

    fn version_mut(&mut self) -> &mut i64 {
        &mut self.version
    }
}

impl Reference for Library {
    const NAME: &'static str = library::REFERENCE;

    fn version_mut(&mut self) -> &mut i64 {
        &mut self.version
    }
}

impl Reference for Consents {
    const NAME: &'static str = consents::REFERENCE;

    fn version_mut(&mut self) -> &mut i64 {
        &mut self.version
    }

    fn may_follow(&self, newest: &Self) -> Result<(), CatalogueError> {
        match self.reworded(newest) {
            None => Ok(()),
            Some(sentence) => Err(CatalogueError::Reworded {
                consent: sentence.consent.clone(),
                version: sentence.version,
            }),
        }
    }
}

/// Makes reference data the newest version, with the version after the last; whatever version it came with. Devices
/// get it with their next contact. What says the same as the newest is not given out again.
///
/// # Errors
/// [`CatalogueError`].
pub async fn publish<R: Reference>(
    organisation: &Organisation,
    reference: R,
) -> Result<Published, CatalogueError> {
    let now_ms = organisation.environment().now_ms();
    organisation
        .writer()
        .submit(move |transaction| write(transaction, reference, now_ms))
        .await
}

fn write<R: Reference>(
    transaction: &Connection,
    mut reference: R,
    now_ms: i64,
) -> Result<Published, CatalogueError> {
    let mut last: Option<R> = newest_of(transaction)?;
    let version = last.as_mut().map_or(0, |last| *last.version_mut());
    *reference.version_mut() = version;
    if let Some(last) = &last {
        if *last == reference {
            return Ok(Published {
                version,
                is_new: false,
            });
        }
        reference.may_follow(last)?;
    }
    let version = version.saturating_add(1);
    *reference.version_mut() = version;
    let bytes = serde_json::to_vec(&reference)?;
    if bytes.len() > JSON_BYTES_MAX {
        return Err(CatalogueError::TooLarge);
    }
    let digest = Digest::of(&bytes);
    let seq = log::append(
        transaction,
        Kind::Reference,
        R::NAME.as_bytes(),
        &digest,
        now_ms,
    )?;
    transaction.execute(
        "INSERT INTO reference (name, version, bytes, log_seq) VALUES (?1, ?2, ?3, ?4)",
        params![R::NAME, version, bytes, seq],
    )?;
    Ok(Published {
        version,
        is_new: true,
    })
}
