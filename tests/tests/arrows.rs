//! Which of our packages may use which: the arrows of docs/ARCHITECTURE.md, read from `cargo metadata`.
//!
//! The table [`ARROWS`] is the whole rule. A package without a row fails, so that a new one gets its place on purpose.

// Helpers outside of #[test] functions may panic: that is how they fail the test that called them.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used
)]

use std::{collections::BTreeMap, process::Command};

use serde_json::{Value, json};

/// Each of our packages with those of ours that it may be built from. Tests and the test kit use what they like.
const ARROWS: &[(&str, &[&str])] = &[
    ("doorstep-words", &[]),
    ("doorstep-domain", &["doorstep-words"]),
    ("doorstep-evidence", &["doorstep-domain", "doorstep-words"]),
    (
        "doorstep-replica",
        &["doorstep-domain", "doorstep-evidence"],
    ),
    (
        "doorstep-report",
        &["doorstep-domain", "doorstep-evidence", "doorstep-words"],
    ),
    (
        "doorstep-sync",
        &["doorstep-domain", "doorstep-evidence", "doorstep-replica"],
    ),
    (
        "doorstep-core",
        &[
            "doorstep-domain",
            "doorstep-evidence",
            "doorstep-replica",
            "doorstep-report",
            "doorstep-sync",
            "doorstep-words",
        ],
    ),
    (
        "doorstep-server",
        &[
            "doorstep-domain",
            "doorstep-evidence",
            "doorstep-replica",
            "doorstep-report",
            "doorstep-sync",
            "doorstep-words",
        ],
    ),
    (
        "doorstep",
        &[
            "doorstep-core",
            "doorstep-domain",
            "doorstep-evidence",
            "doorstep-replica",
            "doorstep-report",
            "doorstep-server",
            "doorstep-sync",
            "doorstep-words",
        ],
    ),
    (
        "doorstep-testkit",
        &[
            "doorstep-core",
            "doorstep-domain",
            "doorstep-evidence",
            "doorstep-replica",
            "doorstep-server",
            "doorstep-sync",
        ],
    ),
    (
        "doorstep-tests",
        &[
            "doorstep",
            "doorstep-core",
            "doorstep-domain",
            "doorstep-evidence",
            "doorstep-replica",
            "doorstep-report",
            "doorstep-server",
            "doorstep-sync",
            "doorstep-testkit",
        ],
    ),
];

/// Used by tests only: never built into what a user runs.
const TEST_KIT: &str = "doorstep-testkit";

/// Names that say nothing about what is inside, and so collect everything.
const ROOMS_WITHOUT_A_NOUN: &[&str] = &[
    "common", "helpers", "macros", "misc", "shared", "types", "util", "utils",
];

