//! A push: what is not acknowledged, each change after those it depends on, with its author's proof.
//!
//! Signing may wait for slow hardware, so nothing is locked meanwhile: the file is read at one moment, proofs are made
//! after it, and what was signed is kept, so that a push that was cut is not signed a second time.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_domain::ids::{DeviceId, RecordId};
use doorstep_evidence::{
    key::Signature,
    proof::{self, Claim, ProofError},
};
use doorstep_replica::{Actor, ChangeHash, ParsedChange, genesis_hash};
use doorstep_sync::{
    gate::actors_in_order,
    limits::{PUSH_CHANGES_MAX, PUSH_DOCUMENTS_MAX, PUSH_STATEMENTS_MAX},
    message::{DocumentPush, StatementPush},
    session::{Outgoing, OutgoingDocument, OutgoingStatement, PutOff},
};
use minicbor::bytes::ByteVec;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::memory::Memory;
use crate::{Error, device::Inner, store::documents::parse};

const DOING: &str = "gathering what is unsent";

/// What is unsent, up to about so many bytes.
pub(super) fn outgoing(
    device: &Inner,
    memory: &Memory,
    bytes_max: usize,
    put_off: &PutOff,
) -> Result<Outgoing, Error> {
    let own = device.store.identity()?.device;
    let gathering = Gathering {
        own,
        memory,
        put_off,
        bytes_max,
    };
    let gathered = device
        .store
        .read(|connection| gathering.gather(connection))?;
    let mut fresh = Vec::new();
    let mut documents = Vec::with_capacity(gathered.documents.len());
    for draft in gathered.documents {
        documents.push(draft.prove(device, own, &mut fresh)?);
    }
    keep_proofs(device, &fresh)?;
    Ok(Outgoing {
        documents,
        statements: gathered.statements,
        certificates: gathered.certificates,
    })
}

/// A document's part of a push before it is proved.
pub(crate) struct Draft {
    pub(crate) record: RecordId,
    pub(crate) changes: Vec<ParsedChange>,
    /// Proofs that are here, over exactly the actors' last changes.
    pub(crate) proofs: BTreeMap<Actor, Vec<u8>>,
}

/// A proof that was made just now.
pub(crate) struct FreshProof {
    record: RecordId,
    actor: Actor,
    seq: u64,
    change: ChangeHash,
    signature: Signature,
}

impl Draft {
    pub(crate) fn prove(
        self,
        device: &Inner,
        own: DeviceId,
        fresh: &mut Vec<FreshProof>,
    ) -> Result<OutgoingDocument, Error> {
        let mut proofs: Vec<ByteVec> = Vec::new();
        for (actor, last) in actors_in_order(&self.changes) {
            let kept = self.proofs.get(&actor).cloned();
            let signature = match kept {
                Some(signature) => signature,
                None if actor.device() == own => {
                    let new = prove(device, self.record, actor, last)?;
                    let bytes = new.signature.to_bytes().to_vec();
                    fresh.push(new);
                    bytes
                }
                // Left out when it was gathered.
                None => continue,
            };
            proofs.push(signature.into());
        }
        Ok(OutgoingDocument {
            hashes: self.changes.iter().map(ParsedChange::hash).collect(),
            push: DocumentPush {
                document: *self.record.as_bytes(),
                changes: self
                    .changes
                    .iter()
                    .map(|change| change.bytes().to_vec().into())
                    .collect(),
                proofs,
            },
        })
    }
}

fn prove(
    device: &Inner,
    record: RecordId,
    actor: Actor,
    last: &ParsedChange,
) -> Result<FreshProof, Error> {
    let change = last.hash();
    let claim = Claim {
        document: *record.as_bytes(),
        actor: &actor.0,
        seq: last.seq(),
        change: change.0,
    };
    match proof::prove(&*device.vault, &claim) {
        Ok(proof) => Ok(FreshProof {
            record,
            actor,
            seq: last.seq(),
            change,
            signature: proof.signature,
        }),
        Err(ProofError::Vault(error)) => Err(error.into()),
        Err(error) => Err(Error::damaged(DOING, error)),
    }
}

pub(crate) fn keep_proofs(device: &Inner, fresh: &[FreshProof]) -> Result<(), Error> {
    if fresh.is_empty() {
        return Ok(());
    }
    device.store.write(|write| {
        let connection = write.connection()?;
        for new in fresh {
            keep_proof(
                connection,
                new.record,
                new.actor,
                new.seq,
                new.change,
                &new.signature.to_bytes(),
            )?;
        }
        Ok(())
    })
}

