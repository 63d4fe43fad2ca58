//! The server's word on what was sent.

use doorstep_domain::ids::RecordId;
use doorstep_replica::{ChangeHash, genesis_hash};
use doorstep_sync::message::Ack;
use rusqlite::{OptionalExtension as _, Row, params};

use super::memory::Memory;
use crate::{
    Error, Notice,
    device::Inner,
    store::{Write, archive, leave, read_model, refusal},
};

const DOING: &str = "noting what the server acknowledged";

/// Refusals of a whole document: no change of it is the bad one, so none is looked for.
const OF_THE_WHOLE: [&str; 6] = [
    "no_access",
    "device_revoked",
    "unknown_author",
    "proof_missing",
    "proof_wrong",
    "unloadable",
];

/// Takes the word on some changes of a document.
pub(super) fn changes(
    write: &mut Write<'_>,
    device: &Inner,
    memory: &mut Memory,
    document: RecordId,
    hashes: &[ChangeHash],
    ack: &Ack,
) -> Result<(), Error> {
    match ack {
        Ack::Accepted | Ack::Duplicate => held(write, device, memory, document, hashes),
        Ack::Refused { code, why } => refused(write, device, memory, document, hashes, (code, why)),
        Ack::MissingDependencies | Ack::Later { .. } => Ok(()),
    }
}

fn held(
    write: &mut Write<'_>,
    device: &Inner,
    memory: &mut Memory,
    document: RecordId,
    hashes: &[ChangeHash],
) -> Result<(), Error> {
    let sql = "UPDATE change SET state = 'acknowledged'
               WHERE document = ?1 AND hash = ?2 AND state IN ('pending', 'once')";
    for hash in hashes {
        let changed = write
            .connection()?
            .prepare_cached(sql)
            .and_then(|mut statement| statement.execute(params![document.as_bytes(), hash.0]))
            .map_err(Error::storage(DOING))?;
        memory.report.pushed += changed as u64;
    }
    if let Some(at_most) = memory.at_most.get_mut(&document) {
        *at_most = at_most.saturating_mul(2);
    }
    settled(write, device, memory, document)
}

/// Part of a record's work is no longer unsent.
fn settled(
    write: &mut Write<'_>,
    device: &Inner,
    memory: &mut Memory,
    document: RecordId,
) -> Result<(), Error> {
    read_model::mark(write.connection()?, document)?;
    archive::was_acknowledged(write.connection()?, device, document)?;
    write.tell(Notice::Record(document));
    if leave::go_if_sent(write, document)? {
        memory.report.left += 1;
    }
    Ok(())
}

fn refused(
    write: &mut Write<'_>,
    device: &Inner,
    memory: &mut Memory,
    document: RecordId,
    hashes: &[ChangeHash],
    (code, why): (&str, &str),
) -> Result<(), Error> {
    note_revocation(write, device, code)?;
    if has_once(write, document, hashes)? {
        // The server had it in an earlier life: that it does not want it now takes nothing out of the record.
        memory.held_back.insert(document);
        return Ok(());
    }
    let can_be_halved = hashes.len() > 1 && !is_one_edit(hashes);
    if can_be_halved && !OF_THE_WHOLE.contains(&code) && are_own(write, device, document, hashes)? {
        memory.at_most.insert(document, hashes.len() / 2);
        return Ok(());
    }
    let genesis = genesis_hash();
    memory.report.refused += hashes.iter().filter(|hash| **hash != genesis).count() as u64;
    refusal::refuse(write, device, document, hashes, code, why)?;
    if leave::go_if_sent(write, document)? {
        memory.report.left += 1;
    }
    Ok(())
}

