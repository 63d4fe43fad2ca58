//! A view as a reader of one language meets it.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// Reads views in one language: what is empty is left out, ids are numbered in the order in which they come, what differs
/// from run to run is not told.
#[derive(Debug)]
pub(super) struct Reader {
    language: &'static str,
    ids: BTreeMap<String, usize>,
}

impl Reader {
    pub(super) fn of(language: &'static str) -> Self {
        Self {
            language,
            ids: BTreeMap::new(),
        }
    }

    pub(super) fn read(&mut self, value: &Value) -> Value {
        match value {
            Value::Object(members) => self.read_object(members),
            Value::Array(items) => items.iter().map(|item| self.read(item)).collect(),
            Value::String(text) => Value::String(self.without_ids(text)),
            other => other.clone(),
        }
    }

    fn read_object(&mut self, members: &Map<String, Value>) -> Value {
        let says = said(members).then(|| members.get(self.language)).flatten();
        let mut shown = Map::new();
        for (name, member) in members {
            let is_said = says.is_some() && matches!(name.as_str(), "zh" | "en" | "code" | "value");
            if is_empty(member) || is_said {
                continue;
            }
            let read = match differs(name) {
                true => Value::String("‹differs›".to_owned()),
                false => self.read(member),
            };
            shown.insert(name.clone(), read);
        }
        let Some(says) = says else {
            return Value::Object(shown);
        };
        let words = Value::String(self.without_ids(says.as_str().unwrap_or_default()));
        if shown.is_empty() {
            return words;
        }
        shown.insert("says".to_owned(), words);
        Value::Object(shown)
    }

    /// Random ids and digests become ‹1›, ‹2›, …
    fn without_ids(&mut self, text: &str) -> String {
        if text.starts_with("doorstep-offer:") {
            return "doorstep-offer:…".to_owned();
        }
        let is_part = |sign: char| sign.is_ascii_hexdigit() || sign == '-';
        let mut told = String::new();
        for word in text.split_inclusive(|sign| !is_part(sign)) {
            let id = word.trim_end_matches(|sign| !is_part(sign));
            let digits = id.bytes().filter(u8::is_ascii_hexdigit).count();
            if digits == 32 || digits == 64 {
                let next = self.ids.len() + 1;
                let number = *self.ids.entry(id.to_owned()).or_insert(next);
                told.push_str(&word.replacen(id, &format!("‹{number}›"), 1));
            } else {
                told.push_str(word);
            }
        }
        told
    }
}

/// Whether an object is words in both languages.
pub(super) fn said(members: &Map<String, Value>) -> bool {
    members.contains_key("zh") && members.contains_key("en")
}

pub(super) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::String(text) => text.is_empty(),
        _ => false,
    }
}

/// Sizes of files and where they lie hang on the machine, and on how long a random number is in decimal.
fn differs(name: &str) -> bool {
    name == "bytes" || name.starts_with("bytes_") || name.ends_with("_bytes") || name == "out"
}
