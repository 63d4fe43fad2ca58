//! The same statement gives the same bytes, today and with the next version.

use doorstep_evidence::digest::Digest;
use doorstep_report::{Form, Language, Settings};

use crate::example::{acceptance, copy, long_acceptance, settings, source, source_in};

/// The digests of the rendered pages (form 1). Whoever changes a page changes these and [`doorstep_report::FORM`]: a
/// reader renders again only what has its own form.
const GOLDEN: [(&str, Language, &str); 3] = [
    (
        "work",
        Language::Chinese,
        "7c95d67a11dad81a276f1495de6acd595713e6ffc7f11fd4fa11e62bc0fc555d",
    ),
    (
        "work",
        Language::English,
        "e21e889f534133b36a6251013056f5ea3ebf2023d3a300340ce05497a05d07c4",
    ),
    (
        "long",
        Language::Chinese,
        "9307786b0b11d7e04982b69d6c4b616de0006b1809a66f19f93919f9d2ac0f3c",
    ),
];

#[test]
fn the_pages_of_a_statement_are_always_the_same_bytes() {
    let rendered: Vec<_> = GOLDEN
        .iter()
        .map(|(name, language, _)| {
            let mut statement = if *name == "long" {
                long_acceptance()
            } else {
                acceptance()
            };
            // Statements of an earlier version and copies of the first form keep their pages, byte for byte.
            statement.version = 2;
            let form = Form {
                form: 1,
                ..Form::new(*language, settings())
            };
            Digest::of(&source_in(&statement, form).render().unwrap()).to_string()
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
    let form = Form::new(Language::Chinese, Settings::default());
    let jws = crate::example::sealed(&acceptance());
    let bare = doorstep_report::CopySource::new(jws, form, None)
        .unwrap()
        .render()
        .unwrap();
    assert!(crate::text::of(&plain).contains("400-000-1234"));
    assert!(!crate::text::of(&bare).contains("400-000-1234"));
    let named = source(&acceptance(), Language::Chinese).naming_kind("双门冰箱");
    assert!(crate::text::of(&named.render().unwrap()).contains("双门冰箱"));
    let endless = source(&acceptance(), Language::Chinese).naming_kind(&"冰".repeat(501));
    assert_eq!(endless.render().unwrap(), plain, "the code is shown");
}
