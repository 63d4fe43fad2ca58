//! Changes of an enrolled device that were altered at random, with everything outside the operations in order: actor,
//! number, dependencies, counter, checksum, proof. Whatever of it comes in does no harm.

use std::panic::{AssertUnwindSafe, catch_unwind};

use automerge::{
    ActorId, Automerge, ExpandedChange, ObjType, ScalarValue,
    legacy::{ElementId, Key, ObjectId, OpId, OpType},
};
use doorstep_domain::record::{Field, TextName, What};
use doorstep_replica::{
    Edit, ParsedChange, RecordDocument, Roster, TextEdit,
    admission::{Author, judge},
    safe::{ChangeLimits, Document},
};

use super::{
    super::{Directory as _, Outcome},
    chunk::Chunk,
    quiet::{panic_place, quietly},
    random::Random,
    world::{
        Device, Enrolled, Server, assert_sound, desk, entry, entry_id, phone, push, push_of,
        record_id, server, tablet, words,
    },
};

/// How many altered changes one run tries.
const MUTATIONS: usize = 4_000;

/// A server whose record three devices have worked on, at times while apart.
pub(super) fn worked_on() -> Server {
    let (mut server, record) = server();
    let typed = |text, typed: &str| Edit::Text(text, TextEdit::Append(typed.into()));
    let work: [(Device, Vec<Edit>); 3] = [
        (
            phone(),
            vec![
                words(Field::UnitSerial, "SN-1"),
                typed(TextName::Symptom, "风扇异响"),
                Edit::Entry(
                    entry_id(1),
                    entry(&phone(), What::RepairDone { works: true }),
                ),
            ],
        ),
        (
            tablet(),
            vec![
                words(Field::UnitSerial, "SN-2"),
                words(Field::CustomerPhone, "13800138000"),
                typed(TextName::Cause, "电容失效"),
            ],
        ),
        (
            desk(),
            vec![
                words(
                    Field::Appointment,
                    "2026-11-24T09:00:00+08:00/2026-11-24T11:00:00+08:00",
                ),
                typed(TextName::Symptom, "已联系"),
            ],
        ),
    ];
    for (device, edits) in work {
        let mut apart = record.clone();
        apart.edit(device.actor, 5, &edits).unwrap();
        let push = push(&apart, &record.heads(), &[&device]);
        assert!(matches!(server.take(&push), Ok(Outcome::Admitted(_))));
    }
    server
}

/// The phone's program was started again: it writes honest changes of every kind, on top of everything and on top of
/// what the office wrote first.
pub(super) fn honest_changes(server: &Server) -> Vec<ParsedChange> {
    let (_, earlier) = super::world::server();
    [server.record(), earlier]
        .iter()
        .flat_map(honest_changes_on)
        .collect()
}

fn honest_changes_on(record: &RecordDocument) -> Vec<ParsedChange> {
    let splice = |at, erase, typed: &str| {
        let typed = typed.into();
        Edit::Text(TextName::Symptom, TextEdit::Splice { at, erase, typed })
    };
    let all = vec![
        words(Field::UnitSerial, "SN-3"),
        words(Field::Language, "en"),
        splice(3, 2, "很"),
        Edit::Text(TextName::Work, TextEdit::Rewrite("换电容\n试机".into())),
        Edit::Entry(
            entry_id(2),
            entry(
                &phone(),
                What::Report {
                    note: "好".into(),
                    covers: Vec::new(),
                },
            ),
        ),
    ];
    let kinds = [
        vec![words(Field::UnitSerial, "SN-3")],
        vec![
            words(Field::CustomerName, "李建国"),
            words(Field::FaultCode, "E1"),
        ],
        vec![Edit::Text(
            TextName::Work,
            TextEdit::Rewrite("换电容，试机正常".into()),
        )],
        vec![splice(2, 4, "")],
        vec![splice(5, 1, "正在")],
        vec![Edit::Entry(
            entry_id(2),
            entry(&phone(), What::RepairDone { works: false }),
        )],
        all,
    ];
    let phone = phone().restarted([2; 8]);
    kinds
        .into_iter()
        .map(|edits| {
            let mut record = record.clone();
            record.edit(phone.actor, 9, &edits).unwrap().unwrap().change
        })
        .collect()
}

