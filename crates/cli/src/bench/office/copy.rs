//! More records of the rows that the gate has written.

use doorstep_domain::ids::RecordId;
use doorstep_evidence::digest::Digest;
use doorstep_replica::Actor;
use doorstep_server::{
    log::{self, Kind},
    replication::Replication,
};
use rusqlite::{Connection, params};

use super::{Made, TECHNICIAN, Writers};
use crate::bench::{
    BenchError,
    history::{Dice, uuid_v7},
};

/// Records of one transaction.
const WRITTEN_AT_ONCE: usize = 50;
/// The moment in the ids of the copies: the order among them is the one in which they are written.
const BEGUN_MS: u64 = 1_795_400_000_000;

/// A record that is another's but for its id.
struct Copy {
    record: RecordId,
    of: RecordId,
    /// Digest of the changes' hashes, as the log has it.
    digest: Digest,
    proofs: Vec<(Actor, [u8; 64])>,
}

/// Writes copies until there are so many records.
pub(super) async fn fill_up(
    replication: &Replication,
    writers: &Writers,
    made: &[Made],
    records: usize,
) -> Result<(), BenchError> {
    let mut dice = Dice::of("copy", 0);
    let mut originals = made.iter().cycle();
    let mut left = records.saturating_sub(made.len());
    while left > 0 {
        let mut copies = Vec::new();
        for original in originals.by_ref().take(left.min(WRITTEN_AT_ONCE)) {
            let record = RecordId::from_slice(&uuid_v7(BEGUN_MS, &mut dice))
                .map_err(|_| BenchError::Unexpected("an id"))?;
            let hashes: Vec<u8> = original.changes.iter().flat_map(|change| change.hash().0).collect();
            copies.push(Copy {
                record,
                of: original.record,
                digest: Digest::of(&hashes),
                proofs: writers.prove(replication.organisation(), record, &original.changes)?,
            });
        }
        left -= copies.len();
        replication
            .organisation()
            .writer()
            .submit(move |transaction| {
                copies.iter().try_for_each(|copy| write(transaction, copy)).map_err(BenchError::from)
            })
            .await?;
    }
    Ok(())
}

fn write(transaction: &Connection, copy: &Copy) -> rusqlite::Result<()> {
    let at_ms = BEGUN_MS.cast_signed();
    let (record, of) = (copy.record.as_bytes(), copy.of.as_bytes());
    let run = |sql: &str, values: &[&dyn rusqlite::ToSql]| {
        transaction.prepare_cached(sql)?.execute(values).map(drop)
    };
    let seq = log::append(transaction, Kind::Change, record, &copy.digest, at_ms)?;
    run(
        "INSERT INTO document (document, kind, heads, snapshot, snapshot_heads, created_seq, changed_seq)
         SELECT ?1, kind, heads, snapshot, snapshot_heads, ?3, ?3 FROM document WHERE document = ?2",
        params![record, of, seq],
    )?;
    run(
        "INSERT INTO change (document, hash, actor, actor_seq, start_op, max_op, deps, bytes, device, carrier,
                             received_at_ms, log_seq, late)
         SELECT ?1, hash, actor, actor_seq, start_op, max_op, deps, bytes, device, carrier, received_at_ms, ?3, late
         FROM change WHERE document = ?2 ORDER BY id",
        params![record, of, seq],
    )?;
    for (actor, signature) in &copy.proofs {
        run(
            "INSERT INTO author_proof (document, actor, actor_seq, change_hash, signature)
             SELECT ?1, actor, actor_seq, change_hash, ?4 FROM author_proof WHERE document = ?2 AND actor = ?3",
            params![record, of, actor.0, signature],
        )?;
    }
    let seq = log::append(transaction, Kind::DocumentScope, record, &Digest::of(TECHNICIAN.as_bytes()), at_ms)?;
    run(
        "INSERT INTO document_scope (document, scope, from_seq) VALUES (?1, ?2, ?3)",
        params![record, TECHNICIAN, seq],
    )?;
    run(
        "INSERT INTO record_row (document, number, status, next_step, customer_name, customer_phone,
             customer_address, unit_kind, unit_model, unit_serial, priority_hours, assignee, appointment,
             appointment_at_ms, findings, conflicts, verdict, updated_ms)
         SELECT ?1, number, status, next_step, customer_name, customer_phone, customer_address, unit_kind, unit_model,
             unit_serial, priority_hours, assignee, appointment, appointment_at_ms, findings, conflicts, verdict,
             updated_ms
         FROM record_row WHERE document = ?2",
        params![record, of],
    )?;
    run(
        "INSERT INTO record_search (rowid, text)
         SELECT last_insert_rowid(), text FROM record_search
         WHERE rowid = (SELECT row FROM record_row WHERE document = ?1)",
        params![of],
    )
}