/// Keeps an author's proof, if it is of a later change than the one that is here.
pub(crate) fn keep_proof(
    connection: &Connection,
    record: RecordId,
    actor: Actor,
    seq: u64,
    change: ChangeHash,
    signature: &[u8],
) -> Result<(), Error> {
    let sql = "INSERT INTO author_proof (document, actor, actor_seq, hash, signature) VALUES (?1, ?2, ?3, ?4, ?5)
               ON CONFLICT (document, actor) DO UPDATE SET actor_seq = ?3, hash = ?4, signature = ?5
                   WHERE actor_seq < ?3";
    connection
        .prepare_cached(sql)
        .and_then(|mut statement| {
            statement.execute(params![
                record.as_bytes(),
                actor.0,
                seq.cast_signed(),
                change.0,
                signature
            ])
        })
        .map(drop)
        .map_err(Error::storage("keeping an author's proof"))
}

#[derive(Default)]
struct Gathered {
    documents: Vec<Draft>,
    statements: Vec<OutgoingStatement>,
    certificates: Vec<Vec<u8>>,
}

struct Gathering<'g> {
    own: DeviceId,
    memory: &'g Memory,
    put_off: &'g PutOff,
    bytes_max: usize,
}

impl Gathering<'_> {
    fn gather(&self, connection: &Connection) -> Result<Gathered, Error> {
        let mut gathered = Gathered::default();
        let mut bytes = 0;
        // Documents of which something is unsent that does not go with this push.
        let mut waiting = BTreeSet::new();
        for record in self.records(connection)? {
            if bytes >= self.bytes_max || gathered.documents.len() >= PUSH_DOCUMENTS_MAX {
                waiting.insert(record);
                continue;
            }
            let (draft, is_all) = self.draft(connection, record, self.bytes_max - bytes)?;
            let Some(draft) = draft else { continue };
            if !is_all {
                waiting.insert(record);
            }
            bytes += draft
                .changes
                .iter()
                .map(|change| change.bytes().len())
                .sum::<usize>();
            gathered.documents.push(draft);
        }
        gathered.statements =
            self.statements(connection, &waiting, self.bytes_max.saturating_sub(bytes))?;
        gathered.certificates = self.certificates(connection, &gathered.documents)?;
        Ok(gathered)
    }

    /// The documents with something unsent beside the creating change, the longest waiting first.
    fn records(&self, connection: &Connection) -> Result<Vec<RecordId>, Error> {
        let sql = "SELECT document FROM change WHERE state IN ('pending', 'once') AND hash <> ?1
                   GROUP BY document ORDER BY min(place)";
        let row = |row: &Row<'_>| Ok(RecordId(uuid::Uuid::from_bytes(row.get(0)?)));
        let mut records: Vec<RecordId> = connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.query_map([genesis_hash().0], row)?.collect())
            .map_err(Error::storage(DOING))?;
        let put_off = |record: &RecordId| {
            self.put_off.documents.contains(record) || self.memory.held_back.contains(record)
        };
        records.retain(|record| !put_off(record));
        Ok(records)
    }

    /// The unsent changes of a document, and whether these are all of them. Nothing, if somebody else's proof is not
    /// here, without which nobody would take them.
    fn draft(
        &self,
        connection: &Connection,
        record: RecordId,
        bytes_left: usize,
    ) -> Result<(Option<Draft>, bool), Error> {
        let all = unsent_changes(connection, record)?;
        let count = self.how_many(record, &all, bytes_left);
        let is_all = count == all.len();
        let changes: Vec<ParsedChange> = all.into_iter().take(count).collect();
        let mut proofs = BTreeMap::new();
        for (actor, last) in actors_in_order(&changes) {
            match proof_of(connection, record, actor, last)? {
                Some(signature) => {
                    proofs.insert(actor, signature);
                }
                None if actor.device() == self.own => {}
                None => {
                    tracing::warn!(%record, "a change of another device has no proof and cannot be carried");
                    return Ok((None, false));
                }
            }
        }
        Ok((
            Some(Draft {
                record,
                changes,
                proofs,
            }),
            is_all,
        ))
    }

    /// How many of a document's changes go with this push. Those of others go whole or not at all, for their proofs
    /// are over their last changes.
    fn how_many(&self, record: RecordId, all: &[ParsedChange], bytes_left: usize) -> usize {
        let genesis = genesis_hash();
        let is_ours =
            |change: &ParsedChange| change.actor().device() == self.own || change.hash() == genesis;
        if !all.iter().all(is_ours) {
            return all.len();
        }
        let mut bytes = 0_usize;
        let fitting = all.iter().take_while(|change| {
            let fits = bytes < bytes_left;
            bytes += change.bytes().len();
            fits
        });
        // The creating change is never sent alone.
        let least = if all.first().is_some_and(|first| first.hash() == genesis) {
            2
        } else {
            1
        };
        let most = self
            .memory
            .at_most
            .get(&record)
            .copied()
            .unwrap_or(PUSH_CHANGES_MAX)
            .min(PUSH_CHANGES_MAX);
        fitting.count().min(most).max(least).min(all.len())
    }

    /// Statements come after the changes that name them; the document of one that was put off keeps nothing back.
    fn statements(
        &self,
        connection: &Connection,
        waiting: &BTreeSet<RecordId>,
        bytes_left: usize,
    ) -> Result<Vec<OutgoingStatement>, Error> {
        let sql = "SELECT digest, document, jws, device FROM statement WHERE state IN ('pending', 'once') ORDER BY place";
        let mut statement = connection
            .prepare_cached(sql)
            .map_err(Error::storage(DOING))?;
        let mut rows = statement.query([]).map_err(Error::storage(DOING))?;
        let mut found = Vec::new();
        let mut bytes = 0_usize;
        while let Some(row) = rows.next().map_err(Error::storage(DOING))? {
            let (digest, document, jws) = read_statement(row).map_err(Error::storage(DOING))?;
            let device = DeviceId(row.get(3).map_err(Error::storage(DOING))?);
            let is_put_off = self.put_off.statements.contains(&digest)
                || self.memory.held_back_statements.contains(&digest);
            let record = RecordId(uuid::Uuid::from_bytes(document));
            // What another sealed is taken only if the record names it.
            let waits = waiting.contains(&record)
                || device != self.own
                    && (self.put_off.documents.contains(&record)
                        || self.memory.held_back.contains(&record));
            if is_put_off || waits {
                continue;
            }
            if !found.is_empty() && (bytes >= bytes_left || found.len() >= PUSH_STATEMENTS_MAX) {
                break;
            }
            bytes += jws.len();
            found.push(OutgoingStatement {
                push: StatementPush { document, jws },
                digest,
            });
        }
        Ok(found)
    }

    /// The certificates of the other authors: a restored server may not know them.
    fn certificates(
        &self,
        connection: &Connection,
        drafts: &[Draft],
    ) -> Result<Vec<Vec<u8>>, Error> {
        let genesis = genesis_hash();
        let others: BTreeSet<DeviceId> = drafts
            .iter()
            .flat_map(|draft| &draft.changes)
            .filter(|change| change.hash() != genesis)
            .map(|change| change.actor().device())
            .filter(|device| *device != self.own)
            .collect();
        let mut found = Vec::new();
        for device in others {
            let der: Option<Vec<u8>> = connection
                .prepare_cached("SELECT der FROM certificate WHERE device = ?1")
                .and_then(|mut statement| {
                    statement.query_row([device.0], |row| row.get(0)).optional()
                })
                .map_err(Error::storage(DOING))?;
            found.extend(der);
        }
        Ok(found)
    }
}

