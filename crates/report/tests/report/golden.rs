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
        "23a623e917593c2a90ab4a79807177872793476b5d41e75d049329f8ccdab2ab",
    ),
    (
        "work",
        Language::English,
        "a74281850bfae7fc67361dee455e5e87158fae2541899daae48aad337f901234",
    ),
    (
        "long",
        Language::Chinese,
        "e097aa63548cc1479333efae6933499965c64bed5e53c87b1b20fc7cecb08e51",
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
