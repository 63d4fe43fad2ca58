//! What the look-up found, above the form.

use doorstep_words::{Language, Phrase, Say as _, office::calls as words};
use maud::{Markup, html};

use super::Calls;
use crate::{
    intake::{Known, LookUp},
    office::{moment::noted_at, record::status_badge, told::told},
};

impl Calls {
    pub(super) fn known(&self, language: Language, found: &LookUp) -> Markup {
        html! {
            section #found aria-labelledby="found-head" {
                h2 #found-head { (language.say(words::LOOK_UP_FOUND)) }
                @if let Some(second) = &found.second_repair {
                    p.meanwhile role="status" {
                        span.mark { "!" }
                        (words::MayBeSecondRepair {
                            closed_on: &second.closed_on,
                            number: &second.number,
                            last_day: &second.last_day,
                        }.say(language))
                    }
                }
                @if let Some(rule) = &found.rule {
                    p #payer {
                        (language.say(words::WHO_WOULD_PAY)) strong { (language.say(rule.payer().words())) }
                        " · " (told(&rule.words().say(language)))
                    }
                    p.hint { (language.say(words::LABOUR_ONLY)) }
                }
                @if found.duplicates.is_empty() && found.earlier.is_empty() {
                    p.empty { (language.say(words::NOTHING_KNOWN)) }
                }
                (self.records(language, words::DUPLICATES, &found.duplicates))
                (self.records(language, words::EARLIER, &found.earlier))
            }
        }
    }

    fn records(&self, language: Language, head: Phrase, records: &[Known]) -> Markup {
        let heads = [
            words::RECORD,
            words::STATUS,
            words::CUSTOMER,
            words::UNIT,
            words::WHAT_IS_THE_SAME,
        ];
        let [record, status, customer, unit, same] = heads.map(|head| language.say(head));
        html! {
            @if !records.is_empty() {
                h3 { (language.say(head)) }
                table.stack {
                    thead { tr { @for head in heads { th scope="col" { (language.say(head)) } } } }
                    tbody {
                        @for known in records {
                            tr {
                                th scope="row" data-label=(record) {
                                    a href={ "/records/" (known.record) } { (told(&known.number)) }
                                    div.side { (noted_at(known.updated_ms)) }
                                }
                                td data-label=(status) { (status_badge(language, &known.status)) }
                                td data-label=(customer) { (told(&known.customer_name)) }
                                td data-label=(unit) {
                                    (self.kinds.name(language, &known.unit_kind))
                                    div.side { (told(&known.unit_model)) }
                                }
                                td data-label=(same) { (what_is_the_same(language, known)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn what_is_the_same(language: Language, known: &Known) -> Markup {
    let likeness = known.likeness.iter().map(|likeness| likeness.words());
    let mut same: Vec<Phrase> = likeness.collect();
    if same.is_empty() && known.has_phone {
        same.push(words::SAME_TELEPHONE);
    }
    html! {
        @for (place, phrase) in same.iter().enumerate() {
            @if place > 0 { br; }
            (language.say(*phrase))
        }
    }
}
