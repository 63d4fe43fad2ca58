//! What is done on a contract's page. Each form names the version that it was made from.

use axum::{
    extract::{Path, State},
    response::Response,
};
use rusqlite::Connection;

use super::{
    one::{Part, answer},
    terms::{terms, unit},
};
use crate::{
    api_error::ApiError,
    app::AppState,
    contract::{
        AddUnit, ChangeContract, ContractError, EndContract, TakeUnitOut, add_unit, change, end,
        open_visit, take_unit_out,
    },
    office::{
        form::{Attempt, Fields, Sent, done},
        moment::on_the_wall,
    },
    staff::Clerk,
};

/// `POST /contracts/{contract}`.
pub(super) async fn change_one(
    State(state): State<AppState>,
    Path(id): Path<i64>,
    sent: Sent,
) -> Response {
    let request = ChangeContract {
        version: version(&sent.fields),
        terms: terms(&sent.fields),
    };
    let today = on_the_wall(&state).date_naive();
    let work = move |transaction: &Connection, clerk: &Clerk, now_ms| {
        change(transaction, clerk, id, &request, today, now_ms)
    };
    act(&state, id, sent, Part::Terms, work).await
}

/// `POST /contracts/{contract}/end`.
pub(super) async fn end_one(
    State(state): State<AppState>,
    Path(id): Path<i64>,
    sent: Sent,
) -> Response {
    let request = EndContract {
        version: version(&sent.fields),
        reason: sent.fields.text("reason").to_owned(),
    };
    let work = move |transaction: &Connection, clerk: &Clerk, now_ms| {
        end(transaction, clerk, id, &request, now_ms)
    };
    act(&state, id, sent, Part::End, work).await
}

/// `POST /contracts/{contract}/units`.
pub(super) async fn add_one(
    State(state): State<AppState>,
    Path(id): Path<i64>,
    sent: Sent,
) -> Response {
    let request = AddUnit {
        version: version(&sent.fields),
        unit: unit(&sent.fields),
    };
    let today = on_the_wall(&state).date_naive();
    let work = move |transaction: &Connection, clerk: &Clerk, now_ms| {
        add_unit(transaction, clerk, id, &request, today, now_ms)
    };
    act(&state, id, sent, Part::Unit, work).await
}

/// `POST /contracts/{contract}/units/{unit}/take-out`.
pub(super) async fn take_one_out(
    State(state): State<AppState>,
    Path((id, unit)): Path<(i64, i64)>,
    sent: Sent,
) -> Response {
    let request = TakeUnitOut {
        version: version(&sent.fields),
    };
    let work = move |transaction: &Connection, clerk: &Clerk, now_ms| {
        take_unit_out(transaction, clerk, (id, unit), &request, now_ms)
    };
    act(&state, id, sent, Part::Head, work).await
}

/// `POST /contracts/{contract}/units/{unit}/visit`: the browser gets the visit's record.
pub(super) async fn open_one(
    State(state): State<AppState>,
    Path((id, unit)): Path<(i64, i64)>,
    sent: Sent,
) -> Response {
    let clerk = sent.visitor.clerk().clone();
    let now = on_the_wall(&state);
    match open_visit(state.replication(), clerk, (id, unit), now).await {
        Ok(taken) => done(&taken.address),
        Err(error) => {
            let attempt = Attempt::refused(Fields::default(), error.into());
            answer(&state, &sent.visitor, id, Part::Head, attempt).await
        }
    }
}

fn version(fields: &Fields) -> i64 {
    // A form of ours always names one; without it nothing fits.
    fields.text("version").parse().unwrap_or(-1)
}

/// Does it; then the browser gets the page anew, or with what was typed and why it was refused.
async fn act(
    state: &AppState,
    id: i64,
    sent: Sent,
    part: Part,
    work: impl FnOnce(&Connection, &Clerk, i64) -> Result<(), ContractError> + Send + 'static,
) -> Response {
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let acted = state
        .writer()
        .submit(move |transaction| Ok::<_, ApiError>(work(transaction, &clerk, now_ms)?))
        .await;
    match acted {
        Ok(()) => done(&format!("/contracts/{id}?done=1")),
        Err(error) => {
            let attempt = Attempt::refused(sent.fields, error);
            answer(state, &sent.visitor, id, part, attempt).await
        }
    }
}
