//! Who goes to one customer: those who fit best stand first, and each is sent with a button.

use axum::{
    extract::{Path, State},
    response::Response,
};
use doorstep_domain::ids::{PersonId, RecordId};
use doorstep_words::{
    Language,
    office::{board as words, record_forms as forms_words},
};
use maud::{Markup, html};

use super::{asked::Asked, certificate, job::what, named_day};
use crate::{
    api_error::ApiError,
    app::{AppState, not_found},
    board::{BoardDay, Candidate, Candidates, candidates},
    office::{
        form::{Attempt, Fields, Form, Line, Sent, done},
        frame::{self, Place, Surroundings},
        kinds::Kinds,
        moment::{on_the_wall, window},
        record::{asked, on_the_clock, standing_parts, status_badge},
        staff::Staff,
        told::told,
        visitor::Visitor,
    },
    record::{ShownToDispatcher, hand_out},
};

struct Page {
    surroundings: Surroundings,
    staff: Staff,
    kinds: Kinds,
    candidates: Candidates,
    standing: ShownToDispatcher,
}

/// `GET /board/records/{record}`.
pub(super) async fn show(
    State(state): State<AppState>,
    Path(record): Path<String>,
    visitor: Visitor,
) -> Response {
    let Ok(id) = record.parse() else {
        return visitor.nothing_here();
    };
    answer(&state, &visitor, id, Attempt::none()).await
}

/// `POST /board/records/{record}`: whoever's button was pressed gets it.
pub(super) async fn send_one(
    State(state): State<AppState>,
    Path(record): Path<String>,
    sent: Sent,
) -> Response {
    let Ok(id) = record.parse::<RecordId>() else {
        return sent.visitor.nothing_here();
    };
    let now = on_the_wall(&state);
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let request = asked(&sent.fields, *now.offset());
    let agreed = request.appointment.clone().unwrap_or_default();
    let handed_out = state
        .replication()
        .on_behalf_of(clerk.person.clone(), move |desk| {
            Ok::<_, ApiError>(hand_out(desk, &clerk, id, &request, now_ms)?)
        })
        .await;
    match handed_out {
        Ok(()) => {
            let start = agreed.split('/').next().unwrap_or_default();
            let start = chrono::DateTime::parse_from_rfc3339(start);
            let day = start.map_or(now, |start| start.with_timezone(now.offset()));
            let board = Asked::of(None, BoardDay::of(day)).link();
            done(&format!("{board}&done=1#r-{id}"))
        }
        Err(error) if error.code() == not_found().code() => sent.visitor.nothing_here(),
        Err(error) => {
            let attempt = Attempt::refused(sent.fields, error);
            answer(&state, &sent.visitor, id, attempt).await
        }
    }
}

async fn answer(state: &AppState, visitor: &Visitor, id: RecordId, attempt: Attempt) -> Response {
    if let Some(refused) = visitor.refusal(Place::Board.action()) {
        return refused;
    }
    let clerk = visitor.clerk().clone();
    let today = BoardDay::of(on_the_wall(state));
    let read = state
        .store()
        .read(move |connection| {
            let Some(candidates) = candidates(connection, &clerk, id, today)? else {
                return Ok(None);
            };
            Ok::<_, ApiError>(Some(Page {
                surroundings: Surroundings::read(connection)?,
                staff: Staff::read(connection)?,
                kinds: Kinds::read(connection)?,
                candidates,
                standing: standing_parts(connection, id)?,
            }))
        })
        .await;
    visitor.answer_attempt(attempt, |attempt| {
        Ok(read?.map(|page| {
            frame::page(
                visitor,
                &page.surroundings,
                Place::Board,
                visitor.language.say(words::CHOOSE),
                &page.content(visitor, attempt, today),
            )
        }))
    })
}

