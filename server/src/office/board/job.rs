//! One record as it stands on the board.

use doorstep_words::{Language, office::board as words};
use maud::{Markup, html};

use crate::{
    board::Job,
    office::{
        kinds::Kinds,
        moment::{noted_at, window},
        record::status_badge,
        told::told,
    },
};

/// A response due within so many hours is urgent (domain: priority).
const URGENT_HOURS: i64 = 4;

/// A record: when, what and where. Who goes is chosen behind its link.
pub(super) fn card(language: Language, kinds: &Kinds, job: &Job, whom: Markup) -> Markup {
    let choose = match &job.assignee {
        Some(_) => words::SEND_ANOTHER,
        None => words::SEND,
    };
    html! {
        li.job {
            div.main {
                a.record id={ "r-" (job.id()) } href={ "/records/" (job.id()) } { (told(&job.number)) }
                " " (status_badge(language, &job.status))
            }
            (whom)
            (what(language, kinds, job))
            @if let (None, Some(due_ms)) = (&job.assignee, job.next_due_ms) {
                div.side { (language.say(words::DUE_BY)) " " (noted_at(due_ms)) }
            }
            a id={ "send-" (job.id()) } href={ "/board/records/" (job.id()) } { (language.say(choose)) }
        }
    }
}

/// The window, the unit and the place.
pub(super) fn what(language: Language, kinds: &Kinds, job: &Job) -> Markup {
    html! {
        @if let Some(appointment) = &job.appointment { div { (window(appointment)) } }
        @if let Some(hours) = job.priority_hours.filter(|hours| *hours <= URGENT_HOURS) {
            div.urgent {
                span.mark { "▲" } (language.say(words::URGENT)) " " (hours) " " (language.say(words::HOURS))
            }
        }
        div { (kinds.name(language, &job.unit_kind)) " " (told(&job.unit_model)) }
        div.side { (told(&job.customer_name)) " " (told(&job.customer_address)) }
    }
}
