//! What the customer saw when he signed, derived from the record. The verdict derives it again and compares.

use doorstep_domain::{
    ids::EntryId,
    quote::Choice,
    record::{Field, Limits, Record, SignPurpose, TextName, What},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::ShownQuote;

/// The customer as shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShownCustomer {
    /// Name.
    pub name: String,
    /// Telephone.
    pub phone: String,
    /// Address.
    pub address: String,
}

/// The unit as shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShownUnit {
    /// Kind of appliance.
    pub kind: String,
    /// Model.
    pub model: String,
    /// Serial number.
    pub serial: String,
    /// Date of the invoice.
    pub purchased_on: String,
}

/// A part fitted or removed, as shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShownPart {
    /// The catalogue's code.
    pub part: String,
    /// Name.
    pub name: String,
    /// Serial number.
    pub serial: String,
    /// Pieces.
    pub quantity: i64,
    /// The fitted part's own warranty in months; absent for a removed one.
    pub warranty_months: Option<i64>,
}

/// An item of the full-function test, as shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShownTest {
    /// The item.
    pub name: String,
    /// The result.
    pub result: String,
    /// In order.
    pub passed: bool,
    /// The limits of the test sheet, in words; absent where it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limits: Option<String>,
}

/// What a showing is derived for, besides the record and the purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// The statement's version: an older one showed less.
    pub version: u32,
    /// The quote before the customer, when he accepts one; else the accepted one is shown.
    pub offer: Option<EntryId>,
    /// The option of it that he takes.
    pub choice: Option<Choice>,
}

/// Whether the work itself is what is signed for, or refused.
const fn is_for_the_work(purpose: SignPurpose) -> bool {
    matches!(purpose, SignPurpose::WorkAcceptance | SignPurpose::Refusal)
}

/// What a person saw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shown {
    /// The record number.
    pub number: String,
    /// The customer.
    pub customer: ShownCustomer,
    /// The unit.
    pub unit: ShownUnit,
    /// The symptom as told.
    pub symptom: String,
    /// The cause as found.
    pub cause: String,
    /// The work done; empty when a quote is accepted, for it is before the work.
    pub work: String,
    /// Parts fitted.
    pub fitted: Vec<ShownPart>,
    /// Parts removed.
    pub removed: Vec<ShownPart>,
    /// The full-function test.
    pub tests: Vec<ShownTest>,
    /// Why it cannot be repaired on site and what is planned, if so.
    pub cannot_repair: Option<String>,
    /// The quote: the one offered when it is accepted, the accepted one afterwards.
    pub quote: Option<ShownQuote>,
}

impl Shown {
    /// What a person is shown for a purpose. For an acceptance of a quote `asked` names the quote before him, and
    /// nothing that comes after the quote is part of it. Who signs for a unit that changes hands, for damage or an
    /// agreement is shown no work and no prices: what is done next leaves his receipt as it is.
    #[must_use]
    pub fn of(record: &Record, purpose: SignPurpose, asked: Asked) -> Self {
        let words = |field: Field| record.words(field).to_owned();
        let before_work = purpose == SignPurpose::QuoteAcceptance;
        let shows_work = !before_work && (asked.version < 4 || is_for_the_work(purpose));
        let shows_quote = asked.version < 4
            || is_for_the_work(purpose)
            || matches!(
                purpose,
                SignPurpose::QuoteAcceptance | SignPurpose::PaymentReceipt
            );
        let mut shown = Self {
            number: words(Field::Number),
            customer: ShownCustomer {
                name: words(Field::CustomerName),
                phone: words(Field::CustomerPhone),
                address: words(Field::CustomerAddress),
            },
            unit: ShownUnit {
                kind: words(Field::UnitKind),
                model: words(Field::UnitModel),
                serial: words(Field::UnitSerial),
                purchased_on: words(Field::PurchasedOn),
            },
            symptom: record.text(TextName::Symptom).to_owned(),
            cause: String::new(),
            work: String::new(),
            fitted: Vec::new(),
            removed: Vec::new(),
            tests: Vec::new(),
            cannot_repair: None,
            quote: None,
        };
        if shows_quote {
            shown.quote = ShownQuote::of(record, before_work, asked);
        }
        if before_work || shows_work {
            shown.cause = record.text(TextName::Cause).to_owned();
        }
        if shows_work {
            shown.work = record.text(TextName::Work).to_owned();
            for (_, entry) in record.valid_entries() {
                shown.take(&entry.what);
            }
        }
        if asked.version < 3 {
            shown.tests.iter_mut().for_each(|test| test.limits = None);
        }
        shown
    }

