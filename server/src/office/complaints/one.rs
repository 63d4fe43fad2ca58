//! One complaint: what is known of it, what is still open, and what was done.

use axum::{
    extract::{Path, State},
    response::Response,
};
use doorstep_domain::{complaint::Remedy, ids::PersonId};
use doorstep_words::{Language, office::complaint as words};
use maud::{Markup, html};
use uuid::Uuid;

use crate::{
    api_error::ApiError,
    app::AppState,
    complaint::{Complaint, ComplaintId, Step, complaint},
    office::{
        approval::shown as approval_shown,
        form::{Attempt, said},
        frame::{self, Place, Surroundings},
        moment::noted_text,
        staff::Staff,
        told::{told, told_lines},
        visitor::Visitor,
    },
    rights::{Action, can},
};

/// Which of the page's forms was tried.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Offer,
    Word,
    SecondService,
    Insurer,
    Close,
}

impl Part {
    /// Tells the form's fields from those of the others.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Offer => "offer",
            Self::Word => "word",
            Self::SecondService => "again",
            Self::Insurer => "insurer",
            Self::Close => "close",
        }
    }
}

pub(super) struct Page {
    surroundings: Surroundings,
    staff: Staff,
    pub(super) complaint: Complaint,
}

/// `GET /complaints/{complaint}`.
pub(super) async fn show(
    State(state): State<AppState>,
    Path(id): Path<Uuid>,
    visitor: Visitor,
) -> Response {
    answer(&state, &visitor, id, Part::Offer, Attempt::none()).await
}

pub(super) async fn answer(
    state: &AppState,
    visitor: &Visitor,
    id: Uuid,
    part: Part,
    attempt: Attempt,
) -> Response {
    if let Some(refused) = visitor.refusal(Place::Complaints.action()) {
        return refused;
    }
    let clerk = visitor.clerk().clone();
    let read = state
        .store()
        .read(move |connection| {
            let Some(complaint) = complaint(connection, ComplaintId(id))? else {
                return Ok(None);
            };
            if !can(&clerk, Action::HandleComplaints, complaint.station.as_ref()) {
                return Err(ApiError::not_allowed());
            }
            Ok(Some(Page {
                surroundings: Surroundings::read(connection)?,
                staff: Staff::read(connection)?,
                complaint,
            }))
        })
        .await;
    visitor.answer_attempt(attempt, |attempt| {
        Ok(read?.map(|page| {
            frame::page(
                visitor,
                &page.surroundings,
                Place::Complaints,
                visitor.language.say(words::COMPLAINTS),
                &page.content(visitor, part, attempt),
            )
        }))
    })
}

impl Page {
    fn content(&self, visitor: &Visitor, part: Part, attempt: &Attempt) -> Markup {
        let language = visitor.language;
        let complaint = &self.complaint;
        html! {
            p { a href="/complaints" { (language.say(words::BACK_TO_THE_LIST)) } }
            h1 { (language.say(complaint.gravity.words())) " · " (told(&complaint.name)) }
            (said(language, visitor.address.query()))
            (self.facts(language))
            @if !complaint.lacks.is_empty() {
                h2 { (language.say(words::WHAT_LACKS)) }
                ul {
                    @for lack in &complaint.lacks { li { (language.say(lack.words())) } }
                }
            }
            (self.remedy(language))
            @if !complaint.earlier_approvals.is_empty() {
                details {
                    summary { (language.say(words::OFFERED_BEFORE)) }
                    @for approval in &complaint.earlier_approvals { (approval_shown(language, &self.staff, approval)) }
                }
            }
            @if complaint.is_over() {
                (crate::office::form::Form::of(visitor, attempt).refusal())
            } @else {
                (self.forms(visitor, part, attempt))
            }
            h2 { (language.say(words::HISTORY)) }
            ol {
                li {
                    (noted_text(&complaint.taken_at)) " · " (self.person(language, &complaint.taken_by))
                    " · " (language.say(words::TAKEN))
                }
                @for step in &complaint.steps { (self.step(language, step)) }
            }
        }
    }

