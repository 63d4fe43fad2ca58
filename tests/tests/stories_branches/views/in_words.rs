//! What a shell could not show as it stands: words of the other language, a code without words, a sum without a currency, a
//! moment without an offset.

use std::collections::BTreeSet;

use chrono::DateTime;
use serde_json::{Map, Value};

use super::language::said;

/// Words that are the same in Chinese.
const SAME_IN_CHINESE: &[&str] = &["JPEG", "PNG", "WebP", "PDF", "HEIC"];

/// Members that hold a code on purpose: programs compare it, people see the words beside it or know it by heart (person
/// codes, the catalogue's codes).
const CODES: &[&str] = &[
    "code",
    "by",
    "person",
    "assignee",
    "lead",
    "technician",
    "to",
    "from",
    "of",
    "kind",
];

/// Notes the faults of a view.
pub(super) fn find_faults(value: &Value, path: &str, faults: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            if said(members) {
                note_words(members, path, faults);
            }
            if members.contains_key("minor") && !members.contains_key("currency") {
                faults.insert(format!("{path}: a sum without a currency"));
            }
            for (name, member) in members {
                let path = format!("{path}.{name}");
                if name.ends_with("_minor") {
                    faults.insert(format!("{path}: a sum without a currency"));
                }
                // Words, and a field's value as it stands, which has its words beside it, are no codes.
                let is_said = said(members) && matches!(name.as_str(), "zh" | "en" | "value");
                if let (Value::String(text), false) = (member, is_said) {
                    note_text(name, text, &path, faults);
                }
                find_faults(member, &path, faults);
            }
        }
        Value::Array(items) => {
            for item in items {
                find_faults(item, &format!("{path}[]"), faults);
            }
        }
        _ => {}
    }
}

/// The words of a code are in their language; a field's value may be the customer's own.
fn note_words(members: &Map<String, Value>, path: &str, faults: &mut BTreeSet<String>) {
    let words = |language: &str| members[language].as_str().unwrap_or_default();
    let (chinese, english) = (words("zh"), words("en"));
    let is_own =
        members.contains_key("value") || [".signed", ".now"].iter().any(|end| path.ends_with(end));
    if chinese.is_empty() != english.is_empty() {
        faults.insert(format!(
            "{path}: words in one language only: {chinese:?} {english:?}"
        ));
    }
    let has_word = chinese.chars().any(|sign| sign.is_ascii_alphabetic());
    // Of a kind that the catalogue does not name, or without a catalogue, the code is all that is known.
    let is_unknown_kind = path.ends_with("kind") && chinese == members["code"];
    let is_foreign =
        has_word && !chinese.chars().any(is_chinese) && !SAME_IN_CHINESE.contains(&chinese);
    if is_foreign && !is_own && !is_unknown_kind {
        faults.insert(format!("{path}: no Chinese: {chinese:?}"));
    }
    if english.chars().any(is_chinese) && !is_own {
        faults.insert(format!("{path}: no English: {english:?}"));
    }
}

fn note_text(name: &str, text: &str, path: &str, faults: &mut BTreeSet<String>) {
    let is_code = text.len() > 2
        && text
            .chars()
            .all(|sign| sign.is_ascii_lowercase() || sign == '_');
    if is_code && !CODES.contains(&name) {
        faults.insert(format!("{path}: a code without words: {text:?}"));
    }
    let looks_like_a_moment = text.len() > 11
        && text.is_ascii()
        && text.as_bytes()[10] == b'T'
        && text.as_bytes()[4] == b'-';
    if looks_like_a_moment
        && !text
            .split('/')
            .all(|moment| DateTime::parse_from_rfc3339(moment).is_ok())
    {
        faults.insert(format!("{path}: a moment without an offset: {text:?}"));
    }
}

fn is_chinese(sign: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&sign)
}
