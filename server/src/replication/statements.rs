//! Statements: taken once, kept whole and for ever. A gap or a fork in a device's chain is flagged, never refused.

use doorstep_domain::{
    ids::{DeviceId, RecordId},
    record::SignPurpose,
};
use doorstep_evidence::{
    chain::{Chain, ChainEntry, Link},
    digest::Digest,
    jws::Jws,
    verdict,
};
use doorstep_replica::RecordDocument;
use doorstep_sync::message::{Ack, StatementPush};
use rusqlite::{Connection, params};
use std::sync::PoisonError;

use super::{ReplicationError, Shared, documents, project, quarantine::Quarantine, roster};
use crate::{
    authenticate::SignedDevice,
    log::{self, Kind},
    organisation::device,
};

/// A statement as it stands in the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredStatement {
    /// SHA-256 of the compact JWS.
    pub digest: Digest,
    /// The record it is about.
    pub document: RecordId,
    /// The device that sealed it.
    pub device: DeviceId,
    /// Its place in the device's chain.
    pub counter: u64,
    /// What the signature was given for.
    pub purpose: SignPurpose,
    /// The compact JWS.
    pub jws: String,
    /// When it came, by the server's clock.
    pub received_at_ms: i64,
    /// How it fits the device's chain: `ok`, `gap`, `fork`.
    pub chain_flag: String,
}

impl StoredStatement {
    /// The JWS, parsed; nothing if the database was tampered with so that it is none.
    #[must_use]
    pub fn parse(&self) -> Option<Jws> {
        Jws::parse(&self.jws).ok()
    }
}

/// The records that there are statements about, also those that the office never got.
///
/// # Errors
/// [`ReplicationError`].
pub fn records_with_statements(connection: &Connection) -> Result<Vec<RecordId>, ReplicationError> {
    let mut statement =
        connection.prepare("SELECT DISTINCT document FROM evidence ORDER BY document")?;
    let rows = statement.query_map([], |row| row.get(0).map(uuid::Uuid::from_bytes))?;
    Ok(rows
        .map(|row| row.map(RecordId))
        .collect::<rusqlite::Result<_>>()?)
}

