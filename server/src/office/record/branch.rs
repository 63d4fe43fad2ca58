//! What an entry off the straight course says, in one line: hand-overs, approvals, complaints, compensations.

use doorstep_domain::{
    ids::EntryId,
    money::Money,
    record::{ApprovalAsked, ApprovalDecided, Handback, Handover, What},
};
use maud::{Markup, html};

use super::page::RecordPage;
use crate::office::told::{told, told_lines};

impl RecordPage<'_> {
    pub(super) fn gist_of_branch(&self, what: &What) -> Markup {
        let language = self.language;
        match what {
            What::CustomerAbsent { note, card_left } => html! {
                (self.with_note("", note))
                (self.ticks(&[(*card_left, language.say("留下服务卡", "card left"))]))
            },
            What::CustodyTaken(handover) | What::LoanerLent(handover) => self.handover(handover),
            What::CustodyReturned(back) | What::LoanerReturned(back) => self.handback(back),
            What::ApprovalAsked(asked) => self.asked(asked),
            What::ApprovalDecided(decided) => self.decided(decided),
            What::NotSatisfied { reason } => self.with_note("", reason),
            What::ComplaintTaken(complaint) => html! {
                (self.with_note(
                    language.say(complaint.gravity.chinese(), complaint.gravity.english()),
                    &complaint.about,
                ))
                @if !complaint.wish.is_empty() {
                    div { (language.say("要求：", "Wants: ")) (told_lines(&complaint.wish)) }
                }
            },
            What::ConsentGiven(consent) => html! {
                (self.with_note(
                    language.say(consent.to.chinese(), consent.to.english()),
                    &consent.words,
                ))
                div { (language.say("同意人：", "By: ")) (told(&consent.given_by)) }
                @if let Some(read) = &consent.sentence {
                    div.side { "“" (told(&read.sentence)) "” " code { (told(&read.wording.code)) " · " (read.wording.version) } }
                }
            },
            What::DamageRecorded(damage) => html! {
                (told(&damage.thing)) (self.amount(damage.price))
                div { (told_lines(&damage.how)) }
            },
            What::AgreementSigned(agreement) => html! {
                (told_lines(&agreement.terms)) (self.amount(agreement.amount))
            },
            What::CompensationPaid(paid) => html! {
                (paid.amount) (language.say("，", ", ")) (self.choice(&paid.method))
                (language.say("，收款人 ", ", to ")) (told(&paid.signer)) " " (self.claim(paid.claim))
            },
            What::InsurerTold(insurer) => html! {
                @if !insurer.number.is_empty() {
                    (language.say("报案号 ", "claim ")) (told(&insurer.number)) " "
                }
                (self.claim(insurer.claim))
            },
            What::PassedOn(passed) => html! {
                (language.say("交给 ", "to ")) (told(&passed.to.0))
                (self.with_note("", &passed.reason))
            },
            _ => html! {},
        }
    }

    fn handover(&self, handover: &Handover) -> Markup {
        let language = self.language;
        html! {
            (language.say("收据 ", "receipt ")) code { (told(&handover.number)) } (language.say("，", ", "))
            (told(&handover.model))
            @if !handover.serial.is_empty() { (language.say("，编号 ", ", serial ")) (told(&handover.serial)) }
            @if !handover.promised_on.is_empty() {
                (language.say("，约定归还 ", ", promised for ")) (handover.promised_on)
            }
            div { (language.say("外观：", "Condition: ")) (told_lines(&handover.condition)) }
            @if !handover.accessories.is_empty() {
                div {
                    (language.say("附件：", "With it: "))
                    (told(&handover.accessories.join(language.say("、", ", "))))
                }
            }
        }
    }

    fn handback(&self, back: &Handback) -> Markup {
        let language = self.language;
        html! {
            (self.claim(back.handover)) " "
            (self.ticks(&[(back.complete, language.say("附件齐全", "all there"))]))
            div { (language.say("外观：", "Condition: ")) (told_lines(&back.condition)) }
        }
    }

    fn asked(&self, asked: &ApprovalAsked) -> Markup {
        let language = self.language;
        html! {
            (self.with_note(
                language.say(asked.matter.chinese(), asked.matter.english()),
                &asked.wanted,
            ))
            @if !asked.until.is_empty() { (language.say("，至 ", ", until ")) (asked.until) }
            div { (language.say("原因：", "Because: ")) (told_lines(&asked.reason)) }
            @if !asked.agreed_by_phone.is_empty() {
                div { (language.say("电话同意：", "Agreed by telephone: ")) (told(&asked.agreed_by_phone)) }
            }
        }
    }

    fn decided(&self, decided: &ApprovalDecided) -> Markup {
        let language = self.language;
        html! {
            @if decided.granted { span.mark { "✔" } (language.say("同意", "granted")) }
            @else { span.mark { "✖" } (language.say("不同意", "refused")) }
            " " (self.claim(decided.request))
            @if !decided.note.is_empty() { div { (told_lines(&decided.note)) } }
        }
    }

    fn amount(&self, amount: Option<Money>) -> Markup {
        html! { @if let Some(amount) = amount { (self.language.say("，", ", ")) (amount) } }
    }

    /// A link to the entry that this one is about.
    pub(super) fn claim(&self, entry: EntryId) -> Markup {
        html! {
            @match self.dossier.record.entries.get(&entry) {
                Some(reading) => a href={ "#e-" (entry) } { (self.kind(&reading.entry.what)) },
                None => code { (entry) },
            }
        }
    }
}
