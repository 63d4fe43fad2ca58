//! `docs/device-script.md` says what the program does, and its examples are lines.

use std::{env, fs, path::Path};

use serde_json::Value;

use crate::script::{Line, VERBS, device_script_tables, example::Example, member_rows};

/// Between these two lines of the page stands what the types say.
const BEGIN: &str = "<!-- tables: begin -->\n";
const END: &str = "<!-- tables: end -->\n";

#[test]
fn the_page_about_scripts_lists_every_verb_member_and_code() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/device-script.md");
    let page = fs::read_to_string(&file).unwrap();
    let (head, rest) = page.split_once(BEGIN).expect("the page has its begin mark");
    let (_, tail) = rest.split_once(END).expect("the page has its end mark");
    let made = format!("{head}{BEGIN}\n{}\n{END}{tail}", device_script_tables());
    if env::var_os("DOORSTEP_UPDATE").is_some_and(|word| word == "1") {
        fs::write(&file, &made).unwrap();
    }
    let kept = fs::read_to_string(&file).unwrap();
    assert!(
        kept == made,
        "docs/device-script.md is not what the types say; write its tables anew with\n\
         DOORSTEP_UPDATE=1 cargo test --release -p doorstep-core documentation"
    );
}

#[test]
fn every_example_is_a_line_of_its_verb_and_names_only_members_it_has() {
    let example = Example::new();
    for verb in VERBS {
        let line = Line::parse(verb.example.as_bytes()).unwrap();
        assert_eq!(line.verb, verb.name);
        let rows = member_rows(&verb.schema());
        let value: Value = serde_json::from_str(verb.example).unwrap();
        for member in value
            .as_object()
            .unwrap()
            .keys()
            .filter(|member| *member != "do")
        {
            assert!(
                rows.iter().any(|row| row.name == *member),
                "{}: {member}",
                verb.name
            );
        }
        if verb.name != "sync" {
            // The record and the entries of the examples are on nobody's device; anything but that would be the line's
            // own fault.
            let answer = example.line(verb.example.as_bytes());
            let code = answer
                .pointer("/error/code")
                .and_then(Value::as_str)
                .unwrap_or("ok");
            assert!(
                ["ok", "no_such_record", "no_such_movement"].contains(&code)
                    || (verb.name, code) == ("exchange.take_over", "io"),
                "{}: {answer}",
                verb.name
            );
        }
    }
}

#[test]
fn the_schema_of_a_verb_is_made_of_the_words_that_the_domain_knows() {
    let of = |verb: &str, member: &str| {
        let verb = VERBS.iter().find(|known| known.name == verb).unwrap();
        let row = member_rows(&verb.schema())
            .into_iter()
            .find(|row| row.name == member);
        row.map(|row| (row.kind, row.required)).unwrap_or_default()
    };
    assert_eq!(
        of("quote.offer", "lines[].payer"),
        ("customer / warranty / contract".into(), false)
    );
    assert_eq!(
        of("quote.accept", "relation"),
        ("customer / family / company / other".into(), true)
    );
    assert_eq!(
        of("quote.accept", "strokes[][].t_ms"),
        ("integer".into(), true)
    );
    assert_eq!(of("record.open", "customer.name"), ("string".into(), true));
    assert_eq!(of("record.text", "splice.at"), ("integer".into(), true));
    assert_eq!(
        of("record.field", "value"),
        ("string / integer / boolean / null".into(), true)
    );
    assert_eq!(of("entry.void", "entry"), ("string".into(), true));
    assert!(!of("payment.take", "relation").1);
}
