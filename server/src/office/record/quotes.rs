//! Quotes: every revision with its lines, who pays each and by which rule, and what became of it.

use doorstep_domain::{
    ids::EntryId,
    money::Money,
    quote::{Bill, Quote, QuoteLine, Quotes},
    record::{EntryReading, What},
};
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
        self.section("quotes", language.say("报价", "Quotes"), &html! {
            @if offers.is_empty() {
                p.none { (language.say("还没有报价。", "None yet.")) }
            }
            @for (id, reading, quote) in &offers {
                article.quote #{ "e-" (id) } .void[self.is_voided(*id)] {
                    h3 {
                        (language.say("第 ", "Revision ")) (quote.revision) (language.say(" 版", "")) " "
                        (self.quote_standing(*id, &quotes))
                    }
                    (self.by_line(*id, reading))
                    @for bill in quote.bills() {
                        @if !quote.options.is_empty() {
                            h4 {
                                (language.say(bill.choice.chinese(), bill.choice.english())) " "
                                @if quotes.taken(*id).is_some_and(|taken| taken.choice == bill.choice) {
                                    span.badge.good { span.mark { "✔" } (language.say("用户所选", "taken")) }
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
            (
                "good",
                "✔",
                language.say("已接受，有效", "accepted, in force"),
            )
        } else if quotes.is_accepted(offer) {
            (
                "calm",
                "✔",
                language.say("曾接受，已有新版", "accepted, replaced since"),
            )
        } else if quotes.is_declined(offer) {
            ("warn", "⊘", language.say("用户拒绝", "declined"))
        } else if quotes.is_replaced(offer) {
            ("none", "↷", language.say("已被新版取代", "replaced"))
        } else if self.is_voided(offer) {
            return html! {};
        } else {
            (
                "busy",
                "◇",
                language.say("等待用户答复", "waits for an answer"),
            )
        };
        html! { span class={ "badge " (tone) } { span.mark { (mark) } (words) } }
    }

    fn lines(&self, quote: &Quote, bill: Bill<'_>) -> Markup {
        let language = self.language;
        html! {
            table.stack.lines-of-quote {
                thead {
                    tr {
                        th scope="col" { (language.say("项目", "Item")) }
                        th.number scope="col" { (language.say("单价", "Unit price")) }
                        th.number scope="col" { (language.say("数量", "Quantity")) }
                        th.number scope="col" { (language.say("金额", "Amount")) }
                        th scope="col" { (language.say("付费方与依据", "Who pays, by which rule")) }
                    }
                }
                tbody { @for line in bill.lines { (self.line(quote, line)) } }
                @if let Ok(totals) = bill.totals() {
                    tfoot {
                        tr {
                            th scope="row" colspan="3" { (language.say("合计", "Total")) }
                            td.number { (totals.total) }
                            td {}
                        }
                        tr.due {
                            th scope="row" colspan="3" { (language.say("用户应付", "The customer pays")) }
                            td.number { (totals.customer_pays) }
                            td.side {
                                (language.say("价目表第 ", "price list version ")) (quote.catalogue_version)
                                (language.say(" 版", ""))
                                @if let Some(percent) = quote.discount_limit_percent {
                                    (language.say("，优惠权限 ", ", discount limit ")) (percent) " %"
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
                td data-label=(language.say("项目", "Item")) {
                    div.main { (told(&line.name)) }
                    div.side {
                        (language.say(line.kind.chinese(), line.kind.english()))
                        @if !line.code.is_empty() { " · " code { (seen(&line.code)) } }
                    }
                }
                td.number data-label=(language.say("单价", "Unit price")) { (money(line.unit_price_minor)) }
                td.number data-label=(language.say("数量", "Quantity")) { (line.quantity) }
                td.number data-label=(language.say("金额", "Amount")) {
                    (money(line.amount_minor))
                    @if line.discount_minor != 0 {
                        div.side { (language.say("优惠 ", "off ")) (money(line.discount_minor)) }
                    }
                }
                td data-label=(language.say("付费方与依据", "Who pays, by which rule")) {
                    div.main { (language.say(line.payer.chinese(), line.payer.english())) }
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
                            span.mark { "✔" } strong { (language.say("用户已接受", "Accepted by the customer")) }
                            " · " a href={ "#s-" (statement) } { (language.say("见签字", "see the signature")) }
                        }
                        what => {
                            span.mark { "⊘" } strong { (self.kind(what)) }
                            (language.say("：", ": ")) (self.gist(what))
                        }
                    }
                }
                (self.by_line(id, reading))
            }
        }
    }
}
