//! What a chunk claims to be and to hold: bombs, other kinds of chunks, data that has no place in a change.

use std::io::Write as _;

use automerge::transaction::Transactable as _;
use doorstep_domain::record::{Field, TextName};
use doorstep_replica::{Edit, ParsedChange, TextEdit, safe::ChangeLimits};

use super::{
    chunk::{Chunk, chunk_of_type, column, run, unsigned_bytes},
    world::{Server, assert_refused, container, desk, phone, push_of, raw_push, server, words},
};

/// A trillion: a run of so many rows takes twelve bytes.
const TRILLION: i64 = 1_000_000_000_000;

/// A server, and an honest change of the phone taken apart: it gives the serial number another value, so that it has
/// a predecessor, too.
fn honest() -> (Server, Chunk) {
    let (mut server, mut record) = server();
    let first = words(Field::UnitSerial, "SN-1");
    let second = words(Field::UnitSerial, "SN-2");
    record.edit(phone().actor, 5, &[first]).unwrap();
    let before = server.heads();
    server
        .take(&super::world::push(&record, &before, &[&phone()]))
        .unwrap();
    let change = record.edit(phone().actor, 6, &[second]).unwrap().unwrap();
    (server, Chunk::of(change.change.bytes()))
}

fn assert_chunk_refused(server: &Server, bytes: Vec<u8>, code: &str) {
    assert_refused(server, &raw_push(vec![bytes], vec![]), code);
}

#[test]
fn only_uncompressed_change_chunks_are_looked_at() {
    let (server, chunk) = honest();
    let whole = server.known.as_ref().unwrap().document.save().unwrap();
    assert_eq!(whole[8], 0, "what save gives is a document chunk");
    assert_chunk_refused(&server, whole, "chunk_type");
    for kind in [0, 2, 3, 4, 255] {
        let bytes = chunk_of_type(kind, &chunk.contents());
        assert_chunk_refused(&server, bytes, "chunk_type");
    }
    assert_chunk_refused(&server, vec![], "chunk_type");
    assert_chunk_refused(&server, b"{\"not\":\"a chunk\"}".to_vec(), "chunk_type");
}

#[test]
fn a_deflate_bomb_is_not_unfolded() {
    let (server, _) = honest();
    let mut deflated = deflate_of_zeros(200 << 20);
    assert!(deflated.len() < 256 * 1024, "{}", deflated.len());
    deflated = chunk_of_type(2, &deflated);
    assert_chunk_refused(&server, deflated, "chunk_type");
}

#[test]
fn a_deflated_column_inside_a_change_is_not_unfolded() {
    let (server, chunk) = honest();
    let bomb = deflate_of_zeros(150 << 20);
    for specification in [column::VALUE, column::KEY_TEXT, column::ACTION] {
        let mut deflated = chunk.clone();
        let place = deflated
            .columns
            .iter()
            .position(|(known, _)| *known == specification);
        deflated.columns[place.unwrap()] = (specification | 0b1000, bomb.clone());
        assert_chunk_refused(&server, deflated.bytes(), "chunk_type");
    }
}

/// A deflate stream of zeros: stored once by repeating, about a thousandth of what it unfolds to.
fn deflate_of_zeros(length: usize) -> Vec<u8> {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    let zeros = vec![0; 1 << 20];
    for _ in 0..length >> 20 {
        encoder.write_all(&zeros).unwrap();
    }
    encoder.finish().unwrap()
}

#[test]
fn a_run_of_a_trillion_operations_is_not_walked() {
    let (server, chunk) = honest();
    let runs = [
        (column::ACTION, run(TRILLION, &[1])),
        (column::ACTION, run(i64::MAX, &[1])),
        (
            column::ACTION,
            [run(0, &[]), unsigned_bytes(u64::MAX)].concat(),
        ),
        (column::VALUE_KIND, run(TRILLION, &[0])),
        (column::KEY_TEXT, run(TRILLION, b"\x06number")),
        (column::INSERT, unsigned_bytes(u64::MAX)),
    ];
    for (specification, data) in runs {
        let mut bomb = chunk.clone();
        *bomb.column(specification) = data;
        assert!(bomb.bytes().len() < 400);
        assert_chunk_refused(&server, bomb.bytes(), "too_many_operations");
    }
    // A literal run that is as long as no number is.
    let mut bomb = chunk;
    *bomb.column(column::ACTION) = run(i64::MIN, &[1]);
    assert_chunk_refused(&server, bomb.bytes(), "change_malformed");
}

