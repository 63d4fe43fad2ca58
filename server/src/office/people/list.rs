//! Everybody, and the forms for who and what comes.

use axum::{extract::State, response::Response};
use doorstep_words::{Language, office::people as words};
use maud::{Markup, html};

use super::{role_choices, station_choices};
use crate::{
    api_error::ApiError,
    app::AppState,
    office::{
        form::{Attempt, Choice, Fields, Form, Line, Sent, done, said},
        frame::{self, Place, Surroundings},
        told::told,
        visitor::Visitor,
    },
    staff::{AddPerson, Colleague, OfficeRole, Station, StationCode, add, colleagues, stations},
};

struct People {
    surroundings: Surroundings,
    colleagues: Vec<Colleague>,
    stations: Vec<Station>,
}

/// Which of the page's forms was tried.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Person,
    Station,
}

/// `GET /people`.
pub(super) async fn show(State(state): State<AppState>, visitor: Visitor) -> Response {
    answer(&state, &visitor, Part::Person, Attempt::none()).await
}

/// `POST /people`.
pub(super) async fn add_one(State(state): State<AppState>, sent: Sent) -> Response {
    let request = request(&sent.fields);
    let address = format!("/people/{}?done=1", request.person);
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let added = state
        .writer()
        .submit(move |transaction| Ok::<_, ApiError>(add(transaction, &clerk, &request, now_ms)?))
        .await;
    match added {
        Ok(()) => done(&address),
        Err(error) => {
            let attempt = Attempt::refused(sent.fields, error);
            answer(&state, &sent.visitor, Part::Person, attempt).await
        }
    }
}

fn request(fields: &Fields) -> AddPerson {
    AddPerson {
        person: fields.text("person").to_owned(),
        name: fields.text("name").to_owned(),
        technician: fields.text("works") == "technician",
        roles: fields
            .all("role")
            .filter_map(OfficeRole::from_code)
            .collect(),
        stations: fields
            .all("at")
            .map(|station| StationCode(station.to_owned()))
            .collect(),
    }
}

pub(super) async fn answer(
    state: &AppState,
    visitor: &Visitor,
    part: Part,
    attempt: Attempt,
) -> Response {
    if let Some(refused) = visitor.refusal(Place::People.action()) {
        return refused;
    }
    let read = state
        .store()
        .read(|connection| {
            Ok::<_, ApiError>(People {
                surroundings: Surroundings::read(connection)?,
                colleagues: colleagues(connection)?,
                stations: stations(connection)?,
            })
        })
        .await;
    visitor.answer_attempt(attempt, |attempt| {
        let people = read?;
        Ok(Some(frame::page(
            visitor,
            &people.surroundings,
            Place::People,
            visitor.language.say(words::PEOPLE),
            &people.content(visitor, part, attempt),
        )))
    })
}

impl People {
    fn content(&self, visitor: &Visitor, part: Part, attempt: &Attempt) -> Markup {
        let language = visitor.language;
        let blank = Attempt::none();
        let of = |this: Part| if this == part { attempt } else { &blank };
        html! {
            h1 { (language.say(words::PEOPLE)) }
            (said(language, visitor.address.query()))
            (self.table(language))
            h2 { (language.say(words::SOMEBODY_NEW)) }
            (self.newcomer(&Form::of(visitor, of(Part::Person))))
            h2 { (language.say(words::STATIONS)) }
            (self.stations(visitor, of(Part::Station)))
        }
    }

