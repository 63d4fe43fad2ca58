//! The files: one a screen and language, compared as they lie there; `DOORSTEP_UPDATE=1` writes them anew.

use std::{collections::BTreeMap, env, fs, path::Path};

use serde_json::{Value, json};

use super::{Shown, language::Reader};

/// How wide a line of a file is at most before what stands in it is broken up.
const WIDTH: usize = 118;

/// Every view reads as it is kept, and nothing else is kept.
pub(super) fn assert_kept(shown: &[Shown]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("views");
    let made = files(shown);
    if env::var_os("DOORSTEP_UPDATE").is_some_and(|word| word == "1") {
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        for (name, text) in &made {
            fs::write(folder.join(name), text).unwrap();
        }
    }
    let kept: BTreeMap<String, String> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| {
            let entry = entry.unwrap();
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, fs::read_to_string(entry.path()).unwrap())
        })
        .collect();
    let names = made.keys().chain(kept.keys());
    let differing: BTreeMap<&str, String> = names
        .filter(|name| made.get(*name) != kept.get(*name))
        .map(|name| (name.as_str(), difference(made.get(name), kept.get(name))))
        .collect();
    let told: Vec<String> = differing
        .iter()
        .map(|(name, difference)| format!("{name}: {difference}"))
        .collect();
    assert!(
        told.is_empty(),
        "these views are no longer as they are kept in tests/views:\n{}\nIf that is meant, write them anew with\n\
         DOORSTEP_UPDATE=1 cargo test --release --locked --workspace --test stories_branches views",
        told.join("\n")
    );
}

/// Every file's text by its name.
fn files(shown: &[Shown]) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for language in ["zh", "en"] {
        let mut readers: BTreeMap<&str, (Reader, String)> = BTreeMap::new();
        for one in shown {
            let (reader, text) = readers
                .entry(&one.file)
                .or_insert_with(|| (Reader::of(language), String::new()));
            let screen = json!({ one.verb.as_str(): reader.read(&one.view) });
            write(&screen, 0, text);
            text.push('\n');
        }
        let named = readers
            .into_iter()
            .map(|(file, (_, text))| (format!("{file}.{language}.json"), text));
        files.extend(named);
    }
    files
}

/// JSON with what is short on one line.
fn write(value: &Value, depth: usize, text: &mut String) {
    let short = value.to_string();
    let (open, close, members): (_, _, Vec<(String, &Value)>) = match value {
        Value::Object(members) if short.chars().count() + depth * 2 > WIDTH => {
            let named = members
                .iter()
                .map(|(name, member)| (format!("{}: ", json!(name)), member));
            ('{', '}', named.collect())
        }
        Value::Array(items) if short.chars().count() + depth * 2 > WIDTH => (
            '[',
            ']',
            items.iter().map(|item| (String::new(), item)).collect(),
        ),
        _ => return text.push_str(&short),
    };
    text.push(open);
    for (place, (name, member)) in members.iter().enumerate() {
        text.push_str(if place == 0 { "\n" } else { ",\n" });
        text.push_str(&"  ".repeat(depth + 1));
        text.push_str(name);
        write(member, depth + 1, text);
    }
    text.push('\n');
    text.push_str(&"  ".repeat(depth));
    text.push(close);
}

/// The first line that differs.
fn difference(made: Option<&String>, kept: Option<&String>) -> String {
    let (Some(made), Some(kept)) = (made, kept) else {
        return if made.is_some() {
            "is not kept".into()
        } else {
            "is shown by nothing".into()
        };
    };
    let (made, kept): (Vec<_>, Vec<_>) = (made.lines().collect(), kept.lines().collect());
    let place = made
        .iter()
        .zip(&kept)
        .take_while(|(made, kept)| made == kept)
        .count();
    let line = |lines: &[&str]| {
        lines
            .get(place)
            .map_or("(its end)", |line| line.trim())
            .to_owned()
    };
    format!(
        "line {}\n  kept: {}\n  now:  {}",
        place + 1,
        line(&kept),
        line(&made)
    )
}
