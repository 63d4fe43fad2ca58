//! `/quality/notices`: what went to quality at once; a form for who saw a safety defect, and which causes are ones.

use axum::{extract::State, response::Response};
use doorstep_domain::{ids::PersonId, quality::NoticeReason};
use doorstep_words::{Language, office::quality as all_words, office::quality::notice as words};
use maud::{Markup, html};

use super::{PAGE_ROWS, asked, link, report::month_of, ways};
use crate::{
    api_error::ApiError,
    app::AppState,
    office::{
        form::{Attempt, Form, Line, Sent, done, said},
        frame::{self, Place, Surroundings},
        moment::noted_text,
        staff::Staff,
        told::told,
        visitor::Visitor,
    },
    quality::{
        NOTICE_WORDS_MAX, Notice, Show, TellQuality, call_safe, call_safety_defect, notices,
        safety_causes, tell_quality,
    },
    rates::Scope,
    rights::Action,
};

/// Which of the page's forms was tried.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Tell,
    Cause,
}

struct Page {
    surroundings: Surroundings,
    staff: Staff,
    show: Show,
    notices: Vec<Notice>,
    has_more: bool,
    causes: Vec<String>,
}

/// `GET /quality/notices?show=all&before=…`.
pub(super) async fn show(State(state): State<AppState>, visitor: Visitor) -> Response {
    answer(&state, &visitor, Part::Tell, Attempt::none()).await
}

/// `POST /quality/notices`.
pub(super) async fn tell(State(state): State<AppState>, sent: Sent) -> Response {
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let request = TellQuality {
        record: sent.fields.text("record").to_owned(),
        words: sent.fields.text("words").to_owned(),
    };
    let job = move |transaction: &rusqlite::Savepoint<'_>| {
        Ok::<_, ApiError>(tell_quality(transaction, &clerk, &request, now_ms)?)
    };
    match state.writer().submit(job).await {
        Ok(notice) => done(&format!("/quality/notices/{notice}?done=1")),
        Err(error) => {
            let attempt = Attempt::refused(sent.fields, error);
            answer(&state, &sent.visitor, Part::Tell, attempt).await
        }
    }
}

/// `POST /quality/causes`: a cause is a safety defect, or is none.
pub(super) async fn call(State(state): State<AppState>, sent: Sent) -> Response {
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let cause = sent.fields.text("cause").to_owned();
    let is_safe = sent.fields.has("do", "safe");
    let job = move |transaction: &rusqlite::Savepoint<'_>| {
        if is_safe {
            call_safe(transaction, &clerk, &cause, now_ms)?;
        } else {
            call_safety_defect(transaction, &clerk, &cause, now_ms)?;
        }
        Ok::<_, ApiError>(())
    };
    match state.writer().submit(job).await {
        Ok(()) => done("/quality/notices?done=1"),
        Err(error) => {
            let attempt = Attempt::refused(sent.fields, error);
            answer(&state, &sent.visitor, Part::Cause, attempt).await
        }
    }
}

async fn answer(state: &AppState, visitor: &Visitor, part: Part, attempt: Attempt) -> Response {
    if let Some(refused) = visitor.refusal(Place::Quality.action()) {
        return refused;
    }
    let query = visitor.address.query();
    let reason = asked(query, "reason").and_then(|code| NoticeReason::from_code(&code));
    let show = match (month_of(query).zip(reason), asked(query, "show").as_deref()) {
        (Some((month, reason)), _) => Show::Raised(month, reason),
        (None, Some("all")) => Show::All,
        (None, _) => Show::Open,
    };
    let before = asked(query, "before").and_then(|number| number.parse().ok());
    let scope = Scope::of(visitor.clerk());
    let read = state
        .store()
        .read(move |connection| {
            let mut notices = notices(connection, &scope, show, (before, PAGE_ROWS + 1))?;
            let has_more = notices.len() > PAGE_ROWS;
            notices.truncate(PAGE_ROWS);
            Ok::<_, ApiError>(Page {
                surroundings: Surroundings::read(connection)?,
                staff: Staff::read(connection)?,
                show,
                notices,
                has_more,
                causes: safety_causes(connection)?,
            })
        })
        .await;
    visitor.answer_attempt(attempt, |attempt| {
        let page = read?;
        Ok(Some(frame::page(
            visitor,
            &page.surroundings,
            Place::Quality,
            visitor.language.say(all_words::way::NOTICES),
            &page.content(visitor, part, attempt),
        )))
    })
}

impl Page {
    fn content(&self, visitor: &Visitor, part: Part, attempt: &Attempt) -> Markup {
        let language = visitor.language;
        let none = Attempt::none();
        let form = |this: Part, name| {
            let tried = if this == part { attempt } else { &none };
            Form::of(visitor, tried).named(name)
        };
        html! {
            h1 { (language.say(all_words::way::NOTICES)) }
            (ways(language, "/quality/notices"))
            (said(language, visitor.address.query()))
            p.hint { (language.say(words::WHAT_IT_IS)) }
            nav.queues aria-label=(language.say(words::STATE)) {
                @if let Show::Raised(month, _) = self.show {
                    a href=(address(self.show)) aria-current="true" { (month.name()) }
                }
                @for (show, phrase) in [(Show::Open, words::OPEN_ONES), (Show::All, words::ALL_OF_THEM)] {
                    a href=(address(show)) aria-current=[(show == self.show).then_some("true")] { (language.say(phrase)) }
                }
            }
            (self.surroundings.live(&address(self.show), &self.table(language)))
            (self.tell(&form(Part::Tell, "tell")))
            (self.safety_causes(visitor, &form(Part::Cause, "cause")))
        }
    }

