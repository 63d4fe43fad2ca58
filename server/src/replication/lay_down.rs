//! Laying down records whose whole histories are made already: a sample history, straight into the storage.
//!
//! Nothing is judged here: what is laid down was made by this very program, with the keys of devices that it enrolled.
//! The rows are those that the gate's way writes, and what follows from a record (who sees it, what the list says of it)
//! is worked out by the same code, once, as the record is at its end.

use std::{collections::BTreeMap, sync::Arc};

use doorstep_domain::{
    ids::{DeviceId, RecordId},
    record::{Record, SignPurpose},
};
use doorstep_evidence::chain::ChainEntry;
use doorstep_replica::{Actor, Heads, ParsedChange};
use doorstep_sync::gate::Proven;
use rusqlite::{Connection, params};

use super::{
    Replication, ReplicationError, Shared,
    access::follow_holders,
    documents::{self, Arrival},
    project, statements,
};

/// A record with its whole history.
pub struct MadeRecord {
    /// Which record.
    pub id: RecordId,
    /// Its heads at the end, and the whole document as `save` gives it there.
    pub heads: Heads,
    /// The saved document.
    pub saved: Vec<u8>,
    /// What it says at the end.
    pub record: Record,
    /// What came to the office, in the order in which it came; all changes together are the whole document.
    pub contacts: Vec<Contact>,
    /// Every author's proof of his last change.
    pub proofs: BTreeMap<Actor, Proven>,
}

/// What one contact brought.
pub struct Contact {
    /// Whose contact: a device, or the office itself.
    pub carrier: DeviceId,
    /// When, milliseconds since 1970.
    pub at_ms: i64,
    /// The changes, each after those it depends on.
    pub changes: Vec<ParsedChange>,
    /// What was sealed on the carrier, each after the one before it in the device's chain.
    pub statements: Vec<MadeStatement>,
}

/// A statement that its device sealed in its place of the device's chain.
pub struct MadeStatement {
    /// Its place in the chain.
    pub entry: ChainEntry,
    /// What was signed for.
    pub purpose: SignPurpose,
    /// The compact JWS.
    pub jws: String,
}

impl Replication {
    /// Lays down some records in one transaction, all or none. None of them may be there.
    ///
    /// # Errors
    /// [`ReplicationError`].
    pub async fn lay_down(&self, records: Vec<MadeRecord>) -> Result<(), ReplicationError> {
        let shared = Arc::clone(&self.shared);
        self.organisation()
            .writer()
            .submit(move |transaction| {
                records
                    .iter()
                    .try_for_each(|made| lay_down(transaction, &shared, made))
            })
            .await
    }
}

fn lay_down(
    transaction: &Connection,
    shared: &Shared,
    made: &MadeRecord,
) -> Result<(), ReplicationError> {
    let mut last = None;
    for contact in &made.contacts {
        let at_ms = contact.at_ms;
        let seq = documents::append(transaction, made.id, contact.changes.iter(), at_ms)?;
        if last.is_none() {
            documents::write_document(transaction, made.id, &made.heads, &made.saved, seq)?;
        }
        let arrival = Arrival {
            seq,
            carrier: contact.carrier,
            at_ms,
            late: false,
        };
        documents::insert_changes(transaction, made.id, contact.changes.iter(), arrival)?;
        for statement in &contact.statements {
            let judged = statements::Judged {
                document: made.id,
                entry: statement.entry,
                device: contact.carrier,
                purpose: statement.purpose,
            };
            statements::write(transaction, &judged, &statement.jws, "ok", at_ms)?;
        }
        last = Some((seq, at_ms));
    }
    let Some((changed_seq, changed_at_ms)) = last else {
        return Ok(());
    };
    transaction
        .prepare_cached("UPDATE document SET changed_seq = ?2 WHERE document = ?1")?
        .execute(params![made.id.as_bytes(), changed_seq])?;
    for (actor, proven) in &made.proofs {
        documents::write_proof(transaction, made.id, actor, proven)?;
    }
    follow_holders(transaction, &made.record, None, changed_at_ms)?;
    project::project(transaction, shared, &made.record, changed_at_ms)
}
