//! The lines by which records go from hand to hand: an offer, a file for it, and taking the file.

use std::{
    fs,
    io::Read as _,
    path::{Path, PathBuf},
};

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::answer::{NotDone, as_json};
use crate::{
    Device, Error,
    exchange::{FILE_BYTES_MAX, HandOver},
    records::RecordName,
};

const WRITING: &str = "writing the file for another device";
const READING: &str = "reading the file of another device";

/// The offer of this device, to be shown to another.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AskOffer {}

/// A file with records for the device that showed an offer.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AskHandOver {
    /// The offer's text.
    pub offer: String,
    /// The records; left out, everything that another device of the same person lacks.
    #[serde(default)]
    pub records: Vec<RecordName>,
    /// Why another person gets them.
    #[serde(default)]
    pub reason: String,
    /// Where the file goes. One that is there is replaced, whole or not at all.
    pub out: PathBuf,
}

/// A file that was made for an offer of this device.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AskTakeOver {
    /// The file.
    pub file: PathBuf,
}

pub(super) fn offer(device: &Device, _: AskOffer) -> Result<Value, NotDone> {
    Ok(json!({ "offer": device.offer()? }))
}

pub(super) fn hand_over(device: &Device, ask: AskHandOver) -> Result<Value, NotDone> {
    let made = device.hand_over(&HandOver {
        offer: ask.offer,
        records: ask.records,
        reason: ask.reason,
    })?;
    let half = ask.out.with_extension("part");
    fs::write(&half, &made.file)
        .and_then(|()| fs::rename(&half, &ask.out))
        .map_err(Error::io(WRITING))?;
    let left_out = made
        .left_out
        .iter()
        .map(|left| device.refused_by(Some(left.record), left.code))
        .collect::<Result<Vec<_>, _>>()?;
    let records = as_json(&device.named(&made.records)?);
    Ok(json!({
        "out": ask.out,
        "bytes": made.file.len(),
        "to": made.to.to_string(),
        "device": made.device.to_string(),
        "records": records,
        "statements": made.statements,
        "left_out": as_json(&left_out),
    }))
}

pub(super) fn take_over(device: &Device, ask: AskTakeOver) -> Result<Value, NotDone> {
    let taken = device.take_over(&read(&ask.file)?)?;
    let not_taken = taken
        .not_taken
        .iter()
        .map(|left| device.refused_by(left.record, left.code))
        .collect::<Result<Vec<_>, _>>()?;
    let records = as_json(&device.named(&taken.records)?);
    Ok(json!({
        "from": taken.from.to_string(),
        "device": taken.device.to_string(),
        "records": records,
        "already_here": taken.already_here,
        "statements": taken.statements,
        "not_taken": as_json(&not_taken),
    }))
}

/// The file, but no more of it than a file has: what is longer is refused by its length.
fn read(path: &Path) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    fs::File::open(path)
        .and_then(|file| file.take(FILE_BYTES_MAX as u64 + 1).read_to_end(&mut bytes))
        .map_err(Error::io(READING))?;
    Ok(bytes)
}
