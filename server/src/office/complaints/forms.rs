//! The forms of a complaint's page: those that are open now.

use doorstep_domain::complaint::{Lack, Remedy};
use doorstep_words::office::complaint as words;
use maud::{Markup, html};

use super::one::{Page, Part};
use crate::office::{
    approval::word_form,
    form::{Attempt, Choice, Form, Line},
    visitor::Visitor,
};

/// The longest text of a complaint, in characters.
const TEXT_CHARACTERS_MAX: usize = 2_000;

impl Page {
    pub(super) fn forms(&self, visitor: &Visitor, part: Part, attempt: &Attempt) -> Markup {
        let none = Attempt::none();
        let form = |this: Part| {
            let tried = if this == part { attempt } else { &none };
            Form::of(visitor, tried).named(this.name())
        };
        let complaint = &self.complaint;
        let waiting = complaint.approval.as_ref();
        let waiting = waiting.filter(|approval| approval.next_post.is_some());
        let is_stale = attempt
            .error
            .as_ref()
            .is_some_and(|error| matches!(error.code(), "changed_meanwhile" | "spoken_meanwhile"));
        html! {
            @if is_stale { div.meanwhile { p { (visitor.language.say(words::MEANWHILE)) } } }
            @match waiting {
                Some(approval) => (word_form(visitor, &form(Part::Word), approval, &self.address("word"))),
                None => (self.offer(&form(Part::Offer))),
            }
            @if complaint.lacks.contains(&Lack::InsurerNotTold) { (self.insurer(&form(Part::Insurer))) }
            @if complaint.record.is_some() { (self.again(&form(Part::SecondService))) }
            @if complaint.lacks.is_empty() { (self.close(&form(Part::Close))) }
            // What was tried with a form that is gone is still answered.
            @if attempt.error.is_some() && !self.is_shown(part) { (Form::of(visitor, attempt).refusal()) }
        }
    }

    fn is_shown(&self, part: Part) -> bool {
        let complaint = &self.complaint;
        let waits = complaint
            .approval
            .as_ref()
            .is_some_and(|approval| approval.next_post.is_some());
        match part {
            Part::Word => waits,
            Part::Offer => !waits,
            Part::SecondService => complaint.record.is_some(),
            Part::Insurer => complaint.lacks.contains(&Lack::InsurerNotTold),
            Part::Close => complaint.lacks.is_empty(),
        }
    }

    fn address(&self, verb: &str) -> String {
        format!("/complaints/{}/{verb}", self.complaint.complaint.0)
    }

    fn version(&self, form: &Form<'_>) -> Markup {
        form.hidden("version", &self.complaint.version.to_string())
    }

    fn offer(&self, form: &Form<'_>) -> Markup {
        let language = form.language;
        let remedies: Vec<Choice> = Remedy::ALL
            .iter()
            .map(|remedy| Choice {
                value: remedy.code().to_owned(),
                words: html! { (language.say(remedy.words())) },
            })
            .collect();
        let content = html! {
            (self.version(form))
            (form.select("remedy", words::REMEDY, &remedies))
            (form.paragraph("words", words::REMEDY_WORDS, TEXT_CHARACTERS_MAX, true))
            (form.line("yuan", words::COMPENSATION_YUAN, Line::words(12)))
            (form.button(words::START_APPROVAL))
        };
        html! {
            h2 { (language.say(words::OFFER)) }
            (form.write(&self.address("offer"), &content))
        }
    }

    fn insurer(&self, form: &Form<'_>) -> Markup {
        let content = html! {
            (self.version(form))
            (form.line("number", words::INSURER_NUMBER, Line::words(64)))
            (form.button(words::SAVE))
        };
        html! {
            h2 { (form.language.say(words::TELL_THE_INSURER)) }
            (form.write(&self.address("insurer"), &content))
        }
    }

    fn again(&self, form: &Form<'_>) -> Markup {
        let content = html! {
            (self.version(form))
            (form.paragraph("why", words::WHY_NOT_SATISFIED, TEXT_CHARACTERS_MAX, true))
            (form.button(words::ARRANGE_IT))
        };
        html! {
            h2 { (form.language.say(words::ASK_SECOND_SERVICE)) }
            (form.write(&self.address("second-service"), &content))
        }
    }

    fn close(&self, form: &Form<'_>) -> Markup {
        let fault = [("no", words::NO), ("yes", words::YES)];
        let content = html! {
            (self.version(form))
            (form.paragraph("closing", words::CUSTOMERS_WORD, TEXT_CHARACTERS_MAX, true))
            (form.radios("fault", words::SERVICES_FAULT, &fault))
            (form.button(words::CLOSE_IT))
        };
        html! {
            h2 { (form.language.say(words::CLOSE)) }
            (form.write(&self.address("close"), &content))
        }
    }
}
