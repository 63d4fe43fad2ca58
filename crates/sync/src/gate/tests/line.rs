//! The place of a change: its number in its actor's line, what it depends on, where it counts its operations from.

use doorstep_domain::record::{Field, TextName};
use doorstep_replica::{Edit, ParsedChange, RecordDocument, TextEdit, genesis_hash};

use super::{
    super::Outcome,
    chunk::Chunk,
    world::{
        Device, Server, assert_refused, parse, phone, push, push_of, raw_push, record_id, server,
        words,
    },
};

/// A server, a record there, and what the phone wrote on top of it.
fn written(edits: usize) -> (Server, RecordDocument, Vec<ParsedChange>) {
    let (server, record) = server();
    let mut written = record.clone();
    for number in 0..edits {
        let serial = words(Field::UnitSerial, &format!("SN-{number}"));
        written.edit(phone().actor, 5, &[serial]).unwrap();
    }
    let changes = written.document().changes_since(&record.heads());
    (server, record, changes)
}

/// The change with other parts, proven by the phone.
fn altered(change: &ParsedChange, alter: impl FnOnce(&mut Chunk)) -> ParsedChange {
    let mut chunk = Chunk::of(change.bytes());
    alter(&mut chunk);
    parse(&chunk.bytes())
}

fn alone(change: &ParsedChange) -> crate::message::DocumentPush {
    push_of(std::slice::from_ref(change), &[&phone()])
}

#[test]
fn a_number_left_out_is_refused() {
    let (server, _, changes) = written(1);
    let jumped = altered(&changes[0], |chunk| chunk.seq = 2);
    assert_refused(&server, &alone(&jumped), "sequence_jump");
    let far = altered(&changes[0], |chunk| chunk.seq = u64::MAX);
    assert_refused(&server, &alone(&far), "sequence_jump");
}

#[test]
fn a_number_used_twice_is_refused_in_both_orders_and_in_one_push() {
    let (server, _, changes) = written(1);
    let genuine = changes[0].clone();
    let other = altered(&genuine, |chunk| chunk.time_s += 1);
    for (first, second) in [(&genuine, &other), (&other, &genuine)] {
        let mut server = server.clone();
        assert!(matches!(
            server.take(&alone(first)),
            Ok(Outcome::Admitted(_))
        ));
        assert_refused(&server, &alone(second), "sequence_reused");
        assert!(matches!(
            server.judge(&alone(first)),
            Ok(Outcome::Duplicate)
        ));
    }
    let both = push_of(&[genuine, other], &[&phone()]);
    assert_refused(&server, &both, "sequence_reused");
    let zero = altered(&changes[0], |chunk| chunk.seq = 0);
    assert_refused(&server, &alone(&zero), "sequence_reused");
}

#[test]
fn a_change_names_its_actors_previous_one() {
    let (mut server, _, changes) = written(1);
    server.take(&alone(&changes[0])).unwrap();
    let beside = altered(&changes[0], |chunk| chunk.seq = 2);
    assert_refused(&server, &alone(&beside), "previous_not_named");
}

#[test]
fn a_counter_ahead_of_its_past_would_win_every_clash_and_is_refused() {
    let (server, _, changes) = written(1);
    let honest = changes[0].start_op();
    for start_op in [
        honest + 1,
        1_000_000,
        4_000_000_000,
        (1 << 32) - 3,
        (1 << 32) - 1,
    ] {
        let ahead = altered(&changes[0], |chunk| chunk.start_op = start_op);
        assert_refused(&server, &alone(&ahead), "operation_counter");
    }
    let mut beyond = Chunk::of(changes[0].bytes());
    for start_op in [0, 1 << 32, u64::MAX] {
        beyond.start_op = start_op;
        let push = raw_push(vec![beyond.bytes()], vec![]);
        assert_refused(&server, &push, "change_malformed");
    }
}

