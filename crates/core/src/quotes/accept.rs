//! `quote.accept`: the customer accepts a quote with his signature, which is sealed.

use doorstep_domain::{
    course::may_take_option,
    ids::EntryId,
    quote::Choice,
    record::{Relation, SignPurpose, What},
};
use doorstep_evidence::statement::StrokePoint;
use doorstep_replica::Edit;
use schemars::JsonSchema;
use serde::Deserialize;

use super::offer_of;
use crate::{
    Error,
    records::{RecordName, Situation, UseCase},
    script::schema,
    signatures::{Signature, as_shown, seal},
};

/// The customer accepts a quote.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptQuote {
    /// The record.
    pub record: RecordName,
    /// The entry that offered the quote; left out, the offer that stands.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub offer: Option<EntryId>,
    /// The option of it that he takes, where it has any.
    #[serde(default)]
    #[schemars(schema_with = "schema::optional_choice")]
    pub choice: Option<Choice>,
    /// The signer's name.
    pub signer: String,
    /// Who he is to the customer.
    #[schemars(schema_with = "schema::relation")]
    pub relation: Relation,
    /// The sentence that was shown above the pad; left out, the product's own in the record's language.
    #[serde(default)]
    pub consent: Option<String>,
    /// The mark of what was shown, from the view's `to_sign`: if anything of it reads otherwise by now, nothing is signed.
    #[serde(default)]
    pub shown: Option<String>,
    /// The signature as drawn.
    #[schemars(schema_with = "schema::strokes")]
    pub strokes: Vec<Vec<StrokePoint>>,
}

impl UseCase for AcceptQuote {
    const ASKS_CONSENTS: bool = true;

    fn record(&self) -> &RecordName {
        &self.record
    }

    fn edits(&self, situation: &mut Situation<'_, '_>) -> Result<Vec<Edit>, Error> {
        let offer = offer_of(situation.record, self.offer)?;
        // Before the seal: a use case that is refused leaves no statement behind.
        may_take_option(situation.record, offer, self.choice)?;
        let purpose = SignPurpose::QuoteAcceptance;
        let taken = Some((offer, self.choice));
        as_shown(
            situation,
            purpose,
            taken,
            self.shown.as_deref(),
            self.consent.as_deref(),
        )?;
        let signature = Signature {
            signer: &self.signer,
            relation: self.relation,
            consent: self.consent.as_deref(),
            strokes: Some(&self.strokes),
        };
        let statement = seal(
            situation,
            purpose,
            taken,
            signature.signing(situation, purpose),
        )?;
        situation.happened(What::QuoteAccepted {
            offer,
            statement,
            choice: self.choice,
        })
    }
}
