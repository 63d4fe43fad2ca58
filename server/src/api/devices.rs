//! Devices.

use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use doorstep_domain::ids::DeviceId;
use rusqlite::{Connection, Savepoint};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Done, Refusals, Told};
use crate::{
    api_error::ApiError,
    app::{AppState, not_found},
    device::{
        DeviceTold, InviteDevice, Invited, Misplaced, device_told, devices_told, invite, misplaced,
        revoke,
    },
    json::Json,
    rights::{Action, require},
    session::SignedIn,
};

/// All devices.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Devices {
    devices: Vec<DeviceTold>,
}

/// One device with what does not fit its chain.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WholeDevice {
    device: DeviceTold,
    misplaced: Vec<Misplaced>,
}

/// All devices that ever had a certificate.
#[utoipa::path(get, path = "/api/v1/devices", tag = "devices", responses((status = 200, body = Devices), Refusals))]
pub(super) async fn list(
    State(state): State<AppState>,
    signed_in: SignedIn,
) -> Result<Json<Devices>, ApiError> {
    require(&signed_in.clerk, Action::ReadDevices, None)?;
    let read = |connection: &Connection| Ok::<_, ApiError>(devices_told(connection)?);
    let devices = state.store().read(read).await?;
    Ok(Json(Devices { devices }))
}

/// One device.
#[utoipa::path(get, path = "/api/v1/devices/{device}", tag = "devices", params(("device" = String, Path)),
    responses((status = 200, body = WholeDevice), Refusals))]
pub(super) async fn read(
    State(state): State<AppState>,
    Path(device): Path<String>,
    signed_in: SignedIn,
) -> Result<Json<WholeDevice>, ApiError> {
    require(&signed_in.clerk, Action::ReadDevices, None)?;
    let id: DeviceId = device.parse().map_err(|_| not_found())?;
    let read = move |connection: &Connection| {
        let device = device_told(connection, id)?.ok_or_else(not_found)?;
        let misplaced = misplaced(connection, id)?;
        Ok::<_, ApiError>(WholeDevice { device, misplaced })
    };
    Ok(Json(state.store().read(read).await?))
}

/// Invites a device: its code is told once, here.
#[utoipa::path(post, path = "/api/v1/devices/invitations", tag = "devices", request_body = InviteDevice,
    responses((status = 200, body = Invited), Refusals))]
pub(super) async fn invite_one(
    State(state): State<AppState>,
    signed_in: SignedIn,
    Told(request): Told<InviteDevice>,
) -> Result<Json<Invited>, ApiError> {
    let clerk = signed_in.clerk;
    let environment = state.environment().clone();
    let fingerprint = state.replication().trusted().fingerprint();
    let url = state.public_url().to_owned();
    let invite = move |transaction: &Savepoint<'_>| {
        let place = (&environment, fingerprint, url.as_str());
        Ok::<_, ApiError>(invite(transaction, &clerk, place, &request)?)
    };
    Ok(Json(state.writer().submit(invite).await?))
}

/// Revokes a device.
#[utoipa::path(post, path = "/api/v1/devices/{device}/revoke", tag = "devices", params(("device" = String, Path)),
    responses(Done, Refusals))]
pub(super) async fn revoke_one(
    State(state): State<AppState>,
    Path(device): Path<String>,
    signed_in: SignedIn,
) -> Result<StatusCode, ApiError> {
    let clerk = signed_in.clerk;
    require(&clerk, Action::KeepDevices, None)?;
    let id: DeviceId = device.parse().map_err(|_| not_found())?;
    let own = state.organisation().office().device();
    let now_ms = state.environment().now_ms();
    let revoke = move |transaction: &Savepoint<'_>| {
        Ok::<_, ApiError>(revoke(transaction, &clerk, own, id, now_ms)?)
    };
    state.writer().submit(revoke).await?;
    Ok(StatusCode::NO_CONTENT)
}
