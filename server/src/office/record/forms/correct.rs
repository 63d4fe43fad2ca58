//! `/records/{record}/fields/{field}`: what stands in a field, and what is to stand there.

use axum::{
    extract::{Path, State},
    response::Response,
};
use doorstep_domain::record::Field;
use doorstep_evidence::verdict::Verdict;
use doorstep_words::office::record_forms as words;
use maud::{Markup, html};

use super::{Written, act, ask, named, typed};
use crate::{
    app::AppState,
    office::{
        form::{Attempt, Form, Sent},
        record::{badges::verdict_badge, page::RecordPage},
        visitor::Visitor,
    },
    record::{CorrectField, correct, may_be_corrected},
    replication::OfficeDesk,
};

/// What the badge will say.
const CHANGED: Verdict = Verdict::Changed {
    differences: Vec::new(),
};

pub(super) async fn show(
    State(state): State<AppState>,
    Path((record, field)): Path<(String, String)>,
    visitor: Visitor,
) -> Response {
    let Some((id, field)) = named(&record, &field) else {
        return visitor.nothing_here();
    };
    ask(&state, &visitor, id, Attempt::none(), |page, form| {
        page.correcting(form, field)
    })
    .await
}

pub(super) async fn correct_one(
    State(state): State<AppState>,
    Path((record, field)): Path<(String, String)>,
    sent: Sent,
) -> Response {
    let Some((id, field)) = named(&record, &field) else {
        return sent.visitor.nothing_here();
    };
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let request = CorrectField {
        shown: typed::shown(&sent.fields),
        value: typed::value(&sent.fields, field),
    };
    let work = move |desk: &OfficeDesk<'_>| correct(desk, &clerk, id, field, &request, now_ms);
    act(&state, id, sent, "customer", work, |page, form| {
        page.correcting(form, field)
    })
    .await
}

impl RecordPage<'_> {
    fn correcting(&self, form: &Form<'_>, field: Field) -> Written {
        if !may_be_corrected(field) || !self.sees_field(field) {
            return None;
        }
        let language = self.language;
        let record = &self.dossier.record;
        // What stands is where the typing begins; what was typed and refused stays typed.
        let attempt = match form.attempt.error {
            Some(_) => None,
            None => Some(Attempt::standing(crate::office::form::Fields::of([(
                typed::VALUE,
                typed::written(record.field(field)),
            )]))),
        };
        let form = &Form {
            attempt: attempt.as_ref().unwrap_or(form.attempt),
            ..*form
        };
        let content = html! {
            (self.shown_values(form, field))
            (self.asks_for(form, field, words::NEW_VALUE))
            (form.button(words::CORRECT_IT))
        };
        let address = format!("/records/{}/fields/{}", record.id, field.key());
        let is_in_conflict = record.conflicts().iter().any(|clash| clash.field == field);
        Some((
            words::CORRECT_TITLE,
            html! {
                dl.facts {
                    div {
                        dt { (self.field_name(field)) }
                        dd { (self.in_force(field)) }
                    }
                }
                (self.signed_before(field))
                @if is_in_conflict {
                    (form.refusal())
                    p {
                        a href={ "/records/" (record.id) "/conflicts/" (field.key()) } {
                            (language.say(words::SETTLE_TITLE))
                        }
                    }
                } @else if self.may_change(field) {
                    (form.write(&address, &content))
                } @else {
                    (form.refusal())
                    p { (language.say(words::NOT_YOURS_TO_CHANGE)) }
                }
            },
        ))
    }

    /// Which signatures will no longer fit when this field has another value.
    pub(super) fn signed_before(&self, field: Field) -> Markup {
        let language = self.language;
        let signed = self.dossier.signed_with(field);
        html! {
            @if !signed.is_empty() {
                div.meanwhile role="note" {
                    p { span.mark { "!" } " " (language.say(words::WAS_SIGNED)) }
                    ul {
                        @for sealed in signed {
                            li {
                                a href={ "/records/" (self.dossier.record.id) "#s-" (sealed.stored.digest) } {
                                    (language.say(sealed.stored.purpose.words()))
                                }
                            }
                        }
                    }
                    p { (language.say(words::BADGE_WILL_SAY)) (verdict_badge(language, CHANGED.code())) }
                }
            }
        }
    }
}