#[test]
fn an_operation_with_a_trillion_predecessors_is_not_gathered() {
    let (server, chunk) = honest();
    let trillion = unsigned_bytes(TRILLION.unsigned_abs());
    let mut bomb = chunk.clone();
    *bomb.column(column::PREDECESSOR_COUNT) = run(1, &trillion);
    *bomb.column(column::PREDECESSOR_ACTOR) = run(TRILLION, &[0]);
    *bomb.column(column::PREDECESSOR_COUNTER) = run(TRILLION, &[0]);
    assert_chunk_refused(&server, bomb.bytes(), "too_many_operations");
    // Many operations with many each.
    *bomb.column(column::PREDECESSOR_COUNT) = run(40_000, &unsigned_bytes(40_000));
    *bomb.column(column::PREDECESSOR_ACTOR) = run(10, &[0]);
    *bomb.column(column::PREDECESSOR_COUNTER) = run(10, &[0]);
    assert_chunk_refused(&server, bomb.bytes(), "too_many_operations");
}

#[test]
fn a_hundred_thousand_operations_in_one_change_are_too_many() {
    let (server, chunk) = honest();
    let mut bomb = chunk;
    let times = 100_000;
    bomb.columns = vec![
        (1, run(times, &[1])),
        (2, run(times, &[2])),
        (column::KEY_TEXT, run(times, b"\x08language")),
        (column::INSERT, unsigned_bytes(100_000)),
        (column::ACTION, run(times, &[1])),
        (column::VALUE_KIND, run(times, &[0])),
        (column::PREDECESSOR_COUNT, run(times, &[0])),
    ];
    assert!(bomb.bytes().len() < 200);
    assert_chunk_refused(&server, bomb.bytes(), "too_many_operations");
}

#[test]
fn the_longest_honest_edit_comes_in_and_a_longer_one_is_not_made() {
    let (mut server, _) = server();
    let mut record = server.record();
    let typed = |text, words: &str| Edit::Text(text, TextEdit::Append(words.repeat(20_000)));
    let rewritten = TextEdit::Rewrite("修".repeat(20_000));
    for edit in [
        typed(TextName::Work, "换"),
        Edit::Text(TextName::Work, rewritten),
    ] {
        let before = record.heads();
        record.edit(phone().actor, 5, &[edit]).unwrap();
        let outcome = server.take(&super::world::push(&record, &before, &[&phone()]));
        assert!(outcome.is_ok(), "{outcome:?}");
        assert_eq!(server.heads(), record.heads());
    }
    let three = [TextName::Cause, TextName::Plan, TextName::Advice].map(|text| typed(text, "长"));
    let refused = record.edit(phone().actor, 5, &three);
    assert!(refused.is_err(), "told at once, not refused for ever later");
}

#[test]
fn one_key_of_a_quarter_megabyte_is_not_repeated_ten_thousand_times() {
    let (server, chunk) = honest();
    let key = [unsigned_bytes(200_000), vec![b'k'; 200_000]].concat();
    for specification in [column::KEY_TEXT, column::MARK_NAME] {
        let mut bomb = chunk.clone();
        *bomb.column(specification) = run(10_000, &key);
        let code = if specification == column::KEY_TEXT {
            "change_malformed"
        } else {
            "extra_data"
        };
        assert_chunk_refused(&server, bomb.bytes(), code);
    }
}

#[test]
fn columns_stand_once_in_their_order_and_none_is_unknown() {
    let (server, chunk) = honest();
    let mut twice = chunk.clone();
    let first = twice.columns[0].clone();
    twice.columns.insert(0, first);
    assert_chunk_refused(&server, twice.bytes(), "change_malformed");
    let mut reversed = chunk.clone();
    reversed.columns.reverse();
    assert_chunk_refused(&server, reversed.bytes(), "change_malformed");
    for unknown in [column::MARK_NAME, 148, 2_000, u64::from(u32::MAX) & !0b1000] {
        let mut more = chunk.clone();
        *more.column(unknown) = run(1, &[1, b'x']);
        assert_chunk_refused(&server, more.bytes(), "extra_data");
    }
    let mut none = chunk;
    none.columns.clear();
    assert_chunk_refused(&server, none.bytes(), "change_empty");
}

