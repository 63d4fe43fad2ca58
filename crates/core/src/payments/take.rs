//! `payment.take`: money was taken, or an invoice agreed, with a receipt.

use doorstep_domain::{
    course::{Facts, Refusal, may_pay},
    money::{Currency, Money},
    record::{Field, Relation, SignPurpose, What},
};
use doorstep_evidence::statement::{Receipt, Signing, StrokePoint};
use doorstep_replica::Edit;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    Error,
    records::{RecordName, Situation, UseCase},
    script::schema,
    signatures::{Signature, seal},
};

/// Money was taken against the accepted quote. With strokes the receipt is sealed as a statement of its own.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakePayment {
    /// The record.
    pub record: RecordName,
    /// How.
    #[schemars(schema_with = "schema::payment_method")]
    pub method: String,
    /// Minor units of the accepted quote's currency.
    pub amount_minor: i64,
    /// The receipt's number; left out, one is allotted, also offline.
    #[serde(default)]
    pub receipt: String,
    /// Who signed for it; left out, the customer on the record.
    #[serde(default)]
    pub signer: Option<String>,
    /// Who he is to the customer; left out, the customer in person.
    #[serde(default)]
    #[schemars(schema_with = "schema::optional_relation")]
    pub relation: Option<Relation>,
    /// The sentence that was shown above the pad; left out, the product's own in the record's language.
    #[serde(default)]
    pub consent: Option<String>,
    /// The signature under the receipt, where one was asked for.
    #[serde(default)]
    #[schemars(schema_with = "schema::optional_strokes")]
    pub strokes: Option<Vec<Vec<StrokePoint>>>,
}

impl UseCase for TakePayment {
    const ASKS_CONSENTS: bool = true;

    fn record(&self) -> &RecordName {
        &self.record
    }

    fn edits(&self, situation: &mut Situation<'_, '_>) -> Result<Vec<Edit>, Error> {
        may_pay(situation.record, self.amount_minor)?;
        let accepted = Facts::of(situation.record)
            .accepted
            .ok_or(Refusal::NoAcceptedQuote)?;
        let (acceptance, currency) = (accepted.acceptance, accepted.quote.currency);
        let receipt = if self.receipt.is_empty() {
            situation.scope.next_number()?
        } else {
            self.receipt.clone()
        };
        let statement = match &self.strokes {
            Some(strokes) => self.seal_receipt(situation, strokes, &receipt, currency)?,
            None => String::new(),
        };
        situation.happened(What::Payment {
            method: self.method.clone(),
            amount: Money {
                minor: self.amount_minor,
                currency,
            },
            receipt,
            acceptance,
            statement,
        })
    }
}

impl TakePayment {
    fn seal_receipt(
        &self,
        situation: &mut Situation<'_, '_>,
        strokes: &[Vec<StrokePoint>],
        number: &str,
        currency: Currency,
    ) -> Result<String, Error> {
        let signature = Signature {
            signer: self
                .signer
                .as_deref()
                .unwrap_or(situation.record.words(Field::CustomerName)),
            relation: self.relation.unwrap_or(Relation::Customer),
            consent: self.consent.as_deref(),
            strokes: Some(strokes),
        };
        let receipt = Receipt {
            method: self.method.clone(),
            amount_minor: self.amount_minor,
            currency: currency.code().to_owned(),
            number: number.to_owned(),
        };
        let signing = Signing {
            receipt: Some(receipt),
            ..signature.signing(situation, SignPurpose::PaymentReceipt)
        };
        seal(situation, SignPurpose::PaymentReceipt, None, signing)
    }
}
