//! Changes that break automerge 0.12 by itself, kept as files: see `tests/corpus/README.md`.

use std::{collections::BTreeMap, fs, path::PathBuf};

use doorstep_replica::{
    ParsedChange,
    safe::{ChangeLimits, Document, Operation},
};

use super::{
    super::{Known, Outcome},
    mutation::{
        Fate, alter_bytes, alter_operations, fate_in_automerge, honest_changes, ids_of, worked_on,
    },
    quiet::quietly,
    random::Random,
    world::{Server, assert_sound, last_of, phone, push_of},
};

/// The document on top of which all of them are made.
const BASE: &str = "base.bin";

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus"))
}

/// The server with the kept document, and the kept changes by name.
fn kept() -> (Server, Vec<u8>, BTreeMap<String, Vec<u8>>) {
    let saved = fs::read(folder().join(BASE)).unwrap();
    let document = Document::load(&saved, &[]).unwrap();
    let actors = last_of(&document);
    let server = Server {
        known: Some(Known { document, actors }),
    };
    let names = fs::read_dir(folder()).unwrap().map(|file| {
        let name = file.unwrap().file_name();
        name.into_string().unwrap()
    });
    let changes = names
        .filter(|name| name.ends_with(".bin") && name != BASE)
        .map(|name| {
            let bytes = fs::read(folder().join(&name)).unwrap();
            (name, bytes)
        })
        .collect();
    (server, saved, changes)
}

#[test]
fn none_of_the_kept_changes_comes_in_and_the_record_goes_on_after_each() {
    let (mut server, _, changes) = kept();
    assert!(changes.len() >= 60, "{} are kept", changes.len());
    let heads = server.heads();
    for (name, bytes) in &changes {
        let change = ParsedChange::parse(bytes, ChangeLimits::default()).unwrap();
        let push = push_of(&[change], &[&phone()]);
        let refusal = quietly(|| server.take(&push));
        let refusal = refusal.expect_err(name);
        println!("{name}: {}", refusal.code());
        assert_eq!(server.heads(), heads);
        assert_sound(&server.known.as_ref().unwrap().document);
    }
}

#[test]
fn each_of_the_kept_changes_breaks_automerge_by_itself() {
    let (_, base, changes) = kept();
    for (name, bytes) in &changes {
        let fate = fate_in_automerge(&base, bytes);
        assert!(
            matches!(fate, Fate::Panics(_) | Fate::Unloadable(_)),
            "{name}: automerge has learned better: {fate:?}"
        );
    }
}

/// Looks for such changes and writes the folder anew: `DOORSTEP_FIND_CORPUS=1 cargo test --release -p doorstep-sync
/// find_ -- --nocapture`.
#[test]
fn find_changes_that_break_automerge() {
    if std::env::var_os("DOORSTEP_FIND_CORPUS").is_none() {
        return;
    }
    let server = worked_on();
    let known = &server.known.as_ref().unwrap().document;
    let saved = known.save().unwrap();
    let honest = honest_changes(&server);
    let mut random = Random::of_run();
    // By what happens, how and to which honest change it was done, and whether the operations look honest; of each
    // the shortest.
    let mut found: BTreeMap<(Fate, bool, bool, usize), Vec<u8>> = BTreeMap::new();
    for number in 0..200_000 {
        let kind = random.below(honest.len());
        let in_bytes = number % 2 == 0;
        let bytes = if in_bytes {
            alter_bytes(&honest[kind], &mut random)
        } else {
            let ids = ids_of(known, &honest[kind]);
            alter_operations(&honest[kind], &ids, &mut random).unwrap_or_default()
        };
        let Ok(change) = ParsedChange::parse(&bytes, ChangeLimits::default()) else {
            continue;
        };
        let operations = quietly(|| change.operations()).unwrap_or_default();
        let looks_honest = !operations.contains(&Operation::OutOfPlace);
        let fate = fate_in_automerge(&saved, &bytes);
        if matches!(fate, Fate::Panics(_) | Fate::Unloadable(_)) {
            let shortest = found
                .entry((fate, looks_honest, in_bytes, kind % 7))
                .or_insert_with(|| bytes.clone());
            if bytes.len() < shortest.len() {
                *shortest = bytes;
            }
        }
    }
    fs::create_dir_all(folder()).unwrap();
    fs::write(folder().join(BASE), &saved).unwrap();
    for (number, ((fate, looks_honest, in_bytes, kind), bytes)) in found.into_iter().enumerate() {
        println!(
            "{number:03} {fate:?} looks_honest={looks_honest} in_bytes={in_bytes} kind={kind}"
        );
        let what = match fate {
            Fate::Panics(place) => format!("panics-{}", place.replace(['.', ':'], "-")),
            _ => "unloadable".to_owned(),
        };
        fs::write(folder().join(format!("{number:03}-{what}.bin")), bytes).unwrap();
    }
    assert!(matches!(
        server.judge(&push_of(&honest[..1], &[&phone()])),
        Ok(Outcome::Admitted(_))
    ));
}
