//! `GET /quality/records`: the records behind a failure's number, unit by unit.

use axum::{extract::State, response::Response};
use doorstep_words::{Language, office::quality as words};
use maud::{Markup, html};

use super::{PAGE_ROWS, asked, group, group_link, link};
use crate::{
    api_error::ApiError,
    app::AppState,
    office::{
        frame::{self, Place, Surroundings},
        told::told,
        visitor::Visitor,
    },
    quality::{Failed, FailureCount, UnitPlace, count_of, failures_of},
    rates::Scope,
};

struct Records {
    count: FailureCount,
    rows: Vec<Failed>,
    has_more: bool,
    is_first: bool,
}

pub(super) async fn show(State(state): State<AppState>, visitor: Visitor) -> Response {
    if let Some(refused) = visitor.refusal(Place::Quality.action()) {
        return refused;
    }
    let query = visitor.address.query();
    let Some(group) = group(query) else {
        return visitor.nothing_here();
    };
    let after = after(query);
    let scope = Scope::of(visitor.clerk());
    let read = state
        .store()
        .read(move |connection| {
            let Some(count) = count_of(connection, &scope, &group)? else {
                return Ok::<_, ApiError>(None);
            };
            let place = (after.as_ref(), PAGE_ROWS + 1);
            let mut rows = failures_of(connection, &scope, &group, place)?;
            let has_more = rows.len() > PAGE_ROWS;
            rows.truncate(PAGE_ROWS);
            let records = Records {
                count,
                rows,
                has_more,
                is_first: after.is_none(),
            };
            Ok(Some((Surroundings::read(connection)?, records)))
        })
        .await;
    let page = read.map(|read| {
        read.map(|(surroundings, records)| {
            let title = visitor.language.say(words::RECORDS_BEHIND);
            let content = records.content(visitor.language);
            frame::page(&visitor, &surroundings, Place::Quality, title, &content)
        })
    });
    visitor.answer(page)
}

/// The place after which a page begins.
fn after(query: Option<&str>) -> Option<UnitPlace> {
    Some(UnitPlace {
        serial: asked(query, "serial")?,
        record: asked(query, "record")?.parse().ok()?,
    })
}

impl Records {
    fn content(&self, language: Language) -> Markup {
        let count = &self.count;
        let (model, batch, cause) = (&count.model, &count.batch, &count.cause);
        html! {
            p { a href="/quality" { "← " (language.say(words::QUALITY)) } }
            h1 { (language.say(words::RECORDS_BEHIND)) }
            p {
                (told(model)) " · "
                @if batch.is_empty() { (language.say(words::NO_BATCH)) } @else { (told(batch)) }
                " · " (told(cause)) " · "
                (language.say(words::RECORDS)) " " strong { (count.records) } " · "
                (language.say(words::FAILED)) " " strong { (count.failed) }
                @if let Some(units) = count.units { " · " (language.say(words::KNOWN_UNITS)) " " (units) }
            }
            p {
                a href=(group_link("/quality/records.csv", model, batch, cause)) download {
                    (language.say(words::AS_CSV))
                }
            }
            (self.table(language))
            (self.pages(language))
        }
    }

    fn table(&self, language: Language) -> Markup {
        let heads = [words::RECORD, words::SERIAL, words::PART].map(|head| language.say(head));
        let [record, serial, part] = heads;
        html! {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for row in &self.rows {
                        tr {
                            th scope="row" data-label=(record) {
                                a.record href={ "/records/" (row.record) } {
                                    @if row.number.is_empty() {
                                        (language.say(words::NO_NUMBER))
                                    } @else { (told(&row.number)) }
                                }
                            }
                            td data-label=(serial) {
                                @if row.serial.is_empty() {
                                    span.none { (language.say(words::NO_SERIAL)) }
                                } @else { (told(&row.serial.to_ascii_uppercase())) }
                            }
                            td data-label=(part) {
                                @if row.part.is_empty() {
                                    span.none { (language.say(words::NONE)) }
                                } @else { (told(&row.part)) }
                            }
                        }
                    }
                }
            }
        }
    }

    fn pages(&self, language: Language) -> Markup {
        let count = &self.count;
        let group = [
            ("model", count.model.as_str()),
            ("batch", &count.batch),
            ("cause", &count.cause),
        ];
        let next = self.rows.last().filter(|_| self.has_more).map(|row| {
            let record = row.record.to_string();
            let place = [("serial", row.serial.as_str()), ("record", &record)];
            link("/quality/records", &[group.as_slice(), &place].concat())
        });
        html! {
            @if !self.is_first || next.is_some() {
                nav.pages aria-label=(language.say(words::RECORDS_BEHIND)) {
                    @if !self.is_first {
                        a href=(link("/quality/records", &group)) { (language.say(words::FIRST)) }
                    }
                    @if let Some(next) = next { a href=(next) rel="next" { (language.say(words::NEXT)) } }
                }
            }
        }
    }
}
