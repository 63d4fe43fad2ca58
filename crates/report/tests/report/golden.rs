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
        "3c0f501e2151eaec5c2c843f1aa6eafdf07e8563d7f9e7b22f956ef6f648ae9f",
    ),
    (
        "work",
        Language::English,
        "8f9a6fecb11e295cf111ed219f189f70d213786a27f86f61f3ce49b8aa1d4a5c",
    ),
    (
        "long",
        Language::Chinese,
        "d8be577fd4865ecfe6bcba3524d8ed0532598abb80e1c3f2f00d586f3d0d37fa",
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