#[test]
fn a_message_an_author_label_and_other_bytes_have_no_place_in_a_change() {
    let (server, chunk) = honest();
    let mut message = chunk.clone();
    message.message = "王秀英 13800138000".into();
    assert_chunk_refused(&server, message.bytes(), "extra_data");
    let mut label = chunk.clone();
    label.extra = [vec![1, 6], b"office".to_vec()].concat();
    assert_chunk_refused(&server, label.bytes(), "extra_data");
    let mut bytes = chunk.clone();
    bytes.extra = vec![0; 1_000];
    assert_chunk_refused(&server, bytes.bytes(), "extra_data");
    let mut behind = chunk.bytes();
    behind.push(0);
    assert_chunk_refused(&server, behind, "change_malformed");
}

#[test]
fn absurd_times_are_refused_and_a_wrong_clock_is_not() {
    let (server, chunk) = honest();
    for time_s in [-1, i64::MIN, 7_258_118_401, i64::MAX] {
        let mut absurd = chunk.clone();
        absurd.time_s = time_s;
        assert_chunk_refused(&server, absurd.bytes(), "time");
    }
    for time_s in [0, 7_258_118_400] {
        let mut wrong = chunk.clone();
        wrong.time_s = time_s;
        let change = super::world::parse(&wrong.bytes());
        assert!(server.judge(&push_of(&[change], &[&phone()])).is_ok());
    }
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    let (server, chunk) = honest();
    let mut broken = chunk.clone();
    *broken.column(column::VALUE) = b"SN-\xff".to_vec();
    assert_chunk_refused(&server, broken.bytes(), "change_malformed");
    let mut broken = chunk;
    *broken.column(column::KEY_TEXT) = run(1, b"\x02\xc3\x28");
    assert_chunk_refused(&server, broken.bytes(), "change_malformed");
}

#[test]
fn a_change_has_one_spelling_checksum_included() {
    let (server, chunk) = honest();
    let honest = chunk.bytes();
    for place in [0, 3, 4, 5, 6, 7, 9, honest.len() - 1] {
        let mut damaged = honest.clone();
        damaged[place] ^= 1;
        assert_chunk_refused(&server, damaged, "change_malformed");
    }
}

#[test]
fn a_mark_on_a_text_has_no_place_in_a_record() {
    use automerge::marks::{ExpandMark, Mark};
    let (server, record) = server();
    for expand in [ExpandMark::None, ExpandMark::Both] {
        let marked = super::world::forge_bytes(&record, &phone(), |transaction| {
            let symptom = container(transaction, &["texts", "symptom"]);
            let mark = Mark::new("bold".into(), true, 0, 3);
            transaction.mark(&symptom, mark, expand).unwrap();
        });
        assert_chunk_refused(&server, marked, "extra_data");
    }
}

#[test]
fn every_cut_of_an_honest_change_is_refused() {
    let (_, chunk) = honest();
    let whole = chunk.bytes();
    for end in 0..whole.len() {
        assert!(ParsedChange::parse(&whole[..end], ChangeLimits::default()).is_err());
        let mut cut = chunk.contents();
        cut.truncate(end);
        let cut = chunk_of_type(1, &cut);
        if cut.len() < whole.len() {
            assert!(ParsedChange::parse(&cut, ChangeLimits::default()).is_err());
        }
    }
}

#[test]
fn a_change_names_no_crowd_of_actors() {
    let (server, chunk) = honest();
    let mut crowd = chunk.clone();
    crowd.other_actors = (0..11_000_u64)
        .map(|number| [vec![0xcc; 16], number.to_be_bytes().to_vec()].concat())
        .collect();
    assert_chunk_refused(&server, crowd.bytes(), "change_too_large");
    crowd.other_actors.truncate(1_001);
    assert_chunk_refused(&server, crowd.bytes(), "actor");
    let mut short = chunk.clone();
    short.other_actors = vec![vec![]; 900];
    assert_chunk_refused(&server, short.bytes(), "actor");
    // One that the document does not know: automerge gives up, the gate does not.
    let mut unknown = chunk;
    unknown.other_actors = vec![desk().restarted([55; 8]).actor.0.to_vec()];
    let change = super::world::parse(&unknown.bytes());
    let push = push_of(&[change], &[&phone()]);
    assert_refused(&server, &push, "apply_panicked");
}
