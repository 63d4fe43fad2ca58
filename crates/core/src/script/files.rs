//! The lines about photos and other files: taking one, the queue, fetching a colleague's.

use std::{fs, path::PathBuf};

use doorstep_evidence::digest::Digest;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::answer::{NotDone, as_json};
use crate::{
    Device, Error,
    files::{FilesReport, TakeFile, Way},
    records::{Done, RecordName},
    replication::HttpTransport,
};

/// What is here of photos and files.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskFiles {}

/// Whether whole photos wait for Wi-Fi.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskWifiOnly {
    /// They do.
    pub on: bool,
}

/// One run of the queue.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskSendFiles {
    /// The connection's bytes cost money, as the shell knows.
    #[serde(default)]
    pub metered: bool,
    /// What was refused is tried again.
    #[serde(default)]
    pub again: bool,
    /// The server, if not the one that the device was enrolled at.
    #[serde(default)]
    pub url: Option<String>,
}

/// A content that a record names, brought here.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskFile {
    /// The record that names it.
    pub record: RecordName,
    /// Its digest, or that of its preview.
    #[schemars(with = "String")]
    pub digest: Digest,
    /// Where a copy goes; left out, it is only kept on the device.
    #[serde(default)]
    pub out: Option<PathBuf>,
    /// The server, if not the one that the device was enrolled at.
    #[serde(default)]
    pub url: Option<String>,
}

pub(super) fn take(device: &Device, file: &TakeFile) -> Result<Done, NotDone> {
    Ok(device.take_file(file)?)
}

pub(super) fn list(device: &Device, _: AskFiles) -> Result<Value, NotDone> {
    Ok(as_json(&device.files()?))
}

pub(super) fn wifi_only(device: &Device, ask: &AskWifiOnly) -> Result<Value, NotDone> {
    device.set_files_wifi_only(ask.on)?;
    Ok(json!({ "wifi_only": ask.on }))
}

pub(super) async fn send(device: &Device, ask: AskSendFiles) -> Result<Value, NotDone> {
    let transport = HttpTransport::new(device, ask.url.as_deref())?;
    let way = if ask.metered { Way::Metered } else { Way::Free };
    let FilesReport {
        sent,
        bytes_up,
        held_back,
        waiting,
        refused,
    } = device.send_files(&transport, way, ask.again).await?;
    Ok(json!({
        "sent": sent, "bytes_up": bytes_up, "held_back": held_back, "waiting": waiting, "refused": refused,
        "all_sent": device.files()?.all_sent,
    }))
}

pub(super) async fn fetch(device: &Device, ask: AskFile) -> Result<Value, NotDone> {
    let record = device.find(&ask.record)?;
    let transport = HttpTransport::new(device, ask.url.as_deref())?;
    let content = device.fetch_file(&transport, record, ask.digest).await?;
    if let Some(out) = &ask.out {
        let half = out.with_extension("part");
        fs::write(&half, &content)
            .and_then(|()| fs::rename(&half, out))
            .map_err(Error::io("writing the copy of a file"))?;
    }
    Ok(json!({ "digest": ask.digest.to_string(), "bytes": content.len(), "out": ask.out }))
}
