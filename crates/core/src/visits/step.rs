//! `diagnosis.step`: one of the four steps of the diagnosis.

use doorstep_domain::record::{DiagnosisStep, Measurement, What};
use doorstep_replica::Edit;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    Error,
    records::{RecordName, Situation, UseCase},
    script::schema,
};

/// A step of the diagnosis: ask, look, power on, measure.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DiagnoseStep {
    /// The record.
    pub record: RecordName,
    /// Which step.
    #[schemars(schema_with = "schema::diagnosis_step")]
    pub step: DiagnosisStep,
    /// What was found.
    #[serde(default)]
    pub finding: String,
    /// What was measured.
    #[serde(default)]
    pub measurements: Vec<MeasuredValue>,
}

/// A measured value as it was read off the instrument.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasuredValue {
    /// What was measured.
    pub name: String,
    /// The decimal number as text, `"-12.5"`: a float would not be what the instrument showed.
    pub value: String,
    /// The unit, `V`, `MPa`, `°C`.
    #[serde(default)]
    pub unit: String,
}

impl UseCase for DiagnoseStep {
    fn record(&self) -> &RecordName {
        &self.record
    }

    fn edits(&self, situation: &mut Situation<'_, '_>) -> Result<Vec<Edit>, Error> {
        let measurement = |measured: &MeasuredValue| Measurement {
            name: measured.name.clone(),
            value: measured.value.clone(),
            unit: measured.unit.clone(),
        };
        situation.happened(What::DiagnosisStep {
            step: self.step,
            finding: self.finding.clone(),
            measurements: self.measurements.iter().map(measurement).collect(),
        })
    }
}
