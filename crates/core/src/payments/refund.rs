//! `payment.refund`: money is given back, out of a payment.

use doorstep_domain::{
    course::{Facts, Refusal},
    ids::EntryId,
    money::Money,
    record::{PaymentRefunded, What},
};
use doorstep_replica::Edit;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    Error,
    records::{RecordName, Situation, UseCase},
    script::schema,
};

/// Money is given back. The payment stays what it was; what it had paid is owed again.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RefundPayment {
    /// The record.
    pub record: RecordName,
    /// The entry of the payment.
    #[schemars(with = "String")]
    pub payment: EntryId,
    /// How.
    #[schemars(schema_with = "schema::payment_method")]
    pub method: String,
    /// Minor units of the payment's currency; left out, all that is left of it.
    #[serde(default)]
    pub amount_minor: Option<i64>,
    /// The number of the refund's receipt; left out, one is allotted, also offline.
    #[serde(default)]
    pub receipt: String,
    /// Why.
    pub reason: String,
}

impl UseCase for RefundPayment {
    fn record(&self) -> &RecordName {
        &self.record
    }

    fn edits(&self, situation: &mut Situation<'_, '_>) -> Result<Vec<Edit>, Error> {
        let facts = Facts::of(situation.record);
        let left = facts
            .account
            .payments
            .iter()
            .find(|payment| payment.entry == self.payment)
            .ok_or(Refusal::NoSuchEntry)?
            .left();
        let receipt = if self.receipt.is_empty() {
            situation.scope.next_number()?
        } else {
            self.receipt.clone()
        };
        situation.happened(What::PaymentRefunded(PaymentRefunded {
            payment: self.payment,
            method: self.method.clone(),
            amount: Money {
                minor: self.amount_minor.unwrap_or(left.minor),
                ..left
            },
            receipt,
            reason: self.reason.clone(),
        }))
    }
}
