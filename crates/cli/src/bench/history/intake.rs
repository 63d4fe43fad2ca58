//! What the office writes before anybody is on his way.

use doorstep_domain::record::{Field, FieldValue, TextName};
use doorstep_replica::{Edit, TextEdit};

use super::{Cast, Dice, Step, Who, details::Details};

pub(super) fn field(field: Field, value: impl Into<FieldValue>) -> Edit {
    Edit::Field(field, value.into())
}

pub(super) fn append(text: TextName, words: String) -> Edit {
    Edit::Text(text, TextEdit::Append(words))
}

/// Five edits.
pub(super) fn steps(details: &Details, cast: &Cast, dice: &mut Dice) -> Vec<Step> {
    let hours = dice.pick(&[4, 24, 48, 72]).copied().unwrap_or(24);
    let purchased = format!(
        "202{}-{:02}-{:02}",
        dice.below(6),
        1 + dice.below(12),
        1 + dice.below(28)
    );
    let payer = dice.word(&["in_warranty", "out_of_warranty", "contract"]);
    let call = vec![
        field(
            Field::Number,
            format!("S1-20261123-{:05}", details.place).as_str(),
        ),
        field(Field::ReceivedAt, details.begun.to_rfc3339().as_str()),
        field(Field::Request, "repair"),
        field(Field::Language, "zh-CN"),
        field(Field::CustomerName, details.name.as_str()),
        field(Field::CustomerPhone, details.phone.as_str()),
        field(Field::CustomerAddress, details.address.as_str()),
        field(Field::Area, details.intake.place.as_str()),
        Edit::Field(Field::PriorityHours, FieldValue::Number(hours)),
        field(Field::UnitKind, details.intake.kind.as_str()),
        field(Field::UnitModel, details.intake.model.as_str()),
        field(Field::PurchasedOn, purchased.as_str()),
        field(Field::PayerClass, payer),
        append(TextName::Symptom, details.symptom.clone()),
    ];
    let note = if details.intake.note.is_empty() {
        "请先电话联系"
    } else {
        details.intake.note.as_str()
    };
    [
        call,
        vec![field(Field::Assignee, cast.technician.0.as_str())],
        vec![field(Field::Appointment, details.window(1).as_str())],
        vec![field(Field::OfficeNote, note)],
        vec![field(Field::Appointment, details.window(2).as_str())],
    ]
    .into_iter()
    .map(|edits| (Who::Office, edits))
    .collect()
}
