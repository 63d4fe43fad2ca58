//! Things that are too heavy, or that unfold to something heavy.

use automerge::transaction::Transactable as _;
use doorstep_domain::{
    ids::{EntryId, PersonId},
    record::{Entry, What},
};
use doorstep_replica::Edit;
use doorstep_sync::{
    limits::{
        MESSAGE_BYTES_MAX, PUSH_CHANGES_MAX, QUARANTINE_BYTES_MAX, QUARANTINE_PIECE_BYTES_MIN,
    },
    message::Ack,
};
use doorstep_tests::Stranger;

use crate::{
    chunk::{a_trillion_operations, chunk, container, contents, deflated_zeros, forge, raw},
    siege::{MALLORY, Siege, enrol, typed},
};

#[tokio::test(flavor = "multi_thread")]
async fn only_plain_changes_are_looked_at() {
    let mut siege = Siege::open().await;
    let record = siege.record.id();
    let mut honest = siege.record.clone();
    let honest = honest.edit(siege.mallory.actor, 5, &[typed("好")]).unwrap();
    let honest = honest.unwrap().change;
    let document = siege.record.document().save().unwrap();
    assert_eq!(document[8], 0, "what save gives is a chunk of type 0");
    let bomb = deflated_zeros(200 << 20);
    assert!(bomb.len() < 256 * 1024);
    let kinds = [
        document,
        chunk(0, contents(honest.bytes())),
        chunk(2, contents(honest.bytes())),
        chunk(3, contents(honest.bytes())),
        chunk(2, &bomb),
    ];
    for kind in kinds {
        siege
            .assert_refused(raw(record, vec![kind]), "chunk_type")
            .await;
    }
    let taken = chunk(1, contents(honest.bytes()));
    assert_eq!(taken, honest.bytes(), "the same in its own kind of chunk");
    siege
        .assert_taken(siege.mallory.push(record, &[honest]))
        .await;
    siege.assert_unharmed().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_has_a_number_of_operations_and_a_length() {
    let mut siege = Siege::open().await;
    let record = siege.record.id();
    let typing = |length: usize| {
        forge(&siege.record, siege.mallory.actor, |transaction| {
            let work = container(transaction, &["texts", "work"]);
            let typed = "a".repeat(length);
            transaction.splice_text(&work, 0, 0, &typed).unwrap();
        })
    };
    let many = typing(100_000);
    assert!(many.len() < 256 * 1024, "not too long: {}", many.len());
    let long = typing(300_000);
    let claimed = a_trillion_operations(siege.mallory.actor);
    assert!(claimed.len() < 100);
    for (bytes, code) in [
        (many, "too_many_operations"),
        (claimed, "too_many_operations"),
        (long, "change_too_large"),
    ] {
        siege.assert_refused(raw(record, vec![bytes]), code).await;
    }
    let many = raw(record, vec![vec![]; PUSH_CHANGES_MAX + 1]);
    siege.assert_refused(many, "too_many_changes").await;
    siege.assert_unharmed().await;
}

/// Words that do not compress: a walk through the Chinese characters.
fn noise(seed: u64) -> String {
    let mut random = fastrand::Rng::with_seed(seed);
    let character = |_| char::from_u32(random.u32(0x4e00..0x9000)).unwrap();
    (0..4_000).map(character).collect()
}

/// Reports to the office by a person, each as long as one may be: 200 in ten changes, two and a half megabytes.
pub(crate) fn long_reports(person: &str, round: u64, note: fn(u64) -> String) -> Vec<Vec<Edit>> {
    let report = |number: u64| {
        let mut id = [0; 16];
        id[..8].copy_from_slice(&number.to_be_bytes());
        let entry = Entry {
            at: chrono::DateTime::parse_from_rfc3339("2026-11-23T09:00:00+08:00").unwrap(),
            heard: None,
            by: PersonId(person.to_owned()),
            what: What::Report {
                note: note(number),
                covers: Vec::new(),
            },
        };
        Edit::Entry(EntryId::from_slice(&id).unwrap(), entry)
    };
    (0..10)
        .map(|change| {
            let first = round * 1_000 + change * 20;
            (first..first + 20).map(report).collect()
        })
        .collect()
}

/// The same character over and over.
pub(crate) fn monotone(_: u64) -> String {
    "修".repeat(4_000)
}

/// Fills the attacked record with reports until the server refuses more.
async fn fill(note: fn(u64) -> String) {
    let siege = Siege::open().await;
    let mut record = siege.record.clone();
    let mut round = 0;
    let (before, push) = loop {
        let before = record.clone();
        for edits in long_reports(MALLORY, round, note) {
            record.edit(siege.mallory.actor, 5, &edits).unwrap();
        }
        let changes = record.document().changes_since(&before.heads());
        let push = siege.mallory.push(record.id(), &changes);
        let alone = Stranger::request(vec![push.clone()], None);
        let answer = siege.mallory.exchange(&alone, siege.now_ms()).await;
        if let Ack::Refused { code, .. } = &answer.acks[0] {
            assert_eq!(code, "document_too_large");
            break (before, push);
        }
        assert_eq!(answer.acks, [Ack::Accepted]);
        round += 1;
        assert!(round < 8, "it grows without end");
    };
    assert!(round >= 2, "honest work of megabytes has room");
    let office = &siege.fleet.office;
    assert_eq!(office.heads(record.id()), before.heads());
    let kept = &office.quarantined()[0];
    assert_eq!(siege.kept_bytes(kept.id), minicbor::to_vec(&push).unwrap());

    // Ben inherits it, and can still work on it.
    office.assign(record.id(), "ben").await;
    siege.fleet.settle().await;
    siege.ben.note(&siege.job.number, "报告太多").await;
    siege.fleet.settle().await;
    siege.fleet.assert_agreed();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_does_not_grow_past_its_bound() {
    fill(noise).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_compresses_to_nothing_has_the_same_bound() {
    fill(monotone).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_fits_into_a_message_is_kept_when_it_is_refused() {
    let mut siege = Siege::open().await;
    let record = siege.record.id();
    let longest = raw(record, vec![vec![7; MESSAGE_BYTES_MAX - 8 * 1024]]);
    siege.assert_refused(longest, "change_too_large").await;
    siege.assert_unharmed().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_quarantine_of_one_device_fills_and_only_its_own() {
    let mut siege = Siege::open().await;
    let record = siege.record.id();
    let mut refused = 0;
    for mark in 0..10 {
        let (ack, _) = siege.send(raw(record, vec![vec![mark; 15 << 20]])).await;
        match ack {
            Ack::Refused { .. } => refused += 1,
            Ack::Later { code } => assert_eq!(code, "quarantine_full"),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(refused, 4, "a quarter of the quota each, nearly");
    // Very many small things fill it as well.
    let other = Stranger::new(siege.fleet.office.address(), siege.fleet.dice());
    enrol(&siege.fleet, &other, "trudy").await;
    let mut kept = 0;
    for request in 0..50_u8 {
        let small = |number: u16| {
            let [high, low] = number.to_be_bytes();
            raw(record, vec![vec![request, high, low]])
        };
        let push = (0..2_000).map(small).collect();
        let answer = other
            .exchange(&Stranger::request(push, None), siege.now_ms())
            .await;
        let refused = |ack: &&Ack| matches!(ack, Ack::Refused { .. });
        kept += answer.acks.iter().filter(refused).count();
    }
    assert_eq!(
        kept,
        (QUARANTINE_BYTES_MAX / QUARANTINE_PIECE_BYTES_MIN) as usize
    );
    siege.assert_unharmed().await;
}
