//! Who is signed in.

use std::collections::BTreeSet;

use serde::Serialize;
use utoipa::ToSchema;

use super::Refusals;
use crate::{
    json::Json,
    session::Caller,
    staff::{OfficeRole, StationCode},
};

/// Who is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Me {
    /// His code.
    person: String,
    /// The name that people read.
    name: String,
    /// What he does.
    roles: BTreeSet<OfficeRole>,
    /// Where he works; none: everywhere.
    stations: BTreeSet<StationCode>,
}

/// Who is signed in.
#[utoipa::path(get, path = "/api/v1/me", tag = "people", responses((status = 200, body = Me), Refusals))]
pub(super) async fn read(caller: Caller) -> Json<Me> {
    let clerk = caller.clerk;
    Json(Me {
        person: clerk.person.0,
        name: clerk.name,
        roles: clerk.roles,
        stations: clerk.stations,
    })
}
