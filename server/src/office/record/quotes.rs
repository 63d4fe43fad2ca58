//! Quotes: every revision with its lines, who pays each and by which rule, and what became of it.

use doorstep_domain::{
    ids::EntryId,
    money::Money,
    quote::{Bill, Quote, QuoteLine, Quotes},
    record::{EntryReading, What},
};
use doorstep_words::office::record as words;
use maud::{Markup, html};

use super::page::RecordPage;
use crate::office::told::{seen, told};

impl RecordPage<'_> {
    pub(super) fn quotes(&self) -> Markup {
        let language = self.language;
        let record = &self.dossier.record;
        let quotes = Quotes::of(record);
        let offers: Vec<_> = record
            .entries
            .iter()
            .filter_map(|(id, reading)| match &reading.entry.what {
                What::QuoteOffered { quote } => Some((*id, reading, quote)),
                _ => None,
            })
            .collect();
        self.section("quotes", language.say(words::QUOTES), &html! {
            @if offers.is_empty() {
                p.none { (language.say(words::NO_QUOTES_YET)) }
            }
            @for (id, reading, quote) in &offers {
                article.quote #{ "e-" (id) } .void[self.is_voided(*id)] {
                    h3 {
                        (language.say(words::REVISION)) (quote.revision) (language.say(words::REVISION_WORD)) " "
                        (self.quote_standing(*id, &quotes))
                    }
                    (self.by_line(*id, reading))
                    @for bill in quote.bills() {
                        @if !quote.options.is_empty() {
                            h4 {
                                (language.say(bill.choice.words())) " "
                                @if quotes.taken(*id).is_some_and(|taken| taken.choice == bill.choice) {
                                    span.badge.good { span.mark { "✔" } (language.say(words::TAKEN)) }
                                }
                            }
                        }
                        (self.lines(quote, bill))
                    }
                    (self.answers(*id))
                }
            }
        })
    }

    fn quote_standing(&self, offer: EntryId, quotes: &Quotes<'_>) -> Markup {
        let language = self.language;
        let in_force = quotes
            .accepted()
            .is_some_and(|accepted| accepted.offer == offer);
        let (tone, mark, words) = if in_force {
            ("good", "✔", language.say(words::ACCEPTED_IN_FORCE))
        } else if quotes.is_accepted(offer) {
            ("calm", "✔", language.say(words::ACCEPTED_REPLACED_SINCE))
        } else if quotes.is_declined(offer) {
            ("warn", "⊘", language.say(words::DECLINED))
        } else if quotes.is_replaced(offer) {
            ("none", "↷", language.say(words::REPLACED))
        } else if self.is_voided(offer) {
            return html! {};
        } else {
            ("busy", "◇", language.say(words::WAITS_FOR_AN_ANSWER))
        };
        html! { span class={ "badge " (tone) } { span.mark { (mark) } (words) } }
    }

    fn lines(&self, quote: &Quote, bill: Bill<'_>) -> Markup {
        let language = self.language;
        html! {
            table.stack.lines-of-quote {
                thead {
                    tr {
                        th scope="col" { (language.say(words::ITEM)) }
                        th.number scope="col" { (language.say(words::UNIT_PRICE)) }
                        th.number scope="col" { (language.say(words::QUANTITY)) }
                        th.number scope="col" { (language.say(words::AMOUNT)) }
                        th scope="col" { (language.say(words::WHO_PAYS_WHICH_RULE)) }
                    }
                }
                tbody { @for line in bill.lines { (self.line(quote, line)) } }
                @if let Ok(totals) = bill.totals() {
                    tfoot {
                        tr {
                            th scope="row" colspan="3" { (language.say(words::TOTAL)) }
                            td.number { (totals.total) }
                            td {}
                        }
                        tr.due {
                            th scope="row" colspan="3" { (language.say(words::THE_CUSTOMER_PAYS)) }
                            td.number { (totals.customer_pays) }
                            td.side {
                                (language.say(words::PRICE_LIST_VERSION)) (quote.catalogue_version)
                                (language.say(words::REVISION_WORD))
                                @if let Some(percent) = quote.discount_limit_percent {
                                    (language.say(words::DISCOUNT_LIMIT)) (percent) " %"
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn line(&self, quote: &Quote, line: &QuoteLine) -> Markup {
        let language = self.language;
        let money = |minor: i64| Money {
            minor,
            currency: quote.currency,
        };
        html! {
            tr {
                td data-label=(language.say(words::ITEM)) {
                    div.main { (told(&line.name)) }
                    div.side {
                        (language.say(line.kind.words()))
                        @if !line.code.is_empty() { " · " code { (seen(&line.code)) } }
                    }
                }
                td.number data-label=(language.say(words::UNIT_PRICE)) { (money(line.unit_price_minor)) }
                td.number data-label=(language.say(words::QUANTITY)) { (line.quantity) }
                td.number data-label=(language.say(words::AMOUNT)) {
                    (money(line.amount_minor))
                    @if line.discount_minor != 0 {
                        div.side { (language.say(words::OFF)) (money(line.discount_minor)) }
                    }
                }
                td data-label=(language.say(words::WHO_PAYS_WHICH_RULE)) {
                    div.main { (language.say(line.payer.words())) }
                    div.side { (told(&line.rule)) }
                }
            }
        }
    }

    /// What the customer answered to an offer.
    fn answers(&self, wanted: EntryId) -> Markup {
        let entries = self.dossier.record.entries.iter();
        let answers = entries.filter(|(_, reading)| match &reading.entry.what {
            What::QuoteAccepted { offer, .. } | What::QuoteDeclined { offer, .. } => {
                *offer == wanted
            }
            _ => false,
        });
        html! { @for (id, reading) in answers { (self.answer(*id, reading)) } }
    }

    fn answer(&self, id: EntryId, reading: &EntryReading) -> Markup {
        let language = self.language;
        html! {
            div.answer #{ "e-" (id) } .void[self.is_voided(id)] {
                p {
                    @match &reading.entry.what {
                        What::QuoteAccepted { statement, .. } => {
                            span.mark { "✔" } strong { (language.say(words::ACCEPTED_BY_THE_CUSTOMER)) }
                            " · " a href={ "#s-" (statement) } { (language.say(words::SEE_THE_SIGNATURE)) }
                        }
                        what => {
                            span.mark { "⊘" } strong { (self.kind(what)) }
                            (language.say(words::COLON)) (self.gist(what))
                        }
                    }
                }
                (self.by_line(id, reading))
            }
        }
    }
}
