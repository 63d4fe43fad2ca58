//! Tools and instruments.
#![allow(unused_qualifications)] // in what the macro of a query's parameters writes

use axum::{
    extract::{Path, State},
    http::{StatusCode, Uri},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Done, Refusals, Told, told::query};
use crate::{
    api_error::ApiError,
    app::{AppState, not_found},
    json::Json,
    rights::{Action, require},
    session::Caller,
    tool::{
        ChangeTool, KeepTool, MoveTool, Tool, ToolMovement, ToolPlace, ToolQuestion, change,
        move_tool, movements, register, tool_of, tools,
    },
};

/// The routes of tools.
pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list, register_one))
        .routes(routes!(read, change_one))
        .routes(routes!(move_one))
}

/// The most rows of one answer.
const MOST_ROWS: usize = 500;

/// Which tools.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ToolsQuery {
    /// A person's code: only what he has.
    holder: Option<String>,
    /// Only what is there.
    place: Option<ToolPlace>,
    /// The last inventory number of the answer before.
    after: Option<String>,
}

/// A tool with its history.
#[derive(Debug, Serialize, ToSchema)]
struct ToolAnswer {
    #[serde(flatten)]
    tool: Tool,
    /// The last first.
    movements: Vec<ToolMovement>,
}

/// What a tool goes by here.
#[derive(Debug, Serialize, ToSchema)]
struct Registered {
    tool: i64,
}

/// The tools by their inventory numbers, at most 500.
#[utoipa::path(get, path = "/api/v1/tools", tag = "means", params(ToolsQuery),
    responses((status = 200, body = Vec<Tool>), Refusals))]
async fn list(
    State(state): State<AppState>,
    caller: Caller,
    address: Uri,
) -> Result<Json<Vec<Tool>>, ApiError> {
    require(&caller.clerk, Action::KeepTools, None)?;
    let asked: ToolsQuery = query(&address)?;
    let question = ToolQuestion {
        holder: asked.holder,
        place: asked.place,
        only_due: false,
    };
    let now_ms = state.environment().now_ms();
    let read = move |connection: &rusqlite::Connection| {
        let part = (asked.after.as_deref(), MOST_ROWS);
        Ok::<_, ApiError>(tools(connection, &caller.clerk, (&question, now_ms), part)?)
    };
    Ok(Json(state.store().read(read).await?))
}

/// Puts a tool into the register.
#[utoipa::path(post, path = "/api/v1/tools", tag = "means", request_body = KeepTool,
    responses((status = 200, body = Registered), Refusals))]
async fn register_one(
    State(state): State<AppState>,
    caller: Caller,
    Told(request): Told<KeepTool>,
) -> Result<Json<Registered>, ApiError> {
    let now_ms = state.environment().now_ms();
    let tool = state
        .writer()
        .submit(move |transaction| {
            Ok::<_, ApiError>(register(transaction, &caller.clerk, &request, now_ms)?)
        })
        .await?;
    Ok(Json(Registered { tool }))
}

fn id(text: &str) -> Result<i64, ApiError> {
    text.parse().map_err(|_| not_found())
}

/// A tool and who had it.
#[utoipa::path(get, path = "/api/v1/tools/{tool}", tag = "means",
    params(("tool" = i64, Path, description = "What it goes by here.")),
    responses((status = 200, body = ToolAnswer), Refusals))]
async fn read(
    State(state): State<AppState>,
    caller: Caller,
    Path(tool): Path<String>,
) -> Result<Json<ToolAnswer>, ApiError> {
    let tool = id(&tool)?;
    let read = move |connection: &rusqlite::Connection| {
        let found = tool_of(connection, tool)?.ok_or_else(not_found)?;
        require(&caller.clerk, Action::KeepTools, found.station.as_ref())?;
        Ok::<_, ApiError>(ToolAnswer {
            movements: movements(connection, tool)?,
            tool: found,
        })
    };
    Ok(Json(state.store().read(read).await?))
}

/// Changes what stands in the register.
#[utoipa::path(put, path = "/api/v1/tools/{tool}", tag = "means", request_body = ChangeTool,
    params(("tool" = i64, Path, description = "What it goes by here.")), responses(Done, Refusals))]
async fn change_one(
    State(state): State<AppState>,
    caller: Caller,
    Path(tool): Path<String>,
    Told(request): Told<ChangeTool>,
) -> Result<StatusCode, ApiError> {
    let tool = id(&tool)?;
    let now_ms = state.environment().now_ms();
    state
        .writer()
        .submit(move |transaction| {
            let of = (tool, &request);
            Ok::<_, ApiError>(change(transaction, &caller.clerk, of, now_ms)?)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Issues a tool, takes it back, or says that it is gone.
#[utoipa::path(post, path = "/api/v1/tools/{tool}/movements", tag = "means", request_body = MoveTool,
    params(("tool" = i64, Path, description = "What it goes by here.")), responses(Done, Refusals))]
async fn move_one(
    State(state): State<AppState>,
    caller: Caller,
    Path(tool): Path<String>,
    Told(request): Told<MoveTool>,
) -> Result<StatusCode, ApiError> {
    let tool = id(&tool)?;
    let now_ms = state.environment().now_ms();
    state
        .writer()
        .submit(move |transaction| {
            let of = (tool, &request);
            Ok::<_, ApiError>(move_tool(transaction, &caller.clerk, of, now_ms)?)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
