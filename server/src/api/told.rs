//! What a program sent.

use axum::{
    extract::{FromRequest, Request},
    http::{StatusCode, Uri, header},
};
use serde::de::DeserializeOwned;

use crate::{api_error::ApiError, app::AppState};

/// The largest body.
const LARGEST: usize = 256 * 1024;

/// A body of JSON.
pub(super) struct Told<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequest<AppState> for Told<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, ApiError> {
        let (parts, body) = request.into_parts();
        let media_type = parts.headers.get(header::CONTENT_TYPE);
        let media_type = media_type.and_then(|value| value.to_str().ok());
        let essence = media_type.and_then(|value| value.split(';').next());
        if !essence.is_some_and(|value| value.trim().eq_ignore_ascii_case("application/json")) {
            return Err(ApiError::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "not_json",
                "The body must be application/json.",
            ));
        }
        let body = state
            .body_room()
            .read(&parts.headers, body, LARGEST)
            .await?;
        serde_json::from_slice(&body.bytes)
            .map(Self)
            .map_err(|error| {
                if error.is_data() {
                    ApiError::new(
                        StatusCode::UNPROCESSABLE_ENTITY,
                        "unfit",
                        "The body has not the members or the values that are expected here.",
                    )
                } else {
                    ApiError::bad_request("The body is not JSON.")
                }
            })
    }
}

/// The query of an address.
pub(super) fn query<T: DeserializeOwned>(address: &Uri) -> Result<T, ApiError> {
    axum::extract::Query::try_from_uri(address)
        .map(|axum::extract::Query(query)| query)
        .map_err(|_| ApiError::bad_request("The query is not as expected."))
}
