//! The admission gate: what comes from a device is let in only if an honest device could have made it.
//!
//! The order is from cheap to dear, and what has been refused never reaches the next step: size → chunk type →
//! claimed rows of every column → author's proof → known changes are passed over → what it depends on → operation
//! counter → place in the author's line → creating change → caps on the document → apply to a copy, references only
//! to what the author saw, save, load, same heads → the author's rights, at the change's own past, by the kind of
//! document that its id tells (a record, or a technician's van in a month).
//! The request's own signature was checked before ([`crate::request_signature`]).
//!
//! The gate asks for the author's proof, never for "the sender wrote it": whoever carries a change, another device
//! after the server was restored or a colleague with coverage, need not be trusted.

mod authorship;
mod refusal;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use doorstep_domain::ids::{DeviceId, PersonId, RecordId};
use doorstep_domain::{rights::Role, van::is_van};
use doorstep_evidence::key::{PublicKey, Signature};
use doorstep_replica::{
    Actor, ChangeHash, GENESIS_RECORD_V1, ParsedChange,
    admission::{Author, Done, judge, judge_texts, judge_van},
    safe::{ChangeLimits, Document},
};

pub use authorship::actors_in_order;
pub use refusal::Refusal;

use crate::{
    limits::{DOCUMENT_ACTORS_MAX, DOCUMENT_BYTES_MAX, DOCUMENT_OPERATIONS_MAX, PUSH_CHANGES_MAX},
    message::DocumentPush,
};

/// A device of the organisation as the server knows it.
#[derive(Debug, Clone)]
pub struct AuthorDevice {
    /// Its key.
    pub key: PublicKey,
    /// Whose device it is.
    pub person: PersonId,
    /// What that person may do.
    pub role: Role,
    /// It may no longer write by itself; what others carry of its earlier work still counts.
    pub revoked: bool,
}

/// The devices of the organisation.
pub trait Directory {
    /// A device, if the organisation has it.
    fn device(&self, device: DeviceId) -> Option<AuthorDevice>;
}

/// A document as the server has it.
#[derive(Debug, Clone)]
pub struct Known {
    /// The loaded document.
    pub document: Document,
    /// For every actor its last change.
    pub actors: BTreeMap<Actor, (u64, ChangeHash)>,
}

/// The author's proof of an actor's last change.
#[derive(Debug, Clone)]
pub struct Proven {
    /// The place of the change in its actor's line.
    pub seq: u64,
    /// The change.
    pub change: ChangeHash,
    /// The author's signature.
    pub signature: Signature,
}

/// A change that was let in.
#[derive(Debug, Clone)]
pub struct Admitted {
    /// The change.
    pub change: ParsedChange,
    /// What it did; nothing for the creating change.
    pub done: Done,
}

/// What a push brought.
#[derive(Debug, Clone)]
pub struct Admission {
    /// The document with the changes.
    pub document: Document,
    /// What `save` gave for it.
    pub saved: Vec<u8>,
    /// The new changes, each after those it depends on. Empty: all were known.
    pub admitted: Vec<Admitted>,
    /// The author's proofs of the new changes' actors.
    pub proofs: BTreeMap<Actor, Proven>,
}

/// The outcome for one document of a push.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// New changes are in.
    Admitted(Box<Admission>),
    /// All changes were known before.
    Duplicate,
    /// The server lacks what these changes depend on.
    MissingDependencies,
}

/// Judges one document of a push. Nothing outside is changed; the caller commits the outcome.
///
/// # Errors
/// [`Refusal`]; the caller keeps the bytes in quarantine.
pub fn admit(
    push: &DocumentPush,
    known: Option<&Known>,
    directory: &impl Directory,
) -> Result<Outcome, Refusal> {
    let document = RecordId::from_slice(&push.document).map_err(|_| Refusal::Malformed)?;
    if push.changes.len() > PUSH_CHANGES_MAX {
        return Err(Refusal::TooManyChanges);
    }
    let changes = parse(push)?;
    let proofs = authorship::check(document, &changes, &push.proofs, directory)?;
    let is_known = |hash: ChangeHash| known.is_some_and(|known| known.document.has_change(hash));
    let mut seen = BTreeSet::new();
    let fresh: Vec<_> = changes
        .into_iter()
        .filter(|change| seen.insert(change.hash()) && !is_known(change.hash()))
        .collect();
    if fresh.is_empty() {
        return Ok(if known.is_some() {
            Outcome::Duplicate
        } else {
            Outcome::MissingDependencies
        });
    }
    let has_root = fresh.iter().any(|change| change.deps().is_empty());
    if known.is_none() && !has_root {
        return Ok(Outcome::MissingDependencies);
    }
    if !place_in_line(&fresh, known)? {
        return Ok(Outcome::MissingDependencies);
    }
    bound(&fresh, known)?;
    let empty;
    let base = match known {
        Some(known) => &known.document,
        None => {
            empty = Document::from_changes(&[]).map_err(|_| Refusal::Unloadable)?;
            &empty
        }
    };
    let (after, saved) = base.admit(&fresh, DOCUMENT_BYTES_MAX)?;
    let mut admitted = Vec::with_capacity(fresh.len());
    for change in fresh {
        let done = if is_genesis(&change) {
            Done::default()
        } else {
            judge_one(document, &after, &change, directory)?
        };
        admitted.push(Admitted { change, done });
    }
    let done = admitted
        .iter()
        .map(|admitted| (&admitted.change, &admitted.done));
    judge_texts(&after, done)?;
    Ok(Outcome::Admitted(Box::new(Admission {
        document: after,
        saved,
        admitted,
        proofs,
    })))
}

