//! `/records/{record}/entries/{entry}`: one entry, and its being taken back.

use axum::{
    extract::{Path, State},
    response::Response,
};
use doorstep_domain::{
    ids::{EntryId, RecordId},
    record::What,
};
use doorstep_words::office::record_forms as words;
use maud::html;

use super::{Written, act, ask};
use crate::{
    app::AppState,
    office::{
        form::{Attempt, Form, Sent},
        record::page::RecordPage,
        visitor::Visitor,
    },
    record::{REASON_CHARACTERS_MAX, TakeBack, may_be_taken_back, take_back},
    replication::OfficeDesk,
    rights::Action,
};

fn named(record: &str, entry: &str) -> Option<(RecordId, EntryId)> {
    Some((record.parse().ok()?, entry.parse().ok()?))
}

pub(super) async fn show(
    State(state): State<AppState>,
    Path((record, entry)): Path<(String, String)>,
    visitor: Visitor,
) -> Response {
    let Some((id, entry)) = named(&record, &entry) else {
        return visitor.nothing_here();
    };
    ask(&state, &visitor, id, Attempt::none(), |page, form| {
        page.taking_back(form, entry)
    })
    .await
}

pub(super) async fn take_one_back(
    State(state): State<AppState>,
    Path((record, entry)): Path<(String, String)>,
    sent: Sent,
) -> Response {
    let Some((id, entry)) = named(&record, &entry) else {
        return sent.visitor.nothing_here();
    };
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let request = TakeBack {
        reason: sent.fields.text("reason").to_owned(),
    };
    let work = move |desk: &OfficeDesk<'_>| take_back(desk, &clerk, id, entry, &request, now_ms);
    act(&state, id, sent, "history", work, |page, form| {
        page.taking_back(form, entry)
    })
    .await
}

impl RecordPage<'_> {
    /// Whether this clerk may take this entry back now.
    pub(in crate::office::record) fn may_take_back(&self, entry: EntryId) -> bool {
        self.may(Action::Settle)
            && !self.is_voided(entry)
            && may_be_taken_back(&self.dossier.record, entry)
    }

    fn taking_back(&self, form: &Form<'_>, entry: EntryId) -> Written {
        let language = self.language;
        let record = &self.dossier.record;
        let reading = record.entries.get(&entry)?;
        let what = &reading.entry.what;
        let content = html! {
            (form.paragraph("reason", words::REASON, REASON_CHARACTERS_MAX, true))
            (form.button(words::TAKE_IT_BACK))
        };
        let address = format!("/records/{}/entries/{entry}", record.id);
        Some((
            words::TAKE_BACK_TITLE,
            html! {
                p { strong { (self.kind(what)) } " " (self.gist(what)) }
                (self.by_line(entry, reading))
                @if matches!(what, What::Settled { .. }) {
                    p { (language.say(words::THE_VALUE_BEFORE_HOLDS)) }
                }
                @if self.may_take_back(entry) {
                    (form.write(&address, &content))
                } @else {
                    (form.refusal())
                    p { (language.say(words::NOT_YOURS_TO_TAKE_BACK)) }
                }
            },
        ))
    }
}