#[test]
fn our_packages_use_each_other_one_way_only() {
    let faults = faults(&our_metadata());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_row_of_the_table_is_a_package_that_exists() {
    let metadata = our_metadata();
    let ours = our_packages(&metadata);
    let gone: Vec<_> = ARROWS
        .iter()
        .filter(|(name, _)| !ours.contains_key(name))
        .collect();
    assert!(gone.is_empty(), "rows without a package: {gone:?}");
}

#[test]
fn an_arrow_against_the_stream_is_named() {
    for (from, to, kind) in [
        ("doorstep-domain", "doorstep-sync", Value::Null),
        ("doorstep-server", "doorstep-core", Value::Null),
        ("doorstep-core", "doorstep-server", json!("build")),
        ("doorstep-sync", "doorstep-core", json!("dev")),
        ("doorstep", "doorstep-testkit", Value::Null),
    ] {
        let faults = faults(&metadata_with(from, to, &kind));
        assert_eq!(faults, [format!("{from} must not use {to}")]);
    }
}

#[test]
fn the_test_kit_is_for_tests() {
    let metadata = metadata_with("doorstep-core", TEST_KIT, &json!("dev"));
    assert_eq!(faults(&metadata), [""; 0]);
}

#[test]
fn a_renamed_dependency_is_seen_under_its_own_name() {
    let mut metadata = metadata_with("doorstep-server", "doorstep-core", &Value::Null);
    metadata["packages"][0]["dependencies"][0]["rename"] = json!("serde");
    assert_eq!(
        faults(&metadata),
        ["doorstep-server must not use doorstep-core"]
    );
}

#[test]
fn a_package_without_a_row_or_without_a_noun_is_named() {
    assert_eq!(
        faults(&metadata_with("doorstep-fresh", "serde", &Value::Null)),
        ["doorstep-fresh has no row in the table of arrows"]
    );
    assert_eq!(
        faults(&metadata_with("doorstep-common", "serde", &Value::Null)),
        [
            "doorstep-common has no row in the table of arrows",
            "doorstep-common says nothing about what is inside",
        ]
    );
}

#[test]
fn a_macro_package_is_named() {
    let mut metadata = metadata_with("doorstep-domain", "serde", &Value::Null);
    metadata["packages"][0]["targets"] = json!([{ "kind": ["proc-macro"] }]);
    assert_eq!(faults(&metadata), ["doorstep-domain is a macro package"]);
}

/// What is wrong with the workspace, one sentence each, ordered by package.
fn faults(metadata: &Value) -> Vec<String> {
    let rules: BTreeMap<_, _> = ARROWS.iter().copied().collect();
    let ours = our_packages(metadata);
    let is_ours = |name: &str| ours.contains_key(name) || rules.contains_key(name);
    let mut faults = Vec::new();
    for (name, package) in &ours {
        let allowed = rules.get(name).copied().unwrap_or_default();
        if !rules.contains_key(name) {
            faults.push(format!("{name} has no row in the table of arrows"));
        }
        if ROOMS_WITHOUT_A_NOUN.contains(&name.trim_start_matches("doorstep-")) {
            faults.push(format!("{name} says nothing about what is inside"));
        }
        if is_macro_package(package) {
            faults.push(format!("{name} is a macro package"));
        }
        for dependency in list(package, "dependencies") {
            let used = text(dependency, "name");
            let is_dev = dependency.get("kind").and_then(Value::as_str) == Some("dev");
            if is_ours(used) && !allowed.contains(&used) && !(is_dev && used == TEST_KIT) {
                faults.push(format!("{name} must not use {used}"));
            }
        }
    }
    faults
}

fn is_macro_package(package: &Value) -> bool {
    list(package, "targets")
        .iter()
        .flat_map(|target| list(target, "kind"))
        .any(|kind| kind == "proc-macro")
}

fn our_packages(metadata: &Value) -> BTreeMap<&str, &Value> {
    list(metadata, "packages")
        .iter()
        .map(|package| (text(package, "name"), package))
        .collect()
}

/// The workspace as cargo sees it now. `--no-deps`: only our own packages are listed.
#[allow(clippy::expect_used)] // a machine on which cargo does not answer cannot run this test at all
fn our_metadata() -> Value {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args([
            "metadata",
            "--format-version",
            "1",
            "--no-deps",
            "--offline",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo starts");
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo metadata: {complaint}");
    serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON")
}

/// A workspace of one package with one dependency.
fn metadata_with(from: &str, to: &str, kind: &Value) -> Value {
    json!({ "packages": [{
        "name": from,
        "targets": [{ "kind": ["lib"] }],
        "dependencies": [{ "name": to, "kind": kind, "rename": null }],
    }] })
}

/// A list of cargo's, which is always there.
#[allow(clippy::expect_used)] // a shape other than cargo's must fail the test, not pass as empty
fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value
        .get(key)
        .and_then(Value::as_array)
        .expect("a list of cargo metadata")
}

/// A text of cargo's, which is always there.
#[allow(clippy::expect_used)] // as above
fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value
        .get(key)
        .and_then(Value::as_str)
        .expect("a text of cargo metadata")
}
