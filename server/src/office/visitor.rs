//! The browser that asks for a page: somebody is signed in, and is spoken to in his language.

use axum::{
    extract::FromRequestParts,
    http::{HeaderValue, StatusCode, Uri, header, request::Parts},
    response::{IntoResponse as _, Response},
};
use doorstep_words::Language;
use maud::Markup;

use super::{form::Attempt, frame, language};
use crate::{
    api_error::ApiError,
    app::AppState,
    rights::{Action, can},
    session::SignedIn,
    staff::Clerk,
};

/// Who asks. A handler that takes this is only for who is signed in; all others get a page on which they can.
pub(super) struct Visitor {
    pub(super) language: Language,
    pub(super) address: Uri,
    pub(super) signed_in: SignedIn,
    /// The language was just chosen and is to be remembered.
    chosen: bool,
}

impl FromRequestParts<AppState> for Visitor {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Response> {
        let asked_for = language::asked_for(parts.uri.query());
        let language = asked_for.unwrap_or_else(|| language::preferred(&parts.headers));
        let address = parts.uri.clone();
        let chosen = asked_for.is_some();
        match SignedIn::from_request_parts(parts, state).await {
            Ok(signed_in) => Ok(Self {
                language,
                address,
                signed_in,
                chosen,
            }),
            Err(error) => Err(refused(language, &address, chosen, error)),
        }
    }
}

impl Visitor {
    /// Who it is.
    pub(super) fn clerk(&self) -> &Clerk {
        &self.signed_in.clerk
    }

    /// Whether he may do this somewhere.
    pub(super) fn may(&self, action: Action) -> bool {
        can(self.clerk(), action, None)
    }

    /// The page that says that he may not, unless he may do this somewhere.
    pub(super) fn refusal(&self, action: Action) -> Option<Response> {
        (!self.may(action)).then(|| self.refused(ApiError::not_allowed()))
    }

    /// A page, or the page that says why there is none.
    pub(super) fn answer(&self, page: Result<Option<Markup>, ApiError>) -> Response {
        match page {
            Ok(Some(page)) => remembering(self.language, self.chosen, page.into_response()),
            Ok(None) => self.nothing_here(),
            Err(error) => self.refused(error),
        }
    }

    /// A page with a form that was refused, with the refusal's status; or, if there is nothing that the person at the
    /// screen could mend, the page that says so.
    pub(super) fn answer_attempt(
        &self,
        attempt: Attempt,
        page: impl FnOnce(&Attempt) -> Result<Option<Markup>, ApiError>,
    ) -> Response {
        if !attempt.is_for_people()
            && let Some(error) = attempt.error
        {
            return self.refused(error);
        }
        let mut response = self.answer(page(&attempt));
        if response.status() == StatusCode::OK {
            *response.status_mut() = attempt.status();
        }
        response
    }

    /// The page for what does not exist.
    pub(super) fn nothing_here(&self) -> Response {
        let page = frame::nothing_here(self.language, &self.address).into_response();
        remembering(
            self.language,
            self.chosen,
            (StatusCode::NOT_FOUND, page).into_response(),
        )
    }

    /// The page that says why there is none.
    pub(super) fn refused(&self, error: ApiError) -> Response {
        refused(self.language, &self.address, self.chosen, error)
    }
}

fn refused(language: Language, address: &Uri, chosen: bool, error: ApiError) -> Response {
    let code = error.code();
    // Made into an answer all the same: that is where errors are logged.
    let status = error.into_response().status();
    let page = frame::for_error(language, address, code);
    remembering(language, chosen, (status, page).into_response())
}

fn remembering(language: Language, chosen: bool, mut response: Response) -> Response {
    let headers = response.headers_mut();
    if chosen {
        headers.append(header::SET_COOKIE, language::cookie(language));
    }
    headers.insert(
        header::CONTENT_LANGUAGE,
        HeaderValue::from_static(language.tag()),
    );
    response
}
