//! The visits that are due, and the contracts: those that end soon, all that run, those that were ended.

use axum::{extract::State, response::Response};
use chrono::NaiveDate;
use doorstep_words::{Language, Phrase, office::contract as words};
use maud::{Markup, html};

use crate::{
    api_error::ApiError,
    app::AppState,
    contract::{
        ContractLine, ContractPlace, DueVisit, PAGE_ROWS, Show, VisitPlace, count_due,
        count_ending, due_visits, list,
    },
    office::{
        form::{Attempt, Form, said},
        frame::{self, Place, Surroundings},
        kinds::Kinds,
        moment::on_the_wall,
        told::told,
        visitor::Visitor,
    },
    rights::Action,
};

/// Which of the lists.
#[derive(Clone, Copy, PartialEq, Eq)]
enum View {
    Due,
    Contracts(Show),
}

impl View {
    const ALL: [Self; 4] = [
        Self::Due,
        Self::Contracts(Show::EndsSoon),
        Self::Contracts(Show::Running),
        Self::Contracts(Show::Ended),
    ];

    const fn address(self) -> &'static str {
        match self {
            Self::Due => "/contracts",
            Self::Contracts(Show::EndsSoon) => "/contracts?show=ends_soon",
            Self::Contracts(Show::Running) => "/contracts?show=running",
            Self::Contracts(Show::Ended) => "/contracts?show=ended",
        }
    }

    const fn words(self) -> Phrase {
        match self {
            Self::Due => words::VISITS_DUE,
            Self::Contracts(Show::EndsSoon) => words::ENDS_SOON,
            Self::Contracts(Show::Running) => words::RUNNING,
            Self::Contracts(Show::Ended) => words::ENDED,
        }
    }
}

enum Rows {
    Due(Vec<DueVisit>),
    Contracts(Vec<ContractLine>),
}

struct Page {
    surroundings: Surroundings,
    kinds: Kinds,
    view: View,
    rows: Rows,
    due: i64,
    ending: i64,
    today: NaiveDate,
}

/// `GET /contracts?show=…&after=…`.
pub(super) async fn show(State(state): State<AppState>, visitor: Visitor) -> Response {
    if let Some(refused) = visitor.refusal(Place::Contracts.action()) {
        return refused;
    }
    let (view, after) = asked(visitor.address.query());
    let clerk = visitor.clerk().clone();
    let today = on_the_wall(&state).date_naive();
    let read = state
        .store()
        .read(move |connection| {
            let rows = match view {
                View::Due => {
                    let after = after.map(|(due_on, unit)| VisitPlace { due_on, unit });
                    Rows::Due(due_visits(connection, &clerk, after.as_ref(), today)?)
                }
                View::Contracts(show) => {
                    let after = after.map(|(until, contract)| ContractPlace { until, contract });
                    Rows::Contracts(list(connection, &clerk, show, after.as_ref(), today)?)
                }
            };
            Ok::<_, ApiError>(Page {
                surroundings: Surroundings::read(connection)?,
                kinds: Kinds::read(connection)?,
                view,
                rows,
                due: count_due(connection, &clerk, today)?,
                ending: count_ending(connection, &clerk, today)?,
                today,
            })
        })
        .await;
    let page = read.map(|page| {
        Some(frame::page(
            &visitor,
            &page.surroundings,
            Place::Contracts,
            visitor.language.say(words::CONTRACTS),
            &page.content(&visitor),
        ))
    });
    visitor.answer(page)
}

fn asked(query: Option<&str>) -> (View, Option<(String, i64)>) {
    let (mut view, mut after) = (View::Due, None);
    for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
        match (name.as_ref(), value.as_ref()) {
            ("show", "ends_soon") => view = View::Contracts(Show::EndsSoon),
            ("show", "running") => view = View::Contracts(Show::Running),
            ("show", "ended") => view = View::Contracts(Show::Ended),
            ("after", place) => {
                after = place
                    .split_once('_')
                    .and_then(|(day, number)| Some((day.to_owned(), number.parse().ok()?)));
            }
            _ => {}
        }
    }
    (view, after)
}