    fn facts(&self, language: Language) -> Markup {
        let complaint = &self.complaint;
        html! {
            dl {
                dt { (language.say(words::COMPLAINANT)) }
                dd {
                    (language.say(complaint.complainant.words())) " · " (told(&complaint.name)) " "
                    span.phone { (told(&complaint.phone)) }
                }
                @if let Some(record) = complaint.record {
                    dt { (language.say(words::RECORD)) }
                    dd { a href={ "/records/" (record) } { (told(&complaint.number)) } }
                }
                dt { (language.say(words::ABOUT)) }
                dd { (told_lines(&complaint.about)) }
                @if !complaint.wish.is_empty() {
                    dt { (language.say(words::WISH)) }
                    dd { (told_lines(&complaint.wish)) }
                }
                dt { (language.say(words::DUE)) }
                dd { (complaint.due_on) }
                @if complaint.agreement_signed {
                    dt { (language.say(words::AGREEMENT)) }
                    dd { (language.say(words::AGREEMENT_SIGNED)) }
                }
                @if complaint.paid_minor > 0 {
                    dt { (language.say(words::PAID)) }
                    dd { (yuan(complaint.paid_minor)) }
                }
                @if complaint.insurer_told {
                    dt { (language.say(words::INSURER)) }
                    dd { (language.say(words::TOLD)) " " (told(&complaint.insurer_number)) }
                }
                @if complaint.is_withdrawn || complaint.closed_at.is_some() {
                    dt { (language.say(words::STATE)) }
                    dd { (language.say(if complaint.is_withdrawn { words::WITHDRAWN } else { words::IS_CLOSED })) }
                }
                @if !complaint.closing_words.is_empty() {
                    dt { (language.say(words::CUSTOMERS_WORD)) }
                    dd { (told_lines(&complaint.closing_words)) }
                }
                @if let Some(fault) = complaint.is_services_fault {
                    dt { (language.say(words::SERVICES_FAULT)) }
                    dd { (language.say(if fault { words::YES } else { words::NO })) }
                }
            }
            @if complaint.denies_signature && let Some(record) = complaint.record {
                p {
                    span.badge.bad { span.mark { "✖" } (language.say(words::SIGNATURE_DENIED)) } " "
                    a href={ "/records/" (record) "#signatures" } { (language.say(words::LOOK_AT_EVIDENCE)) }
                }
            }
        }
    }

    /// What is offered, and how its approval stands: a return or an exchange as the form that the centre approves.
    fn remedy(&self, language: Language) -> Markup {
        let complaint = &self.complaint;
        let Some(remedy) = complaint.remedy else {
            return html! {};
        };
        let title = match remedy {
            Remedy::Return | Remedy::Exchange => words::FORM_TITLE,
            _ => words::REMEDY,
        };
        html! {
            h2 { (language.say(title)) }
            dl {
                dt { (language.say(words::REMEDY)) }
                dd { (language.say(remedy.words())) }
                dt { (language.say(words::REMEDY_WORDS)) }
                dd { (told_lines(&complaint.remedy_words)) }
                @if let Some(minor) = complaint.compensation_minor {
                    dt { (language.say(words::COMPENSATION)) }
                    dd { (yuan(minor)) }
                }
            }
            @if let Some(approval) = &complaint.approval { (approval_shown(language, &self.staff, approval)) }
        }
    }

    fn step(&self, language: Language, step: &Step) -> Markup {
        html! {
            li {
                (noted_text(&step.at)) " · " (self.person(language, &step.person)) " · "
                @match crate::complaint::Deed::from_code(&step.deed) {
                    Some(deed) => (language.say(deed.words())),
                    None => (told(&step.deed)),
                }
                @if !step.words.is_empty() { (told_lines(&step.words)) }
            }
        }
    }

    fn person(&self, language: Language, person: &str) -> Markup {
        self.staff.person(language, &PersonId(person.to_owned()))
    }
}

fn yuan(minor: i64) -> String {
    use doorstep_domain::money::{Currency, Money};
    let currency = Currency::Cny;
    Money { minor, currency }.to_string()
}
