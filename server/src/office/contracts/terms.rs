//! The fields of what a contract says, and of a unit: written, and read.

use doorstep_domain::{
    money::minor_typed,
    record::{Field, Shape, choice_words},
};
use doorstep_words::{Language, Say as _, office::contract as words};
use maud::{Markup, html};

use crate::{
    contract::{NewUnit, Terms},
    office::{
        form::{Choice, Fields, Form, Line},
        kinds::Kinds,
        told::told,
    },
    staff::{Clerk, Station},
};

/// What was typed, as the use case takes it. What is no number is one that it refuses.
pub(super) fn terms(fields: &Fields) -> Terms {
    let text = |name: &str| fields.text(name).to_owned();
    let times = fields.text("times").parse().unwrap_or_default();
    let is_months = fields.text("rhythm") == "every_months";
    Terms {
        number: text("number"),
        station: text("station"),
        customer_name: text("customer_name"),
        phone: text("phone"),
        address: text("address"),
        language: text("language"),
        from: text("from"),
        until: text("until"),
        visits_a_year: (!is_months).then_some(times),
        every_months: is_months.then_some(times),
        price_minor: minor_typed(fields.text("price_minor")).unwrap_or(-1),
        note: text("note"),
    }
}

/// The same the other way round: what stands, for the form.
pub(super) fn fields(terms: &Terms) -> Fields {
    let (rhythm, times) = match (terms.visits_a_year, terms.every_months) {
        (_, Some(months)) => ("every_months", months),
        (visits, None) => ("visits_a_year", visits.unwrap_or_default()),
    };
    Fields::of([
        ("number", terms.number.clone()),
        ("station", terms.station.clone()),
        ("customer_name", terms.customer_name.clone()),
        ("phone", terms.phone.clone()),
        ("address", terms.address.clone()),
        ("language", terms.language.clone()),
        ("from", terms.from.clone()),
        ("until", terms.until.clone()),
        ("rhythm", rhythm.to_owned()),
        ("times", times.to_string()),
        ("price_minor", yuan_typed(terms.price_minor)),
        ("note", terms.note.clone()),
    ])
}

/// Fen as they are typed: `499.50`.
fn yuan_typed(minor: i64) -> String {
    format!("{}.{:02}", minor.div_euclid(100), minor.rem_euclid(100))
}

/// How often, in words.
pub(super) fn rhythm_words(language: Language, terms: &Terms) -> Markup {
    html! {
        @if let Some(visits) = terms.visits_a_year {
            (words::TimesAYear { visits: &visits }.say(language))
        } @else if let Some(months) = terms.every_months {
            (words::MonthsApart { months: &months }.say(language))
        }
    }
}

pub(super) fn unit(fields: &Fields) -> NewUnit {
    NewUnit {
        unit_kind: fields.text("unit_kind").to_owned(),
        model: fields.text("model").to_owned(),
        serial: fields.text("serial").to_owned(),
    }
}

/// The fields of the terms.
pub(super) fn terms_form(form: &Form<'_>, clerk: &Clerk, stations: &[Station]) -> Markup {
    let language = form.language;
    let rhythms = [
        ("visits_a_year", words::VISITS_A_YEAR),
        ("every_months", words::EVERY_MONTHS),
    ];
    let rhythms: Vec<Choice> = rhythms
        .into_iter()
        .map(|(value, phrase)| Choice {
            value: value.to_owned(),
            words: html! { (language.say(phrase)) },
        })
        .collect();
    let stations = station_choices(language, clerk, stations);
    html! {
        (form.line("customer_name", words::CUSTOMER_NAME, Line::words(200).required()))
        (form.line("phone", words::PHONE, Line::telephone()))
        (form.line("address", words::ADDRESS, Line::words(300)))
        (form.select("language", words::LANGUAGE, &languages(language)))
        (form.line("number", words::NUMBER, Line::words(64)))
        (form.line("from", words::FROM, Line::day().required()))
        (form.line("until", words::UNTIL, Line::day().required()))
        fieldset.field {
            legend { (language.say(words::RHYTHM)) }
            (form.line("times", words::HOW_OFTEN, Line::pieces().required()))
            (form.select("rhythm", words::RHYTHM, &rhythms))
        }
        (form.line("price_minor", words::PRICE_YUAN, Line::words(14).required()))
        (form.lines("note", words::NOTE, 1_000))
        @if !stations.is_empty() { (form.select("station", words::STATION, &stations)) }
    }
}

/// The fields of a unit.
pub(super) fn unit_form(form: &Form<'_>, kinds: &Kinds) -> Markup {
    let kind = Field::UnitKind.rule().name;
    html! {
        @if kinds.is_empty() {
            (form.line("unit_kind", kind, Line::words(40).required()))
        } @else {
            (form.select("unit_kind", kind, &kinds.choices(form.language)))
        }
        (form.line("model", words::MODEL, Line::words(80)))
        (form.line("serial", words::SERIAL, Line::words(80)))
    }
}

/// The stations that this clerk may choose; none where there is nothing to choose.
fn station_choices(language: Language, clerk: &Clerk, stations: &[Station]) -> Vec<Choice> {
    let own = stations
        .iter()
        .filter(|station| station.active && clerk.works_for(Some(&station.station)));
    let own = own.map(|station| Choice {
        value: station.station.0.clone(),
        words: told(&station.name),
    });
    let none = Choice {
        value: String::new(),
        words: html! { (language.say(words::NO_STATION)) },
    };
    let none = clerk.stations.is_empty().then_some(none);
    let choices: Vec<Choice> = none.into_iter().chain(own).collect();
    if choices.len() > 1 || !clerk.stations.is_empty() {
        choices
    } else {
        Vec::new()
    }
}

fn languages(language: Language) -> Vec<Choice> {
    let Shape::OneOf(codes) = Field::Language.rule().shape else {
        return Vec::new();
    };
    let choice = |code: &&str| Choice {
        value: (*code).to_owned(),
        words: match choice_words(code) {
            Some(phrase) => html! { (language.say(phrase)) },
            None => told(code),
        },
    };
    codes.iter().map(choice).collect()
}
