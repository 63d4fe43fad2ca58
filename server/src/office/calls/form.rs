//! The form of a call: written, and read.

use chrono::FixedOffset;
use doorstep_domain::record::{Field, Shape, choice_words};
use doorstep_words::{Language, Say as _, office::calls as words};
use maud::{Markup, html};

use super::Calls;
use crate::{
    intake::TakeCall,
    office::{
        form::{Attempt, Choice, Fields, Form, Line},
        moment::moment_typed,
        told::told,
        visitor::Visitor,
    },
};

/// What was typed, as the use case takes it. Times are by the office's clock on the wall.
pub(super) fn call(fields: &Fields, offset: FixedOffset) -> TakeCall {
    let text = |name: &str| fields.text(name).to_owned();
    TakeCall {
        key: text("key"),
        customer_name: text("customer_name"),
        phone: text("phone"),
        address: text("address"),
        area: text("area"),
        language: text("language"),
        unit_kind: text("unit_kind"),
        model: text("model"),
        serial: text("serial"),
        purchased_on: text("purchased_on"),
        symptom: text("symptom"),
        request: text("request"),
        // What is no number is none of the four.
        priority_hours: fields
            .given("priority_hours")
            .map(|hours| hours.parse().unwrap_or_default()),
        appointment_start: moment_typed(fields.text("appointment_start"), offset),
        appointment_end: moment_typed(fields.text("appointment_end"), offset),
        office_note: text("office_note"),
        station: text("station"),
    }
}

impl Calls {
    pub(super) fn form(&self, visitor: &Visitor, attempt: &Attempt) -> Markup {
        let form = Form::of(visitor, attempt);
        let content = html! {
            (form.hidden("key", attempt.fields.text("key")))
            (customer(&form))
            (self.unit(&form))
            (self.request(visitor, &form))
            p.buttons {
                (form.button(words::TAKE_A_CALL)) " "
                button type="submit" name="do" value="look-up" formnovalidate {
                    (form.language.say(words::LOOK_UP))
                }
            }
        };
        form.write("/calls/new", &content)
    }

    fn unit(&self, form: &Form<'_>) -> Markup {
        let language = form.language;
        let kinds: Vec<Choice> = self
            .kinds
            .codes()
            .map(|code| Choice {
                value: code.to_owned(),
                words: self.kinds.name(language, code),
            })
            .collect();
        html! {
            @if kinds.is_empty() {
                (form.line("unit_kind", Field::UnitKind.rule().name, Line::words(40).required()))
            } @else {
                (form.select("unit_kind", Field::UnitKind.rule().name, &with_none(language, kinds)))
            }
            (form.line("model", Field::UnitModel.rule().name, Line::words(80)))
            (form.line("serial", Field::UnitSerial.rule().name, Line::words(80)))
            (form.line("purchased_on", Field::PurchasedOn.rule().name, Line::day()))
        }
    }

    fn request(&self, visitor: &Visitor, form: &Form<'_>) -> Markup {
        let language = form.language;
        let clerk = visitor.clerk();
        let own = |station: &&crate::staff::Station| {
            station.active && clerk.works_for(Some(&station.station))
        };
        let stations: Vec<Choice> = self
            .stations
            .iter()
            .filter(own)
            .map(|station| Choice {
                value: station.station.0.clone(),
                words: told(&station.name),
            })
            .collect();
        let none = Choice {
            value: String::new(),
            words: html! { (language.say(words::NO_STATION)) },
        };
        let wall_clock = words::WallClock {
            offset: &self.now.offset(),
        };
        html! {
            (form.lines("symptom", words::SYMPTOM, 20_000))
            (form.select("request", Field::Request.rule().name, &choices(language, Field::Request)))
            (form.select("priority_hours", Field::PriorityHours.rule().name, &optional(language, Field::PriorityHours)))
            (form.line("appointment_start", words::APPOINTMENT_START, Line::wall_clock()))
            (form.line("appointment_end", words::APPOINTMENT_END, Line::wall_clock()))
            p.hint { (wall_clock.say(language)) }
            (form.lines("office_note", Field::OfficeNote.rule().name, 1000))
            @if !stations.is_empty() {
                @if clerk.stations.is_empty() {
                    (form.select("station", words::STATION, &prepended(none, stations)))
                } @else {
                    (form.select("station", words::STATION, &stations))
                }
            }
        }
    }
}

fn customer(form: &Form<'_>) -> Markup {
    let language = form.language;
    html! {
        (form.line("customer_name", Field::CustomerName.rule().name, Line::words(200).required()))
        (form.line("phone", Field::CustomerPhone.rule().name, Line::telephone()))
        (form.line("address", Field::CustomerAddress.rule().name, Line::words(300)))
        (form.select("area", Field::Area.rule().name, &optional(language, Field::Area)))
        (form.select("language", Field::Language.rule().name, &choices(language, Field::Language)))
    }
}

/// The choices that a field has.
fn choices(language: Language, field: Field) -> Vec<Choice> {
    let of_words = |code: &&str| Choice {
        value: (*code).to_owned(),
        words: match choice_words(code) {
            Some(phrase) => html! { (language.say(phrase)) },
            None => told(code),
        },
    };
    let of_number = |number: &i64| Choice {
        value: number.to_string(),
        words: html! { (number) },
    };
    match field.rule().shape {
        Shape::OneOf(codes) => codes.iter().map(of_words).collect(),
        Shape::Number(numbers) => numbers.iter().map(of_number).collect(),
        _ => Vec::new(),
    }
}

/// The same, or none of them.
fn optional(language: Language, field: Field) -> Vec<Choice> {
    with_none(language, choices(language, field))
}

fn with_none(language: Language, choices: Vec<Choice>) -> Vec<Choice> {
    let none = Choice {
        value: String::new(),
        words: html! { (language.say(words::NOT_SAID)) },
    };
    prepended(none, choices)
}

fn prepended(first: Choice, choices: Vec<Choice>) -> Vec<Choice> {
    std::iter::once(first).chain(choices).collect()
}
