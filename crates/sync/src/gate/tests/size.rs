//! How large things may become, also by many small steps.

use automerge::transaction::Transactable as _;
use doorstep_domain::{
    ids::EntryId,
    record::{Field, TEXT_LENGTH_MAX, TextName, What},
};
use doorstep_replica::{Edit, ParsedChange, RecordDocument, TextEdit};

use super::{
    super::Outcome,
    chunk::{Chunk, column, run, unsigned_bytes},
    world::{
        Device, Server, assert_refused, container, entry, forge, parse, phone, push, push_of,
        raw_push, server, tablet, words,
    },
};
use crate::limits::{DOCUMENT_ACTORS_MAX, PUSH_CHANGES_MAX};

/// Words that do not compress: a walk through the Chinese characters.
fn noise(seed: u64, length: usize) -> String {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    (0..length)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            char::from_u32(0x4e00 + u32::try_from(state % 20_000).unwrap()).unwrap()
        })
        .collect()
}

fn report(device: &Device, id: u64, note: String) -> Edit {
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&id.to_be_bytes());
    let id = EntryId::from_slice(&bytes).unwrap();
    Edit::Entry(
        id,
        entry(
            device,
            What::Report {
                note,
                covers: Vec::new(),
            },
        ),
    )
}

#[test]
fn a_change_of_more_than_a_quarter_megabyte_is_refused() {
    let (server, record) = server();
    let notes: Vec<_> = (0..30)
        .map(|id| report(&phone(), id, noise(id, 4_000)))
        .collect();
    let mut device = record.clone();
    assert!(device.edit(phone().actor, 5, &notes).is_err());
    let made = forge(&record, &phone(), |transaction| {
        let entries = container(transaction, &["entries"]);
        transaction.put(&entries, "a", vec![7; 200_000]).unwrap();
    });
    let mut chunk = Chunk::of(made.bytes());
    chunk.column(column::VALUE).extend([7; 100_000]);
    assert_refused(
        &server,
        &raw_push(vec![chunk.bytes()], vec![]),
        "change_too_large",
    );
}

/// A record is filled with reports, two and a half megabytes at a time, until no more come in.
fn fill(note: impl Fn(u64) -> String) {
    let (mut server, _) = server();
    let mut record = server.record();
    let mut refused = None;
    for round in 0..12 {
        let before = record.heads();
        for change in 0..10 {
            let notes: Vec<_> = (0..20)
                .map(|number| {
                    let id = round * 1_000 + change * 100 + number;
                    report(&phone(), id, note(id))
                })
                .collect();
            record.edit(phone().actor, 5, &notes).unwrap();
        }
        let push = push(&record, &before, &[&phone()]);
        if let Err(refusal) = server.take(&push) {
            refused = Some(refusal.code());
            break;
        }
    }
    assert_eq!(refused, Some("document_too_large"));
    super::world::assert_sound(&server.known.unwrap().document);
}

#[test]
fn a_document_does_not_grow_past_its_bound_by_honest_looking_changes() {
    fill(|id| noise(id, 4_000));
}

#[test]
fn a_document_that_compresses_to_nothing_has_the_same_bound() {
    fill(|_| "修".repeat(4_000));
}

/// The phone's next changes, each giving one field nothing many times over, in a chunk of 200 bytes.
fn many_operations(server: &Server, changes: u64, times: i64) -> Vec<ParsedChange> {
    let mut record = server.record();
    let language = words(Field::Language, "en");
    let change = record.edit(phone().actor, 5, &[language]).unwrap().unwrap();
    let mut chunk = Chunk::of(change.change.bytes());
    let count = times.unsigned_abs();
    chunk.columns = vec![
        (1, run(times, &[1])),
        (2, run(times, &[2])),
        (column::KEY_TEXT, run(times, b"\x08language")),
        (column::INSERT, unsigned_bytes(count)),
        (column::ACTION, run(times, &[1])),
        (column::VALUE_KIND, run(times, &[0])),
        (column::PREDECESSOR_COUNT, run(times, &[0])),
    ];
    let mut made = Vec::new();
    for _ in 0..changes {
        let change = parse(&chunk.bytes());
        chunk.seq += 1;
        chunk.start_op += count;
        chunk.deps = vec![change.hash().0];
        made.push(change);
    }
    made
}

