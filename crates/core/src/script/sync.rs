//! `sync`: one contact with the office.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::answer::{NotDone, as_json};
use crate::{
    Device,
    replication::HttpTransport,
    views::{StatusView, SyncView},
};

/// One contact with the office: sends what is not yet acknowledged and reads what is new.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskSync {
    /// The server, if not the one that the device was enrolled at.
    #[serde(default)]
    pub url: Option<String>,
}

pub(super) async fn sync(device: &Device, ask: AskSync) -> Result<Value, NotDone> {
    let transport = HttpTransport::new(device, ask.url.as_deref())?;
    let report = device.sync(&transport).await?;
    Ok(as_json(&SyncView::of(
        report,
        StatusView::of(&device.status()?),
    )))
}
