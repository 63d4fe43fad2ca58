//! The kept changes that break automerge by itself (`crates/sync/tests/corpus`), through the door.

use std::{collections::BTreeMap, fs, path::PathBuf};

use doorstep_domain::{
    ids::{PersonId, RecordId},
    record::Field,
    rights::Role,
};
use doorstep_evidence::vault::SoftwareVault;
use doorstep_replica::{ParsedChange, RecordDocument};
use doorstep_server::organisation::NewPerson;
use doorstep_sync::{gate::actors_in_order, message::DocumentPush};
use doorstep_tests::{Job, Stranger};

use crate::{
    chunk::parse,
    siege::{Siege, enrol, typed},
};

/// Whose keys wrote the kept record, and the record's id: as in `crates/sync/src/gate/tests/world.rs`.
const DESK: ([u8; 32], &str) = ([11; 32], "o-chen");
const PHONE: ([u8; 32], &str) = ([12; 32], "t-li");
const TABLET: ([u8; 32], &str) = ([13; 32], "t-zhang");
const RECORD: [u8; 16] = [9; 16];

fn kept() -> (Vec<u8>, BTreeMap<String, Vec<u8>>) {
    let folder = PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../crates/sync/tests/corpus"
    ));
    let mut files: BTreeMap<_, _> = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "bin"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, fs::read(path).unwrap())
        })
        .collect();
    (files.remove("base").unwrap(), files)
}

/// Changes with proofs of whoever wrote them.
fn push(authors: &[&Stranger], changes: &[ParsedChange]) -> DocumentPush {
    let record = RecordId::from_slice(&RECORD).unwrap();
    let proofs = actors_in_order(changes).into_iter().map(|(actor, last)| {
        let author = authors.iter().find(|author| author.id() == actor.device());
        author
            .unwrap()
            .prove(record, actor, last.seq(), last.hash())
    });
    DocumentPush {
        document: RECORD,
        changes: changes
            .iter()
            .map(|change| change.bytes().to_vec().into())
            .collect(),
        proofs: proofs.collect(),
    }
}

/// The panics of automerge that the gate catches are printed by the default hook; a hundred of them would hide what
/// else a test says.
fn without_automerges_words() {
    let loud = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let place = panic.location().map_or("", |place| place.file());
        if !["automerge", "hexane"]
            .iter()
            .any(|name| place.contains(name))
        {
            loud(panic);
        }
    }));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_breaks_automerge_breaks_nothing_here() {
    without_automerges_words();
    let (base, changes) = kept();
    assert!(changes.len() >= 60, "{} are kept", changes.len());
    let mut siege = Siege::by(SoftwareVault::generate(PHONE.0).unwrap(), PHONE.1).await;
    let record = RecordId::from_slice(&RECORD).unwrap();
    let office = &siege.fleet.office;
    let [desk, tablet] = [DESK, TABLET].map(|(seed, _)| {
        let vault = SoftwareVault::generate(seed).unwrap();
        Stranger::with_key(vault, office.address(), siege.fleet.dice())
    });
    let new = NewPerson {
        person: PersonId(DESK.1.to_owned()),
        name: DESK.1.to_owned(),
        role: Role::Office,
    };
    office.state().organisation().add_person(new).await.unwrap();
    let invited = desk.enrol(&office.invitation(DESK.1).await).await;
    assert_eq!(invited.status, 200);
    enrol(&siege.fleet, &tablet, TABLET.1).await;

    let base = RecordDocument::load(record, Some(&base), &[]).unwrap();
    let whole = base.document().changes_since(&[]);
    let whole = push(&[&desk, &siege.mallory, &tablet], &whole);
    siege.assert_taken(whole).await;
    let mut codes: BTreeMap<String, u32> = BTreeMap::new();
    for bytes in changes.values() {
        let hostile = push(&[&siege.mallory], &[parse(bytes)]);
        *codes.entry(siege.refused(hostile).await).or_default() += 1;
    }
    println!("{codes:?}");
    assert!(codes.contains_key("apply_panicked"), "automerge did panic");

    // The record goes on.
    siege.record = siege.mallory.document(record, siege.now_ms()).await;
    assert_eq!(siege.record.heads(), base.heads());
    let honest = siege.mallory.edit(&mut siege.record, &[typed("好了")]);
    siege.assert_taken(honest).await;
    let number = siege
        .fleet
        .office
        .record(record)
        .words(Field::Number)
        .to_owned();
    siege.job = Job { record, number };
    siege.assert_unharmed().await;
}
