//! The members of a verb as rows of a table, read out of its JSON Schema.

use schemars::Schema;
use serde::Serialize;
use serde_json::{Map, Value};

/// One member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MemberRow {
    /// Its name; what is inside an object follows a dot, what is inside a list `[]`.
    pub name: String,
    /// Its type, or the words it chooses from.
    #[serde(rename = "type")]
    pub kind: String,
    /// The line is refused without it.
    pub required: bool,
    /// What it is.
    pub meaning: String,
}

/// The members of a verb in the order of their names, inner ones after their outer one.
#[must_use]
pub fn member_rows(schema: &Schema) -> Vec<MemberRow> {
    let mut rows = Vec::new();
    if let Some(object) = schema.as_object() {
        members("", object, &mut rows);
    }
    rows
}

fn members(before: &str, object: &Map<String, Value>, rows: &mut Vec<MemberRow>) {
    let properties = object.get("properties").and_then(Value::as_object);
    let required = object.get("required").and_then(Value::as_array);
    for (name, property) in properties.into_iter().flatten() {
        let Some(property) = property.as_object() else {
            continue;
        };
        let path = format!("{before}{name}");
        let meaning = property
            .get("description")
            .and_then(Value::as_str)
            .unwrap_or_default();
        rows.push(MemberRow {
            name: path.clone(),
            kind: kind_of(property),
            required: required.is_some_and(|names| names.iter().any(|wanted| wanted == name)),
            meaning: meaning.split_whitespace().collect::<Vec<_>>().join(" "),
        });
        inner(&path, property, rows);
    }
}

fn inner(path: &str, property: &Map<String, Value>, rows: &mut Vec<MemberRow>) {
    if property.contains_key("properties") {
        members(&format!("{path}."), property, rows);
    } else if let Some(items) = property.get("items").and_then(Value::as_object) {
        inner(&format!("{path}[]"), items, rows);
    } else if let Some(choice) =
        objects(property.get("anyOf")).find(|choice| choice.contains_key("properties"))
    {
        members(&format!("{path}."), choice, rows);
    }
}

fn objects(choices: Option<&Value>) -> impl Iterator<Item = &Map<String, Value>> {
    choices
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_object)
}

fn kind_of(property: &Map<String, Value>) -> String {
    if let Some(words) = property.get("enum").and_then(Value::as_array) {
        let words: Vec<&str> = words.iter().filter_map(Value::as_str).collect();
        return words.join(" / ");
    }
    if let Some(items) = property.get("items").and_then(Value::as_object) {
        return format!("list of {}", kind_of(items));
    }
    match property.get("type") {
        Some(Value::String(kind)) => kind.clone(),
        // What may be left out may also be null; the column "required" says so already.
        Some(Value::Array(kinds)) => {
            let kinds: Vec<&str> = kinds.iter().filter_map(Value::as_str).collect();
            let told = kinds
                .iter()
                .filter(|kind| **kind != "null" || kinds.len() > 2)
                .copied();
            told.collect::<Vec<_>>().join(" / ")
        }
        _ => objects(property.get("anyOf"))
            .map(kind_of)
            .find(|kind| kind != "null")
            .unwrap_or_default(),
    }
}
