//! Signatures and other sealed statements, each with its verdict.

use chrono::{DateTime, FixedOffset};
use doorstep_domain::{
    money::Currency,
    record::{Record, Relation, SignPurpose},
};
use doorstep_evidence::{
    certificate::TrustedOrganisation,
    jws::Jws,
    verdict::{self, Verdict},
};
use doorstep_words::view::signature as words;
use serde::Serialize;

use super::{
    Words,
    place::{ShownView, place_words},
};
use crate::StoredStatement;

/// One sealed statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SignatureView {
    /// What the signature was given for; none if this program does not know the purpose.
    pub purpose: Option<Words>,
    /// The statement's digest, as entries name it.
    pub statement: String,
    /// An entry that was not taken back names it.
    pub named: bool,
    /// The device that sealed it.
    pub device: String,
    /// When, by that device's clock; none if the statement is broken.
    pub at: Option<String>,
    /// Its place among that device's statements, from 1; none if the statement is broken.
    pub counter: Option<u64>,
    /// The signer's name.
    pub signer: Option<String>,
    /// Who he is to the customer.
    pub relation: Option<Words>,
    /// The sentence that was shown above the pad.
    pub consent: Option<String>,
    /// The customer's opinion.
    pub opinion: Option<String>,
    /// Satisfaction, 1 to 5.
    pub score: Option<i64>,
    /// Why he did not sign.
    pub refusal_reason: Option<String>,
    /// Whether it still is what was signed.
    pub verdict: VerdictView,
    /// `sent` once the server has exactly these bytes, `saved` before.
    pub sync: Words,
}

/// The verdict on a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VerdictView {
    /// The verdict.
    #[serde(flatten)]
    pub words: Words,
    /// The mark beside the words: ✔ ✎ ✖ ?
    pub mark: String,
    /// What reads otherwise than when it was signed.
    pub differences: Vec<DifferenceView>,
    /// What is broken, if it is.
    pub why: Option<Words>,
}

/// One thing that reads otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DifferenceView {
    /// Where; its code is the path in the statement, names joined by dots.
    pub place: Words,
    /// As it was signed.
    pub signed: ShownView,
    /// As it reads now.
    pub now: ShownView,
}

/// How far something came: `saved` on this device, or `sent`, which the server has acknowledged.
pub(super) fn sync_words(sent: bool) -> Words {
    if sent {
        Words::of("sent", words::SENT)
    } else {
        Words::of("saved", words::SAVED)
    }
}

impl SignatureView {
    pub(super) fn of(
        stored: &StoredStatement,
        record: &Record,
        trusted: Option<&TrustedOrganisation>,
        named: bool,
    ) -> Self {
        let jws = Jws::parse(&stored.jws).ok();
        let statement = jws
            .as_ref()
            .and_then(|jws| verdict::open(jws, trusted).ok())
            .map(|opened| opened.statement);
        let verdict = match &jws {
            Some(jws) => verdict::verify_against(jws, trusted, record),
            None => Verdict::Broken {
                why: "the statement cannot be read".to_owned(),
            },
        };
        let quote = statement
            .as_ref()
            .and_then(|statement| statement.shown.quote.as_ref());
        let currency = quote.and_then(|quote| {
            [Currency::Cny, Currency::Hkd]
                .into_iter()
                .find(|currency| currency.code() == quote.currency)
        });
        let signing = statement.as_ref().map(|statement| &statement.signing);
        Self {
            purpose: stored.purpose.map(purpose_words),
            statement: stored.digest.to_string(),
            named,
            device: stored.device.to_string(),
            at: statement
                .as_ref()
                .map(|statement| statement.moment.device_time.clone()),
            counter: statement.as_ref().map(|statement| statement.moment.counter),
            signer: signing.map(|signing| signing.signer.clone()),
            relation: signing.map(|signing| relation_words(signing.relation)),
            consent: signing.map(|signing| signing.consent.clone()),
            opinion: signing.and_then(|signing| signing.opinion.clone()),
            score: signing.and_then(|signing| signing.score),
            refusal_reason: signing.and_then(|signing| signing.refusal_reason.clone()),
            verdict: VerdictView::of(verdict, currency),
            sync: sync_words(stored.acknowledged),
        }
    }
}

impl SignatureView {
    /// What they are shown by: as they were signed, by the devices' own words, two of one second by the device's
    /// count; broken ones first. Two of one count, which a cloned device makes, by their digests.
    pub(super) fn reading_order(
        &self,
    ) -> (Option<DateTime<FixedOffset>>, String, Option<u64>, String) {
        let at = self
            .at
            .as_deref()
            .and_then(|at| DateTime::parse_from_rfc3339(at).ok());
        (
            at,
            self.device.clone(),
            self.counter,
            self.statement.clone(),
        )
    }
}

impl VerdictView {
    /// A verdict as people read it; `currency` is that of the signed quote.
    #[must_use]
    pub fn of(verdict: Verdict, currency: Option<Currency>) -> Self {
        let words = Words::of(verdict.code(), verdict.words());
        let mark = verdict.mark().to_owned();
        let (differences, why) = match verdict {
            Verdict::Changed { differences } => (differences, None),
            Verdict::Broken { why } => (Vec::new(), Some(broken_words(&why))),
            Verdict::Unchanged | Verdict::UnknownDevice => (Vec::new(), None),
        };
        let difference = |found: doorstep_evidence::statement::Difference| DifferenceView {
            place: place_words(&found.path),
            signed: ShownView::at(&found.path, &found.signed, currency),
            now: ShownView::at(&found.path, &found.now, currency),
        };
        Self {
            words,
            mark,
            differences: differences.into_iter().map(difference).collect(),
            why,
        }
    }
}

fn purpose_words(purpose: SignPurpose) -> Words {
    Words::of(purpose.code(), purpose.words())
}

fn relation_words(relation: Relation) -> Words {
    Words::of(relation.code(), relation.words())
}

/// What is broken, by what `evidence` says of it.
fn broken_words(why: &str) -> Words {
    match why {
        "the seal does not fit the contents" => Words::of("seal", words::SEAL),
        "the statement names another device than its certificate" => {
            Words::of("device", words::DEVICE)
        }
        "the statement is about another record" => Words::of("record", words::RECORD),
        _ => Words::of("unreadable", words::UNREADABLE),
    }
}
