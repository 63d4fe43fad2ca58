//! `/programs`: the tokens by which other programs use the API.

use axum::{
    extract::{Path, State},
    response::Response,
};
use doorstep_domain::ids::PersonId;
use doorstep_words::{Language, office::programs as words};
use maud::{Markup, html};

use super::{
    form::{Attempt, Choice, Fields, Form, Line, Sent, done, said},
    frame::{self, Place, Surroundings},
    moment::noted_text,
    staff::Staff,
    told::told,
    visitor::Visitor,
};
use crate::{
    api_error::ApiError,
    app::AppState,
    secret::Secret,
    staff::{Colleague, colleagues},
    tokens::{MakeToken, Scope, Token, make, revoke, tokens},
};

struct Programs {
    surroundings: Surroundings,
    staff: Staff,
    colleagues: Vec<Colleague>,
    tokens: Vec<Token>,
    now: String,
}

/// `GET /programs`.
pub(super) async fn show(State(state): State<AppState>, visitor: Visitor) -> Response {
    answer(&state, &visitor, Attempt::none(), None).await
}

/// `POST /programs`: the token is shown once, on the page that answers.
pub(super) async fn make_one(State(state): State<AppState>, sent: Sent) -> Response {
    match try_to_make(&state, &sent).await {
        Ok(secret) => answer(&state, &sent.visitor, Attempt::none(), Some(secret)).await,
        Err(error) => {
            let attempt = Attempt::refused(sent.fields, error);
            answer(&state, &sent.visitor, attempt, None).await
        }
    }
}

async fn try_to_make(state: &AppState, sent: &Sent) -> Result<String, ApiError> {
    let fields = &sent.fields;
    let request = MakeToken {
        person: fields.text("person").to_owned(),
        name: fields.text("name").to_owned(),
        scope: Scope::from_code(fields.text("scope")).unwrap_or(Scope::Read),
        days: fields.text("days").parse().unwrap_or(0),
    };
    let secret = Secret::draw(state.environment())?;
    let shown = secret.as_text().to_owned();
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    state
        .writer()
        .submit(move |transaction| {
            Ok::<_, ApiError>(make(transaction, &clerk, &request, &secret, now_ms)?)
        })
        .await?;
    Ok(shown)
}

/// `POST /programs/{token}/revoke`.
pub(super) async fn revoke_one(
    State(state): State<AppState>,
    Path(token): Path<String>,
    sent: Sent,
) -> Response {
    let Ok(token) = token.parse() else {
        return sent.visitor.nothing_here();
    };
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let revoked = state
        .writer()
        .submit(move |transaction| Ok::<_, ApiError>(revoke(transaction, &clerk, token, now_ms)?))
        .await;
    match revoked {
        Ok(()) => done("/programs?done=1"),
        Err(error) => sent.visitor.refused(error),
    }
}

async fn answer(
    state: &AppState,
    visitor: &Visitor,
    attempt: Attempt,
    secret: Option<String>,
) -> Response {
    if let Some(refused) = visitor.refusal(Place::Programs.action()) {
        return refused;
    }
    let now = state.environment().now().to_rfc3339();
    let read = state
        .store()
        .read(move |connection| {
            Ok::<_, ApiError>(Programs {
                surroundings: Surroundings::read(connection)?,
                staff: Staff::read(connection)?,
                colleagues: colleagues(connection)?,
                tokens: tokens(connection)?,
                now,
            })
        })
        .await;
    visitor.answer_attempt(attempt, |attempt| {
        let programs = read?;
        Ok(Some(frame::page(
            visitor,
            &programs.surroundings,
            Place::Programs,
            visitor.language.say(words::PROGRAMS),
            &programs.content(visitor, attempt, secret.as_deref()),
        )))
    })
}

