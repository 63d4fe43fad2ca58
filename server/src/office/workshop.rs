//! `/workshop`: customers' units in the workshop and loaners with customers, what is promised first at the head.

use axum::{extract::State, response::Response};
use doorstep_domain::ids::PersonId;
use doorstep_words::{Language, Phrase, office::workshop as words};
use maud::{Markup, html};

use super::{
    frame::{self, Place, Surroundings},
    moment::noted_text,
    staff::Staff,
    told::told,
    visitor::Visitor,
};
use crate::{
    api_error::ApiError,
    app::AppState,
    custody::{PAGE_ROWS, UnitOut, UnitPlace, out},
};

struct Page {
    surroundings: Surroundings,
    staff: Staff,
    in_custody: Vec<UnitOut>,
    loaners: Vec<UnitOut>,
    /// `YYYY-MM-DD`, by the server's clock.
    today: String,
}

/// `GET /workshop?units_after=…&loaners_after=…`.
pub(super) async fn show(State(state): State<AppState>, visitor: Visitor) -> Response {
    if let Some(refused) = visitor.refusal(Place::Workshop.action()) {
        return refused;
    }
    let today = state.environment().now().date_naive().to_string();
    let clerk = visitor.clerk().clone();
    let units_after = place(visitor.address.query(), "units_after");
    let loaners_after = place(visitor.address.query(), "loaners_after");
    let read = state
        .store()
        .read(move |connection| {
            Ok::<_, ApiError>(Page {
                surroundings: Surroundings::read(connection)?,
                staff: Staff::read(connection)?,
                in_custody: out(connection, &clerk, false, units_after.as_ref())?,
                loaners: out(connection, &clerk, true, loaners_after.as_ref())?,
                today,
            })
        })
        .await;
    let page = read.map(|page| {
        Some(frame::page(
            &visitor,
            &page.surroundings,
            Place::Workshop,
            visitor.language.say(words::WORKSHOP),
            &page.content(visitor.language),
        ))
    });
    visitor.answer(page)
}

fn place(query: Option<&str>, wanted: &str) -> Option<UnitPlace> {
    form_urlencoded::parse(query.unwrap_or_default().as_bytes())
        .find(|(name, _)| name == wanted)
        .and_then(|(_, value)| {
            let (promised_on, entry) = value.split_once('_')?;
            Some(UnitPlace {
                promised_on: promised_on.to_owned(),
                entry: entry.to_owned(),
            })
        })
}

impl Page {
    fn content(&self, language: Language) -> Markup {
        let content = html! {
            h2 { (language.say(words::UNITS_IN_CUSTODY)) }
            (self.table(language, &self.in_custody, "units_after", words::NONE_IN_CUSTODY))
            h2 { (language.say(words::LOANERS_OUT)) }
            (self.table(language, &self.loaners, "loaners_after", words::NO_LOANER_OUT))
        };
        html! {
            h1 { (language.say(words::WORKSHOP)) }
            (self.surroundings.live("/workshop", &content))
        }
    }

    fn table(&self, language: Language, units: &[UnitOut], name: &str, none: Phrase) -> Markup {
        let heads = [
            words::PROMISED,
            words::UNIT,
            words::RECEIPT,
            words::RECORD,
            words::SINCE,
        ];
        let shown = units.get(..PAGE_ROWS).unwrap_or(units);
        html! {
            @if units.is_empty() {
                p { (language.say(none)) }
            } @else {
                table.stack {
                    thead { tr { @for head in heads { th scope="col" { (language.say(head)) } } } }
                    tbody { @for unit in shown { (self.row(language, unit)) } }
                }
                @if let Some(last) = shown.last().filter(|_| units.len() > PAGE_ROWS) {
                    nav.pages aria-label=(language.say(words::PAGES_OF_UNITS)) {
                        @let place = last.place();
                        a #(name) rel="next" href={ "/workshop?" (name) "=" (place.promised_on) "_" (place.entry) } {
                            (language.say(words::NEXT_PAGE))
                        }
                    }
                }
            }
        }
    }

    fn row(&self, language: Language, unit: &UnitOut) -> Markup {
        let promised = unit.promised_on.map(|day| day.to_string());
        let technician = unit.technician.clone().map(PersonId);
        html! {
            tr {
                th scope="row" data-label=(language.say(words::PROMISED)) {
                    @match &promised {
                        Some(day) => (day),
                        None => span.none { (language.say(words::NO_DAY_PROMISED)) },
                    }
                    @if promised.is_some_and(|day| day < self.today) {
                        " " span.badge.bad { span.mark { "✖" } (language.say(words::TOO_LATE)) }
                    }
                    @if unit.is_unapproved {
                        div.side { (language.say(words::NOT_APPROVED)) }
                    }
                }
                td data-label=(language.say(words::UNIT)) {
                    (told(&unit.model)) div.side { (told(&unit.serial)) }
                    @if !unit.accessories.is_empty() {
                        div.side { (language.say(words::GOES_WITH_IT)) " " (told(&unit.accessories)) }
                    }
                }
                td data-label=(language.say(words::RECEIPT)) { (told(&unit.receipt)) }
                td data-label=(language.say(words::RECORD)) {
                    a #{ "unit-" (unit.entry) } href={ "/records/" (unit.record) } { (told(&unit.number)) }
                    @if let Some(technician) = technician {
                        div.side { (language.say(words::TECHNICIAN)) " " (self.staff.person(language, &technician)) }
                    }
                }
                td data-label=(language.say(words::SINCE)) { (noted_text(&unit.taken_at)) }
            }
        }
    }
}
