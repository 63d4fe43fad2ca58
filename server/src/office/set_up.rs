//! `/set-up/{token}`: somebody sets his password by an invitation.

use axum::{
    extract::{Path, State},
    http::{HeaderMap, Uri},
    response::{IntoResponse as _, Response},
};
use doorstep_words::{Language, office::set_up as words};
use maud::{Markup, html};

use super::{
    form::{Attempt, Form, Line, SentByAnyone},
    frame, language,
    told::told,
};
use crate::{
    api_error::ApiError,
    app::AppState,
    secret::hash_of_typed,
    session::{begin, browser, cookie_of, go_to},
    staff::{Clerk, Password, StaffError, invited, set_up},
};

/// `GET /set-up/{token}`. Looking at it does not use it up.
pub(super) async fn show(
    State(state): State<AppState>,
    Path(token): Path<String>,
    headers: HeaderMap,
    address: Uri,
) -> Result<Response, ApiError> {
    let language =
        language::asked_for(address.query()).unwrap_or_else(|| language::preferred(&headers));
    let clerk = read(&state, &token).await?;
    Ok(page(language, &address, &clerk, &Attempt::none()).into_response())
}

/// `POST /set-up/{token}`.
pub(super) async fn take(
    State(state): State<AppState>,
    Path(token): Path<String>,
    headers: HeaderMap,
    address: Uri,
    SentByAnyone(fields): SentByAnyone,
) -> Result<Response, ApiError> {
    let language = language::preferred(&headers);
    let clerk = read(&state, &token).await?;
    let password = Password::typed(fields.exactly("password"));
    if let Err(error) = check(&clerk, &password, fields.exactly("again")) {
        let attempt = Attempt::refused(fields, error.into());
        let status = attempt.status();
        return Ok((status, page(language, &address, &clerk, &attempt)).into_response());
    }
    let environment = state.environment().clone();
    let hashing = environment.clone();
    let hash = tokio::task::spawn_blocking(move || password.hash(&hashing));
    let hash = hash.await.map_err(ApiError::internal)??;
    let link = hash_of_typed(&token);
    let browser = browser(&headers);
    let session = state
        .writer()
        .submit(move |transaction| {
            let clerk = set_up(transaction, &link, &hash, environment.now_ms())?;
            begin(transaction, &environment, &clerk.person, &browser).map_err(ApiError::internal)
        })
        .await?;
    let cookie = cookie_of(&state, &session).map_err(ApiError::internal)?;
    Ok(go_to("/account", cookie))
}

async fn read(state: &AppState, token: &str) -> Result<Clerk, ApiError> {
    let link = hash_of_typed(token);
    let now_ms = state.environment().now_ms();
    let read = move |connection: &rusqlite::Connection| {
        invited(connection, &link, now_ms).map_err(ApiError::from)
    };
    state.store().read(read).await
}

fn check(clerk: &Clerk, password: &Password, again: &str) -> Result<(), StaffError> {
    if !password.is_typed(again) {
        return Err(StaffError::NotTheSame);
    }
    password.check(&clerk.person.0)
}

fn page(language: Language, address: &Uri, clerk: &Clerk, attempt: &Attempt) -> Markup {
    let form = Form {
        language,
        token: "",
        attempt,
        name: "",
    };
    let content = html! {
        p { (language.say(words::HELLO)) (told(&clerk.name)) }
        p.hint { (language.say(words::YOU_SIGN_IN_AS)) code { (told(&clerk.person.0)) } }
        (form.write(address.path(), &html! {
            (form.hidden("username", &clerk.person.0))
            (form.line("password", words::NEW_PASSWORD, Line::password("new-password").hint(words::WHAT_A_PASSWORD_MUST_BE)))
            (form.line("again", words::ONCE_MORE, Line::password("new-password")))
            (form.button(words::SET_PASSWORD))
        }))
    };
    frame::plain(language, address, language.say(words::TITLE), &content)
}
