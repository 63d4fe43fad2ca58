//! What lies off the straight course: units that changed hands, approvals, consent, complaints, claims.

use doorstep_domain::{
    consents::Wording,
    course::{Approval, Claim},
    record::{EntryReading, Record, What},
};
use doorstep_words::view::branch as words;
use serde::Serialize;

use super::{EntryHead, MoneyView, Words};

/// A unit that was handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HandoverView {
    /// Who handed it over, and when.
    #[serde(flatten)]
    pub head: EntryHead,
    /// `custody_taken` or `loaner_lent`.
    pub kind: Words,
    /// The receipt's number.
    pub number: String,
    /// The model.
    pub model: String,
    /// The serial number.
    pub serial: String,
    /// What went with it.
    pub accessories: Vec<String>,
    /// How it looked.
    pub condition: String,
    /// When it is to be back, `YYYY-MM-DD`; empty where no date was promised.
    pub promised_on: String,
    /// How it came back; none while it is out.
    pub back: Option<HandbackView>,
}

/// A unit that came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HandbackView {
    /// Who took it back, and when.
    #[serde(flatten)]
    pub head: EntryHead,
    /// How it looked.
    pub condition: String,
    /// All that went with it was there.
    pub complete: bool,
}

/// A question to the office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ApprovalView {
    /// Who asked, and when.
    #[serde(flatten)]
    pub head: EntryHead,
    /// What it is about.
    pub matter: Words,
    /// What is asked for.
    pub wanted: String,
    /// The new date for an extension, `YYYY-MM-DD`; else empty.
    pub until: String,
    /// Up to how many percent may be let off, for a discount.
    pub percent: Option<i64>,
    /// Why.
    pub reason: String,
    /// Who agreed by telephone; empty if nobody did.
    pub agreed_by_phone: String,
    /// `open`, `by_phone`, `granted` or `refused`.
    pub answer: Words,
}

/// A complaint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ComplaintView {
    /// Who took it, and when.
    #[serde(flatten)]
    pub head: EntryHead,
    /// How grave it is.
    pub gravity: Words,
    /// It is a major one.
    pub major: bool,
    /// What it is about.
    pub about: String,
    /// What the customer wants.
    pub wish: String,
}

/// Consent that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConsentView {
    /// Who asked, and when.
    #[serde(flatten)]
    pub head: EntryHead,
    /// What to.
    pub to: Words,
    /// In words.
    pub words: String,
    /// Who agreed.
    pub given_by: String,
    /// The office's sentence that he was asked by; empty where it was asked in other words.
    pub sentence: String,
    /// Its code and version.
    pub wording: Option<Wording>,
}

/// A damage or an agreement, and what was paid for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClaimView {
    /// Who recorded it, and when.
    #[serde(flatten)]
    pub head: EntryHead,
    /// `damage_recorded` or `agreement_signed`.
    pub kind: Words,
    /// What was damaged, or what was agreed.
    pub about: String,
    /// How it came about, for a damage.
    pub how: String,
    /// What is to be paid; none where nothing is, or where the price is not known yet.
    pub amount: Option<MoneyView>,
    /// What was paid, each.
    pub paid: Vec<MoneyView>,
    /// What is still to be paid; none where nothing is.
    pub owed: Option<MoneyView>,
    /// The insurer is to be told and was not.
    pub insurer_open: bool,
}

impl HandoverView {
    pub(super) fn of(record: &Record, head: EntryHead, reading: &EntryReading) -> Option<Self> {
        let (What::CustodyTaken(handover) | What::LoanerLent(handover)) = &reading.entry.what
        else {
            return None;
        };
        let back = record
            .valid_readings()
            .find_map(|(id, back)| match &back.entry.what {
                What::CustodyReturned(one) | What::LoanerReturned(one)
                    if one.handover.to_string() == head.entry =>
                {
                    Some(HandbackView {
                        head: EntryHead::of(id, back),
                        condition: one.condition.clone(),
                        complete: one.complete,
                    })
                }
                _ => None,
            });
        Some(Self {
            head,
            kind: kind_words(reading),
            number: handover.number.clone(),
            model: handover.model.clone(),
            serial: handover.serial.clone(),
            accessories: handover.accessories.clone(),
            condition: handover.condition.clone(),
            promised_on: handover.promised_on.clone(),
            back,
        })
    }
}

impl ApprovalView {
    pub(super) fn all_of(record: &Record) -> Vec<Self> {
        Approval::all_of(record)
            .into_iter()
            .filter_map(|approval| {
                let reading = record.entries.get(&approval.request)?;
                let What::ApprovalAsked(asked) = &reading.entry.what else {
                    return None;
                };
                let answer = match (approval.granted, approval.is_decided) {
                    (None, _) => Words::of("open", words::OPEN),
                    (Some(_), false) => Words::of("by_phone", words::BY_PHONE),
                    (Some(true), true) => Words::of("granted", words::GRANTED),
                    (Some(false), true) => Words::of("refused", words::REFUSED),
                };
                let matter = asked.matter;
                Some(Self {
                    head: EntryHead::of(approval.request, reading),
                    matter: Words::of(matter.code(), matter.words()),
                    wanted: asked.wanted.clone(),
                    until: asked.until.clone(),
                    percent: asked.percent,
                    reason: asked.reason.clone(),
                    agreed_by_phone: asked.agreed_by_phone.clone(),
                    answer,
                })
            })
            .collect()
    }
}

impl ComplaintView {
    pub(super) fn of(head: EntryHead, reading: &EntryReading) -> Option<Self> {
        let What::ComplaintTaken(complaint) = &reading.entry.what else {
            return None;
        };
        let gravity = complaint.gravity;
        Some(Self {
            head,
            gravity: Words::of(gravity.code(), gravity.words()),
            major: gravity.is_major(),
            about: complaint.about.clone(),
            wish: complaint.wish.clone(),
        })
    }
}

impl ConsentView {
    pub(super) fn of(head: EntryHead, reading: &EntryReading) -> Option<Self> {
        let What::ConsentGiven(consent) = &reading.entry.what else {
            return None;
        };
        Some(Self {
            head,
            to: Words::of(consent.to.code(), consent.to.words()),
            words: consent.words.clone(),
            given_by: consent.given_by.clone(),
            sentence: consent
                .sentence
                .as_ref()
                .map_or_else(String::new, |read| read.sentence.clone()),
            wording: consent.sentence.as_ref().map(|read| read.wording.clone()),
        })
    }
}

impl ClaimView {
    pub(super) fn of(record: &Record, head: EntryHead, reading: &EntryReading) -> Option<Self> {
        let (about, how): (&str, &str) = match &reading.entry.what {
            What::DamageRecorded(damage) => (&damage.thing, &damage.how),
            What::AgreementSigned(agreement) => (&agreement.terms, ""),
            _ => return None,
        };
        let claim = Claim::all_of(record)
            .into_iter()
            .find(|claim| claim.entry.to_string() == head.entry)?;
        Some(Self {
            kind: kind_words(reading),
            about: about.to_owned(),
            how: how.to_owned(),
            amount: claim.amount.map(Into::into),
            paid: claim.paid.iter().map(|paid| (*paid).into()).collect(),
            owed: claim.owed().filter(|owed| owed.minor > 0).map(Into::into),
            insurer_open: claim.insurer_open(),
            head,
        })
    }
}

fn kind_words(reading: &EntryReading) -> Words {
    let kind = reading.entry.what.kind();
    Words::of(kind.code(), kind.words())
}
