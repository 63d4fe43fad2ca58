//! Documents in the database: loading them for the gate, writing what the gate let in.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
};

use doorstep_domain::{
    ids::{DeviceId, RecordId},
    van::is_van,
};
use doorstep_evidence::digest::Digest;
use doorstep_replica::{
    Actor, ChangeHash, Heads, ParsedChange,
    safe::{ChangeLimits, Document},
};
use doorstep_sync::gate::{Admission, Known, Proven};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::ReplicationError;
use crate::authenticate::SignedDevice;
use crate::log::{self, Kind};

/// How many loaded documents are kept: a loaded one takes about 50 KB.
const CACHED_MAX: usize = 256;
/// How large they may be together, uncompressed. An honest record is under 100 KB; somebody may make larger ones.
const CACHED_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Documents that were used last. What is in here is checked against the heads in the database at every use, so
/// a rolled-back transaction or another process cannot leave it wrong.
#[derive(Default)]
pub(super) struct DocumentCache {
    loaded: BTreeMap<RecordId, Cached>,
    used: VecDeque<RecordId>,
}

struct Cached {
    heads: Heads,
    plain_bytes: usize,
    known: Arc<Known>,
}

impl DocumentCache {
    fn get(&self, document: RecordId, heads: &Heads) -> Option<Arc<Known>> {
        self.loaded
            .get(&document)
            .filter(|cached| cached.heads == *heads)
            .map(|cached| Arc::clone(&cached.known))
    }

    fn plain_bytes(&self) -> usize {
        self.loaded.values().map(|cached| cached.plain_bytes).sum()
    }

    pub(super) fn put(&mut self, document: RecordId, known: Arc<Known>) {
        let cached = Cached {
            heads: known.document.heads(),
            plain_bytes: known.document.plain_bytes(),
            known,
        };
        self.loaded.insert(document, cached);
        self.used.retain(|used| *used != document);
        self.used.push_back(document);
        while self.used.len() > CACHED_MAX || self.plain_bytes() > CACHED_BYTES_MAX {
            let Some(oldest) = self.used.pop_front() else {
                return;
            };
            self.loaded.remove(&oldest);
        }
    }
}

/// Loads a document with the last change of each actor; nothing if the database does not have it.
pub(super) fn load(
    connection: &Connection,
    cache: &mut DocumentCache,
    document: RecordId,
) -> Result<Option<Arc<Known>>, ReplicationError> {
    let row = connection
        .prepare_cached("SELECT heads, snapshot, snapshot_heads FROM document WHERE document = ?1")?
        .query_row([document.as_bytes()], |row| {
            Ok((
                row.get::<_, Vec<u8>>(0)?,
                row.get::<_, Option<Vec<u8>>>(1)?,
                row.get::<_, Option<Vec<u8>>>(2)?,
            ))
        })
        .optional()?;
    let Some((heads, snapshot, snapshot_heads)) = row else {
        return Ok(None);
    };
    let wanted = split_heads(&heads);
    if let Some(known) = cache.get(document, &wanted) {
        return Ok(Some(known));
    }
    let from_snapshot = snapshot
        .filter(|_| snapshot_heads.as_deref() == Some(heads.as_slice()))
        .and_then(|saved| Document::load(&saved, &[]).ok())
        .filter(|loaded| loaded.heads() == wanted);
    // The snapshot is a cache; if it does not do, the changes themselves are read.
    let loaded = match from_snapshot {
        Some(loaded) => loaded,
        None => Document::from_changes(&changes(connection, document, 0)?)?,
    };
    let known = Arc::new(Known {
        document: loaded,
        actors: last_of_actors(connection, document)?,
    });
    cache.put(document, Arc::clone(&known));
    Ok(Some(known))
}

/// The changes of a document that were admitted after a row of the log, each after those it depends on.
pub(super) fn changes(
    connection: &Connection,
    document: RecordId,
    after_seq: u64,
) -> Result<Vec<ParsedChange>, ReplicationError> {
    let mut statement = connection.prepare_cached(
        "SELECT bytes FROM change WHERE document = ?1 AND log_seq > ?2 ORDER BY log_seq, id",
    )?;
    let rows = statement.query_map(
        params![document.as_bytes(), after_seq.cast_signed()],
        |row| row.get::<_, Vec<u8>>(0),
    )?;
    let mut changes = Vec::new();
    for bytes in rows {
        let change = ParsedChange::parse(&bytes?, ChangeLimits::default());
        changes.push(change.map_err(|_| ReplicationError::Stored("change"))?);
    }
    Ok(changes)
}

fn last_of_actors(
    connection: &Connection,
    document: RecordId,
) -> Result<BTreeMap<Actor, (u64, ChangeHash)>, ReplicationError> {
    let mut statement = connection.prepare_cached(
        "SELECT actor, max(actor_seq), hash FROM change WHERE document = ?1 GROUP BY actor",
    )?;
    let rows = statement.query_map([document.as_bytes()], |row| {
        Ok((
            row.get::<_, [u8; 24]>(0)?,
            row.get::<_, i64>(1)?,
            row.get::<_, [u8; 32]>(2)?,
        ))
    })?;
    rows.map(|row| {
        let (actor, seq, hash) = row?;
        Ok((Actor(actor), (seq.cast_unsigned(), ChangeHash(hash))))
    })
    .collect()
}

