//! What was signed, in words.

use doorstep_domain::money::{Currency, Money};
use doorstep_evidence::{
    digest::Digest,
    statement::{Shown, ShownPart, ShownQuote},
    verdict::Opened,
};

use crate::text::{
    Language, Sentence as _,
    verify::{Label, VerifyText},
};

/// What was signed: a label each, and its lines.
#[allow(clippy::too_many_lines)] // one row after the other, in the order in which they are read
pub(super) fn in_words(
    opened: &Opened,
    digest: &Digest,
    language: Language,
) -> Vec<(Label, Vec<String>)> {
    let (statement, shown) = (&opened.statement, &opened.statement.shown);
    let say = |text: VerifyText| text.in_language(language);
    let pick = |phrase| language.say(phrase).to_owned();
    let purpose = statement.purpose;
    let mut rows = vec![
        (Label::Purpose {}, vec![pick(purpose.words())]),
        (Label::Number {}, vec![shown.number.clone()]),
        (
            Label::Customer {},
            joined(&[
                &shown.customer.name,
                &shown.customer.phone,
                &shown.customer.address,
            ]),
        ),
        (
            Label::Unit {},
            joined(&[&shown.unit.kind, &shown.unit.model, &shown.unit.serial]),
        ),
        (Label::Symptom {}, lines(&shown.symptom)),
        (Label::Cause {}, lines(&shown.cause)),
        (Label::Work {}, lines(&shown.work)),
        (
            Label::CannotRepair {},
            lines(shown.cannot_repair.as_deref().unwrap_or_default()),
        ),
        (Label::Fitted {}, shown.fitted.iter().map(part).collect()),
        (Label::Removed {}, shown.removed.iter().map(part).collect()),
        (Label::Tests {}, tests(shown, language)),
    ];
    if let Some(quote) = &shown.quote {
        rows.extend(quote_rows(quote, language));
    }
    let signing = &statement.signing;
    if let Some(receipt) = &signing.receipt {
        let amount = money(receipt.amount_minor, &receipt.currency);
        let method = doorstep_domain::record::choice_words(&receipt.method);
        let method = method.map_or_else(|| receipt.method.clone(), pick);
        rows.push((
            Label::Receipt {},
            joined(&[&amount, &method, &receipt.number]),
        ));
    }
    let relation = signing.relation;
    let signer = format!("{} ({})", signing.signer, language.say(relation.words()));
    let device = VerifyText::OfDevice {
        name: opened.certificate.device_name().to_owned(),
        person: opened.certificate.person().0.clone(),
    };
    let name = opened.certificate.organisation().to_owned();
    let organisation = if opened.trusted {
        VerifyText::BelievedOrganisation { name }
    } else {
        VerifyText::ClaimedOrganisation { name }
    };
    rows.extend([
        (
            Label::Refusal {},
            lines(signing.refusal_reason.as_deref().unwrap_or_default()),
        ),
        (
            Label::Opinion {},
            lines(signing.opinion.as_deref().unwrap_or_default()),
        ),
        (
            Label::Score {},
            signing
                .score
                .map(|score| format!("{score}/5"))
                .into_iter()
                .collect(),
        ),
        (Label::Consent {}, lines(&signing.consent)),
        (Label::Signer {}, vec![signer]),
        (
            Label::Time {},
            vec![say(VerifyText::ClaimedTime {
                time: statement.moment.device_time.clone(),
            })],
        ),
        (Label::Device {}, vec![say(device)]),
        (Label::Organisation {}, vec![say(organisation)]),
        (Label::Digest {}, vec![digest.to_string()]),
    ]);
    rows.retain(|(_, lines)| !lines.is_empty());
    rows
}

fn quote_rows(quote: &ShownQuote, language: Language) -> [(Label, Vec<String>); 3] {
    let of = VerifyText::Revision {
        revision: quote.revision,
        lines: quote.lines.len(),
    }
    .in_language(language);
    let line = |line: &doorstep_domain::quote::QuoteLine| {
        let amount = money(line.amount_minor, &quote.currency);
        let payer = language.say(line.payer.words());
        format!("{} × {}  {amount}  {payer}", line.quantity, line.name)
    };
    let lines = std::iter::once(of)
        .chain(quote.lines.iter().map(line))
        .collect();
    [
        (Label::Quote {}, lines),
        (
            Label::Total {},
            vec![money(quote.total_minor, &quote.currency)],
        ),
        (
            Label::CustomerPays {},
            vec![money(quote.customer_pays_minor, &quote.currency)],
        ),
    ]
}

/// An amount as people read it. A currency that this program does not know is told in its minor units.
pub(super) fn money(minor: i64, currency: &str) -> String {
    let known = [Currency::Cny, Currency::Hkd]
        .into_iter()
        .find(|known| known.code() == currency);
    match known {
        Some(currency) => Money { minor, currency }.to_string(),
        None => format!("{currency} {minor}"),
    }
}

fn tests(shown: &Shown, language: Language) -> Vec<String> {
    if shown.tests.is_empty() {
        return Vec::new();
    }
    let passed = shown.tests.iter().filter(|test| test.passed).count();
    let of = VerifyText::Passed {
        passed,
        of: shown.tests.len(),
    }
    .in_language(language);
    let failed = shown.tests.iter().filter(|test| !test.passed);
    let failed = failed.map(|test| format!("✖ {} {}", test.name, test.result));
    std::iter::once(of).chain(failed).collect()
}

fn part(part: &ShownPart) -> String {
    let mut words = format!("{} × {} ({})", part.quantity, part.name, part.part);
    if !part.serial.is_empty() {
        words = format!("{words} {}", part.serial);
    }
    words
}

/// The words that are there, on one line; no line if there are none.
fn joined(words: &[&String]) -> Vec<String> {
    let there: Vec<&str> = words
        .iter()
        .map(|word| word.as_str())
        .filter(|word| !word.is_empty())
        .collect();
    if there.is_empty() {
        Vec::new()
    } else {
        vec![there.join("  ")]
    }
}

fn lines(text: &str) -> Vec<String> {
    text.lines()
        .map(str::to_owned)
        .filter(|line| !line.is_empty())
        .collect()
}