    /// Whether something in it was unknown before version 3.
    pub(super) fn needs_version_3(&self) -> bool {
        self.tests.iter().any(|test| test.limits.is_some())
            || self.quote.as_ref().is_some_and(ShownQuote::needs_version_3)
    }

    fn take(&mut self, what: &What) {
        match what {
            What::PartFitted {
                part,
                name,
                serial,
                quantity,
                warranty_months,
            } => self.fitted.push(ShownPart {
                part: part.clone(),
                name: name.clone(),
                serial: serial.clone(),
                quantity: *quantity,
                warranty_months: Some(*warranty_months),
            }),
            What::PartRemoved {
                part,
                name,
                serial,
                quantity,
                ..
            } => self.removed.push(ShownPart {
                part: part.clone(),
                name: name.clone(),
                serial: serial.clone(),
                quantity: *quantity,
                warranty_months: None,
            }),
            // The latest test is the one shown.
            What::TestResult { items, .. } => {
                self.tests = items
                    .iter()
                    .map(|item| ShownTest {
                        name: item.name.clone(),
                        result: item.result.clone(),
                        passed: item.passed,
                        limits: item
                            .limits
                            .as_ref()
                            .map(Limits::words)
                            .filter(|words| !words.is_empty()),
                    })
                    .collect();
            }
            What::CannotRepair { reason, plan } => {
                self.cannot_repair = Some(format!("{reason}\n{plan}"))
            }
            _ => {}
        }
    }

    /// The paths that differ from another showing, each with the value here and there: `unit.serial`,
    /// `fitted.0.serial`. Empty: the person would see the same.
    #[must_use]
    pub fn differences(&self, other: &Self) -> Vec<Difference> {
        let flat = |shown: &Self| {
            let mut leaves = BTreeMap::new();
            // Plain data always becomes JSON; if it did not, both sides would be empty and the digest still differs.
            flatten(
                "",
                &serde_json::to_value(shown).unwrap_or_default(),
                &mut leaves,
            );
            leaves
        };
        let (ours, theirs) = (flat(self), flat(other));
        let paths = ours
            .keys()
            .chain(theirs.keys().filter(|path| !ours.contains_key(*path)));
        let mut differences: Vec<_> = paths
            .filter(|path| ours.get(*path) != theirs.get(*path))
            .map(|path| Difference {
                path: path.clone(),
                signed: ours.get(path).cloned().unwrap_or_default(),
                now: theirs.get(path).cloned().unwrap_or_default(),
            })
            .collect();
        differences.sort_by(|a, b| a.path.cmp(&b.path));
        differences
    }
}

/// One thing that reads otherwise than when it was signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// Where: the members' names joined by dots.
    pub path: String,
    /// As it was signed; empty if it was not there.
    pub signed: String,
    /// As it reads now; empty if it is gone.
    pub now: String,
}

fn flatten(path: &str, value: &serde_json::Value, leaves: &mut BTreeMap<String, String>) {
    let below = |key: &str| {
        if path.is_empty() {
            key.to_owned()
        } else {
            format!("{path}.{key}")
        }
    };
    match value {
        serde_json::Value::Object(members) => members
            .iter()
            .for_each(|(key, value)| flatten(&below(key), value, leaves)),
        serde_json::Value::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(place, value)| flatten(&below(&place.to_string()), value, leaves));
        }
        serde_json::Value::String(text) => {
            leaves.insert(path.to_owned(), text.clone());
        }
        serde_json::Value::Null => {}
        serde_json::Value::Bool(_) | serde_json::Value::Number(_) => {
            leaves.insert(path.to_owned(), value.to_string());
        }
    }
}
