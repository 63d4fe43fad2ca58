//! A field's value in the words of a screen.

use doorstep_domain::{
    ids::PersonId,
    record::{Field, FieldValue, Shape, choice_words},
};
use doorstep_words::office::record as words;
use maud::{Markup, html};

use super::page::RecordPage;
use crate::office::{
    moment::{seen_text, window},
    told::told,
};

impl RecordPage<'_> {
    /// A value as it may have stood in a field, cleared ones included.
    pub(super) fn value(&self, field: Field, value: &FieldValue) -> Markup {
        let language = self.language;
        match value {
            FieldValue::Empty => html! { span.none { (language.say(words::EMPTY)) } },
            FieldValue::YesNo(true) => html! { (language.say(words::YES)) },
            FieldValue::YesNo(false) => html! { (language.say(words::NO)) },
            FieldValue::Number(number) => html! { (number) },
            FieldValue::Words(words) => self.words(field, words),
        }
    }

    fn words(&self, field: Field, words: &str) -> Markup {
        let language = self.language;
        match (field, field.rule().shape) {
            (Field::Assignee, _) => self
                .dossier
                .staff
                .person(language, &PersonId(words.to_owned())),
            (Field::UnitKind, _) => self.dossier.kinds.name(language, words),
            (_, Shape::Window) => window(words),
            (_, Shape::Moment) => seen_text(words),
            (_, Shape::OneOf(_)) => match choice_words(words) {
                Some(choice) => html! { (language.say(choice)) },
                None => told(words),
            },
            _ => told(words),
        }
    }

    /// The value of a field in force, or a dash; with a link to the clash if there is one.
    pub(super) fn in_force(&self, field: Field) -> Markup {
        let record = &self.dossier.record;
        let clashes = record
            .conflicts()
            .iter()
            .any(|conflict| conflict.field == field);
        html! {
            @match record.field(field) {
                Some(value) => (self.value(field, value)),
                None => { span.none { "—" } }
            }
            @if clashes {
                " " a.flag id={ "flag-" (field.key()) } href={ "#clash-" (field.key()) } {
                    span.mark { "⇄" } (self.language.say(words::CONFLICT))
                }
            }
        }
    }

    /// The name of a field on this page.
    pub(super) fn field_name(&self, field: Field) -> &'static str {
        self.language.say(field.rule().name)
    }
}
