//! The home of the words as it is read: every key with its words in both languages, or every fault that it has.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey,
};

/// The folders of the languages. A language has each key of the first one, and no other.
pub(crate) const LANGUAGES: [&str; 2] = ["zh-CN", "en"];

/// Every key with its message. A key is the file's path, the message and, where it has them, the attribute:
/// `["office", "list", "nothing-found"]`.
pub(crate) type Home = BTreeMap<Vec<String>, Message>;

/// What one key says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Message {
    /// What is put into it, by name.
    pub(crate) arguments: BTreeSet<String>,
    /// The words, in the order of [`LANGUAGES`].
    pub(crate) words: [Vec<Piece>; 2],
}

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Words that stand there.
    Text(String),
    /// Something that is put in.
    Argument(String),
    /// One of two wordings: the first where the number is one.
    ByNumber {
        /// The number.
        argument: String,
        /// For one.
        one: Vec<Piece>,
        /// For all others.
        other: Vec<Piece>,
    },
}

/// One language's words, by key.
type Words = BTreeMap<Vec<String>, Vec<Piece>>;

/// Reads the files of all languages below a folder.
///
/// # Errors
/// What is wrong, a line each: a file that cannot be read, syntax, keys that a language lacks or has too many, arguments
/// that differ.
pub(crate) fn read(folder: &Path) -> Result<Home, Vec<String>> {
    let mut faults = Vec::new();
    let [chinese, english] = LANGUAGES.map(|language| {
        let root = folder.join(language);
        let mut words = Words::new();
        match files(&root) {
            Ok(files) => {
                for file in files {
                    read_file(&root, &file, &mut words, &mut faults);
                }
            }
            Err(error) => faults.push(format!("{language}: {error}")),
        }
        words
    });
    let home = in_both(chinese, english, &mut faults);
    if faults.is_empty() {
        Ok(home)
    } else {
        Err(faults)
    }
}

fn in_both(chinese: Words, mut english: Words, faults: &mut Vec<String>) -> Home {
    let [first, second] = LANGUAGES;
    let mut home = Home::new();
    for (key, words) in chinese {
        let Some(other) = english.remove(&key) else {
            faults.push(format!("{second} lacks {}", spelled(&key)));
            continue;
        };
        if placed(&words) != placed(&other) {
            faults.push(format!(
                "{} is given other arguments in {first} than in {second}",
                spelled(&key)
            ));
        }
        let mut arguments = arguments(&words);
        arguments.extend(self::arguments(&other));
        let message = Message {
            arguments,
            words: [words, other],
        };
        home.insert(key, message);
    }
    faults.extend(
        english
            .keys()
            .map(|key| format!("{first} lacks {}", spelled(key))),
    );
    home
}

/// A key as it is said to people.
fn spelled(key: &[String]) -> String {
    key.join("/")
}

/// Everything that a sentence asks for.
fn arguments(pieces: &[Piece]) -> BTreeSet<String> {
    let mut names = placed(pieces);
    for piece in pieces {
        if let Piece::ByNumber { argument, .. } = piece {
            names.insert(argument.clone());
        }
    }
    names
}

/// What stands in a sentence. A number by which only the wording is chosen is not among it: Chinese has one wording.
fn placed(pieces: &[Piece]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for piece in pieces {
        match piece {
            Piece::Text(_) => {}
            Piece::Argument(name) => {
                names.insert(name.clone());
            }
            Piece::ByNumber { one, other, .. } => {
                names.extend(placed(one));
                names.extend(placed(other));
            }
        }
    }
    names
}

/// All files below a folder, in order.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn read_file(root: &Path, file: &Path, words: &mut Words, faults: &mut Vec<String>) {
    let place = file.strip_prefix(root).unwrap_or(file).with_extension("");
    let room: Vec<String> = place
        .iter()
        .map(|part| part.to_string_lossy().into_owned())
        .collect();
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) => {
            faults.push(format!("{}: {error}", file.display()));
            return;
        }
    };
    let mut fault = |what: String| faults.push(format!("{}: {what}", file.display()));
    let body = match fluent_syntax::parser::parse(text.as_str()) {
        Ok(resource) => resource.body,
        Err((_, errors)) => {
            for error in errors {
                let line = text.as_bytes().iter().take(error.pos.start);
                let line = line.filter(|byte| **byte == b'\n').count() + 1;
                fault(format!("line {line}: {error}"));
            }
            return;
        }
    };
    for entry in body {
        let message = match entry {
            Entry::Message(message) => message,
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => continue,
            Entry::Term(term) => {
                fault(format!("-{}: no terms here", term.id.name));
                continue;
            }
            Entry::Junk { content } => {
                fault(format!("not understood: {content}"));
                continue;
            }
        };
        let mut key = room.clone();
        key.push(message.id.name.to_owned());
        if message.value.is_some() && !message.attributes.is_empty() {
            fault(format!(
                "{}: words of its own or attributes",
                message.id.name
            ));
        }
        let attributes = message
            .attributes
            .iter()
            .map(|attribute| (Some(attribute.id.name), &attribute.value));
        for (attribute, pattern) in attributes.chain(message.value.iter().map(|own| (None, own))) {
            let mut key = key.clone();
            key.extend(attribute.map(str::to_owned));
            match pieces(pattern) {
                Ok(pieces) => {
                    if words.insert(key.clone(), pieces).is_some() {
                        fault(format!("{} stands twice", spelled(&key)));
                    }
                }
                Err(what) => fault(format!("{}: {what}", spelled(&key))),
            }
        }
    }
}

fn pieces(pattern: &Pattern<&str>) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => push_text(&mut pieces, value),
            PatternElement::Placeable { expression } => match expression {
                Expression::Inline(InlineExpression::StringLiteral { value }) => {
                    push_text(&mut pieces, value);
                }
                Expression::Inline(InlineExpression::VariableReference { id }) => {
                    pieces.push(Piece::Argument(id.name.to_owned()));
                }
                Expression::Select {
                    selector: InlineExpression::VariableReference { id },
                    variants,
                } => pieces.push(by_number(id.name, variants)?),
                _ => return Err("only arguments, texts and [one]/*[other] of an argument".into()),
            },
        }
    }
    Ok(pieces)
}

fn by_number(argument: &str, variants: &[Variant<&str>]) -> Result<Piece, String> {
    let wording = |name: &str, is_default: bool| {
        let found = variants.iter().find(|variant| {
            variant.default == is_default
                && matches!(&variant.key, VariantKey::Identifier { name: key } if *key == name)
        });
        found.map(|variant| pieces(&variant.value)).transpose()
    };
    match (wording("one", false)?, wording("other", true)?) {
        (Some(one), Some(other)) if variants.len() == 2 => Ok(Piece::ByNumber {
            argument: argument.to_owned(),
            one,
            other,
        }),
        _ => Err(format!("${argument} is chosen by with [one] and *[other]")),
    }
}

fn push_text(pieces: &mut Vec<Piece>, text: &str) {
    if let Some(Piece::Text(last)) = pieces.last_mut() {
        let _ = write!(last, "{text}");
    } else if !text.is_empty() {
        pieces.push(Piece::Text(text.to_owned()));
    }
}
