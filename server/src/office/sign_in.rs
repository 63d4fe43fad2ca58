//! `/sign-in`: with code and password, and a one-time code where somebody has turned that on.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse as _, Response},
};
use doorstep_domain::ids::PersonId;
use doorstep_words::{Language, office::sign_in as words};
use maud::{Markup, html};

use super::{
    form::{Attempt, Fields, Form, Line, SentByAnyone},
    frame, language,
};
use crate::{
    api_error::ApiError,
    app::AppState,
    session::{browser, cookie_of},
    staff::{Password, SignIn, sign_in},
};

/// `GET /sign-in`.
pub(super) async fn show(headers: HeaderMap, address: Uri) -> Response {
    let language =
        language::asked_for(address.query()).unwrap_or_else(|| language::preferred(&headers));
    page(language, &address, "/", &Attempt::none()).into_response()
}

/// `POST /sign-in`.
pub(super) async fn try_it(
    State(state): State<AppState>,
    headers: HeaderMap,
    address: Uri,
    SentByAnyone(fields): SentByAnyone,
) -> Response {
    let language = language::preferred(&headers);
    let to = way_on(fields.text("to"));
    let request = SignIn {
        person: PersonId(fields.text("person").to_owned()),
        password: Password::typed(fields.exactly("password")),
        code: fields.text("code").to_owned(),
        browser: browser(&headers),
    };
    let begun = sign_in(&state, request).await.map_err(ApiError::from);
    let cookie = begun.and_then(|session| cookie_of(&state, &session).map_err(ApiError::internal));
    match cookie {
        Ok(cookie) => {
            let to = HeaderValue::try_from(&to).unwrap_or(HeaderValue::from_static("/"));
            let headers = [(header::LOCATION, to), (header::SET_COOKIE, cookie)];
            (StatusCode::SEE_OTHER, headers).into_response()
        }
        Err(error) if error.words().is_some() => {
            let attempt = Attempt::refused(fields, error);
            let status = attempt.status();
            (status, page(language, &address, &to, &attempt)).into_response()
        }
        Err(error) => error.into_response(),
    }
}

/// Only a page of this server.
fn way_on(to: &str) -> String {
    let is_ours = to.starts_with('/')
        && !to.starts_with("//")
        && !to.contains('\\')
        && to.bytes().all(|byte| byte.is_ascii_graphic());
    if is_ours { to } else { "/" }.to_owned()
}

fn page(language: Language, address: &Uri, to: &str, attempt: &Attempt) -> Markup {
    let title = language.say(words::SIGN_IN);
    frame::plain(language, address, title, &form(language, to, attempt))
}

/// The form, also on the page that others get who are not signed in; `to` is where it leads.
pub(super) fn form(language: Language, to: &str, attempt: &Attempt) -> Markup {
    let blank = Attempt::standing(Fields::of([(
        "person",
        attempt.fields.text("person").to_owned(),
    )]));
    let form = Form {
        language,
        token: "",
        attempt: if attempt.error.is_some() {
            attempt
        } else {
            &blank
        },
        name: "",
    };
    let content = html! {
        (form.hidden("to", to))
        (form.line("person", words::YOUR_CODE, Line::words(32).required().autocomplete("username")))
        (form.line("password", words::PASSWORD, Line::password("current-password")))
        (form.line("code", words::ONE_TIME_CODE, Line::one_time_code().hint(words::ONLY_IF_TURNED_ON)))
        (form.button(words::SIGN_IN))
    };
    form.write("/sign-in", &content)
}

#[cfg(test)]
mod tests {
    use super::way_on;

    #[test]
    fn nobody_is_led_to_another_server() {
        for (to, expected) in [
            ("/records/1?lang=en", "/records/1?lang=en"),
            ("https://evil.example/", "/"),
            ("//evil.example/", "/"),
            ("/\\evil.example/", "/"),
            ("/\r\nset-cookie: a=b", "/"),
            ("", "/"),
        ] {
            assert_eq!(way_on(to), expected, "{to:?}");
        }
    }
}
