//! Sweeping the folder: what nobody names and nobody waits for goes, and nothing else.

use std::collections::BTreeSet;

use doorstep_domain::record::{MediaType, NamedContent};
use doorstep_evidence::digest::Digest;
use rusqlite::Connection;

use super::{Cabinet, cabinet::Found};
use crate::{
    Error,
    store::{
        Store, files,
        settings::{self, name},
    },
};

/// Brings folder and rows together, at the start and before the queue runs:
///
/// - what the server has and no record names any more that is here whole goes, so that photos go with what is archived;
/// - what a kill left behind (no row, named by no record) goes;
/// - what a record names and has no row, as after a damaged database was set aside, is sent again;
/// - what is left of a folder whose database was ever damaged stays: its rows may be what was lost.
pub(crate) fn tidy(store: &Store, cabinet: &Cabinet, now_ms: i64) -> Result<(), Error> {
    let _inside = cabinet.enter();
    let found = cabinet.look()?;
    if found.is_empty() {
        return Ok(());
    }
    let known = store.write(|write| {
        let connection = write.connection()?;
        files::drop_unnamed(connection)?;
        let known = Known::read(connection)?;
        for content in &found {
            match content {
                Found::Content(digest) if known.named.contains(digest) => {
                    adopt(connection, cabinet, *digest, now_ms)?;
                }
                _ => {}
            }
        }
        Ok(known)
    })?;
    for content in found {
        match content {
            Found::Content(digest) if known.keeps(digest) => {}
            Found::Content(digest) => cabinet.remove(digest)?,
            Found::Incoming(digest) if known.named.contains(&digest) => {}
            Found::Incoming(digest) => cabinet.drop_incoming(digest)?,
            Found::Rest(path) => cabinet.remove_rest(&path)?,
        }
    }
    Ok(())
}

/// A content that a record names and that has no row is to be sent: whether the server has it nobody knows.
fn adopt(
    connection: &Connection,
    cabinet: &Cabinet,
    digest: Digest,
    now_ms: i64,
) -> Result<(), Error> {
    if files::find(connection, digest)?.is_some() {
        return Ok(());
    }
    let Some(bytes) = cabinet.get(digest)? else {
        return Ok(());
    };
    let text = digest.to_string();
    let content = NamedContent {
        digest: &text,
        media_type: MediaType::of(&bytes).unwrap_or(MediaType::Pdf),
        bytes: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        is_preview: false,
    };
    files::insert(connection, &content, digest, false, now_ms)
}

struct Known {
    here: BTreeSet<Digest>,
    named: BTreeSet<Digest>,
    was_damaged: bool,
}

impl Known {
    fn read(connection: &Connection) -> Result<Self, Error> {
        let quarantined: Option<String> = settings::get(connection, name::QUARANTINED)?;
        Ok(Self {
            here: files::digests(connection, "SELECT digest FROM file")?,
            named: files::named(connection)?,
            was_damaged: quarantined.is_some(),
        })
    }

    fn keeps(&self, digest: Digest) -> bool {
        self.was_damaged || self.here.contains(&digest) || self.named.contains(&digest)
    }
}
