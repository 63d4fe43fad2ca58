//! One record in the list.

use doorstep_domain::{course::Step, ids::PersonId};
use doorstep_words::{Language, Say, office::list as words};
use maud::{Markup, html};

use super::read::ListRow;
use crate::{
    office::{
        kinds::Kinds,
        moment::{noted_at, window},
        record::{refused_badge, status_badge, verdict_badge},
        staff::Staff,
        told::told,
    },
    rights::{Sight, sees},
    staff::Clerk,
};

/// A response due within so many hours is urgent (domain: priority).
const URGENT_HOURS: i64 = 4;

/// The heads of the columns; on a phone each stands before its value.
pub(super) const fn columns(language: Language) -> [&'static str; 6] {
    [
        language.say(words::column::RECORD),
        language.say(words::column::STATUS),
        language.say(words::column::CUSTOMER),
        language.say(words::column::UNIT),
        language.say(words::column::TECHNICIAN),
        language.say(words::column::TO_SETTLE),
    ]
}

pub(super) fn row(
    language: Language,
    staff: &Staff,
    kinds: &Kinds,
    clerk: &Clerk,
    row: &ListRow,
) -> Markup {
    let [record, status, customer, unit, technician, signature] = columns(language);
    html! {
        tr {
            th scope="row" data-label=(record) {
                div.main {
                    a.record id={ "r-" (row.record) } href={ "/records/" (row.record) } {
                        @if row.number.is_empty() {
                            (language.say(words::NO_NUMBER))
                        } @else {
                            (told(&row.number))
                        }
                    }
                }
                div.side { (language.say(words::UPDATED)) (noted_at(row.place.updated_ms)) }
            }
            td data-label=(status) {
                div.main { (status_badge(language, &row.status)) }
                (next_step(language, row))
            }
            td data-label=(customer) {
                @if sees(clerk, Sight::Customer) {
                    div.main {
                        (told(&row.customer_name)) " " span.phone { (told(&row.customer_phone)) }
                    }
                    div.side { (told(&row.customer_address)) }
                } @else { span.none { "—" } }
            }
            td data-label=(unit) {
                div.main { (kinds.name(language, &row.unit_kind)) }
                div.side { (told(&row.unit_model)) }
            }
            td data-label=(technician) {
                div.main {
                    @match &row.assignee {
                        Some(person) => (staff.person(language, &PersonId(person.clone()))),
                        None => (language.say(words::NOBODY_YET)),
                    }
                }
                @if let Some(appointment) = &row.appointment { div.side { (window(appointment)) } }
            }
            td data-label=(signature) {
                @match &row.verdict {
                    Some(verdict) => (verdict_badge(language, verdict)),
                    None if row.refused => (refused_badge(language)),
                    None => span.none { (language.say(words::NOT_SIGNED)) },
                }
                div { (waiting(language, row)) }
            }
        }
    }
}

/// What comes next, and whether it is urgent; nothing where all is done.
fn next_step(language: Language, row: &ListRow) -> Markup {
    let steps = Step::ALL.iter().copied();
    let step = steps
        .filter(|step| *step != Step::Done)
        .find(|step| Some(step.code()) == row.next_step.as_deref());
    let Some(step) = step else {
        return html! {};
    };
    html! {
        div.side {
            (language.say(words::NEXT)) (language.say(step.words()))
        }
        @if let Some(hours) = row.priority_hours.filter(|hours| *hours <= URGENT_HOURS) {
            div.side.urgent {
                span.mark { "▲" } (language.say(words::URGENT)) (hours)
                (language.say(words::H))
            }
        }
    }
}

fn waiting(language: Language, row: &ListRow) -> Markup {
    html! {
        @if row.conflicts > 0 {
            span.badge.warn {
                span.mark { "⇄" } (words::Conflicts { count: &row.conflicts }.say(language))
            }
            " "
        }
        @if row.findings > 0 {
            span.badge.warn {
                span.mark { "!" } (words::Findings { count: &row.findings }.say(language))
            }
        }
    }
}
