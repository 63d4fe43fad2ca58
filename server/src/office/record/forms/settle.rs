//! `/records/{record}/conflicts/{field}`: the values that clash, and which of them, or which other, holds from now on.

use axum::{
    extract::{Path, State},
    response::Response,
};
use doorstep_domain::record::{Field, FieldValue};
use doorstep_words::office::record_forms as words;
use maud::html;

use super::{Written, act, ask, named, typed};
use crate::{
    app::AppState,
    office::{
        form::{Attempt, Fields, Form, Sent},
        record::page::RecordPage,
        visitor::Visitor,
    },
    record::{
        REASON_CHARACTERS_MAX, RecordError, SettleConflict, may_be_corrected, settle, standing,
    },
    replication::OfficeDesk,
    rights::Action,
};

/// The choice that says: the value typed beside it.
const ANOTHER: &str = "another";

pub(super) async fn show(
    State(state): State<AppState>,
    Path((record, field)): Path<(String, String)>,
    visitor: Visitor,
) -> Response {
    let Some((id, field)) = named(&record, &field) else {
        return visitor.nothing_here();
    };
    ask(&state, &visitor, id, Attempt::none(), |page, form| {
        page.settling(form, field)
    })
    .await
}

pub(super) async fn settle_one(
    State(state): State<AppState>,
    Path((record, field)): Path<(String, String)>,
    sent: Sent,
) -> Response {
    let Some((id, field)) = named(&record, &field) else {
        return sent.visitor.nothing_here();
    };
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let request = asked(&sent.fields, field);
    let work = move |desk: &OfficeDesk<'_>| settle(desk, &clerk, id, field, &request?, now_ms);
    act(&state, id, sent, "conflicts", work, |page, form| {
        page.settling(form, field)
    })
    .await
}

fn asked(fields: &Fields, field: Field) -> Result<SettleConflict, RecordError> {
    let value = match fields.text("choice") {
        ANOTHER => typed::value(fields, field),
        chosen => serde_json::from_str(chosen).map_err(|_| RecordError::BadValue)?,
    };
    Ok(SettleConflict {
        shown: typed::shown(fields),
        value,
        reason: fields.text("reason").to_owned(),
    })
}

impl RecordPage<'_> {
    fn settling(&self, form: &Form<'_>, field: Field) -> Written {
        let language = self.language;
        let record = &self.dossier.record;
        let conflicts = record.conflicts();
        let Some(conflict) = conflicts.iter().find(|conflict| conflict.field == field) else {
            // Somebody else settled it: what was tried is still answered.
            let content =
                html! { (form.refusal()) p { (language.say(words::NOT_IN_CONFLICT_NOW)) } };
            return form
                .attempt
                .error
                .is_some()
                .then_some((words::SETTLE_TITLE, content));
        };
        let chosen = form.attempt.fields.text("choice");
        let choice = |value: &FieldValue| serde_json::to_string(value).unwrap_or_default();
        let in_force = choice(&conflict.in_force.value);
        let content = html! {
            (self.shown_values(form, field))
            fieldset.field {
                legend { (language.say(words::WHICH_HOLDS)) }
                div.boxes {
                    @for value in standing(record, field) {
                        @let sent = choice(&value);
                        @let is_chosen = if chosen.is_empty() { sent == in_force } else { sent == chosen };
                        label {
                            input type="radio" name="choice" value=(sent) checked[is_chosen];
                            " " (self.value(field, &value))
                        }
                    }
                    @if may_be_corrected(field) {
                        label {
                            input type="radio" name="choice" value=(ANOTHER) checked[chosen == ANOTHER];
                            " " (language.say(words::ANOTHER_VALUE))
                        }
                    }
                }
            }
            @if may_be_corrected(field) { (self.asks_for(form, field, words::THE_OTHER_VALUE)) }
            (form.paragraph("reason", words::REASON, REASON_CHARACTERS_MAX, true))
            (form.button(words::SETTLE_IT))
        };
        let address = format!("/records/{}/conflicts/{}", record.id, field.key());
        Some((
            words::SETTLE_TITLE,
            html! {
                h2 { (language.say(words::WHAT_STANDS)) }
                (self.conflict(conflict))
                (self.signed_before(field))
                @if self.may(Action::Settle) && self.may_change(field) {
                    (form.write(&address, &content))
                } @else {
                    (form.refusal())
                    p { (language.say(words::NOT_YOURS_TO_SETTLE)) }
                }
            },
        ))
    }
}
