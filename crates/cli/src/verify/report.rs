//! Telling what came of a check.

use std::path::Path;

use anstyle::Style;
use doorstep_domain::record::{Field, TextName};
use doorstep_evidence::{statement::Difference, verdict::Verdict};
use doorstep_report::read::Pages;
use serde_json::{Map, Value, json};
use unicode_width::UnicodeWidthStr as _;

use super::check::{Checked, Sealed};
use super::in_words::in_words;
use crate::{
    terminal::{self, BAD, COLUMNS, DIM, GOOD, HEAD, WARN},
    text::{
        Language, Sentence,
        verify::{Label, VerifyText, Why},
    },
};

/// Columns of the labels: with the blanks around them a digest still has room beside one.
const LABEL_COLUMNS: usize = 13;

/// Tells it to people.
pub(super) fn print(file: &Path, checked: &Checked, language: Language) {
    let verdict = checked.verdict();
    let style = style(&verdict);
    let word = language.say(verdict.words());
    terminal::line(&format!("{style}{} {word}{style:#}", verdict.mark()));
    terminal::line(&format!(
        "  {DIM}{}{DIM:#}",
        terminal::plain(&file.display().to_string())
    ));
    match checked {
        Checked::Broken(because) => {
            say(
                &VerifyText::Because {
                    why: because.in_language(language),
                },
                language,
            );
            say(&meaning(checked), language);
        }
        Checked::CopyChanged(fault, sealed) => {
            let why = Why::Copy(*fault).in_language(language);
            say(&VerifyText::Because { why }, language);
            say(&meaning(checked), language);
            print_statement(sealed, language);
        }
        Checked::Sealed(sealed) => {
            for difference in sealed.differences.iter().flatten() {
                say(&was(difference, language), language);
            }
            say(&meaning(checked), language);
            if let Some(pages) = sealed.pages {
                say(&of_pages(pages), language);
            }
            print_statement(sealed, language);
            if sealed.opened.trusted && sealed.differences.is_none() {
                say(&VerifyText::NotCompared {}, language);
            }
        }
    }
}

fn print_statement(sealed: &Sealed, language: Language) {
    for (label, lines) in in_words(&sealed.opened, &sealed.digest, language) {
        print_row(&label.in_language(language), &lines);
    }
}

const fn of_pages(pages: Pages) -> VerifyText {
    match pages {
        Pages::Same => VerifyText::PagesCompared {},
        Pages::OtherForm => VerifyText::PagesNotCompared {},
    }
}

fn say(text: &impl Sentence, language: Language) {
    let text = text.in_language(language);
    terminal::indented(&terminal::plain(&text), 2, COLUMNS)
        .iter()
        .for_each(|line| terminal::line(line));
}

fn print_row(label: &str, lines: &[String]) {
    let mut lead = format!(
        "{HEAD}{label}{HEAD:#}{}",
        " ".repeat(LABEL_COLUMNS.saturating_sub(label.width()))
    );
    for text in lines {
        for line in terminal::wrapped(&terminal::plain(text), COLUMNS - LABEL_COLUMNS - 3) {
            terminal::line(&format!("  {lead} {line}"));
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
fn meaning(checked: &Checked) -> VerifyText {
    match (checked.verdict(), checked) {
        (Verdict::Unchanged, _) => VerifyText::MeansUnchanged {},
        (_, Checked::CopyChanged(..)) => VerifyText::MeansCopyChanged {},
        (Verdict::Changed { .. }, _) => VerifyText::MeansChanged {},
        (Verdict::UnknownDevice, Checked::Sealed(sealed)) if sealed.trust_given => {
            VerifyText::MeansUnknownForeign {}
        }
        (Verdict::UnknownDevice, _) => VerifyText::MeansUnknownUntrusted {},
        (Verdict::Broken { .. }, _) => VerifyText::MeansBroken {},
    }
}

/// What was signed and what the record says now.
fn was(difference: &Difference, language: Language) -> VerifyText {
    let value = |text: &str| {
        if text.is_empty() {
            VerifyText::Nothing {}.in_language(language)
        } else {
            text.replace('\n', " ⏎ ")
        }
    };
    VerifyText::Was {
        what: name_of(&difference.path, language),
        signed: value(&difference.signed),
        now: value(&difference.now),
    }
}

/// The name of what a path leads to: `customer.phone`, `fitted.0.serial`. What is deeper than its name keeps its path.
fn name_of(path: &str, language: Language) -> String {
    let field = |field: Field| language.say(field.rule().name).to_owned();
    let text = |text: TextName| language.say(text.words()).to_owned();
    let label = |label: Label, rest: &str| format!("{}{rest}", label.in_language(language));
    let (first, rest) = path
        .split_once('.')
        .map_or((path, String::new()), |(first, rest)| {
            (first, format!(" {rest}"))
        });
    match (path, first) {
        ("customer.name", _) => field(Field::CustomerName),
        ("customer.phone", _) => field(Field::CustomerPhone),
        ("customer.address", _) => field(Field::CustomerAddress),
        ("unit.kind", _) => field(Field::UnitKind),
        ("unit.model", _) => field(Field::UnitModel),
        ("unit.serial", _) => field(Field::UnitSerial),
        ("unit.purchased_on", _) => field(Field::PurchasedOn),
        ("symptom", _) => text(TextName::Symptom),
        ("cause", _) => text(TextName::Cause),
        ("work", _) => text(TextName::Work),
        (_, "fitted") => label(Label::Fitted {}, &rest),
        (_, "removed") => label(Label::Removed {}, &rest),
        (_, "tests") => label(Label::Tests {}, &rest),
        (_, "quote") => label(Label::Quote {}, &rest),
        (_, "cannot_repair") => label(Label::CannotRepair {}, &rest),
        _ => path.to_owned(),
    }
}

/// Tells it to programs.
pub(super) fn json(file: &Path, checked: &Checked) -> Value {
    let mut told = Map::from_iter([
        ("file".to_owned(), file.display().to_string().into()),
        ("verdict".to_owned(), checked.verdict().code().into()),
        (
            "means".to_owned(),
            meaning(checked).in_language(Language::English).into(),
        ),
    ]);
    match checked {
        Checked::Broken(because) => {
            told.insert(
                "why".to_owned(),
                because.in_language(Language::English).into(),
            );
            if let Why::Copy(fault) = because {
                told.insert("fault".to_owned(), fault.code().into());
            }
        }
        Checked::CopyChanged(fault, sealed) => {
            told.insert("why".to_owned(), fault.to_string().into());
            told.insert("fault".to_owned(), fault.code().into());
            told.extend(statement(sealed));
        }
        Checked::Sealed(sealed) => told.extend(statement(sealed)),
    }
    told.into()
}

fn statement(sealed: &Sealed) -> [(String, Value); 8] {
    let certificate = &sealed.opened.certificate;
    // As it was sealed, apart from the strokes, which are most of it and say nothing to a reader.
    let mut statement = json!(sealed.opened.statement);
    if let Some(signing) = statement.get_mut("signing").and_then(Value::as_object_mut) {
        signing.remove("ink");
    }
    [
        ("compared", sealed.differences.is_some().into()),
        ("differences", json!(sealed.differences)),
        ("trusted", sealed.opened.trusted.into()),
        (
            "pages",
            json!(sealed.pages.map(|pages| match pages {
                Pages::Same => "same",
                Pages::OtherForm => "other_form",
            })),
        ),
        ("digest", json!(sealed.digest)),
        ("device_name", certificate.device_name().into()),
        ("organisation", certificate.organisation().into()),
        ("statement", statement),
    ]
    .map(|(name, value)| (name.to_owned(), value))
}
