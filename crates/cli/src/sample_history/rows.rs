//! The rows of the sample data that records are made of.

use serde::{Deserialize, de::DeserializeOwned};

use super::HistoryError;
use crate::sample;

/// A call that was taken.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Intake {
    pub(crate) place: String,
    pub(crate) kind: String,
    pub(crate) model: String,
    pub(crate) symptom: String,
    pub(crate) note: String,
}

/// A model.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Model {
    pub(crate) model: String,
    pub(crate) kind: String,
}

/// A fault; `part` is the part that is most likely needed, empty for none.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Fault {
    pub(crate) fault: String,
    pub(crate) kind: String,
    pub(crate) symptom_zh: String,
    pub(crate) cause_zh: String,
    pub(crate) part: String,
}

/// A part.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Part {
    pub(crate) part: String,
    pub(crate) kind: String,
    pub(crate) name_zh: String,
    pub(crate) price_minor: i64,
    pub(crate) warranty_months: i64,
    pub(crate) has_serial: String,
}

/// Labour, or another fee.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Labour {
    pub(crate) labour: String,
    pub(crate) kind: String,
    pub(crate) name_zh: String,
    pub(crate) price_minor: i64,
}

/// An item of a full-function test.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Test {
    pub(crate) kind: String,
    pub(crate) item: String,
    pub(crate) name_zh: String,
    pub(crate) unit: String,
    pub(crate) minimum: String,
    pub(crate) maximum: String,
}

/// All of them.
#[derive(Debug, Clone)]
pub(crate) struct SampleRows {
    pub(crate) intakes: Vec<Intake>,
    pub(crate) faults: Vec<Fault>,
    pub(crate) parts: Vec<Part>,
    pub(crate) tests: Vec<Test>,
    pub(crate) models: Vec<Model>,
    pub(crate) labour: Vec<Labour>,
}

impl SampleRows {
    /// Reads the sample data that is built in. Only calls in Chinese count: what is searched for is Chinese.
    pub(crate) fn read() -> Result<Self, HistoryError> {
        let is_chinese = |intake: &Intake| {
            intake
                .symptom
                .chars()
                .any(|character| character > '\u{4e00}')
        };
        Ok(Self {
            intakes: rows(sample::INTAKES)?
                .into_iter()
                .filter(is_chinese)
                .collect(),
            faults: rows(sample::FAULTS)?,
            parts: rows(sample::PARTS)?,
            tests: rows(sample::TESTS)?,
            models: rows(sample::MODELS)?,
            labour: rows(sample::LABOUR)?,
        })
    }
}

fn rows<T: DeserializeOwned>(text: &str) -> Result<Vec<T>, HistoryError> {
    Ok(csv::Reader::from_reader(text.as_bytes())
        .into_deserialize()
        .collect::<Result<_, _>>()?)
}
