//! What a complete record has (domain: "A complete record has"), and what this one lacks: [`VisitKind`] has the lists,
//! [`Item`] says where each item stands.

mod item;
mod kind;

use doorstep_words::trade::course as words;
use serde::{Deserialize, Serialize};

use super::facts::Facts;
use crate::{
    named::named,
    quote::{Payer, QuoteLine},
    record::{DiagnosisStep, Field, FileStage, Record, TextName, What},
};

pub use item::{Item, Place};
pub use kind::VisitKind;

/// Whether the report is incomplete without the item, or only better with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// A report that lacks it is not complete.
    Required,
    /// Good to have.
    Recommended,
}

named!(Need {
    Required "required" words::need::REQUIRED;
    Recommended "recommended" words::need::RECOMMENDED;
});

/// What lacks, required items first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completeness {
    /// By whose lists it was judged.
    pub kind: VisitKind,
    /// The items that lack, with how much they are needed, each list in the order of a visit.
    pub missing: Vec<(Item, Need)>,
}

impl Completeness {
    /// What a record lacks of what its kind of visit has.
    #[must_use]
    pub fn of(record: &Record) -> Self {
        let facts = Facts::of(record);
        let kind = VisitKind::of(record, &facts);
        let lacking = |items: Vec<Item>, need: Need| {
            items
                .into_iter()
                .filter(|item| !is_there(*item, record, &facts))
                .map(move |item| (item, need))
                .collect::<Vec<_>>()
        };
        let mut missing = lacking(kind.required(), Need::Required);
        missing.extend(lacking(kind.recommended(), Need::Recommended));
        missing.extend(lacking(
            kind.photos(another_pays(&facts)),
            Need::Recommended,
        ));
        Self { kind, missing }
    }

    /// Whether nothing required lacks.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.missing
            .iter()
            .all(|(_, need)| *need == Need::Recommended)
    }
}

/// Whether an item is there, or cannot be: what has no fault has no cause, and where nothing was fitted nothing was
/// taken out.
fn is_there(item: Item, record: &Record, facts: &Facts<'_>) -> bool {
    let has = |field: Field| record.field(field).is_some();
    let told = |text: TextName| !record.text(text).trim().is_empty();
    let happened = |is: fn(&What) -> bool| record.valid_entries().any(|(_, entry)| is(&entry.what));
    match item {
        Item::Number => has(Field::Number),
        Item::ReceivedAt => has(Field::ReceivedAt),
        Item::CustomerName => has(Field::CustomerName),
        Item::CustomerPhone => has(Field::CustomerPhone),
        Item::CustomerAddress => has(Field::CustomerAddress),
        Item::UnitKind => has(Field::UnitKind),
        Item::UnitModel => has(Field::UnitModel),
        Item::UnitSerial => has(Field::UnitSerial),
        Item::PurchasedOn => has(Field::PurchasedOn),
        Item::Symptom => facts.without_fault || told(TextName::Symptom),
        Item::Cause => facts.without_fault || facts.cause_found,
        Item::Work => told(TextName::Work),
        // Who brings his unit in is not visited; he gets a receipt instead.
        Item::Arrival => facts.brought_in || facts.visit.is_some(),
        Item::CustodyReceipt => {
            !facts.brought_in || happened(|what| matches!(what, What::CustodyTaken(_)))
        }
        Item::PromisedDate => happened(
            |what| matches!(what, What::CustodyTaken(taken) if !taken.promised_on.is_empty()),
        ),
        Item::Complaint => facts.complained,
        Item::AcceptedQuote => facts.accepted.is_some(),
        Item::TestResult => facts.test.is_some(),
        Item::Advice => facts.advised,
        Item::Signature => facts.signed(),
        Item::Opinion => opinion_given(record, facts),
        Item::Diagnosis => facts.without_fault || facts.diagnosis.len() == DiagnosisStep::ALL.len(),
        Item::OldParts => {
            facts.without_fault || facts.fitted.is_empty() || !facts.removed.is_empty()
        }
        Item::Call => happened(|what| matches!(what, What::Call { .. })),
        Item::PhotoNameplate => facts.photos.contains(&FileStage::Nameplate),
        Item::PhotoFault => facts.without_fault || facts.photos.contains(&FileStage::Fault),
        Item::PhotoBefore => facts.photos.contains(&FileStage::Before),
        Item::PhotoAfter => facts.photos.contains(&FileStage::After),
        Item::PhotoInvoice => facts.photos.contains(&FileStage::Invoice),
    }
}

/// Whether the warranty or a contract pays a line of what the customer took, or else of what he is offered.
fn another_pays(facts: &Facts<'_>) -> bool {
    let paid = |line: &QuoteLine| line.payer != Payer::Customer;
    match (&facts.accepted, &facts.standing_offer) {
        (Some(accepted), _) => accepted.bill.lines.iter().any(paid),
        (None, Some(offered)) => offered
            .quote
            .bills()
            .any(|bill| bill.lines.iter().any(paid)),
        (None, None) => false,
    }
}

/// Whether the customer's own words are there; who refused to sign has given none, and the refusal says why.
fn opinion_given(record: &Record, facts: &Facts<'_>) -> bool {
    facts.sign_refused.is_some()
        || record.valid_entries().any(|(_, entry)| {
            matches!(&entry.what, What::SignOff { opinion, .. } if !opinion.trim().is_empty())
        })
}