    fn table(&self, language: Language) -> Markup {
        let heads = [
            words::NUMBER,
            words::REASON,
            words::UNIT,
            words::STATE,
            all_words::RAISED,
        ]
        .map(|head| language.say(head));
        let [number, reason, unit, state, raised] = heads;
        let older = self.notices.last().filter(|_| self.has_more);
        let older = older.map(|last| {
            let here = address(self.show);
            let joint = if here.contains('?') { '&' } else { '?' };
            format!("{here}{joint}before={}", last.notice)
        });
        html! {
            @if self.notices.is_empty() {
                p.empty { (language.say(words::NOTHING_HERE)) }
            } @else {
                table.stack {
                    thead { tr { @for head in heads { th scope="col" { (head) } } } }
                    tbody {
                        @for notice in &self.notices {
                            tr {
                                th scope="row" data-label=(number) {
                                    a #{ "notice-" (notice.notice) } href={ "/quality/notices/" (notice.notice) } {
                                        (notice.notice)
                                    }
                                    div.side { (told(&notice.number)) }
                                }
                                td data-label=(reason) { (reason_badge(language, notice.reason)) }
                                td data-label=(unit) { (unit_of(language, notice)) }
                                td data-label=(state) { (state_of(language, notice)) }
                                td data-label=(raised) {
                                    (noted_text(&notice.raised_at))
                                    @if let Some(by) = &notice.raised_by {
                                        div.side { (self.staff.person(language, &PersonId(by.clone()))) }
                                    }
                                }
                            }
                        }
                    }
                }
                @if let Some(older) = older {
                    nav.pages aria-label=(language.say(all_words::way::NOTICES)) {
                        a #older rel="next" href=(older) { (language.say(words::OLDER)) }
                    }
                }
            }
        }
    }

    fn tell(&self, form: &Form<'_>) -> Markup {
        let content = html! {
            (form.line("record", words::RECORD_NUMBER, Line::words(64).required()))
            (form.paragraph("words", words::WHAT_WAS_SEEN, NOTICE_WORDS_MAX, true))
            (form.button(words::SEND))
        };
        html! {
            h2 { (form.language.say(words::TELL)) }
            (form.write("/quality/notices", &content))
        }
    }

    fn safety_causes(&self, visitor: &Visitor, form: &Form<'_>) -> Markup {
        let language = form.language;
        let may = visitor.may(Action::WorkOnQuality);
        let none = Attempt::none();
        let plain = Form::of(visitor, &none);
        let content = html! {
            (form.line("cause", words::CAUSE, Line::words(40).required()))
            (form.button(words::CALL_IT_SO))
        };
        html! {
            h2 { (language.say(words::SAFETY_CAUSES)) }
            p.hint { (language.say(words::SAFETY_CAUSES_HINT)) }
            @if self.causes.is_empty() {
                p.empty { (language.say(words::NO_SAFETY_CAUSES)) }
            } @else {
                ul {
                    @for cause in &self.causes {
                        li {
                            (told(cause))
                            @if may { (self.call_safe(&plain, cause)) }
                        }
                    }
                }
            }
            @if may { (form.write("/quality/causes", &content)) }
        }
    }

    fn call_safe(&self, form: &Form<'_>, cause: &str) -> Markup {
        let content = html! {
            (form.hidden("cause", cause))
            (form.hidden("do", "safe"))
            button type="submit" aria-label={ (form.language.say(words::CALL_IT_SAFE)) " " (cause) } {
                (form.language.say(words::CALL_IT_SAFE))
            }
        };
        form.write("/quality/causes", &content)
    }
}

/// The address that shows these.
pub(super) fn address(show: Show) -> String {
    match show {
        Show::Open => "/quality/notices".to_owned(),
        Show::All => "/quality/notices?show=all".to_owned(),
        Show::Raised(month, reason) => {
            let month = month.name();
            let values = [("month", month.as_str()), ("reason", reason.code())];
            link("/quality/notices", &values)
        }
    }
}

pub(super) fn reason_badge(language: Language, reason: NoticeReason) -> Markup {
    html! {
        @match reason {
            NoticeReason::First => span.badge.warn { span.mark { "!" } (language.say(reason.words())) },
            NoticeReason::Safety => span.badge.bad { span.mark { "✖" } (language.say(reason.words())) },
        }
    }
}

/// Model and cause, as far as they are known.
pub(super) fn unit_of(language: Language, notice: &Notice) -> Markup {
    html! {
        (told(&notice.model)) " · "
        @if notice.cause.is_empty() {
            span.none { (language.say(words::CAUSE_UNKNOWN)) }
        } @else { (told(&notice.cause)) }
    }
}

fn state_of(language: Language, notice: &Notice) -> Markup {
    html! {
        @match notice.outcome {
            Some(outcome) => span.badge.good { span.mark { "✔" } (language.say(outcome.words())) },
            None => span.badge.warn { span.mark { "!" } (language.say(words::NOT_ANSWERED)) },
        }
    }
}