fn parse(push: &DocumentPush) -> Result<Vec<ParsedChange>, Refusal> {
    let limits = ChangeLimits::default();
    push.changes
        .iter()
        .map(|bytes| Ok(ParsedChange::parse(bytes, limits)?))
        .collect()
}

/// Whether a change is the creating change of records, by its very bytes.
fn is_genesis(change: &ParsedChange) -> bool {
    change.bytes() == GENESIS_RECORD_V1
}

fn judge_one(
    document: RecordId,
    after: &Document,
    change: &ParsedChange,
    directory: &impl Directory,
) -> Result<Done, Refusal> {
    let author = directory
        .device(change.actor().device())
        .ok_or(Refusal::UnknownAuthor)?;
    let author = Author {
        person: author.person,
        role: author.role,
    };
    // The id tells the kind: a van holds nothing of a record, and a record nothing of a van.
    let done = if is_van(document) {
        judge_van(document, after, change, &author)
    } else {
        judge(after, change, &author)
    };
    Ok(done?)
}

/// Whether each change is the next of its actor, depends on what is there, and counts its operations from there.
/// `false`: something it depends on is missing here, which an honest device can mend.
fn place_in_line(fresh: &[ParsedChange], known: Option<&Known>) -> Result<bool, Refusal> {
    let mut last: BTreeMap<Actor, (u64, ChangeHash)> = BTreeMap::new();
    let mut ends: BTreeMap<ChangeHash, u64> = BTreeMap::new();
    for change in fresh {
        let deps = change.deps();
        let mut end = 0;
        for dep in &deps {
            let there = ends
                .get(dep)
                .copied()
                .or_else(|| known.and_then(|known| known.document.change_max_op(*dep)));
            let Some(dep_end) = there else {
                return Ok(false);
            };
            ends.insert(*dep, dep_end);
            end = end.max(dep_end);
        }
        if change.start_op() != end.saturating_add(1) {
            return Err(Refusal::OperationCounter);
        }
        let before = last
            .get(&change.actor())
            .or_else(|| known.and_then(|known| known.actors.get(&change.actor())))
            .copied();
        let (expected, previous) =
            before.map_or((1, None), |(seq, hash)| (seq.saturating_add(1), Some(hash)));
        if change.seq() < expected {
            return Err(Refusal::SequenceReused);
        }
        if change.seq() > expected {
            return Err(Refusal::SequenceJump);
        }
        if previous.is_some_and(|previous| !deps.contains(&previous)) {
            return Err(Refusal::PreviousNotNamed);
        }
        if deps.is_empty() != is_genesis(change) {
            return Err(Refusal::NotOurGenesis);
        }
        last.insert(change.actor(), (change.seq(), change.hash()));
        ends.insert(change.hash(), change.max_op());
    }
    Ok(true)
}

/// Whether the document stays within its bounds. Concurrent changes use the same counters, so that the highest one
/// says little about how many operations there are.
fn bound(fresh: &[ParsedChange], known: Option<&Known>) -> Result<(), Refusal> {
    let standing = known.map_or(0, |known| known.document.operation_count());
    let operations = fresh.iter().fold(standing, |operations, change| {
        operations.saturating_add(change.operation_count() as u64)
    });
    if operations > DOCUMENT_OPERATIONS_MAX {
        return Err(Refusal::TooManyOperations);
    }
    let new: BTreeSet<_> = fresh.iter().map(ParsedChange::actor).collect();
    let known = known.map(|known| &known.actors);
    let unknown = new
        .iter()
        .filter(|actor| known.is_none_or(|known| !known.contains_key(actor)));
    let actors = known.map_or(0, BTreeMap::len) + unknown.count();
    if actors > DOCUMENT_ACTORS_MAX {
        return Err(Refusal::TooManyActors);
    }
    Ok(())
}
