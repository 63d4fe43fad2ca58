//! What the build says of a home with faults, and what it makes of one without.

// Helpers outside of #[test] functions may panic: that is how they fail the test that called them.
#![allow(clippy::unwrap_used)]

use std::{fs, path::Path};

use tempfile::TempDir;

#[path = "../build/home.rs"]
mod home;
#[path = "../build/rust.rs"]
mod rust;

/// A home of one file in both languages.
fn home_of(chinese: &str, english: &str) -> Result<home::Home, Vec<String>> {
    let folder = TempDir::new().unwrap();
    for (language, text) in home::LANGUAGES.into_iter().zip([chinese, english]) {
        let room = folder.path().join(language).join("office");
        fs::create_dir_all(&room).unwrap();
        fs::write(room.join("list.ftl"), text).unwrap();
    }
    home::read(folder.path())
}

/// The faults, without the folder's own name.
fn faults_of(chinese: &str, english: &str) -> Vec<String> {
    let faults = home_of(chinese, english).unwrap_err();
    let short = |fault: String| match fault.split_once("list.ftl: ") {
        Some((_, what)) => what.to_owned(),
        None => fault,
    };
    faults.into_iter().map(short).collect()
}

#[test]
fn a_key_that_lacks_a_language_is_named() {
    assert_eq!(
        faults_of("nothing = 没有\nall = 全部\n", "nothing = nothing\n"),
        ["en lacks office/list/all"]
    );
    assert_eq!(
        faults_of("nothing = 没有\n", "nothing = nothing\nall = all\n"),
        ["zh-CN lacks office/list/all"]
    );
    assert_eq!(
        faults_of(
            "status =\n    .new = 新\n    .old = 旧\n",
            "status =\n    .new = new\n"
        ),
        ["en lacks office/list/status/old"]
    );
}

#[test]
fn a_whole_file_that_lacks_a_language_is_named() {
    let folder = TempDir::new().unwrap();
    for language in home::LANGUAGES {
        fs::create_dir_all(folder.path().join(language)).unwrap();
    }
    fs::write(folder.path().join("en/serve.ftl"), "ready = ready\n").unwrap();
    assert_eq!(
        home::read(folder.path()).unwrap_err(),
        ["zh-CN lacks serve/ready"]
    );
    fs::remove_dir(folder.path().join("zh-CN")).unwrap();
    assert!(home::read(folder.path()).is_err());
}

#[test]
fn both_languages_are_given_the_same() {
    assert_eq!(
        faults_of("kept = 保留 { $days } 天\n", "kept = kept\n"),
        ["office/list/kept is given other arguments in zh-CN than in en"]
    );
    for (chinese, english) in [
        (
            "kept = 保留 { $days } 天\n",
            "kept = kept { $days ->\n    [one] one day, { $days }\n   *[other] { $days } days\n }\n",
        ),
        (
            "found = 项异常\n",
            "found = { $count ->\n    [one] finding\n   *[other] findings\n }\n",
        ),
    ] {
        assert!(home_of(chinese, english).is_ok(), "{english}");
    }
}

#[test]
fn what_is_not_understood_is_said_with_its_place() {
    for (text, said) in [
        (
            "kept = { NUMBER($days) }\n",
            "office/list/kept: only arguments, texts and [one]/*[other] of an argument",
        ),
        (
            "kept = { $days ->\n    [few] few\n   *[other] more\n }\n",
            "office/list/kept: $days is chosen by with [one] and *[other]",
        ),
        ("-brand = Doorstep\n", "-brand: no terms here"),
        ("kept = a\nkept = b\n", "office/list/kept stands twice"),
        (
            "kept = a\n    .days = b\n",
            "kept: words of its own or attributes",
        ),
    ] {
        assert_eq!(
            faults_of(text, text).first().map(String::as_str),
            Some(said),
            "{text}"
        );
    }
    let faults = faults_of("kept = a\n\n= b\n", "kept = a\n");
    assert!(
        faults.iter().any(|fault| fault.starts_with("line 3: ")),
        "{faults:?}"
    );
}

#[test]
fn a_key_becomes_a_constant_or_a_struct_of_its_file() {
    let home = home_of(
        "nothing-found = 没有“找到”\nstatus =\n    .in-repair = 维修中\n    .kept-for = 保留 { $day-count } 天\n",
        "nothing-found = nothing \"found\"\nstatus =\n    .in-repair = in repair\n    .kept-for = kept for { $day-count } days\n",
    )
    .unwrap();
    let written = rust::write(&home);
    for line in [
        "pub mod office {",
        "pub mod list {",
        "pub const NOTHING_FOUND: crate::Phrase = crate::Phrase { chinese: \"没有“找到”\", english: \"nothing \\\"found\\\"\" };",
        "pub mod status {",
        "#[doc = \"维修中 · in repair\"]",
        "pub struct KeptFor<'a> {",
        "pub day_count: &'a dyn crate::Say,",
    ] {
        assert!(
            written.lines().any(|written| written == line),
            "{line}\n{written}"
        );
    }
}

#[test]
fn the_home_itself_has_no_fault() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("words");
    let home = home::read(&folder).unwrap();
    assert!(!home.is_empty());
}
