//! What reads otherwise than it was signed, in words: `fitted.0.serial` is the serial number of the first part fitted.

use doorstep_domain::{
    money::{Currency, Money},
    quote::{Choice, LineKind, Payer},
    record::{Field, TextName},
};
use doorstep_words::{Language, Phrase, Say, Sentence, view::place as words};
use serde::Serialize;

use super::Words;

/// What stands at a place of a statement, as a screen shows it; empty in both languages where nothing does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShownView {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl ShownView {
    /// A value as a statement flattens it; its sums are of the quote's currency.
    pub(super) fn at(path: &str, value: &str, currency: Option<Currency>) -> Self {
        let last = path.rsplit('.').next().unwrap_or_default();
        let sum = value.parse().ok().zip(currency);
        let said = |found: Option<Phrase>| match found {
            Some(phrase) => (phrase.chinese.to_owned(), phrase.english.to_owned()),
            None => (value.to_owned(), value.to_owned()),
        };
        let (zh, en) = match (last, value, sum) {
            ("passed", "true", _) => said(Some(words::IN_ORDER)),
            ("passed", "false", _) => said(Some(words::NOT_IN_ORDER)),
            ("kind", ..) => {
                let kind = LineKind::ALL.iter().find(|kind| kind.code() == value);
                said(kind.map(|kind| kind.words()))
            }
            ("payer", ..) => {
                let payer = Payer::ALL.iter().find(|payer| payer.code() == value);
                said(payer.map(|payer| payer.words()))
            }
            ("choice", ..) => {
                let choice = Choice::ALL.iter().find(|choice| choice.code() == value);
                said(choice.map(|choice| choice.words()))
            }
            (last, _, Some((minor, currency))) if last.ends_with("_minor") => {
                let text = Money { minor, currency }.to_string();
                (text.clone(), text)
            }
            _ => said(None),
        };
        Self { zh, en }
    }
}

/// A path of a statement in words.
pub(super) fn place_words(path: &str) -> Words {
    let field = match path {
        "unit.purchased_on" => Field::from_key("purchased_on"),
        path => Field::from_key(&path.replace('.', "_")),
    };
    if let Some(field) = field {
        return Words::of(path, field.rule().name);
    }
    let parts: Vec<Sentence> = path.split('.').map(part_words).collect();
    let in_language = |language| {
        let words: Vec<_> = parts.iter().map(|part| part.say(language)).collect();
        words.join(" · ")
    };
    Words::new(
        path,
        &in_language(Language::Chinese),
        &in_language(Language::English),
    )
}

/// The words of one part of a path; of one that is not known here, that it is another one.
fn part_words(part: &str) -> Sentence {
    if let Some(place) = part
        .parse::<usize>()
        .ok()
        .and_then(|place| place.checked_add(1))
    {
        return Sentence::of(&words::Number { place: &place });
    }
    if let Some(text) = TextName::from_key(part) {
        return text.words().into();
    }
    let phrase = match part {
        "fitted" => words::PART_FITTED,
        "removed" => words::PART_REMOVED,
        "tests" => words::TEST,
        "cannot_repair" => words::CANNOT_REPAIRED_SITE,
        "quote" => words::QUOTE,
        "others" => words::OTHER_OPTION,
        "lines" => words::LINE,
        "part" | "code" => words::CODE,
        "name" => words::NAME,
        "serial" => words::SERIAL_NUMBER,
        "quantity" => words::QUANTITY,
        "warranty_months" => words::WARRANTY_MONTHS,
        "result" => words::RESULT,
        "passed" => words::VERDICT,
        "limits" => words::LIMITS,
        "revision" => words::REVISION,
        "currency" => words::CURRENCY,
        "choice" => words::OPTION,
        "kind" => words::KIND,
        "unit_price_minor" => words::UNIT_PRICE,
        "discount_minor" => words::LET_OFF,
        "amount_minor" => words::AMOUNT,
        "payer" => words::WHO_PAYS,
        "rule" | "decided_by" => words::RULE,
        "override_reason" => words::WHY_ANOTHER_PAYER,
        "total_minor" => words::TOTAL,
        "customer_pays_minor" => words::THE_CUSTOMER_PAYS,
        _ => words::OTHER,
    };
    phrase.into()
}