fn read_statement(row: &Row<'_>) -> rusqlite::Result<([u8; 32], [u8; 16], String)> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
}

fn unsent_changes(connection: &Connection, record: RecordId) -> Result<Vec<ParsedChange>, Error> {
    let sql = "SELECT bytes FROM change WHERE document = ?1 AND state IN ('pending', 'once') ORDER BY place LIMIT ?2";
    let rows: Vec<Vec<u8>> = connection
        .prepare_cached(sql)
        .and_then(|mut statement| {
            statement
                .query_map(
                    params![record.as_bytes(), PUSH_CHANGES_MAX as i64 + 1],
                    |row| row.get(0),
                )?
                .collect()
        })
        .map_err(Error::storage(DOING))?;
    rows.iter().map(|bytes| parse(bytes)).collect()
}

pub(crate) fn proof_of(
    connection: &Connection,
    record: RecordId,
    actor: Actor,
    last: &ParsedChange,
) -> Result<Option<Vec<u8>>, Error> {
    let sql = "SELECT signature FROM author_proof WHERE document = ?1 AND actor = ?2 AND actor_seq = ?3 AND hash = ?4";
    connection
        .prepare_cached(sql)
        .and_then(|mut statement| {
            statement
                .query_row(
                    params![
                        record.as_bytes(),
                        actor.0,
                        last.seq().cast_signed(),
                        last.hash().0
                    ],
                    |row| row.get(0),
                )
                .optional()
        })
        .map_err(Error::storage(DOING))
}
