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

/// What kind of edit it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A field.
    Field,
    /// A line of a text.
    Text,
    /// An entry.
    Entry,
    /// A field that is searched.
    SearchedField,
    /// A line of a text that is searched.
    SearchedText,
}

impl Kind {
    /// Every kind in its turn.
    pub(super) const fn of_turn(turn: usize) -> Self {
        match turn % 4 {
            0 => Self::Field,
            1 => Self::Text,
            2 => Self::Entry,
            _ => Self::SearchedField,
        }
    }

    /// Kinds that touch all that is written: the change, the list and the search.
    pub(super) const fn searched_of_turn(turn: usize) -> Self {
        match turn % 2 {
            0 => Self::SearchedField,
            _ => Self::SearchedText,
        }
    }

    /// Kinds that leave the search alone.
    pub(super) const fn light_of_turn(turn: usize) -> Self {
        match turn % 3 {
            0 => Self::Field,
            1 => Self::Text,
            _ => Self::Entry,
        }
    }

    /// Whether what is searched becomes another.
    pub(super) const fn is_searched(self) -> bool {
        matches!(self, Self::SearchedField | Self::SearchedText)
    }
}

/// An edit that is ready to be made.
pub(super) enum Prepared {
    Field(WriteField),
    Text(TypeText),
    Call(Call),
    Diagnosis(DiagnoseStep),
}

/// An edit of a kind, unlike all others.
pub(super) fn prepare(record: RecordId, kind: Kind, dice: &mut Dice) -> Prepared {
    let record = RecordName(record.to_string());
    let field = |record, field, words: String| {
        let value = FieldValue::Words(words);
        Prepared::Field(WriteField {
            record,
            field,
            value,
        })
    };
    let append = |record, text, words: String| {
        let append = Some(words);
        Prepared::Text(TypeText {
            record,
            text,
            rewrite: None,
            append,
            splice: None,
        })
    };
    match kind {
        Kind::Field => field(
            record,
            Field::FaultCode,
            format!("E{:08}", dice.below(100_000_000)),
        ),
        Kind::SearchedField => field(
            record,
            Field::UnitSerial,
            format!("SN{:08}", dice.below(100_000_000)),
        ),
        Kind::Text => append(
            record,
            TextName::Work,
            format!("{}，{} MΩ。", phrase(dice), dice.below(100)),
        ),
        Kind::SearchedText => append(record, TextName::Symptom, phrase(dice)),
        Kind::Entry if dice.below(2) == 0 => Prepared::Call(Call {
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
