//! An approval on a page: what was said, who is next, and the form for his word.

use doorstep_domain::{approval_chain::Word, ids::PersonId};
use doorstep_words::{Language, office::approval as words};
use maud::{Markup, html};

use super::{
    form::{Fields, Form, Line},
    moment::noted_text,
    staff::Staff,
    told::{told, told_lines},
    visitor::Visitor,
};
use crate::{
    approval::{Approval, SayWord, action_of},
    rights::can,
};

/// The longest reason, in characters.
const REASON_CHARACTERS_MAX: usize = 2_000;

/// What was asked and said, and how it stands.
pub(super) fn shown(language: Language, staff: &Staff, approval: &Approval) -> Markup {
    let person = |code: &str| staff.person(language, &PersonId(code.to_owned()));
    html! {
        p {
            b { (language.say(words::APPROVAL)) " · " (language.say(approval.chain.words())) } br;
            (language.say(words::ASKED)) " " (noted_text(&approval.asked_at)) " · "
            (person(&approval.asked_by)) " · "
            (language.say(words::DUE)) " " (approval.due_on)
        }
        ol {
            @for said in &approval.words {
                li {
                    (language.say(said.post.words())) " · " (language.say(said.word.words()))
                    @if !said.said_by.is_empty() { " · " (told(&said.said_by)) }
                    " · " (person(&said.person)) " · " (noted_text(&said.at))
                    @if !said.reason.is_empty() { (told_lines(&said.reason)) }
                }
            }
        }
        p {
            @match (approval.next_post, approval.is_granted) {
                (Some(post), _) => { (language.say(words::NEXT)) " " (language.say(post.words())) }
                (None, Some(true)) => {
                    span.badge.good { span.mark { "✔" } (language.say(words::GRANTED)) }
                }
                (None, _) => {
                    span.badge.bad { span.mark { "✖" } (language.say(words::NOT_GRANTED)) }
                }
            }
        }
    }
}

/// The form for the word of whoever is next, under its heading; nothing once the approval has ended.
pub(super) fn word_form(
    visitor: &Visitor,
    form: &Form<'_>,
    approval: &Approval,
    address: &str,
) -> Markup {
    let language = form.language;
    let Some(post) = approval.next_post else {
        return html! {};
    };
    let is_his = can(visitor.clerk(), action_of(post), approval.station.as_ref());
    let may_say: Vec<(&str, _)> = approval
        .standing()
        .may_say()
        .iter()
        .map(|word| (word.code(), word.words()))
        .collect();
    let content = html! {
        (form.hidden("after", &approval.words.len().to_string()))
        (form.radios("word", words::YOUR_WORD, &may_say))
        (form.paragraph("reason", words::REASON, REASON_CHARACTERS_MAX, false))
        @if post.is_outside() {
            (form.line("said_by", words::WHO_SAID_IT, Line::words(64).required()))
        }
        (form.button(words::SAY))
    };
    html! {
        h2 { (language.say(words::WORD_OF)) " " (language.say(post.words())) }
        @if is_his {
            (form.write(address, &content))
        } @else {
            p { (language.say(words::NOT_YOUR_TURN)) }
        }
    }
}

/// The word that the form sent; nothing where it names none.
pub(super) fn word_of(fields: &Fields) -> Option<SayWord> {
    Some(SayWord {
        after: fields.text("after").parse().ok()?,
        word: Word::from_code(fields.text("word"))?,
        reason: fields.text("reason").to_owned(),
        said_by: fields.text("said_by").to_owned(),
    })
}
