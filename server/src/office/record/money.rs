//! What an entry about money says, in one line: refunds, invoices, cash handed in.

use doorstep_domain::record::What;
use doorstep_words::office::entry as words;
use maud::{Markup, html};

use super::page::RecordPage;
use crate::office::told::told;

impl RecordPage<'_> {
    /// Refunds, invoices, cash handed in.
    pub(super) fn gist_of_money(&self, what: &What) -> Markup {
        let language = self.language;
        match what {
            What::PaymentRefunded(refund) => html! {
                (language.say(words::GIVEN_BACK)) (refund.amount) (language.say(words::COMMA))
                (self.choice(&refund.method)) (language.say(words::FOR_THE_REASON)) (told(&refund.reason))
                @if !refund.receipt.is_empty() {
                    (language.say(words::AGAINST_RECEIPT)) (told(&refund.receipt))
                }
            },
            What::InvoiceAsked(asked) => html! {
                (language.say(words::INVOICE_TO)) (told(&asked.title))
                @for (phrase, words) in [
                    (words::TAX_NUMBER, &asked.tax_number),
                    (words::E_MAIL, &asked.email),
                    (words::TELEPHONE, &asked.phone),
                ] {
                    @if !words.is_empty() { (language.say(phrase)) (told(words)) }
                }
            },
            What::CashHandedIn(handed_in) => html! {
                (language.say(words::CASH_HANDED_IN)) (handed_in.amount)
                (language.say(words::SLIP)) (told(&handed_in.slip))
            },
            _ => html! {},
        }
    }
}
