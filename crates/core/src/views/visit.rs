//! Calls, arrivals and the diagnosis.

use doorstep_domain::record::{EntryReading, Measurement, What};
use serde::Serialize;

use super::{EntryHead, Words};

/// A call to the customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CallView {
    /// Who called, and when.
    #[serde(flatten)]
    pub head: EntryHead,
    /// How it went.
    pub outcome: Words,
    /// What was said.
    pub note: String,
}

/// An arrival.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VisitView {
    /// Who arrived, and when.
    #[serde(flatten)]
    pub head: EntryHead,
    /// Where.
    pub place: String,
    /// The badge was shown.
    pub badge_shown: bool,
    /// The unit is the one on the record.
    pub unit_matches: bool,
    /// Warranty card and invoice were seen.
    pub proof_of_purchase_seen: bool,
}

/// A step of the diagnosis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DiagnosisStepView {
    /// Who did it, and when.
    #[serde(flatten)]
    pub head: EntryHead,
    /// Which step.
    pub step: Words,
    /// What was found.
    pub finding: String,
    /// What was measured.
    pub measurements: Vec<MeasurementView>,
}

/// A measured value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MeasurementView {
    /// What was measured.
    pub name: String,
    /// The decimal number as read.
    pub value: String,
    /// The unit.
    pub unit: String,
}

impl CallView {
    pub(super) fn of(head: EntryHead, reading: &EntryReading) -> Option<Self> {
        let What::Call { outcome, note } = &reading.entry.what else {
            return None;
        };
        let outcome = Words::of(outcome.code(), outcome.words());
        Some(Self {
            head,
            outcome,
            note: note.clone(),
        })
    }
}

impl VisitView {
    pub(super) fn of(head: EntryHead, reading: &EntryReading) -> Option<Self> {
        let What::Visit {
            place,
            badge_shown,
            unit_matches,
            proof_of_purchase_seen,
        } = &reading.entry.what
        else {
            return None;
        };
        Some(Self {
            head,
            place: place.clone(),
            badge_shown: *badge_shown,
            unit_matches: *unit_matches,
            proof_of_purchase_seen: *proof_of_purchase_seen,
        })
    }
}

impl DiagnosisStepView {
    pub(super) fn of(head: EntryHead, reading: &EntryReading) -> Option<Self> {
        let What::DiagnosisStep {
            step,
            finding,
            measurements,
        } = &reading.entry.what
        else {
            return None;
        };
        let measurement = |measured: &Measurement| MeasurementView {
            name: measured.name.clone(),
            value: measured.value.clone(),
            unit: measured.unit.clone(),
        };
        Some(Self {
            head,
            step: Words::of(step.code(), step.words()),
            finding: finding.clone(),
            measurements: measurements.iter().map(measurement).collect(),
        })
    }
}
