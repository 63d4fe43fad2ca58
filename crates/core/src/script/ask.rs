//! Lines that read: list, search, show, history, status, verify.

use doorstep_domain::course::Status;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    answer::{NotDone, as_json},
    schema,
};
use crate::{
    Device, ListQuery,
    quotes::DraftQuote,
    records::RecordName,
    views::{HoldingView, ListRowView, ListView, SizeView, StatementVerdictView, StatusView},
};

/// How many rows a page has when nobody says.
const ROWS_USUAL: u32 = 50;
/// How many rows a page has at most.
const ROWS_MAX: u32 = 500;

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskList {
    /// Only records that stand there; left out or empty: all.
    #[serde(default)]
    #[schemars(schema_with = "schema::statuses")]
    pub status: Vec<Status>,
    /// Only records in which every word is found.
    #[serde(default)]
    pub text: String,
    /// Rows to leave out.
    #[serde(default)]
    pub offset: u32,
    /// Rows at most, up to 500.
    #[serde(default)]
    pub limit: Option<u32>,
}

/// The records in which every word is found, the open ones first.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskSearch {
    /// The words.
    pub text: String,
    /// Rows at most, up to 500.
    #[serde(default)]
    pub limit: Option<u32>,
}

/// One record.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskRecord {
    /// The record.
    pub record: RecordName,
}

/// How things stand between this device and the office.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskStatus {}

/// The verdicts on sealed statements.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskVerify {
    /// Only of this record; left out: of all records on this device.
    #[serde(default)]
    pub record: Option<RecordName>,
}

fn rows(limit: Option<u32>) -> u32 {
    limit.unwrap_or(ROWS_USUAL).min(ROWS_MAX)
}

pub(super) fn list(device: &Device, ask: AskList) -> Result<Value, NotDone> {
    let AskList {
        status,
        text,
        offset,
        limit,
    } = ask;
    let page = device.list(&ListQuery {
        status,
        text,
        offset,
        limit: rows(limit),
    })?;
    let (now, kinds) = (device.corrected_now()?, device.kinds()?);
    Ok(as_json(&ListView::of(&page, now, &kinds)))
}

pub(super) fn search(device: &Device, ask: AskSearch) -> Result<Value, NotDone> {
    let found = device.search(&ask.text, rows(ask.limit))?;
    let (now, kinds) = (device.corrected_now()?, device.kinds()?);
    let view = |row| ListRowView::of(row, now, &kinds);
    let found: Vec<_> = found.iter().map(view).collect();
    Ok(json!({ "rows": as_json(&found) }))
}

pub(super) fn show(device: &Device, ask: AskRecord) -> Result<Value, NotDone> {
    let record = device.find(&ask.record)?;
    Ok(as_json(&device.view(record)?))
}

pub(super) fn history(device: &Device, ask: AskRecord) -> Result<Value, NotDone> {
    let record = device.find(&ask.record)?;
    Ok(json!({ "changes": as_json(&device.history_view(record)?) }))
}

pub(super) fn draft(device: &Device, draft: DraftQuote) -> Result<Value, NotDone> {
    Ok(as_json(&device.draft_quote(&draft)?))
}

pub(super) fn status(device: &Device, _: AskStatus) -> Result<Value, NotDone> {
    Ok(as_json(&StatusView::of(&device.status()?)))
}

/// Asks for a record of which only the row is here. It comes with the next contact.
pub(super) fn fetch(device: &Device, ask: AskRecord) -> Result<Value, NotDone> {
    let record = device.find(&ask.record)?;
    let wanted = device.want(record)?;
    Ok(json!({ "record": record.to_string(), "wanted": wanted }))
}

pub(super) fn size(device: &Device, _: AskStatus) -> Result<Value, NotDone> {
    let holding = HoldingView::of(&device.status()?.holding);
    let by_what = SizeView::all_of(&device.size()?);
    Ok(json!({ "holding": as_json(&holding), "by_what": as_json(&by_what) }))
}

pub(super) fn attention(device: &Device, _: AskStatus) -> Result<Value, NotDone> {
    Ok(
        json!({ "refused": as_json(&device.refused_view()?), "settled": as_json(&device.settled_by_others()?) }),
    )
}

pub(super) fn attention_seen(device: &Device, ask: AskRecord) -> Result<Value, NotDone> {
    let record = device.find(&ask.record)?;
    device.attention_given(record)?;
    Ok(json!({ "record": record.to_string() }))
}

pub(super) fn verify(device: &Device, ask: AskVerify) -> Result<Value, NotDone> {
    let record = ask.record.map(|name| device.find(&name)).transpose()?;
    let statements = device.verify(record)?;
    let all_unchanged = statements.iter().all(StatementVerdictView::is_unchanged);
    Ok(json!({ "all_unchanged": all_unchanged, "statements": as_json(&statements) }))
}