#[test]
fn six_chunks_of_two_hundred_bytes_do_not_unfold_to_three_hundred_thousand_operations() {
    let (server, _) = server();
    let changes = many_operations(&server, 6, 49_000);
    assert!(changes.iter().all(|change| change.bytes().len() < 250));
    let push = push_of(&changes, &[&phone()]);
    assert_refused(&server, &push, "too_many_operations");
    let push = push_of(&changes[..4], &[&phone()]);
    assert_refused(&server, &push, "foreign_reference");
}

#[test]
fn a_text_does_not_grow_past_its_bound_by_small_changes() {
    let (mut server, _) = server();
    let mut record = server.record();
    let typed = "长".repeat(TEXT_LENGTH_MAX / 10);
    let before = record.heads();
    for _ in 0..9 {
        let typed = Edit::Text(TextName::Work, TextEdit::Append(typed.clone()));
        record.edit(phone().actor, 5, &[typed]).unwrap();
    }
    let nearly = push(&record, &before, &[&phone()]);
    assert!(matches!(server.take(&nearly), Ok(Outcome::Admitted(_))));
    assert!(
        record
            .edit(
                phone().actor,
                5,
                &[Edit::Text(TextName::Work, TextEdit::Append(typed.clone()))]
            )
            .is_err(),
        "the device's own check"
    );
    let over = forge(&record, &phone(), |transaction| {
        let work = container(transaction, &["texts", "work"]);
        transaction.splice_text(&work, 0, 0, &typed).unwrap();
    });
    assert_refused(&server, &push_of(&[over], &[&phone()]), "text");
}

#[test]
fn what_two_technicians_type_while_apart_adds_up_and_is_let_in() {
    let (mut server, _) = server();
    let base = server.record();
    for device in [phone(), tablet()] {
        let mut record = base.clone();
        let typed = TextEdit::Rewrite("长".repeat(TEXT_LENGTH_MAX * 3 / 4));
        record
            .edit(device.actor, 5, &[Edit::Text(TextName::Work, typed)])
            .unwrap();
        let outcome = server.take(&push(&record, &base.heads(), &[&device]));
        assert!(matches!(outcome, Ok(Outcome::Admitted(_))), "{outcome:?}");
    }
    let mut record = server.record();
    let before = record.heads();
    let note = words(Field::FaultCode, "E1");
    record.edit(tablet().actor, 6, &[note]).unwrap();
    let outcome = server.take(&push(&record, &before, &[&tablet()]));
    assert!(matches!(outcome, Ok(Outcome::Admitted(_))), "{outcome:?}");
}

#[test]
fn a_device_that_starts_a_thousand_times_does_not_fill_a_document_with_actors() {
    let (server, record) = server();
    let changes: Vec<_> = (0..DOCUMENT_ACTORS_MAX as u64)
        .map(|number| {
            let device = phone().restarted(number.to_be_bytes());
            let mut record = record.clone();
            let language = words(Field::Language, "en");
            record
                .edit(device.actor, 5, &[language])
                .unwrap()
                .unwrap()
                .change
        })
        .collect();
    let push = push_of(&changes, &[&phone()]);
    assert_refused(&server, &push, "too_many_actors");
    let fewer = push_of(&changes[..200], &[&phone()]);
    assert!(matches!(server.judge(&fewer), Ok(Outcome::Admitted(_))));
}

#[test]
fn a_push_has_a_number_of_changes() {
    let (server, _) = server();
    let push = raw_push(vec![vec![]; PUSH_CHANGES_MAX + 1], vec![]);
    assert_refused(&server, &push, "too_many_changes");
}

#[test]
fn a_field_and_an_entry_have_their_own_bounds() {
    let (server, record) = server();
    for (key, length) in [("customer_name", 201), ("office_note", 1_001)] {
        let desk = super::world::desk();
        let long = forge(&record, &desk, |transaction| {
            let fields = container(transaction, &["fields"]);
            transaction.put(fields, key, "长".repeat(length)).unwrap();
        });
        assert_refused(&server, &push_of(&[long], &[&desk]), "field_value");
    }
    let huge = forge(&record, &phone(), |transaction| {
        let entries = container(transaction, &["entries"]);
        let key = super::world::entry_id(1).to_string();
        transaction.put(entries, key, vec![b' '; 150_000]).unwrap();
    });
    assert_refused(&server, &push_of(&[huge], &[&phone()]), "entry_malformed");
    let longer: RecordDocument = record;
    let note = report(&phone(), 1, noise(1, 4_001));
    assert!(longer.clone().edit(phone().actor, 5, &[note]).is_err());
}
