//! One contract: what it says, its units with their visits, and what can be done with it.

use axum::{
    extract::{Path, State},
    response::Response,
};
use doorstep_domain::money::{Currency, Money};
use doorstep_words::{Language, Say as _, office::contract as words};
use maud::{Markup, html};

use super::terms::{fields, rhythm_words, terms_form, unit_form};
use crate::{
    api_error::ApiError,
    app::AppState,
    contract::{Contract, ContractUnit, contract},
    office::{
        form::{Attempt, Form, said},
        frame::{self, Place, Surroundings},
        kinds::Kinds,
        moment::noted_text,
        told::{told, told_lines},
        visitor::Visitor,
    },
    rights::{Action, can},
    staff::{Station, stations},
};

/// Which of the page's forms was tried.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// A button at a unit: said at the page's head.
    Head,
    Terms,
    Unit,
    End,
}

struct Page {
    surroundings: Surroundings,
    kinds: Kinds,
    stations: Vec<Station>,
    contract: Contract,
}

/// `GET /contracts/{contract}`.
pub(super) async fn show(
    State(state): State<AppState>,
    Path(id): Path<i64>,
    visitor: Visitor,
) -> Response {
    answer(&state, &visitor, id, Part::Head, Attempt::none()).await
}

pub(super) async fn answer(
    state: &AppState,
    visitor: &Visitor,
    id: i64,
    part: Part,
    attempt: Attempt,
) -> Response {
    if let Some(refused) = visitor.refusal(Place::Contracts.action()) {
        return refused;
    }
    let clerk = visitor.clerk().clone();
    let read = state
        .store()
        .read(move |connection| {
            let Some(contract) = contract(connection, id)? else {
                return Ok(None);
            };
            let station = contract.station();
            if !can(&clerk, Action::KeepContracts, station.as_ref()) {
                return Err(ApiError::not_allowed());
            }
            Ok::<_, ApiError>(Some(Page {
                surroundings: Surroundings::read(connection)?,
                kinds: Kinds::read(connection)?,
                stations: stations(connection)?,
                contract,
            }))
        })
        .await;
    visitor.answer_attempt(attempt, |attempt| {
        Ok(read?.map(|page| {
            frame::page(
                visitor,
                &page.surroundings,
                Place::Contracts,
                &page.contract.terms.customer_name,
                &page.content(visitor, part, attempt),
            )
        }))
    })
}

impl Page {
    fn content(&self, visitor: &Visitor, part: Part, attempt: &Attempt) -> Markup {
        let language = visitor.language;
        let contract = &self.contract;
        let is_over = contract.ended_at.is_some();
        html! {
            p { a href="/contracts" { (language.say(words::BACK_TO_THE_LIST)) } }
            h1 { (language.say(words::CONTRACT)) " · " (told(&contract.terms.customer_name)) }
            (said(language, visitor.address.query()))
            @if part == Part::Head || is_over { (Form::of(visitor, attempt).refusal()) }
            (self.facts(language))
            h2 { (language.say(words::UNITS)) }
            (self.units(visitor))
            @if !is_over { (self.forms(visitor, part, attempt)) }
        }
    }

    fn facts(&self, language: Language) -> Markup {
        let contract = &self.contract;
        let terms = &contract.terms;
        let mut stations = self.stations.iter();
        let station = stations.find(|station| station.station.0 == terms.station);
        html! {
            dl {
                dt { (language.say(words::CUSTOMER)) }
                dd {
                    (told(&terms.customer_name)) " " span.phone { (told(&terms.phone)) }
                    div.side { (told(&terms.address)) }
                }
                @if !terms.number.is_empty() {
                    dt { (language.say(words::NUMBER)) }
                    dd { (told(&terms.number)) }
                }
                dt { (language.say(words::FROM)) }
                dd { time datetime=(terms.from) { (terms.from) } }
                dt { (language.say(words::UNTIL)) }
                dd { time datetime=(terms.until) { (terms.until) } }
                dt { (language.say(words::RHYTHM)) }
                dd { (rhythm_words(language, terms)) }
                dt { (language.say(words::PRICE)) }
                dd { (yuan(terms.price_minor)) }
                @if let Some(station) = station {
                    dt { (language.say(words::STATION)) }
                    dd { (told(&station.name)) }
                }
                @if !terms.note.is_empty() {
                    dt { (language.say(words::NOTE)) }
                    dd { (told_lines(&terms.note)) }
                }
                dt { (language.say(words::TAKEN)) }
                dd { (noted_text(&contract.taken_at)) }
                @if let Some(ended_at) = &contract.ended_at {
                    dt { (language.say(words::ENDED)) }
                    dd { (noted_text(ended_at)) }
                    dt { (language.say(words::ENDED_BECAUSE)) }
                    dd { (told_lines(&contract.ended_words)) }
                }
            }
        }
    }

