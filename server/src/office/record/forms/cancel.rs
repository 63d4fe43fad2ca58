//! `/records/{record}/cancellation`: the record is called off.

use axum::{
    extract::{Path, State},
    response::Response,
};
use doorstep_domain::{
    course::{Facts, status},
    ids::RecordId,
};
use doorstep_words::office::record_forms as words;
use maud::html;

use super::{Written, act, ask};
use crate::{
    app::AppState,
    office::{
        form::{Attempt, Form, Sent},
        record::{badges::status_badge, page::RecordPage},
        visitor::Visitor,
    },
    record::{CancelRecord, REASON_CHARACTERS_MAX, cancel},
    replication::OfficeDesk,
    rights::Action,
};

pub(super) async fn show(
    State(state): State<AppState>,
    Path(record): Path<String>,
    visitor: Visitor,
) -> Response {
    let Ok(id) = record.parse::<RecordId>() else {
        return visitor.nothing_here();
    };
    ask(&state, &visitor, id, Attempt::none(), |page, form| {
        page.cancelling(form)
    })
    .await
}

pub(super) async fn cancel_one(
    State(state): State<AppState>,
    Path(record): Path<String>,
    sent: Sent,
) -> Response {
    let Ok(id) = record.parse::<RecordId>() else {
        return sent.visitor.nothing_here();
    };
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let request = CancelRecord {
        status: sent.fields.text("status").to_owned(),
        reason: sent.fields.text("reason").to_owned(),
    };
    let work = move |desk: &OfficeDesk<'_>| cancel(desk, &clerk, id, &request, now_ms);
    act(&state, id, sent, "course", work, |page, form| {
        page.cancelling(form)
    })
    .await
}

impl RecordPage<'_> {
    /// Whether this clerk may call the record off now.
    pub(in crate::office::record) fn may_cancel(&self) -> bool {
        self.may(Action::TakeCalls) && !Facts::of(&self.dossier.whole).cancelled
    }

    fn cancelling(&self, form: &Form<'_>) -> Written {
        let language = self.language;
        let record = &self.dossier.record;
        let standing = status(&Facts::of(&self.dossier.whole)).code();
        let content = html! {
            (form.hidden("status", standing))
            (form.paragraph("reason", words::REASON, REASON_CHARACTERS_MAX, true))
            (form.button(words::CANCEL_IT))
        };
        let address = format!("/records/{}/cancellation", record.id);
        Some((
            words::CANCEL_TITLE,
            html! {
                p { (status_badge(language, standing)) }
                @if self.may_cancel() {
                    p { (language.say(words::WHAT_CANCELLING_DOES)) }
                    (form.write(&address, &content))
                } @else {
                    (form.refusal())
                    p { (language.say(words::NOT_YOURS_TO_CANCEL)) }
                }
            },
        ))
    }
}
