//! Telling what came of a check.

use std::path::Path;

use anstyle::Style;
use doorstep_evidence::verdict::Verdict;
use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr as _;

use super::{Checked, in_words::in_words};
use crate::{
    terminal::{self, BAD, COLUMNS, DIM, GOOD, HEAD, WARN},
    text::{Language, Sentence as _, verify::VerifyText},
};

/// Columns of the labels.
const LABEL_COLUMNS: usize = 14;

/// Tells it to people.
pub(super) fn print(file: &Path, checked: &Checked, language: Language) {
    let (verdict, style) = (&checked.verdict, style(&checked.verdict));
    let word = language.pick(verdict.chinese(), verdict.english());
    terminal::line(&format!("{style}{} {word}{style:#}", verdict.mark()));
    terminal::line(&format!("  {DIM}{}{DIM:#}", terminal::plain(&file.display().to_string())));
    match verdict {
        Verdict::Broken { why } => say(&VerifyText::BrokenBecause { why: why.clone() }, language),
        Verdict::Changed { differences } => {
            for difference in differences {
                let value = |text: &str| {
                    if text.is_empty() { VerifyText::Nothing {}.in_language(language) } else { text.to_owned() }
                };
                let (signed, now) = (value(&difference.signed), value(&difference.now));
                say(&VerifyText::Was { path: difference.path.clone(), signed, now }, language);
            }
        }
        Verdict::Unchanged | Verdict::UnknownDevice => {}
    }
    say(&meaning(checked), language);
    if let Some((opened, digest)) = &checked.opened {
        for (label, lines) in in_words(opened, digest, language) {
            print_row(&label.in_language(language), &lines);
        }
        if !checked.compared && opened.trusted {
            say(&VerifyText::NotCompared {}, language);
        }
    }
}

fn say(text: &VerifyText, language: Language) {
    let text = text.in_language(language);
    terminal::indented(&terminal::plain(&text), 2, COLUMNS).iter().for_each(|line| terminal::line(line));
}

fn print_row(label: &str, lines: &[String]) {
    let mut lead = format!("{HEAD}{label}{HEAD:#}{}", " ".repeat(LABEL_COLUMNS.saturating_sub(label.width())));
    for text in lines {
        for line in terminal::wrapped(&terminal::plain(text), COLUMNS - LABEL_COLUMNS - 4) {
            terminal::line(&format!("  {lead}  {line}"));
            lead = " ".repeat(LABEL_COLUMNS);
        }
    }
}

const fn style(verdict: &Verdict) -> Style {
    match verdict {
        Verdict::Unchanged => GOOD,
        Verdict::Changed { .. } | Verdict::UnknownDevice => WARN,
        Verdict::Broken { .. } => BAD,
    }
}

/// What the verdict proves and what not.
const fn meaning(checked: &Checked) -> VerifyText {
    match &checked.verdict {
        Verdict::Unchanged => VerifyText::MeansUnchanged {},
        Verdict::Changed { .. } => VerifyText::MeansChanged {},
        Verdict::Broken { .. } => VerifyText::MeansBroken {},
        Verdict::UnknownDevice if checked.trust_given => VerifyText::MeansUnknownForeign {},
        Verdict::UnknownDevice => VerifyText::MeansUnknownUntrusted {},
    }
}

/// Tells it to programs.
pub(super) fn json(file: &Path, checked: &Checked) -> Value {
    let mut told = json!({
        "file": file.display().to_string(),
        "verdict": checked.verdict.code(),
        "compared": checked.compared,
        "means": meaning(checked).english(),
    });
    match &checked.verdict {
        Verdict::Broken { why } => told["why"] = why.as_str().into(),
        Verdict::Changed { differences } => told["differences"] = json!(differences),
        Verdict::Unchanged | Verdict::UnknownDevice => {}
    }
    if let Some((opened, digest)) = &checked.opened {
        let statement = &opened.statement;
        told["trusted"] = opened.trusted.into();
        told["digest"] = json!(digest);
        told["device_name"] = opened.certificate.device_name().into();
        told["organisation"] = opened.certificate.organisation().into();
        // As it was sealed, apart from the strokes, which are most of it and say nothing to a reader.
        let mut sealed = json!(statement);
        if let Some(signing) = sealed.get_mut("signing").and_then(Value::as_object_mut) {
            signing.remove("ink");
        }
        told["statement"] = sealed;
    }
    told
}
