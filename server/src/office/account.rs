//! `/account`: what each keeps of his own: password, one-time code, the browsers in which he is signed in.

use axum::{
    extract::{Path, State},
    response::Response,
};
use doorstep_words::{Language, office::account as words};
use maud::{Markup, html};

use super::{
    form::{Attempt, Fields, Form, Line, Sent, done, said},
    frame::{self, Place, Surroundings},
    moment::noted_text,
    qr::qr_picture,
    told::{seen, told},
    visitor::Visitor,
};
use crate::{
    api_error::ApiError,
    app::AppState,
    session::{Session, end, sessions},
    staff::{
        CodeKey, Colleague, Password, StaffError,
        account::{change_password, check_password, turn_off_code, turn_on_code},
        colleague,
    },
};

const ADDRESS: &str = "/account";
const DONE: &str = "/account?done=1";

struct Account {
    surroundings: Surroundings,
    colleague: Option<Colleague>,
    sessions: Vec<Session>,
}

/// Which of the forms was tried.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Password,
    Code,
}

/// `GET /account`.
pub(super) async fn show(State(state): State<AppState>, visitor: Visitor) -> Response {
    answer(&state, &visitor, Part::Password, Attempt::none()).await
}

/// `POST /account/password`.
pub(super) async fn set_password(State(state): State<AppState>, sent: Sent) -> Response {
    match try_password(&state, &sent).await {
        Ok(()) => done(DONE),
        Err(error) => {
            let attempt = Attempt::refused(Fields::default(), error);
            answer(&state, &sent.visitor, Part::Password, attempt).await
        }
    }
}

async fn try_password(state: &AppState, sent: &Sent) -> Result<(), ApiError> {
    let clerk = sent.visitor.clerk().clone();
    let present = Password::typed(sent.fields.exactly("present"));
    let password = Password::typed(sent.fields.exactly("password"));
    if !password.is_typed(sent.fields.exactly("again")) {
        return Err(StaffError::NotTheSame.into());
    }
    password.check(&clerk.person.0)?;
    check_password(state, &clerk, present).await?;
    let environment = state.environment().clone();
    let hashing = environment.clone();
    let hash = tokio::task::spawn_blocking(move || password.hash(&hashing));
    let hash = hash.await.map_err(ApiError::internal)??;
    let session = sent.visitor.signed_in.session;
    state
        .writer()
        .submit(move |transaction| {
            Ok(change_password(
                transaction,
                &clerk,
                &hash,
                session,
                environment.now_ms(),
            )?)
        })
        .await
}

/// `POST /account/code`: turns the one-time code on or off. Either needs the password.
pub(super) async fn set_code(State(state): State<AppState>, sent: Sent) -> Response {
    match try_code(&state, &sent).await {
        Ok(()) => done(DONE),
        Err(error) => {
            let attempt = Attempt::refused(sent.fields, error);
            answer(&state, &sent.visitor, Part::Code, attempt).await
        }
    }
}

async fn try_code(state: &AppState, sent: &Sent) -> Result<(), ApiError> {
    let clerk = sent.visitor.clerk().clone();
    let fields = &sent.fields;
    let now_ms = state.environment().now_ms();
    check_password(state, &clerk, Password::typed(fields.exactly("present"))).await?;
    let turned_on = if fields.text("turn") == "off" {
        None
    } else {
        let key = CodeKey::from_letters(fields.text("key")).ok_or(StaffError::WrongCode)?;
        let step = key.step_of(fields.text("code"), now_ms, None);
        Some((key, step.ok_or(StaffError::WrongCode)?))
    };
    state
        .writer()
        .submit(move |transaction| match turned_on {
            Some((key, step)) => Ok(turn_on_code(transaction, &clerk, &key, step, now_ms)?),
            None => Ok(turn_off_code(transaction, &clerk, now_ms)?),
        })
        .await
}

/// `POST /account/sessions/{session}/end`.
pub(super) async fn end_session(
    State(state): State<AppState>,
    Path(session): Path<String>,
    sent: Sent,
) -> Response {
    let Ok(session) = session.parse() else {
        return sent.visitor.nothing_here();
    };
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let ended = state
        .writer()
        .submit(move |transaction| Ok::<_, ApiError>(end(transaction, &clerk, session, now_ms)?))
        .await;
    match ended {
        Ok(()) => done(DONE),
        Err(error) => sent.visitor.refused(error),
    }
}

