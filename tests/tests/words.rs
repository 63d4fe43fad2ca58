//! Everything that the product says comes from one home (`crates/words/words`): no sentence stands in the code, and
//! the home keeps none that nobody says.
//!
//! A sentence is told by its Chinese: every one has its Chinese words. Tests and what documents invent are not looked at.

// Helpers outside of #[test] functions may panic: that is how they fail the test that called them.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    str::FromStr,
};

use heck::{ToShoutySnakeCase, ToUpperCamelCase};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

#[path = "../../crates/words/build/home.rs"]
#[allow(dead_code, reason = "the build asks for more of it than this test")]
mod home;

/// Files and folders whose Chinese is no sentence of the product, each with what it is.
const INVENTED: &[(&str, &str)] = &[
    (
        "crates/cli/src/bench",
        "invented customers, faults and work",
    ),
    (
        "crates/cli/src/sample_history",
        "invented customers, faults and work",
    ),
    (
        "crates/cli/src/demo/day.rs",
        "what the demo's people say and write",
    ),
    ("crates/cli/src/demo/jobs.rs", "the demo's jobs"),
    (
        "crates/cli/src/demo/run.rs",
        "a technician's note in the demo",
    ),
    ("crates/cli/src/demo/stage.rs", "the demo's people"),
    ("crates/cli/src/device/example.rs", "an example"),
    (
        "crates/core/src/script/example.rs",
        "the visit of the script's examples",
    ),
    ("crates/core/src/script/verb.rs", "the verbs' example lines"),
    (
        "crates/core/src/script/page.rs",
        "headings of a page of docs/, in both languages at once",
    ),
    (
        "crates/domain/src/merge_rules.rs",
        "a page of docs/, in both languages at once",
    ),
    (
        "crates/domain/src/story",
        "a record for tests of several packages",
    ),
    ("crates/evidence/src/example.rs", "an example"),
    (
        "crates/report/src/capitals.rs",
        "numerals, which only Chinese has",
    ),
    ("server/src/example.rs", "an example"),
    ("crates/testkit", "tests"),
];

/// Words that are the same in every language: the product's and the languages' own names.
const NAMES: &[&str] = &["{HEAD}Doorstep 上门{HEAD:#} {DIM}{}{DIM:#}", "中文"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

/// Every source file of the product with its text; no tests, and not the home itself.
fn sources() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for folder in ["crates", "server"] {
        collect(&root().join(folder), &mut found);
    }
    assert!(found.len() > 300, "{} files", found.len());
    found
}

fn collect(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() {
            let is_home = path.ends_with("crates/words");
            if !matches!(name, "tests" | "target" | "examples") && !is_home {
                collect(&path, found);
            }
        } else if name != "tests.rs" && path.extension().is_some_and(|kind| kind == "rs") {
            let place = path.strip_prefix(root()).unwrap();
            let text = fs::read_to_string(&path).unwrap();
            found.push((place.to_str().unwrap().to_owned(), text));
        }
    }
}

/// The string literals of a source, without comments and without what is only built for tests.
fn literals(tokens: TokenStream, found: &mut Vec<String>) {
    let mut tokens = tokens.into_iter().peekable();
    let mut is_for_tests = false;
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(mark) if mark.as_char() == '#' => {
                if matches!(tokens.peek(), Some(TokenTree::Punct(mark)) if mark.as_char() == '!') {
                    tokens.next();
                }
                if let Some(TokenTree::Group(attribute)) = tokens.peek() {
                    is_for_tests |= attribute.stream().to_string().replace(' ', "") == "cfg(test)";
                    tokens.next();
                }
            }
            TokenTree::Punct(mark) if mark.as_char() == ';' => is_for_tests = false,
            TokenTree::Group(group) => {
                if !is_for_tests {
                    literals(group.stream(), found);
                } else if group.delimiter() == Delimiter::Brace {
                    is_for_tests = false;
                }
            }
            TokenTree::Literal(literal) if !is_for_tests => found.push(literal.to_string()),
            _ => {}
        }
    }
}

fn is_han(character: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&character)
}

/// The literals with Chinese in one source.
fn sentences(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    literals(TokenStream::from_str(text).unwrap(), &mut found);
    found.retain(|literal| literal.contains(is_han) && !literal.starts_with('\''));
    found.retain(|literal| !NAMES.contains(&literal.trim_matches('"')));
    found
}

#[test]
fn no_sentence_stands_outside_the_home() {
    let mut outside = Vec::new();
    let mut needless: BTreeSet<_> = INVENTED.iter().map(|(place, _)| *place).collect();
    needless.remove("crates/testkit");
    for (place, text) in sources() {
        let sentences = sentences(&text);
        let invented = INVENTED.iter().find(|(start, _)| place.starts_with(start));
        match invented {
            Some((start, _)) if !sentences.is_empty() => {
                needless.remove(start);
            }
            Some(_) => {}
            None => outside.extend(
                sentences
                    .into_iter()
                    .map(|literal| format!("{place}: {literal}")),
            ),
        }
    }
    assert!(
        outside.is_empty(),
        "belongs into crates/words/words (docs/how-to/say-something.md):\n{}",
        outside.join("\n")
    );
    assert!(needless.is_empty(), "these have no Chinese: {needless:?}");
}

#[test]
fn the_home_keeps_no_words_that_nobody_says() {
    let sources = sources();
    let names: BTreeSet<&str> = sources
        .iter()
        .flat_map(|(_, text)| text.split(|letter: char| !letter.is_alphanumeric() && letter != '_'))
        .collect();
    let home = home::read(&root().join("crates/words/words")).unwrap();
    assert!(home.len() > 1_000, "{} keys", home.len());
    let silent: Vec<_> = home
        .iter()
        .filter(|(key, message)| {
            let name = key.last().unwrap();
            let name = if message.arguments.is_empty() {
                name.to_shouty_snake_case()
            } else {
                name.to_upper_camel_case()
            };
            !names.contains(name.as_str())
        })
        .map(|(key, _)| key.join("/"))
        .collect();
    assert!(silent.is_empty(), "nobody says:\n{}", silent.join("\n"));
}

#[test]
fn what_is_looked_for_is_found() {
    let text = r##"
        //! 注释
        /// 注释
        #[doc = "注释"]
        fn said() -> &'static str { call(["x", "没有"]); r#"原样"# }
        #[cfg(test)]
        mod tests { const TEXT: &str = "测试"; }
        #[cfg(test)]
        const ALSO: &str = "测试";
        const NAME: &str = "中文";
        const AFTER: &str = concat!("又", "一句");
    "##;
    assert_eq!(
        sentences(text),
        ["\"没有\"", "r#\"原样\"#", "\"又\"", "\"一句\""]
    );
}
