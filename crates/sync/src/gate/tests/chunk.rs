//! A change chunk taken apart, so that any part of it can be another, and put together with a checksum that is right.

use std::io::{Read as _, Write as _};

use sha2::{Digest as _, Sha256};

/// Columns by their specification.
pub(super) mod column {
    pub(in super::super) const KEY_TEXT: u64 = 21;
    pub(in super::super) const INSERT: u64 = 52;
    pub(in super::super) const ACTION: u64 = 66;
    pub(in super::super) const VALUE_KIND: u64 = 86;
    pub(in super::super) const VALUE: u64 = 87;
    pub(in super::super) const PREDECESSOR_COUNT: u64 = 112;
    pub(in super::super) const PREDECESSOR_ACTOR: u64 = 113;
    pub(in super::super) const PREDECESSOR_COUNTER: u64 = 115;
    pub(in super::super) const MARK_NAME: u64 = 165;
}

/// The parts of a change chunk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chunk {
    pub(super) deps: Vec<[u8; 32]>,
    pub(super) actor: Vec<u8>,
    pub(super) seq: u64,
    pub(super) start_op: u64,
    pub(super) time_s: i64,
    pub(super) message: Vec<u8>,
    pub(super) other_actors: Vec<Vec<u8>>,
    pub(super) columns: Vec<(u64, Vec<u8>)>,
    pub(super) extra: Vec<u8>,
}

impl Chunk {
    /// Takes an honest change apart.
    pub(super) fn of(bytes: &[u8]) -> Self {
        let mut rest = &bytes[9..];
        let length = unsigned(&mut rest);
        assert_eq!(rest.len() as u64, length);
        let deps = (0..unsigned(&mut rest))
            .map(|_| take(&mut rest, 32).try_into().unwrap())
            .collect();
        let actor = take_counted(&mut rest);
        let seq = unsigned(&mut rest);
        let start_op = unsigned(&mut rest);
        let time_s = leb128::read::signed(&mut rest).unwrap();
        let message = take_counted(&mut rest);
        let other_actors = (0..unsigned(&mut rest))
            .map(|_| take_counted(&mut rest))
            .collect();
        let layout: Vec<(u64, u64)> = (0..unsigned(&mut rest))
            .map(|_| (unsigned(&mut rest), unsigned(&mut rest)))
            .collect();
        let columns = layout
            .into_iter()
            .map(|(specification, length)| (specification, take(&mut rest, length)))
            .collect();
        Self {
            deps,
            actor,
            seq,
            start_op,
            time_s,
            message,
            other_actors,
            columns,
            extra: rest.to_vec(),
        }
    }

    /// Puts the parts together as a chunk of type 1.
    pub(super) fn bytes(&self) -> Vec<u8> {
        chunk_of_type(1, &self.contents())
    }

    /// What stands behind the header.
    pub(super) fn contents(&self) -> Vec<u8> {
        let mut out = Vec::new();
        write_unsigned(&mut out, self.deps.len() as u64);
        out.extend(self.deps.iter().flatten());
        write_counted(&mut out, &self.actor);
        write_unsigned(&mut out, self.seq);
        write_unsigned(&mut out, self.start_op);
        leb128::write::signed(&mut out, self.time_s).unwrap();
        write_counted(&mut out, &self.message);
        write_unsigned(&mut out, self.other_actors.len() as u64);
        for actor in &self.other_actors {
            write_counted(&mut out, actor);
        }
        write_unsigned(&mut out, self.columns.len() as u64);
        for (specification, data) in &self.columns {
            write_unsigned(&mut out, *specification);
            write_unsigned(&mut out, data.len() as u64);
        }
        for (_, data) in &self.columns {
            out.extend(data);
        }
        out.extend(&self.extra);
        out
    }

    /// The data of a column, which is made where it is not there.
    pub(super) fn column(&mut self, specification: u64) -> &mut Vec<u8> {
        let place = match self
            .columns
            .binary_search_by_key(&specification, |(specification, _)| *specification)
        {
            Ok(place) => place,
            Err(place) => {
                self.columns.insert(place, (specification, Vec::new()));
                place
            }
        };
        &mut self.columns[place].1
    }
}

/// A chunk of any type with a checksum that is right for it.
pub(super) fn chunk_of_type(kind: u8, contents: &[u8]) -> Vec<u8> {
    let mut typed = vec![kind];
    write_unsigned(&mut typed, contents.len() as u64);
    typed.extend(contents);
    let hash = Sha256::digest(&typed);
    [&[0x85, 0x6f, 0x4a, 0x83], &hash[..4], &typed[..]].concat()
}

/// A run of `times` times the same bytes, as columns have them.
pub(super) fn run(times: i64, value: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    leb128::write::signed(&mut out, times).unwrap();
    out.extend(value);
    out
}

/// A count as columns of flags have it.
pub(super) fn unsigned_bytes(number: u64) -> Vec<u8> {
    let mut out = Vec::new();
    write_unsigned(&mut out, number);
    out
}

fn unsigned(rest: &mut &[u8]) -> u64 {
    leb128::read::unsigned(rest).unwrap()
}

fn take(rest: &mut &[u8], length: u64) -> Vec<u8> {
    let mut taken = vec![0; usize::try_from(length).unwrap()];
    rest.read_exact(&mut taken).unwrap();
    taken
}

fn take_counted(rest: &mut &[u8]) -> Vec<u8> {
    let length = unsigned(rest);
    take(rest, length)
}

fn write_unsigned(out: &mut Vec<u8>, number: u64) {
    leb128::write::unsigned(out, number).unwrap();
}

fn write_counted(out: &mut Vec<u8>, bytes: &[u8]) {
    write_unsigned(out, bytes.len() as u64);
    out.write_all(bytes).unwrap();
}

#[test]
fn an_honest_change_taken_apart_and_put_together_is_the_same() {
    let (_, record) = super::world::server();
    for change in record.document().changes_since(&[]) {
        assert_eq!(Chunk::of(change.bytes()).bytes(), change.bytes());
    }
}
