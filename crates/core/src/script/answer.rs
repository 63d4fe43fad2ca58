//! The answer to a line.

use doorstep_domain::{
    course::{Facts, next_step, status},
    record::Field,
};
use serde_json::{Map, Value, json};

use super::{BadLine, Detail, error_table::error_row};
use crate::{
    Device, Error,
    records::Done,
    replication::{SyncError, TransportError},
};

/// The answer to one line: JSON on one line.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer(Value);

/// Why a line was not done.
#[derive(Debug, thiserror::Error)]
pub(super) enum NotDone {
    /// The line itself is not in order.
    #[error(transparent)]
    Line(#[from] BadLine),
    /// The device said no.
    #[error(transparent)]
    Device(#[from] Error),
}

impl NotDone {
    fn code(&self) -> &'static str {
        match self {
            Self::Line(bad) => bad.code(),
            // Being without coverage is no fault: a program that drives a device waits and tries again.
            Self::Device(Error::Sync(SyncError::Transport(TransportError::Offline(_)))) => {
                "offline"
            }
            Self::Device(error) => error.code(),
        }
    }

    /// The whole chain of what was being done, without saying one thing twice.
    fn message(&self) -> String {
        let error: &dyn std::error::Error = match self {
            Self::Line(bad) => bad,
            Self::Device(error) => error,
        };
        let mut message = error.to_string();
        let mut source = error.source();
        while let Some(below) = source {
            let words = below.to_string();
            if !message.ends_with(&words) {
                message = format!("{message}: {words}");
            }
            source = below.source();
        }
        message
    }
}

impl Answer {
    /// Whether the line was done.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        self.0.get("ok").is_some()
    }

    /// The answer's JSON.
    #[must_use]
    pub const fn json(&self) -> &Value {
        &self.0
    }

    /// The answer as a line without its line break.
    #[must_use]
    pub fn to_line(&self) -> String {
        self.0.to_string()
    }

    /// An error about a line that could not even be read to its end.
    #[must_use]
    pub fn to_bad_line(bad: BadLine) -> Self {
        Self::of(None, Err(bad.into()))
    }

    pub(super) fn of(reference: Option<Value>, result: Result<Value, NotDone>) -> Self {
        let mut answer = Map::new();
        if let Some(reference) = reference {
            answer.insert("ref".into(), reference);
        }
        match result {
            Ok(value) => answer.insert("ok".into(), value),
            Err(error) => {
                let code = error.code();
                let chinese = error_row(code).map_or("", |row| row.words.chinese);
                let told = json!({ "code": code, "message": error.message(), "zh": chinese });
                answer.insert("error".into(), told)
            }
        };
        Self(Value::Object(answer))
    }
}

/// What is shown of a change that was made.
pub(super) fn done(device: &Device, done: &Done, detail: Detail) -> Result<Value, NotDone> {
    let record = &done.record;
    let change = done.change.map(|change| change.to_string());
    let statement = done.statement.map(|statement| statement.to_string());
    if detail == Detail::None {
        return Ok(json!({ "change": change, "statement": statement }));
    }
    let facts = Facts::of(record);
    let entries: Vec<String> = done.entries.iter().map(ToString::to_string).collect();
    let mut shown = json!({
        "record": record.id.to_string(),
        "number": record.words(Field::Number),
        "status": status(&facts).code(),
        "next_step": next_step(&facts).code(),
        "change": change,
        "entries": entries,
        "statement": statement,
    });
    if let (Detail::Full, Some(shown)) = (detail, shown.as_object_mut()) {
        shown.insert("view".into(), as_json(&device.view(record.id)?));
    }
    Ok(shown)
}

/// A view as JSON. Views are plain data with text keys, which always become JSON.
pub(super) fn as_json(view: &impl serde::Serialize) -> Value {
    serde_json::to_value(view).unwrap_or_default()
}
