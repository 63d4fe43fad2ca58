//! One record in the list.

use doorstep_domain::{course::Step, ids::PersonId};
use maud::{Markup, html};

use super::read::ListRow;
use crate::office::{
    kinds::Kinds,
    language::Language,
    moment::{noted_at, window},
    record::{refused_badge, status_badge, verdict_badge},
    staff::Staff,
    told::told,
};

/// A response due within so many hours is urgent (domain: priority).
const URGENT_HOURS: i64 = 4;

/// The heads of the columns; on a phone each stands before its value.
pub(super) const fn columns(language: Language) -> [&'static str; 6] {
    match language {
        Language::Chinese => ["维修单", "状态", "用户", "产品", "维修人员", "签字与待处理"],
        Language::English => [
            "Record",
            "Status",
            "Customer",
            "Unit",
            "Technician",
            "Signature, to settle",
        ],
    }
}

pub(super) fn row(language: Language, staff: &Staff, kinds: &Kinds, row: &ListRow) -> Markup {
    let [record, status, customer, unit, technician, signature] = columns(language);
    html! {
        tr {
            th scope="row" data-label=(record) {
                div.main {
                    a.record id={ "r-" (row.record) } href={ "/records/" (row.record) } {
                        @if row.number.is_empty() {
                            (language.say("（无单号）", "(no number)"))
                        } @else {
                            (told(&row.number))
                        }
                    }
                }
                div.side { (language.say("更新 ", "Updated ")) (noted_at(row.place.updated_ms)) }
            }
            td data-label=(status) {
                div.main { (status_badge(language, &row.status)) }
                (next_step(language, row))
            }
            td data-label=(customer) {
                div.main {
                    (told(&row.customer_name)) " " span.phone { (told(&row.customer_phone)) }
                }
                div.side { (told(&row.customer_address)) }
            }
            td data-label=(unit) {
                div.main { (kinds.name(language, &row.unit_kind)) }
                div.side { (told(&row.unit_model)) }
            }
            td data-label=(technician) {
                div.main {
                    @match &row.assignee {
                        Some(person) => (staff.person(language, &PersonId(person.clone()))),
                        None => (language.say("未派工", "nobody yet")),
                    }
                }
                @if let Some(appointment) = &row.appointment { div.side { (window(appointment)) } }
            }
            td data-label=(signature) {
                @match &row.verdict {
                    Some(verdict) => (verdict_badge(language, verdict)),
                    None if row.refused => (refused_badge(language)),
                    None => span.none { (language.say("未签字", "not signed")) },
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
            (language.say("下一步：", "Next: ")) (language.say(step.chinese(), step.english()))
        }
        @if let Some(hours) = row.priority_hours.filter(|hours| *hours <= URGENT_HOURS) {
            div.side.urgent {
                span.mark { "▲" } (language.say("紧急，", "urgent, ")) (hours)
                (language.say(" 小时", " h"))
            }
        }
    }
}

fn waiting(language: Language, row: &ListRow) -> Markup {
    html! {
        @if row.conflicts > 0 {
            span.badge.warn {
                span.mark { "⇄" } (row.conflicts) " "
                (language.say("处冲突", if row.conflicts == 1 { "conflict" } else { "conflicts" }))
            }
            " "
        }
        @if row.findings > 0 {
            span.badge.warn {
                span.mark { "!" } (row.findings) " "
                (language.say("项异常", if row.findings == 1 { "finding" } else { "findings" }))
            }
        }
    }
}
