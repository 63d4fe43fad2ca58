//! `/records/{record}/questions/{entry}`: what a technician asked, and the office's answer.

use axum::{
    extract::{Path, State},
    response::Response,
};
use doorstep_domain::{
    course::Approval,
    ids::{EntryId, RecordId},
    record::What,
};
use doorstep_words::office::record_forms as words;
use maud::html;

use super::{Written, act, ask};
use crate::{
    app::AppState,
    office::{
        form::{Attempt, Choice, Form, Sent},
        record::page::RecordPage,
        visitor::Visitor,
    },
    record::{DecideQuestion, REASON_CHARACTERS_MAX, decide},
    replication::OfficeDesk,
    rights::Action,
};

/// What is sent for a question that is granted.
const GRANTED: &str = "granted";

pub(super) async fn show(
    State(state): State<AppState>,
    Path((record, entry)): Path<(String, String)>,
    visitor: Visitor,
) -> Response {
    let Some((id, entry)) = named(&record, &entry) else {
        return visitor.nothing_here();
    };
    ask(&state, &visitor, id, Attempt::none(), |page, form| {
        page.deciding(form, entry)
    })
    .await
}

pub(super) async fn decide_one(
    State(state): State<AppState>,
    Path((record, entry)): Path<(String, String)>,
    sent: Sent,
) -> Response {
    let Some((id, entry)) = named(&record, &entry) else {
        return sent.visitor.nothing_here();
    };
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let request = DecideQuestion {
        granted: sent.fields.text("answer") == GRANTED,
        note: sent.fields.text("note").to_owned(),
    };
    let work = move |desk: &OfficeDesk<'_>| decide(desk, &clerk, id, entry, &request, now_ms);
    act(&state, id, sent, "course", work, |page, form| {
        page.deciding(form, entry)
    })
    .await
}

fn named(record: &str, entry: &str) -> Option<(RecordId, EntryId)> {
    Some((record.parse().ok()?, entry.parse().ok()?))
}

impl RecordPage<'_> {
    /// Whether this clerk may answer this question now.
    pub(in crate::office::record) fn may_decide(&self, entry: EntryId) -> bool {
        let questions = Approval::all_of(&self.dossier.record);
        let mut open = questions.iter().filter(|question| !question.is_decided);
        open.any(|question| question.request == entry) && self.may(Action::Approve)
    }

    fn deciding(&self, form: &Form<'_>, entry: EntryId) -> Written {
        let language = self.language;
        let record = &self.dossier.record;
        let reading = record.entries.get(&entry)?;
        let What::ApprovalAsked(asked) = &reading.entry.what else {
            return None;
        };
        let choice = |value: &str, words| Choice {
            value: value.to_owned(),
            words: html! { (language.say(words)) },
        };
        let answers = [
            choice("refused", words::REFUSE_IT),
            choice(GRANTED, words::GRANT_IT),
        ];
        let content = html! {
            (form.select("answer", words::ANSWER, &answers))
            (form.paragraph("note", words::CONDITION_OR_REASON, REASON_CHARACTERS_MAX, false))
            (form.button(words::ANSWER_IT))
        };
        let address = format!("/records/{}/questions/{entry}", record.id);
        Some((
            words::DECIDE_TITLE,
            html! {
                div.gist { (self.asked(asked)) }
                p.by { (self.dossier.staff.person(language, &reading.entry.by)) " · " (crate::office::moment::seen_at(reading.entry.at)) }
                @if self.may_decide(entry) {
                    (form.write(&address, &content))
                } @else {
                    (form.refusal())
                    p { (language.say(words::NOT_YOURS_TO_DECIDE)) }
                }
            },
        ))
    }
}