async fn answer(state: &AppState, visitor: &Visitor, part: Part, attempt: Attempt) -> Response {
    let person = visitor.clerk().person.clone();
    let now_ms = state.environment().now_ms();
    let read = state
        .store()
        .read(move |connection| {
            Ok::<_, ApiError>(Account {
                surroundings: Surroundings::read(connection)?,
                colleague: colleague(connection, &person)?,
                sessions: sessions(connection, &person, now_ms)?,
            })
        })
        .await;
    // A key that was shown stays the same while its code is being typed.
    let shown = CodeKey::from_letters(attempt.fields.text("key"));
    let key = match shown {
        Some(key) => Ok(key),
        None => CodeKey::draw(state.environment()).map_err(ApiError::from),
    };
    visitor.answer_attempt(attempt, |attempt| {
        let (account, key) = (read?, key?);
        let content = account.content(visitor, part, attempt, &key);
        let title = visitor.language.say(words::ACCOUNT);
        Ok(Some(frame::page(
            visitor,
            &account.surroundings,
            Place::Account,
            title,
            &content,
        )))
    })
}

impl Account {
    fn content(&self, visitor: &Visitor, part: Part, attempt: &Attempt, key: &CodeKey) -> Markup {
        let language = visitor.language;
        let clerk = visitor.clerk();
        let blank = Attempt::none();
        let of = |this: Part| if this == part { attempt } else { &blank };
        html! {
            h1 { (told(&clerk.name)) }
            (said(language, visitor.address.query()))
            p { code { (told(&clerk.person.0)) } }
            ul.plain {
                @for role in &clerk.roles { li { (language.say(role.words())) } }
            }
            @match &self.colleague {
                Some(colleague) if colleague.has_password => {
                    h2 { (language.say(words::PASSWORD)) }
                    (password(&Form::of(visitor, of(Part::Password))))
                    h2 { (language.say(words::ONE_TIME_CODE)) }
                    @if colleague.has_code {
                        (code_off(&Form::of(visitor, of(Part::Code)).named("code")))
                    } @else {
                        (code_on(&Form::of(visitor, of(Part::Code)).named("code"), self.surroundings.organisation(), &clerk.person.0, key))
                    }
                }
                _ => p.hint { (language.say(words::NO_PASSWORD_YET)) }
            }
            h2 { (language.say(words::WHERE_SIGNED_IN)) }
            (self.where_signed_in(visitor))
        }
    }

    fn where_signed_in(&self, visitor: &Visitor) -> Markup {
        let language = visitor.language;
        let none = Attempt::none();
        let form = Form::of(visitor, &none);
        let heads = [
            words::BROWSER,
            words::SINCE,
            words::LAST_SEEN,
            words::END_IT,
        ];
        html! {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (language.say(head)) } } } }
                tbody {
                    @for session in &self.sessions {
                        tr {
                            td data-label=(language.say(words::BROWSER)) { (seen(&session.browser)) }
                            td data-label=(language.say(words::SINCE)) { (noted_text(&session.begun_at)) }
                            td data-label=(language.say(words::LAST_SEEN)) { (noted_text(&session.seen_at)) }
                            td data-label=(language.say(words::END_IT)) {
                                @if session.session == visitor.signed_in.session {
                                    (language.say(words::THIS_ONE))
                                } @else {
                                    (form.only_a_button(&format!("{ADDRESS}/sessions/{}/end", session.session), words::END))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn password(form: &Form<'_>) -> Markup {
    let content = html! {
        (form.line("present", words::PRESENT_PASSWORD, Line::password("current-password")))
        (form.line("password", words::NEW_PASSWORD, Line::password("new-password").hint(words::WHAT_A_PASSWORD_MUST_BE)))
        (form.line("again", words::ONCE_MORE, Line::password("new-password")))
        (form.button(words::CHANGE_PASSWORD))
    };
    form.write("/account/password", &content)
}

fn code_on(form: &Form<'_>, organisation: &str, person: &str, key: &CodeKey) -> Markup {
    let language: Language = form.language;
    let letters = key.in_letters();
    let picture = key
        .link(organisation, person)
        .and_then(|link| qr_picture(&link, language.say(words::SCAN_THIS)));
    let content = html! {
        p { (language.say(words::HOW_TO_TURN_ON)) }
        @if let Some(picture) = picture { (picture) }
        p.hint { (language.say(words::OR_TYPE_THE_KEY)) code.secret { (letters) } }
        (form.hidden("turn", "on"))
        (form.hidden("key", &letters))
        (form.line("code", words::CODE_SHOWN, Line::one_time_code().required()))
        (form.line("present", words::PRESENT_PASSWORD, Line::password("current-password")))
        (form.button(words::TURN_ON))
    };
    form.write("/account/code", &content)
}

fn code_off(form: &Form<'_>) -> Markup {
    let content = html! {
        p { (form.language.say(words::IS_ON)) }
        (form.hidden("turn", "off"))
        (form.line("present", words::PRESENT_PASSWORD, Line::password("current-password")))
        (form.button(words::TURN_OFF))
    };
    form.write("/account/code", &content)
}
