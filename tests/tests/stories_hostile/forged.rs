//! Changes that say something else than the truth about who made them, where they belong, and what their author may do.

use std::num::NonZeroU64;

use automerge::{ScalarValue, transaction::Transactable as _};
use chrono::DateTime;
use doorstep_domain::{
    ids::{EntryId, PersonId},
    record::{Entry, Field, PassedOn, What},
};
use doorstep_evidence::canonical::canonical_json;
use doorstep_replica::{Actor, ChangeHash, Edit, ParsedChange, RecordDocument};
use doorstep_sync::message::{Ack, DocumentPush};
use doorstep_tests::Stranger;

use crate::{
    chunk::{container, forge, parse, raw, rewritten},
    siege::{MALLORY, Siege, typed, words},
};

impl Siege {
    /// An honest change by Mallory on top of the attacked record, which is not sent.
    fn honest_change(&self, edit: Edit) -> ParsedChange {
        let mut record = self.record.clone();
        let change = record.edit(self.mallory.actor, 5, &[edit]).unwrap();
        change.unwrap().change
    }

    fn proven(&self, change: &ParsedChange) -> DocumentPush {
        self.mallory
            .push(self.record.id(), std::slice::from_ref(change))
    }

    /// A change by Mallory with whatever automerge can write.
    fn forged(
        &self,
        write: impl FnOnce(&mut automerge::transaction::Transaction<'_>),
    ) -> DocumentPush {
        self.proven(&parse(&forge(&self.record, self.mallory.actor, write)))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_writes_in_a_colleagues_name() {
    let mut siege = Siege::open().await;
    let as_ben = Actor::new(siege.ben.id(), [7; 8]);
    let mut forged = siege.record.clone();
    let serial = words(Field::UnitSerial, "FORGED");
    let change = forged.edit(as_ben, 5, &[serial]).unwrap().unwrap().change;
    siege
        .assert_refused(siege.proven(&change), "proof_wrong")
        .await;
    let unproven = raw(siege.record.id(), vec![change.bytes().to_vec()]);
    siege.assert_refused(unproven, "proof_missing").await;

    let nobody = Stranger::new(siege.fleet.office.address(), siege.fleet.dice());
    let strange = nobody.edit(&mut siege.record.clone(), &[typed("谁")]);
    siege.assert_refused(strange, "unknown_author").await;

    let honest = siege.honest_change(typed("谁"));
    let change = automerge::Change::from_bytes(honest.bytes().to_vec()).unwrap();
    let mut expanded = change.decode();
    expanded.actor_id = automerge::ActorId::from([3; 16]);
    let short = automerge::Change::from(expanded).raw_bytes().to_vec();
    let short = raw(siege.record.id(), vec![short]);
    siege.assert_refused(short, "actor").await;
    siege.assert_unharmed().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_change_has_its_one_place() {
    let mut siege = Siege::open().await;
    let genuine = siege.honest_change(words(Field::UnitSerial, "SN-1"));
    let jumped = rewritten(&genuine, |change| change.seq = 3);
    siege
        .assert_refused(siege.proven(&jumped), "sequence_jump")
        .await;
    for start_op in [genuine.start_op() + 1, 4_000_000_000, (1 << 32) - 3] {
        // The last of these makes the next local edit of whoever applied it panic.
        let ahead = rewritten(&genuine, |change| {
            change.start_op = NonZeroU64::new(start_op).unwrap();
        });
        siege
            .assert_refused(siege.proven(&ahead), "operation_counter")
            .await;
    }
    siege.assert_taken(siege.proven(&genuine)).await;
    let other = rewritten(&genuine, |change| change.time += 1);
    siege
        .assert_refused(siege.proven(&other), "sequence_reused")
        .await;
    let (again, _) = siege.send(siege.proven(&genuine)).await;
    assert_eq!(again, Ack::Duplicate, "the genuine one still stands");
    siege.assert_unharmed().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_depends_on_the_unknown_is_asked_for_and_not_kept() {
    let mut siege = Siege::open().await;
    let mut record = siege.record.clone();
    for words in ["一", "二"] {
        record
            .edit(siege.mallory.actor, 5, &[typed(words)])
            .unwrap();
    }
    let changes = record.document().changes_since(&siege.record.heads());
    let second = siege.proven(&changes[1]);
    let never = rewritten(&changes[0], |change| {
        change.deps = vec![automerge::ChangeHash(ChangeHash([7; 32]).0)];
    });
    let heads = siege.fleet.office.heads(record.id());
    for push in [second, siege.proven(&never)] {
        let (ack, _) = siege.send(push).await;
        assert_eq!(ack, Ack::MissingDependencies);
    }
    assert_eq!(siege.fleet.office.heads(record.id()), heads);
    assert_eq!(
        siege.fleet.office.quarantined(),
        [],
        "an honest one comes whole"
    );
    siege
        .assert_taken(siege.mallory.push(record.id(), &changes))
        .await;
    siege.assert_unharmed().await;
}

fn repaired(person: &str, works: bool) -> ScalarValue {
    let entry = Entry {
        at: DateTime::parse_from_rfc3339("2026-11-23T09:00:00+08:00").unwrap(),
        heard: None,
        by: PersonId(person.to_owned()),
        what: What::RepairDone { works },
    };
    ScalarValue::Bytes(canonical_json(&entry).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_once_stays_as_it_was_written() {
    let mut siege = Siege::open().await;
    let before = siege.record.clone();
    let id = EntryId::from_slice(&[1; 16]).unwrap().to_string();
    let put = |works: bool| {
        let id = id.clone();
        move |transaction: &mut automerge::transaction::Transaction<'_>| {
            let entries = container(transaction, &["entries"]);
            let entry = repaired(MALLORY, works);
            transaction.put(entries, id.as_str(), entry).unwrap();
        }
    };
    let genuine = parse(&forge(&before, siege.mallory.actor, put(false)));
    siege.assert_taken(siege.proven(&genuine)).await;

    // As if it had not been there; over it; and away with it.
    let restarted = Actor::new(siege.mallory.id(), [8; 8]);
    let beside = parse(&forge(&before, restarted, put(true)));
    siege
        .assert_refused(siege.proven(&beside), "entry_edited")
        .await;
    siege.record = siege.mallory.document(before.id(), siege.now_ms()).await;
    let over = siege.forged(put(true));
    siege.assert_refused(over, "entry_edited").await;
    let away = siege.forged(|transaction| {
        let entries = container(transaction, &["entries"]);
        transaction.delete(entries, id.as_str()).unwrap();
    });
    siege.assert_refused(away, "operation_out_of_place").await;
    let renumbered = siege.forged(|transaction| {
        let fields = container(transaction, &["fields"]);
        transaction.put(fields, "number", "D-9999").unwrap();
    });
    siege.assert_refused(renumbered, "given_once").await;
    siege.assert_unharmed().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_technician_writes_nothing_that_is_the_offices_and_nothing_as_somebody_else() {
    let mut siege = Siege::open().await;
    for (key, value) in [("assignee", "ben"), ("office_note", "可以收现金")] {
        let beyond = siege.forged(|transaction| {
            let fields = container(transaction, &["fields"]);
            transaction.put(fields, key, value).unwrap();
        });
        siege.assert_refused(beyond, "outside_role").await;
    }
    let as_ben = siege.forged(|transaction| {
        let entries = container(transaction, &["entries"]);
        let id = EntryId::from_slice(&[2; 16]).unwrap().to_string();
        transaction
            .put(entries, id.as_str(), repaired("ben", true))
            .unwrap();
    });
    siege.assert_refused(as_ben, "entry_person").await;
    let elsewhere = siege.forged(|transaction| {
        transaction.put(automerge::ROOT, "role", "office").unwrap();
    });
    siege
        .assert_refused(elsewhere, "operation_out_of_place")
        .await;
    siege.assert_unharmed().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_of_a_colleague_is_not_touched() {
    let mut siege = Siege::open().await;
    let bens = siege.fleet.office.job("ben").await;
    siege.ben.sync().await;
    let document = siege.ben.device().document(bens.record).unwrap();
    let mut copy = RecordDocument::clone(&document);
    let push = siege.mallory.edit(&mut copy, &[typed("改了")]);
    siege.assert_refused(push, "no_access").await;
    assert_eq!(siege.ben.records().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_gives_himself_a_colleagues_record() {
    let mut siege = Siege::open().await;
    let bens = siege.fleet.office.job("ben").await;
    siege.ben.sync().await;
    let document = siege.ben.device().document(bens.record).unwrap();

    // Passed on by himself to himself, as if he held it.
    let passed = Entry {
        at: DateTime::parse_from_rfc3339("2026-11-23T09:00:00+08:00").unwrap(),
        heard: None,
        by: PersonId(MALLORY.into()),
        what: What::PassedOn(PassedOn {
            to: PersonId(MALLORY.into()),
            assignee: "ben".into(),
            reason: "顺路".into(),
        }),
    };
    let mut copy = RecordDocument::clone(&document);
    let id = EntryId::from_slice(&[3; 16]).unwrap();
    let push = siege.mallory.edit(&mut copy, &[Edit::Entry(id, passed)]);
    siege.assert_refused(push, "no_access").await;

    // A second number beside the first, as if he had opened it.
    let mut beside = RecordDocument::create(bens.record).unwrap();
    let number = Edit::Field(Field::Number, "D-9999".into());
    let push = siege.mallory.edit(&mut beside, &[number]);
    siege.assert_refused(push, "given_once").await;
    assert_eq!(siege.ben.records().len(), 2);
}
