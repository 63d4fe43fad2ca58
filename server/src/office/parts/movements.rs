//! `GET /parts/balance/{technician}/movements?month=…&part=…`: the entries behind a number of a van.

use axum::{
    extract::{Path, State},
    response::Response,
};
use doorstep_domain::{ids::PersonId, van::Month};
use doorstep_words::{Language, Phrase, office::parts as words};
use maud::{Markup, html};

use super::{PAGE_ROWS, asked, link, month_of};
use crate::{
    api_error::ApiError,
    app::{AppState, not_found},
    office::{
        frame::{self, Place, Surroundings},
        moment::seen_text,
        staff::Staff,
        told::told,
        visitor::Visitor,
    },
    rights::{Action, require},
    stock::{Moved, MovedPlace, StockError, moved, technician_of},
};

struct Page {
    surroundings: Surroundings,
    staff: Staff,
    technician: PersonId,
    name: String,
    part: String,
    month: Month,
    /// Also of the months before.
    before: bool,
    rows: Vec<Moved>,
    is_first: bool,
    has_more: bool,
}

pub(super) async fn show(
    State(state): State<AppState>,
    Path(technician): Path<String>,
    visitor: Visitor,
) -> Response {
    if let Some(refused) = visitor.refusal(Place::Parts.action()) {
        return refused;
    }
    let query = visitor.address.query();
    let month = month_of(query, state.environment().now_ms());
    let Some(part) = asked(query, "part") else {
        return visitor.nothing_here();
    };
    let before = asked(query, "before").is_some();
    let after = asked(query, "after").and_then(|after| {
        let (month, entry) = after.split_once('_')?;
        Some(MovedPlace {
            month: month.to_owned(),
            entry: entry.parse().ok()?,
        })
    });
    let clerk = visitor.clerk().clone();
    let technician = PersonId(technician);
    let read = state
        .store()
        .read(move |connection| {
            let found = technician_of(connection, &technician)?.ok_or_else(not_found)?;
            require(&clerk, Action::ReadStock, found.station.as_ref())?;
            let place = (after.as_ref(), PAGE_ROWS + 1);
            let mut rows = moved(connection, (&technician, &part), (month, before), place)
                .map_err(StockError::from)?;
            let has_more = rows.len() > PAGE_ROWS;
            rows.truncate(PAGE_ROWS);
            Ok::<_, ApiError>(Page {
                surroundings: Surroundings::read(connection)?,
                staff: Staff::read(connection)?,
                technician,
                name: found.name,
                part,
                month,
                before,
                rows,
                is_first: after.is_none(),
                has_more,
            })
        })
        .await;
    let page = read.map(|page| {
        Some(frame::page(
            &visitor,
            &page.surroundings,
            Place::Parts,
            visitor.language.say(words::ENTRIES_TITLE),
            &page.content(visitor.language),
        ))
    });
    visitor.answer(page)
}

impl Page {
    fn content(&self, language: Language) -> Markup {
        let month = self.month.to_string();
        let van = format!("/parts/balance/{}", self.technician.0);
        html! {
            p { a href=(link(&van, &[("month", &month)])) { "← " (told(&self.name)) } }
            h1 { (language.say(words::ENTRIES_TITLE)) }
            p {
                (told(&self.part)) " · " (month)
                @if self.before { " · " (language.say(words::AND_BEFORE)) }
            }
            @if self.rows.is_empty() {
                p.empty { (language.say(words::NO_ENTRIES)) }
            } @else {
                (self.table(language))
            }
            (self.pages(language, &van))
        }
    }

    fn table(&self, language: Language) -> Markup {
        let heads = [
            words::WHEN,
            words::WHAT,
            words::PIECES,
            words::IN_STOCK,
            words::WHO,
            words::SERIAL,
            words::NOTE,
            words::RECORD,
        ]
        .map(|head| language.say(head));
        let [when, what, pieces, in_stock, who, serial, note, record] = heads;
        html! {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for row in &self.rows {
                        tr {
                            th scope="row" data-label=(when) { (seen_text(&row.at)) }
                            td data-label=(what) {
                                (language.say(moved_words(&row.kind)))
                                @if row.is_taken_back { " " span.badge.calm { (language.say(words::TAKEN_BACK)) } }
                            }
                            td data-label=(pieces) { (row.quantity) }
                            td data-label=(in_stock) { (row.effect) }
                            td data-label=(who) { (self.staff.person(language, &PersonId(row.by.clone()))) }
                            td data-label=(serial) { (told(&row.serial)) }
                            td data-label=(note) { (told(&row.note)) }
                            td data-label=(record) {
                                @match row.record {
                                    Some(record) => a href={ "/records/" (record) } { (language.say(words::OPEN_RECORD)) },
                                    None => "–",
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn pages(&self, language: Language, van: &str) -> Markup {
        let path = format!("{van}/movements");
        let month = self.month.to_string();
        let mut same = vec![("month", month.as_str()), ("part", self.part.as_str())];
        if self.before {
            same.push(("before", "1"));
        }
        let first = link(&path, &same);
        let next = self.rows.last().filter(|_| self.has_more).map(|row| {
            let place = format!("{}_{}", row.month, row.entry);
            link(
                &path,
                &[same.as_slice(), &[("after", place.as_str())]].concat(),
            )
        });
        html! {
            @if !self.is_first || next.is_some() {
                nav.pages aria-label=(language.say(words::PAGES)) {
                    @if !self.is_first { a href=(first) { (language.say(words::FIRST_PAGE)) } }
                    @if let Some(next) = next { a href=(next) rel="next" { (language.say(words::NEXT_PAGE)) } }
                }
            }
        }
    }
}

/// What a kind of entry is called.
pub(super) fn moved_words(kind: &str) -> Phrase {
    use words::moved as w;
    match kind {
        "requisitioned" => w::REQUISITIONED,
        "issued" => w::ISSUED,
        "confirmed" => w::CONFIRMED,
        "handed_over" => w::HANDED_OVER,
        "taken_over" => w::TAKEN_OVER,
        "fitted" => w::FITTED,
        "fitted_from_store" => w::FITTED_FROM_STORE,
        "removed" => w::REMOVED,
        "returned_new" => w::RETURNED_NEW,
        "returned_old" => w::RETURNED_OLD,
        "counted" => w::COUNTED,
        "difference_explained" => w::DIFFERENCE_EXPLAINED,
        _ => w::OTHER,
    }
}
