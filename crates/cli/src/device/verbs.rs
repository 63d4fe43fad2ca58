//! `verbs`: what a script may say, out of the types that its lines are read into.

use std::io::{self, Write};

use doorstep_core::script::{VERBS, member_rows};
use serde_json::{Value, json};

use super::language::Language;

/// Every verb with its members, its schema and an example.
pub(super) fn verbs_json() -> Value {
    let verbs = VERBS.iter().map(|verb| {
        let schema = verb.schema();
        json!({
            "verb": verb.name,
            "zh": verb.chinese,
            "en": verb.english,
            "members": member_rows(&schema),
            "schema": schema.as_value(),
            "example": serde_json::from_str::<Value>(verb.example).unwrap_or_default(),
        })
    });
    Value::Array(verbs.collect())
}

/// The same for people.
///
/// # Errors
/// What the writer says.
pub(super) fn write_verbs(out: &mut dyn Write, language: Language) -> io::Result<()> {
    for verb in VERBS {
        writeln!(out, "{}  {}", verb.name, language.pick(verb.chinese, verb.english))?;
        for row in member_rows(&verb.schema()) {
            let required = if row.required { "" } else { "?" };
            writeln!(out, "    {}{required}: {}", row.name, row.kind)?;
            if !row.meaning.is_empty() {
                writeln!(out, "        {}", row.meaning)?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_can_read_which_members_a_verb_takes() {
        let verbs = verbs_json();
        let offer = verbs.as_array().unwrap().iter().find(|verb| verb["verb"] == "quote.offer").unwrap();
        let names: Vec<_> = offer["members"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect();
        assert!(names.contains(&"record") && names.contains(&"lines[].payer"), "{names:?}");
        assert_eq!(offer["schema"]["additionalProperties"], false);
        assert_eq!(offer["example"]["do"], "quote.offer");

        let mut text = Vec::new();
        write_verbs(&mut text, Language::Chinese).unwrap();
        let text = String::from_utf8(text).unwrap();
        assert!(text.contains("quote.offer  报价或新版报价\n"), "{text}");
        assert!(text.contains("    lines[].payer?: customer / warranty / contract\n"), "{text}");
    }
}