impl Programs {
    fn content(&self, visitor: &Visitor, attempt: &Attempt, secret: Option<&str>) -> Markup {
        let language = visitor.language;
        html! {
            h1 { (language.say(words::PROGRAMS)) }
            (said(language, visitor.address.query()))
            p.hint {
                (language.say(words::WHAT_A_TOKEN_IS)) a href="/api/openapi.json" { "/api/openapi.json" }
            }
            @if let Some(secret) = secret {
                div.done role="status" {
                    p { (language.say(words::KEEP_THIS)) }
                    p { code.secret { (secret) } }
                }
            }
            @if self.tokens.is_empty() {
                p.empty { (language.say(words::NONE_YET)) }
            } @else {
                (self.table(visitor))
            }
            h2 { (language.say(words::MAKE)) }
            (self.form(visitor, attempt))
        }
    }

    fn table(&self, visitor: &Visitor) -> Markup {
        let language = visitor.language;
        let heads = [
            words::PURPOSE,
            words::FOR_WHOM,
            words::MADE,
            words::ENDS,
            words::LAST_USED,
            words::STATE,
        ];
        html! {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (language.say(head)) } } } }
                tbody {
                    @for token in &self.tokens {
                        tr {
                            th scope="row" data-label=(language.say(words::PURPOSE)) {
                                (told(&token.name)) div.side { (scope_words(language, &token.scope)) }
                            }
                            td data-label=(language.say(words::FOR_WHOM)) {
                                (self.staff.person(language, &PersonId(token.person.clone())))
                            }
                            td data-label=(language.say(words::MADE)) { (noted_text(&token.made_at)) }
                            td data-label=(language.say(words::ENDS)) { (noted_text(&token.expires_at)) }
                            td data-label=(language.say(words::LAST_USED)) {
                                @match &token.seen_at {
                                    Some(at) => (noted_text(at)),
                                    None => span.none { (language.say(words::NEVER)) },
                                }
                            }
                            td data-label=(language.say(words::STATE)) { (self.standing(visitor, token)) }
                        }
                    }
                }
            }
        }
    }

    fn standing(&self, visitor: &Visitor, token: &Token) -> Markup {
        let language = visitor.language;
        let none = Attempt::none();
        let form = Form::of(visitor, &none);
        html! {
            @if let Some(at) = &token.revoked_at {
                span.badge.bad { span.mark { "✖" } (language.say(words::REVOKED)) }
                div.side { (noted_text(at)) }
            } @else if token.expires_at < self.now {
                span.badge.calm { (language.say(words::EXPIRED)) }
            } @else {
                (form.only_a_button(&format!("/programs/{}/revoke", token.token), words::REVOKE))
            }
        }
    }

    fn form(&self, visitor: &Visitor, attempt: &Attempt) -> Markup {
        let language = visitor.language;
        let standing = Attempt::standing(Fields::of([("days", "365".to_owned())]));
        let shown = if attempt.error.is_some() {
            attempt
        } else {
            &standing
        };
        let form = Form::of(visitor, shown);
        let people = self.colleagues.iter();
        let people = people.filter(|colleague| colleague.active && !colleague.technician);
        let people: Vec<Choice> = people
            .map(|colleague| Choice {
                value: colleague.person.clone(),
                words: told(&colleague.name),
            })
            .collect();
        let scopes: Vec<Choice> = Scope::ALL
            .iter()
            .map(|scope| Choice {
                value: scope.code().to_owned(),
                words: html! { (language.say(scope.words())) },
            })
            .collect();
        let content = html! {
            (form.line("name", words::PURPOSE, Line::words(64).required()))
            (form.select("person", words::FOR_WHOM, &people))
            (form.select("scope", words::SCOPE_LABEL, &scopes))
            (form.line("days", words::DAYS, Line::words(3).required()))
            (form.button(words::MAKE))
        };
        form.write("/programs", &content)
    }
}

fn scope_words(language: Language, code: &str) -> &'static str {
    Scope::from_code(code).map_or("", |scope| language.say(scope.words()))
}