/// Writes what the gate let in, as one row of the log. Gives that row's number.
pub(super) fn write(
    transaction: &Connection,
    document: RecordId,
    admission: &Admission,
    carrier: &SignedDevice,
    late: bool,
    now_ms: i64,
) -> Result<u64, ReplicationError> {
    let changes = || admission.admitted.iter().map(|admitted| &admitted.change);
    let seq = append(transaction, document, changes(), now_ms)?;
    write_document(
        transaction,
        document,
        &admission.document.heads(),
        &admission.saved,
        seq,
    )?;
    let arrival = Arrival {
        seq,
        carrier: carrier.device,
        at_ms: now_ms,
        late,
    };
    insert_changes(transaction, document, changes(), arrival)?;
    for (actor, proven) in &admission.proofs {
        write_proof(transaction, document, actor, proven)?;
    }
    Ok(seq.cast_unsigned())
}

/// How changes came.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arrival {
    /// Their row of the log.
    pub(super) seq: i64,
    /// Who brought them.
    pub(super) carrier: DeviceId,
    /// When.
    pub(super) at_ms: i64,
    /// By somebody who was no longer in charge of the record.
    pub(super) late: bool,
}

/// The row of the log for changes that come in together. Gives its number.
pub(super) fn append<'c>(
    transaction: &Connection,
    document: RecordId,
    changes: impl Iterator<Item = &'c ParsedChange>,
    now_ms: i64,
) -> Result<i64, ReplicationError> {
    let hashes: Vec<u8> = changes.flat_map(|change| change.hash().0).collect();
    let digest = Digest::of(&hashes);
    let kind = Kind::Change;
    Ok(log::append(
        transaction,
        kind,
        document.as_bytes(),
        &digest,
        now_ms,
    )?)
}

/// Writes a document down as it stands after a row of the log.
pub(super) fn write_document(
    transaction: &Connection,
    document: RecordId,
    heads: &[ChangeHash],
    saved: &[u8],
    seq: i64,
) -> Result<(), ReplicationError> {
    transaction
        .prepare_cached(
            "INSERT INTO document (document, kind, heads, snapshot, snapshot_heads, created_seq, changed_seq)
             VALUES (?1, ?5, ?2, ?3, ?2, ?4, ?4)
             ON CONFLICT (document) DO UPDATE
             SET heads = ?2, snapshot = ?3, snapshot_heads = ?2, changed_seq = ?4",
        )?
        .execute(params![
            document.as_bytes(),
            join_heads(heads),
            saved,
            seq,
            if is_van(document) { "van" } else { "record" },
        ])?;
    Ok(())
}

/// Writes changes down, each after those it depends on.
pub(super) fn insert_changes<'c>(
    transaction: &Connection,
    document: RecordId,
    changes: impl Iterator<Item = &'c ParsedChange>,
    arrival: Arrival,
) -> Result<(), ReplicationError> {
    let mut insert = transaction.prepare_cached(
        "INSERT INTO change (document, hash, actor, actor_seq, start_op, max_op, deps, bytes, device, carrier,
                             received_at_ms, log_seq, late)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?;
    for change in changes {
        let is_genesis = change.deps().is_empty();
        let author = change.actor().device();
        insert.execute(params![
            document.as_bytes(),
            change.hash().0,
            change.actor().0,
            change.seq().cast_signed(),
            change.start_op().cast_signed(),
            change.max_op().cast_signed(),
            join_heads(&change.deps()),
            change.bytes(),
            (!is_genesis).then_some(author.0),
            arrival.carrier.0,
            arrival.at_ms,
            arrival.seq,
            arrival.late,
        ])?;
    }
    Ok(())
}

/// Keeps an author's proof unless a later one of the same actor is there.
pub(super) fn write_proof(
    transaction: &Connection,
    document: RecordId,
    actor: &Actor,
    proven: &Proven,
) -> Result<(), ReplicationError> {
    transaction
        .prepare_cached(
            "INSERT INTO author_proof (document, actor, actor_seq, change_hash, signature) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (document, actor) DO UPDATE
             SET actor_seq = excluded.actor_seq, change_hash = excluded.change_hash, signature = excluded.signature
             WHERE excluded.actor_seq > actor_seq",
        )?
        .execute(params![
            document.as_bytes(),
            actor.0,
            proven.seq.cast_signed(),
            proven.change.0,
            proven.signature.to_bytes(),
        ])?;
    Ok(())
}

/// The proofs of a document in ascending order of the actors, as messages carry them.
pub(super) fn proofs(
    connection: &Connection,
    document: RecordId,
) -> rusqlite::Result<BTreeMap<Actor, Vec<u8>>> {
    connection
        .prepare_cached(
            "SELECT actor, signature FROM author_proof WHERE document = ?1 ORDER BY actor",
        )?
        .query_map([document.as_bytes()], |row| {
            Ok((Actor(row.get(0)?), row.get(1)?))
        })?
        .collect()
}

/// Hashes in one column: 32 bytes each, ascending.
pub(super) fn join_heads(heads: &[ChangeHash]) -> Vec<u8> {
    let mut sorted = heads.to_vec();
    sorted.sort_unstable();
    sorted.iter().flat_map(|head| head.0).collect()
}

/// Reads [`join_heads`] back.
pub(super) fn split_heads(column: &[u8]) -> Heads {
    column
        .chunks_exact(32)
        .filter_map(ChangeHash::from_slice)
        .collect()
}
