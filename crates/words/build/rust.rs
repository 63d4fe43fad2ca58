//! The home of the words as Rust: a module for each file and each message with attributes; in it a [`Phrase`] for words
//! that stand by themselves, a struct for those into which something is put.
//!
//! [`Phrase`]: ../src/phrase.rs

use std::{collections::BTreeMap, fmt::Write as _};

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

use super::home::{Home, Message, Piece};

/// The words below one part of a key.
#[derive(Default)]
struct Room<'h> {
    rooms: BTreeMap<&'h str, Room<'h>>,
    words: BTreeMap<&'h str, &'h Message>,
}

/// All of it as one Rust file.
pub(crate) fn write(home: &Home) -> String {
    let mut root = Room::default();
    for (key, message) in home {
        let Some((name, rooms)) = key.split_last() else {
            continue;
        };
        let mut room = &mut root;
        for part in rooms {
            room = room.rooms.entry(part).or_default();
        }
        room.words.insert(name, message);
    }
    let mut text = String::new();
    write_room(&mut text, &root);
    text
}

fn write_room(text: &mut String, room: &Room<'_>) {
    for (name, message) in &room.words {
        if message.arguments.is_empty() {
            write_phrase(text, name, message);
        } else {
            write_sentence(text, name, message);
        }
    }
    write_all(text, room);
    for (name, room) in &room.rooms {
        let _ = writeln!(
            text,
            "/// Words of `{name}`.\npub mod {} {{",
            name.to_snake_case()
        );
        write_room(text, room);
        text.push_str("}\n");
    }
}

fn write_phrase(text: &mut String, name: &str, message: &Message) {
    write_doc(text, message);
    let [chinese, english] = message.words.each_ref().map(|words| plain(words));
    let _ = writeln!(
        text,
        "pub const {}: crate::Phrase = crate::Phrase {{ chinese: {chinese:?}, english: {english:?} }};",
        name.to_shouty_snake_case()
    );
}

/// All words of a room in one list: a font, say, is asked whether it has their letters.
fn write_all(text: &mut String, room: &Room<'_>) {
    if room.words.is_empty() {
        return;
    }
    text.push_str(
        "/// All words of this module, with `{argument}` where something is put in.\n\
         pub const EVERY_PHRASE: &[crate::Phrase] = &[\n",
    );
    for message in room.words.values() {
        let [chinese, english] = message.words.each_ref().map(|words| plain(words));
        let _ = writeln!(
            text,
            "crate::Phrase {{ chinese: {chinese:?}, english: {english:?} }},"
        );
    }
    text.push_str("];\n");
}

fn write_sentence(text: &mut String, name: &str, message: &Message) {
    let name = name.to_upper_camel_case();
    write_doc(text, message);
    let _ = writeln!(text, "#[derive(Clone, Copy)]\npub struct {name}<'a> {{");
    for argument in &message.arguments {
        let _ = writeln!(
            text,
            "/// `${argument}`\npub {}: &'a dyn crate::Say,",
            argument.to_snake_case()
        );
    }
    let _ = writeln!(
        text,
        "}}\nimpl crate::Say for {name}<'_> {{\n\
         fn say(&self, language: crate::Language) -> std::borrow::Cow<'_, str> {{\n\
         let mut text = String::new();\nmatch language {{"
    );
    for (language, words) in ["Chinese", "English"].iter().zip(&message.words) {
        let _ = writeln!(text, "crate::Language::{language} => {{");
        write_pieces(text, words);
        text.push_str("}\n");
    }
    text.push_str("}\ntext.into()\n}\n}\n");
}

fn write_pieces(text: &mut String, pieces: &[Piece]) {
    for piece in pieces {
        let _ = match piece {
            Piece::Text(words) => writeln!(text, "text += {words:?};"),
            Piece::Argument(name) => {
                writeln!(
                    text,
                    "text += &self.{}.say(language);",
                    name.to_snake_case()
                )
            }
            Piece::ByNumber {
                argument,
                one,
                other,
            } => {
                let argument = argument.to_snake_case();
                let _ = writeln!(text, "if self.{argument}.say(language) == \"1\" {{");
                write_pieces(text, one);
                text.push_str("} else {\n");
                write_pieces(text, other);
                writeln!(text, "}}")
            }
        };
    }
}

/// The words as they stand, which is what a reader of the code wants to see of a key.
fn write_doc(text: &mut String, message: &Message) {
    let [chinese, english] = message.words.each_ref().map(|words| plain(words));
    let line = format!("{chinese} · {english}").replace('\n', " ");
    let _ = writeln!(text, "#[doc = {line:?}]");
}

fn plain(pieces: &[Piece]) -> String {
    let plain = |piece: &Piece| match piece {
        Piece::Text(words) => words.clone(),
        Piece::Argument(name) => format!("{{{name}}}"),
        Piece::ByNumber { other, .. } => plain(other),
    };
    pieces.iter().map(plain).collect()
}
