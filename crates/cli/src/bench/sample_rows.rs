//! The rows of the sample data that records are made of.

use serde::{Deserialize, de::DeserializeOwned};

use super::BenchError;
use crate::sample;

/// A call that was taken.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Intake {
    pub(super) place: String,
    pub(super) kind: String,
    pub(super) model: String,
    pub(super) symptom: String,
    pub(super) note: String,
}

/// A fault.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Fault {
    pub(super) fault: String,
    pub(super) kind: String,
    pub(super) cause_zh: String,
}

/// A part.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Part {
    pub(super) part: String,
    pub(super) kind: String,
    pub(super) name_zh: String,
    pub(super) price_minor: i64,
    pub(super) warranty_months: i64,
}

/// An item of a full-function test.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Test {
    pub(super) kind: String,
    pub(super) name_zh: String,
    pub(super) unit: String,
}

/// All of them.
#[derive(Debug, Clone)]
pub(super) struct SampleRows {
    pub(super) intakes: Vec<Intake>,
    pub(super) faults: Vec<Fault>,
    pub(super) parts: Vec<Part>,
    pub(super) tests: Vec<Test>,
}

impl SampleRows {
    /// Reads the sample data that is built in. Only calls in Chinese count: what is searched for is Chinese.
    pub(super) fn read() -> Result<Self, BenchError> {
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
        })
    }
}

fn rows<T: DeserializeOwned>(text: &str) -> Result<Vec<T>, BenchError> {
    Ok(csv::Reader::from_reader(text.as_bytes())
        .into_deserialize()
        .collect::<Result<_, _>>()?)
}
