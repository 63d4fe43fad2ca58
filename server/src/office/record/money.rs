//! What an entry about money says, in one line: refunds, invoices, cash handed in.

use doorstep_domain::record::What;
use maud::{Markup, html};

use super::page::RecordPage;
use crate::office::told::told;

impl RecordPage<'_> {
    /// Refunds, invoices, cash handed in.
    pub(super) fn gist_of_money(&self, what: &What) -> Markup {
        let language = self.language;
        match what {
            What::PaymentRefunded(refund) => html! {
                (language.say("退款 ", "given back ")) (refund.amount) (language.say("，", ", "))
                (self.choice(&refund.method)) (language.say("，原因：", ", because: ")) (told(&refund.reason))
                @if !refund.receipt.is_empty() {
                    (language.say("，凭据 ", ", receipt ")) (told(&refund.receipt))
                }
            },
            What::InvoiceAsked(asked) => html! {
                (language.say("开票：", "invoice to ")) (told(&asked.title))
                @for (chinese, english, words) in [
                    ("，税号 ", ", tax number ", &asked.tax_number),
                    ("，邮箱 ", ", e-mail ", &asked.email),
                    ("，电话 ", ", telephone ", &asked.phone),
                ] {
                    @if !words.is_empty() { (language.say(chinese, english)) (told(words)) }
                }
            },
            What::CashHandedIn(handed_in) => html! {
                (language.say("上交现金 ", "cash handed in ")) (handed_in.amount)
                (language.say("，缴款单 ", ", slip ")) (told(&handed_in.slip))
            },
            _ => html! {},
        }
    }
}