#[test]
fn a_counter_behind_its_past_would_be_written_into_history_and_is_refused() {
    let (server, _, changes) = written(1);
    for start_op in [1, 2, changes[0].start_op() - 1] {
        let behind = altered(&changes[0], |chunk| chunk.start_op = start_op);
        assert_refused(&server, &alone(&behind), "operation_counter");
    }
    // Isolated: made as if nothing but the beginning were known, with the counter of the present.
    let isolated = altered(&changes[0], |chunk| chunk.deps = vec![genesis_hash().0]);
    assert_refused(&server, &alone(&isolated), "operation_counter");
}

#[test]
fn what_depends_on_the_unknown_is_asked_for_whole_and_nothing_of_it_is_kept() {
    let (mut server, _, changes) = written(3);
    let heads = server.heads();
    let outcome = server.take(&push_of(&changes[1..], &[&phone()]));
    assert!(matches!(outcome, Ok(Outcome::MissingDependencies)));
    assert_eq!(server.heads(), heads);
    for unknown in [[0; 32], [7; 32]] {
        let flood = altered(&changes[0], |chunk| chunk.deps = vec![unknown]);
        let outcome = server.take(&alone(&flood));
        assert!(matches!(outcome, Ok(Outcome::MissingDependencies)));
    }
    let many = altered(&changes[0], |chunk| {
        chunk.deps = (0..2_000_u32)
            .map(|number| {
                let mut hash = [0xab; 32];
                hash[..4].copy_from_slice(&number.to_be_bytes());
                hash
            })
            .collect();
    });
    assert!(matches!(
        server.take(&alone(&many)),
        Ok(Outcome::MissingDependencies)
    ));
    assert_eq!(server.heads(), heads);
    let outcome = server.take(&push_of(&changes, &[&phone()]));
    assert!(matches!(outcome, Ok(Outcome::Admitted(_))), "{outcome:?}");
}

#[test]
fn dependencies_are_named_once_and_in_order() {
    let (server, record, changes) = written(1);
    let mut twice = Chunk::of(changes[0].bytes());
    twice.deps.push(twice.deps[0]);
    let twice = raw_push(vec![twice.bytes()], vec![]);
    assert_refused(&server, &twice, "change_malformed");

    // The record forks, so that an honest change names two.
    let mut left = record.clone();
    let note = words(Field::FaultCode, "E1");
    let tablet = super::world::tablet();
    left.edit(tablet.actor, 5, &[note]).unwrap();
    let left = left.document().changes_since(&record.heads());
    let (both, _) = record
        .document()
        .admit(&[changes[0].clone(), left[0].clone()], 1 << 20)
        .unwrap();
    let mut both = RecordDocument::of(record_id(), both);
    let typed = Edit::Text(TextName::Work, TextEdit::Rewrite("换电容".into()));
    both.edit(phone().actor, 6, &[typed]).unwrap();
    let all = push(&both, &record.heads(), &[&phone(), &tablet]);
    let mut server = server;
    let last = parse(all.changes.last().unwrap());
    assert_eq!(last.deps().len(), 2);
    let mut reversed = Chunk::of(last.bytes());
    reversed.deps.reverse();
    let reversed = raw_push(vec![reversed.bytes()], vec![]);
    assert_refused(&server, &reversed, "change_malformed");
    assert!(matches!(server.take(&all), Ok(Outcome::Admitted(_))));
}

#[test]
fn a_phone_that_was_started_again_writes_as_another_actor_from_one() {
    let (mut server, record, changes) = written(1);
    server.take(&alone(&changes[0])).unwrap();
    let again: Device = phone().restarted([2; 8]);
    let mut record = RecordDocument::of(record.id(), server.record().into_document());
    let serial = words(Field::UnitSerial, "SN-9");
    let change = record.edit(again.actor, 9, &[serial]).unwrap().unwrap();
    assert_eq!(change.change.seq(), 1);
    let outcome = server.take(&push_of(&[change.change], &[&again]));
    assert!(matches!(outcome, Ok(Outcome::Admitted(_))), "{outcome:?}");
}
