//! Thousands of small changes to a real copy: none is called unchanged, and none stops the reader.

use std::collections::BTreeMap;

use doorstep_report::{CopyVerdict, Language, verify};

use crate::example::{acceptance, authority, copy};

/// A fixed walk over all places (a linear congruence), so that a failure can be repeated.
struct Walk(u64);

impl Walk {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }
}

fn mutations(file: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut walk = Walk(2_026);
    let mut mutations = Vec::new();
    let mut add = |what: String, bytes: Vec<u8>| mutations.push((what, bytes));
    for at in (0..file.len()).step_by(file.len() / 1_000) {
        let bit = walk.below(8);
        let mut bytes = file.to_vec();
        bytes[at] ^= 1 << bit;
        add(format!("bit {bit} of byte {at}"), bytes);
    }
    // The end holds the signature, and every byte of it matters.
    let end = file.len() - 5_200;
    for at in (end..file.len()).step_by(16) {
        for mask in [0x20, 1] {
            let mut bytes = file.to_vec();
            bytes[at] ^= mask;
            add(format!("mask {mask} on byte {at}"), bytes);
        }
    }
    for _ in 0..120 {
        let at = walk.below(file.len());
        add(format!("cut at {at}"), file[..at].to_vec());
        let at = walk.below(file.len());
        let mut bytes = file.to_vec();
        bytes.insert(at, b"\n 0%"[walk.below(4)]);
        add(format!("inserted at {at}"), bytes);
        let mut bytes = file.to_vec();
        bytes.remove(at);
        add(format!("removed at {at}"), bytes);
        let length = 1 + walk.below(400);
        let mut bytes = file.to_vec();
        let from = walk.below(file.len() - length);
        bytes[at.min(file.len() - length)..][..length].copy_from_slice(&file[from..][..length]);
        if bytes != file {
            add(format!("{length} bytes of {from} at {at}"), bytes);
        }
    }
    for tail in ["\n", " ", "%", "\0", "%%EOF", "\nstartxref\n0\n%%EOF"] {
        add(
            format!("{tail:?} at the end"),
            [file, tail.as_bytes()].concat(),
        );
    }
    mutations
}

#[test]
fn of_thousands_of_changes_none_is_called_unchanged() {
    let file = copy(&acceptance(), Language::Chinese);
    let authority = authority();
    let mutations = mutations(&file);
    let count = mutations.len();
    let mut said: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let halves = mutations.chunks(count.div_ceil(2));
    let verdicts: Vec<_> = std::thread::scope(|scope| {
        let workers: Vec<_> = halves
            .map(|half| {
                let trusted = authority.certificate();
                scope.spawn(move || {
                    let judge = |(what, bytes): &(String, Vec<u8>)| {
                        (what.clone(), verify(bytes, Some(trusted)))
                    };
                    half.iter().map(judge).collect::<Vec<_>>()
                })
            })
            .collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap())
            .collect()
    });
    for (what, verdict) in verdicts {
        let fault = match &verdict {
            CopyVerdict::Changed { fault, .. } | CopyVerdict::Broken { fault } => *fault,
            other => panic!("{what}: called {}", other.code()),
        };
        *said.entry((verdict.code(), fault.code())).or_default() += 1;
    }
    println!("{count} changes: {said:?}");
    assert!(count >= 2_000);
    assert!(said.len() >= 4, "the faults are told apart");
}
