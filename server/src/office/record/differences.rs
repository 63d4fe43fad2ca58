//! What reads otherwise than when it was signed: each place with the signed value, the value now, and who changed
//! it when, from the history.

use doorstep_domain::{
    money::{Currency, Money},
    quote::{LineKind, Payer},
    record::{EntryKind, Field, FieldValue, SignPurpose, TextName, What},
};
use doorstep_evidence::statement::Difference;
use doorstep_replica::history::Changed;
use doorstep_words::{Language, office::signature as words};
use maud::{Markup, html};

use super::{
    difference::difference,
    dossier::{SealedStatement, Step},
    page::RecordPage,
};
use crate::office::{
    moment::{noted_at, seen_at},
    told::told,
};

/// What part of a record a path of a statement is derived from.
enum Source {
    Field(Field),
    Text(TextName),
    Entries(&'static [EntryKind]),
}

/// What differs of one thing: one field, or all that differs of one part, test item or line of a quote.
struct Group<'s> {
    /// What the paths of the differences begin with, or the whole path of the only one.
    path: String,
    differences: Vec<&'s Difference>,
}

fn groups(differences: &[Difference]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for difference in differences {
        let path = thing(&difference.path);
        match groups.last_mut() {
            Some(group) if group.path == path => group.differences.push(difference),
            _ => groups.push(Group {
                path: path.to_owned(),
                differences: vec![difference],
            }),
        }
    }
    groups
}

/// `fitted.0` of `fitted.0.serial`; a path without a place in a list is a thing by itself.
fn thing(path: &str) -> &str {
    match path.rsplit_once('.') {
        Some((thing, _))
            if thing
                .rsplit('.')
                .next()
                .is_some_and(|last| last.parse::<usize>().is_ok()) =>
        {
            thing
        }
        _ => path,
    }
}