    fn table(&self, language: Language) -> Markup {
        let heads = [words::NAME, words::WORKS_AS, words::WORKS_AT, words::STATE];
        html! {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (language.say(head)) } } } }
                tbody {
                    @for colleague in &self.colleagues {
                        tr {
                            th scope="row" data-label=(language.say(words::NAME)) {
                                a href={ "/people/" (colleague.person) } { (told(&colleague.name)) }
                                div.side { code { (colleague.person) } }
                            }
                            td data-label=(language.say(words::WORKS_AS)) { (works_as(language, colleague)) }
                            td data-label=(language.say(words::WORKS_AT)) { (self.works_at(language, colleague)) }
                            td data-label=(language.say(words::STATE)) { (standing(language, colleague)) }
                        }
                    }
                }
            }
        }
    }

    fn works_at(&self, language: Language, colleague: &Colleague) -> Markup {
        let name = |code: &StationCode| {
            let mut stations = self.stations.iter();
            let known = stations.find(|station| station.station == *code);
            known.map_or_else(|| code.0.clone(), |station| station.name.clone())
        };
        html! {
            @if colleague.stations.is_empty() {
                span.none { (language.say(words::EVERYWHERE)) }
            }
            @for (place, station) in colleague.stations.iter().enumerate() {
                @if place > 0 { br; }
                (told(&name(station)))
            }
        }
    }

    fn newcomer(&self, form: &Form<'_>) -> Markup {
        let language = form.language;
        let works = [
            ("office", words::AT_THE_OFFICE),
            ("technician", words::WITH_CUSTOMERS),
        ];
        let works: Vec<Choice> = works
            .into_iter()
            .map(|(value, phrase)| Choice {
                value: value.to_owned(),
                words: html! { (language.say(phrase)) },
            })
            .collect();
        let content = html! {
            (form.line("person", words::CODE, Line::words(32).required().hint(words::WHAT_A_CODE_IS)))
            (form.line("name", words::NAME, Line::words(64).required()))
            (form.select("works", words::WORKS, &works))
            (form.boxes("role", words::ROLES, &role_choices(language)))
            @if self.stations.iter().any(|station| station.active) {
                (form.boxes("at", words::WORKS_AT, &station_choices(&self.stations)))
            }
            (form.button(words::ADD))
        };
        form.write("/people", &content)
    }

    fn stations(&self, visitor: &Visitor, attempt: &Attempt) -> Markup {
        let language = visitor.language;
        let form = Form::of(visitor, attempt).named("station");
        let none = Attempt::none();
        let closing = Form::of(visitor, &none);
        let content = html! {
            (form.line("station", words::CODE, Line::words(32).required().hint(words::WHAT_A_CODE_IS)))
            (form.line("name", words::NAME, Line::words(64).required()))
            (form.button(words::OPEN_STATION))
        };
        html! {
            @if !self.stations.is_empty() {
                table.stack {
                    thead { tr {
                        th scope="col" { (language.say(words::NAME)) }
                        th scope="col" { (language.say(words::STATE)) }
                    } }
                    tbody {
                        @for station in &self.stations {
                            tr {
                                th scope="row" data-label=(language.say(words::NAME)) {
                                    (told(&station.name)) div.side { code { (station.station.0) } }
                                }
                                td data-label=(language.say(words::STATE)) {
                                    @if station.active {
                                        (closing.only_a_button(&format!("/stations/{}/close", station.station.0), words::CLOSE_STATION))
                                    } @else {
                                        (language.say(words::CLOSED))
                                    }
                                }
                            }
                        }
                    }
                }
            }
            (form.write("/stations", &content))
        }
    }
}

fn works_as(language: Language, colleague: &Colleague) -> Markup {
    html! {
        @if colleague.technician {
            (language.say(words::TECHNICIAN))
        } @else if colleague.roles.is_empty() {
            span.none { (language.say(words::NO_ROLE)) }
        } @else {
            @for (place, role) in colleague.roles.iter().enumerate() {
                @if place > 0 { br; }
                (language.say(role.words()))
            }
        }
    }
}

fn standing(language: Language, colleague: &Colleague) -> Markup {
    html! {
        @if !colleague.active {
            span.badge.calm { (language.say(words::HAS_LEFT)) }
        } @else if colleague.has_password {
            span.badge.good { span.mark { "✔" } (language.say(words::HAS_PASSWORD)) }
            @if colleague.has_code { div.side { (language.say(words::WITH_CODE)) } }
        } @else if !colleague.technician {
            span.none { (language.say(words::NOT_SET_UP)) }
        }
    }
}
