//! The same statement gives the same bytes, today and with the next version.

use doorstep_evidence::digest::Digest;
use doorstep_report::{Language, Settings};

use crate::example::{acceptance, copy, long_acceptance, source};

/// The digests of the rendered pages (form 1). Whoever changes a page changes these and [`doorstep_report::FORM`]: a
/// reader renders again only what has its own form.
const GOLDEN: [(&str, Language, &str); 3] = [
    (
        "work",
        Language::Chinese,
        "227f6aab80f6c72e3c2c47ae07ab53e1e744fc727f8ac790ab83a6f9464551af",
    ),
    (
        "work",
        Language::English,
        "495442c9196be289c260eea54d9edf485ea54f37e6b1b4120a6ca848305897df",
    ),
    (
        "long",
        Language::Chinese,
        "1578bc1e09654c7f35fec0588d4ae2995167b576f7591b5d33eead8b6fcec3bf",
    ),
];

#[test]
fn the_pages_of_a_statement_are_always_the_same_bytes() {
    let rendered: Vec<_> = GOLDEN
        .iter()
        .map(|(name, language, _)| {
            let statement = if *name == "long" {
                long_acceptance()
            } else {
                acceptance()
            };
            Digest::of(&source(&statement, *language).render().unwrap()).to_string()
        })
        .collect();
    let golden: Vec<_> = GOLDEN
        .iter()
        .map(|(_, _, digest)| (*digest).to_owned())
        .collect();
    assert_eq!(rendered, golden);
}

#[test]
fn twice_in_other_threads_is_the_same_file() {
    let first = copy(&acceptance(), Language::Chinese);
    let threads: Vec<_> = (0..3)
        .map(|_| std::thread::spawn(|| copy(&acceptance(), Language::Chinese)))
        .collect();
    for thread in threads {
        assert!(thread.join().unwrap() == first);
    }
}

#[test]
fn what_is_set_is_seen() {
    let plain = source(&acceptance(), Language::Chinese).render().unwrap();
    let form = doorstep_report::Form::new(Language::Chinese, Settings::default());
    let jws = crate::example::sealed(&acceptance());
    let bare = doorstep_report::CopySource::new(jws, form, None)
        .unwrap()
        .render()
        .unwrap();
    assert!(crate::text::of(&plain).contains("400-000-1234"));
    assert!(!crate::text::of(&bare).contains("400-000-1234"));
}