impl RecordPage<'_> {
    pub(super) fn differences(&self, sealed: &SealedStatement) -> Markup {
        let language = self.language;
        let [place, signed, now, by] = [
            words::WHAT_CHANGED,
            words::AS_SIGNED,
            words::AS_IT_IS_NOW,
            words::BY_WHOM_WHEN,
        ]
        .map(|head| language.say(head));
        html! {
            @if !sealed.differences().is_empty() {
                table.stack.differences {
                    caption {
                        @if sealed.stored.purpose == SignPurpose::WorkAcceptance {
                            (language.say(words::NEEDS_A_NEW_ACCEPTANCE))
                        } @else {
                            (language.say(words::CHANGED_SINCE_SEALED))
                        }
                    }
                    thead { tr { @for head in [place, signed, now, by] { th scope="col" { (head) } } } }
                    tbody {
                        @for group in groups(sealed.differences()) {
                            tr {
                                td data-label=(place) { span.kind { (self.place(&group.path)) } }
                                (self.values(sealed, &group, [signed, now]))
                                td data-label=(by) { (self.authors(sealed, source(&group.path).as_ref())) }
                            }
                        }
                    }
                }
            }
        }
    }

    fn values(
        &self,
        sealed: &SealedStatement,
        group: &Group<'_>,
        [signed, now]: [&str; 2],
    ) -> Markup {
        let text = match (source(&group.path), group.differences.as_slice()) {
            (Some(Source::Text(_)), [one]) if !one.signed.is_empty() && !one.now.is_empty() => {
                Some(*one)
            }
            _ => None,
        };
        html! {
            td data-label=(signed) { (self.side(sealed, group, |difference| &difference.signed)) }
            td data-label=(now) {
                @match text {
                    Some(text) => (difference(&text.signed, &text.now)),
                    None => (self.side(sealed, group, |difference| &difference.now)),
                }
            }
        }
    }

    /// One side of a group: every value with its name; once "nothing" where there is none.
    fn side(
        &self,
        sealed: &SealedStatement,
        group: &Group<'_>,
        of: fn(&Difference) -> &String,
    ) -> Markup {
        html! {
            @if group.differences.iter().all(|difference| of(difference).is_empty()) {
                span.none { (self.language.say(words::NOTHING)) }
            } @else {
                @for difference in &group.differences {
                    div {
                        @if let Some(part) = difference.path.strip_prefix(&group.path).filter(|part| !part.is_empty()) {
                            span.label { (self.place(part.trim_start_matches('.'))) } " "
                        }
                        (self.shown(sealed, &difference.path, of(difference)))
                    }
                }
            }
        }
    }

    /// Who changed it since: of the changes that the signer had not seen, those that touch the place.
    fn authors(&self, sealed: &SealedStatement, source: Option<&Source>) -> Markup {
        let unseen = sealed.unseen.as_deref().unwrap_or_default();
        let steps: Vec<&Step> = self
            .dossier
            .history
            .iter()
            .filter(|step| unseen.contains(&step.item.change))
            .filter(|step| source.is_some_and(|source| self.touches(step, source)))
            .collect();
        html! {
            @if steps.is_empty() {
                span.none { (self.language.say(words::NOT_SEEN_HISTORY)) }
            }
            @for step in steps {
                div.author {
                    (self.dossier.staff.device(self.language, step.item.device)) " "
                    (seen_at(self.dossier.claimed(step.item.device, step.item.time_s)))
                    div.side {
                        (self.language.say(words::RECEIVED)) (noted_at(step.received_at_ms)) " · "
                        a href={ "#c-" (step.item.change) } { (self.language.say(words::SEE_THE_HISTORY)) }
                    }
                }
            }
        }
    }

    fn touches(&self, step: &Step, source: &Source) -> bool {
        step.item
            .what
            .iter()
            .any(|changed| match (changed, source) {
                (Changed::Field { field, .. }, Source::Field(wanted)) => field == wanted,
                (Changed::Text { text, .. }, Source::Text(wanted)) => text == wanted,
                (
                    Changed::Entry {
                        entry: Some(entry), ..
                    },
                    Source::Entries(kinds),
                ) => self.is_about(&entry.what, kinds),
                _ => false,
            })
    }

    /// An entry of one of the kinds, or one that takes such an entry back.
    fn is_about(&self, what: &What, kinds: &[EntryKind]) -> bool {
        match what {
            What::Void { entry, .. } => {
                let target = self.dossier.record.entries.get(entry);
                target.is_some_and(|target| match &target.entry.what {
                    // A void of a void gives back what the first one took.
                    What::Void { .. } => true,
                    what => kinds.contains(&what.kind()),
                })
            }
            what => kinds.contains(&what.kind()),
        }
    }

    /// A path in the words of a screen: `fitted.0.serial` is the serial number of the first part fitted.
    fn place(&self, path: &str) -> Markup {
        let language = self.language;
        if let Some(Source::Field(field)) = source(path) {
            return html! { (self.field_name(field)) };
        }
        let words = path.split('.').map(|part| match part.parse::<usize>() {
            Ok(place) => format!("{} {}", language.say(words::NO), place.saturating_add(1)),
            Err(_) => part_words(language, part).map_or_else(|| part.to_owned(), str::to_owned),
        });
        told(&words.collect::<Vec<_>>().join(" · "))
    }

    /// A value as a statement flattens it, in the words of a screen.
    fn shown(&self, sealed: &SealedStatement, path: &str, value: &str) -> Markup {
        let language = self.language;
        if value.is_empty() {
            return html! { span.none { "—" } };
        }
        if let Some(Source::Field(field)) = source(path) {
            return self.value(field, &FieldValue::from(value));
        }
        let last = path.rsplit('.').next().unwrap_or_default();
        let words = match last {
            "passed" if value == "true" => Some(language.say(words::IN_ORDER)),
            "passed" => Some(language.say(words::NOT_IN_ORDER)),
            "kind" => {
                let kind = LineKind::ALL.iter().find(|kind| kind.code() == value);
                kind.map(|kind| language.say(kind.words()))
            }
            "payer" => {
                let payer = Payer::ALL.iter().find(|payer| payer.code() == value);
                payer.map(|payer| language.say(payer.words()))
            }
            _ => None,
        };
        match (words, value.parse::<i64>()) {
            (Some(words), _) => html! { (words) },
            (None, Ok(minor)) if last.ends_with("_minor") => {
                html! { (Money { minor, currency: self.currency_of(sealed) }) }
            }
            _ => told(value),
        }
    }

    fn currency_of(&self, sealed: &SealedStatement) -> Currency {
        let quote = sealed
            .opened
            .as_ref()
            .and_then(|opened| opened.statement.shown.quote.as_ref());
        let signed = quote.and_then(|quote| {
            [Currency::Cny, Currency::Hkd]
                .into_iter()
                .find(|currency| currency.code() == quote.currency)
        });
        signed.unwrap_or_else(|| self.currency())
    }
}

