//! The one ordered log: what devices learn, numbered without gaps, each row with a running hash of all before it.
//!
//! Numbers are given inside the transaction that commits the row, so a reader sees a prefix and nothing appears
//! later at a smaller number. The running hash lets a device notice a server that was restored: its own last
//! number then has another hash, or none.

use doorstep_evidence::digest::Digest;
use rusqlite::{Connection, OptionalExtension as _, params};
use sha2::{Digest as _, Sha256};

/// What a row of the log is about. The numbers stand in the database and in the running hash: never change one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Changes of a document were admitted together. Subject: the document. Digest: SHA-256 of their hashes.
    Change = 1,
    /// A statement was received. Subject: the document. Digest: the statement's.
    Evidence = 2,
    /// A device enrolled. Subject: the device. Digest: its certificate's.
    Certificate = 3,
    /// A device that a restore had forgotten brought its certificate back. Subject: the device. Digest: its
    /// certificate's.
    Introduction = 4,
    /// A device was revoked. Subject: the device. Digest: its certificate's.
    Revocation = 5,
    /// A new version of a reference. Subject: its name. Digest: its bytes'.
    Reference = 6,
    /// A document entered or left a scope. Subject: the document. Digest: the scope's name's.
    DocumentScope = 7,
    /// A person entered or left a scope. Subject: the person's code. Digest: the scope's name's.
    PersonScope = 8,
    /// What is derived from the documents was made anew by a program with other rules. Subject: empty. Digest: the
    /// version of the rules, 8 bytes big endian.
    Derivation = 9,
}

impl Kind {
    /// The number in the database.
    #[must_use]
    pub const fn code(self) -> u8 {
        self as u8
    }
}

/// Where the log stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Drawn when the organisation was created and at every restore.
    pub epoch: [u8; 16],
    /// The last number given; 0 for an empty log.
    pub seq: i64,
    /// The running hash up to and with it.
    pub chain: Digest,
}

/// Where the log stands, as this connection sees it; none before the organisation is created.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn head(connection: &Connection) -> rusqlite::Result<Option<Head>> {
    connection
        .prepare_cached("SELECT epoch, head_seq, head_chain FROM organisation")?
        .query_row([], |row| {
            Ok(Head {
                epoch: row.get(0)?,
                seq: row.get(1)?,
                chain: Digest(row.get(2)?),
            })
        })
        .optional()
}

/// The running hash up to and with a number: 32 zero bytes at 0, none beyond the head.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn chain_at(connection: &Connection, seq: i64) -> rusqlite::Result<Option<Digest>> {
    if seq == 0 {
        return Ok(Some(BEGINNING));
    }
    connection
        .prepare_cached("SELECT chain FROM log WHERE seq = ?1")?
        .query_row([seq], |row| row.get(0).map(Digest))
        .optional()
}

/// Appends a row and moves the head; `transaction` is the one that commits what the row is about.
///
/// # Errors
/// [`rusqlite::Error`], [`rusqlite::Error::QueryReturnedNoRows`] before the organisation is created.
pub fn append(
    transaction: &Connection,
    kind: Kind,
    subject: &[u8],
    digest: &Digest,
    at_ms: i64,
) -> rusqlite::Result<i64> {
    let head = head(transaction)?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
    let seq = head.seq + 1;
    let chain = extend(&head.chain, seq, kind, subject, digest);
    transaction
        .prepare_cached(
            "INSERT INTO log (seq, kind, subject, digest, chain, at_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![seq, kind.code(), subject, digest.0, chain.0, at_ms])?;
    transaction
        .prepare_cached("UPDATE organisation SET head_seq = ?1, head_chain = ?2")?
        .execute(params![seq, chain.0])?;
    Ok(seq)
}

/// The running hash before the first row.
pub const BEGINNING: Digest = Digest([0; 32]);

/// The running hash after one more row: SHA-256 over the one before, the number in eight bytes (big endian), the
/// kind in one, the subject and the digest. All but the subject have a fixed length, so nothing is ambiguous.
#[must_use]
pub fn extend(chain: &Digest, seq: i64, kind: Kind, subject: &[u8], digest: &Digest) -> Digest {
    let hash = Sha256::new()
        .chain_update(chain.0)
        .chain_update(seq.to_be_bytes())
        .chain_update([kind.code()])
        .chain_update(subject)
        .chain_update(digest.0);
    Digest(hash.finalize().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_running_hash_is_the_one_that_is_written_down() {
        // Computed from the description by another program.
        const PUBLISHED: &str = "699a1695f04dfcb5f2e4904d3894e9cb9a9acbce3f174733bb573683a09471c8";
        let rows: [(i64, Kind, &[u8], &[u8]); 3] = [
            (1, Kind::Certificate, &[0xa0; 16], b"one"),
            (2, Kind::Reference, b"price", b"two"),
            (3, Kind::PersonScope, b"t-zhang", b"three"),
        ];
        let chain = rows
            .into_iter()
            .fold(BEGINNING, |chain, (seq, kind, subject, content)| {
                extend(&chain, seq, kind, subject, &Digest::of(content))
            });
        assert_eq!(chain.to_string(), PUBLISHED);
    }

    #[test]
    fn a_running_hash_hangs_on_every_part_of_its_row() {
        let base = extend(&BEGINNING, 1, Kind::Change, b"ab", &Digest([1; 32]));
        for other in [
            extend(&Digest([1; 32]), 1, Kind::Change, b"ab", &Digest([1; 32])),
            extend(&BEGINNING, 2, Kind::Change, b"ab", &Digest([1; 32])),
            extend(&BEGINNING, 1, Kind::Evidence, b"ab", &Digest([1; 32])),
            extend(&BEGINNING, 1, Kind::Change, b"a", &Digest([1; 32])),
            extend(&BEGINNING, 1, Kind::Change, b"ab", &Digest([2; 32])),
        ] {
            assert_ne!(other, base);
        }
    }
}
