//! `GET /parts/balance?month=2026-11&after=t-zhang`: what is on each van.

use axum::{extract::State, response::Response};
use doorstep_domain::van::Month;
use doorstep_words::{Language, office::parts as words};
use maud::{Markup, html};

use super::{PAGE_ROWS, Ways, asked, link, month_of};
use crate::{
    api_error::ApiError,
    app::AppState,
    office::{
        frame::{self, Place, Surroundings},
        told::told,
        visitor::Visitor,
    },
    stock::{VanLine, vans_of},
};

struct Page {
    surroundings: Surroundings,
    ways: Ways,
    month: Month,
    vans: Vec<VanLine>,
    is_first: bool,
    has_more: bool,
}

pub(super) async fn show(State(state): State<AppState>, visitor: Visitor) -> Response {
    if let Some(refused) = visitor.refusal(Place::Parts.action()) {
        return refused;
    }
    let query = visitor.address.query();
    let month = month_of(query, state.environment().now_ms());
    let after = asked(query, "after").unwrap_or_default();
    let clerk = visitor.clerk().clone();
    let read = state
        .store()
        .read(move |connection| {
            // One row more than a page has says that there is another page.
            let mut vans = vans_of(connection, &clerk, month, (&after, PAGE_ROWS + 1))?;
            let has_more = vans.len() > PAGE_ROWS;
            vans.truncate(PAGE_ROWS);
            Ok::<_, ApiError>(Page {
                surroundings: Surroundings::read(connection)?,
                ways: Ways::read(connection, &clerk)?,
                month,
                vans,
                is_first: after.is_empty(),
                has_more,
            })
        })
        .await;
    let page = read.map(|page| {
        Some(frame::page(
            &visitor,
            &page.surroundings,
            Place::Parts,
            visitor.language.say(words::BALANCE_TITLE),
            &page.content(&visitor),
        ))
    });
    visitor.answer(page)
}

/// The form by which another month is chosen.
pub(super) fn month_form(language: Language, path: &str, month: Month) -> Markup {
    html! {
        form.filter action=(path) method="get" {
            label {
                span { (language.say(words::MONTH)) }
                input type="month" name="month" value=(month) required pattern="[0-9]{4}-[0-9]{2}";
            }
            button type="submit" { (language.say(words::SHOW)) }
        }
    }
}

impl Page {
    fn content(&self, visitor: &Visitor) -> Markup {
        let language = visitor.language;
        let month = self.month.to_string();
        let next = self.vans.last().filter(|_| self.has_more).map(|van| {
            let place = [("month", month.as_str()), ("after", &van.technician)];
            link("/parts/balance", &place)
        });
        html! {
            h1 { (language.say(words::BALANCE_TITLE)) }
            (self.ways.write(visitor, "/parts/balance"))
            p.hint { (language.say(words::WHAT_MUST_FIT)) }
            (month_form(language, "/parts/balance", self.month))
            @if self.vans.is_empty() {
                p.empty { (language.say(words::NO_TECHNICIAN_HERE)) }
            } @else {
                (self.table(language))
            }
            @if !self.is_first || next.is_some() {
                nav.pages aria-label=(language.say(words::PAGES)) {
                    @if !self.is_first {
                        a href=(link("/parts/balance", &[("month", &month)])) { (language.say(words::FIRST_PAGE)) }
                    }
                    @if let Some(next) = next { a href=(next) rel="next" { (language.say(words::NEXT_PAGE)) } }
                }
            }
        }
    }

    fn table(&self, language: Language) -> Markup {
        let heads = [
            words::TECHNICIAN,
            words::STATION,
            words::ON_VAN,
            words::BELOW_ZERO,
            words::REQUISITIONS_OPEN,
            words::RETURNS_OPEN,
            words::OLD_PARTS_OWED,
        ]
        .map(|head| language.say(head));
        html! {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody { @for van in &self.vans { (self.row(language, heads, van)) } }
            }
        }
    }

    fn row(&self, language: Language, heads: [&'static str; 7], van: &VanLine) -> Markup {
        let [
            technician,
            station,
            on_van,
            below,
            requisitions,
            returns,
            old,
        ] = heads;
        let month = self.month.to_string();
        let address = format!("/parts/balance/{}", van.technician);
        html! {
            tr {
                th scope="row" data-label=(technician) {
                    a #{ "van-" (van.technician) } href=(link(&address, &[("month", &month)])) { (told(&van.name)) }
                    @if !van.is_active { " " span.badge.calm { (language.say(words::HAS_LEFT)) } }
                }
                td data-label=(station) {
                    @match &van.station { Some(station) => (told(&station.0)), None => "–" }
                }
                td data-label=(on_van) { (van.on_van) }
                td data-label=(below) {
                    @if van.below_zero > 0 {
                        span.badge.bad { span.mark { "✖" } (van.below_zero) }
                    } @else { "0" }
                }
                td data-label=(requisitions) { (van.requisitions) }
                td data-label=(returns) { (van.returns) }
                td data-label=(old) { (van.old_parts) }
            }
        }
    }
}
