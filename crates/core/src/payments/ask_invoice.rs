//! `invoice.ask`: the customer wants an invoice.

use doorstep_domain::record::{InvoiceAsked, What};
use doorstep_replica::Edit;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    Error,
    records::{RecordName, Situation, UseCase},
};

/// To whom the invoice is made out, and where it goes. Finance writes it; the tax number is not looked up here.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskInvoice {
    /// The record.
    pub record: RecordName,
    /// To whom it is made out (发票抬头).
    pub title: String,
    /// The tax number, 15, 17, 18 or 20 digits and capital letters; left out for a private person.
    #[serde(default)]
    pub tax_number: String,
    /// Where it is sent; this or a telephone number.
    #[serde(default)]
    pub email: String,
    /// The telephone number it is sent to.
    #[serde(default)]
    pub phone: String,
}

impl UseCase for AskInvoice {
    fn record(&self) -> &RecordName {
        &self.record
    }

    fn edits(&self, situation: &mut Situation<'_, '_>) -> Result<Vec<Edit>, Error> {
        situation.happened(What::InvoiceAsked(InvoiceAsked {
            title: self.title.clone(),
            tax_number: self.tax_number.clone(),
            email: self.email.clone(),
            phone: self.phone.clone(),
        }))
    }
}
