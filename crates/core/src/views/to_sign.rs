//! The signing screen: what can be signed now, with the sentence above the pad and what the signature will cover.

use doorstep_domain::{
    course::Signable,
    record::{Record, Relation, SignPurpose},
};
use serde::Serialize;

use super::{MoneyView, QuoteLineView, Words, quote_option::choice_words};
use crate::{
    Device, Error, Identity,
    signatures::{ConsentShown, Pad},
};

/// One thing that can be signed now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ToSignView {
    /// What for.
    pub purpose: Words,
    /// The entry it is about: the offer, the hand-over of what comes back, the damage or agreement that is paid for.
    pub about: Option<String>,
    /// The option of the offer, where it has any.
    pub choice: Option<Words>,
    /// What is accepted to be paid or is received by it; none where the record does not say it.
    pub amount: Option<MoneyView>,
    /// The sentence above the pad, in Chinese and in English.
    pub consents: Vec<ConsentShown>,
    /// Who may sign.
    pub relations: Vec<Words>,
    /// The lines that are accepted by it: of the offer or its option, for the work those of the accepted quote.
    pub lines: Vec<QuoteLineView>,
    /// The mark of all this and of the record as it will be sealed: given as `shown` when it is signed, nothing else is taken. None where the act itself says
    /// what is signed, such as a receipt's condition.
    pub mark: Option<String>,
}

impl Device {
    /// What can be signed on a record now; nothing before the device is enrolled.
    pub(super) fn to_sign(
        &self,
        record: &Record,
        identity: Option<&Identity>,
    ) -> Result<Vec<ToSignView>, Error> {
        let Some(identity) = identity else {
            return Ok(Vec::new());
        };
        let consents = self.consents()?;
        let view = |signable: &Signable<'_>| {
            let purpose = signable.purpose;
            let is_offer = purpose == SignPurpose::QuoteAcceptance;
            let offer = signable.about.filter(|_| is_offer);
            let offer = offer.map(|offer| (offer, signable.choice));
            let pad = Pad::of(record, &consents, purpose, offer);
            let is_marked = is_offer || purpose == SignPurpose::WorkAcceptance;
            Ok(ToSignView {
                purpose: Words::of(purpose.code(), purpose.words()),
                about: signable.about.map(|about| about.to_string()),
                choice: signable.choice.map(choice_words),
                amount: signable.amount.map(Into::into),
                relations: Relation::ALL.iter().map(|one| relation(*one)).collect(),
                mark: is_marked.then(|| pad.mark()).transpose()?,
                consents: pad.consents,
                lines: signable.bill.map_or_else(Vec::new, QuoteLineView::all_of),
            })
        };
        let all = Signable::all_of(record, &identity.person);
        all.iter().map(view).collect()
    }
}

fn relation(relation: Relation) -> Words {
    Words::of(relation.code(), relation.words())
}
