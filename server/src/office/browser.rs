//! Errors that a person meets in his browser: a page that says what to do, instead of the JSON that programs get.

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use super::{frame, language};
use crate::api_error::ErrorCode;

/// Answers an error with a page if a page was asked for. Status and headers stay as they are.
pub(crate) async fn speak_to_browsers(request: Request, next: Next) -> Response {
    let address = request.uri().clone();
    let language = language::asked_for(address.query())
        .unwrap_or_else(|| language::preferred(request.headers()));
    let wants_page = wants_page(request.headers());
    let response = next.run(request).await;
    let Some(ErrorCode(code)) = response.extensions().get().copied().filter(|_| wants_page) else {
        return response;
    };
    let page = frame::for_error(language, &address, code);
    let (parts, _) = response.into_parts();
    let (page_parts, body) = page.into_response().into_parts();
    let mut response = Response::from_parts(parts, body);
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    headers.extend(page_parts.headers);
    headers.insert(
        header::CONTENT_LANGUAGE,
        HeaderValue::from_static(language.tag()),
    );
    response
}

/// Browsers name HTML first when a person follows a link; programs and our own script's other requests do not.
fn wants_page(headers: &HeaderMap) -> bool {
    let accept = headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok());
    accept.is_some_and(|accept| accept.trim_start().starts_with("text/html"))
}
