//! A field's value as a form asks for it, and as it was typed.

use doorstep_domain::record::{Field, FieldValue, Shape, choice_words};
use doorstep_words::{Phrase, office::record_forms as words};
use maud::{Markup, html};

use super::super::page::RecordPage;
use crate::office::form::{Choice, Fields, Form, Line};

/// In which the new value is sent.
pub(super) const VALUE: &str = "value";
/// In which the values that were shown are sent.
const SHOWN: &str = "shown";

impl RecordPage<'_> {
    /// What takes a value of this field.
    pub(super) fn asks_for(&self, form: &Form<'_>, field: Field, label: Phrase) -> Markup {
        let language = self.language;
        let choice = |value: &str, words: Markup| Choice {
            value: value.to_owned(),
            words,
        };
        let nothing = || choice("", html! { (language.say(words::NO_VALUE)) });
        let choices = |more: Vec<Choice>| {
            let all: Vec<Choice> = std::iter::once(nothing()).chain(more).collect();
            form.select(VALUE, label, &all)
        };
        match (field, field.rule().shape) {
            (Field::UnitKind, _) if !self.dossier.kinds.is_empty() => {
                choices(self.dossier.kinds.choices(language))
            }
            (_, Shape::OneOf(codes)) => {
                let said = |code: &&str| {
                    let words = choice_words(code).map_or(*code, |phrase| language.say(phrase));
                    choice(code, html! { (words) })
                };
                choices(codes.iter().map(said).collect())
            }
            (_, Shape::Number(numbers)) => {
                let said = |number: &i64| choice(&number.to_string(), html! { (number) });
                choices(numbers.iter().map(said).collect())
            }
            (_, Shape::YesNo) => choices(vec![
                choice("yes", html! { (language.say(words::YES)) }),
                choice("no", html! { (language.say(words::NO)) }),
            ]),
            (_, Shape::Date) => form.day(VALUE, label),
            (_, Shape::Words(most)) if most > 200 => form.paragraph(VALUE, label, most, false),
            (_, Shape::Words(most)) => form.line(VALUE, label, Line::words(most)),
            (_, Shape::Moment | Shape::Window) => form.line(VALUE, label, Line::words(80)),
        }
    }

    /// The values that the form shows, sent along: if others stand when it comes, it is refused.
    pub(super) fn shown_values(&self, form: &Form<'_>, field: Field) -> Markup {
        self.shown_under(form, SHOWN, field)
    }

    /// The same, of one of several fields of a form.
    pub(super) fn shown_under(&self, form: &Form<'_>, name: &str, field: Field) -> Markup {
        let standing = crate::record::standing(&self.dossier.record, field);
        form.hidden(name, &serde_json::to_string(&standing).unwrap_or_default())
    }
}

/// The values that were shown; a form of ours always names them, and without them nothing fits.
pub(super) fn shown(fields: &Fields) -> Vec<FieldValue> {
    shown_as(fields, SHOWN)
}

/// The same, of one of several fields of a form.
pub(super) fn shown_as(fields: &Fields, name: &str) -> Vec<FieldValue> {
    let never = || {
        vec![
            FieldValue::Empty,
            FieldValue::YesNo(false),
            FieldValue::YesNo(true),
        ]
    };
    serde_json::from_str(fields.text(name)).unwrap_or_else(|_| never())
}

/// What was typed, as a value of this field; whether it fits the use case says.
pub(super) fn value(fields: &Fields, field: Field) -> FieldValue {
    let typed = fields.text(VALUE);
    match (field.rule().shape, typed) {
        (_, "") => FieldValue::Empty,
        (Shape::YesNo, "yes") => FieldValue::YesNo(true),
        (Shape::YesNo, "no") => FieldValue::YesNo(false),
        (Shape::Number(_), number) => number
            .parse()
            .map_or_else(|_| FieldValue::from(number), FieldValue::Number),
        (_, words) => FieldValue::from(words),
    }
}

/// A value as a form wants it back.
pub(super) fn written(value: Option<&FieldValue>) -> String {
    match value {
        None | Some(FieldValue::Empty) => String::new(),
        Some(FieldValue::YesNo(true)) => "yes".to_owned(),
        Some(FieldValue::YesNo(false)) => "no".to_owned(),
        Some(FieldValue::Number(number)) => number.to_string(),
        Some(FieldValue::Words(words)) => words.clone(),
    }
}
