//! Changes that no honest program makes: by automerge's own interface without our checks, by other parts in an honest
//! change, or byte by byte.

use automerge::{
    Automerge, Change, ExpandedChange, ObjId, ROOT, ReadDoc as _,
    transaction::{CommitOptions, Transaction},
};
use doorstep_domain::ids::RecordId;
use doorstep_evidence::digest::Digest;
use doorstep_replica::{Actor, ParsedChange, RecordDocument, safe::ChangeLimits};
use doorstep_sync::message::DocumentPush;

/// A change made on top of a record by whoever can call automerge.
pub(crate) fn forge(
    base: &RecordDocument,
    actor: Actor,
    write: impl FnOnce(&mut Transaction<'_>),
) -> Vec<u8> {
    let mut document = Automerge::load(&base.document().save().unwrap()).unwrap();
    document.set_actor(actor.into());
    let mut transaction = document.transaction();
    write(&mut transaction);
    transaction.commit_with(CommitOptions::default().with_time(5));
    let change = document.get_last_local_change().unwrap();
    change.raw_bytes().to_vec()
}

/// A container of the record, as automerge finds it.
pub(crate) fn container(transaction: &Transaction<'_>, path: &[&str]) -> ObjId {
    path.iter().fold(ROOT, |object, key| {
        transaction.get(&object, *key).unwrap().unwrap().1
    })
}

/// An honest change with other parts.
pub(crate) fn rewritten(
    change: &ParsedChange,
    rewrite: impl FnOnce(&mut ExpandedChange),
) -> ParsedChange {
    let change = Change::from_bytes(change.bytes().to_vec()).unwrap();
    let mut expanded = change.decode();
    rewrite(&mut expanded);
    parse(Change::from(expanded).raw_bytes())
}

pub(crate) fn parse(bytes: &[u8]) -> ParsedChange {
    ParsedChange::parse(bytes, ChangeLimits::default()).unwrap()
}

/// Chunks of any kind as a push, which is refused before anybody asks for proofs.
pub(crate) fn raw(record: RecordId, chunks: Vec<Vec<u8>>) -> DocumentPush {
    DocumentPush {
        document: *record.as_bytes(),
        changes: chunks.into_iter().map(Into::into).collect(),
        proofs: vec![],
    }
}

/// What stands in a chunk behind its header: magic, checksum, type, and the length in so many groups of seven bits.
pub(crate) fn contents(chunk: &[u8]) -> &[u8] {
    let length = chunk[9..].iter().position(|byte| byte & 0x80 == 0).unwrap();
    &chunk[9 + length + 1..]
}

/// A chunk of any type with a checksum that is right for it.
pub(crate) fn chunk(kind: u8, contents: &[u8]) -> Vec<u8> {
    let typed = [&[kind], &unsigned(contents.len() as u64)[..], contents].concat();
    let digest = Digest::of(&typed);
    [&[0x85, 0x6f, 0x4a, 0x83], &digest.0[..4], &typed[..]].concat()
}

/// A change by an actor that says of one column that it has a trillion rows: some seventy bytes.
pub(crate) fn a_trillion_operations(actor: Actor) -> Vec<u8> {
    const ACTION: u64 = 66;
    // A run: how often, then what.
    let run = [&signed_trillion()[..], &[1]].concat();
    let contents = [
        &[0][..], // dependencies
        &[24],    // the actor
        &actor.0,
        &[1, 1, 0, 0, 0], // number, counter, time, message, other actors
        &[1],             // one column
        &unsigned(ACTION),
        &unsigned(run.len() as u64),
        &run,
    ];
    chunk(1, &contents.concat())
}

/// A deflate stream that unfolds to so many zeros.
pub(crate) fn deflated_zeros(length: u64) -> Vec<u8> {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    let mut zeros = std::io::Read::take(std::io::repeat(0), length);
    std::io::copy(&mut zeros, &mut encoder).unwrap();
    encoder.finish().unwrap()
}

/// LEB128, as automerge writes numbers.
fn unsigned(mut number: u64) -> Vec<u8> {
    let mut out = Vec::new();
    loop {
        let low = (number & 0x7f) as u8;
        number >>= 7;
        if number == 0 {
            out.push(low);
            return out;
        }
        out.push(low | 0x80);
    }
}

/// 2^40 in LEB128 with a sign, which is the same as without where the highest group is small.
fn signed_trillion() -> Vec<u8> {
    unsigned(1 << 40)
}