/// The statements about a record in the order in which they came.
///
/// # Errors
/// [`ReplicationError`].
pub fn statements_of(
    connection: &Connection,
    document: RecordId,
) -> Result<Vec<StoredStatement>, ReplicationError> {
    let mut statement = connection.prepare_cached(
        "SELECT digest, device, counter, purpose, jws, received_at_ms, chain_flag
         FROM evidence WHERE document = ?1 ORDER BY log_seq",
    )?;
    let rows = statement.query_map([document.as_bytes()], |row| {
        Ok(StoredStatement {
            digest: Digest(row.get(0)?),
            document,
            device: DeviceId(row.get(1)?),
            counter: row.get::<_, i64>(2)?.cast_unsigned(),
            purpose: purpose_from_code(&row.get::<_, String>(3)?),
            jws: row.get(4)?,
            received_at_ms: row.get(5)?,
            chain_flag: row.get(6)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Takes the statements of a push and says what became of each. `mending` allows whatever other devices sealed: a
/// restored server has forgotten it. Else a device brings what others sealed only where the record names it, which came
/// to it without coverage.
pub(super) fn take(
    transaction: &Connection,
    shared: &Shared,
    sender: &SignedDevice,
    pushes: &[StatementPush],
    mending: bool,
    now_ms: i64,
) -> Result<Vec<Ack>, ReplicationError> {
    let quarantine = Quarantine::of(transaction, sender, now_ms);
    pushes
        .iter()
        .map(|push| {
            let judged = match judge(shared, sender, push, mending) {
                Err((ANOTHERS, _)) if is_named(transaction, shared, push)? => {
                    judge(shared, sender, push, true)
                }
                judged => judged,
            };
            take_one(transaction, shared, &quarantine, push, judged, now_ms)
        })
        .collect()
}

/// Whether an entry of the record, proven by its author, names the statement.
fn is_named(
    transaction: &Connection,
    shared: &Shared,
    push: &StatementPush,
) -> Result<bool, ReplicationError> {
    let Ok(document) = RecordId::from_slice(&push.document) else {
        return Ok(false);
    };
    let known = {
        let mut cache = shared
            .documents
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        documents::load(transaction, &mut cache, document)?
    };
    let Some(known) = known else {
        return Ok(false);
    };
    let record = RecordDocument::of(document, known.document.clone()).record(&roster(transaction)?);
    let digest = Digest::of(push.jws.as_bytes()).to_string();
    Ok(record.entries.values().any(|reading| {
        let named = reading.entry.what.statement();
        named.is_some_and(|(_, named)| named == digest)
    }))
}

/// Sealed by another device than the one that sent it.
const ANOTHERS: &str = "statement_of_another_device";

/// Why a statement is refused: the stable code and words.
type Refused = (&'static str, String);

pub(super) struct Judged {
    pub(super) document: RecordId,
    pub(super) entry: ChainEntry,
    pub(super) device: DeviceId,
    pub(super) purpose: SignPurpose,
}

fn take_one(
    transaction: &Connection,
    shared: &Shared,
    quarantine: &Quarantine<'_>,
    push: &StatementPush,
    judged: Result<Judged, Refused>,
    now_ms: i64,
) -> Result<Ack, ReplicationError> {
    let document = RecordId::from_slice(&push.document).ok();
    let judged = match judged {
        Ok(judged) => judged,
        Err(refused) => return quarantine.keep(document, refused, push.jws.as_bytes()),
    };
    let known: bool = transaction
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM evidence WHERE digest = ?1)")?
        .query_row([judged.entry.own.0], |row| row.get(0))?;
    if known {
        return Ok(Ack::Duplicate);
    }
    if device(transaction, judged.device)?.is_none() {
        let why = "the sealing device is not known".to_owned();
        return quarantine.keep(document, ("unknown_device", why), push.jws.as_bytes());
    }
    let flag = chain_flag(transaction, judged.device, judged.entry)?;
    write(transaction, &judged, &push.jws, flag, now_ms)?;
    project::project_document(transaction, shared, judged.document, now_ms)?;
    Ok(Ack::Accepted)
}

/// Writes a statement down, as a row of the log.
pub(super) fn write(
    transaction: &Connection,
    judged: &Judged,
    jws: &str,
    flag: &str,
    now_ms: i64,
) -> Result<(), ReplicationError> {
    let seq = log::append(
        transaction,
        Kind::Evidence,
        judged.document.as_bytes(),
        &judged.entry.own,
        now_ms,
    )?;
    transaction
        .prepare_cached(
            "INSERT INTO evidence (digest, document, device, counter, previous, purpose, jws, received_at_ms, log_seq,
                                   chain_flag)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            judged.entry.own.0,
            judged.document.as_bytes(),
            judged.device.0,
            judged.entry.counter.cast_signed(),
            judged.entry.previous.map(|previous| previous.0),
            judged.purpose.code(),
            jws,
            now_ms,
            seq,
            flag,
        ])?;
    Ok(())
}

fn judge(
    shared: &Shared,
    sender: &SignedDevice,
    push: &StatementPush,
    carried: bool,
) -> Result<Judged, Refused> {
    let refuse = |code, why: &str| Err((code, why.to_owned()));
    if sender.revoked {
        return refuse("device_revoked", "the device was revoked");
    }
    let Ok(jws) = Jws::parse(&push.jws) else {
        return refuse("statement_malformed", "this is not a sealed statement");
    };
    let opened = match verdict::open(&jws, Some(&shared.trusted)) {
        Ok(opened) => opened,
        Err(verdict) => return refuse("statement_broken", verdict.words().english),
    };
    if !opened.trusted {
        return refuse("unknown_device", "no certificate of this organisation");
    }
    let statement = opened.statement;
    if statement.device != sender.device && !carried {
        return refuse(
            ANOTHERS,
            "a device sends the statements that it sealed itself",
        );
    }
    if *statement.record.as_bytes() != push.document {
        return refuse(
            "statement_of_another_record",
            "the statement is about another record",
        );
    }
    if jws.to_compact() != push.jws {
        return refuse(
            "statement_malformed",
            "the statement is not in its compact form",
        );
    }
    Ok(Judged {
        document: statement.record,
        entry: ChainEntry {
            counter: statement.moment.counter,
            previous: statement.moment.previous,
            own: jws.digest(),
        },
        device: statement.device,
        purpose: statement.purpose,
    })
}

fn chain_flag(
    connection: &Connection,
    device: DeviceId,
    entry: ChainEntry,
) -> Result<&'static str, ReplicationError> {
    let mut statement = connection.prepare_cached(
        "SELECT counter, previous, digest FROM evidence WHERE device = ?1 ORDER BY log_seq",
    )?;
    let known = statement.query_map([device.0], |row| {
        Ok(ChainEntry {
            counter: row.get::<_, i64>(0)?.cast_unsigned(),
            previous: row.get::<_, Option<[u8; 32]>>(1)?.map(Digest),
            own: Digest(row.get(2)?),
        })
    })?;
    let mut chain = Chain::of_known(known.collect::<rusqlite::Result<Vec<_>>>()?);
    Ok(match chain.arrive(entry) {
        Link::First | Link::Continues | Link::Replayed => "ok",
        Link::Gap { .. } => "gap",
        Link::Fork { .. } => "fork",
    })
}

/// A purpose that this program does not know reads as a refusal, which claims nothing.
fn purpose_from_code(code: &str) -> SignPurpose {
    SignPurpose::ALL
        .iter()
        .copied()
        .find(|purpose| purpose.code() == code)
        .unwrap_or(SignPurpose::Refusal)
}
