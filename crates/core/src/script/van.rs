//! Lines about the van: what came of moving pieces, what is on it, which old parts are owed.

use doorstep_domain::van::Month;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Detail,
    answer::{NotDone, as_json},
    line::BadLine,
};
use crate::{Device, Moved};

/// The van at the end of a month.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskStock {
    /// `2026-11`; left out, this month.
    #[serde(default)]
    pub month: Option<String>,
}

impl AskStock {
    fn month(&self) -> Result<Option<Month>, BadLine> {
        let month = self.month.as_deref().map(str::parse).transpose();
        month.map_err(|bad| BadLine::Members(format!("`month`: {bad}")))
    }
}

/// What is shown of pieces that were moved.
pub(super) fn moved(device: &Device, moved: &Moved, detail: Detail) -> Result<Value, NotDone> {
    let change = moved.change.map(|change| change.to_string());
    if detail == Detail::None {
        return Ok(json!({ "change": change }));
    }
    let entries: Vec<String> = moved.entries.iter().map(ToString::to_string).collect();
    let mut shown = json!({ "change": change, "entries": entries, "transfer": moved.transfer });
    if let (Detail::Full, Some(shown)) = (detail, shown.as_object_mut()) {
        shown.insert("view".into(), as_json(&device.van_view(None)?));
    }
    Ok(shown)
}

pub(super) fn stock(device: &Device, ask: AskStock) -> Result<Value, NotDone> {
    Ok(as_json(&device.van_view(ask.month()?)?))
}

pub(super) fn old_parts(device: &Device, ask: AskStock) -> Result<Value, NotDone> {
    let view = device.van_view(ask.month()?)?;
    Ok(json!({ "old_parts": as_json(&view.old_parts) }))
}