impl Page {
    fn content(&self, visitor: &Visitor, attempt: &Attempt, today: BoardDay) -> Markup {
        let language = visitor.language;
        let job = &self.candidates.job;
        let board = Asked::of(None, self.candidates.day).link();
        let is_stale = attempt
            .error
            .as_ref()
            .is_some_and(|error| error.code() == "changed_meanwhile");
        html! {
            p { a #back href=(board) { (language.say(words::TO_THE_BOARD)) } }
            h1 { (language.say(words::CHOOSE)) }
            div.job {
                div.main {
                    a href={ "/records/" (job.id()) } { (told(&job.number)) }
                    " " (status_badge(language, &job.status))
                }
                (what(language, &self.kinds, job))
                @if job.appointment.is_none() { p.hint { (language.say(words::NO_DATE_YET)) } }
            }
            @if is_stale {
                div.meanwhile { p { (language.say(words::MEANWHILE)) " " (self.whose(language)) } }
            }
            (self.form(visitor, attempt, today))
        }
    }

    /// Who has it now.
    fn whose(&self, language: Language) -> Markup {
        match &self.candidates.job.assignee {
            Some(person) => self.staff.person(language, &PersonId(person.clone())),
            None => html! { (language.say(words::NOBODY)) },
        }
    }

    fn form(&self, visitor: &Visitor, attempt: &Attempt, today: BoardDay) -> Markup {
        let language = visitor.language;
        let job = &self.candidates.job;
        let standing_window = job.appointment.clone().unwrap_or_default();
        let [start, end] = on_the_clock(&standing_window, today.offset);
        let standing = Attempt::standing(Fields::of([("start", start), ("end", end)]));
        // What stands is where the typing begins, and where nothing was typed it stands even if it became another
        // meanwhile; what was typed and refused stays typed.
        let seen = on_the_clock(attempt.fields.text("window"), today.offset);
        let untouched = seen == [attempt.fields.text("start"), attempt.fields.text("end")];
        let tried = match attempt.error {
            Some(_) if !untouched => attempt,
            _ => &standing,
        };
        let form = Form::of(visitor, tried);
        let hours = job.priority_hours.map(|hours| hours.to_string());
        let shown = |name: &str, values: &Vec<doorstep_domain::record::FieldValue>| {
            form.hidden(name, &serde_json::to_string(values).unwrap_or_default())
        };
        let offset = today.offset.to_string();
        let clock = forms_words::OfficeClock { offset: &offset };
        html! {
            form action={ "/board/records/" (job.id()) } method="post" {
                (form.hidden("token", form.token))
                (Form::of(visitor, attempt).refusal())
                (shown("assignee_shown", &self.standing.assignee))
                (shown("window_shown", &self.standing.appointment))
                (shown("hours_shown", &self.standing.priority_hours))
                (form.hidden("window", &standing_window))
                (form.hidden("hours", &hours.unwrap_or_default()))
                div.form {
                    (form.line("start", forms_words::APPOINTMENT_START, Line::wall_clock()))
                    (form.line("end", forms_words::APPOINTMENT_END, Line::wall_clock()))
                    p.hint { (doorstep_words::Say::say(&clock, language)) }
                    // The first button is what the enter key presses: it sends nobody.
                    button #agree type="submit" name="assignee" value=(job.assignee.as_deref().unwrap_or_default()) {
                        (language.say(words::AGREE_ONLY))
                    }
                    @if job.assignee.is_some() {
                        button #take-away type="submit" name="assignee" value="" { (language.say(words::TAKE_IT_AWAY)) }
                    }
                }
                h2 { (language.say(words::CANDIDATES)) " · " (named_day(language, self.candidates.day.date)) }
                p.hint { (language.say(words::BEST_FIRST)) }
                (self.people(language))
            }
        }
    }

    fn people(&self, language: Language) -> Markup {
        let heads = [words::TECHNICIAN, words::FITS, words::LOAD, words::SEND_HIM];
        html! {
            @if self.candidates.people.is_empty() {
                p.empty { (language.say(words::NOBODY_TO_SEND)) }
            } @else {
                table.stack {
                    thead { tr { @for head in heads { th scope="col" { (language.say(head)) } } } }
                    tbody { @for person in &self.candidates.people { (self.person(language, person)) } }
                }
            }
        }
    }

    fn person(&self, language: Language, person: &Candidate) -> Markup {
        let load = Asked::of_one(&person.person, self.candidates.day).link();
        html! {
            tr {
                th scope="row" data-label=(language.say(words::TECHNICIAN)) { (told(&person.name)) }
                td data-label=(language.say(words::FITS)) {
                    (answer_of(language, person.repairs, [words::REPAIRS_IT, words::DOES_NOT_REPAIR_IT, words::SKILLS_NOT_SAID]))
                    div { (certificate(language, &person.profile, person.certificate)) }
                    (answer_of(language, person.goes_there, [words::GOES_THERE, words::DOES_NOT_GO_THERE, words::DISTRICT_NOT_SAID]))
                    @for clash in &person.clashes {
                        div.warn { span.mark { "!" } (language.say(words::HAS_ANOTHER_THEN)) " " (window(clash)) }
                    }
                }
                td data-label=(language.say(words::LOAD)) {
                    a href=(load) { (person.load) }
                }
                td data-label=(language.say(words::SEND_HIM)) {
                    @if person.has_it {
                        (language.say(words::HAS_IT_NOW))
                    } @else {
                        button #{ "send-" (person.person) } type="submit" name="assignee" value=(person.person) {
                            (language.say(words::SEND_HIM)) " " (told(&person.name))
                        }
                    }
                }
            }
        }
    }
}

/// Yes, no, or not said, as a mark and words.
fn answer_of(
    language: Language,
    answer: Option<bool>,
    [yes, no, not_said]: [doorstep_words::Phrase; 3],
) -> Markup {
    html! {
        @match answer {
            Some(true) => div { span.mark { "✔" } (language.say(yes)) },
            Some(false) => div.warn { span.mark { "!" } (language.say(no)) },
            None => div.none { (language.say(not_said)) },
        }
    }
}