/// Alters the bytes of the operations.
pub(super) fn alter_bytes(honest: &ParsedChange, random: &mut Random) -> Vec<u8> {
    let mut chunk = Chunk::of(honest.bytes());
    for _ in 0..=random.below(3) {
        let column = random.below(chunk.columns.len());
        let data = &mut chunk.columns[column].1;
        let place = random.below(data.len());
        match random.below(6) {
            0 if !data.is_empty() => data[place] ^= 1 << random.below(8),
            1 if !data.is_empty() => data[place] = random.byte(),
            2 => data.insert(place, random.byte()),
            3 if !data.is_empty() => {
                data.remove(place);
            }
            4 if !data.is_empty() => data[place] = *random.one_of(&[0, 1, 0x7f, 0x7e, 0x80, 2, 3]),
            _ => {
                let other = random.below(chunk.columns.len());
                chunk.columns[column].1 = chunk.columns[other].1.clone();
            }
        }
    }
    chunk.bytes()
}

/// Alters the operations and lets automerge itself write them, so that their spelling is right.
pub(super) fn alter_operations(
    honest: &ParsedChange,
    ids: &[OpId],
    random: &mut Random,
) -> Option<Vec<u8>> {
    let change = automerge::Change::from_bytes(honest.bytes().to_vec()).unwrap();
    let mut expanded = change.decode();
    for _ in 0..=random.below(2) {
        alter_one(&mut expanded, ids, random);
    }
    quietly(|| {
        catch_unwind(AssertUnwindSafe(|| {
            automerge::Change::from(expanded).raw_bytes().to_vec()
        }))
    })
    .ok()
}

fn alter_one(change: &mut ExpandedChange, ids: &[OpId], random: &mut Random) {
    let nobody = ActorId::from([0; 24]);
    let place = random.below(change.operations.len());
    let other = change.operations[random.below(change.operations.len())].clone();
    let kind = random.below(9);
    let op = &mut change.operations[place];
    match kind {
        0 => op.pred = vec![random.one_of(ids).clone()].into(),
        1 => op.pred = vec![].into(),
        2 => op.key = Key::Seq(ElementId::Id(random.one_of(ids).clone())),
        3 => {
            op.key = random
                .one_of(&[
                    Key::Seq(ElementId::Head),
                    Key::Map("serial".into()),
                    Key::Map("assignee".into()),
                    other.key,
                ])
                .clone()
        }
        4 => {
            let counter = random.below(12) as u64;
            op.obj = random
                .one_of(&[
                    ObjectId::Root,
                    ObjectId::Id(OpId::new(counter, &nobody)),
                    other.obj,
                ])
                .clone();
        }
        5 => {
            op.action = random
                .one_of(&[
                    OpType::Delete,
                    OpType::Put(ScalarValue::Null),
                    OpType::Put("en".into()),
                    OpType::Put("长".into()),
                    OpType::Put(ScalarValue::counter(1)),
                    OpType::Increment(1),
                    OpType::Make(ObjType::Map),
                    OpType::Make(ObjType::Text),
                    other.action,
                ])
                .clone();
        }
        6 => op.insert = !op.insert,
        7 => change.operations.insert(place, other),
        _ => {
            change.operations.remove(place);
            if change.operations.is_empty() {
                change.operations.push(other);
            }
        }
    }
}

/// The ids of all operations of a document, and of some that are none.
pub(super) fn ids_of(document: &Document, honest: &ParsedChange) -> Vec<OpId> {
    let mut changes = document.changes_since(&[]);
    changes.push(honest.clone());
    let mut ids = Vec::new();
    for change in changes {
        let actor = ActorId::from(change.actor().0);
        ids.extend((change.start_op()..=change.max_op() + 1).map(|id| OpId::new(id, &actor)));
    }
    ids
}

