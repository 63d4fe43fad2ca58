//! Lines about leaving the customer's door and about the technician's cash.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    AskRecord,
    answer::{NotDone, as_json},
};
use crate::{Device, payments::HandInCash};

/// The cash in the technician's hand.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AskCash {}

pub(super) fn leave(device: &Device, ask: AskRecord) -> Result<Value, NotDone> {
    let record = device.find(&ask.record)?;
    Ok(as_json(&device.leaving_view(record)?))
}

pub(super) fn cash(device: &Device, _: AskCash) -> Result<Value, NotDone> {
    Ok(as_json(&device.cash_view()?))
}

pub(super) fn hand_in(device: &Device, ask: HandInCash) -> Result<Value, NotDone> {
    let handed_in = device.hand_in_cash(&ask)?;
    let records: Vec<_> = handed_in
        .records
        .iter()
        .map(|done| done.record.id)
        .collect();
    let records = device.named(&records)?;
    Ok(
        json!({ "slip": handed_in.slip, "records": as_json(&records), "left": as_json(&device.cash_view()?) }),
    )
}
