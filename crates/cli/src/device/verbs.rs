//! `verbs`: what a script may say, out of the types that its lines are read into.

use doorstep_core::script::{VERBS, member_rows};
use serde_json::{Value, json};

use crate::text::Language;

/// Every verb with its members, its schema and an example.
pub(super) fn verbs_json() -> Value {
    let verbs = VERBS.iter().map(|verb| {
        let schema = verb.schema();
        json!({
            "verb": verb.name,
            "zh": verb.what.chinese,
            "en": verb.what.english,
            "members": member_rows(&schema),
            "schema": schema.as_value(),
            "example": serde_json::from_str::<Value>(verb.example).unwrap_or_default(),
        })
    });
    Value::Array(verbs.collect())
}

/// The same for people; a member with `?` may be left out.
pub(super) fn verb_lines(language: Language) -> Vec<String> {
    let mut lines = Vec::new();
    for verb in VERBS {
        lines.push(format!("{}  {}", verb.name, language.say(verb.what)));
        for row in member_rows(&verb.schema()) {
            let mark = if row.required { "" } else { "?" };
            lines.push(format!("    {}{mark}: {}", row.name, row.kind));
            if !row.meaning.is_empty() {
                lines.push(format!("        {}", row.meaning));
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_can_read_which_members_a_verb_takes() {
        let verbs = verbs_json();
        let verbs = verbs.as_array().unwrap();
        let offer = verbs
            .iter()
            .find(|verb| verb["verb"] == "quote.offer")
            .unwrap();
        let members = offer["members"].as_array().unwrap();
        let names: Vec<_> = members
            .iter()
            .map(|row| row["name"].as_str().unwrap())
            .collect();
        assert!(
            names.contains(&"record") && names.contains(&"lines[].payer"),
            "{names:?}"
        );
        assert_eq!(offer["schema"]["additionalProperties"], false);
        assert_eq!(offer["example"]["do"], "quote.offer");

        let lines = verb_lines(Language::Chinese);
        for line in [
            "quote.offer  报价或新版报价",
            "    lines[].payer?: customer / warranty / contract",
        ] {
            assert!(lines.iter().any(|told| told == line), "{line}");
        }
    }
}
