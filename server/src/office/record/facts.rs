//! Customer, unit, request, and the five texts.

use doorstep_domain::record::{Field, TextName};
use doorstep_words::office::{record as words, record_forms as forms_words};
use maud::{Markup, html};

use super::page::RecordPage;
use crate::{office::told::told_lines, record::may_be_corrected};

impl RecordPage<'_> {
    pub(super) fn customer(&self) -> Markup {
        let heading = self.language.say(words::CUSTOMER);
        self.section(
            "customer",
            heading,
            &self.fields(&[
                Field::CustomerName,
                Field::CustomerPhone,
                Field::CustomerAddress,
                Field::Area,
                Field::Language,
            ]),
        )
    }

    pub(super) fn unit(&self) -> Markup {
        let heading = self.language.say(words::UNIT);
        self.section(
            "unit",
            heading,
            &self.fields(&[
                Field::UnitKind,
                Field::UnitModel,
                Field::UnitSerial,
                Field::PurchasedOn,
                Field::PayerClass,
                Field::OpenedByOutsiders,
                Field::FaultCode,
            ]),
        )
    }

    pub(super) fn request(&self) -> Markup {
        let heading = self.language.say(words::REQUEST_AND_DISPATCH);
        self.section(
            "request",
            heading,
            &html! {
                (self.fields(&[
                    Field::Request,
                    Field::ReceivedAt,
                    Field::PriorityHours,
                    Field::Assignee,
                    Field::Appointment,
                    Field::OfficeNote,
                ]))
                (self.way_to_hand_out())
            },
        )
    }

    fn fields(&self, fields: &[Field]) -> Markup {
        html! {
            dl.facts {
                @for field in fields {
                    div {
                        dt { (self.field_name(*field)) }
                        dd { (self.in_force(*field)) (self.correction(*field)) }
                    }
                }
            }
        }
    }

    /// The way to a field's correction, for who may make it.
    fn correction(&self, field: Field) -> Markup {
        let language = self.language;
        html! {
            @if may_be_corrected(field) && self.may_change(field) {
                " " a.act id={ "correct-" (field.key()) }
                    href={ "/records/" (self.dossier.record.id) "/fields/" (field.key()) }
                    aria-label={ (language.say(forms_words::CORRECT)) (language.say(words::COLON)) (self.field_name(field)) } {
                    (language.say(forms_words::CORRECT))
                }
            }
        }
    }

    pub(super) fn texts(&self) -> Markup {
        let language = self.language;
        let heading = language.say(words::FAULT_AND_WORK);
        self.section(
            "texts",
            heading,
            &html! {
                dl.texts {
                    @for text in TextName::ALL {
                        div {
                            dt { (language.say(text.words())) }
                            dd {
                                @match self.dossier.record.text(text) {
                                    blank if blank.trim().is_empty() => { span.none { "—" } }
                                    words => (told_lines(words)),
                                }
                            }
                        }
                    }
                }
            },
        )
    }
}
