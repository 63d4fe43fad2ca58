//! The browser that asks for a page: logged in, and spoken to in its language.

use axum::{
    extract::FromRequestParts,
    http::{HeaderValue, StatusCode, Uri, header, request::Parts},
    response::{IntoResponse as _, Response},
};
use doorstep_words::Language;
use maud::Markup;

use super::{frame, language};
use crate::{api_error::ApiError, app::AppState, session::RequireOffice};

/// Who asks. A handler that takes this is only for browsers that are logged in; all others get a page that says so.
pub(super) struct Visitor {
    pub(super) language: Language,
    pub(super) address: Uri,
    /// The language was just chosen and is to be remembered.
    chosen: bool,
}

impl FromRequestParts<AppState> for Visitor {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Response> {
        let asked_for = language::asked_for(parts.uri.query());
        let visitor = Self {
            language: asked_for.unwrap_or_else(|| language::preferred(&parts.headers)),
            address: parts.uri.clone(),
            chosen: asked_for.is_some(),
        };
        match RequireOffice::from_request_parts(parts, state).await {
            Ok(RequireOffice) => Ok(visitor),
            Err(error) => Err(visitor.refused(error)),
        }
    }
}

impl Visitor {
    /// A page, or the page that says why there is none.
    pub(super) fn answer(&self, page: Result<Option<Markup>, ApiError>) -> Response {
        match page {
            Ok(Some(page)) => self.remembering(page.into_response()),
            Ok(None) => self.nothing_here(),
            Err(error) => self.refused(error),
        }
    }

    /// The page for what does not exist.
    pub(super) fn nothing_here(&self) -> Response {
        let page = frame::nothing_here(self.language, &self.address).into_response();
        self.remembering((StatusCode::NOT_FOUND, page).into_response())
    }

    fn refused(&self, error: ApiError) -> Response {
        let login = error.code() == "login_required";
        // Made into an answer all the same: that is where errors are logged.
        let status = error.into_response().status();
        let page = if login {
            frame::log_in(self.language, &self.address)
        } else {
            frame::went_wrong(self.language, &self.address)
        };
        self.remembering((status, page).into_response())
    }

    fn remembering(&self, mut response: Response) -> Response {
        let headers = response.headers_mut();
        if self.chosen {
            headers.append(header::SET_COOKIE, language::cookie(self.language));
        }
        headers.insert(
            header::CONTENT_LANGUAGE,
            HeaderValue::from_static(self.language.tag()),
        );
        response
    }
}
