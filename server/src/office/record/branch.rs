//! What an entry off the straight course says, in one line: hand-overs, approvals, complaints, compensations.

use doorstep_domain::{
    ids::EntryId,
    money::Money,
    record::{ApprovalAsked, ApprovalDecided, Handback, Handover, What},
};
use doorstep_words::office::entry as words;
use maud::{Markup, html};

use super::page::RecordPage;
use crate::office::told::{told, told_lines};

impl RecordPage<'_> {
    pub(super) fn gist_of_branch(&self, what: &What) -> Markup {
        let language = self.language;
        match what {
            What::CustomerAbsent { note, card_left } => html! {
                (self.with_note("", note))
                (self.ticks(&[(*card_left, language.say(words::CARD_LEFT))]))
            },
            What::CustodyTaken(handover) | What::LoanerLent(handover) => self.handover(handover),
            What::CustodyReturned(back) | What::LoanerReturned(back) => self.handback(back),
            What::ApprovalAsked(asked) => self.asked(asked),
            What::ApprovalDecided(decided) => self.decided(decided),
            What::NotSatisfied { reason } => self.with_note("", reason),
            What::ComplaintTaken(complaint) => html! {
                (self.with_note(
                    language.say(complaint.gravity.words()),
                    &complaint.about,
                ))
                @if !complaint.wish.is_empty() {
                    div { (language.say(words::WANTS)) (told_lines(&complaint.wish)) }
                }
            },
            What::ConsentGiven(consent) => html! {
                (self.with_note(
                    language.say(consent.to.words()),
                    &consent.words,
                ))
                div { (language.say(words::BY)) (told(&consent.given_by)) }
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
                (paid.amount) (language.say(words::COMMA)) (self.choice(&paid.method))
                (language.say(words::TO)) (told(&paid.signer)) " " (self.claim(paid.claim))
            },
            What::InsurerTold(insurer) => html! {
                @if !insurer.number.is_empty() {
                    (language.say(words::CLAIM)) (told(&insurer.number)) " "
                }
                (self.claim(insurer.claim))
            },
            What::PassedOn(passed) => html! {
                (language.say(words::HANDED_TO)) (told(&passed.to.0))
                (self.with_note("", &passed.reason))
            },
            _ => html! {},
        }
    }

    fn handover(&self, handover: &Handover) -> Markup {
        let language = self.language;
        html! {
            (language.say(words::RECEIPT)) code { (told(&handover.number)) } (language.say(words::COMMA))
            (told(&handover.model))
            @if !handover.serial.is_empty() { (language.say(words::SERIAL)) (told(&handover.serial)) }
            @if !handover.promised_on.is_empty() {
                (language.say(words::PROMISED_FOR)) (handover.promised_on)
            }
            div { (language.say(words::CONDITION)) (told_lines(&handover.condition)) }
            @if !handover.accessories.is_empty() {
                div {
                    (language.say(words::WITH_IT))
                    (told(&handover.accessories.join(language.say(words::LIST_COMMA))))
                }
            }
        }
    }

    fn handback(&self, back: &Handback) -> Markup {
        let language = self.language;
        html! {
            (self.claim(back.handover)) " "
            (self.ticks(&[(back.complete, language.say(words::ALL_THERE))]))
            div { (language.say(words::CONDITION)) (told_lines(&back.condition)) }
        }
    }

    pub(super) fn asked(&self, asked: &ApprovalAsked) -> Markup {
        let language = self.language;
        html! {
            (self.with_note(
                language.say(asked.matter.words()),
                &asked.wanted,
            ))
            @if !asked.until.is_empty() { (language.say(words::UNTIL)) (asked.until) }
            div { (language.say(words::BECAUSE)) (told_lines(&asked.reason)) }
            @if !asked.agreed_by_phone.is_empty() {
                div { (language.say(words::AGREED_BY_TELEPHONE)) (told(&asked.agreed_by_phone)) }
            }
        }
    }

    fn decided(&self, decided: &ApprovalDecided) -> Markup {
        let language = self.language;
        html! {
            @if decided.granted { span.mark { "✔" } (language.say(words::GRANTED)) }
            @else { span.mark { "✖" } (language.say(words::REFUSED)) }
            " " (self.claim(decided.request))
            @if !decided.note.is_empty() { div { (told_lines(&decided.note)) } }
        }
    }

    fn amount(&self, amount: Option<Money>) -> Markup {
        html! { @if let Some(amount) = amount { (self.language.say(words::COMMA)) (amount) } }
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