fn source(path: &str) -> Option<Source> {
    let first = path.split('.').next().unwrap_or_default();
    Some(match (first, path) {
        (_, "number") => Source::Field(Field::Number),
        (_, "customer.name") => Source::Field(Field::CustomerName),
        (_, "customer.phone") => Source::Field(Field::CustomerPhone),
        (_, "customer.address") => Source::Field(Field::CustomerAddress),
        (_, "unit.kind") => Source::Field(Field::UnitKind),
        (_, "unit.model") => Source::Field(Field::UnitModel),
        (_, "unit.serial") => Source::Field(Field::UnitSerial),
        (_, "unit.purchased_on") => Source::Field(Field::PurchasedOn),
        (_, "symptom") => Source::Text(TextName::Symptom),
        (_, "cause") => Source::Text(TextName::Cause),
        (_, "work") => Source::Text(TextName::Work),
        ("fitted", _) => Source::Entries(&[EntryKind::PartFitted]),
        ("removed", _) => Source::Entries(&[EntryKind::PartRemoved]),
        ("tests", _) => Source::Entries(&[EntryKind::TestResult]),
        ("cannot_repair", _) => Source::Entries(&[EntryKind::CannotRepair]),
        ("quote", _) => Source::Entries(&[EntryKind::QuoteOffered, EntryKind::QuoteAccepted]),
        _ => return None,
    })
}

fn part_words(language: Language, part: &str) -> Option<&'static str> {
    let text = TextName::from_key(part).map(TextName::words);
    let phrase = text.or(match part {
        "fitted" => Some(words::PART_FITTED),
        "removed" => Some(words::PART_REMOVED),
        "tests" => Some(words::TEST),
        "cannot_repair" => Some(words::CANNOT_REPAIRED_SITE),
        "quote" => Some(words::QUOTE),
        "lines" => Some(words::LINE),
        "part" | "code" => Some(words::CODE),
        "name" => Some(words::NAME),
        "serial" => Some(words::SERIAL_NUMBER),
        "quantity" => Some(words::QUANTITY),
        "warranty_months" => Some(words::WARRANTY_MONTHS),
        "result" => Some(words::RESULT),
        "passed" => Some(words::VERDICT),
        "revision" => Some(words::REVISION),
        "currency" => Some(words::CURRENCY),
        "kind" => Some(words::KIND),
        "unit_price_minor" => Some(words::UNIT_PRICE),
        "amount_minor" => Some(words::AMOUNT),
        "payer" => Some(words::WHO_PAYS),
        "rule" => Some(words::RULE),
        "decided_by" => Some(words::DECIDED_BY),
        "override_reason" => Some(words::WHY_ANOTHER_PAYER),
        "total_minor" => Some(words::TOTAL),
        "customer_pays_minor" => Some(words::THE_CUSTOMER_PAYS),
        _ => None,
    })?;
    Some(language.say(phrase))
}