/// A revoked device is told nothing by the server but this.
fn note_revocation(write: &mut Write<'_>, device: &Inner, code: &str) -> Result<(), Error> {
    if code != "device_revoked" {
        return Ok(());
    }
    let own = device.store.identity()?.device;
    write.tell(Notice::Status);
    write
        .connection()?
        .prepare_cached("UPDATE certificate SET revoked = 1 WHERE device = ?1")
        .and_then(|mut statement| statement.execute([own.0]))
        .map(drop)
        .map_err(Error::storage(DOING))
}

/// Whether this is the creating change and one edit: the first is never sent alone, and is never the bad one.
fn is_one_edit(hashes: &[ChangeHash]) -> bool {
    hashes.len() == 2 && hashes.contains(&genesis_hash())
}

/// Whether this device made them. What it carries for others goes whole, for their proofs are over their last changes.
fn are_own(
    write: &Write<'_>,
    device: &Inner,
    document: RecordId,
    hashes: &[ChangeHash],
) -> Result<bool, Error> {
    let (own, genesis) = (device.store.identity()?.device, genesis_hash());
    let sql = "SELECT substr(actor, 1, 16) = ?3 FROM change WHERE document = ?1 AND hash = ?2";
    for hash in hashes.iter().filter(|hash| **hash != genesis) {
        let is_own: Option<bool> = write
            .connection()?
            .prepare_cached(sql)
            .and_then(|mut statement| {
                statement
                    .query_row(params![document.as_bytes(), hash.0, own.0], |row| {
                        row.get(0)
                    })
                    .optional()
            })
            .map_err(Error::storage(DOING))?;
        if is_own == Some(false) {
            return Ok(false);
        }
    }
    Ok(true)
}

fn has_once(write: &Write<'_>, document: RecordId, hashes: &[ChangeHash]) -> Result<bool, Error> {
    let sql = "SELECT state = 'once' FROM change WHERE document = ?1 AND hash = ?2";
    for hash in hashes {
        let once: Option<bool> = write
            .connection()?
            .prepare_cached(sql)
            .and_then(|mut statement| {
                statement
                    .query_row(params![document.as_bytes(), hash.0], |row| row.get(0))
                    .optional()
            })
            .map_err(Error::storage(DOING))?;
        if once == Some(true) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Takes the word on a statement.
pub(super) fn statement(
    write: &mut Write<'_>,
    device: &Inner,
    memory: &mut Memory,
    digest: [u8; 32],
    ack: &Ack,
) -> Result<(), Error> {
    if let Ack::Refused { code, .. } = ack {
        note_revocation(write, device, code)?;
    }
    let (sql, code, why) = match ack {
        Ack::Accepted | Ack::Duplicate => {
            ("UPDATE statement SET state = 'acknowledged' WHERE digest = ?1 AND state IN ('pending', 'once')
              RETURNING document", None, None)
        }
        // Refused by a server that once had it, it stays what it was: acknowledged, and sent again another time.
        Ack::Refused { code, why } => {
            ("UPDATE statement SET state = 'refused', code = ?2, why = ?3, seen = 0
              WHERE digest = ?1 AND state = 'pending' RETURNING document", Some(code), Some(why))
        }
        Ack::MissingDependencies | Ack::Later { .. } => return Ok(()),
    };
    let row = |row: &Row<'_>| Ok(RecordId(uuid::Uuid::from_bytes(row.get(0)?)));
    let connection = write.connection()?;
    let mut query = connection
        .prepare_cached(sql)
        .map_err(Error::storage(DOING))?;
    let document = match code {
        Some(_) => query.query_row(params![digest, code, why], row).optional(),
        None => query.query_row(params![digest], row).optional(),
    };
    let document = document.map_err(Error::storage(DOING))?;
    drop(query);
    let Some(document) = document else {
        if code.is_some() {
            memory.held_back_statements.insert(digest);
        }
        return Ok(());
    };
    if code.is_some() {
        memory.report.refused += 1;
        write.tell(Notice::NeedsAttention(document));
    } else {
        memory.report.pushed += 1;
    }
    settled(write, device, memory, document)
}