    fn units(&self, visitor: &Visitor) -> Markup {
        let language = visitor.language;
        let heads = [words::UNIT, words::VISITS, words::NEXT_VISIT];
        html! {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (language.say(head)) } } } }
                tbody {
                    @for unit in &self.contract.units {
                        tr {
                            th scope="row" data-label=(language.say(words::UNIT)) {
                                (self.kinds.name(language, &unit.unit_kind))
                                div.side { (told(&unit.model)) " " (told(&unit.serial)) }
                            }
                            td data-label=(language.say(words::VISITS)) { (self.visits(language, unit)) }
                            td data-label=(language.say(words::NEXT_VISIT)) { (self.next(visitor, unit)) }
                        }
                    }
                }
            }
        }
    }

    fn visits(&self, language: Language, unit: &ContractUnit) -> Markup {
        let count = words::VisitsOf {
            made: &unit.made(),
            promised: &self.contract.visits_promised,
        };
        html! {
            (count.say(language))
            @for visit in &unit.visits {
                div.side {
                    a #{ "record-" (visit.record) } href={ "/records/" (visit.record) } { (told(&visit.number)) } " "
                    @match &visit.visited_on {
                        Some(day) => time datetime=(day) { (day) },
                        None => (language.say(if visit.is_called_off { words::CALLED_OFF } else { words::UNDER_WAY })),
                    }
                }
            }
        }
    }

    fn next(&self, visitor: &Visitor, unit: &ContractUnit) -> Markup {
        let language = visitor.language;
        let none = Attempt::none();
        let form = Form::of(visitor, &none);
        let address = format!("/contracts/{}/units/{}", self.contract.contract, unit.unit);
        let visited = self.contract.units.iter();
        let is_only = visited.filter(|unit| !unit.is_taken_out).count() < 2;
        html! {
            @if unit.is_taken_out {
                span.badge.calm { (language.say(words::TAKEN_OUT)) }
            } @else if unit.under_way().is_some() {
                (language.say(words::UNDER_WAY))
            } @else if let Some(due_on) = &unit.due_on {
                time datetime=(due_on) { (due_on) }
                @if visitor.may(Action::TakeCalls) {
                    (form.only_a_button(&format!("{address}/visit"), words::OPEN_VISIT))
                }
            } @else {
                span.none { (language.say(words::NONE_DUE)) }
            }
            @if self.contract.ended_at.is_none() && !unit.is_taken_out && !is_only {
                (form.write(&format!("{address}/take-out"), &html! {
                    (self.version(&form))
                    button type="submit" { (language.say(words::TAKE_OUT)) }
                }))
            }
        }
    }

    fn forms(&self, visitor: &Visitor, part: Part, attempt: &Attempt) -> Markup {
        let language = visitor.language;
        let path = format!("/contracts/{}", self.contract.contract);
        let none = Attempt::none();
        let of = |this: Part| if this == part { attempt } else { &none };
        let standing = Attempt::standing(fields(&self.contract.terms));
        let terms = if part == Part::Terms {
            attempt
        } else {
            &standing
        };
        let terms = Form::of(visitor, terms).named("terms");
        let unit = Form::of(visitor, of(Part::Unit)).named("unit");
        let end = Form::of(visitor, of(Part::End)).named("end");
        let is_stale = attempt.error.as_ref();
        let is_stale = is_stale.is_some_and(|error| error.code() == "changed_meanwhile");
        html! {
            // What stands now is above; what was typed is below.
            @if is_stale { (self.meanwhile(language)) }
            h2 { (language.say(words::ADD_UNIT)) }
            (unit.write(&format!("{path}/units"), &html! {
                (self.version(&unit))
                (unit_form(&unit, &self.kinds))
                (unit.button(words::ADD))
            }))
            h2 { (language.say(words::CHANGE_IT)) }
            (terms.write(&path, &html! {
                (self.version(&terms))
                (terms_form(&terms, visitor.clerk(), &self.stations))
                (terms.button(words::SAVE))
            }))
            h2 { (language.say(words::END_IT)) }
            (end.write(&format!("{path}/end"), &html! {
                (self.version(&end))
                (end.paragraph("reason", words::REASON, 1_000, true))
                (end.button(words::END_NOW))
            }))
        }
    }

    fn version(&self, form: &Form<'_>) -> Markup {
        form.hidden("version", &self.contract.version.to_string())
    }

    /// What stands now, beside what was typed: nothing is overwritten unseen.
    fn meanwhile(&self, language: Language) -> Markup {
        html! {
            div.meanwhile {
                p { (language.say(words::STANDS_NOW)) }
                (self.facts(language))
            }
        }
    }
}

fn yuan(minor: i64) -> String {
    let currency = Currency::Cny;
    Money { minor, currency }.to_string()
}