/// What automerge by itself makes of a change.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fate {
    /// It panics, here.
    Panics(String),
    /// It takes the change, and the document cannot be loaded again.
    Unloadable(String),
    /// It refuses the change.
    Refused,
    /// Nothing that automerge would mind.
    Taken,
}

pub(super) fn fate_in_automerge(base: &[u8], bytes: &[u8]) -> Fate {
    let apply = || {
        let mut document = Automerge::load(base).unwrap();
        let change = automerge::Change::from_bytes(bytes.to_vec()).unwrap();
        document.apply_changes([change]).map(|()| document)
    };
    let applied = match panic_place(apply) {
        Err(place) => return Fate::Panics(place),
        Ok(Err(_)) => return Fate::Refused,
        Ok(Ok(applied)) => applied,
    };
    let again = match panic_place(|| Automerge::load(&applied.save())) {
        Err(place) => return Fate::Panics(place),
        Ok(Err(error)) => {
            // Without the numbers of operations.
            let words = error.to_string();
            let words = words.split(": mark end").next().unwrap_or_default();
            return Fate::Unloadable(words.to_owned());
        }
        Ok(Ok(again)) => again,
    };
    if again.get_heads() == applied.get_heads() {
        Fate::Taken
    } else {
        Fate::Unloadable("other heads".into())
    }
}

/// A document that the gate let in loads again, is the same from its changes in any order that respects what depends
/// on what, was written by people who may, and goes on.
fn assert_harmless(document: &Document, altered: &ParsedChange, random: &mut Random) {
    assert_sound(document);
    let mut waiting = document.changes_since(&[]);
    let mut elsewhere = Document::from_changes(&[]).unwrap();
    while !waiting.is_empty() {
        let ready: Vec<_> = (0..waiting.len())
            .filter(|place| {
                let deps = waiting[*place].deps();
                deps.iter().all(|dep| elsewhere.has_change(*dep))
            })
            .collect();
        let next = waiting.remove(*random.one_of(&ready));
        (elsewhere, _) = elsewhere.admit(&[next], 1 << 20).unwrap();
    }
    assert_eq!(elsewhere.heads(), document.heads());
    let read = |document: &Document| {
        RecordDocument::of(record_id(), document.clone()).record(&Roster::default())
    };
    assert_eq!(read(&elsewhere), read(document));
    let author = Enrolled::default()
        .device(altered.actor().device())
        .unwrap();
    let author = Author {
        person: author.person,
        role: author.role,
    };
    assert!(judge(&elsewhere, altered, &author).is_ok());
}

#[test]
fn whatever_of_thousands_of_altered_changes_comes_in_does_no_harm() {
    let server = worked_on();
    let known = &server.known.as_ref().unwrap().document;
    let saved = known.save().unwrap();
    let honest = honest_changes(&server);
    let mut random = Random::of_run();
    let (mut let_in, mut refused, mut broken) = (0, 0, 0);
    for number in 0..MUTATIONS {
        let change = random.one_of(&honest).clone();
        let bytes = if number % 2 == 0 {
            alter_bytes(&change, &mut random)
        } else {
            let ids = ids_of(known, &change);
            alter_operations(&change, &ids, &mut random).unwrap_or_default()
        };
        let Ok(altered) = ParsedChange::parse(&bytes, ChangeLimits::default()) else {
            refused += 1;
            continue;
        };
        let push = push_of(std::slice::from_ref(&altered), &[&phone()]);
        match quietly(|| server.judge(&push)) {
            Ok(Outcome::Admitted(admission)) => {
                let_in += 1;
                assert_harmless(&admission.document, &altered, &mut random);
            }
            Ok(Outcome::Duplicate | Outcome::MissingDependencies) => {}
            Err(_) => {
                refused += 1;
                let fate = fate_in_automerge(&saved, &bytes);
                broken += usize::from(matches!(fate, Fate::Panics(_) | Fate::Unloadable(_)));
            }
        }
        assert_eq!(server.heads(), known.heads());
    }
    println!("{let_in} let in, {refused} refused, of which {broken} break automerge by itself");
    assert!(let_in > 50 && refused > 1_000 && broken > 500);
}
