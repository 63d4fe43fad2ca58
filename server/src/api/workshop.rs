//! Units in the workshop, and loaners.
#![allow(unused_qualifications)] // in what the macro of a query's parameters writes

use axum::{extract::State, http::Uri};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Refusals, told::query};
use crate::{
    api_error::ApiError,
    app::AppState,
    custody::{PAGE_ROWS, UnitOut, UnitPlace, out},
    json::Json,
    rights::{Action, require},
    session::SignedIn,
};

/// Which units.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct UnitsQuery {
    /// Loaners that are with customers; else customers' units in the workshop.
    loaners: Option<bool>,
    /// Where the page begins: `next` of the page before.
    after: Option<String>,
}

/// A page of units that are not back yet.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct UnitsOut {
    /// What is promised first stands first.
    units: Vec<UnitOut>,
    /// Where the next page begins; null on the last.
    next: Option<String>,
}

/// Units that are not back yet.
#[utoipa::path(get, path = "/api/v1/workshop", tag = "after the visit", params(UnitsQuery),
    responses((status = 200, body = UnitsOut), Refusals))]
pub(super) async fn list(
    State(state): State<AppState>,
    signed_in: SignedIn,
    address: Uri,
) -> Result<Json<UnitsOut>, ApiError> {
    require(&signed_in.clerk, Action::KeepCustody, None)?;
    let asked: UnitsQuery = query(&address)?;
    let after = asked.after.as_deref().and_then(|text| text.split_once('_'));
    let after = after.map(|(promised_on, entry)| UnitPlace {
        promised_on: promised_on.to_owned(),
        entry: entry.to_owned(),
    });
    let is_loaner = asked.loaners == Some(true);
    let read = move |connection: &rusqlite::Connection| {
        Ok::<_, ApiError>(out(
            connection,
            &signed_in.clerk,
            is_loaner,
            after.as_ref(),
        )?)
    };
    let mut units = state.store().read(read).await?;
    let is_more = units.len() > PAGE_ROWS;
    units.truncate(PAGE_ROWS);
    let next = units.last().filter(|_| is_more).map(|last| {
        let place = last.place();
        format!("{}_{}", place.promised_on, place.entry)
    });
    Ok(Json(UnitsOut { units, next }))
}