impl Page {
    fn content(&self, visitor: &Visitor) -> Markup {
        let language = visitor.language;
        let hint = match self.view {
            View::Due => Some(words::WHAT_IS_SHOWN_DUE),
            View::Contracts(Show::EndsSoon) => Some(words::WHAT_IS_SHOWN_SOON),
            View::Contracts(_) => None,
        };
        html! {
            h1 { (language.say(words::CONTRACTS)) }
            (said(language, visitor.address.query()))
            nav.queues aria-label=(language.say(words::CONTRACTS)) {
                @for view in View::ALL {
                    a href=(view.address()) aria-current=[(view == self.view).then_some("true")] {
                        (language.say(view.words()))
                        @if let Some(count) = self.count(view) { " " span.count { (count) } }
                    }
                }
            }
            p { a #new href="/contracts/new" { (language.say(words::NEW_CONTRACT)) } }
            @if let Some(hint) = hint { p.hint { (language.say(hint)) } }
            (self.surroundings.live(self.view.address(), &self.table(visitor)))
        }
    }

    /// How many wait in a list for somebody to act.
    fn count(&self, view: View) -> Option<i64> {
        match view {
            View::Due => Some(self.due),
            View::Contracts(Show::EndsSoon) => Some(self.ending),
            View::Contracts(_) => None,
        }
        .filter(|count| *count > 0)
    }

    fn table(&self, visitor: &Visitor) -> Markup {
        let language = visitor.language;
        match &self.rows {
            Rows::Due(visits) => {
                let shown = visits.get(..PAGE_ROWS).unwrap_or(visits);
                let last = shown.last().filter(|_| visits.len() > PAGE_ROWS);
                let next = last.map(|last| format!("{}_{}", last.due_on, last.unit));
                html! {
                    @if visits.is_empty() {
                        p.empty { (language.say(words::NO_VISIT_DUE)) }
                    } @else {
                        (self.visits(visitor, shown))
                    }
                    (self.further(language, next))
                }
            }
            Rows::Contracts(contracts) => {
                let shown = contracts.get(..PAGE_ROWS).unwrap_or(contracts);
                let last = shown.last().filter(|_| contracts.len() > PAGE_ROWS);
                let next = last.map(|last| format!("{}_{}", last.until, last.contract));
                html! {
                    @if contracts.is_empty() {
                        p.empty { (language.say(words::NO_CONTRACT_HERE)) }
                    } @else {
                        (self.contracts(language, shown))
                    }
                    (self.further(language, next))
                }
            }
        }
    }

    fn further(&self, language: Language, next: Option<String>) -> Markup {
        let mark = if self.view == View::Due { "?" } else { "&" };
        html! {
            @if let Some(next) = next {
                nav.pages aria-label=(language.say(words::PAGES_OF_CONTRACTS)) {
                    a #further rel="next" href={ (self.view.address()) (mark) "after=" (next) } {
                        (language.say(words::NEXT_PAGE))
                    }
                }
            }
        }
    }

    fn visits(&self, visitor: &Visitor, visits: &[DueVisit]) -> Markup {
        let language = visitor.language;
        let heads = [words::DUE, words::CUSTOMER, words::UNIT, words::CONTRACT];
        let none = Attempt::none();
        let form = Form::of(visitor, &none);
        html! {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (language.say(head)) } } } }
                tbody {
                    @for visit in visits {
                        tr {
                            th scope="row" data-label=(language.say(words::DUE)) {
                                (self.day(language, &visit.due_on, words::LATE))
                            }
                            td data-label=(language.say(words::CUSTOMER)) {
                                (told(&visit.customer_name)) " " span.phone { (told(&visit.phone)) }
                                div.side { (told(&visit.address)) }
                            }
                            td data-label=(language.say(words::UNIT)) {
                                (self.kinds.name(language, &visit.unit_kind))
                                div.side { (told(&visit.model)) " " (told(&visit.serial)) }
                            }
                            td data-label=(language.say(words::CONTRACT)) {
                                a #{ "unit-" (visit.unit) } href={ "/contracts/" (visit.contract) } {
                                    (language.say(words::CONTRACT)) " " (visit.contract)
                                }
                                @if visitor.may(Action::TakeCalls) {
                                    (form.only_a_button(
                                        &format!("/contracts/{}/units/{}/visit", visit.contract, visit.unit),
                                        words::OPEN_VISIT,
                                    ))
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn contracts(&self, language: Language, contracts: &[ContractLine]) -> Markup {
        let heads = [
            words::UNTIL,
            words::CUSTOMER,
            words::UNITS,
            words::NEXT_VISIT,
        ];
        html! {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (language.say(head)) } } } }
                tbody {
                    @for line in contracts {
                        tr {
                            th scope="row" data-label=(language.say(words::UNTIL)) {
                                a #{ "contract-" (line.contract) } href={ "/contracts/" (line.contract) } {
                                    time datetime=(line.until) { (line.until) }
                                }
                                @if self.view != View::Contracts(Show::Ended) && line.until < self.today.to_string() {
                                    " " span.badge.bad { span.mark { "✖" } (language.say(words::PAST)) }
                                }
                            }
                            td data-label=(language.say(words::CUSTOMER)) {
                                (told(&line.customer_name)) " " span.phone { (told(&line.phone)) }
                                @if !line.number.is_empty() { div.side { (told(&line.number)) } }
                            }
                            td data-label=(language.say(words::UNITS)) { (line.units) }
                            td data-label=(language.say(words::NEXT_VISIT)) {
                                @match &line.due_on {
                                    Some(due_on) => (self.day(language, due_on, words::LATE)),
                                    None => span.none { (language.say(words::NONE_DUE)) },
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// A day, and what is said of it when it is past.
    fn day(&self, language: Language, day: &str, past: Phrase) -> Markup {
        html! {
            time datetime=(day) { (day) }
            @if day < self.today.to_string().as_str() {
                " " span.badge.bad { span.mark { "✖" } (language.say(past)) }
            }
        }
    }
}
