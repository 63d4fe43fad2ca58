//! The line that makes a customer's copy and leaves it as a file.

use std::{fs, path::PathBuf};

use doorstep_evidence::digest::Digest;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::answer::NotDone;
use crate::{Device, Error, records::RecordName};

/// The customer's copy of a statement, as a PDF file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AskCopy {
    /// The record.
    pub record: RecordName,
    /// The statement's digest; left out, the last acceptance or refusal of the work.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub statement: Option<Digest>,
    /// Where the file goes. One that is there is replaced, whole or not at all.
    pub out: PathBuf,
}

pub(super) fn make(device: &Device, ask: AskCopy) -> Result<Value, NotDone> {
    let record = device.find(&ask.record)?;
    let copy = device.customers_copy(record, ask.statement)?;
    let half = ask.out.with_extension("part");
    fs::write(&half, &copy.pdf)
        .and_then(|()| fs::rename(&half, &ask.out))
        .map_err(Error::io("writing the customer's copy"))?;
    Ok(json!({
        "statement": copy.statement.to_string(),
        "out": ask.out,
        "bytes": copy.pdf.len(),
    }))
}
