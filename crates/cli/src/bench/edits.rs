//! Confirmed edits as a technician makes them, through the use cases.

use doorstep_core::{
    Device,
    records::{Call, RecordName, TypeText, WriteField},
    visits::{DiagnoseStep, MeasuredValue},
};
use doorstep_domain::{
    ids::RecordId,
    record::{CallOutcome, DiagnosisStep, Field, FieldValue, TextName},
};

use super::{
    BenchError,
    history::{Dice, phrase},
};

/// What kind of edit the n-th one is: every kind in its turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A field.
    Field,
    /// A line of a text.
    Text,
    /// An entry.
    Entry,
    /// A field that is searched for.
    SearchedField,
}

impl Kind {
    pub(super) const fn of_turn(turn: usize) -> Self {
        match turn % 4 {
            0 => Self::Field,
            1 => Self::Text,
            2 => Self::Entry,
            _ => Self::SearchedField,
        }
    }
}

/// An edit that is ready to be made.
pub(super) enum Prepared {
    Field(WriteField),
    Text(TypeText),
    Call(Call),
    Diagnosis(DiagnoseStep),
}

/// The n-th edit of a record, unlike all others.
pub(super) fn prepare(record: RecordId, turn: usize, dice: &mut Dice) -> Prepared {
    let record = RecordName(record.to_string());
    let words = |text: String| FieldValue::Words(text);
    match Kind::of_turn(turn) {
        Kind::Field => {
            let value = words(format!("E{:08}", dice.below(100_000_000)));
            Prepared::Field(WriteField {
                record,
                field: Field::FaultCode,
                value,
            })
        }
        Kind::Text => {
            let append = Some(format!("{}，{} MΩ。", phrase(dice), dice.below(100)));
            Prepared::Text(TypeText {
                record,
                text: TextName::Work,
                rewrite: None,
                append,
                splice: None,
            })
        }
        Kind::Entry if turn.is_multiple_of(8) => Prepared::Call(Call {
            record,
            outcome: CallOutcome::Confirmed,
            note: phrase(dice),
        }),
        Kind::Entry => {
            let measured = MeasuredValue {
                name: "电压".to_owned(),
                value: format!("{}.{}", 200 + dice.below(30), dice.below(10)),
                unit: "V".to_owned(),
            };
            let (step, finding) = (DiagnosisStep::Measure, phrase(dice));
            Prepared::Diagnosis(DiagnoseStep {
                record,
                step,
                finding,
                measurements: vec![measured],
            })
        }
        Kind::SearchedField => {
            let value = words(format!("SN{:08}", dice.below(100_000_000)));
            Prepared::Field(WriteField {
                record,
                field: Field::UnitSerial,
                value,
            })
        }
    }
}

/// Makes it: durable when this returns.
pub(super) fn make(device: &Device, prepared: &Prepared) -> Result<(), BenchError> {
    let done = match prepared {
        Prepared::Field(edit) => device.perform(edit)?,
        Prepared::Text(edit) => device.perform(edit)?,
        Prepared::Call(edit) => device.perform(edit)?,
        Prepared::Diagnosis(edit) => device.perform(edit)?,
    };
    if done.change.is_some() {
        Ok(())
    } else {
        Err(BenchError::Unexpected("an edit that changes nothing"))
    }
}
