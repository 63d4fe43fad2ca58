//! Parts fitted and removed, tests, payments.

use doorstep_domain::{
    course::Facts,
    ids::EntryId,
    money::Money,
    record::{EntryReading, TestItem, What},
};
use doorstep_words::office::entry as words;
use maud::{Markup, html};

use super::page::RecordPage;
use crate::office::told::told;

impl RecordPage<'_> {
    fn entries(&self, wanted: fn(&What) -> bool) -> Vec<(EntryId, &EntryReading)> {
        let entries = self.dossier.record.entries.iter();
        let found = entries.filter(|(_, reading)| wanted(&reading.entry.what));
        found.map(|(id, reading)| (*id, reading)).collect()
    }

    pub(super) fn parts(&self) -> Markup {
        let language = self.language;
        let fitted = self.entries(|what| matches!(what, What::PartFitted { .. }));
        let removed = self.entries(|what| matches!(what, What::PartRemoved { .. }));
        let lists = [
            (language.say(words::FITTED), fitted),
            (language.say(words::REMOVED), removed),
        ];
        self.section(
            "parts",
            language.say(words::PARTS),
            &html! {
                div.pair {
                    @for (heading, entries) in &lists {
                        div {
                            h3 { (heading) }
                            @if entries.is_empty() {
                                p.none { (language.say(words::NONE)) }
                            } @else {
                                ul.plain {
                                    @for (id, reading) in entries {
                                        li #{ "e-" (id) } .void[self.is_voided(*id)] {
                                            div.gist { (self.gist(&reading.entry.what)) }
                                            (self.by_line(*id, reading))
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            },
        )
    }

    pub(super) fn tests(&self) -> Markup {
        let language = self.language;
        let tests = self.entries(|what| matches!(what, What::TestResult { .. }));
        self.section("tests", language.say(words::FULL_FUNCTION_TEST), &html! {
            @if tests.is_empty() { p.none { (language.say(words::NO_TESTS_YET)) } }
            @for (id, reading) in &tests {
                @if let What::TestResult { items, passed, customer_present } = &reading.entry.what {
                    article #{ "e-" (id) } .void[self.is_voided(*id)] {
                        p { strong { (self.passed(*passed)) } " · " (self.present(*customer_present)) }
                        (self.by_line(*id, reading))
                        (self.test_items(items))
                    }
                }
            }
        })
    }

    fn test_items(&self, items: &[TestItem]) -> Markup {
        let language = self.language;
        html! {
            @if !items.is_empty() {
                table {
                    thead {
                        tr {
                            th scope="col" { (language.say(words::ITEM)) }
                            th scope="col" { (language.say(words::RESULT)) }
                            th scope="col" { (language.say(words::VERDICT)) }
                        }
                    }
                    tbody {
                        @for item in items {
                            tr {
                                td { (told(&item.name)) }
                                td { (told(&item.result)) }
                                td { (self.passed(item.passed)) }
                            }
                        }
                    }
                }
            }
        }
    }

    pub(super) fn payments(&self) -> Markup {
        let language = self.language;
        let facts = Facts::of(&self.dossier.record);
        let payments = self.entries(|what| {
            matches!(
                what,
                What::Payment { .. }
                    | What::PaymentRefunded(_)
                    | What::InvoiceAsked(_)
                    | What::CashHandedIn(_)
            )
        });
        self.section(
            "payments",
            language.say(words::PAYMENTS),
            &html! {
                @let due = facts.due();
                @let is_free = due.is_some_and(|due| due.minor == 0);
                @if is_free {
                    p { (language.say(words::THE_CUSTOMER_PAYS_NOTHING)) }
                } @else if let Some(due) = due {
                    p.due {
                        (language.say(words::DUE)) strong { (due) }
                        (language.say(words::STILL_OWED))
                        strong { (Money { minor: facts.owed_minor(), currency: due.currency }) }
                    }
                }
                @if payments.is_empty() {
                    @if !is_free {
                        p.none { (language.say(words::NO_PAYMENTS_YET)) }
                    }
                } @else {
                    ul.plain {
                        @for (id, reading) in &payments {
                            li #{ "e-" (id) } .void[self.is_voided(*id)] {
                                div.gist { (self.gist(&reading.entry.what)) }
                                (self.by_line(*id, reading))
                            }
                        }
                    }
                }
            },
        )
    }
}
